"""Deaths: whose blank follow-ups a column of them explains, and how many died with each method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.assembling import Scores
from lib.intake.dates import read_dates
from lib.intake.findings import Finding
from lib.intake.life_status import says_dead, visit_of_status
from lib.intake.patients import Patients, first_filled
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import about_column
from lib.intake.vocabulary import is_one_of
from lib.intake.workbook import Cell
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES
from lib.registry.flow import ABSENCES
from lib.terms import DEATH, Visit

_DIED = ABSENCES.index("died")
_UNEXPLAINED = tuple(ABSENCES.index(name) for name in ("empty", "missing", "lost"))
NEVER = np.iinfo(np.int64).max
"""The place of a visit that is after all others."""
SOON_AFTER = 0.5
"""Days added to the last visit at which a patient lived: the death was later."""


def with_deaths(scores: Scores, roles: Roles, patients: Patients, findings: list[Finding]) -> Scores:
    """The scores in which a follow-up without a value after a patient's last one is a death, where that is told.

    A cell that says died in the place of a score tells it of every outcome, from its visit on; a column of deaths with
    the dates of the procedure and of the death of the visits from that day on, without them of all, which a finding
    says. A patient who has a later score of any outcome was alive: what is blank before it stays blank.
    """
    scores = _carried_on(scores, patients.n, findings)
    told, dated = _columns_of_deaths(roles)
    if not told and dated is None:
        return scores
    day = _day_of_death(roles, dated, patients)
    is_dead = _is_dead(told, dated, patients)
    lived = np.where(np.isfinite(day), day, _lived_until(told, patients))
    days = [np.inf if visit.days is None else visit.days for visit in _in_order(scores)]
    last = _last_seen(scores, patients.n)
    columns = _with_deaths(scores, last, [is_dead & ~(lived > since) for since in days])
    n = _n_changed(scores, columns)
    role = told[0] if told else dated
    if n and role is not None:
        n_undated = int(np.sum(is_dead & ~np.isfinite(day)))
        findings.append(about_column(role.column, "deaths_read", severity="note", n=n, k=n_undated))
    return replace(scores, columns=columns)


def _carried_on(scores: Scores, n_patients: int, findings: list[Finding]) -> Scores:
    """What the cells that say died in the place of a score tell of the other scores, and of later visits."""
    last = _last_seen(scores, n_patients)
    since = _said_since(scores, last)
    if (since == NEVER).all():
        return scores
    columns = _with_deaths(scores, last, [since <= place for place in range(len(_in_order(scores)))])
    n = _n_changed(scores, columns)
    if n:
        findings.append(Finding(severity="note", code="deaths_carried_on", parameters={"n": n}))
    return replace(scores, columns=columns)


def _n_changed(scores: Scores, columns: Mapping[tuple[str, str], Column]) -> int:
    """How many patients have an absence that is another than before."""
    changed = [one.absence != scores.columns[name].absence for name, one in columns.items() if one.absence is not None]
    return int(np.sum(np.logical_or.reduce(changed))) if changed else 0


def deaths_of(scores: Scores, roles: Roles, patients: Patients) -> Mapping[str, Column]:
    """The event of a death from any cause, by patient; nothing where the registry tells of none.

    Who neither died nor is said to live nor has a score after the procedure is not known. A column of deaths makes the
    event also where nobody died; cells in the place of scores make it only where one says died.
    """
    told, dated = _columns_of_deaths(roles)
    last = _last_seen(scores, patients.n)
    is_dead = _is_dead(told, dated, patients) | (_said_since(scores, last) < NEVER)
    answers = [_answers(role, patients) for role in told]
    is_told = np.array([any(said is False for said in row) for row in zip(*answers, strict=True)], dtype=np.bool_)
    if not is_dead.any() and not is_told.any():
        return {}
    is_known = is_dead | (last > 0) | (is_told if told else False)
    code = np.where(is_known, is_dead, -1).astype(np.int64)
    return {DEATH: Column(levels=(NOT, YES), code=code)}


def _columns_of_deaths(roles: Roles) -> tuple[list[ColumnRole], ColumnRole | None]:
    """(columns that say who died or lives, the first of dates of death)."""
    return [role for term in ("death", "alive") for role in roles.of(term)], next(iter(roles.of("death_date")), None)


def _in_order(scores: Scores) -> list[Visit]:
    visits = (Visit(name, scores.visit_days[name]) for name in {name for _, name in scores.columns})
    return sorted(visits, key=lambda visit: visit.order)


def _last_seen(scores: Scores, n: int) -> NDArray[np.int64]:
    """The place of the last visit at which each patient has any score, 0 for the baseline, −1 for none at all."""
    last = np.full(n, -1)
    for place, visit in enumerate(_in_order(scores)):
        for (_, name), column in scores.columns.items():
            if name == visit.name:
                last[column.code >= 0] = 0 if visit.is_baseline else place + 1
    return last


def _said_since(scores: Scores, last: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of the first visit with a cell that says died and no score at a later visit; NEVER where none."""
    since = np.full(len(last), NEVER)
    for place, visit in enumerate(_in_order(scores)):
        for (_, name), column in scores.columns.items():
            if name == visit.name and column.absence is not None and (column.absence == _DIED).any():
                is_said = (column.absence == _DIED) & (last <= place + 1)
                since[is_said] = np.minimum(since[is_said], place)
    return since


def _with_deaths(
    scores: Scores, last: NDArray[np.int64], dead_at: Sequence[NDArray[np.bool_]]
) -> Mapping[tuple[str, str], Column]:
    """The scores, blank because of death for who is dead at a visit and has no score from it on.

    `last` is the place of the last visit with a score by patient, `dead_at` who is dead by visit in their order.
    """
    found = dict(scores.columns)
    for place, (visit, is_dead) in enumerate(zip(_in_order(scores), dead_at, strict=True)):
        is_after = is_dead & (last <= place) & (not visit.is_baseline)
        here = {name: column for name, column in found.items() if name[1] == visit.name}
        found |= {name: _explained(column, is_after) for name, column in here.items()}
    return found


def _explained(column: Column, is_after: NDArray[np.bool_]) -> Column:
    if column.absence is None:
        return column
    is_blank = np.isin(column.absence, _UNEXPLAINED) & (column.code < 0)
    return replace(column, absence=np.where(is_after & is_blank, _DIED, column.absence).astype(np.int8))


def _is_dead(told: list[ColumnRole], dated: ColumnRole | None, patients: Patients) -> NDArray[np.bool_]:
    """Who is said to have died, by any column of deaths, or by a date of death where no column says otherwise."""
    is_dead = np.zeros(patients.n, dtype=np.bool_)
    if dated is not None:
        known = _of_patient([date is not None for date in read_dates(dated.column).dates], dated, patients)
        is_dead = np.array([one is True for one in known])
    answers = [_answers(role, patients) for role in told]
    for place, said in enumerate(zip(*answers, strict=True)):
        if any(one is not None for one in said):
            is_dead[place] = any(one is True for one in said)
    return is_dead


def _answers(role: ColumnRole, patients: Patients) -> list[bool | None]:
    """What a column says of each patient; of several rows one that says dead is enough."""
    of_level = [died_by(cell, role.term) for cell in role.column.levels]
    says_dead_here = np.array([*(said is True for said in of_level), False])[role.column.codes]
    is_dead = np.bincount(patients.of_row[says_dead_here], minlength=patients.n) > 0
    first = _of_patient(of_level, role, patients)
    return [True if dead else said for dead, said in zip(is_dead.tolist(), first, strict=True)]


def _lived_until(told: list[ColumnRole], patients: Patients) -> NDArray[np.float64]:
    """Days from the procedure to just after the last visit at which a patient is said to have lived; NaN where none."""
    found = np.full(patients.n, np.nan)
    for role in told:
        visit = visit_of_status(role.column.header)
        if visit is not None and visit.days is not None:
            lived = np.array([answer is False for answer in _answers(role, patients)])
            found = np.where(lived, np.fmax(found, visit.days + SOON_AFTER), found)
    return found


def _of_patient(of_level: Sequence[bool | None], role: ColumnRole, patients: Patients) -> list[bool | None]:
    first = first_filled(role.column.codes, patients)
    return [of_level[code] if code >= 0 else None for code in first]


def died_by(cell: Cell, term: str) -> bool | None:
    """Whether a cell of a column of deaths (term death) or of life (alive) says that the patient died, or None."""
    text = cell.text
    said = says_dead(text)
    if said is not None:
        return said
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
