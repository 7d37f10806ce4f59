"""A row per patient, visit and score, with the score's name in a column of its own: one column per score instead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.grid import TEXT
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.table import Table, TableColumn
from lib.intake.visits import find_visit
from lib.intake.vocabulary import is_one_of, plain

_MOST_SCORES = 12
_LEAST_KNOWN = 0.3
"""Share of the rows whose name of a score must be known."""

_FEWEST_VISITS = 2


def with_scores_apart(table: Table) -> Table:
    """The table with a column per score for the values of a column, or of a column per visit, that hold several scores.

    Unchanged where a header names a score, or where no column names scores or none holds their values.
    """
    if any(score_header(column.header) is not None for column in table.columns):
        return table
    scale = next((column for column in table.columns if _names_scores(column)), None)
    held = [] if scale is None else _values(table, scale)
    if scale is None or not held:
        return table
    columns: list[TableColumn] = []
    for column in table.columns:
        if column is scale:
            continue
        columns += _apart(column, scale, is_visit=len(held) > 1) if any(column is one for one in held) else [column]
    return replace(table, columns=tuple(columns), has_scores_apart=True)


def _names_scores(column: TableColumn) -> bool:
    """Whether the cells are a few names, of scores for the better part."""
    used = column.used_levels()
    if not 1 < len(used) <= _MOST_SCORES or any(cell.kind != TEXT or len(cell.text) > 60 for cell, _ in used):
        return False
    total = sum(n for _, n in used)
    return sum(n for cell, n in used if _score_name(cell.text) is not None) >= _LEAST_KNOWN * total


def _score_name(text: str) -> str | None:
    score = None if is_change(text) else score_header(text)
    return text if score is not None and score.is_exact else None


def _values(table: Table, scale: TableColumn) -> list[TableColumn]:
    """The columns named after visits, else the one column whose header says that it holds values."""
    others = [column for column in table.columns if column is not scale]
    visits = [column for column in others if _is_visit(column.header)]
    if len(visits) >= _FEWEST_VISITS:
        return visits
    named = [column for column in others if is_one_of("tall", "values", column.header)]
    return named if len(named) == 1 else []


def _is_visit(header: str) -> bool:
    found = None if column_term(header) else find_visit(header)
    return found is not None and not found.rest and (found.visit is not None or found.code is not None)


def _apart(column: TableColumn, scale: TableColumn, *, is_visit: bool) -> list[TableColumn]:
    """The column once for every name of a score, blank in the rows of the others."""
    found: list[TableColumn] = []
    names: dict[str, list[int]] = {}
    for position, (cell, n) in enumerate(zip(scale.levels, scale.counts().tolist(), strict=True)):
        if n:
            names.setdefault(plain(cell.text), []).append(position)
    for name, places in names.items():
        codes = np.where(np.isin(scale.codes, places), column.codes, -1).astype(np.int32)
        found.append(replace(column, header=f"{name} {column.header}" if is_visit else name, codes=codes))
    return found
