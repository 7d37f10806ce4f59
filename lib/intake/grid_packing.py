"""The cells of a large sheet packed for sending, with numpy: in as few bytes as their codes need."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]


def common_rows(rows_of: list[array[int]]) -> Codes:
    """Every row in which one of the columns has a cell, ascending."""
    held = [np.frombuffer(rows, dtype=np.intc) for rows in rows_of]
    is_filled = np.zeros(max(int(rows.max(initial=0)) for rows in held) + 1, dtype=np.bool_)
    for rows in held:
        is_filled[rows] = True
    return np.flatnonzero(is_filled).astype(np.int32)


def spread(rows: array[int], codes: array[int], common: Codes) -> Codes | None:
    """A code for each of the common rows, −1 where the column has no cell; None for a column that is mostly blank."""
    if 4 * len(rows) < len(common):
        return None
    if np.array_equal(np.frombuffer(rows, dtype=np.intc), common):
        return np.frombuffer(codes, dtype=np.intc)
    place = np.full(int(common[-1]) + 1, -1, dtype=np.int32)
    place[common] = np.arange(len(common), dtype=np.int32)
    found = np.full(len(common), -1, dtype=np.int32)
    found[place[np.frombuffer(rows, dtype=np.intc)]] = np.frombuffer(codes, dtype=np.intc)
    return found


def narrow(codes: Codes, n_levels: int) -> tuple[bytes, int]:
    """(little-endian bytes, bytes per code) of codes from −1 to n_levels − 1."""
    width = 1 if n_levels <= 127 else 2 if n_levels <= 32_767 else 4
    return codes.astype(f"<i{width}").tobytes(), width
