"""The table of an HTML file, which hospital systems hand out as .xls. Standard library only; nothing is executed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lib.intake.encodings import decoded
from lib.intake.grid import TEXT, GridBuilder
from lib.intake.unreadable import UnreadableFile

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._ignored += 1
        elif tag == "table":
            self.grids.append(_TableGrid(f"Table {len(self.grids) + 1}"))
            self._row = self._column = 0
        elif tag == "tr":
            self._finish_cell()
            self._row += 1
            self._column = 0
        elif tag in ("td", "th"):
            self._finish_cell()
            self._column += 1
            self._pieces = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._ignored = max(0, self._ignored - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._finish_cell()

    def handle_data(self, data: str) -> None:
        if self._pieces is not None and not self._ignored:
            self._pieces.append(data)

    def _finish_cell(self) -> None:
        text = " ".join("".join(self._pieces or ()).split())
        if text and self.grids and self._row and self._column:
            self.grids[-1].add(self._row, self._column, TEXT, text)
            self.grids[-1].n_cells += 1
        self._pieces = None
