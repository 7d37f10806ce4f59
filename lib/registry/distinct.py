"""Distinct combinations of coded columns and how often each occurs: the one grouping pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers

DENSE_LIMIT = 1 << 22
"""Up to this many possible combinations are counted in a dense table (32 MB), beyond it by sorting."""


def distinct_rows(
    codes: Sequence[Integers], sizes: Sequence[int], kept: NDArray[np.bool_]
) -> tuple[list[Integers], Integers]:
    """The combinations of codes that occur among the kept patients, one array per column, and their counts.

    A patient with −1 in any column is left out. Combinations come in ascending order, first column slowest.
    """
    rows = kept.copy()
    for code in codes:
        rows &= code >= 0
    if not rows.any():
        return [np.empty(0, dtype=np.int64) for _ in codes], np.empty(0, dtype=np.int64)
    key = np.zeros(int(rows.sum()), dtype=np.int64)
    for code, size in zip(codes, sizes, strict=True):
        key = key * size + code[rows]
    if np.prod(np.array(sizes, dtype=np.float64)) <= DENSE_LIMIT:
        table = np.bincount(key)
        present = np.flatnonzero(table)
        count = table[present]
    else:
        present, count = np.unique(key, return_counts=True)
    columns: list[Integers] = []
    for size in reversed(sizes):
        columns.append(present % size)
        present = present // size
    return columns[::-1], count.astype(np.int64)
