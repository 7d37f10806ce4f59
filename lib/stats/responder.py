"""Who improved by what matters to one patient: every patient has one state, on the score's whole-number grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.stats.proportion import rate
from lib.stats.results import NotEstimable, TestResult
from lib.stats.weighted import GRID_DECIMALS, Floats

Rule = Literal["points", "percent"]
UNITS: int = 10**GRID_DECIMALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Responders:
    """Patients by state. `missing` and `died` have no follow-up; `not_assessable` have a percent rule and baseline 0.

    `rate` is improved over assessed and died: dying is not responding. `rate_missing_as_failure` counts the missing
    among the denominators as well. `could_not_respond` had less room below (above) their baseline than the threshold.
    """

    improved: int
    unchanged: int
    worse: int
    missing: int
    died: int
    not_assessable: int
    could_not_respond: int
    rate: TestResult | NotEstimable
    rate_missing_as_failure: TestResult | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What counts as improved: at least `value` points, or percent of baseline, in the better direction.

    `better` is −1 where lower is better, else +1; `bounds` is the range of the score, where it is known.
    """

    value: float
    rule: Rule = "points"
    better: int = -1
    bounds: tuple[float, float] | None = None


def responders(
    baseline: ArrayLike,
    follow_up: ArrayLike,
    weights: ArrayLike,
    threshold: Threshold,
    *,
    missing: int = 0,
    died: int = 0,
) -> Responders:
    """Sort patients by their change: improved at or beyond the threshold, worse at or beyond its mirror image.

    Whole millionths are compared, so that 2.3 − 0.8 reaches 1.5.
    """
    if not threshold.value > 0:
        raise ValueError(f"threshold must be above 0, got {threshold.value!r}")
    before, after = _units(baseline), _units(follow_up)
    counts = np.asarray(weights, dtype=np.float64)
    gain = threshold.better * (after - before)
    if threshold.rule == "points":
        needed, is_assessable = np.full(len(before), _units(threshold.value)), np.ones(len(before), dtype=np.bool_)
    else:
        needed, is_assessable = np.rint(threshold.value * before / 100), before > 0
    improved = _count(counts, is_assessable & (gain >= needed))
    worse = _count(counts, is_assessable & (gain <= -needed))
    assessed = _count(counts, is_assessable)
    return Responders(
        improved=improved,
        unchanged=assessed - improved - worse,
        worse=worse,
        missing=missing,
        died=died,
        not_assessable=_count(counts, ~is_assessable),
        could_not_respond=_count(counts, is_assessable & (_room(before, threshold) < needed)),
        rate=rate(improved, assessed + died),
        rate_missing_as_failure=rate(improved, assessed + died + missing),
    )


def _room(before: Floats, threshold: Threshold) -> Floats:
    """How far each baseline may still improve inside the score's range."""
    if threshold.bounds is None:
        return np.full(len(before), np.inf)
    low, high = _units(threshold.bounds)
    room: Floats = before - low if threshold.better == -1 else high - before
    return room


def cumulative_responders(
    change: ArrayLike, weights: ArrayLike, *, better: int = -1
) -> tuple[Floats, Floats] | NotEstimable:
    """The share of patients who improved by at least each gain that occurs: gains ascending, shares descending."""
    counts = np.asarray(weights, dtype=np.float64)
    if counts.sum() == 0:
        return NotEstimable(reason="no_values")
    gains, where = np.unique(better * _units(change)[counts > 0], return_inverse=True)
    here = np.zeros(len(gains))
    np.add.at(here, where, counts[counts > 0])
    at_least = np.cumsum(here[::-1])[::-1]
    return gains / UNITS, at_least / at_least[0]


def _units(values: ArrayLike) -> Floats:
    units: Floats = np.rint(np.asarray(values, dtype=np.float64) * UNITS)
    return units


def _count(counts: Floats, rows: NDArray[np.bool_]) -> int:
    return round(float(counts[rows].sum()))
