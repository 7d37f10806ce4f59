"""All pairs of several groups at once: Games–Howell, for groups that differ in size and spread."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.stats.independent import moments, unpooled
from lib.stats.quadrature import over
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.stats.root import root
from lib.stats.weighted import sample


def games_howell(
    groups: Sequence[tuple[ArrayLike, ArrayLike]], *, level: float = 0.95
) -> dict[tuple[int, int], TestResult | NotEstimable]:
    """Every pair (i, j), i < j: mean of i minus mean of j with simultaneous P and interval.

    Welch's statistic and degrees of freedom against the studentised range of all groups (Games & Howell, J Educ Stat
    1976;1:113–125). Equals R's ptukey(|t|·√2, k, df, lower.tail = FALSE).
    """
    samples = [moments(sample(values, weights)) for values, weights in groups]
    k = len(samples)
    found: dict[tuple[int, int], TestResult | NotEstimable] = {}
    for i, first in enumerate(samples):
        for j in range(i + 1, k):
            difference = unpooled(first, samples[j])
            if isinstance(difference, NotEstimable):
                found[i, j] = difference
                continue
            half = studentised_range_quantile(level, k, difference.df) / math.sqrt(2) * difference.standard_error
            found[i, j] = TestResult(
                estimate=difference.estimate,
                standard_error=difference.standard_error,
                interval=Interval(difference.estimate - half, difference.estimate + half, level),
                statistic=difference.statistic,
                df=difference.df,
                p_value=studentised_range_upper(abs(difference.statistic) * math.sqrt(2), k, difference.df),
                n=difference.n,
                method="games_howell",
            )
    return found


def studentised_range_upper(q: float, k: int, df: float) -> float:
    """P(range of k means over their standard error ≥ q). Equals R's ptukey(q, k, df, lower.tail = FALSE).

    The chance that the range of k normal values exceeds q·s, averaged over s, the estimated SD, whose square is χ²/df:
    two Gauss–Legendre quadratures.
    """
    low, high = max(0.0, 1 - 12 / math.sqrt(2 * df)), max(1 + 12 / math.sqrt(2 * df), math.sqrt(80 / df))
    s, s_weights = over(low, high, 128)
    z, z_weights = over(-9, 9, 128)
    log_density = df / 2 * math.log(df) + (df - 1) * np.log(s) - df * s**2 / 2
    log_density -= special.gammaln(df / 2) + (df / 2 - 1) * math.log(2)
    within = special.ndtr(z)[None, :] - special.ndtr(z[None, :] - q * s[:, None])
    normal = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    beyond = k * ((special.ndtr(z) ** (k - 1))[None, :] - within ** (k - 1)) @ (z_weights * normal)
    return min(1.0, max(0.0, float(s_weights @ (np.exp(log_density) * beyond))))


def studentised_range_quantile(level: float, k: int, df: float) -> float:
    """The value that the range exceeds with probability 1 − level. Equals R's qtukey(level, k, df)."""
    high = 4.0
    while studentised_range_upper(high, k, df) > 1 - level:
        high *= 2
    return root(lambda q: studentised_range_upper(q, k, df) - (1 - level), 1e-3, high, tolerance=1e-13)
