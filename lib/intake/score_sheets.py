"""Sheets whose name or title is a score, with its visits as columns: VAS with 术前, 术后1月 beside the same of ODI."""

from __future__ import annotations

from lib.intake.grid import TEXT
from lib.intake.headers import instrument_and_rest, score_header
from lib.intake.layout import renamed
from lib.intake.methods import canonical_method
from lib.intake.spanned_headers import is_visit_alone
from lib.intake.table import Table
from lib.intake.workbook import Sheet

_FEWEST_VISITS = 2
_LONGEST_TITLE = 80


def with_scores_of_the_sheet(table: Table, sheet: Sheet) -> Table:
    """The table with the score's name before each visit, where the sheet or its title names one and no column does."""
    if any(score_header(column.header) is not None for column in table.columns):
        return table
    named = _named(sheet.name) or _in_titles(table, sheet)
    visits = {
        column.number: f"{named} {column.header}" for column in table.columns if named and is_visit_alone(column.header)
    }
    return renamed(table, visits) if len(visits) >= _FEWEST_VISITS else table


def _named(sheet: str) -> str | None:
    """The score that the name of a sheet is."""
    score = score_header(sheet)
    if score is None or not score.is_exact or score.visit is not None or score.code is not None:
        return None
    is_of_method = canonical_method(score.outcome.removeprefix(score.instrument or "")) is not None
    return score.instrument if is_of_method else score.outcome


def _in_titles(table: Table, sheet: Sheet) -> str | None:
    """The one score in the titles, alone in their rows above the header: "Pain diary (NRS 0–10)"; None for several."""
    found: set[str] = set()
    for row in range(int((sheet.rows < min(table.header_rows, default=0)).sum())):
        places = sheet.filled[row].nonzero()[0]
        cell = sheet.cell(row, int(places[0])) if len(places) == 1 else None
        rest = cell.text if cell is not None and cell.kind == TEXT and len(cell.text) <= _LONGEST_TITLE else ""
        while rest:
            instrument, rest = instrument_and_rest(rest)
            if instrument is None:
                break
            found.add(instrument)
    return found.pop() if len(found) == 1 else None
