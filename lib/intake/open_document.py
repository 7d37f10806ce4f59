"""ods: the cells of an OpenDocument spreadsheet, repeats counted rather than unrolled. Standard library only."""

from __future__ import annotations

from xml.parsers import expat

from lib.intake.grid import BOOLEAN, DATE, ERROR, NUMBER, PERCENT, TEXT, GridBuilder, Value
from lib.intake.unreadable import UnreadableFile
from lib.intake.xlsx_rows import LAST_COLUMN, LAST_ROW

MOST_REPEATED = 1_000_000
"""Cells of a document that are written only as repeats of others: more are no table that people fill in."""

_ERRORS = ("#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "Err:")


def read_open_document(parts: dict[str, bytes]) -> tuple[list[GridBuilder], list[dict[str, object]]]:
    """All sheets of the document.

    Raises UnreadableFile: corrupt_file, too_many_cells (a value repeated beyond reason), password_protected.
    """
    if b"manifest:encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile("password_protected")
    if "content.xml" not in parts:
        raise UnreadableFile("corrupt_file")
    document = _Document()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.text
    try:
        parser.Parse(parts["content.xml"], True)
    except (expat.ExpatError, ValueError) as reason:
        raise UnreadableFile("corrupt_file") from reason
    return document.grids, []


class _Document:
    """Follows the elements of content.xml; a row is written when it ends, as often as it is repeated."""

    def __init__(self) -> None:
        self.grids: list[GridBuilder] = []
        self._row = 0
        self._column = 0
        self._repeats = 1
        self._cells: list[tuple[int, int, str, Value]] = []  # column, repeats, kind, value
        self._attributes: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._paragraphs = 0
        self._ignored = 0
        self._is_hidden = False
        self._repeated = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.grids.append(GridBuilder(attributes.get("table:name", "")))
            self._row = 0
        elif name == "table:table-row":
            self._repeats = int(attributes.get("table:number-rows-repeated", "1"))
            self._is_hidden = attributes.get("table:visibility") in ("collapse", "filter")
            self._column = 0
            self._cells = []
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._attributes = attributes
            self._pieces = []
            self._paragraphs = 0
        elif name in ("office:annotation", "draw:frame", "draw:custom-shape"):
            self._ignored += 1
        elif name == "text:p" and self._attributes is not None and not self._ignored:
            if self._paragraphs:
                self._pieces.append("\n")
            self._paragraphs += 1
        elif name == "text:s" and not self._ignored:
            self._pieces.append(" " * min(100, int(attributes.get("text:c", "1"))))

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name in ("office:annotation", "draw:frame", "draw:custom-shape"):
            self._ignored -= 1

    def text(self, data: str) -> None:
        if self._attributes is not None and self._paragraphs and not self._ignored:
            self._pieces.append(data)

    def _end_cell(self) -> None:
        attributes = self._attributes or {}
        repeats = int(attributes.get("table:number-columns-repeated", "1"))
        found = _cell(attributes, "".join(self._pieces))
        if found is not None:
            self._cells.append((self._column + 1, repeats, *found))
        spanned = (
            attributes.get("table:number-rows-spanned", "1"),
            attributes.get("table:number-columns-spanned", "1"),
        )
        if spanned != ("1", "1") and self.grids:
            last = (self._row + int(spanned[0]), self._column + int(spanned[1]))
            self.grids[-1].merged.append((self._row + 1, self._column + 1, *last))
        self._column += repeats
        self._attributes = None

    def _end_row(self) -> None:
        if self._cells and self.grids:
            n_cells = sum(repeats for _, repeats, _, _ in self._cells)
            self._repeated += n_cells * self._repeats - len(self._cells)
            if self._repeated > MOST_REPEATED:
                raise UnreadableFile("too_many_cells", limit=MOST_REPEATED)
            if self._row + self._repeats > LAST_ROW or max(c + r - 1 for c, r, _, _ in self._cells) > LAST_COLUMN:
                raise ValueError("a cell outside the grid")
            for row in range(self._row + 1, self._row + self._repeats + 1):
                if self._is_hidden:
                    self.grids[-1].hidden_rows.append(row)
                for column, repeats, kind, value in self._cells:
                    for shift in range(repeats):
                        self.grids[-1].add(row, column + shift, kind, value)
        self._row += self._repeats


def _cell(attributes: dict[str, str], text: str) -> tuple[str, Value] | None:
    kind = attributes.get("office:value-type", "")
    if kind in ("float", "currency"):
        return NUMBER, float(attributes["office:value"])
    if kind == "percentage":
        return PERCENT, float(attributes["office:value"])
    if kind == "date":
        return DATE, attributes.get("office:date-value", text)
    if kind == "time":
        return DATE, attributes.get("office:time-value", text)
    if kind == "boolean":
        return BOOLEAN, attributes.get("office:boolean-value") == "true"
    if not text.strip():
        return None
    return (ERROR, text) if text.startswith(_ERRORS) and "table:formula" in attributes else (TEXT, text)
