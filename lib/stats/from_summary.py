"""The same tests from printed figures: n, mean and standard deviation of each group.

A mean printed to one decimal stands for any value that rounds to it: `decimals` of the figures limit what may be
concluded, which is the reader's business, not of these functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lib.stats import independent, omnibus
from lib.stats.independent import Moments
from lib.stats.results import NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import ROUNDING


def group(n: int, mean: float, sd: float) -> Moments:
    """One group as printed. Raises ValueError for an impossible n or SD."""
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n!r}")
    if not sd >= 0:
        raise ValueError(f"sd must be at least 0, got {sd!r}")
    return Moments(mean, sd * sd, n, abs(mean))


def welch(a: Moments, b: Moments, *, level: float = 0.95) -> TestResult | NotEstimable:
    """Welch's t test of mean a − mean b. Equals R's t.test on any data with these figures."""
    found = independent.unpooled(a, b)
    return found if isinstance(found, NotEstimable) else found.test("welch", level)


def student(a: Moments, b: Moments, *, level: float = 0.95) -> TestResult | NotEstimable:
    """Student's t test of mean a − mean b. Equals R's t.test(var.equal = TRUE)."""
    found = independent.pooled(a, b)
    return found if isinstance(found, NotEstimable) else found.test("student", level)


def paired(n: int, mean_change: float, sd_change: float, *, level: float = 0.95) -> TestResult | NotEstimable:
    """The paired t test from the mean and SD of the change."""
    change = group(n, mean_change, sd_change)
    standard_error = sd_change / math.sqrt(n)
    if n < 2:
        return NotEstimable(reason="too_few", parameters={"n": n})
    if standard_error <= ROUNDING * change.scale:
        return NotEstimable(reason="no_variance", parameters={"value": mean_change})
    return TBased(mean_change, standard_error, n - 1, n).test("paired_t", level)


def sd_of_change(sd_before: float, sd_after: float, correlation: float) -> float:
    """The SD of the change that two printed SDs have at an assumed correlation of before and after."""
    if not -1 <= correlation <= 1:
        raise ValueError(f"correlation must lie between -1 and 1, got {correlation!r}")
    return math.sqrt(max(0.0, sd_before**2 + sd_after**2 - 2 * correlation * sd_before * sd_after))


def anova(groups: Sequence[Moments]) -> omnibus.OverallTest | NotEstimable:
    """One-way analysis of variance from n, mean and SD."""
    return omnibus.anova_of(groups)


def welch_anova(groups: Sequence[Moments]) -> omnibus.OverallTest | NotEstimable:
    """Welch's analysis of variance from n, mean and SD."""
    return omnibus.welch_anova_of(groups)
