"""Rows as programs write them by the thousand, read by pattern; anything else is for the XML parser. Standard library.

A plain row holds cells with a reference and a plain value. Every byte of it is matched, and each distinct cell of a
column is read once, by the same rules as in `xlsx_sheet`; a parser that is called for each cell takes five times as
long.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from typing import NamedTuple

from lib.intake.grid import GridBuilder, Value

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel's own limits."""

_TEXT = rb"[ -%'-;=-~\x80-\xf4]"
_CELL = (
    rb'<c r="(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])\1"(?: s="[0-9]{1,6}")?(?:/>|'
    rb'(?: t="(?:n|s|b|e|str)")?><v>[ -%%\'-;=-~]*+</v></c>|'
    rb' t="inlineStr"><is><t>%s*+</t></is></c>)' % _TEXT
)
_ROW = (
    rb'<row r="([1-9][0-9]{0,6})"(?: spans="[0-9:]*")?(?: s="[0-9]*")?(?: customFormat="[a-z0-9]*")?(?: ht="[0-9.]*")?'
    rb'(?: customHeight="[a-z0-9]*")?(?: x14ac:dyDescent="[0-9.]*")?(?:/>|>(?:%s)*+</row>)' % _CELL
)
_PLAIN = re.compile(rb"(?:%s)*+" % _ROW)
_NUMBERS = re.compile(rb'<row r="([0-9]+)"')
_FILLED = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"((?: s="[0-9]+")?(?: t="[a-zA-Z]+")?>(?:<v>[^<]*</v>|<is><t>[^<]*</t></is>))'
)
PIECE = 1 << 16
"""Bytes tried at once: what is found in them stays in the processor's cache."""

_UNUSUAL = (b"<!--", b"<![CDATA[", b"]]>")

ReadCell = Callable[[str, int, str], tuple[str, Value] | None]
"""(type, style, text) of a cell -> its kind and value, None where it is blank."""


class Span(NamedTuple):
    """A piece of a worksheet from byte `start` to `stop`, cut at an end of a row; whether it may be plain rows."""

    start: int
    stop: int
    is_of_rows: bool


def pieces(data: bytes, size: int = PIECE) -> list[Span]:
    """A worksheet cut at ends of rows into about `size` bytes; in one piece where only the parser may read it."""
    start = data.find(b"<sheetData>") + 11
    end = data.rfind(b"</sheetData>")
    is_usual = 11 <= start < end and _is_utf8(data[:200]) and not any(holds(data, sign) for sign in _UNUSUAL)
    if not is_usual or (data.find(b"?", start) >= 0 and data.find(b"<?", 2) >= 0):
        return [Span(0, len(data), is_of_rows=False)]
    cut = [Span(0, start, is_of_rows=False)]
    while start < end:
        stop = data.find(b"<row", start + size, end)
        stop = end if stop < 0 else stop
        cut.append(Span(start, stop, is_of_rows=True))
        start = stop
    return [*cut, Span(end, len(data), is_of_rows=False)]


def holds(data: bytes, sign: bytes) -> bool:
    """Whether `sign` is in `data`; its second byte is looked for first, as a single byte is found at memory's speed."""
    return sign[1:2] in data and sign in data


def _is_utf8(head: bytes) -> bool:
    encoding = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([^\"']*)", head)
    return head[:2] not in (b"\xfe\xff", b"\xff\xfe") and (encoding is None or encoding[1].lower() == b"utf-8")


class PlainRows:
    """Puts plain rows into a grid."""

    def __init__(self, grid: GridBuilder, read: ReadCell, column_number: Callable[[str], int]) -> None:
        """`read` says what a cell means; it is asked once for each distinct cell of a column."""
        self._grid = grid
        self._read = read
        self._column_number = column_number
        self._columns: dict[bytes, Column] = {}
        self._heads: dict[bytes, tuple[str, int]] = {}

    def take(self, piece: bytes) -> int:
        """The last row of a piece if every row in it is plain and now in the grid; 0 if nothing was taken.

        Raises ValueError or IndexError as the parser's way does: rows outside Excel's grid, strings that do not exist.
        """
        matched = _PLAIN.match(piece)
        if matched is None or matched.end() < len(piece) or b"\xef\xbf" in piece:
            return 0
        written = _NUMBERS.findall(piece)
        numbers = array("i", map(int, written))
        if not numbers or max(numbers) > LAST_ROW:
            return 0
        found: dict[bytes, tuple[list[bytes], list[bytes]]] = {}
        for letters, number, rest in _FILLED.findall(piece):
            held = found.get(letters)
            if held is None:
                held = found[letters] = ([], [])
            held[0].append(number)
            held[1].append(rest)
        for letters, (rows, cells) in found.items():
            codes = array("i", map(self.column(letters).__getitem__, cells))
            self.put(letters, numbers if rows == written else array("i", map(int, rows)), codes)
        return numbers[-1]

    def column(self, letters: bytes) -> Column:
        """The column of these letters; asked for a cell as it is written, it gives the code, −1 for a blank one."""
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = self._column(letters)
        return column

    def put(self, letters: bytes, rows: array[int], codes: array[int]) -> None:
        """Put cells of one column into the grid, by the codes that `column` gave."""
        if min(codes) < 0:
            kept = [place for place, code in enumerate(codes) if code >= 0]
            rows = array("i", [rows[place] for place in kept])
            codes = array("i", [codes[place] for place in kept])
        self.add(letters, rows, codes)

    def add(self, letters: bytes, rows: array[int], codes: array[int]) -> None:
        """Put cells of one column into the grid, none of them blank."""
        self._grid.extend(self.column(letters).number, rows, codes)

    def _column(self, letters: bytes) -> Column:
        number = self._column_number(letters.decode())
        if number > LAST_COLUMN:
            raise ValueError("a cell outside Excel's grid")
        return Column(number, self._code)

    def _code(self, number: int, cell: bytes) -> int:
        """The code of a cell that was not met in its column before, −1 where it is blank."""
        head, _, rest = cell.partition(b">")
        text = (rest[3:-4] if rest.startswith(b"<v>") else rest[7:-9]).decode("utf-8")
        read = self._read(*self._meaning(head), text)
        return -1 if read is None else self._grid.code(number, *read)

    def codes(self, letters: bytes, head: bytes, texts: list[str]) -> list[int]:
        """The codes of cells of one column that have the same attributes, by their values as written."""
        known = self._grid.known(self.column(letters).number)
        kind, style = self._meaning(head)
        found = [self._read(kind, style, text) for text in texts]
        return [-1 if read is None else known.setdefault(read, len(known)) for read in found]

    def _meaning(self, head: bytes) -> tuple[str, int]:
        """(type, style) from the attributes of a cell."""
        meaning = self._heads.get(head)
        if meaning is None:
            style, kind = re.search(rb' s="([0-9]+)"', head), re.search(rb' t="([a-zA-Z]+)"', head)
            meaning = self._heads[head] = (kind[1].decode() if kind else "n", int(style[1]) if style else 0)
        return meaning


class Column(dict[bytes, int]):
    """The codes of a column's cells as they are written, asked for when a cell is new."""

    def __init__(self, number: int, code: Callable[[int, bytes], int]) -> None:
        super().__init__()
        self.number = number
        self._code = code

    def __missing__(self, cell: bytes) -> int:
        code = self[cell] = self._code(self.number, cell)
        return code
