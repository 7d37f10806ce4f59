"""Tests of the change of one group: the paired t test, Wilcoxon's signed ranks, and the Hodges–Lehmann estimate.

Change is follow-up minus baseline, so that a negative estimate means that the score fell.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from lib.stats import exact_ranks
from lib.stats.distributions import normal_quantile, two_sided_normal
from lib.stats.pairwise_values import WalshAverages
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import Floats, Sample, distinct, merge_equal, midranks, sample, tie_sum

SignedRankMethod = Literal["r_default", "exact_with_ties", "asymptotic_corrected", "asymptotic", "pratt"]

EXACT_BELOW = 50
"""R computes rank tests exactly below this many patients, where there are no ties and no zeros."""


def paired_t(change: ArrayLike, weights: ArrayLike, *, level: float = 0.95) -> TestResult | NotEstimable:
    """The paired t test of the mean change. Equals R's t.test(follow_up, baseline, paired = TRUE)."""
    mean = mean_change(sample(change, weights))
    return mean if isinstance(mean, NotEstimable) else mean.test("paired_t", level)


def mean_change(data: Sample) -> TBased | NotEstimable:
    """The mean with its standard error; refused below two patients and where all changes are equal."""
    if data.n < 2:
        return NotEstimable(reason="no_values" if data.n == 0 else "too_few", parameters={"n": data.n})
    mean = data.mean
    standard_error = math.sqrt(data.variance(mean) / data.n)
    if data.is_noise(standard_error):
        return NotEstimable(reason="no_variance", parameters={"value": mean})
    return TBased(mean, standard_error, data.n - 1, data.n)


def signed_rank(
    change: ArrayLike, weights: ArrayLike, *, method: SignedRankMethod = "r_default"
) -> TestResult | NotEstimable:
    """Wilcoxon's signed-rank test of the change.

    `statistic` is R's V: the sum of the ranks of the positive changes, zeros dropped. `estimate` is the matched
    rank-biserial correlation, from −1 (every change negative) to 1. By R's default rule the P value is exact below 50
    patients without ties and zeros, otherwise normal with continuity correction: equals R's wilcox.test(change).
    "exact_with_ties" equals exactRankTests::wilcox.exact; "pratt" ranks the zeros as well and has no correction:
    equals coin::wilcoxsign_test(zero.method = "Pratt"); its `statistic` is Z.
    """
    data = distinct(sample(change, weights))
    if data.n == 0:
        return NotEstimable(reason="no_values")
    sizes, (counts, positive) = merge_equal(
        np.abs(data.values), np.stack([data.weights, np.where(data.values > 0, data.weights, 0.0)])
    )
    if method == "pratt":
        return _pratt(sizes, counts, positive)
    has_zeros = bool(sizes[0] == 0)
    if has_zeros:
        counts, positive = counts[1:], positive[1:]
    n = round(float(counts.sum()))
    if n == 0:
        return NotEstimable(reason="no_variance", parameters={"value": 0.0})
    ranks = midranks(counts)
    v, half = float(ranks @ positive), n * (n + 1) / 4
    has_ties = len(counts) < n
    if method == "r_default":
        method = "asymptotic_corrected" if n >= EXACT_BELOW or has_ties or has_zeros else "exact_with_ties"
    if method == "exact_with_ties":
        p_value = _exact_p(v, ranks, counts, n)
        if isinstance(p_value, NotEstimable):
            return p_value
    else:
        p_value = _normal_p(v - half, _spread(n, counts), is_corrected=method == "asymptotic_corrected")
    return TestResult(
        estimate=v / half - 1,
        statistic=v,
        p_value=p_value,
        n=n,
        method="exact" if method == "exact_with_ties" and not has_ties else method,
    )


def hodges_lehmann(change: ArrayLike, weights: ArrayLike, *, level: float = 0.95) -> TestResult | NotEstimable:
    """The Hodges–Lehmann estimate of the change: the plain median of all Walsh averages, zeros included.

    The interval inverts the signed-rank test. Shifted by an amount that is no Walsh average, changes tie only where
    they are equal, so that the limits are order statistics of the Walsh averages also with ties: the exact ranks of
    R's wilcox.test(conf.int = TRUE) without ties below 50 patients; else the ranks of the normal approximation with
    R's tie and continuity corrections, which R itself finds only to 1e-4 by a root search. Unlike R, zeros stay.
    With too few patients for the level the interval is the whole range, at the level it reaches.
    """
    data = distinct(sample(change, weights))
    if data.n == 0:
        return NotEstimable(reason="no_values")
    averages = WalshAverages(data)
    has_ties = len(np.unique(np.abs(data.values))) < data.n or bool((data.values == 0).any())
    if data.n < EXACT_BELOW and not has_ties:
        rank, reached = exact_rank(exact_ranks.signed_rank_distribution(data.n), level)
        method = "exact"
    else:
        rank, reached = normal_rank(averages.total, _spread(data.n, data.weights), level)
        method = "asymptotic_corrected"
    interval = Interval(averages.at(rank), averages.at(averages.total + 1 - rank), reached)
    return TestResult(
        estimate=averages.median, interval=interval if len(data.values) > 1 else None, n=data.n, method=method
    )


def exact_rank(cumulative: Floats, level: float) -> tuple[int, float]:
    """The rank of the lower limit of an exact rank interval, and the level it reaches where that is lower."""
    rank = max(exact_ranks.quantile(cumulative, (1 - level) / 2), 1)
    outside = 2 * float(cumulative[rank - 1])
    return rank, 1 - outside if outside > 1.5 * (1 - level) else level


def normal_rank(total: int, spread: float, level: float) -> tuple[int, float]:
    """The rank of the lower limit among `total` pair values by the corrected normal approximation, and the level."""
    rank = math.ceil(total / 2 - 0.5 - normal_quantile(level) * spread)
    if rank >= 1:
        return min(rank, (total + 1) // 2), level
    return 1, 1 - two_sided_normal((total / 2 - 0.5) / spread)


def _spread(n: int, counts: Floats) -> float:
    return math.sqrt(max(n * (n + 1) * (2 * n + 1) / 24 - tie_sum(counts) / 48, 0.0))


def _normal_p(distance: float, spread: float, *, is_corrected: bool) -> float:
    correction = math.copysign(0.5, distance) if is_corrected and distance else 0.0
    return min(1.0, two_sided_normal((distance - correction) / spread))


def _exact_p(v: float, ranks: Floats, counts: Floats, n: int) -> float | NotEstimable:
    if len(counts) == n and n < EXACT_BELOW:
        return exact_ranks.tail_both(exact_ranks.signed_rank_distribution(n), v)
    if n > exact_ranks.LARGEST_EXACT:
        return NotEstimable(reason="too_many_for_exact", parameters={"n": n, "limit": exact_ranks.LARGEST_EXACT})
    doubled = np.repeat(2 * ranks, counts.astype(np.int64))
    return exact_ranks.two_sided(exact_ranks.sum_of_positive(doubled), 2 * v, doubled.sum() / 2)


def _pratt(sizes: Floats, counts: Floats, positive: Floats) -> TestResult | NotEstimable:
    ranks = np.where(sizes == 0, 0.0, midranks(counts))
    total, squares = float(ranks @ counts), float(ranks * ranks @ counts)
    if squares == 0:
        return NotEstimable(reason="no_variance", parameters={"value": 0.0})
    signed = 2 * float(ranks @ positive) - total
    z = signed / math.sqrt(squares)
    n = round(float(counts.sum()))
    return TestResult(estimate=signed / total, statistic=z, p_value=two_sided_normal(z), n=n, method="pratt")
