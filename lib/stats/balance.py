"""How alike two groups were before treatment: standardised mean differences, always a minus b.

No test is made of it: a P value would say how many patients there are, not how alike the groups.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri

from lib.stats.proportion import check_counts
from lib.stats.results import NotEstimable
from lib.stats.weighted import sample


def continuous(a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike) -> float | NotEstimable:
    """Difference of means over √((variance of a + variance of b) / 2) (Austin, Stat Med 2009;28:3083–3107)."""
    first, second = sample(a, a_weights), sample(b, b_weights)
    if min(first.n, second.n) < 2:
        return NotEstimable(reason="too_few", parameters={"n_a": first.n, "n_b": second.n})
    mean_a, mean_b = first.mean, second.mean
    spread = math.sqrt((first.variance(mean_a) + second.variance(mean_b)) / 2)
    if first.is_noise(spread) and second.is_noise(spread):
        return NotEstimable(reason="no_variance", parameters={"value": mean_a - mean_b})
    return (mean_a - mean_b) / spread


def binary(count_a: int, n_a: int, count_b: int, n_b: int) -> float | NotEstimable:
    """Difference of two shares over √((p(1 − p) of a + p(1 − p) of b) / 2)."""
    check_counts(count_a, n_a)
    check_counts(count_b, n_b)
    if min(n_a, n_b) == 0:
        return NotEstimable(reason="no_values", parameters={"n_a": n_a, "n_b": n_b})
    share_a, share_b = count_a / n_a, count_b / n_b
    spread = math.sqrt((share_a * (1 - share_a) + share_b * (1 - share_b)) / 2)
    if spread == 0:
        return NotEstimable(reason="no_variance", parameters={"value": share_a - share_b})
    return (share_a - share_b) / spread


def categorical(counts_a: Sequence[int], counts_b: Sequence[int]) -> float | NotEstimable:
    """The distance of two distributions over several levels, never negative (Yang & Dalton, SAS Global Forum 2012-335).

    The Mahalanobis distance of the shares of all levels but one, with the mean of the two multinomial covariances;
    the level left out does not matter. Two levels give the size of `binary`. Levels that nobody has are ignored.
    """
    a, b = np.array(counts_a, dtype=np.float64), np.array(counts_b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"counts_a and counts_b must have the same levels, got {len(a)} and {len(b)}")
    if min(a.sum(), b.sum()) == 0:
        return NotEstimable(reason="no_values", parameters={"n_a": float(a.sum()), "n_b": float(b.sum())})
    is_used = a + b > 0
    shares_a, shares_b = (a[is_used] / a.sum())[1:], (b[is_used] / b.sum())[1:]
    if not len(shares_a):
        return NotEstimable(reason="no_variance", parameters={"value": 0.0})
    covariances = [np.diag(shares) - np.outer(shares, shares) for shares in (shares_a, shares_b)]
    covariance = (covariances[0] + covariances[1]) / 2
    difference = shares_a - shares_b
    sizes, directions = np.linalg.eigh(covariance)
    if sizes[0] < 1e-12:
        apart = float(np.abs(difference @ directions[:, sizes < 1e-12]).max())
        return NotEstimable(reason="no_variance", parameters={"value": apart if apart > 1e-9 else 0.0})
    return math.sqrt(float(difference @ np.linalg.solve(covariance, difference)))


def chance_band(n_a: int, n_b: int, *, levels: int = 2, level: float = 0.95) -> float:
    """How far from 0 chance alone carries the difference of two groups of one population: ±1.96 √(1/n_a + 1/n_b).

    A distance of k `levels` squares to a χ² of k − 1 degrees of freedom times (1/n_a + 1/n_b), so that it lies farther
    out: √(qchisq(0.95, k − 1) (1/n_a + 1/n_b)) in R. Numbers and two levels are the case k = 2.
    """
    if min(n_a, n_b) < 1 or levels < 2:
        raise ValueError(f"n_a and n_b must be at least 1 and levels 2, got {n_a!r}, {n_b!r} and {levels!r}")
    return math.sqrt(float(chdtri(levels - 1, 1 - level)) * (1 / n_a + 1 / n_b))
