"""Numbers written only in a patient's first row, with the later visits blank below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.findings import Finding
from lib.intake.table import Table, TableColumn, about_column
from lib.intake.timeline import RowVisits

_SHARE_OF_BLOCKS = 0.5
"""Share of the numbers that must have blank rows below before blanks are taken for a way of writing."""


def filled_down(
    column: TableColumn, table: Table, visits: RowVisits | None, findings: list[Finding]
) -> TableColumn:  # fmt: skip
    """The column with every number in the blank rows below it, in a long file where blocks are plainly patients.

    So taken only when each number stands once, every block begins with the same visit, no visit comes twice within a
    block, no block reaches into another sheet, and at least half of the numbers have blank rows. Said as a warning.
    """
    filled = column.codes >= 0
    if visits is None or filled.all() or not filled[:1].all() or not _are_blocks(column, table, visits):
        return column
    block = np.cumsum(filled) - 1
    codes = column.codes[np.flatnonzero(filled)][block]
    findings.append(about_column(column, "ids_filled_down", taken_as="same_patient", n=int((~filled).sum())))
    return replace(column, codes=codes)


def _are_blocks(column: TableColumn, table: Table, visits: RowVisits) -> bool:
    filled = column.codes >= 0
    starts = np.flatnonzero(filled)
    block = np.cumsum(filled) - 1
    stands_once = len(np.unique(column.codes[starts])) == len(starts)
    begins_alike = len(np.unique(visits.code[starts])) == 1
    each_visit_once = len(np.unique(np.column_stack([block, visits.code]), axis=0)) == table.n_rows
    in_one_sheet = bool(np.array_equal(table.sheet, table.sheet[starts][block]))
    share = float(np.mean(np.bincount(block) > 1))
    return stands_once and begins_alike and each_visit_once and in_one_sheet and share >= _SHARE_OF_BLOCKS
