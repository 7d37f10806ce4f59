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
    patterns = _arrays(seen, mean_baseline, groups, visits)
    refusal = _refuse_degenerate(patterns, mean_baseline)
    if refusal is not None:
        return refusal
    found = reml.fit(patterns)
    if found is None or not reml.is_positive(found.observed):
        return NotEstimable(reason="not_converged")
    return Mmrm(
        n=n,
        observations=round(float(patterns.n @ patterns.observed.sum(axis=1))),
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


def _arrays(seen: Sequence[PatternSums], mean_baseline: float, groups: int, visits: int) -> reml.PatternArrays:
    """The sums about the mean baseline, spread over all visits."""
    of_x, of_xy = np.zeros((len(seen), 2, 2)), np.zeros((len(seen), 2, visits))
    of_y = np.zeros((len(seen), visits, visits))
    for place, one in enumerate(seen):
        centring = np.eye(len(one.cross_products))
        centring[0, 1] = -mean_baseline
        centred = centring.T @ one.cross_products @ centring
        here = np.flatnonzero(one.observed)
        of_x[place], of_xy[place][:, here] = centred[:2, :2], centred[:2, 2:]
        of_y[place][here[:, None], here] = centred[2:, 2:]
    group = np.array([one.group for one in seen], dtype=np.int64)
    return reml.PatternArrays(
        observed=np.array([one.observed for one in seen], dtype=np.bool_),
        group=group,
        member=np.equal.outer(np.arange(groups), group).astype(np.float64),
        of_x=of_x,
        of_xy=of_xy,
        of_y=of_y,
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


def _refuse_degenerate(patterns: reml.PatternArrays, mean_baseline: float) -> NotEstimable | None:
    """A baseline or a visit that does not vary, or a baseline that cannot be told from the methods."""
    # Sums of squares about a mean are right to eps times the squares themselves.
    if float(patterns.of_x[:, 1, 1].sum()) <= ROUNDING * float(patterns.n.sum()) * mean_baseline**2:
        return NotEstimable(reason="constant_baseline", parameters={"value": mean_baseline})
    squares = np.einsum("ptt->pt", patterns.of_y)
    about_mean = squares - patterns.of_xy[:, 0] ** 2 / patterns.n[:, None]
    varies = (about_mean > ROUNDING * squares).any(axis=0)
    if not varies.all():
        return NotEstimable(reason="no_variance", parameters={"visit": int(varies.argmin())})
    design = reml.cross_products(patterns, reml.identities(patterns))
    if not reml.is_positive(design):
        return NotEstimable(reason="singular_design", parameters={"columns": len(design)})
    return None
