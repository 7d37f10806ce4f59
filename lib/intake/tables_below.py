"""Another table under the patients, such as counts by group: its rows are no patients."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import absence_of
from lib.intake.grid import TEXT
from lib.intake.workbook import Codes, Sheet

_FEWEST_HEADERS = 2
_NUMERIC = 0.8
_MOST_ROWS = 15
_MOST_GAPS = 20
_NO_HEADER = re.compile(r"\d")


def rows_of_table_below(sheet: Sheet, rows: Codes, positions: list[int]) -> Codes:
    """The rows of a small table that stands below a gap and begins with a row of words where patients have numbers.

    So taken only when patients are numbered. Where a row of that table begins with a number or a numbered code, as a
    further table of patients does, only its title and header are.
    """
    none = rows[:0]
    gaps = np.flatnonzero(np.diff(sheet.rows[rows]) > 1)
    first = positions[0]
    if not len(gaps) or not _has_digits(sheet, rows, first)[: gaps[-1] + 1].mean() >= _NUMERIC:
        return none
    found = ((int(gap) + 1, _header_below(sheet, rows, positions, int(gap) + 1)) for gap in gaps[-_MOST_GAPS:])
    start, header = next(((gap, place) for gap, place in found if place is not None), (0, None))
    if header is None:
        return none
    are_patients = len(rows) - header > _MOST_ROWS or _has_digits(sheet, rows, first)[header:].any()
    return rows[start : header + 1] if are_patients else rows[start:]


def _header_below(sheet: Sheet, rows: Codes, positions: list[int], start: int) -> int | None:
    """The first row below a gap, or the second under a title, where it is of words in columns of numbers."""
    for place in range(start, min(start + 2, len(rows))):
        here = [position for position in positions if sheet.filled[rows[place], position]]
        if len(here) < _FEWEST_HEADERS + 1:
            continue
        cells = [cell for p in here if (cell := sheet.cell(int(rows[place]), p)) is not None]
        are_words = all(cell.kind == TEXT and not _NO_HEADER.search(cell.text) for cell in cells)
        are_words &= not any(absence_of(cell.text) for cell in cells)
        if not are_words:
            return None
        strange = sum(_has_digits(sheet, rows[:start], p).mean() >= _NUMERIC for p in here)
        return place if strange >= _FEWEST_HEADERS else None
    return None


def _has_digits(sheet: Sheet, rows: Codes, position: int) -> NDArray[np.bool_]:
    """Whether the cell of each row is a number or has a digit; False for a blank."""
    column = sheet.columns[position]
    codes = column.codes[rows]
    found: NDArray[np.bool_] = column.has_digit[codes] & (codes >= 0)
    return found
