"""In which unit the cells of a score are written: one for all, or one per header, per sheet, or per visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import CleanCell
from lib.intake.missing_codes import MissingCodes
from lib.intake.roles import OWN_SCALE, ColumnRole
from lib.intake.scales import (
    BY_VISIT,
    ScaleJudgement,
    by_own_header,
    declared_scale,
    factor_of_visit,
    judge,
    stated_factor,
)
from lib.intake.settings import ScaleSetting
from lib.intake.table import Table, TableColumn
from lib.intake.workbook import Codes

Part = tuple[Sequence[int], NDArray[np.bool_], ScaleJudgement]
"""(positions of columns, rows, how the cells where they meet are read)."""


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


def judged_parts(
    columns: list[ScoreCells],
    by_visit: ByVisit,
    table: Table,
    decided: ScaleSetting | None,
    codes: MissingCodes,
    *,
    is_judged_by_sheet: bool,
) -> list[Part]:
    """The parts of a score that have a unit of their own; usually it has one."""
    if decided is not None and decided.unit == BY_VISIT:
        return _judge_visits(columns, by_visit, table, decided, codes)
    stated = _judge_stated(columns, by_visit, table, decided, codes)
    by_header = stated or _judge_headers(columns, by_visit, table, decided, codes)
    return by_header or [
        (range(len(columns)), rows, one)
        for rows, one in _judge_sheets(columns, by_visit, table, decided, codes, is_judged_by_sheet=is_judged_by_sheet)
    ]


def _judge_visits(
    columns: list[ScoreCells], by_visit: ByVisit, table: Table, decided: ScaleSetting, codes: MissingCodes
) -> list[Part]:
    """Each visit by its own values, as somebody decided: a column in a wide file, the rows of the visit in a long."""
    role = columns[0].role
    scale = declared_scale(role.outcome or "", role.instrument, decided)
    everywhere = np.ones(table.n_rows, dtype=np.bool_)
    judged: list[Part] = []
    for visit, parts in by_visit.items():
        values = values_of({visit: parts}, everywhere)[visit]
        factor = factor_of_visit(role.instrument, values[~np.isin(values, list(codes.apart))])
        one = ScaleJudgement(scale=scale, factor=factor, finding="unit_by_visit")
        judged += [([columns.index(cells)], everywhere if rows is None else rows, one) for cells, rows in parts]
    return judged


def _judge_stated(
    columns: list[ScoreCells], by_visit: ByVisit, table: Table, decided: ScaleSetting | None, codes: MissingCodes
) -> list[Part]:
    """The tables under one another each by the unit that its own header states; empty where all state the same."""
    told = [cells.column.units for cells in columns if cells.column.units]
    if not told or table.part is None or (decided is not None and decided.unit is not None):
        return []
    role = columns[0].role
    judged: list[Part] = []
    for part in np.unique(table.part).tolist():
        here = table.part == part
        values = {visit: one[~np.isin(one, list(codes.apart))] for visit, one in values_of(by_visit, here).items()}
        unit = next((units[part] for units in told if units[part]), None)
        judged.append((range(len(columns)), here, judge(role.outcome or "", role.instrument, values, unit, decided)))
    return judged


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
        values = list(values_of({v: found for v, found in parts.items() if found}, everywhere).values())
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
            for visit, one in values_of(by_visit, here).items()
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
    written = [cells for cells in columns if cells.role.detail != OWN_SCALE]
    named = {clean.of for cells in written or columns for clean in cells.clean if clean.of is not None}
    return "percent" if columns[0].role.instrument == "ODI" and named == {100.0} else None


def values_of(by_visit: ByVisit, here: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """The raw numbers of each visit in some rows."""
    return {
        visit: np.concatenate([_raw(cells, here if rows is None else here & rows) for cells, rows in parts])
        for visit, parts in by_visit.items()
    }


def _raw(cells: ScoreCells, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The numbers of a column as written, without those whose cell names its own maximum."""
    lookup = np.array(
        [np.nan if one.number is None or one.of is not None else one.number for one in cells.clean] + [np.nan]
    )
    found = lookup[cells.column.codes[rows]]
    kept: NDArray[np.float64] = found[np.isfinite(found)]
    return kept
