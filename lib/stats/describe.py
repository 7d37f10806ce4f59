"""Describe one list of scores: centre, spread and range."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.stats.distributions import t_quantile
from lib.stats.results import Interval, NotEstimable
from lib.stats.weighted import Sample, sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a table prints of one list of scores.

    `sd` has the divisor n − 1 and is None for one patient. `mean_interval` is the t interval of the mean, None for
    one patient or where all values are equal.
    """

    n: int
    mean: float
    sd: float | None
    median: float
    q1: float
    q3: float
    minimum: float
    maximum: float
    mean_interval: Interval | None


def describe(values: ArrayLike, weights: ArrayLike, *, level: float = 0.95) -> Description | NotEstimable:
    """Describe values with frequency weights.

    Quartiles are of type 7: equals R's mean(x), sd(x), quantile(x), t.test(x)$conf.int.
    """
    data = sample(values, weights)
    if data.n == 0:
        return NotEstimable(reason="no_values")
    order = data.values.argsort()
    ordered = Sample(data.values[order], data.weights[order], data.n)
    mean = data.mean
    sd = math.sqrt(data.variance(mean)) if data.n > 1 else None
    q1, median, q3 = quantiles(ordered, (0.25, 0.5, 0.75))
    return Description(
        n=data.n,
        mean=mean,
        sd=sd,
        median=median,
        q1=q1,
        q3=q3,
        minimum=float(ordered.values[0]),
        maximum=float(ordered.values[-1]),
        mean_interval=_mean_interval(data, mean, sd, level),
    )


def quantiles(ordered: Sample, shares: tuple[float, ...]) -> list[float]:
    """Quantiles of type 7 (R's default, linear between neighbours) of values in ascending order."""
    places = [(ordered.n - 1) * share for share in shares]
    neighbours = [math.floor(place) for place in places] + [math.ceil(place) for place in places]
    at = ordered.values[ordered.weights.cumsum().searchsorted(neighbours, side="right")].tolist()
    pairs = zip(places, at[: len(places)], at[len(places) :], strict=True)
    return [left + (place % 1) * (right - left) for place, left, right in pairs]


def share_at(values: ArrayLike, weights: ArrayLike, bound: float) -> float | NotEstimable:
    """The share of patients whose score equals a bound of the scale: floor or ceiling."""
    data = sample(values, weights)
    if data.n == 0:
        return NotEstimable(reason="no_values")
    return float(data.weights[np.isclose(data.values, bound, rtol=0, atol=1e-9)].sum()) / data.n


def _mean_interval(data: Sample, mean: float, sd: float | None, level: float) -> Interval | None:
    if sd is None:
        return None
    standard_error = sd / math.sqrt(data.n)
    if data.is_noise(standard_error):
        return None
    half = t_quantile(level, data.n - 1) * standard_error
    return Interval(mean - half, mean + half, level)
