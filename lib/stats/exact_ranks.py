"""Exact null distributions of the two rank tests, ties included, by adding one patient after another.

With ties the midranks are halves, so all ranks are doubled to whole numbers; the probabilities of every possible sum
follow by dynamic programming. Both distributions are symmetric, so that the two-sided P is the share of sums at least
as far from the centre as the one observed. Agrees with R's exactRankTests.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lib.stats.weighted import Floats

LARGEST_EXACT = 100
"""Patients up to which the exact distribution with ties is computed: 0.1 s at most."""


def sum_of_chosen(ranks: Floats, size: int) -> Floats:
    """Probability of each sum of `size` ranks drawn without replacement; `ranks` are whole numbers, one per patient.

    Index i of the answer is the sum i. Probabilities, not counts, so that nothing overflows.
    """
    steps = np.sort(ranks).astype(np.int64)
    largest = int(steps[len(steps) - size :].sum())
    chosen = np.zeros((size + 1, largest + 1))
    chosen[0, 0] = 1.0
    for position, step in enumerate(steps.tolist()):
        # Of the patients met so far, `taken` are chosen: the next one joins with probability (size − taken) / left.
        left = len(steps) - position
        taken = np.arange(size + 1)[:, None]
        joins = chosen * np.clip(size - taken, 0, left) / left
        chosen -= joins
        chosen[1:, step:] += joins[:-1, : largest + 1 - step]
    answer: Floats = chosen[size]
    return answer


def sum_of_positive(ranks: Floats) -> Floats:
    """Probability of each sum of the positive ranks when every sign is a fair coin; whole ranks, one per patient."""
    steps = np.sort(ranks).astype(np.int64)
    sums = np.zeros(int(steps.sum()) + 1)
    sums[0] = 1.0
    for step in steps.tolist():
        shifted = np.zeros_like(sums)
        shifted[step:] = sums[: len(sums) - step]
        sums = (sums + shifted) / 2
    return sums


def two_sided(probabilities: Floats, observed: float, centre: float) -> float:
    """The share of sums at least as far from `centre` as `observed`."""
    distance = np.abs(np.arange(len(probabilities)) - centre)
    return min(1.0, float(probabilities[distance >= abs(observed - centre) - 1e-9].sum()))


@lru_cache(maxsize=64)
def signed_rank_distribution(n: int) -> Floats:
    """P(V ≤ v), v = 0, 1, …, without ties or zeros. Equals R's psignrank(v, n)."""
    cumulative: Floats = np.cumsum(sum_of_positive(np.arange(1.0, n + 1)))
    cumulative.flags.writeable = False
    return cumulative


@lru_cache(maxsize=64)
def rank_sum_distribution(m: int, n: int) -> Floats:
    """P(W ≤ w), w = 0, 1, …, m·n, without ties. Equals R's pwilcox(w, m, n)."""
    smaller = min(m, n)
    sums = sum_of_chosen(np.arange(1.0, m + n + 1), smaller)
    cumulative: Floats = np.cumsum(sums[smaller * (smaller + 1) // 2 :])
    cumulative.flags.writeable = False
    return cumulative


def tail_both(cumulative: Floats, observed: float) -> float:
    """The two-sided P as R's wilcox.test takes it: twice the smaller tail, at most 1."""
    at = round(observed)
    lower, upper = cumulative[at], cumulative[len(cumulative) - 1 - at]  # symmetric: no cancellation of 1 − p
    return min(1.0, 2 * float(min(lower, upper)))


def quantile(cumulative: Floats, share: float) -> int:
    """The smallest sum whose cumulative probability reaches `share`. Equals R's qsignrank and qwilcox."""
    return int(np.searchsorted(cumulative, share * (1 - 64 * np.finfo(np.float64).eps)))
