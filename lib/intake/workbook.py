"""A file as it was read: sheets of columns, each column as its distinct cells and where they stand."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.intake.grid import DATE, FRACTION, PERCENT, TEXT

_DIGIT = re.compile(r"\d")

Codes = NDArray[np.int32]


_LONGEST_CELL = 32_767
"""Characters that Excel lets a cell hold; of a longer one in a text file the rest is not read."""


class Cell(NamedTuple):
    """A filled cell: its value and its kind (a letter of `grid`)."""

    value: str | float | bool
    kind: str

    @property
    def text(self) -> str:
        """The cell as text: whole numbers without a point, so that 1.0 is "1"; booleans as Excel shows them."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        return number_text(float(self.value))

    @property
    def as_excel(self) -> tuple[str | float | bool | datetime, str]:
        """What Excel holds in the cell, and the number format in which it was shown."""
        if self.kind == DATE:
            try:
                moment = datetime.fromisoformat(str(self.value))
            except ValueError:  # a time of day, or a date before Excel's calendar
                return self.text, "@"
            return moment, "yyyy-mm-dd" if moment.time() == time() else "yyyy-mm-dd hh:mm"
        return self.value, {PERCENT: "0.##%", FRACTION: "# ?/?"}.get(self.kind, "General")


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """The text of every cell; there may be a million, and nearly all hold their text."""
    return [value if isinstance(value, str) else Cell(value, kind).text for value, kind in cells]


def number_text(number: float) -> str:
    """Shortest text of a number, a whole number without its point."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


@dataclass(frozen=True, kw_only=True, eq=False)
class GridColumn:
    """One column: `codes` has one entry per row of the sheet, −1 where the cell is blank."""

    number: int
    levels: tuple[Cell, ...]
    codes: Codes

    @cached_property
    def texts(self) -> list[str]:
        """The text of every level."""
        return texts_of(self.levels)

    @cached_property
    def is_text(self) -> NDArray[np.bool_]:
        """Per level whether it is text, then False for a blank cell, whose code is −1."""
        kinds = "".join([kind for _, kind in self.levels]) + "-"
        found: NDArray[np.bool_] = np.frombuffer(kinds.encode("ascii"), dtype=np.uint8) == ord(TEXT)
        return found

    @cached_property
    def whole(self) -> str:
        """The texts of all levels that are text, each behind a line break: what is not in it is in none of them."""
        return "\n".join(["", *[str(value) for value, kind in self.levels if kind == TEXT]])

    @cached_property
    def has_digit(self) -> NDArray[np.bool_]:
        """Per level whether its text has a digit, then False for a blank cell, whose code is −1."""
        return self._digits[0]

    @cached_property
    def ends_in_digit(self) -> NDArray[np.bool_]:
        """Per level whether its text ends in a digit, then False for a blank cell, whose code is −1."""
        return self._digits[1]

    @cached_property
    def _digits(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """`has_digit` and `ends_in_digit`; of texts in ASCII, as ids are, all bytes are looked at together."""
        texts = self.texts
        lines = "\n".join([*texts, ""])
        if not lines.isascii() or lines.count("\n") != len(texts):
            found = [(_DIGIT.search(text) is not None, text[-1:].isdecimal()) for text in texts]
            return np.array([has for has, _ in found] + [False]), np.array([ends for _, ends in found] + [False])
        octets = np.frombuffer(lines.encode(), dtype=np.uint8)
        is_digit, ends = (octets >= 48) & (octets <= 57), np.flatnonzero(octets == 10)
        n_digits = np.diff(np.cumsum(is_digit, dtype=np.int32)[ends], prepend=0)
        return np.append(n_digits > 0, False), np.append(is_digit[ends - 1] & (n_digits > 0), False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """A sheet without its blank rows and columns; `rows` and the columns' numbers say where they stand in Excel.

    A text file has the `encoding` and the `separator` with which it was read, every other file "".
    """

    name: str
    file: str
    state: str
    rows: Codes
    columns: tuple[GridColumn, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_filtered: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    encoding: str = ""
    separator: str = ""

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at positions counted from 0 among the rows and columns that are not blank."""
        held = self.columns[column]
        code = int(held.codes[row])
        return held.levels[code] if code >= 0 else None

    def cells(self) -> dict[tuple[int, int], Cell]:
        """The filled cells by row and column, both counted from 1 as Excel does."""
        return {
            (int(self.rows[row]), column.number): column.levels[column.codes[row]]
            for column in self.columns
            for row in np.flatnonzero(column.codes >= 0)
        }

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """(rows, columns): whether a cell is filled."""
        if not self.columns:
            return np.zeros((len(self.rows), 0), dtype=np.bool_)
        return np.column_stack([column.codes >= 0 for column in self.columns])


@dataclass(frozen=True, kw_only=True, eq=False)
class Workbook:
    """All sheets of the files opened together; `notices` are (file, code, parameters) noticed while reading."""

    sheets: tuple[Sheet, ...]
    files: tuple[str, ...]
    formats: tuple[str, ...]
    sha256: str
    notices: tuple[tuple[str, str, Mapping[str, str | int | float]], ...] = field(default=())


def sheets_of(reply: Mapping[str, Any], file: str) -> tuple[Sheet, ...]:
    """The sheets of a reader's reply; a text file's one sheet has the name ""."""
    return tuple(_sheet(one, file) for one in reply["sheets"])


def letter(number: int) -> str:
    """The column's letters as Excel shows them: A for 1, AA for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(one: Mapping[str, Any], file: str) -> Sheet:
    rows = _unpacked(one["rows"])
    return Sheet(
        name=one["name"],
        file=file,
        state=one["state"],
        rows=rows,
        columns=tuple(_column(column, rows) for column in one["columns"]),
        hidden_rows=frozenset(_unpacked(one["hidden_rows"]).tolist()),
        hidden_columns=frozenset(one["hidden_columns"]),
        is_filtered=one["is_filtered"],
        merged=tuple(tuple(span) for span in one["merged"]),
        encoding=one["encoding"],
        separator=one["separator"],
    )


def _column(one: Mapping[str, Any], rows: Codes) -> GridColumn:
    values: Sequence[str | float | bool] = one["values"]
    codes = _unpacked(one["codes"], one.get("width", 4))
    if "rows" in one:
        spread = np.full(len(rows), -1, dtype=np.int32)
        spread[np.searchsorted(rows, _unpacked(one["rows"]))] = codes
        codes = spread
    if max(map(len, [value for value in values if isinstance(value, str)]), default=0) > _LONGEST_CELL:
        values = [value[:_LONGEST_CELL] if isinstance(value, str) else value for value in values]
    levels = tuple(map(tuple.__new__, repeat(Cell), zip(values, one["kinds"], strict=True)))  # as Cell._make does
    return GridColumn(number=one["number"], levels=levels, codes=codes)


def _unpacked(text: str, width: int = 4) -> Codes:
    return np.frombuffer(base64.b64decode(text), dtype=f"<i{width}").astype(np.int32)
