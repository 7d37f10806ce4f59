"""Rows whose cells have slipped to the right: their last value stands beyond the last header."""

from __future__ import annotations

import numpy as np

from lib.intake.findings import Finding
from lib.intake.grid import NUMBER, TEXT
from lib.intake.workbook import Codes, GridColumn, Sheet, letter

_MOST = 0.05
"""A column without a header that is filled in a larger share of the rows is a column, and no row has slipped."""


def slipped_rows(sheet: Sheet, rows: Codes, positions: list[int]) -> dict[int, int]:
    """The rows (positions) that have slipped, each with the column number of the cell beyond the last header.

    Such a row has a blank among its cells, and beyond the last header, where hardly any row has a cell, what the last
    column holds elsewhere: a number where that holds numbers, or one of its words. Its cells from the blank on stand
    under the wrong headers; which blank it was cannot be told.
    """
    last = max(positions)
    beyond = last + 1
    if beyond >= len(sheet.columns) or sheet.columns[beyond].number != sheet.columns[last].number + 1:
        return {}
    column = sheet.columns[beyond]
    here = rows[column.codes[rows] >= 0]
    if not 0 < len(here) <= max(1, _MOST * len(rows)):
        return {}
    has_blank = ~sheet.filled[here][:, positions].all(axis=1)
    usual = _usual(sheet.columns[last], rows)
    return {
        int(row): column.number
        for row in here[has_blank]
        if column.levels[column.codes[row]].kind == NUMBER == usual
        or column.levels[column.codes[row]].text in _words(sheet.columns[last], rows)
    }


def _usual(column: GridColumn, rows: Codes) -> str:
    """The kind of most cells of a column."""
    codes = column.codes[rows]
    kinds = [column.levels[code].kind for code in codes[codes >= 0]]
    return max(set(kinds), key=kinds.count) if kinds else ""


def _words(column: GridColumn, rows: Codes) -> set[str]:
    return {column.levels[code].text for code in np.unique(column.codes[rows]) if code >= 0
            and column.levels[code].kind == TEXT}  # fmt: skip


def about_slipped(sheet: Sheet, row: int, number: int) -> Finding:
    """What is said of a slipped row (its position) that is left out; `number` is the column where it slipped."""
    return Finding(
        severity="error",
        code="row_slipped",
        sheet=sheet.name or None,
        row=int(sheet.rows[row]),
        column=letter(number),
        taken_as="left_out",
    )
