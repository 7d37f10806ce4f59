"""How large a change or a difference is, in standard deviations or as a share of pairs.

Change is follow-up minus baseline; differences are a minus b.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.stats.distributions import noncentrality_interval, normal_quantile
from lib.stats.independent import moments, pooled
from lib.stats.paired import mean_change
from lib.stats.rank import tied_counts
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import GRID_DECIMALS, Sample, distinct, sample


def d_z(change: ArrayLike, weights: ArrayLike, *, level: float = 0.95) -> TestResult | NotEstimable:
    """Mean change over the standard deviation of the change, interval by the noncentral t distribution."""
    mean = mean_change(sample(change, weights))
    if isinstance(mean, NotEstimable):
        return mean
    return _standardised(mean, 1 / math.sqrt(mean.n), "d_z", level)


def d_av(
    baseline: ArrayLike, follow_up: ArrayLike, weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Mean change over √((variance before + variance after) / 2), the interval of d_z on this scale."""
    before, after = sample(baseline, weights), sample(follow_up, weights)
    change = Sample(np.round(after.values - before.values, GRID_DECIMALS), after.weights, after.n)
    mean = mean_change(change)
    if isinstance(mean, NotEstimable):
        return mean
    average = math.sqrt((before.variance(before.mean) + after.variance(after.mean)) / 2)
    return _standardised(mean, mean.standard_error / average, "d_av", level)


def cohen_d(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Difference of means over the pooled standard deviation, interval by the noncentral t distribution."""
    first, second = moments(sample(a, a_weights)), moments(sample(b, b_weights))
    difference = pooled(first, second)
    if isinstance(difference, NotEstimable):
        return difference
    return _standardised(difference, math.sqrt(1 / first.n + 1 / second.n), "cohen_d", level)


def hedges_g(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Cohen's d times the exact small-sample correction; four patients at least. Equals effectsize::hedges_g in R."""
    first, second = moments(sample(a, a_weights)), moments(sample(b, b_weights))
    difference = pooled(first, second)
    if isinstance(difference, NotEstimable):
        return difference
    if difference.df < 2:
        return NotEstimable(reason="too_few", parameters={"n_a": first.n, "n_b": second.n})
    factor = math.sqrt(1 / first.n + 1 / second.n) * small_sample_correction(difference.df)
    return _standardised(difference, factor, "hedges_g", level)


def small_sample_correction(df: float) -> float:
    """Hedges's J = Γ(df/2) / (Γ((df − 1)/2) √(df/2)), about 1 − 3/(4 df − 1), for df > 1."""
    if df > 1000:  # the difference of two large log-gammas would lose digits; the series is right to 1e-13 here
        return 1 - 3 / (4 * df) - 7 / (32 * df**2) - 9 / (128 * df**3)
    return math.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / math.sqrt(df / 2)


def cliffs_delta(
    a: ArrayLike, a_weights: ArrayLike, b: ArrayLike, b_weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Share of pairs with a > b minus share with a < b; 2W / (m·n) − 1.

    Interval asymmetric as by Feng & Cliff (J Mod Appl Stat Methods 2004;3:322–332), None where its variance is 0.
    """
    first, second = distinct(sample(a, a_weights)), distinct(sample(b, b_weights))
    m, n = first.n, second.n
    if m == 0 or n == 0:
        return NotEstimable(reason="no_values", parameters={"n_a": m, "n_b": n})
    of_a, of_b = tied_counts(first, second)
    wins_a = 2 * (np.cumsum(of_b) - of_b / 2) - n  # pairs won minus pairs lost, per patient of a with this value
    wins_b = m - 2 * (np.cumsum(of_a) - of_a / 2)
    delta = float(of_a @ wins_a) / (m * n)
    if m < 2 or n < 2:
        return TestResult(estimate=delta, n=m + n, method="cliffs_delta")
    untied = m * n - float(of_a @ of_b)
    spread_a = float(of_a @ (wins_a / n - delta) ** 2)
    spread_b = float(of_b @ (wins_b / m - delta) ** 2)
    variance = (m * m * spread_a + n * n * spread_b - (untied - m * n * delta**2)) / (m * n * (m - 1) * (n - 1))
    variance = max(variance, (1 - delta**2) / (m * n - 1))
    interval = _feng_cliff(delta, variance, level) if variance > 0 else None
    return TestResult(
        estimate=delta, standard_error=math.sqrt(variance), interval=interval, n=m + n, method="cliffs_delta"
    )


def _feng_cliff(delta: float, variance: float, level: float) -> Interval:
    z = normal_quantile(level)
    rest = 1 - delta**2
    half = z * math.sqrt(variance * (rest**2 + z * z * variance))
    divisor = rest + z * z * variance
    return Interval((delta - delta**3 - half) / divisor, (delta - delta**3 + half) / divisor, level)


def _standardised(test: TBased, factor: float, method: str, level: float) -> TestResult:
    low, high = noncentrality_interval(test.statistic, test.df, level)
    interval = Interval(low * factor, high * factor, level)
    return TestResult(estimate=test.statistic * factor, interval=interval, n=test.n, method=method)
