"""Logistic regression on one predictor that survives few events, by Firth's penalty (Biometrika 1993;80:27–38).

The penalty, half the log-determinant of the information, takes the bias of rare events away and keeps the estimate
finite where a plain fit runs off to infinity. Estimates and profile-likelihood intervals as in Heinze & Schemper
(Stat Med 2002;21:2409–2419); the intercept is refitted so that the mean predicted risk equals the observed one
("FLIC", Puhr et al., Stat Med 2017;36:2302–2317).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.stats.distributions import chi_squared_upper, normal_quantile
from lib.stats.results import Interval, NotEstimable
from lib.stats.root import root
from lib.stats.weighted import Floats

FARTHEST = 300.0
"""Limits are looked for up to this many log odds per standard deviation of the predictor from the estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirthFit:
    """The log odds per unit of the predictor, with its profile interval and penalised likelihood ratio test.

    `intercept` is FLIC's at predictor 0: use it for predicted risks; without events, or with nothing else, FLIC does
    not exist and it is the penalised one. `odds_ratio` is exp(slope).
    """

    slope: float
    interval: Interval
    p_value: float
    intercept: float
    penalised_intercept: float
    events: int
    n: int

    @property
    def odds_ratio(self) -> float:
        """Odds ratio per unit of the predictor."""
        return math.exp(self.slope)

    def risk(self, predictor: float) -> float:
        """The predicted risk at a value of the predictor."""
        return float(special.expit(self.intercept + self.slope * predictor))


class _Model:
    """The penalised likelihood in the intercept and the slope of the standardised predictor z.

    With weights w = n·risk·(1 − risk) the information's determinant is Σw · Σw(z − z̄)², z̄ the weighted mean, and the
    leverage of a row w(1/Σw + (z − z̄)²/Σw(z − z̄)²): sums of positive terms, which stay right where risks run to 0
    or 1. For each slope the intercept is where its score is zero, which it is exactly once between ±the range.
    """

    def __init__(self, predictor: Floats, events: Floats, patients: Floats) -> None:
        total = float(patients.sum())
        self.centre = float(predictor @ patients) / total
        self.scale = math.sqrt(float(patients @ (predictor - self.centre) ** 2) / total)
        self.z = (predictor - self.centre) / self.scale
        self.events, self.patients = events, patients

    def intercept(self, slope: float) -> float:
        """The best intercept at a slope."""
        reach = abs(slope) * float(np.abs(self.z).max()) + 40 + math.log(float(self.patients.sum()))
        return root(lambda start: self.score(start, slope)[0], -reach, reach)

    def profile(self, slope: float) -> float:
        """The penalised log-likelihood at a slope, the intercept at its best."""
        start = self.intercept(slope)
        linear = start + slope * self.z
        log_weights, mean = self._weights(linear)
        top = float(log_weights.max())
        weights = np.exp(log_weights - top)
        log_determinant = 2 * top + math.log(float(weights.sum())) + math.log(float(weights @ (self.z - mean) ** 2))
        return float(self.events @ linear - self.patients @ np.logaddexp(0, linear)) + 0.5 * log_determinant

    def score(self, start: float, slope: float) -> tuple[float, float]:
        """Firth's modified scores: Σ(events − n·risk + leverage·(½ − risk)), plain and times z."""
        linear = start + slope * self.z
        log_weights, mean = self._weights(linear)
        weights = np.exp(log_weights - float(log_weights.max()))
        squares = (self.z - mean) ** 2
        leverage = weights * (1 / float(weights.sum()) + squares / float(weights @ squares))
        risk = special.expit(linear)
        terms = self.events - self.patients * risk + leverage * (0.5 - risk)
        return float(terms.sum()), float(terms @ self.z)

    def _weights(self, linear: Floats) -> tuple[Floats, float]:
        log_weights = np.log(self.patients) - np.logaddexp(0, linear) - np.logaddexp(0, -linear)
        weights = np.exp(log_weights - float(log_weights.max()))
        return log_weights, float(weights @ self.z) / float(weights.sum())


def firth(
    predictor: ArrayLike, events: ArrayLike, patients: ArrayLike, *, level: float = 0.95
) -> FirthFit | NotEstimable:
    """Fit log odds of the event on one predictor; each row stands for `patients` of whom `events` have the event.

    Equals logistf(y ~ x, flic = TRUE) in R. Refused without patients, for a constant predictor (`constant_predictor`)
    and where the search fails (`not_converged`); no events at all is allowed.
    """
    x, y, n = (np.asarray(column, dtype=np.float64) for column in (predictor, events, patients))
    if ((y < 0) | (y > n)).any():
        raise ValueError("events must lie between 0 and the patients of each row")
    x, y, n = x[n > 0], y[n > 0], n[n > 0]
    if not len(x):
        return NotEstimable(reason="no_values")
    if np.ptp(x) <= 1e-12 * float(np.abs(x).max()):
        return NotEstimable(reason="constant_predictor", parameters={"value": float(x[0])})
    model = _Model(x, y, n)
    best = _crossing(lambda slope: model.score(model.intercept(slope), slope)[1], 0.0, math.inf)
    if best is None:
        return NotEstimable(reason="not_converged")
    top, cut = model.profile(best), normal_quantile(level) ** 2
    limits = [_crossing(lambda slope: cut - 2 * (top - model.profile(slope)), best, sign) for sign in (-1, 1)]
    if limits[0] is None or limits[1] is None:
        return NotEstimable(reason="not_converged")
    slope = best / model.scale
    penalised = model.intercept(best) - slope * model.centre
    is_one_sided = y.sum() in (0, n.sum())  # then no finite intercept predicts the observed number
    return FirthFit(
        slope=slope,
        interval=Interval(limits[0] / model.scale, limits[1] / model.scale, level),
        p_value=chi_squared_upper(max(0.0, 2 * (top - model.profile(0.0))), 1),
        intercept=penalised if is_one_sided else _flic(slope, x, y, n),
        penalised_intercept=penalised,
        events=round(float(y.sum())),
        n=round(float(n.sum())),
    )


def _crossing(function: Callable[[float], float], start: float, side: float) -> float | None:
    """Where a function that is positive at `start` falls through zero on one side; None if not within reach.

    `side` is −1 or 1; infinity takes the side on which the function, a derivative, is heading: up for a positive one.
    """
    near, at_near = start, function(start)
    if at_near == 0:
        return start
    step = math.copysign(0.25, at_near) if math.isinf(side) else 0.25 * side
    while abs(step) < FARTHEST:
        far = start + step
        if (function(far) > 0) != (at_near > 0):
            return root(function, near, far, tolerance=1e-13)
        near, step = far, 1.6 * step
    return None


def _flic(slope: float, x: Floats, y: Floats, n: Floats) -> float:
    """The intercept at which the predicted number of events is the observed one."""
    wanted = float(y.sum())
    reach = 50.0 + abs(slope) * float(np.abs(x).max())
    return root(lambda start: float(n @ special.expit(start + slope * x)) - wanted, -reach, reach)
