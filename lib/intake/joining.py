"""Tables of the same patients side by side: scores here, methods or other scores there, joined by the patient's id."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.findings import Finding
from lib.intake.headers import column_term
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import key, plain
from lib.intake.workbook import Codes

LEAST_MATCHED = 0.5
"""Share of the patients of the main table that must stand in the other before the two are joined."""


def joined(main: Table, others: list[Table], findings: list[Finding]) -> Table:
    """The main table with the columns of other tables, cell by cell from the row with the same id.

    Another table is joined only when each id stands in it once and at least half the patients are found there;
    who was not found is counted. A row without an id is never joined to anybody.
    """
    for other in others:
        mine, theirs = _ids(main), _ids(other)
        if mine is None or theirs is None:
            continue
        row_of = _rows_by_id(theirs, other.n_rows)
        if row_of is None:
            continue
        rows = _matching_rows(mine, row_of)
        n_matched = int(np.sum(rows >= 0))
        known = {key(column.header) for column in main.columns}
        added = [column for column in other.columns if key(column.header) not in known]
        if not added or n_matched < LEAST_MATCHED * main.n_rows:
            continue
        main = replace(main, columns=(*main.columns, *(_taken(column, rows) for column in added)))
        findings.append(
            Finding(
                severity="note" if n_matched == main.n_rows else "warning",
                code="sheets_joined",
                sheet=other.sheets[0] or None,
                parameters={"n": n_matched, "k": main.n_rows - n_matched},
            )
        )
    return main


def _ids(table: Table) -> TableColumn | None:
    return next((column for column in table.columns if column_term(column.header) == "patient"), None)


def _rows_by_id(column: TableColumn, n_rows: int) -> dict[str, int] | None:
    """Row of each id, None when an id stands twice."""
    found: dict[str, int] = {}
    for row in range(n_rows):
        code = int(column.codes[row])
        if code < 0:
            continue
        text = plain(column.levels[code].text)
        if text in found:
            return None
        found[text] = row
    return found or None


def _matching_rows(column: TableColumn, row_of: dict[str, int]) -> Codes:
    by_level = [row_of.get(plain(cell.text), -1) for cell in column.levels]
    return np.array([*by_level, -1], dtype=np.int32)[column.codes]


def _taken(column: TableColumn, rows: Codes) -> TableColumn:
    codes = np.append(column.codes, np.int32(-1))[rows].astype(np.int32)
    return replace(column, codes=codes)
