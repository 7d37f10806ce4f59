"""Plain rows of a large sheet, put into the grid column by column: the same cells as `xlsx_rows`, much faster.

Imported only where a sheet is so large that it repays loading numpy.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from lib.intake.xlsx_pieces import Group, Ready, ready
from lib.intake.xlsx_rows import PlainRows

PIECE = 1 << 21
"""Bytes read at once."""


class PlainColumns:
    """Puts plain rows into a grid, many at a time."""

    def __init__(self, rows: PlainRows) -> None:
        """`rows` knows the columns, and takes the pieces that are not plain enough here."""
        self._rows = rows

    def take(self, piece: bytes) -> int:
        """As `PlainRows.take`: the last row if all are plain and now in the grid, otherwise 0."""
        held = ready(piece)
        return 0 if held is None else self._put(held)

    def _put(self, held: Ready) -> int:
        for letters, codes, rows in [(group.letters, self._codes(group), group.rows) for group in held.groups]:
            is_held = codes >= 0
            self._rows.add(letters, array("i", rows[is_held].tobytes()), array("i", codes[is_held].tobytes()))
        return held.last_row

    def _codes(self, group: Group) -> NDArray[np.intc]:
        if group.cells:
            column = self._rows.column(group.letters)
            found = [column[cell] for cell in group.cells]
        else:
            found = self._rows.codes(group.letters, group.head, group.values)
        return np.array(found, dtype=np.intc)[group.which]
