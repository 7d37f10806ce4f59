"""The method that the title over a table names: CT引导骨水泥成形术患者资料 over the sheet or file of one group."""

from __future__ import annotations

from collections.abc import Sequence

from lib.intake.collecting_sheets import says_method
from lib.intake.grid import TEXT
from lib.intake.layout import Head, find_head
from lib.intake.methods import canonical_method
from lib.intake.table import Table
from lib.intake.visits import find_visit
from lib.intake.vocabulary import loose, pattern, vocabulary
from lib.intake.workbook import Sheet

_LONGEST = 80


def method_in(text: str) -> str | None:
    """The one method that a text names, the longest name where one holds another (C臂CT); None for none or several."""
    shown = loose(text)
    found = sorted(
        (match.start(), -match.end(), term)
        for term in vocabulary()["methods"]
        for match in pattern("methods", term).finditer(shown)
    )
    terms: set[str] = set()
    end = 0
    for start, minus_end, term in found:
        if start >= end:
            end = -minus_end
            terms.add(term)
    return terms.pop() if len(terms) == 1 else None


def named_after_titles(
    tables: Sequence[Table], names: Sequence[str], sheets: Sequence[Sheet], heads: Sequence[Head | None]
) -> list[str]:
    """The methods in the titles as the names of the tables, where no column and no name of a sheet says them.

    Every table has a title of its own that names one method, and no two the same one.
    """
    said = [method_in(name) or canonical_method(name) for name in names]
    if len(tables) < 2 or any(said) or any(any(map(says_method, table.columns)) for table in tables):
        return list(names)
    if any((found := find_visit(name)) is not None and found.visit is not None for name in names):
        return list(names)
    titles = [_method_above(sheet, head or find_head(sheet)) for sheet, head in zip(sheets, heads, strict=True)]
    methods = [title for title in titles if title is not None]
    return methods if len(set(methods)) == len(tables) else list(names)


def _method_above(sheet: Sheet, head: Head | None) -> str | None:
    """The one method that the rows above a header name."""
    found = set()
    for row in range(head.rows[0] if head is not None else 0):
        for place in range(len(sheet.columns)):
            cell = sheet.cell(row, place)
            if cell is not None and cell.kind == TEXT and len(cell.text) <= _LONGEST and (one := method_in(cell.text)):
                found.add(one)
    return found.pop() if len(found) == 1 else None
