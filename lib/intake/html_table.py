"""The table of an HTML file, which hospital systems hand out as .xls. Standard library only; nothing is executed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lib.intake.encodings import decoded
from lib.intake.grid import TEXT, GridBuilder
from lib.intake.unreadable import UnreadableFile

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_MOST_ROWS, _MOST_COLUMNS, _MOST_DIGITS = 65_534, 1_000, 9
"""As many as browsers let a cell span."""

_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
}


def read_html(content: bytes) -> tuple[list[GridBuilder], list[dict[str, object]]]:
    """Each table of the page as a sheet. Raises UnreadableFile html_table when there is none."""
    declared = _CHARSET.search(content[:4096])
    name = _CHARSETS.get(declared[1].decode("ascii").lower()) if declared else None
    text = content.decode(name, errors="replace") if name else decoded(content)
    page = _Page()
    page.feed(text)
    page.close()
    grids = [grid for grid in page.grids if grid.n_cells]
    if not grids:
        raise UnreadableFile("html_table")
    return list(grids), [{"code": "html_table", "parameters": {}}]


def _spanned(text: str | None, most: int) -> int:
    """How many rows or columns a cell spans, 1 where it says nothing sensible."""
    digits = (text or "").strip()
    return min(max(1, int(digits)), most) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else 1


class _TableGrid(GridBuilder):
    """A sheet that knows how far its table has come."""

    n_cells = 0


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_TableGrid] = []
        self._row = 0
        self._column = 0
        self._pieces: list[str] | None = None
        self._ignored = 0
        self._span = (1, 1)
        self._reach: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._ignored += 1
        elif tag == "table":
            self.grids.append(_TableGrid(f"Table {len(self.grids) + 1}"))
            self._row = self._column = 0
            self._reach = {}
        elif tag == "tr":
            self._finish_cell()
            self._row += 1
            self._column, self._span = 0, (1, 1)
        elif tag in ("td", "th"):
            self._finish_cell()
            self._begin_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._ignored = max(0, self._ignored - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._finish_cell()

    def handle_data(self, data: str) -> None:
        if self._pieces is not None and not self._ignored:
            self._pieces.append(data)

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        """The next place that no cell above reaches into, and how many rows and columns the cell takes."""
        self._column += self._span[1] if self._column else 1
        while self._reach.get(self._column, 0) >= self._row > 0:
            self._column += 1
        self._span = (_spanned(attrs.get("rowspan"), _MOST_ROWS), _spanned(attrs.get("colspan"), _MOST_COLUMNS))
        if self._span[0] > 1:
            last = self._row + self._span[0] - 1
            self._reach.update(dict.fromkeys(range(self._column, self._column + self._span[1]), last))
        self._pieces = []

    def _finish_cell(self) -> None:
        text = " ".join("".join(self._pieces or ()).split())
        if text and self.grids and self._row and self._column:
            self.grids[-1].add(self._row, self._column, TEXT, text)
            self.grids[-1].n_cells += 1
            if self._span != (1, 1):
                last = (self._row + self._span[0] - 1, self._column + self._span[1] - 1)
                self.grids[-1].merged.append((self._row, self._column, *last))
        self._pieces = None
