"""Logistic regression on one predictor that survives few events, by Firth's penalty (Biometrika 1993;80:27–38).

The penalty, half the log-determinant of the information, takes the bias of rare events away and keeps the estimate
finite where a plain fit runs off to infinity. Estimates and profile-likelihood intervals as in Heinze & Schemper
(Stat Med 2002;21:2409–2419); the intercept is refitted so that the mean predicted risk equals the observed one
("FLIC", Puhr et al., Stat Med 2017;36:2302–2317).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.stats.distributions import chi_squared_upper
from lib.stats.results import Interval, NotEstimable
from lib.stats.root import root
from lib.stats.weighted import Floats

MOST_STEPS = 200


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
    """The penalised likelihood of patients with the same predictor, about its mean for numerical safety."""

    def __init__(self, predictor: Floats, events: Floats, patients: Floats) -> None:
        self.centre = float(predictor @ patients) / float(patients.sum())
        self.scale = math.sqrt(float(patients @ (predictor - self.centre) ** 2) / float(patients.sum()))
        self.design = np.column_stack([np.ones(len(predictor)), (predictor - self.centre) / self.scale])
        self.events, self.patients = events, patients

    def penalised(self, beta: Floats) -> float:
        """The log-likelihood plus half the log-determinant of the information."""
        linear = self.design @ beta
        plain = self.events @ linear - self.patients @ np.logaddexp(0, linear)
        return float(plain + 0.5 * np.linalg.slogdet(self.information(beta))[1])

    def information(self, beta: Floats) -> Floats:
        """X′WX."""
        risk = special.expit(self.design @ beta)
        weighted = self.design * (self.patients * risk * (1 - risk))[:, None]
        information: Floats = weighted.T @ self.design
        return information

    def score(self, beta: Floats) -> Floats:
        """Firth's modified score: X′(events − n·risk + leverage·(½ − risk))."""
        risk = special.expit(self.design @ beta)
        weights = self.patients * risk * (1 - risk)
        spread = np.linalg.inv((self.design * weights[:, None]).T @ self.design)
        leverage = weights * np.einsum("ij,jk,ik->i", self.design, spread, self.design)
        score: Floats = self.design.T @ (self.events - self.patients * risk + leverage * (0.5 - risk))
        return score

    def fit(self, start: Floats, free: int) -> Floats | None:
        """The maximum over the first `free` coefficients, the others held; None if it is not found."""
        beta = start.copy()
        here = self.penalised(beta)
        for _ in range(MOST_STEPS):
            score = self.score(beta)[:free]
            step = np.linalg.solve(self.information(beta)[:free, :free], score)
            step *= min(1.0, 5.0 / float(np.abs(step).max() or 1.0))
            for halving in range(30):
                moved = beta.copy()
                moved[:free] += step / 2**halving
                there = self.penalised(moved)
                if there >= here - 1e-13 * abs(here):
                    break
            else:
                return beta if float(np.abs(score).max()) < 1e-6 else None
            beta, here = moved, there
            if float(np.abs(step).max()) < 1e-13 * (1 + float(np.abs(beta).max())):
                return beta
        return beta if float(np.abs(self.score(beta)[:free]).max()) < 1e-8 else None


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
    best = model.fit(np.zeros(2), free=2)
    none = model.fit(np.zeros(2), free=1)
    if best is None or none is None:
        return NotEstimable(reason="not_converged")
    top = model.penalised(best)
    low, high = (_profile_limit(model, best, top, level, sign) for sign in (-1, 1))
    if low is None or high is None:
        return NotEstimable(reason="not_converged")
    slope = float(best[1]) / model.scale
    penalised = float(best[0]) - slope * model.centre
    is_one_sided = y.sum() in (0, n.sum())  # then no finite intercept predicts the observed number
    return FirthFit(
        slope=slope,
        interval=Interval(low / model.scale, high / model.scale, level),
        p_value=chi_squared_upper(max(0.0, 2 * (top - model.penalised(none))), 1),
        intercept=penalised if is_one_sided else _flic(slope, x, y, n),
        penalised_intercept=penalised,
        events=round(float(y.sum())),
        n=round(float(n.sum())),
    )


def _profile_limit(model: _Model, best: Floats, top: float, level: float, sign: int) -> float | None:
    """Where the profile of the penalised likelihood has fallen by half the χ² quantile."""
    cut = float(special.ndtri((1 + level) / 2)) ** 2

    def excess(distance: float) -> float:
        start = np.array([best[0], best[1] + sign * distance])
        fitted = model.fit(start, free=1)
        return math.nan if fitted is None else cut - 2 * (top - model.penalised(fitted))

    far = 1.0 / math.sqrt(float(model.information(best)[1, 1]))
    while (at_far := excess(far)) > 0:
        far *= 2
        if far > 1e4:
            return None
    if math.isnan(at_far):
        return None
    return float(best[1]) + sign * root(excess, 0.0, far, tolerance=1e-12)


def _flic(slope: float, x: Floats, y: Floats, n: Floats) -> float:
    """The intercept at which the predicted number of events is the observed one."""
    wanted = float(y.sum())
    reach = 50.0 + abs(slope) * float(np.abs(x).max())
    return root(lambda start: float(n @ special.expit(start + slope * x)) - wanted, -reach, reach)
