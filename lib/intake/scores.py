"""Score columns -> one number or one reason per patient and visit, in the unit kept, with a Finding per odd cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import CleanCell, clean_score, quotable
from lib.intake.findings import Finding, Severity, UnreadableFile
from lib.intake.grid import NO_RESULT
from lib.intake.missing_codes import MissingCodes, find_codes, usual_codes
from lib.intake.roles import ColumnRole
from lib.intake.scales import (
    ScaleJudgement,
    by_own_header,
    declared_scale,
    judge,
    small_among_millimetres,
    stated_factor,
)
from lib.intake.settings import ScaleSetting
from lib.intake.table import Table, TableColumn, about_column, about_row, about_rows
from lib.intake.units import ReadScale, kept_pairs, read_scale
from lib.intake.workbook import Codes
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
FROM_FRACTIONS = 100.0
"""The factor of an ODI written as 0 to 1; in any other unit a value between 0 and 1 cannot be: one point is 2%."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreCells:
    """A score column with its distinct cells read; arrays have one entry per distinct cell."""

    role: ColumnRole
    clean: tuple[CleanCell, ...]
    visit_of_row: Codes | None = None  # long files

    @property
    def column(self) -> TableColumn:
        """The column read."""
        return self.role.column


ByVisit = Mapping[str, list[tuple[ScoreCells, NDArray[np.bool_] | None]]]


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
    return ScoreCells(role=role, clean=clean)


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
    codes = find_codes(_values(by_visit, np.ones(table.n_rows, dtype=np.bool_)))
    judged = _judge_headers(columns, by_visit, table, decided, codes) or [
        (range(len(columns)), rows, one)
        for rows, one in _judge_sheets(columns, by_visit, table, decided, codes, is_judged_by_sheet=is_judged_by_sheet)
    ]
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
    return small_among_millimetres(np.concatenate([np.empty(0), *_values(by_visit, rows).values()]))


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


def _judge_headers(
    columns: list[ScoreCells],
    by_visit: ByVisit,
    table: Table,
    decided: ScaleSetting | None,
    codes: MissingCodes,
) -> list[tuple[Sequence[int], NDArray[np.bool_], ScaleJudgement]]:
    """One judgement per unit where the headers of a score state several: each column is converted by its own.

    Empty where they agree or the visitor decided. A column without a unit follows the first that states one.
    """
    stated = [stated_factor(cells.role.instrument, cells.role.unit) for cells in columns]
    known = list(dict.fromkeys(factor for factor in stated if factor is not None))
    if len(known) < 2 or (decided is not None and decided.unit is not None):
        return []
    everywhere = np.ones(table.n_rows, dtype=np.bool_)
    role = columns[0].role
    scale = declared_scale(role.outcome or "", role.instrument, decided)
    judged: list[tuple[Sequence[int], NDArray[np.bool_], ScaleJudgement]] = []
    for factor in known:
        positions = [place for place, one in enumerate(stated) if (known[0] if one is None else one) == factor]
        own = [columns[place] for place in positions]
        parts = {visit: [part for part in found if part[0] in own] for visit, found in by_visit.items()}
        values = list(_values({v: found for v, found in parts.items() if found}, everywhere).values())
        kept = np.concatenate(values) if values else np.array([])
        one = by_own_header(scale, kept[~np.isin(kept, list(codes.apart))], factor)
        judged.append((positions, everywhere, replace(one, finding="" if one.question else "unit_by_header")))
    return judged


def _judge_sheets(
    columns: list[ScoreCells],
    by_visit: ByVisit,
    table: Table,
    decided: ScaleSetting | None,
    codes: MissingCodes,
    *,
    is_judged_by_sheet: bool,
) -> list[tuple[NDArray[np.bool_], ScaleJudgement]]:
    """The rows of each unit with its judgement; one judgement where all sheets agree."""
    role = columns[0].role
    unit = next((cells.role.unit for cells in columns if cells.role.unit), None) or _unit_of_cells(columns)

    def judgement_of(here: NDArray[np.bool_]) -> ScaleJudgement:
        values = {
            visit: one[~np.isin(one, list(codes.apart))] if codes.apart else one
            for visit, one in _values(by_visit, here).items()
        }
        return judge(role.outcome or "", role.instrument, values, unit, decided)

    everywhere = np.ones(table.n_rows, dtype=np.bool_)
    if is_judged_by_sheet and len(table.sheets) > 1:
        masks = [table.sheet == position for position in range(len(table.sheets))]
        judged = [(mask, judgement_of(mask)) for mask in masks]
        if len({one.factor for _, one in judged}) > 1 and not any(one.question for _, one in judged):
            return judged
    return [(everywhere, judgement_of(everywhere))]


def _unit_of_cells(columns: list[ScoreCells]) -> str | None:
    """Percent, where cells of an ODI carry a percent sign and none another maximum: the bare ones beside are too."""
    named = {clean.of for cells in columns for clean in cells.clean if clean.of is not None}
    return "percent" if columns[0].role.instrument == "ODI" and named == {100.0} else None


def _values(by_visit: ByVisit, here: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """The raw numbers of each visit in some rows."""
    return {
        visit: np.concatenate([_raw(cells, here if rows is None else here & rows) for cells, rows in parts])
        for visit, parts in by_visit.items()
    }


def _numbers_of(clean: Sequence[CleanCell]) -> NDArray[np.float64]:
    """One number per distinct cell, and NaN at the end for blank cells, whose code is −1."""
    return np.array([*(np.nan if one.number is None else one.number for one in clean), np.nan])


def _raw(cells: ScoreCells, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The numbers of a column as written, without those whose cell names its own maximum."""
    lookup = np.array(
        [np.nan if one.number is None or one.of is not None else one.number for one in cells.clean] + [np.nan]
    )
    found = lookup[cells.column.codes[rows]]
    kept: NDArray[np.float64] = found[np.isfinite(found)]
    return kept


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
            label = cell.text if clean.note in _LABELLED else ""
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
