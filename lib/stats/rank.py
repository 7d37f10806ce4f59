"""Two groups by ranks: Mann–Whitney with the Hodges–Lehmann shift, always a minus b."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from lib.stats import exact_ranks
from lib.stats.distributions import two_sided_normal
from lib.stats.paired import EXACT_BELOW, exact_rank, normal_rank
from lib.stats.pairwise_values import Differences
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.stats.weighted import Floats, Sample, distinct, merge_equal, midranks, sample, tie_sum

RankSumMethod = Literal["r_default", "exact_with_ties", "asymptotic_corrected", "asymptotic"]


def mann_whitney(
    a: ArrayLike,
    a_weights: ArrayLike,
    b: ArrayLike,
    b_weights: ArrayLike,
    *,
    level: float = 0.95,
    method: RankSumMethod = "r_default",
) -> TestResult | NotEstimable:
    """The Mann–Whitney test and the Hodges–Lehmann shift of a against b.

    `estimate` is the plain median of all differences a − b, `statistic` R's W of a (pairs with a > b, ties half).
    By R's default rule P is exact where both groups have fewer than 50 patients and nothing ties, otherwise normal
    with continuity correction: equals R's wilcox.test(a, b). "exact_with_ties" equals exactRankTests::wilcox.exact.
    The interval inverts the test as `paired.hodges_lehmann` does: order statistics of the differences.
    """
    first, second = distinct(sample(a, a_weights)), distinct(sample(b, b_weights))
    if first.n == 0 or second.n == 0:
        return NotEstimable(reason="no_values", parameters={"n_a": first.n, "n_b": second.n})
    tied_a, tied_b = tied_counts(first, second)
    tied = tied_a + tied_b
    pairs, n = first.n * second.n, first.n + second.n
    w = float(tied_a @ (np.cumsum(tied_b) - tied_b / 2))
    is_exact = method == "exact_with_ties"
    if method == "r_default":
        is_exact = max(first.n, second.n) < EXACT_BELOW and len(tied) == n
    if len(tied) == 1 and not is_exact:
        return NotEstimable(reason="no_variance", parameters={"value": 0.0})
    if is_exact:
        p_value = _exact_p(w, tied, first.n, second.n)
        if isinstance(p_value, NotEstimable):
            return p_value
    else:
        is_corrected = method != "asymptotic"
        p_value = _normal_p(w - pairs / 2, _spread(first.n, second.n, tied), is_corrected=is_corrected)
    estimate, interval = _shift(first, second, is_tied=len(tied) < n, level=level)
    procedure: str = "asymptotic_corrected" if method == "r_default" else method
    if is_exact:
        procedure = "exact_with_ties" if len(tied) < n else "exact"
    return TestResult(estimate=estimate, interval=interval, statistic=w, p_value=p_value, n=n, method=procedure)


def tied_counts(a: Sample, b: Sample) -> tuple[Floats, Floats]:
    """How many patients of each group share each value of either, values in ascending order."""
    zeros_a, zeros_b = np.zeros(len(a.values)), np.zeros(len(b.values))
    _, (of_a, of_b) = merge_equal(
        np.concatenate([a.values, b.values]),
        np.stack([np.concatenate([a.weights, zeros_b]), np.concatenate([zeros_a, b.weights])]),
    )
    return of_a, of_b


def _shift(a: Sample, b: Sample, *, is_tied: bool, level: float) -> tuple[float, Interval | None]:
    differences = Differences(a, b)
    if len(a.values) == len(b.values) == 1:
        return differences.median, None
    if not is_tied and max(a.n, b.n) < EXACT_BELOW:
        rank, reached = exact_rank(exact_ranks.rank_sum_distribution(a.n, b.n), level)
    else:
        # Shifted by an amount that is no difference, values tie only within their own group.
        own_ties = np.concatenate([a.weights, b.weights])
        rank, reached = normal_rank(differences.total, _spread(a.n, b.n, own_ties), level)
    return differences.median, Interval(differences.at(rank), differences.at(differences.total + 1 - rank), reached)


def _spread(m: int, n: int, counts: Floats) -> float:
    total = m + n
    return math.sqrt(m * n / 12 * (total + 1 - tie_sum(counts) / (total * (total - 1))))


def _normal_p(distance: float, spread: float, *, is_corrected: bool) -> float:
    correction = math.copysign(0.5, distance) if is_corrected and distance else 0.0
    return min(1.0, two_sided_normal((distance - correction) / spread))


def _exact_p(w: float, tied: Floats, m: int, n: int) -> float | NotEstimable:
    if len(tied) == m + n and max(m, n) < EXACT_BELOW:
        return exact_ranks.tail_both(exact_ranks.rank_sum_distribution(m, n), w)
    if m + n > exact_ranks.LARGEST_EXACT:
        return NotEstimable(reason="too_many_for_exact", parameters={"n": m + n, "limit": exact_ranks.LARGEST_EXACT})
    doubled = np.repeat(2 * midranks(tied), tied.astype(np.int64))
    observed, centre, size = 2 * w + m * (m + 1), m * (m + n + 1), m
    if n < m:  # the ranks of the smaller group are summed: less work, the same P
        observed, centre, size = doubled.sum() - observed, n * (m + n + 1), n
    return exact_ranks.two_sided(exact_ranks.sum_of_chosen(doubled, size), observed, centre)
