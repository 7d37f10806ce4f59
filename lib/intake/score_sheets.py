"""Sheets that are named after a score, with its visits as columns: VAS with 术前, 术后1月 beside ODI with the same."""

from __future__ import annotations

from lib.intake.headers import column_term, score_header, unit_of
from lib.intake.layout import renamed
from lib.intake.methods import canonical_method
from lib.intake.table import Table
from lib.intake.visits import find_visit
from lib.intake.vocabulary import without_brackets

_FEWEST_VISITS = 2


def with_scores_of_the_sheet(table: Table, sheet: str) -> Table:
    """The table with the score's name before each visit, where the sheet names a score and no column does."""
    score = score_header(sheet)
    if score is None or not score.is_exact or score.visit is not None or score.code is not None:
        return table
    headers = [column.header for column in table.columns]
    if any(score_header(header) is not None for header in headers):
        return table
    named = score.instrument if canonical_method(score.outcome.removeprefix(score.instrument or "")) else score.outcome
    visits = {column.number: f"{named} {column.header}" for column in table.columns if _is_visit(column.header)}
    return renamed(table, visits) if len(visits) >= _FEWEST_VISITS else table


def _is_visit(header: str) -> bool:
    """Whether a header is a visit and nothing else, or a visit's code, be it with a unit in brackets."""
    bare = without_brackets(header) if unit_of(header) else header
    found = None if column_term(header) else find_visit(bare)
    return found is not None and not found.rest and (found.visit is not None or found.code is not None)
