"""The user's own workbook with the findings marked: each cell coloured by severity, with a comment that says why.

Written anew from the cells that were read, never by opening the upload a second time: charts, pictures, macros and
formulas are not carried over, and no text can become a formula. It contains whatever identifiers the upload held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from lib.intake.findings import Finding
from lib.report.language import sentence
from lib.report.reading_tables import taken_as
from lib.report.wording.reasons import finding_message
from lib.report.workbook import excel_text, sheet_names

FILLS = {
    "error": PatternFill("solid", fgColor="F4B6B0"),
    "warning": PatternFill("solid", fgColor="FFE699"),
    "note": PatternFill("solid", fgColor="D9E7F5"),
}
_WIDTH, _HEIGHT = 360, 120  # of a comment, in pixels


class ReadCell(Protocol):
    """One filled cell as it was read."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def as_excel(self) -> tuple[str | float | bool | datetime, str]:
        """What Excel holds in it, and the number format in which it was shown."""


class ReadSheet(Protocol):
    """One sheet as it was read; a text file's sheet has no name."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def file(self) -> str:
        """The file it stands in."""

    def cells(self) -> Mapping[tuple[int, int], ReadCell]:
        """Filled cells by row and column, both counted from 1 as Excel does."""


Cells = Mapping[tuple[int, int], ReadCell]
Place = tuple[int, int, int]
"""A cell: the position of its sheet, its row and its column."""


def marked_workbook(sheets: Sequence[ReadSheet], findings: Sequence[Finding], language: str) -> bytes:
    """An xlsx file: first a sheet that says what it is and lists every finding, then the user's sheets with marks.

    A finding about a whole column stands at its header, on every sheet that has it there; one about a whole row at the
    row's first filled cell.
    """
    book = Workbook(write_only=True)
    names = sheet_names([sentence(language, "marked.about"), *(sheet.name or sheet.file for sheet in sheets)])
    read = [sheet.cells() for sheet in sheets]
    marks: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        for one in _at_each_place(finding):
            homes = [position for position, sheet in enumerate(sheets) if one.sheet in (None, sheet.name)]
            for place in _headers(one, read, homes) or _place(one, read, homes):
                marks[place].append(finding)
    _write_about(_sheet(book, names[0]), findings, language)
    for position, cells in enumerate(read):
        here = {(row, column): found for (home, row, column), found in marks.items() if home == position}
        _write_marked(_sheet(book, names[position + 1]), cells, here, language)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _at_each_place(finding: Finding) -> list[Finding]:
    """The finding at its own cell and at each other that it counts."""
    others = [replace(finding, sheet=sheet, row=row, column=column) for sheet, row, column in finding.also]
    return [finding, *others]


def _sheet(book: Workbook, name: str) -> WriteOnlyWorksheet:
    made = book.create_sheet(name)
    if not isinstance(made, WriteOnlyWorksheet):
        raise TypeError("the workbook must be write-only")
    return made


def _write_about(target: WriteOnlyWorksheet, findings: Sequence[Finding], language: str) -> None:
    for line in ("identifiers", "carried", "colours"):
        target.append([_text(target, sentence(language, f"marked.{line}"))])
    for finding in findings:
        cell = _text(target, _said(finding, language, with_place=True))
        cell.fill = FILLS[finding.severity]
        target.append([cell])


def _write_marked(
    target: WriteOnlyWorksheet, cells: Cells, marks: Mapping[tuple[int, int], Sequence[Finding]], language: str
) -> None:
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), held in cells.items():
        rows[row][column] = _copy(target, held)
    for (row, column), found in marks.items():
        cell = rows[row].setdefault(column, WriteOnlyCell(target))
        cell.fill = FILLS[min((one.severity for one in found), key=list(FILLS).index)]
        words = "\n".join(_said(one, language) for one in found)
        cell.comment = Comment(words, "Trocar", width=_WIDTH, height=_HEIGHT)
    for row in range(1, max(rows, default=0) + 1):
        held_here = rows.get(row, {})
        target.append([held_here.get(column) for column in range(1, max(held_here, default=0) + 1)])


def _copy(target: WriteOnlyWorksheet, held: ReadCell) -> Cell:
    value, number_format = held.as_excel
    if isinstance(value, str):
        return _text(target, value)
    cell = WriteOnlyCell(target, value)
    cell.number_format = number_format
    return cell


def _text(target: WriteOnlyWorksheet, words: str) -> Cell:
    cell = WriteOnlyCell(target)
    excel_text(cell, words)
    return cell


def _said(finding: Finding, language: str, *, with_place: bool = False) -> str:
    place = f"{finding.sheet or ''} {finding.column or ''}{finding.row or ''}".strip() if with_place else ""
    message, taken = finding_message(finding, language), taken_as(finding.taken_as, language)
    said = sentence(language, "marked.placed", place=place, message=message) if place else message
    return sentence(language, "marked.taken", said=said, taken=taken) if taken else said


def _headers(finding: Finding, read: Sequence[Cells], homes: Sequence[int]) -> list[Place]:
    """The header cells of a finding about a whole column, at most one per sheet."""
    if finding.row is not None or finding.column is None or finding.header is None:
        return []
    column, found = column_index_from_string(finding.column), []
    for home in homes:
        alike = [at for at, held in read[home].items() if held.text == finding.header]
        here = [at for at in alike if at[1] == column] or (alike if len(homes) > 1 else [])
        found += [(home, *min(here))] if here else []
    return found


def _place(finding: Finding, read: Sequence[Cells], homes: Sequence[int]) -> list[Place]:
    """The one cell a finding is shown at; none where it is about a whole sheet or file."""
    column = None if not finding.column else column_index_from_string(finding.column)
    if not homes or (finding.row is None and column is None):
        return []
    if finding.row is None or column is None:
        return _first_filled(finding, read, homes, column)
    for home in homes:
        held = read[home].get((finding.row, column))
        if held is not None and held.text == finding.value:
            return [(home, finding.row, column)]
    return [(homes[0], finding.row, column)]


def _first_filled(finding: Finding, read: Sequence[Cells], homes: Sequence[int], column: int | None) -> list[Place]:
    """The first filled cell of the finding's row or column, on the first sheet that has one."""
    for home in homes:
        here = [at for at in read[home] if finding.row == at[0] or (finding.row is None and column == at[1])]
        if here:
            return [(home, *min(here))]
    return []
