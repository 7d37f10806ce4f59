"""What changed between two readings of a corrected file."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.intake.workbook import GridColumn, Sheet, Workbook

Texts = NDArray[np.object_]


def cells_changed(before: Workbook, after: Workbook) -> int:
    """How many cells differ: filled, cleared or rewritten. Sheets are compared by name, cells by where they stand."""
    earlier = {sheet.name: sheet for sheet in before.sheets}
    later = {sheet.name: sheet for sheet in after.sheets}
    return sum(_between(earlier.get(name), later.get(name)) for name in {**earlier, **later})


def _between(before: Sheet | None, after: Sheet | None) -> int:
    if before is None or after is None:
        present = before or after
        return int(present.filled.sum()) if present is not None else 0
    last_row = max([*before.rows.tolist()[-1:], *after.rows.tolist()[-1:]], default=0)
    earlier = {column.number: column for column in before.columns}
    later = {column.number: column for column in after.columns}
    return sum(
        int((_texts(earlier.get(number), before, last_row) != _texts(later.get(number), after, last_row)).sum())
        for number in {**earlier, **later}
    )


def _texts(column: GridColumn | None, sheet: Sheet, last_row: int) -> Texts:
    """One text per row of the sheet as Excel counts them, empty where the cell is blank."""
    texts = np.full(last_row + 1, "", dtype=object)
    if column is not None:
        levels = np.array([cell.text for cell in column.levels] + [""], dtype=object)
        texts[sheet.rows] = levels[column.codes]
    return texts
