"""Values with integer frequency weights: the one form in which every statistic takes its data.

A value with weight 3 stands for three patients. Nothing here ever writes a row per patient, so that a million
patients cost no more than their distinct values.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ROUNDING = 10 * float(np.finfo(np.float64).eps)
"""A standard error below ROUNDING times the size of the values is rounding noise, as in R's t.test."""

GRID_DECIMALS = 6
"""Differences are rounded to this many decimals before ranking, so that 6.4 − 3.3 ties with 3.1."""


class Sample(NamedTuple):
    """Values and their weights, all weights positive, and how many patients they are."""

    values: Floats
    weights: Floats
    n: int

    @property
    def mean(self) -> float:
        """The weighted mean."""
        return float(self.values @ self.weights) / self.n

    @property
    def scale(self) -> float:
        """The largest absolute value: what rounding noise is measured against."""
        return float(np.maximum.reduce(np.abs(self.values)))

    def variance(self, mean: float) -> float:
        """The sample variance about `mean`, divisor n − 1; needs two patients."""
        deviations = self.values - mean
        return float(deviations * deviations @ self.weights) / (self.n - 1)

    def is_noise(self, standard_error: float) -> bool:
        """Whether a standard error is nothing but rounding of the values."""
        return standard_error <= ROUNDING * self.scale


def sample(values: ArrayLike, weights: ArrayLike) -> Sample:
    """Pair values with weights, leaving out weights of 0.

    Raises ValueError where lengths differ, a weight is negative or a value is not finite: missing values are left
    out before, by whoever counts.
    """
    numbers = np.asarray(values, dtype=np.float64)
    frequencies = np.asarray(weights, dtype=np.float64)
    if numbers.ndim != 1 or numbers.shape != frequencies.shape:
        raise ValueError(
            f"values and weights must be two lists of one length, got {numbers.shape}, {frequencies.shape}"
        )
    lowest = float(np.minimum.reduce(frequencies, initial=1.0))
    if lowest <= 0:
        if lowest < 0:
            raise ValueError(f"weights must be at least 0, got {lowest!r}")
        numbers, frequencies = numbers[frequencies > 0], frequencies[frequencies > 0]
    if not math.isfinite(numbers @ frequencies):
        raise ValueError("values and weights must be finite numbers")
    return Sample(numbers, frequencies, round(float(np.add.reduce(frequencies))))


def distinct(data: Sample) -> Sample:
    """The same patients with equal values merged, in ascending order; values rounded to 6 decimals."""
    values, weights = merge_equal(data.values.round(GRID_DECIMALS), data.weights)
    return Sample(values, weights, data.n)


def merge_equal(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The distinct values in ascending order, and the sums of their weights; `weights` may have a row per group."""
    if (values[1:] > values[:-1]).all():  # as counts usually come: nothing to sort, nothing to merge
        return values, weights
    order = values.argsort()
    ordered = values[order]
    is_first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = is_first.nonzero()[0]
    return ordered[starts], np.add.reduceat(weights[..., order], starts, axis=-1)


def tie_sum(counts: Floats) -> float:
    """Σ(t³ − t) over groups of t tied values: the tie correction of every rank test."""
    return float((counts * counts * counts - counts).sum())


def midranks(counts: Floats) -> Floats:
    """The midrank of each distinct value, from how many patients share each, values in ascending order."""
    return counts.cumsum() - (counts - 1) / 2
