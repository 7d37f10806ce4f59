"""Score tables with a date per measurement beside a sheet of the same patients that says when the procedure was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.collisions import id_column, id_pair
from lib.intake.dates import read_dates
from lib.intake.findings import Finding
from lib.intake.grid import TEXT
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import plain
from lib.intake.windows import holds_dates, ordinals, place_days
from lib.intake.workbook import Cell, Codes

VISIT_HEADER = "visit"
"""Header of the column that names the visits of rows that had none."""

_WINDOW = re.compile(r"\s\((?:≤0|\d+–\d+) d\)$")
_FEWEST_TABLES = 2
_LEAST_KNOWN = 0.5
"""Share of the patients of a table of dates of whom another must say when the procedure was."""


def without_window(text: str) -> str:
    """A visit's label without the days of its window: "1 month" of "1 month (21–45 d)"."""
    return _WINDOW.sub("", text)


def is_windowed(column: TableColumn) -> bool:
    """Whether a column of visits was made from dates here."""
    return any(_WINDOW.search(cell.text) for cell in column.levels)


def with_visits_of_dates(tables: Sequence[Table], rest: Sequence[Table], findings: list[Finding]) -> list[Table]:
    """The tables of scores, those with a date for each measurement with a visit beside it, by the usual windows.

    Only where a list of the same patients has the date of the procedure, and another table of scores, with dates or
    with a column per visit, is to be joined to them by the visit: one table of dates beside a list needs none. Each
    such table is told; a label holds the visit and the days of its window.
    """
    if len(tables) + len(rest) < _FEWEST_TABLES:
        return list(tables)
    dated = {place: date for place, table in enumerate(tables) if (date := _date_of_rows(table)) is not None}
    listed = [table for table in (*tables, *rest) if _has_procedures(table)]
    wide = any(_has_visits_in_headers(table) for table in tables)
    if not dated or not listed or not (wide or len(dated) > 1):
        return list(tables)
    return [
        _with_visits(table, dated[place], listed, findings) if place in dated else table
        for place, table in enumerate(tables)
    ]


def _with_visits(table: Table, date: TableColumn, listed: Sequence[Table], findings: list[Finding]) -> Table:
    """The table with the visit of each row; unchanged where no list knows half of its patients."""
    found = [day for one in listed if (day := _days(table, date, one)) is not None]
    if not found:
        return table
    day = max(found, key=lambda one: int(np.isfinite(one).sum()))
    placed = place_days(day, {})
    levels = tuple(
        Cell(f"{visit.name} ({', '.join(label for label, name, _ in placed.labels if name == visit.name)})", TEXT)
        for visit in placed.visits
    )
    findings.append(
        Finding(severity="warning", code="dates_placed", sheet=table.sheets[0] or None, column=date.letter,
                header=date.header, parameters={"n": len(levels)}, taken_as="windows")
    )  # fmt: skip
    codes: Codes = placed.code.astype(np.int32)
    column = TableColumn(number=date.number, header=VISIT_HEADER, levels=levels, codes=codes)
    return replace(table, columns=(*table.columns, column))


def _date_of_rows(table: Table) -> TableColumn | None:
    """The one column of dates of a table whose patients come again, without visits, and with a score in a column."""
    ids = id_column(table)
    if ids is None or all(n == 1 for _, n in ids.used_levels()):
        return None
    terms = {column_term(column.header) for column in table.columns}
    if "visit" in terms or not any(True for _ in _scores(table)) or _has_visits_in_headers(table):
        return None
    dates = [column for column in table.columns if _is_date(column) and column_term(column.header) != "operation_date"]
    return dates[0] if len(dates) == 1 else None


def _has_procedures(table: Table) -> bool:
    """Whether a table has a row per patient and one column with the date of the procedure."""
    ids = id_column(table)
    dates = [column for column in table.columns if column_term(column.header) == "operation_date" and _is_date(column)]
    return ids is not None and len(dates) == 1 and all(n == 1 for _, n in ids.used_levels())


def _days(table: Table, date: TableColumn, listed: Table) -> NDArray[np.float64] | None:
    """The days of every row after the procedure; None where the list has not half of the patients."""
    ids = id_pair(table, listed)
    if ids is None or any(n > 1 for _, n in ids[1].used_levels()):
        return None
    done = ordinals(next(column for column in listed.columns if column_term(column.header) == "operation_date"))
    known = {ids[1].plain_texts[int(code)]: one for code, one in zip(ids[1].codes, done, strict=True) if code >= 0}
    texts = {plain(cell.text) for cell, _ in ids[0].used_levels()}
    if len(texts & known.keys()) < _LEAST_KNOWN * len(texts):
        return None
    of_level = np.array([*(known.get(text, np.nan) for text in ids[0].plain_texts), np.nan])
    day: NDArray[np.float64] = ordinals(date) - of_level[ids[0].codes]
    return day


def _is_date(column: TableColumn) -> bool:
    """Whether nearly all cells are dates, and none leaves open which number is the day."""
    return holds_dates(column) and not read_dates(column).ambiguous


def _scores(table: Table) -> Iterator[bool]:
    """For every column of scores whether its header names a visit."""
    for column in table.columns:
        score = None if is_change(column.header) else score_header(column.header)
        if score is not None and score.is_exact:
            yield score.visit is not None or score.code is not None


def _has_visits_in_headers(table: Table) -> bool:
    return any(_scores(table))
