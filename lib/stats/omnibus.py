"""Three groups or more at once: is there any difference at all?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.stats.distributions import chi_squared_upper, f_upper
from lib.stats.independent import Moments, moments
from lib.stats.results import NotEstimable
from lib.stats.weighted import GRID_DECIMALS, ROUNDING, Floats, merge_equal, midranks, sample, tie_sum

Groups = Sequence[tuple[ArrayLike, ArrayLike]]
"""One pair (values, weights) per group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallTest:
    """One test over several groups; `df2` is None for a chi-squared statistic."""

    statistic: float
    df1: float
    df2: float | None
    p_value: float


def anova(groups: Groups) -> OverallTest | NotEstimable:
    """One-way analysis of variance, one variance for all groups. Equals R's oneway.test(var.equal = TRUE)."""
    return anova_of([moments(sample(values, weights)) for values, weights in groups])


def welch_anova(groups: Groups) -> OverallTest | NotEstimable:
    """Welch's one-way analysis of variance, variances unequal. Equals R's oneway.test."""
    return welch_anova_of([moments(sample(values, weights)) for values, weights in groups])


def anova_of(groups: Sequence[Moments]) -> OverallTest | NotEstimable:
    """One-way analysis of variance from means and variances."""
    refusal = _refuse([group.n for group in groups])
    if refusal is not None:
        return refusal
    sizes, means, variances, scales = _columns(groups)
    df1, df2 = len(groups) - 1, float(sizes.sum()) - len(groups)
    if df2 < 1:
        return NotEstimable(reason="too_few", parameters={"n": float(sizes.sum())})
    within = float((sizes - 1) @ variances) / df2
    if math.sqrt(within / float(sizes.max())) <= ROUNDING * float(scales.max()):
        return NotEstimable(reason="no_variance")
    grand = float(sizes @ means) / float(sizes.sum())
    statistic = float(sizes @ (means - grand) ** 2) / df1 / within
    return OverallTest(statistic=statistic, df1=df1, df2=df2, p_value=f_upper(statistic, df1, df2))


def welch_anova_of(groups: Sequence[Moments]) -> OverallTest | NotEstimable:
    """Welch's analysis of variance from means and variances; two patients in each group at least."""
    refusal = _refuse([group.n for group in groups])
    if refusal is not None:
        return refusal
    sizes, means, variances, scales = _columns(groups)
    if sizes.min() < 2:
        return NotEstimable(reason="too_few", parameters={"n": float(sizes.min())})
    if (np.sqrt(variances / sizes) <= ROUNDING * scales).any():
        return NotEstimable(reason="no_variance")
    weights = sizes / variances
    total, k = float(weights.sum()), len(groups)
    centre = float(weights @ means) / total
    spread = float(((1 - weights / total) ** 2 / (sizes - 1)).sum()) / (k * k - 1)
    statistic = float(weights @ (means - centre) ** 2) / ((k - 1) * (1 + 2 * (k - 2) * spread))
    df2 = 1 / (3 * spread)
    return OverallTest(statistic=statistic, df1=k - 1, df2=df2, p_value=f_upper(statistic, k - 1, df2))


def kruskal(groups: Groups) -> OverallTest | NotEstimable:
    """The Kruskal–Wallis test, corrected for ties. Equals R's kruskal.test."""
    samples = [sample(values, weights) for values, weights in groups]
    refusal = _refuse([group.n for group in samples])
    if refusal is not None:
        return refusal
    ends = np.cumsum([len(group.values) for group in samples])
    weights = np.zeros((len(samples), ends[-1]))
    for place, group in enumerate(samples):
        weights[place, ends[place] - len(group.values) : ends[place]] = group.weights
    values = np.round(np.concatenate([group.values for group in samples]), GRID_DECIMALS)
    values, of_groups = merge_equal(values, weights)
    counts = of_groups.sum(axis=0)
    n = float(counts.sum())
    if len(values) == 1:
        return NotEstimable(reason="no_variance", parameters={"value": float(values[0])})
    sums, sizes = of_groups @ midranks(counts), of_groups.sum(axis=1)
    raw = 12 / (n * (n + 1)) * float((sums**2 / sizes).sum()) - 3 * (n + 1)
    statistic = raw / (1 - tie_sum(counts) / (n**3 - n))
    df1 = len(samples) - 1
    return OverallTest(statistic=statistic, df1=df1, df2=None, p_value=chi_squared_upper(statistic, df1))


def _refuse(sizes: Sequence[int]) -> NotEstimable | None:
    if len(sizes) < 2:
        return NotEstimable(reason="one_method", parameters={"groups": len(sizes)})
    return NotEstimable(reason="no_values") if min(sizes) == 0 else None


def _columns(groups: Sequence[Moments]) -> tuple[Floats, Floats, Floats, Floats]:
    sizes, means, variances, scales = np.array(
        [(group.n, group.mean, group.variance, group.scale) for group in groups], dtype=np.float64
    ).T
    return sizes, means, variances, scales
