"""The tables on screen as an Excel workbook: what they say, for whom, and whether the patients are real."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import count

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lib.report.formulas import is_like_a_formula

LONGEST_NAME = 31
"""Characters that Excel allows in a sheet's name."""

FONT, SIZE = "Calibri", 11
"""Those of cells without a font of their own; a bold font without a name is taken for another one by some programs."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def tables_workbook(tables: Mapping[str, pd.DataFrame], about_name: str, about: Iterable[str]) -> bytes:
    """An xlsx file with one sheet per table under its title, and a last sheet that says what the numbers are.

    Every cell is written as text exactly as the screen shows it, so that none can become a formula.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    names = sheet_names([*tables, about_name])
    for name, frame in zip(names, tables.values(), strict=False):
        index = "" if frame.index.name is None else str(frame.index.name)
        rows = [
            [index, *frame.columns],
            *([label, *row] for label, row in zip(frame.index, frame.to_numpy(), strict=True)),
        ]
        _write(book.create_sheet(name), rows, has_head=True)
    _write(book.create_sheet(names[-1]), [[line] for line in about], has_head=False)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, rows: Iterable[Iterable[object]], *, has_head: bool) -> None:
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row, start=1):
            text = str(value)
            cell = sheet.cell(number, position)
            if not isinstance(cell, Cell):
                raise TypeError("no cell of a new sheet may be merged")
            excel_text(cell, text)
            cell.font = Font(name=FONT, size=SIZE, bold=has_head and (number == 1 or position == 1))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            widths[position] = max(widths.get(position, 0), len(text))
    for position, width in widths.items():
        sheet.column_dimensions[get_column_letter(position)].width = min(60, 4 + 1.2 * width)


def excel_text(cell: Cell, text: str) -> None:
    """Write a text into a cell so that it is no formula, and becomes none when somebody edits the cell in Excel."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = TYPE_STRING
    if is_like_a_formula(text):
        cell.quotePrefix = True


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Titles as Excel allows them for sheets: without its forbidden signs, at most 31 characters, no two alike."""
    names: list[str] = []
    for title in titles:
        plain = _FORBIDDEN.sub(" ", title).strip("'") or "_"
        taken = {name.casefold() for name in names}
        endings = ("" if n == 1 else f" ({n})" for n in count(1))
        candidates = (plain[: LONGEST_NAME - len(ending)] + ending for ending in endings)
        names.append(next(name for name in candidates if name.casefold() not in taken))
    return names
