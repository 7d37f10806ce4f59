"""Deaths that stand in a column of their own: whose blank follow-ups they explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.assembling import Scores
from lib.intake.dates import read_dates
from lib.intake.findings import Finding
from lib.intake.patients import Patients, first_filled
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import about_column
from lib.intake.vocabulary import is_one_of
from lib.intake.workbook import Cell
from lib.registry.cohort import ABSENCES, Column
from lib.terms import Visit

_DIED = ABSENCES.index("died")
_UNEXPLAINED = tuple(ABSENCES.index(name) for name in ("empty", "missing", "lost"))
_ALIVE = ("alive", "living", "survived", "存活", "生存", "健在", "在世", "活")


def with_deaths(scores: Scores, roles: Roles, patients: Patients, findings: list[Finding]) -> Scores:
    """The scores in which a follow-up without a value after a patient's last one is a death, where a column tells it.

    With the dates of the procedure and of the death only the visits from that day on; without them all of them, which
    a finding says. A patient who has a later score of any outcome was alive: what is blank before it stays blank.
    """
    told = next((role for term in ("death", "alive") for role in roles.of(term)), None)
    dated = next(iter(roles.of("death_date")), None)
    if told is None and dated is None:
        return scores
    day = _day_of_death(roles, dated, patients)
    is_dead = _is_dead(told, dated, patients)
    columns = _with_deaths(scores, is_dead, day)
    n = int(np.sum(np.logical_or.reduce([
        one.absence != scores.columns[name].absence for name, one in columns.items() if one.absence is not None
    ])))  # fmt: skip
    role = told or dated
    if n and role is not None:
        n_undated = int(np.sum(is_dead & ~np.isfinite(day)))
        findings.append(about_column(role.column, "deaths_read", severity="note", n=n, k=n_undated))
    return replace(scores, columns=columns)


def _with_deaths(
    scores: Scores, is_dead: NDArray[np.bool_], day: NDArray[np.float64]
) -> Mapping[tuple[str, str], Column]:
    visits = sorted(
        (Visit(name, scores.visit_days[name]) for name in {name for _, name in scores.columns}),
        key=lambda visit: visit.order,
    )
    last = np.full(len(is_dead), -1)
    for place, visit in enumerate(visits):
        for (_, name), column in scores.columns.items():
            last[(column.code >= 0) & (name == visit.name)] = place
    found = dict(scores.columns)
    for place, visit in enumerate(visits):
        since = np.inf if visit.days is None else visit.days
        is_after = is_dead & (last < place) & ~(day > since) & (not visit.is_baseline)
        here = {name: column for name, column in found.items() if name[1] == visit.name}
        found |= {name: _explained(column, is_after) for name, column in here.items()}
    return found


def _explained(column: Column, is_after: NDArray[np.bool_]) -> Column:
    if column.absence is None:
        return column
    is_blank = np.isin(column.absence, _UNEXPLAINED) & (column.code < 0)
    return replace(column, absence=np.where(is_after & is_blank, _DIED, column.absence).astype(np.int8))


def _is_dead(told: ColumnRole | None, dated: ColumnRole | None, patients: Patients) -> NDArray[np.bool_]:
    """Who is said to have died, by the column of deaths, or by a date of death where no column says otherwise."""
    by_date = np.zeros(patients.n, dtype=np.bool_)
    if dated is not None:
        known = _of_patient([date is not None for date in read_dates(dated.column).dates], dated, patients)
        by_date = np.array([one is True for one in known])
    if told is None:
        return by_date
    answers = _of_patient([_died(cell, told.term) for cell in told.column.levels], told, patients)
    return np.array([answer if answer is not None else date for answer, date in zip(answers, by_date, strict=True)])


def _of_patient(of_level: Sequence[bool | None], role: ColumnRole, patients: Patients) -> list[bool | None]:
    first = first_filled(role.column.codes, patients)
    return [of_level[code] if code >= 0 else None for code in first]


def _died(cell: Cell, term: str) -> bool | None:
    """Whether a cell says that the patient died; None for what says neither."""
    text = cell.text
    if is_one_of("missing", "died", text):
        return True
    if text.strip().casefold() in _ALIVE:
        return False
    answer = True if is_one_of("yes_no", "yes", text) else False if is_one_of("yes_no", "no", text) else None
    return answer if term == "death" or answer is None else not answer


def _day_of_death(roles: Roles, dated: ColumnRole | None, patients: Patients) -> NDArray[np.float64]:
    """Days from the procedure to the death, NaN where a date is not there."""
    procedure = next(iter(roles.of("operation_date")), None)
    if dated is None or procedure is None:
        return np.full(patients.n, np.nan)
    before, after = (_ordinals(role, patients) for role in (procedure, dated))
    return after - before


def _ordinals(role: ColumnRole, patients: Patients) -> NDArray[np.float64]:
    days = [np.nan if date is None else float(date.toordinal()) for date in read_dates(role.column).dates]
    return np.array([*days, np.nan])[first_filled(role.column.codes, patients)]
