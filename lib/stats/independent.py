"""Two groups by their means: Welch's and Student's t tests, always a minus b."""

from __future__ import annotations

import math

from numpy.typing import ArrayLike

from lib.stats.results import NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import ROUNDING, Sample, sample


def welch(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Welch's t test of mean(a) − mean(b), variances unequal. Equals R's t.test(a, b)."""
    difference = unpooled(sample(a, a_weights), sample(b, b_weights))
    return difference if isinstance(difference, NotEstimable) else difference.test("welch", level)


def student(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Student's t test of mean(a) − mean(b), one variance. Equals R's t.test(a, b, var.equal = TRUE)."""
    difference = pooled(sample(a, a_weights), sample(b, b_weights))
    return difference if isinstance(difference, NotEstimable) else difference.test("student", level)


def unpooled(a: Sample, b: Sample) -> TBased | NotEstimable:
    """Mean of a minus mean of b with Welch's standard error and degrees of freedom; two patients each at least."""
    if min(a.n, b.n) < 2:
        return _too_small(a, b)
    mean_a, mean_b = a.mean, b.mean
    share_a, share_b = a.variance(mean_a) / a.n, b.variance(mean_b) / b.n
    standard_error = math.sqrt(share_a + share_b)
    if standard_error <= ROUNDING * max(a.scale, b.scale):
        return NotEstimable(reason="no_variance", parameters={"value": mean_a - mean_b})
    df = (share_a + share_b) ** 2 / (share_a**2 / (a.n - 1) + share_b**2 / (b.n - 1))
    return TBased(mean_a - mean_b, standard_error, df, a.n + b.n)


def pooled(a: Sample, b: Sample) -> TBased | NotEstimable:
    """Mean of a minus mean of b with the pooled standard error; three patients together at least."""
    df = a.n + b.n - 2
    if min(a.n, b.n) < 1 or df < 1:
        return _too_small(a, b)
    mean_a, mean_b = a.mean, b.mean
    squares = sum(data.variance(mean) * (data.n - 1) for data, mean in ((a, mean_a), (b, mean_b)) if data.n > 1)
    standard_error = math.sqrt(squares / df * (1 / a.n + 1 / b.n))
    if standard_error <= ROUNDING * max(a.scale, b.scale):
        return NotEstimable(reason="no_variance", parameters={"value": mean_a - mean_b})
    return TBased(mean_a - mean_b, standard_error, df, a.n + b.n)


def _too_small(a: Sample, b: Sample) -> NotEstimable:
    reason = "no_values" if min(a.n, b.n) == 0 else "too_few"
    return NotEstimable(reason=reason, parameters={"n_a": a.n, "n_b": b.n})
