"""Rates over several centres: one difference for all, and how far the centres disagree, always a minus b."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scipy import special

from lib.stats.distributions import chi_squared_upper, normal_quantile, two_sided_normal
from lib.stats.proportion import check_counts
from lib.stats.results import Interval, NotEstimable, TestResult


class Centre(NamedTuple):
    """Events and patients of both groups at one centre."""

    events_a: int
    n_a: int
    events_b: int
    n_b: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """How far the centres' differences scatter beyond chance: Cochran's Q and I², the share that is not chance."""

    q: float
    df: int
    p_value: float
    i_squared: Interval
    i_squared_estimate: float


def mantel_haenszel(centres: Sequence[Centre], *, level: float = 0.95) -> TestResult | NotEstimable:
    """The Mantel–Haenszel risk difference over centres with Sato's variance (Biometrics 1989;45:1323–1324).

    Holds for many small centres as for few large ones. A centre without patients in one group adds nothing.
    """
    used = _used(centres)
    if not used:
        return NotEstimable(reason="no_values")
    estimate = weight = sparse = balance = 0.0
    for x, m, y, n in used:
        total = m + n
        weight += m * n / total
        estimate += (x * n - y * m) / total
        sparse += (x * (n - y) + y * (m - x)) / (2 * total)
        balance += (m * m * y - n * n * x + m * n * (n - m) / 2) / total**2
    difference = estimate / weight
    variance = (difference * balance + sparse) / weight**2
    if variance <= 0:
        return NotEstimable(reason="no_variance", parameters={"value": difference})
    error = math.sqrt(variance)
    half = normal_quantile(level) * error
    return TestResult(
        estimate=difference,
        standard_error=error,
        interval=Interval(difference - half, difference + half, level),
        statistic=difference / error,
        p_value=two_sided_normal(difference / error),
        n=sum(centre.n_a + centre.n_b for centre in used),
        method="mantel_haenszel",
    )


def heterogeneity(centres: Sequence[Centre], *, level: float = 0.95) -> Heterogeneity | NotEstimable:
    """Cochran's Q of the risk differences by inverse variance; centres without variance (0 or all events) left out."""
    shares = [(x / m, m, y / n, n) for x, m, y, n in _used(centres)]
    parts = [(p - q, p * (1 - p) / m + q * (1 - q) / n) for p, m, q, n in shares]
    return scatter([(difference, variance) for difference, variance in parts if variance > 0], level=level)


def scatter(estimates: Sequence[tuple[float, float]], *, level: float = 0.95) -> Heterogeneity | NotEstimable:
    """Q and I² of estimates with their variances; the interval of I² as by Higgins & Thompson (Stat Med 2002;21:1539).

    The interval is that of H = √(Q/df), at least 1, on the log scale, turned into I² = 1 − 1/H², at least 0. Where H is
    raised to 1 the interval says how little so few centres can tell: 0 to 90% of three, 0 to 85% of four.
    """
    df = len(estimates) - 1
    if df < 1:
        return NotEstimable(reason="one_centre")
    weights = [1 / variance for _, variance in estimates]
    centre = sum(w * one for w, (one, _) in zip(weights, estimates, strict=True)) / sum(weights)
    q = sum(w * (one - centre) ** 2 for w, (one, _) in zip(weights, estimates, strict=True))
    half = normal_quantile(level) * _log_h_error(q, df)
    log_h = 0.5 * math.log(max(q / df, 1.0))
    return Heterogeneity(
        q=q,
        df=df,
        p_value=chi_squared_upper(q, df),
        i_squared=Interval(_i_squared(log_h - half), _i_squared(log_h + half), level),
        i_squared_estimate=_i_squared(log_h),
    )


def _log_h_error(q: float, df: int) -> float:
    if q > df + 1:
        return 0.5 * (math.log(q) - math.log(df)) / (math.sqrt(2 * q) - math.sqrt(2 * df - 1))
    if df == 1:
        return math.inf
    return math.sqrt((1 - 1 / (3 * (df - 1) ** 2)) / (2 * (df - 1)))


def _i_squared(log_h: float) -> float:
    return max(0.0, float(-special.expm1(-2 * log_h)))


def _used(centres: Sequence[Centre]) -> list[Centre]:
    for centre in centres:
        check_counts(centre.events_a, centre.n_a)
        check_counts(centre.events_b, centre.n_b)
    return [centre for centre in centres if min(centre.n_a, centre.n_b) > 0]
