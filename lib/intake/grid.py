"""Cells as the child process sends them: per column its distinct cells and where each stands. Standard library only."""

from __future__ import annotations

import base64
import importlib
import sys
from array import array
from collections.abc import Iterator
from operator import itemgetter

from lib.intake.unreadable import UnreadableFile

MOST_CELLS = 30_000_000
"""Filled cells that one sheet may have; beyond it the file is refused rather than half read."""

_REPAYS_NUMPY = 1_000_000

TEXT, NUMBER, BOOLEAN, DATE, ERROR, PERCENT, FRACTION, NO_RESULT = "tnbdepfx"
"""Kinds of a cell. PERCENT and FRACTION are numbers that Excel shows as 42% or 7/10; NO_RESULT is a formula whose
result was never stored; DATE holds ISO text, ERROR the text that Excel shows (#N/A)."""

Value = str | float | bool


class _Column:
    """One column while it is being read."""

    __slots__ = ("codes", "known", "rows")

    def __init__(self) -> None:
        self.known: dict[tuple[str, Value], int] = {}
        self.rows = array("i")
        self.codes = array("i")


class GridBuilder:
    """Collects the filled cells of one sheet; blank cells cost nothing, wherever they are."""

    def __init__(self, name: str, state: str = "visible") -> None:
        """`state` is "visible", "hidden" or "very_hidden"."""
        self.name = name
        self.state = state
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.notices: list[dict[str, object]] = []
        self.is_filtered = False
        self.encoding = self.separator = ""
        self._columns: dict[int, _Column] = {}
        self._n_cells = 0

    def add(self, row: int, column: int, kind: str, value: Value) -> None:
        """Put a filled cell at a 1-based row and column; rows come in ascending order."""
        held = self._columns.get(column)
        if held is None:
            held = self._columns[column] = _Column()
        known = held.known
        key = (kind, value)
        code = known.get(key)
        if code is None:
            code = known[key] = len(known)
        held.rows.append(row)
        held.codes.append(code)
        self._n_cells += 1
        if self._n_cells > MOST_CELLS:
            raise UnreadableFile("too_many_cells", limit=MOST_CELLS)

    def known(self, column: int) -> dict[tuple[str, Value], int]:
        """The distinct cells of a column with their codes; a further one gets the next number."""
        held = self._columns.get(column)
        if held is None:
            held = self._columns[column] = _Column()
        return held.known

    def code(self, column: int, kind: str, value: Value) -> int:
        """The code under which a column holds a distinct cell."""
        known = self.known(column)
        return known.setdefault((kind, value), len(known))

    def columns(self) -> Iterator[tuple[int, dict[tuple[str, Value], int], array[int], array[int]]]:
        """(number, distinct cells with their codes, rows, code in each of these) of every column."""
        return ((number, held.known, held.rows, held.codes) for number, held in self._columns.items())

    def extend(self, column: int, rows: array[int], codes: array[int]) -> None:
        """Put many filled cells of one column at once; `codes` are those that `code` gave."""
        if not len(rows):
            return
        held = self._columns[column]
        held.rows.extend(rows)
        held.codes.extend(codes)
        self._n_cells += len(rows)
        if self._n_cells > MOST_CELLS:
            raise UnreadableFile("too_many_cells", limit=MOST_CELLS)

    def reply(self) -> dict[str, object]:
        """The sheet as JSON-ready data; positions are base64 of little-endian integers, of 4 bytes or "width" bytes."""
        self._columns = {number: held for number, held in self._columns.items() if held.rows}
        rows, columns = self._columns_packed() if self._n_cells < _REPAYS_NUMPY else self._many_packed()
        return {
            "name": self.name,
            "state": self.state,
            "rows": rows,
            "columns": columns,
            "hidden_rows": _packed(array("i", self.hidden_rows)),
            "hidden_columns": self.hidden_columns,
            "is_filtered": self.is_filtered,
            "merged": [span for span in self.merged if span[1] in self._columns],
            "notices": self.notices,
            "encoding": self.encoding,
            "separator": self.separator,
        }

    def _columns_packed(self) -> tuple[str, list[dict[str, object]]]:
        distinct = {held.rows.tobytes(): held.rows for held in self._columns.values()}
        rows = array("i", sorted(set().union(*distinct.values())))
        whole = rows.tobytes()
        columns = []
        for number in sorted(self._columns):
            held = self._columns[number]
            column: dict[str, object] = {**_levels(number, held), "codes": _packed(held.codes)}
            if held.rows.tobytes() != whole:
                column["rows"] = _packed(held.rows)
            columns.append(column)
        return _packed(rows), columns

    def _many_packed(self) -> tuple[str, list[dict[str, object]]]:
        packing = importlib.import_module("lib.intake.grid_packing")
        common = packing.common_rows([held.rows for held in self._columns.values()])
        columns = []
        for number in sorted(self._columns):
            held = self._columns[number]
            column = _levels(number, held)
            codes = packing.spread(held.rows, held.codes, common)
            if codes is None:
                columns.append({**column, "codes": _packed(held.codes), "rows": _packed(held.rows)})
            else:
                data, width = packing.narrow(codes, len(held.known))
                columns.append({**column, "codes": _base64(data), "width": width})
        return _base64(common.astype("<i4").tobytes()), columns


def _levels(number: int, held: _Column) -> dict[str, object]:
    return {
        "number": number,
        "kinds": "".join(map(itemgetter(0), held.known)),
        "values": list(map(itemgetter(1), held.known)),
    }


def _packed(numbers: array[int]) -> str:
    if sys.byteorder == "big":
        numbers = array("i", numbers)
        numbers.byteswap()
    return _base64(numbers.tobytes())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
