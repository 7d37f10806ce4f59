"""How the values of a column come again: in how many rows, beside which values of others, at how many visits."""

from __future__ import annotations

import numpy as np

from lib.intake.table import TableColumn

_NEARLY_EVERY_ROW = 0.9
"""Share of the rows that a code must tell apart to number patients; a few may have been entered twice."""


def comes_again(column: TableColumn) -> bool:
    """Whether a column tells more than one thing, and one of them in several rows."""
    counts = column.counts()
    return bool(np.count_nonzero(counts) > 1 and counts.max() > 1)


def share_of_several(column: TableColumn, other: TableColumn) -> float:
    """The share of a column's values that stand beside more than one value of another."""
    known = (column.codes >= 0) & (other.codes >= 0)
    pairs = np.unique(np.column_stack([column.codes[known], other.codes[known]]), axis=0)
    values, n = np.unique(pairs[:, 0], return_counts=True)
    return float(np.mean(n > 1)) if len(values) else 0.0


def is_once_per_visit(column: TableColumn, visit: TableColumn | None) -> bool:
    """Whether nearly every row is the only one of its value at its visit; of one visit where no column says which."""
    known = column.codes >= 0
    at = np.zeros(len(column.codes), dtype=np.int64) if visit is None else visit.codes
    pairs = np.unique(np.column_stack([column.codes[known], at[known]]), axis=0)
    return len(pairs) >= _NEARLY_EVERY_ROW * int(known.sum())
