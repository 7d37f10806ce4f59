"""Score tables of two shapes side by side: a row per visit here, a column per visit there; both get a row per visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from lib.intake.collisions import id_column
from lib.intake.dated_rows import VISIT_HEADER, without_window
from lib.intake.grid import TEXT
from lib.intake.headers import ScoreHeader, column_term, is_change, score_header
from lib.intake.table import Table, TableColumn
from lib.intake.visits import find_visit
from lib.intake.vocabulary import key, plain
from lib.intake.workbook import Cell

_ALIKE = 0.6
"""Share of columns from which on two tables hold patients of one shape, such as the sheets of two groups."""

_LEAST_SHARED = 0.5


def with_one_shape(tables: Sequence[Table]) -> dict[int, Table]:
    """The tables with a column per visit, by place, each with a row per visit instead; empty where that helps nobody.

    Only beside a table that has a row per patient and visit and half of the same patients' numbers, and where no two of
    the tables with a column per visit are of one shape: those may be groups that each number their patients from 1 on.
    """
    long = [table for table in tables if _has_rows_of_visits(table)]
    wide = {place: scores for place, table in enumerate(tables) if long and (scores := _columns_of_visits(table))}
    if not wide or any(_are_alike(tables[one], tables[other]) for one, other in combinations(wide, 2)):
        return {}
    found: dict[int, Table] = {}
    for place, scores in wide.items():
        if any(_share_shared(table, tables[place]) >= _LEAST_SHARED for table in long):
            found[place] = _with_rows_of_visits(tables[place], scores)
    return found


def _are_alike(one: Table, other: Table) -> bool:
    first, second = ({key(column.header) for column in table.columns} for table in (one, other))
    return len(first & second) >= _ALIKE * min(len(first), len(second))


def _has_rows_of_visits(table: Table) -> bool:
    """Whether a column names the visit of each row and another holds a score without one."""
    visit = next((column for column in table.columns if column_term(column.header) == "visit"), None)
    if visit is None or not visit.used_levels() or id_column(table) is None:
        return False
    found = [find_visit(without_window(cell.text)) for cell, _ in visit.used_levels()]
    scores = [score_header(column.header) for column in table.columns if not is_change(column.header)]
    return all(one is not None and not one.rest for one in found) and any(
        score is not None and score.is_exact and score.visit is None and score.code is None for score in scores
    )


def _columns_of_visits(table: Table) -> list[tuple[TableColumn, ScoreHeader]]:
    """The score columns of a table with one row per patient, where each names its visit in words; else none."""
    ids = id_column(table)
    if ids is None or table.part is not None or any(n > 1 for _, n in ids.used_levels()):
        return []
    if any(column_term(column.header) == "visit" for column in table.columns):
        return []
    scores = [
        (column, score)
        for column in table.columns
        if not is_change(column.header) and (score := score_header(column.header)) is not None and score.is_exact
    ]
    are_named = all(map(_is_found_again, (score for _, score in scores)))
    places = [(score.outcome, _label(score)) for _, score in scores]
    units = {(score.outcome, _unit(column, score)) for column, score in scores}
    is_clear = len(set(places)) == len(scores) and len(units) == len({outcome for outcome, _ in units})
    return scores if are_named and is_clear else []


def _label(score: ScoreHeader) -> str:
    """The visit of a header, or its code as written there: T1."""
    return score.label if score.visit is None else score.visit.name


def _is_found_again(score: ScoreHeader) -> bool:
    """Whether a row's label says the visit or the code of the header."""
    found = find_visit(_label(score))
    is_said = score.visit is not None or score.code is not None
    return is_said and found is not None and not found.rest and (found.visit, found.code) == (score.visit, score.code)


def _unit(column: TableColumn, score: ScoreHeader) -> str:
    return score.unit or column.hint


def _share_shared(one: Table, other: Table) -> float:
    """The share of the patients' numbers of the smaller table that stand in the other."""
    columns = (id_column(one), id_column(other))
    first, second = ({plain(cell.text) for cell, _ in column.used_levels()} if column else set() for column in columns)
    return len(first & second) / max(1, min(len(first), len(second)))


def _with_rows_of_visits(table: Table, scores: list[tuple[TableColumn, ScoreHeader]]) -> Table:
    """The table with every row once per visit, a column per score, and a column that names the visit."""
    visits = list(dict.fromkeys(_label(score) for _, score in scores))
    rows = np.repeat(np.arange(table.n_rows, dtype=np.int32), len(visits))
    part = np.tile(np.arange(len(visits), dtype=np.int32), table.n_rows)
    of_visit = {(score.outcome, _label(score)): column for column, score in scores}
    known = {id(column) for column, _ in scores}
    columns = [replace(column, codes=column.codes[rows]) for column in table.columns if id(column) not in known]
    for outcome in dict.fromkeys(score.outcome for _, score in scores):
        own = [of_visit.get((outcome, visit)) for visit in visits]
        columns.append(_one_column(outcome, own, rows, part))
    levels = tuple(Cell(name, TEXT) for name in visits)
    columns.append(TableColumn(number=columns[0].number, header=VISIT_HEADER, levels=levels, codes=part))
    return replace(
        table,
        columns=tuple(columns),
        sheet=table.sheet[rows],
        row=table.row[rows],
        part=part,
        has_visits_apart=True,
    )


def _one_column(outcome: str, own: Sequence[TableColumn | None], rows: np.ndarray, part: np.ndarray) -> TableColumn:
    """The columns of a score, one per visit or None, as one: each row from the column of its visit."""
    first = next(column for column in own if column is not None)
    score = score_header(first.header)
    unit = "" if score is None or score.unit is None else f" ({_WRITTEN.get(score.unit, score.unit)})"
    levels: dict[Cell, int] = {}
    codes = np.full(len(rows), -1, dtype=np.int32)
    for place, column in enumerate(own):
        if column is None:
            continue
        new = np.array([levels.setdefault(cell, len(levels)) for cell in column.levels] + [-1], dtype=np.int32)
        here = part == place
        codes[here] = new[column.codes[rows[here]]]
    numbers = tuple((column or first).number for column in own)
    return replace(first, header=outcome + unit, levels=tuple(levels), codes=codes, numbers=numbers)


_WRITTEN = {"of50": "0-50", "of45": "0-45", "fraction": "0-1", "percent": "%"}
"""How a header writes a unit."""
