"""One worksheet's XML -> cells. Standard library only."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from lib.intake.grid import BOOLEAN, DATE, ERROR, NO_RESULT, NUMBER, TEXT, GridBuilder, Value
from lib.intake.number_formats import iso_date
from lib.intake.progress import Told, tell_nobody
from lib.intake.unreadable import UnreadableFile
from lib.intake.xlsx_rows import LAST_COLUMN, LAST_ROW, PIECE, PlainRows, Span, holds, pieces

_MOST_MERGED = 20_000
_LONG = 1 << 20
_REPAYS_NUMPY = 1 << 23
_REPAYS_SPLITTING = 1 << 25
_BLANK_CELL = re.compile(rb'<c(?=[^<>]*\sr=")(?:\s[^<>]*)?/>')
_BLANK_ROW = re.compile(rb'<row(?=[^<>]*\sr=")(?![^<>]*\shidden=)(?:\s[^<>]*)?(?:/>|>\s*</row>)')
"""Cells and rows that are only formatted; a million of them is common, and each would cost two calls."""

_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,10})$")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})$")


class Ahead(Protocol):
    """A second process that reads from the piece `first` on, as `reading_ahead` begins it."""

    first: int

    def join(self, grid: GridBuilder) -> tuple[int, int]:
        """Put what it found into `grid`: (how many pieces, the last row); (0, 0) where it failed."""

    def end(self) -> None:
        """End it."""


def read_sheet(
    data: bytes,
    grid: GridBuilder,
    strings: list[str],
    kinds: list[str],
    *,
    is_1904: bool,
    told: Told = tell_nobody,
    may_split: bool = False,
) -> None:
    """Put the filled cells of a worksheet into `grid`; `kinds` says per cell style how its numbers are shown.

    `told` hears how much of the sheet has been read. `may_split`: a second process may read half of a large one.

    Raises UnreadableFile corrupt_file: not well-formed, cells outside Excel's grid, strings that do not exist.
    """
    reader = _SheetReader(grid, strings, kinds, is_1904)
    take, size = _plain_rows(data, reader, grid)
    spans = pieces(data, size)
    ahead = _ahead(data, spans, reader) if may_split and len(data) >= _REPAYS_SPLITTING else None
    try:
        _read_pieces(data, spans, reader, take, ahead, told)
    except (expat.ExpatError, ValueError, IndexError) as reason:
        raise UnreadableFile("corrupt_file") from reason
    finally:
        if ahead is not None:
            ahead.end()
    grid.merged = reader.useful_merges()


def _plain_rows(data: bytes, reader: _SheetReader, grid: GridBuilder) -> tuple[Callable[[bytes], int], int]:
    """What puts a piece of plain rows of this sheet into a grid, and how large the pieces are."""
    rows = PlainRows(grid, reader.read_cell, column_number)
    if len(data) < _REPAYS_NUMPY:
        return rows.take, PIECE
    columnar = importlib.import_module("lib.intake.xlsx_columns")
    columns = columnar.PlainColumns(rows)
    return (lambda piece: columns.take(piece) or rows.take(piece)), columnar.PIECE


def _ahead(data: bytes, spans: list[Span], reader: _SheetReader) -> Ahead | None:
    """A second process for the second half of a sheet, None where there can be none."""
    if sys.platform != "linux":
        return None
    ahead = importlib.import_module("lib.intake.reading_ahead")
    found: Ahead | None = ahead.read_ahead(data, spans, lambda grid: _plain_rows(data, reader, grid)[0])
    return found


def _read_pieces(
    data: bytes,
    spans: list[Span],
    reader: _SheetReader,
    take: Callable[[bytes], int],
    ahead: Ahead | None,
    told: Told,
) -> None:
    """Rows that are plain are taken as such, by `ahead` too; everything else goes through the parser."""
    parse = _parser(data, reader)
    n_hands, place = 1 if ahead is None else 2, 0
    while place < len(spans):
        if ahead is not None and place == ahead.first and reader.is_between_rows:
            taken, last = ahead.join(reader.grid)
            place, reader.row, ahead = place + taken, last or reader.row, None
            continue
        start, stop, is_of_rows = spans[place]
        last = take(data[start:stop]) if is_of_rows and reader.is_between_rows else 0
        if last:
            reader.row = last
        else:
            parse(data[start:stop], place == len(spans) - 1)
        place += 1
        told(min(n_hands * stop / len(data), 1.0))


def _parser(data: bytes, reader: _SheetReader) -> Callable[[bytes, bool], None]:
    """What gives a piece of the sheet to the parser, without the cells and rows that are only formatted."""
    may_shorten = len(data) > _LONG and not (holds(data, b"<![CDATA[") or holds(data, b"<!--"))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text

    def parse(piece: bytes, is_last: bool) -> None:
        parser.Parse(_BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", piece)) if may_shorten else piece, is_last)

    return parse


class _SheetReader:
    """Follows the elements of a worksheet; numbers are 1-based as Excel shows them."""

    def __init__(self, grid: GridBuilder, strings: list[str], kinds: list[str], is_1904: bool) -> None:
        self.grid = grid
        self.strings = strings
        self.kinds = kinds
        self.is_1904 = is_1904
        self.merges: list[tuple[int, int, int, int]] = []
        self.row = 0
        self.column = 0
        self.in_row = False
        self.in_data = False
        self.in_hint = False
        self.taking = False
        self.has_formula = False
        self.kind = "n"
        self.style = 0
        self.pieces: list[str] = []
        self.letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" or name.endswith(":c"):
            self._start_cell(attributes)
        elif name == "v" or name == "t" or name.endswith((":v", ":t")):
            self.taking = not self.in_hint
        elif name == "row" or name.endswith(":row"):
            self._start_row(attributes)
        elif name == "f" or name.endswith(":f"):
            self.has_formula = True
        elif name == "rPh":
            self.in_hint = True
        elif not self.in_row:
            self._start_other(name.rpartition(":")[2], attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self.in_row:
            raise ValueError("a cell outside a row")
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            match = _REFERENCE.match(reference)
            if match is None or int(match[2]) != self.row:
                raise ValueError("a cell reference that is none")
            letters = match[1]
            number = self.letters.get(letters)
            if number is None:
                number = self.letters[letters] = column_number(letters)
            self.column = number
        if self.column > LAST_COLUMN:
            raise ValueError("a cell outside Excel's grid")
        self.kind = attributes.get("t", "n")
        style = attributes.get("s")
        self.style = int(style) if style else 0
        self.has_formula = False
        self.pieces = []

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self.in_row or not self.in_data:
            raise ValueError("a row inside a row")
        number = attributes.get("r")
        self.row = int(number) if number else self.row + 1
        if self.row > LAST_ROW:
            raise ValueError("a row outside Excel's grid")
        self.column = 0
        self.in_row = True
        if attributes.get("hidden") in ("1", "true"):
            self.grid.hidden_rows.append(self.row)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheetData":
            self.in_data = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), LAST_COLUMN)
            self.grid.hidden_columns.extend(range(first, last + 1))
        elif name == "mergeCell" and len(self.merges) < _MOST_MERGED:
            match = _RANGE.match(attributes.get("ref", ""))
            if match:
                span = (int(match[2]), column_number(match[1]), int(match[4]), column_number(match[3]))
                self.merges.append(span)
        elif name == "filterColumn":
            self.grid.is_filtered = True

    def end(self, name: str) -> None:
        if name == "c" or name.endswith(":c"):
            self._end_cell()
        elif name == "v" or name == "t" or name.endswith((":v", ":t")):
            self.taking = False
        elif name == "row" or name.endswith(":row"):
            self.in_row = False
        elif name == "rPh":
            self.in_hint = False

    def text(self, data: str) -> None:
        if self.taking:
            self.pieces.append(data)

    @property
    def is_between_rows(self) -> bool:
        """Whether what comes next is a row, or nothing of the table."""
        return self.in_data and not (self.in_row or self.in_hint or self.taking)

    def _end_cell(self) -> None:
        read = self.read_cell(self.kind, self.style, "".join(self.pieces))
        if read is not None:
            self.grid.add(self.row, self.column, *read)
        elif self.has_formula and not self.pieces:
            self.grid.add(self.row, self.column, NO_RESULT, "")

    def read_cell(self, kind: str, style: int, text: str) -> tuple[str, Value] | None:
        """The kind and value of a cell of this type, style and text; None where it is blank."""
        if kind == "n":
            return self._number(float(text), style) if text else None
        if kind == "s":
            if text[:1] == "-":
                raise IndexError("a shared string that does not exist")
            text = self.strings[int(text)] if text else ""
        elif kind == "b" and text:
            return BOOLEAN, text == "1"
        elif kind == "e":
            return ERROR, text
        elif kind == "d" and text:
            return DATE, text
        return (TEXT, text) if text.strip() else None

    def _number(self, number: float, style: int) -> tuple[str, Value]:
        kind = self.kinds[style] if style < len(self.kinds) else NUMBER
        if kind == DATE:
            date = iso_date(number, self.is_1904)
            return (NUMBER, number) if date is None else (DATE, date)
        return kind, number

    def useful_merges(self) -> list[tuple[int, int, int, int]]:
        """Merged ranges of at most a few thousand cells: a merge of a whole sheet says nothing."""
        return [
            span for span in self.merges
            if (span[2] - span[0] + 1) <= 100_000 and (span[3] - span[1] + 1) <= 1_000
        ]  # fmt: skip


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
