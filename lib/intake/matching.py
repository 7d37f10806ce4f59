"""Which row of another table is the same patient's, or the same visit's of the patient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.dated_rows import is_windowed
from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.table import Table, TableColumn
from lib.intake.visits import find_visit
from lib.intake.vocabulary import plain
from lib.intake.windows import holds_dates
from lib.intake.workbook import Cell, Codes


def with_visit(table: Table, ids: TableColumn, *, is_by_visit: bool = False) -> TableColumn:
    """The ids of a long table together with the visit of the row, so that they stand once; of any other the ids.

    A table in which no id comes again is long where `is_by_visit` says so.
    """
    visit = next((column for column in table.columns if column_term(column.header) == "visit"), None)
    is_by_visit = is_by_visit or table.has_visits_apart or comes_again(ids)
    if visit is None or not is_by_visit or any(find_visit(cell.text) is None for cell, _ in visit.used_levels()):
        return ids
    known = [
        found.visit.name if (found := find_visit(cell.text)) and found.visit else plain(cell.text).casefold()
        for cell in visit.levels
    ]
    return _together(ids, visit, known)


def with_date(table: Table, ids: TableColumn) -> TableColumn | None:
    """The ids together with the date of the row, of a table whose visits were made from its dates; else None."""
    visit = next((column for column in table.columns if column_term(column.header) == "visit"), None)
    if visit is None or not is_windowed(visit):
        return None
    dates = [one for one in table.columns if holds_dates(one) and column_term(one.header) != "operation_date"]
    return _together(ids, dates[0], dates[0].plain_texts) if len(dates) == 1 else None


def _together(ids: TableColumn, other: TableColumn, texts: list[str]) -> TableColumn:
    """The ids with what another column says in the same row, by its `texts`; blank where one of both is."""
    levels: dict[Cell, int] = {}
    codes = np.full(len(ids.codes), -1, dtype=np.int32)
    for row in np.flatnonzero((ids.codes >= 0) & (other.codes >= 0)):
        text = f"{plain(ids.levels[ids.codes[row]].text)}\t{texts[other.codes[row]]}"
        codes[row] = levels.setdefault(Cell(text, TEXT), len(levels))
    return replace(ids, levels=tuple(levels), codes=codes)


def comes_again(column: TableColumn) -> bool:
    """Whether a value stands in several rows."""
    return any(n > 1 for _, n in column.used_levels())


def matched(mine: TableColumn, theirs: TableColumn, other: Table) -> tuple[dict[str, int] | None, Codes, bool]:
    """(row of each id in the other table or None, its row for every row here, whether 1 was taken for 001)."""
    row_of = _rows_by_id(theirs, other)
    rows = _matching_rows(mine, row_of or {})
    shorter = _rows_by_id(theirs, other, without_zeros=True) if row_of and not (rows >= 0).any() else None
    if shorter is None or not _are_numbers(mine) or not _are_numbers(theirs):
        return row_of, rows, False
    return shorter, _matching_rows(mine, shorter, without_zeros=True), True


def _are_numbers(column: TableColumn) -> bool:
    """Whether all ids are whole numbers that stay different without their zeros."""
    texts = [plain(cell.text) for cell, _ in column.used_levels()]
    return all(text.isdecimal() for text in texts) and len({int(text) for text in texts}) == len(set(texts))


def _rows_by_id(column: TableColumn, table: Table, *, without_zeros: bool = False) -> dict[str, int] | None:
    """Row of each id, the first of rows that say the same; None when an id stands twice with different cells."""
    found: dict[str, int] = {}
    for row in range(table.n_rows):
        code = int(column.codes[row])
        if code < 0:
            continue
        text = _id_text(column.levels[code], without_zeros=without_zeros)
        first = found.setdefault(text, row)
        if any(one.codes[first] != one.codes[row] for one in table.columns if first != row):
            return None
    return found or None


def _id_text(cell: Cell, *, without_zeros: bool) -> str:
    text = plain(cell.text)
    return text.lstrip("0") or text if without_zeros else text


def _matching_rows(column: TableColumn, row_of: dict[str, int], *, without_zeros: bool = False) -> Codes:
    by_level = [row_of.get(_id_text(cell, without_zeros=without_zeros), -1) for cell in column.levels]
    return np.array([*by_level, -1], dtype=np.int32)[column.codes]
