"""Follow-up by method, adjusted for baseline and covariates: the comparison that carries the verdict.

The model is follow-up = mean of the method + slopes × (baseline and covariates about their means), so that a
method's coefficient is its adjusted mean. Patients with the same row share one residual and one leverage; the
cross-products and the robust covariance are therefore sums over distinct rows times their patients.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.stats.distributions import f_upper
from lib.stats.omnibus import OverallTest
from lib.stats.results import NotEstimable, TestResult
from lib.stats.t_based import TBased
from lib.stats.weighted import ROUNDING, Floats

SINGULAR = 1e-10
"""Below this share of its own spread left over by the other columns, a column adds nothing to the design."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A least-squares fit of frequency-weighted rows."""

    coefficients: Floats
    inverse: Floats  # of the cross-products
    residuals: Floats
    squares: float  # residual sum of squares
    df: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ancova:
    """A fitted analysis of covariance. The first `groups` coefficients are the adjusted means.

    `mean_baseline` is over all analysed patients; `sizes` the patients per group.
    """

    n: int
    df: int
    groups: int
    sizes: tuple[int, ...]
    mean_baseline: float
    residual_sd: float
    baseline_slope: TestResult
    coefficients: Floats
    covariance: Floats  # ordinary
    covariance_hc3: Floats | None  # None where one patient alone determines a coefficient
    _design: Floats
    _follow_up: Floats
    _weights: Floats

    def difference(self, a: int, b: int, *, robust: bool = True, level: float = 0.95) -> TestResult | NotEstimable:
        """Adjusted mean of group a minus group b.

        `robust` takes the HC3 standard error (R's sandwich::vcovHC) with the residual degrees of freedom, otherwise
        the ordinary one: equals R's lm(follow_up ~ group + baseline).
        """
        contrast = np.zeros(len(self.coefficients))
        contrast[a] += 1.0
        contrast[b] -= 1.0
        return self._estimate(contrast, robust=robust, level=level)

    def adjusted_follow_up(self, a: int, *, robust: bool = True, level: float = 0.95) -> TestResult | NotEstimable:
        """Adjusted mean follow-up of group a at the mean baseline and mean covariates. Equals R's emmeans(fit)."""
        contrast = np.zeros(len(self.coefficients))
        contrast[a] = 1.0
        return self._estimate(contrast, robust=robust, level=level)

    def overall(self, *, robust: bool = False) -> OverallTest | NotEstimable:
        """Whether the adjusted means differ at all: the type II F test. Equals R's drop1(fit, test = "F").

        `robust` takes the HC3 covariance: equals R's car::linearHypothesis(fit, …, white.adjust = "hc3").
        """
        chosen = self.covariance_hc3 if robust else self.covariance
        if self.groups < 2:
            return NotEstimable(reason="one_method", parameters={"groups": self.groups})
        if chosen is None:
            return NotEstimable(reason="leverage_one", parameters={"n": min(self.sizes)})
        contrasts = np.eye(self.groups - 1, len(self.coefficients), 1)
        contrasts[:, 0] = -1.0
        estimates = contrasts @ self.coefficients
        df1 = self.groups - 1
        covariance = contrasts @ chosen @ contrasts.T
        if np.linalg.cond(covariance) > 1 / SINGULAR:  # two groups or more in which every patient is on the line
            return NotEstimable(reason="no_variance")
        statistic = float(estimates @ np.linalg.solve(covariance, estimates)) / df1
        return OverallTest(statistic=statistic, df1=df1, df2=self.df, p_value=f_upper(statistic, df1, self.df))

    def interaction(self) -> OverallTest | NotEstimable:
        """Whether the slope on baseline differs between methods. Equals R's anova(lm(y ~ g + b), lm(y ~ g * b))."""
        if self.groups < 2:
            return NotEstimable(reason="one_method", parameters={"groups": self.groups})
        baseline = self._design[:, self.groups : self.groups + 1]
        wider = np.hstack([self._design, self._design[:, 1 : self.groups] * baseline])
        fit = least_squares(wider, self._follow_up, self._weights)
        if isinstance(fit, NotEstimable):
            return fit
        df1 = self.groups - 1
        statistic = (self.residual_sd**2 * self.df - fit.squares) / df1 / (fit.squares / fit.df)
        return OverallTest(statistic=statistic, df1=df1, df2=fit.df, p_value=f_upper(statistic, df1, fit.df))

    def _estimate(self, contrast: Floats, *, robust: bool, level: float) -> TestResult | NotEstimable:
        covariance = self.covariance_hc3 if robust else self.covariance
        if covariance is None:
            return NotEstimable(reason="leverage_one", parameters={"n": min(self.sizes)})
        variance = float(contrast @ covariance @ contrast)
        found = TBased(float(contrast @ self.coefficients), math.sqrt(variance), self.df, self.n)
        if found.standard_error <= ROUNDING * float(np.abs(self._follow_up).max()):
            return NotEstimable(reason="no_variance", parameters={"value": found.estimate})
        return found.test("ancova_hc3" if robust else "ancova", level)


def ancova(
    follow_up: ArrayLike,
    baseline: ArrayLike,
    group: ArrayLike,
    weights: ArrayLike,
    *,
    groups: int,
    covariates: ArrayLike | None = None,
) -> Ancova | NotEstimable:
    """Fit follow-up by group, baseline and covariates from distinct rows.

    `group` holds codes 0 … groups − 1, `covariates` one column per covariate (indicators for categories, without the
    first). Refused: a group without patients (`empty_group`), a baseline that does not vary (`constant_baseline`),
    covariates that repeat one another, the baseline or the groups (`singular_design`), no degrees of freedom
    (`too_few`), no residual variance (`no_variance`).
    """
    y, x, w = (np.asarray(column, dtype=np.float64) for column in (follow_up, baseline, weights))
    codes = np.asarray(group, dtype=np.int64)
    others = np.empty((len(y), 0)) if covariates is None else np.asarray(covariates, dtype=np.float64)
    _check(y, x, codes, w, others, groups)
    sizes = np.bincount(codes, weights=w, minlength=groups)
    n = round(float(w.sum()))
    if n == 0:
        return NotEstimable(reason="no_values")
    if sizes.min() == 0:
        return NotEstimable(reason="empty_group", parameters={"group": int(sizes.argmin())})
    mean_baseline = float(w @ x) / n
    centred = np.column_stack([x - mean_baseline, others - (w @ others) / n])
    if math.sqrt(float(w @ centred[:, 0] ** 2) / n) <= ROUNDING * float(np.abs(x).max()):
        return NotEstimable(reason="constant_baseline", parameters={"value": mean_baseline})
    design = np.hstack([np.equal.outer(codes, np.arange(groups)).astype(np.float64), centred])
    fit = least_squares(design, y, w)
    if isinstance(fit, NotEstimable):
        return fit
    variance = fit.squares / fit.df
    slope_error = math.sqrt(variance * fit.inverse[groups, groups])
    slope = TBased(float(fit.coefficients[groups]), slope_error, fit.df, n)
    return Ancova(
        n=n,
        df=fit.df,
        groups=groups,
        sizes=tuple(int(size) for size in sizes),
        mean_baseline=mean_baseline,
        residual_sd=math.sqrt(variance),
        baseline_slope=slope.test("ancova", 0.95),
        coefficients=fit.coefficients,
        covariance=variance * fit.inverse,
        covariance_hc3=_hc3(design, w, fit),
        _design=design,
        _follow_up=y,
        _weights=w,
    )


def least_squares(design: Floats, y: Floats, weights: Floats) -> Fit | NotEstimable:
    """Least squares of weighted rows; refused where columns depend on one another or nothing is left over."""
    weighted = design * weights[:, None]
    products = weighted.T @ design
    lengths = np.sqrt(np.diag(products))
    n, df = round(float(weights.sum())), round(float(weights.sum())) - design.shape[1]
    if lengths.min() == 0 or np.linalg.eigvalsh(products / np.outer(lengths, lengths))[0] < SINGULAR:
        return NotEstimable(reason="singular_design", parameters={"columns": design.shape[1]})
    if df < 1:
        return NotEstimable(reason="too_few", parameters={"n": n})
    inverse: Floats = np.linalg.inv(products).astype(np.float64, copy=False)
    coefficients = inverse @ (weighted.T @ y)
    coefficients += inverse @ (weighted.T @ (y - design @ coefficients))  # one step of refinement
    residuals = y - design @ coefficients
    squares = float(weights @ residuals**2)
    if math.sqrt(squares / n) <= ROUNDING * float(np.abs(y).max()):
        return NotEstimable(reason="no_variance")
    return Fit(coefficients=coefficients, inverse=inverse, residuals=residuals, squares=squares, df=df)


def _hc3(design: Floats, weights: Floats, fit: Fit) -> Floats | None:
    """The HC3 covariance (MacKinnon & White, J Econometrics 1985;29:305–325): residuals over 1 − leverage."""
    spread = design @ fit.inverse
    leverage = (spread * design).sum(axis=1)
    present = weights > 0
    if leverage[present].max() > 1 - 1e-9:
        return None
    scores = spread * (np.sqrt(weights) * fit.residuals / np.where(present, 1 - leverage, 1.0))[:, None]
    covariance: Floats = scores.T @ scores
    return covariance


def _check(y: Floats, x: Floats, codes: NDArray[np.int64], w: Floats, others: Floats, groups: int) -> None:
    if not len(y) == len(x) == len(codes) == len(w) == len(others):
        raise ValueError(
            f"follow_up, baseline, group, weights and covariates must have one length, "
            f"got {len(y)}, {len(x)}, {len(codes)}, {len(w)}, {len(others)}"
        )
    if len(codes) and not 0 <= codes.min() <= codes.max() < groups:
        raise ValueError(f"group must hold codes from 0 to {groups - 1}, got {codes.min()} to {codes.max()}")
    if len(w) and w.min() < 0:
        raise ValueError(f"weights must be at least 0, got {w.min()!r}")
