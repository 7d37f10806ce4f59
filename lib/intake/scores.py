"""Score columns -> one number or one reason per patient and visit, in the unit kept, with a Finding per odd cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import CleanCell, absence_of, clean_score, is_chinese_numeral, quotable
from lib.intake.findings import Finding, Severity, UnreadableFile
from lib.intake.grid import NO_RESULT
from lib.intake.half_sheets import half_on_a_sheet
from lib.intake.judging import ByVisit, ScoreCells, judged_parts, values_of
from lib.intake.missing_codes import MissingCodes, find_codes, usual_codes
from lib.intake.roles import OWN_SCALE, ColumnRole
from lib.intake.scales import (
    ScaleJudgement,
    small_among_millimetres,
)
from lib.intake.settings import ScaleSetting
from lib.intake.table import Table, about_column, about_row, about_rows
from lib.intake.units import ReadScale, kept_pairs, read_scale
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell
from lib.registry.flow import ABSENCES
from lib.terms import ODI, Scale

MOST_NAMED = 200
"""Cells of one column and kind that are named one by one; further ones are counted."""

_SEVERITY: dict[str, Severity] = {
    "parsed_text": "note", "missing_values": "note", "out_of_range": "error", "unreadable_values": "error",
}  # fmt: skip
_COUNTED = ("parsed_text", "missing_values", "scale_0_1", "possible_missing_code")
_LABELLED = ("missing_values", "possible_missing_code")
_EMPTY = ABSENCES.index("empty")
_ONE = "一"
FROM_FRACTIONS = 100.0
"""The factor of an ODI written as 0 to 1; in any other unit a value between 0 and 1 cannot be: one point is 2%."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ReadOutcome:
    """One outcome: its scale, how it was read and, per score column, a number and an absence per data row."""

    outcome: str
    scale: Scale
    judgement: ScaleJudgement
    read: ReadScale
    numbers: Mapping[int, NDArray[np.float64]] = field(default_factory=dict)
    absences: Mapping[int, NDArray[np.int8]] = field(default_factory=dict)


def read_cells(role: ColumnRole, table: Table) -> ScoreCells:
    """Read the distinct cells of a score column that occur in data rows.

    Raises UnreadableFile formulas_without_values when every cell is a formula that was never calculated.
    """
    counts = role.column.counts()
    filled = [cell for cell, n in zip(role.column.levels, counts, strict=True) if n]
    if filled and all(cell.kind == NO_RESULT for cell in filled):
        raise UnreadableFile("formulas_without_values", outcome=role.outcome or role.column.header)
    unused = CleanCell(absence="empty")
    clean = tuple(
        clean_score(cell, is_text_file=table.is_text_file) if n else unused
        for cell, n in zip(role.column.levels, counts, strict=True)
    )
    if role.detail == OWN_SCALE:
        clean = tuple(replace(one, of=None if one.number is None else 100.0) for one in clean)
    return ScoreCells(role=role, clean=clean)


def with_chinese_ones(columns: list[ScoreCells]) -> list[ScoreCells]:
    """The columns of one score with 一 as 1 where more of its numbers are Chinese words than digits; else a dash."""
    if not any(_is_one(cell) for cells in columns for cell in cells.column.levels):
        return columns
    texts = {plain(cell.text) for cells in columns for cell, _ in cells.column.used_levels()} - {_ONE}
    if sum(map(is_chinese_numeral, texts)) <= sum(map(str.isdecimal, texts)):
        return columns
    one_ = CleanCell(number=1.0, note="parsed_text")
    return [
        replace(cells, clean=tuple(
            one_ if _is_one(cell) else own for cell, own in zip(cells.column.levels, cells.clean, strict=True)
        ))
        for cells in columns
    ]  # fmt: skip


def _is_one(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.value.strip() == _ONE


def read_outcome(
    columns: list[ScoreCells],
    by_visit: ByVisit,
    table: Table,
    decided: ScaleSetting | None,
    findings: list[Finding],
    *,
    is_judged_by_sheet: bool = False,
) -> ReadOutcome:
    """One outcome from its columns: scale judged over all visits, numbers converted, odd cells reported.

    `by_visit` gives per visit the columns and rows that belong to it. With `is_judged_by_sheet` each sheet may have a
    unit of its own.
    """
    first = columns[0].role
    outcome = first.outcome or ""
    codes = find_codes(values_of(by_visit, np.ones(table.n_rows, dtype=np.bool_)))
    judged = judged_parts(columns, by_visit, table, decided, codes, is_judged_by_sheet=is_judged_by_sheet)
    if decided is None or decided.unit is None:
        half_on_a_sheet(columns, by_visit, table, judged, findings)
    numbers = {position: np.full(table.n_rows, np.nan) for position in range(len(columns))}
    absences = {position: np.full(table.n_rows, _EMPTY, dtype=np.int8) for position in range(len(columns))}
    said: set[str] = set()
    pairs: list[tuple[float, float]] = []
    for positions, rows, judgement in judged:
        if judgement.finding and judgement.finding not in said:
            said.add(judgement.finding)
            about = columns[positions[0]].column
            findings.append(about_column(about, judgement.finding, taken_as="converted", outcome=outcome))
        for position in positions:
            cells = columns[position]
            final = [_final(clean, judgement, codes) for clean in cells.clean]
            of_row = cells.column.codes[rows]
            pairs += kept_pairs(cells.clean, final, of_row)
            numbers[position][rows] = _numbers_of(final)[of_row]
            reasons = [ABSENCES.index(one.absence) if one.number is None else 0 for one in final]
            absences[position][rows] = np.array([*reasons, _EMPTY], dtype=np.int8)[of_row]
            findings.extend(_report(cells, final, table, rows))
            findings.extend(_small(cells, _doubtful_points(by_visit, rows, judgement), table, rows))
    judgement = next((one for *_, one in judged if one.question), judged[0][-1])
    read = read_scale(outcome, first.instrument, [one for *_, one in judged], pairs)
    return ReadOutcome(
        outcome=outcome, scale=judgement.scale, judgement=judgement, read=read, numbers=numbers, absences=absences
    )


def _doubtful_points(by_visit: ByVisit, rows: NDArray[np.bool_], judgement: ScaleJudgement) -> frozenset[float]:
    """Values that are converted from millimetres and may have been points."""
    if judgement.finding != "scale_0_100" or judgement.question:
        return frozenset()
    return small_among_millimetres(np.concatenate([np.empty(0), *values_of(by_visit, rows).values()]))


def _small(cells: ScoreCells, doubtful: frozenset[float], table: Table, rows: NDArray[np.bool_]) -> list[Finding]:
    """One finding about the cells of a column that may be points among millimetres."""
    is_doubtful = np.array([*(one.of is None and one.number in doubtful for one in cells.clean), False], dtype=np.bool_)
    where = np.flatnonzero(is_doubtful[cells.column.codes] & rows).tolist()
    if not where:
        return []
    outcome = cells.role.outcome or ""
    return [
        about_rows(table, where, "points_among_millimetres", column=cells.column, taken_as="converted", outcome=outcome)
    ]


def _numbers_of(clean: Sequence[CleanCell]) -> NDArray[np.float64]:
    """One number per distinct cell, and NaN at the end for blank cells, whose code is −1."""
    return np.array([*(np.nan if one.number is None else one.number for one in clean), np.nan])


def _final(clean: CleanCell, judgement: ScaleJudgement, codes: MissingCodes) -> CleanCell:
    """A cell in the unit kept, rejected when it is a code for missing or lies outside the scale."""
    if clean.number is None:
        return clean
    scale = judgement.scale
    if clean.of is not None:
        number = clean.number / clean.of * (scale.high - scale.low) + scale.low if scale.low == 0 else clean.number
    else:
        is_inside = scale.low - 1e-6 <= clean.number * judgement.factor <= scale.high + 1e-6
        if clean.number in codes.missing or (clean.number in usual_codes() and not is_inside):
            return CleanCell(absence="missing", note="missing_codes_or_out_of_range", is_rejected=True)
        if scale.unit == ODI.unit and judgement.factor < FROM_FRACTIONS and 0 < clean.number < 1:
            return CleanCell(absence="unreadable", note="share_among_percent", is_rejected=True)
        number = clean.number * judgement.factor
    number = round(number, 10)
    if not scale.low - 1e-6 <= number <= scale.high + 1e-6:
        return CleanCell(absence="unreadable", note="out_of_range", is_rejected=True)
    is_doubtful = clean.of is None and clean.number in codes.doubtful
    note = "possible_missing_code" if is_doubtful else clean.note
    return CleanCell(number=min(max(number, scale.low), scale.high), note=note, of=clean.of)


def _report(cells: ScoreCells, final: list[CleanCell], table: Table, here: NDArray[np.bool_]) -> list[Finding]:
    """For some rows the rejected cells one by one; converted cells and codes for missing counted per column."""
    column = cells.column
    found: list[Finding] = []
    counted: dict[tuple[str, str, str], list[int]] = {}
    for position, (cell, clean) in enumerate(zip(column.levels, final, strict=True)):
        if not clean.note:
            continue
        rows = np.flatnonzero((column.codes == position) & here)
        if not len(rows):
            continue
        if clean.note in _COUNTED:
            is_known = clean.number is not None or bool(absence_of(cell.text))  # other words may tell who it was
            label = cell.text if clean.note in _LABELLED and is_known else ""
            counted.setdefault((clean.note, label, clean.absence), []).extend(rows.tolist())
            continue
        value = quotable(cell)
        severity = _SEVERITY.get(clean.note, "warning")
        found.extend(
            about_row(table, int(row), clean.note, severity=severity, column=column, value=value, taken_as="missing")
            for row in rows[:MOST_NAMED]
        )
    outcome = cells.role.outcome or ""
    for (note, label, absence), where in counted.items():
        found.append(
            about_rows(table, where, note, severity=_SEVERITY.get(note, "warning"), column=column,
                       value=label or None, taken_as=absence or "number", outcome=outcome)
        )  # fmt: skip
    return found
