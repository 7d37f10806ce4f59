"""The distributions behind the P values, from scipy.special: a scipy.stats object costs a hundred times as much."""

from __future__ import annotations

import math

from scipy import special


def two_sided_t(statistic: float, df: float) -> float:
    """P(|T| ≥ |statistic|) with `df` degrees of freedom. Equals R's 2 * pt(-abs(t), df)."""
    return 2 * float(special.stdtr(df, -abs(statistic)))


def t_quantile(level: float, df: float) -> float:
    """The half-width factor of a two-sided interval at `level`. Equals R's qt(1 - (1 - level) / 2, df)."""
    return -float(special.stdtrit(df, (1 - level) / 2))


def normal_quantile(level: float) -> float:
    """The normal half-width factor of a two-sided interval at `level`: 1.96 at 0.95."""
    return -float(special.ndtri((1 - level) / 2))


def two_sided_normal(statistic: float) -> float:
    """P(|Z| ≥ |statistic|)."""
    return 2 * float(special.ndtr(-abs(statistic)))


def f_upper(statistic: float, df1: float, df2: float) -> float:
    """P(F ≥ statistic). Equals R's pf(F, df1, df2, lower.tail = FALSE)."""
    return float(special.fdtrc(df1, df2, statistic))


def chi_squared_upper(statistic: float, df: float) -> float:
    """P(χ² ≥ statistic). Equals R's pchisq(x, df, lower.tail = FALSE)."""
    return float(special.chdtrc(df, statistic))


def noncentrality_interval(statistic: float, df: float, level: float) -> tuple[float, float]:
    """The noncentrality parameters for which `statistic` is just inside the central `level` of noncentral t.

    Works on |t| and mirrors, because the noncentral distribution is unreliable for opposite signs. On the normal
    scale the distribution function is almost straight in the parameter, so that a secant from the normal
    approximation (Abramowitz & Stegun 26.7.10) ends within a few steps; where it cannot, the approximation stands.
    """
    size = abs(statistic)
    z = normal_quantile(level)
    low, high = (_noncentrality(size, df, target) for target in (z, -z))
    return (low, high) if statistic >= 0 else (-high, -low)


def _noncentrality(statistic: float, df: float, target: float) -> float:
    approximate = statistic * (1 - 1 / (4 * df)) - target * math.sqrt(1 + statistic**2 / (2 * df))
    previous = max(approximate, 0.0) if statistic > 2 else approximate
    gap = _normal_score(statistic, df, previous) - target
    current = previous + (gap or 1e-6) * math.sqrt(1 + statistic**2 / (2 * df))
    for _ in range(60):
        next_gap = _normal_score(statistic, df, current) - target
        if not math.isfinite(next_gap):
            return approximate
        if next_gap == gap or abs(next_gap) < 1e-14 or abs(current - previous) <= 1e-13 * max(1.0, abs(current)):
            return current
        previous, current, gap = current, current - next_gap * (current - previous) / (next_gap - gap), next_gap
    return current


def _normal_score(statistic: float, df: float, noncentrality: float) -> float:
    return float(special.ndtri(special.nctdtr(df, noncentrality, statistic)))
