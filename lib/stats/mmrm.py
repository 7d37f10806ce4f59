"""The mixed model for repeated measures: all follow-up visits at once, so that a patient with a gap still counts.

follow-up ~ method × visit + baseline × visit, one unstructured covariance of the visits for all methods, restricted
maximum likelihood, Satterthwaite degrees of freedom. At a visit that nobody misses it equals the ANCOVA of that visit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.stats import reml
from lib.stats.results import NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import ROUNDING, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PatternSums:
    """The patients of one method (a code from 0) who have the same visits observed.

    `cross_products` is ZᵀZ of Z = [1, baseline, follow-ups of the observed visits, in order].
    """

    group: int
    observed: tuple[bool, ...]
    cross_products: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mmrm:
    """A fitted model. Coefficients stand by method and visit, then baseline by visit.

    `n` patients have at least one follow-up, `observations` follow-ups in all; `mean_baseline` is over those patients.
    """

    n: int
    observations: int
    groups: int
    visits: int
    mean_baseline: float
    log_likelihood: float
    coefficients: Floats
    covariance: Floats  # of the coefficients
    visit_covariance: Floats
    _q: Floats
    _element_covariance: Floats

    def difference(self, a: int, b: int, visit: int, *, level: float = 0.95) -> TestResult:
        """Adjusted mean of group a minus group b at a visit (a position among the follow-ups)."""
        contrast = np.zeros(len(self.coefficients))
        contrast[a * self.visits + visit] += 1.0
        contrast[b * self.visits + visit] -= 1.0
        return self._estimate(contrast, level)

    def adjusted_follow_up(self, a: int, visit: int, *, level: float = 0.95) -> TestResult:
        """Adjusted mean of group a at a visit, at the mean baseline."""
        contrast = np.zeros(len(self.coefficients))
        contrast[a * self.visits + visit] = 1.0
        return self._estimate(contrast, level)

    def _estimate(self, contrast: Floats, level: float) -> TestResult:
        projected = self.covariance @ contrast
        variance = float(contrast @ projected)
        gradient = np.einsum("a,kab,b->k", projected, self._q, projected)
        df = 2 * variance**2 / float(gradient @ self._element_covariance @ gradient)
        found = TBased(float(contrast @ self.coefficients), variance**0.5, df, self.n)
        return found.test("mmrm", level)


def mmrm(
    sums: Sequence[PatternSums], *, groups: int, visits: int, least_patients: int = 10, least_observed: int = 5
) -> Mmrm | NotEstimable:
    """Fit the model from sums by method and pattern of missing visits; the cost does not grow with patients.

    Refused: fewer than two follow-up visits (`one_follow_up`), too few patients in a method or at a visit (`too_few`
    with `n`, `limit`), a constant baseline, no variance, and a search that does not converge (`not_converged`): no
    simpler model is fitted in its place. Coefficients equal R's nlme::gls(corSymm, varIdent, method = "REML").
    """
    for one in sums:
        if len(one.observed) != visits or not 0 <= one.group < groups:
            raise ValueError(f"sums need {visits} visits and groups below {groups}, got {one.observed}, {one.group}")
    seen = [one for one in sums if any(one.observed) and one.cross_products[0, 0] > 0]
    if visits < 2:
        return NotEstimable(reason="one_follow_up")
    refusal = _refuse_small(seen, groups, visits, least_patients, least_observed)
    if refusal is not None:
        return refusal
    n = round(sum(float(one.cross_products[0, 0]) for one in seen))
    mean_baseline = sum(float(one.cross_products[0, 1]) for one in seen) / n
    patterns = [_pattern(one, mean_baseline, groups, visits) for one in seen]
    refusal = _refuse_constant(patterns, mean_baseline, visits)
    if refusal is not None:
        return refusal
    size = (groups + 1) * visits
    if not reml.is_positive(reml.cross_products(patterns, size)):
        return NotEstimable(reason="singular_design", parameters={"columns": size})
    found = reml.fit(patterns, visits, size)
    if found is None or not reml.is_positive(found.observed):
        return NotEstimable(reason="not_converged")
    return Mmrm(
        n=n,
        observations=sum(pattern.n * len(pattern.observed) for pattern in patterns),
        groups=groups,
        visits=visits,
        mean_baseline=mean_baseline,
        log_likelihood=found.log_likelihood,
        coefficients=found.coefficients,
        covariance=found.spread,
        visit_covariance=found.covariance,
        _q=found.q,
        _element_covariance=np.linalg.inv(found.observed).astype(np.float64),
    )


def _pattern(one: PatternSums, mean_baseline: float, groups: int, visits: int) -> reml.Pattern:
    """The sums about the mean baseline, and where the pattern's coefficients stand."""
    centring = np.eye(len(one.cross_products))
    centring[0, 1] = -mean_baseline
    centred = centring.T @ one.cross_products @ centring
    observed = np.flatnonzero(one.observed)
    return reml.Pattern(
        n=round(float(centred[0, 0])),
        observed=observed,
        of_x=centred[:2, :2],
        of_xy=centred[:2, 2:],
        of_y=centred[2:, 2:],
        columns=np.concatenate([one.group * visits + observed, groups * visits + observed]),
        elements=reml.elements_of(observed, visits),
    )


def _refuse_small(
    seen: Sequence[PatternSums], groups: int, visits: int, least_patients: int, least_observed: int
) -> NotEstimable | None:
    patients, observed = np.zeros(groups), np.zeros((groups, visits))
    for one in seen:
        patients[one.group] += one.cross_products[0, 0]
        observed[one.group] += one.cross_products[0, 0] * np.array(one.observed)
    for fewest, limit in ((patients.min(), least_patients), (observed.min(), least_observed)):
        if fewest < max(limit, 2):
            return NotEstimable(reason="too_few", parameters={"n": float(fewest), "limit": limit})
    return None


def _refuse_constant(patterns: Sequence[reml.Pattern], mean_baseline: float, visits: int) -> NotEstimable | None:
    baseline = sum(float(pattern.of_x[1, 1]) for pattern in patterns)
    n = sum(pattern.n for pattern in patterns)
    # Sums of squares about a mean are right to eps times the squares themselves.
    if baseline <= ROUNDING * n * mean_baseline**2 or baseline == 0:
        return NotEstimable(reason="constant_baseline", parameters={"value": mean_baseline})
    for visit in range(visits):
        here = [pattern for pattern in patterns if visit in pattern.observed]
        if all(_spread_at(pattern, visit) <= 0 for pattern in here):
            return NotEstimable(reason="no_variance", parameters={"visit": visit})
    return None


def _spread_at(pattern: reml.Pattern, visit: int) -> float:
    """The variance of a visit's scores about the pattern's mean, 0 where it is rounding noise."""
    place = int(np.flatnonzero(pattern.observed == visit)[0])
    squares, total = float(pattern.of_y[place, place]), float(pattern.of_xy[0, place])
    spread = squares - total**2 / pattern.n
    return spread if spread > ROUNDING * squares else 0.0
