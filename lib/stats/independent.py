"""Two groups by their means: Welch's and Student's t tests, always a minus b."""

from __future__ import annotations

import math
from typing import NamedTuple

from numpy.typing import ArrayLike

from lib.stats.results import NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import ROUNDING, Sample, sample


def welch(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Welch's t test of mean(a) − mean(b), variances unequal. Equals R's t.test(a, b)."""
    difference = unpooled(moments(sample(a, a_weights)), moments(sample(b, b_weights)))
    return difference if isinstance(difference, NotEstimable) else difference.test("welch", level)


def student(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Student's t test of mean(a) − mean(b), one variance. Equals R's t.test(a, b, var.equal = TRUE)."""
    difference = pooled(moments(sample(a, a_weights)), moments(sample(b, b_weights)))
    return difference if isinstance(difference, NotEstimable) else difference.test("student", level)


class Moments(NamedTuple):
    """What a mean comparison needs of one group; `scale` is the size of its values, against rounding noise."""

    mean: float
    variance: float
    n: int
    scale: float


def moments(data: Sample) -> Moments:
    """Mean and variance of one group; the variance of one patient is 0."""
    if data.n == 0:
        return Moments(0.0, 0.0, 0, 0.0)
    mean = data.mean
    return Moments(mean, data.variance(mean) if data.n > 1 else 0.0, data.n, data.scale)


def unpooled(a: Moments, b: Moments) -> TBased | NotEstimable:
    """Mean of a minus mean of b with Welch's standard error and degrees of freedom; two patients each at least."""
    if min(a.n, b.n) < 2:
        return _too_small(a, b)
    share_a, share_b = a.variance / a.n, b.variance / b.n
    standard_error = math.sqrt(share_a + share_b)
    if standard_error <= ROUNDING * max(a.scale, b.scale):
        return NotEstimable(reason="no_variance", parameters={"value": a.mean - b.mean})
    df = (share_a + share_b) ** 2 / (share_a**2 / (a.n - 1) + share_b**2 / (b.n - 1))
    return TBased(a.mean - b.mean, standard_error, df, a.n + b.n)


def pooled(a: Moments, b: Moments) -> TBased | NotEstimable:
    """Mean of a minus mean of b with the pooled standard error; three patients together at least."""
    df = a.n + b.n - 2
    if min(a.n, b.n) < 1 or df < 1:
        return _too_small(a, b)
    variance = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / df
    standard_error = math.sqrt(variance * (1 / a.n + 1 / b.n))
    if standard_error <= ROUNDING * max(a.scale, b.scale):
        return NotEstimable(reason="no_variance", parameters={"value": a.mean - b.mean})
    return TBased(a.mean - b.mean, standard_error, df, a.n + b.n)


def _too_small(a: Moments, b: Moments) -> NotEstimable:
    reason = "no_values" if min(a.n, b.n) == 0 else "too_few"
    return NotEstimable(reason=reason, parameters={"n_a": a.n, "n_b": b.n})
