"""The rules by which a script finds again who died, where a column of its own says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lib.command.script_rows import PatientRows, number_of, program, text_of
from lib.command.script_rules import Place, ScoreRules
from lib.command.script_words import LONGEST_ANSWER, may_be_told
from lib.intake.deaths import SOON_AFTER, died_by
from lib.intake.life_status import visit_of_status
from lib.intake.opened import MappedColumn
from lib.registry.cohort import Cohort
from lib.registry.flow import ABSENCES
from lib.terms import Visit

_DIED = ABSENCES.index("died")


@dataclass(frozen=True, kw_only=True, eq=False)
class DeathRules:
    """Columns that say who died, as the recipe names them; `told` (1 dead, 0 alive) and `died` as a script finds them.

    Without such columns `died` follow from the words in the place of scores alone; without `visit_days` they are those.
    """

    columns: tuple[tuple[int, Mapping[str, int], float | None], ...] = ()
    date_column: int = 0
    operation_column: int = 0
    visit_days: Mapping[str, float | None] = field(default_factory=dict)
    told: NDArray[np.float64]
    died: Mapping[Place, NDArray[np.bool_]]


def death_rules(
    cohort: Cohort, kept: NDArray[np.intp], rows: PatientRows, mapped: Sequence[MappedColumn], scored: ScoreRules
) -> DeathRules:
    """How deaths follow from the texts of their columns; no columns where that is not what the registry holds."""
    visits = sorted(
        (Visit(name, cohort.visit_days[name]) for name in {visit for _, visit in scored.scored}), key=_order
    )
    visit_days = {visit.name: visit.days for visit in visits}
    nothing = _of_words(cohort, kept, rows.n, scored, visit_days)
    columns = [one for term in ("death", "alive") for one in mapped if one.term == term]
    rules = [_rule(one, rows) for one in columns]
    date_column, operation_column = (_first(mapped, term) for term in ("death_date", "operation_date"))
    if not columns and not date_column:
        return nothing
    known = [(number_of(one.column), rule, _lived_until(one)) for one, rule in zip(columns, rules, strict=True) if rule]
    if len(known) < len(columns):
        return nothing
    answers = [_answers(one, rule, rows) for one, rule in zip(columns, rules, strict=True) if rule]
    days = [_days(column, rows) for column in (date_column, operation_column)]
    told, died_on = program().told_dead(answers, [until for *_, until in known], *days)
    found = DeathRules(
        columns=tuple(known),
        date_column=number_of(date_column) if date_column else 0,
        operation_column=number_of(operation_column) if operation_column else 0,
        visit_days=visit_days,
        told=told,
        died=program().with_deaths(scored.scored, scored.died, told, died_on, visit_days),
    )
    return found if _is_as_held(cohort, kept, found.died) else nothing


def _of_words(
    cohort: Cohort, kept: NDArray[np.intp], n: int, scored: ScoreRules, visit_days: Mapping[str, float | None]
) -> DeathRules:
    """Deaths by the words in the place of scores, at their visit and after it where that is what the registry holds."""
    unknown = np.full(n, np.nan)
    died = program().with_deaths(scored.scored, scored.died, unknown, unknown, visit_days)
    if not scored.deaths or not _is_as_held(cohort, kept, died):
        return DeathRules(told=unknown, died=scored.died)
    return DeathRules(visit_days=visit_days, told=unknown, died=died)


def _order(visit: Visit) -> tuple[float, str]:
    return visit.order


def _first(mapped: Sequence[MappedColumn], term: str) -> str:
    return next((one.column for one in mapped if one.term == term), "")


def _rule(one: MappedColumn, rows: PatientRows) -> dict[str, int] | None:
    """Dead (1) or alive (0) by the cell's text; None where a text of few patients is no known word."""
    found: dict[str, int] = {}
    held: dict[str, set[int]] = {}
    for cell, patient in zip(rows.of(one.column), rows.patient.tolist(), strict=True):
        text, said = text_of(cell), None if cell is None else died_by(cell, one.term)
        if text and said is not None:
            found[text] = int(said)
            held.setdefault(text, set()).add(patient)
    counted = Counter({text: len(patients) for text, patients in held.items()})
    is_told = all(len(text) <= LONGEST_ANSWER for text in found) and may_be_told(counted, found)
    return found if found and is_told else None


def _lived_until(one: MappedColumn) -> float | None:
    visit = visit_of_status(one.header)
    return None if visit is None or visit.days is None else float(visit.days) + SOON_AFTER


def _answers(one: MappedColumn, rule: Mapping[str, int], rows: PatientRows) -> list[int | None]:
    """By patient: one row that says dead is enough."""
    found: list[int | None] = [None] * rows.n
    for text, patient in zip(rows.texts(one.column), rows.patient.tolist(), strict=True):
        if text in rule:
            found[patient] = max(rule[text], found[patient] or 0)
    return found


def _days(column: str, rows: PatientRows) -> list[float]:
    """By patient the first date, as its number on the calendar."""
    found = [np.nan] * rows.n
    cells = zip(rows.of(column), rows.patient.tolist(), strict=True) if column else ()
    for cell, patient in cells:
        if np.isnan(found[patient]):
            found[patient] = float(program().day_of(None if cell is None else cell.value))
    return found


def _is_as_held(cohort: Cohort, kept: NDArray[np.intp], died: Mapping[Place, NDArray[np.bool_]]) -> bool:
    """Whether these are the patients whose scores the registry says are missing because they died."""
    for place, gone in died.items():
        held = cohort.scores[place]
        is_blank = held.code[kept] < 0
        wanted = np.zeros(len(kept), dtype=np.bool_) if held.absence is None else held.absence[kept] == _DIED
        if place[1] != "baseline" and (gone & is_blank != wanted & is_blank).any():
            return False
    return True
