"""Numbers written only in a patient's first row, with the later visits blank below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.table import Table, TableColumn, about_column
from lib.intake.timeline import RowVisits

_SHARE_OF_BLOCKS = 0.5
"""Share of the numbers that must have blank rows below before blanks are taken for a way of writing."""

_EXCEPTIONS = 0.1
"""Share of the blocks that may begin with another visit, and that may have one twice."""


def filled_down(
    column: TableColumn, table: Table, visits: RowVisits | None, findings: list[Finding]
) -> TableColumn:  # fmt: skip
    """The column with every number in the blank rows below it, in a long file where blocks are plainly patients.

    So taken only when each number stands once, the blocks begin with the same visit, no visit comes twice within a
    block, no block reaches into another sheet, and at least half of the numbers have blank rows. One block in ten may
    begin otherwise, as with a visit that cannot be read, or have a visit twice, and then its blanks stay. Said as a
    warning.
    """
    filled = column.codes >= 0
    if visits is None or filled.all() or not filled[:1].all() or not _are_blocks(column, table):
        return column
    block, starts = np.cumsum(filled) - 1, np.flatnonzero(filled)
    is_doubtful = _have_a_visit_twice(block, visits)
    first = visits.code[starts]
    n_others = len(first) - int(np.bincount(first + 1).max())
    if max(n_others, int(is_doubtful.sum())) > _EXCEPTIONS * len(starts):
        return column
    is_filled = ~filled & ~is_doubtful[block]
    codes = np.where(is_filled, column.codes[starts][block], column.codes).astype(np.int32)
    findings.append(about_column(column, "ids_filled_down", taken_as="same_patient", n=int(is_filled.sum())))
    return replace(column, codes=codes)


def _have_a_visit_twice(block: NDArray[np.int64], visits: RowVisits) -> NDArray[np.bool_]:
    """Whether each block has two rows of one visit; rows whose visit is not known are not compared."""
    known = visits.code >= 0
    pairs, n = np.unique(np.column_stack([block[known], visits.code[known]]), axis=0, return_counts=True)
    found = np.zeros(int(block[-1]) + 1, dtype=np.bool_)
    found[pairs[n > 1, 0]] = True
    return found


def _are_blocks(column: TableColumn, table: Table) -> bool:
    filled = column.codes >= 0
    starts = np.flatnonzero(filled)
    block = np.cumsum(filled) - 1
    stands_once = len(np.unique(column.codes[starts])) == len(starts)
    in_one_sheet = bool(np.array_equal(table.sheet, table.sheet[starts][block]))
    share = float(np.mean(np.bincount(block) > 1))
    return stands_once and in_one_sheet and share >= _SHARE_OF_BLOCKS
