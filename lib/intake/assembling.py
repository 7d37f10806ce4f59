"""Score columns and visits -> one column of numbers per outcome and visit, one entry per patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.judging import ScoreCells
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.repeats import Repeats
from lib.intake.roles import ColumnRole, Roles
from lib.intake.scores import ReadOutcome, read_cells, read_outcome, with_chinese_ones
from lib.intake.settings import ReadingSettings, ScaleSetting
from lib.intake.table import Table, about_column
from lib.intake.timeline import RowVisits
from lib.intake.units import ReadScale
from lib.registry.cohort import Column
from lib.registry.flow import ABSENCES
from lib.terms import BASELINE, Scale, Visit

_EMPTY = ABSENCES.index("empty")
_UNITS_ASKED = {
    "mixed_scale": ("mm", "cm"),
    "scale_header_mm": ("cm", "mm"),
    "odi_up_to_50": ("percent", "of50", "of45"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Scores:
    """What a cohort needs to know about its scores."""

    columns: Mapping[tuple[str, str], Column]
    visit_days: Mapping[str, float | None]
    scales: Mapping[str, Scale]
    read: tuple[ReadScale, ...]


def assemble_scores(
    table: Table,
    roles: Roles,
    repeats: Repeats,
    visits: RowVisits | None,
    settings: ReadingSettings,
    findings: list[Finding],
    questions: list[IntakeQuestion],
) -> Scores:
    """All outcomes in the order of the file; what cannot be decided is asked and left out."""
    columns: dict[tuple[str, str], Column] = {}
    days: dict[str, float | None] = {}
    scales: dict[str, Scale] = {}
    read: list[ReadScale] = []
    for outcome in dict.fromkeys(role.outcome or "" for role in roles.of("score")):
        own = [role for role in roles.of("score") if role.outcome == outcome]
        if visits is None or _stand_together(own):
            own = _without_doubles(own, settings, table, findings, questions, is_long=visits is not None)
        cells = with_chinese_ones([read_cells(role, table) for role in own])
        parts = _parts(cells, visits)
        by_visit = {visit.name: one for visit, one in parts.items()}
        is_by_sheet = roles.sheets_are in ("groups", "parts", "centres")
        result = read_outcome(cells, by_visit, table, settings.scale(outcome), findings, is_judged_by_sheet=is_by_sheet)
        _ask_scale(result, questions)
        for visit, held in parts.items():
            column = _per_patient(held, cells, result, repeats)
            if column is not None:
                columns[outcome, visit.name] = column
                days[visit.name] = visit.days
        scales[outcome] = result.scale
        read.append(result.read)
        _note_visits(outcome, [visit.name for visit in parts], findings)
    return Scores(columns=columns, visit_days=days, scales=scales, read=tuple(read))


_Held = list[tuple[ScoreCells, NDArray[np.bool_] | None]]


def _parts(cells: list[ScoreCells], visits: RowVisits | None) -> dict[Visit, _Held]:
    """Per visit, the columns and rows that belong to it: a visit column tells of the scores whose header names none."""
    found: dict[Visit, _Held] = {}
    for one in cells:
        if visits is None or one.role.visit is not None:
            found.setdefault(one.role.visit or Visit(one.column.header, None), []).append((one, None))
            continue
        for code, visit in enumerate(visits.visits):
            found.setdefault(visit, []).append((one, visits.code == code))
    return dict(sorted(found.items(), key=lambda item: item[0].order))


def _per_patient(held: _Held, cells: list[ScoreCells], result: ReadOutcome, repeats: Repeats) -> Column | None:
    """One number or reason per patient, the mean of several measurements; rows that repeat a patient do not count."""
    values = np.full(repeats.patients.n, np.nan)
    absence = np.full(repeats.patients.n, _EMPTY, dtype=np.int8)
    for one, rows in held:
        position = cells.index(one)
        taken = repeats.counts if rows is None else repeats.counts & rows
        taken = taken if len(held) == 1 else taken & (one.column.codes >= 0)  # another may hold the rest
        numbers, absent = result.numbers[position][taken], result.absences[position][taken]
        if repeats.patients.have_a_row_each:
            values[taken], absence[taken] = np.round(numbers, 10), absent
            continue
        of_row = repeats.patients.of_row[taken]
        is_number = np.isfinite(numbers)
        values[of_row] = np.nan
        absence[of_row] = _EMPTY
        absence[of_row[absent != _EMPTY]] = absent[absent != _EMPTY]  # before the blanks of other rows
        n = np.bincount(of_row[is_number], minlength=repeats.patients.n)
        total = np.bincount(of_row, weights=np.where(is_number, numbers, 0.0), minlength=repeats.patients.n)
        values[n > 0] = np.round(total[n > 0] / n[n > 0], 10)
    absence[np.isfinite(values)] = 0
    return Column.of_numbers(values, absence)


def _stand_together(own: list[ColumnRole]) -> bool:
    """Whether two columns of a score that name no visit are filled in one row; those of several sheets are not."""
    bare = [role.column.codes >= 0 for role in own if role.visit is None]
    return bool(len(bare) > 1 and (np.sum(bare, axis=0) > 1).any())


def _without_doubles(
    own: list[ColumnRole],
    settings: ReadingSettings,
    table: Table,
    findings: list[Finding],
    questions: list[IntakeQuestion],
    *,
    is_long: bool,
) -> list[ColumnRole]:
    """One column per visit, of a long file one without: the same values twice are one, others are asked about."""
    kept: dict[str, ColumnRole] = {}
    for role in own:
        name = role.visit.name if role.visit is not None else (own[0] if is_long else role).column.header
        first = kept.setdefault(name, role)
        if first is role:
            continue
        if _same(first, role, table):
            findings.append(
                about_column(role.column, "duplicate_column_same_values", taken_as="ignored", first=first.column.letter)
            )
            continue
        letter = dict(settings.chosen).get(f"{role.outcome} {name}")
        if letter is None:
            questions.append(_ask_column(first, role, name))
        elif letter == role.column.letter:
            kept[name] = role
    return list(kept.values())


def _same(first: ColumnRole, role: ColumnRole, table: Table) -> bool:
    one, other = read_cells(first, table), read_cells(role, table)
    numbers = [
        np.array([np.nan if cell.number is None else cell.number for cell in cells.clean] + [np.nan])[
            cells.column.codes
        ]
        for cells in (one, other)
    ]
    return bool(np.array_equal(numbers[0], numbers[1], equal_nan=True))


def _ask_column(first: ColumnRole, second: ColumnRole, name: str) -> IntakeQuestion:
    chosen = f"{first.outcome} {name}"
    options = tuple(
        Option(code="column", parameters={"column": role.column.letter, "header": role.column.header[:60]},
               patch=ReadingSettings(chosen=((chosen, role.column.letter),)))
        for role in (first, second)
    )  # fmt: skip
    parameters: dict[str, str | int | float] = {
        "outcome": first.outcome or "",
        "visit": name,
        "first": first.column.letter,
        "second": second.column.letter,
    }
    return IntakeQuestion(
        code="ambiguous_columns", parameters=parameters, options=options, reason="values_differ", is_safe=False, rank=0
    )


def _ask_scale(result: ReadOutcome, questions: list[IntakeQuestion]) -> None:
    judgement = result.judgement
    if not judgement.question:
        return
    units = judgement.units or _UNITS_ASKED[judgement.question]
    proposed = 1 if judgement.reason == "some_odd" else 0
    before, after = judgement.tops or (0.0, 0.0)
    tops = {"before": f"{before:g}", "after": f"{after:g}"} if judgement.tops else {}
    questions.append(
        IntakeQuestion(
            code=judgement.question,
            parameters={"outcome": result.outcome, **tops},
            options=tuple(
                Option(code=unit, patch=ReadingSettings(scales=(ScaleSetting(outcome=result.outcome, unit=unit),)))
                for unit in units
            ),
            proposed=proposed,
            reason=judgement.reason,
            is_safe=judgement.question != "mixed_scale",
            rank=0 if judgement.question == "mixed_scale" else 2,
        )
    )


def _note_visits(outcome: str, visits: list[str], findings: list[Finding]) -> None:
    follow_ups = [name for name in visits if name != BASELINE]
    if [name.casefold() for name in visits] == [outcome.casefold()]:
        findings.append(Finding(severity="warning", code="no_visit_named", parameters={"outcome": outcome}))
    elif BASELINE not in visits:
        findings.append(
            Finding(
                severity="warning",
                code="no_baseline",
                parameters={"outcome": outcome, "visit": visits[0] if visits else ""},
            )
        )
    elif not follow_ups:
        findings.append(Finding(severity="warning", code="no_followup_columns", parameters={"outcome": outcome}))
