"""Distinct combinations of coded columns and how often each occurs: the one grouping pass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers

Codes = NDArray[np.signedinteger[Any]]
"""A code per patient, in as few bytes as its largest needs; −1 for none."""

DENSE_LIMIT = 1 << 22
"""Up to this many possible combinations are counted in a dense table (32 MB), beyond it by sorting."""

KEY_LIMIT = 1 << 62
"""Beyond this many possible combinations one integer cannot hold the key: the rows themselves are sorted."""

_PARTS, _WIDEST = 100.0, 1 << 20
"""Numbers are counted in a table where they are whole hundredths and lie in a range of so many of them."""

SHORT = 1 << 16
"""Up to this many combinations a key has two bytes, which are sorted in one pass."""


def distinct_rows(
    codes: Sequence[Codes], sizes: Sequence[int], kept: NDArray[np.bool_]
) -> tuple[list[Integers], Integers]:
    """The combinations of codes that occur among the kept patients, one array per column, and their counts.

    A patient with −1 in any column is left out. Combinations come in ascending order, first column slowest.
    """
    chosen = _complete([code[np.flatnonzero(kept)] for code in codes])
    if not len(chosen[0]):
        return [np.empty(0, dtype=np.int64) for _ in codes], np.empty(0, dtype=np.int64)
    combinations = math.prod(sizes)
    if combinations > KEY_LIMIT:
        found, count = np.unique(np.column_stack(chosen), axis=0, return_counts=True)
        return list(found.T.astype(np.int64)), count.astype(np.int64)
    key = _keys(chosen, sizes)
    if combinations <= DENSE_LIMIT:
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


def distinct_numbers(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], Integers]:
    """(the distinct numbers in ascending order, the place of every value among them), as `numpy.unique` gives them.

    Scores have two decimals at most and a small range: those are counted in a table instead of being sorted.
    """
    whole = np.rint(values * _PARTS)
    low, high = float(np.min(whole, initial=0.0)), float(np.max(whole, initial=0.0))
    if not len(values) or not high - low <= _WIDEST or not np.array_equal(whole / _PARTS, values):
        numbers, places = np.unique(values, return_inverse=True)
        return numbers, places.astype(np.int64)
    keys = (whole - low).astype(np.int64)
    is_present = np.bincount(keys) > 0
    rank = np.cumsum(is_present) - 1
    found = (np.flatnonzero(is_present) + low) / _PARTS
    return found.astype(np.float64), rank[keys].astype(np.int64)


def grouped(codes: Sequence[Codes], sizes: Sequence[int]) -> tuple[Integers, Integers]:
    """An order of the patients in which each combination of codes stands together, and where each begins.

    No code may be −1. Combinations come in ascending order, first column slowest; within one, patients keep theirs.
    """
    key, span = ranked(codes, sizes, len(codes[0]))
    order = np.argsort(key.astype(np.uint16) if span <= SHORT else key, kind="stable")
    return order, np.flatnonzero(np.diff(key[order], prepend=-1))


def ranked(codes: Sequence[Codes], sizes: Sequence[int], n: int) -> tuple[Integers, int]:
    """(one integer per patient that orders them as their codes do, first column slowest; a number above all of these).

    No code may be −1; `n` is the number of patients, who are all alike where there is no code.
    """
    key = np.zeros(n, dtype=np.int64)
    span = 1
    for code, size in zip(codes, sizes, strict=True):
        if span * size > SHORT:
            levels, key = np.unique(key, return_inverse=True)
            span = len(levels)
        key = key * size + code
        span *= size
    return key, span


def cross_table(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Integers:
    """How often each pair of a row and a column occurs; −1 among the columns falls into a last one of its own.

    `shape` is the number of rows and of columns without that one.
    """
    n_rows, n_columns = shape
    width = n_columns + 1
    place = rows * width + np.where(columns < 0, n_columns, columns)
    return np.bincount(place, minlength=n_rows * width).reshape(n_rows, width).astype(np.int64)


def _complete(codes: Sequence[Codes]) -> list[Codes]:
    """The codes of those who have every one."""
    lacks_one = codes[0] < 0
    for code in codes[1:]:
        lacks_one |= code < 0
    return [code[~lacks_one] for code in codes] if lacks_one.any() else list(codes)


def _keys(codes: Sequence[Codes], sizes: Sequence[int]) -> Integers:
    """One integer per patient, the codes as digits."""
    key = np.zeros(len(codes[0]), dtype=np.int64)
    for code, size in zip(codes, sizes, strict=True):
        key *= size
        key += code
    return key
