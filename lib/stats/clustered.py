"""Rates of lesions or levels, several of which belong to one patient: intervals that know it, always a minus b.

The patients' lesions count for fewer than they are: n_eff = lesions / design effect, the design effect being the
variance between patients over the binomial one, never below 1. Without events, or with nothing but events, nothing
can be seen of the clustering and every patient counts once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lib.stats.distributions import t_quantile
from lib.stats.proportion import square_and_add, wilson_limits
from lib.stats.results import Interval, NotEstimable, TestResult


class ClusteredRate(NamedTuple):
    """Share of lesions with the event, the effective number of lesions, and lesions and patients."""

    share: float
    effective: float
    lesions: int
    patients: int


def clustered_rate(
    events: ArrayLike, lesions: ArrayLike, weights: ArrayLike, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """The share of lesions with the event; `weights` patients have `events` of `lesions`.

    Wilson's interval at the effective number with a t quantile of patients − 1 (Saha, Miller & Wang, Stat Med
    2016;35:4056–4070, with the ratio-estimate variance). Two patients at least.
    """
    found = summarise(events, lesions, weights)
    if isinstance(found, NotEstimable):
        return found
    low, high = _limits(found, level)
    return TestResult(
        estimate=found.share, interval=Interval(low, high, level), n=found.lesions, method="clustered_wilson"
    )


def clustered_difference(a: ClusteredRate, b: ClusteredRate, *, level: float = 0.95) -> TestResult:
    """Share of a minus share of b: Newcombe's interval on the clustered limits of each."""
    interval = square_and_add(a.share, _limits(a, level), b.share, _limits(b, level), level)
    return TestResult(
        estimate=a.share - b.share, interval=interval, n=a.lesions + b.lesions, method="clustered_newcombe"
    )


def summarise(events: ArrayLike, lesions: ArrayLike, weights: ArrayLike) -> ClusteredRate | NotEstimable:
    """Share and effective number of lesions of one group."""
    x, m, w = (np.asarray(column, dtype=np.float64) for column in (events, lesions, weights))
    if ((x < 0) | (x > m)).any():
        raise ValueError("events must lie between 0 and the lesions of each patient")
    patients, total = round(float(w[m > 0].sum())), float(w @ m)
    if patients < 2:
        return NotEstimable(reason="no_values" if patients == 0 else "too_few", parameters={"n": patients})
    share = float(w @ x) / total
    if share in (0.0, 1.0):
        return ClusteredRate(share, float(patients), round(total), patients)
    between = float(w @ (x - share * m) ** 2) * patients / (patients - 1) / total**2
    effective = total / max(1.0, between / (share * (1 - share) / total))
    return ClusteredRate(share, effective, round(total), patients)


def _limits(rate: ClusteredRate, level: float) -> tuple[float, float]:
    return wilson_limits(rate.share, rate.effective, t_quantile(level, rate.patients - 1))
