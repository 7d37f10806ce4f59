"""Order statistics of all pairwise means or differences, without writing the pairs down.

Scores lie on a grid, so the counts of all sums or differences are one convolution of two count tables. Where the grid
is too fine for that (scores with three decimals), the wanted value is found by halving an interval of whole
millionths and counting the pairs below it. Both are exact; a test proves them equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.stats.weighted import GRID_DECIMALS, Floats, Sample

UNITS: int = 10**GRID_DECIMALS
"""Whole units per point of the score."""

WIDEST_GRID = 4096
"""Up to this many steps of the grid the counts are convolved: 8 ms at most."""

Integers = NDArray[np.int64]


class PairValues:
    """The values left + right over all ordered pairs, with how many patients form each.

    Both samples come with distinct values in ascending order. `extra` adds the sum of each patient with itself once
    more: then every Walsh sum of one sample is counted twice.
    """

    def __init__(self, left: Sample, right: Sample, *, extra: bool = False) -> None:
        self._left, self._left_weights = _in_units(left), left.weights
        self._right, self._right_weights = _in_units(right), right.weights
        self._own_weights = self._left_weights if extra else np.zeros_like(self._left_weights)
        self.total = left.n * right.n + int(self._own_weights.sum())
        self._lowest = int(self._left[0] + self._right[0])
        self._highest = int(self._left[-1] + self._right[-1])
        self._step = int(np.gcd.reduce(np.concatenate([np.diff(self._left), np.diff(self._right), [0]]))) or 1
        is_dense = (self._highest - self._lowest) // self._step <= WIDEST_GRID
        self._cumulative = self._convolved() if is_dense else None

    def at(self, rank: int) -> int:
        """The value of this rank (1 is the lowest), in millionths."""
        if self._cumulative is not None:
            place = int(np.searchsorted(self._cumulative, rank - 0.5))
            return self._lowest + self._step * place
        low, high = self._lowest, self._highest
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._count_up_to(middle) >= rank else (middle + 1, high)
        return low

    def _convolved(self) -> Floats:
        left = _on_grid(self._left, self._left_weights, self._step)
        right = _on_grid(self._right, self._right_weights, self._step)
        counts: Floats = np.convolve(left, right)
        if self._own_weights.any():
            counts[(2 * self._left - self._lowest) // self._step] += self._own_weights
        return np.cumsum(counts)

    def _count_up_to(self, value: int) -> float:
        below = np.searchsorted(self._right, value - self._left, side="right")
        up_to = np.concatenate([[0.0], np.cumsum(self._right_weights)])
        own = self._own_weights[2 * self._left <= value].sum()
        return float(self._left_weights @ up_to[below] + own)


def _in_units(data: Sample) -> Integers:
    return np.rint(data.values * UNITS).astype(np.int64)


def _on_grid(values: Integers, weights: Floats, step: int) -> Floats:
    places = (values - values[0]) // step
    table = np.zeros(int(places[-1]) + 1)
    table[places] = weights
    return table


class WalshAverages:
    """The means of all pairs of patients of one sample, each patient also paired with itself."""

    def __init__(self, data: Sample) -> None:
        self._sums = PairValues(data, data, extra=True)
        self.total = self._sums.total // 2

    def at(self, rank: int) -> float:
        """The Walsh average of this rank, 1 being the lowest."""
        return self._sums.at(2 * rank) / (2 * UNITS)

    @property
    def median(self) -> float:
        """The Hodges–Lehmann estimate of one sample."""
        low, high = _middle(self.total)
        return (self._sums.at(2 * low) + self._sums.at(2 * high)) / (4 * UNITS)


class Differences:
    """The differences a − b of all pairs of a patient of one group and a patient of the other."""

    def __init__(self, a: Sample, b: Sample) -> None:
        self._pairs = PairValues(a, Sample(-b.values[::-1], b.weights[::-1], b.n))
        self.total = self._pairs.total

    def at(self, rank: int) -> float:
        """The difference of this rank, 1 being the lowest."""
        return self._pairs.at(rank) / UNITS

    @property
    def median(self) -> float:
        """The Hodges–Lehmann estimate of the shift from b to a."""
        low, high = _middle(self.total)
        return (self._pairs.at(low) + self._pairs.at(high)) / (2 * UNITS)


def _middle(total: int) -> tuple[int, int]:
    return (total + 1) // 2, total // 2 + 1
