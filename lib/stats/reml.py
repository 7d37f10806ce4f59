"""Restricted maximum likelihood of a repeated-measures model, from sums over patients with the same visits observed.

Patient i of method g has follow-ups y_i at its observed visits O, with y_i = X_i b + e_i and e_i ~ N(0, S_O), where S
is one unstructured covariance of all visits and S_O its part for O. A row of X_i is 1 for (method, visit) and the
baseline for (baseline, visit). With W = S_O⁻¹, everything the likelihood needs is a sum over the patients of a
pattern (g, O), and each such sum follows from n, Σb, Σb², Σy, Σby and Σyy′ (b the baseline):

    X′V⁻¹X = Σ_patterns [n Σb; Σb Σb²] ⊗ W        X′V⁻¹y = Σ_patterns [Σy; Σby] W
    C = (X′V⁻¹X)⁻¹      R = Σ r_i r_i′ (residuals)      B = Σ X_i C X_i′

so that its cost depends on the number of patterns, never of patients. For the elements θ_j of S, A_j = ∂S/∂θ_j:

    score_j       = ½ Σ tr A_j (W(R + B)W − nW)
    observed_jk   = Σ tr A_k W A_j (W(R + B)W − ½nW) − u_k′Cu_j − ½ tr CQ_kCQ_j
    expected_jk   = Σ tr A_k W A_j (½nW − WBW) + ½ tr CQ_kCQ_j

with Q_j = Σ X_i′WA_jWX_i and u_j = Σ X_i′WA_jWr_i. These are the derivatives of Harville (J Am Stat Assoc
1977;72:320–338) and Lindstrom & Bates (1988;83:1014–1022), sorted by pattern. All patterns are computed at once: each
W is written into a matrix of all visits, with zeros where a visit is missing, which then drops out of every product.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.stats.weighted import Floats

MOST_STEPS = 100
CONVERGED = 1e-10
"""A Newton step that promises less than this of log-likelihood is the last one; it squares the error once more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PatternArrays:
    """The sums of all patterns, one per entry of the first axis.

    `of_x` are the cross-products of [1, baseline] with itself (2×2), `of_xy` with the follow-ups (2×visits), `of_y`
    those of the follow-ups with themselves; zeros where a visit is missing. `member` is 1 for (group, pattern).
    """

    observed: NDArray[np.bool_]
    group: NDArray[np.int64]
    member: Floats
    of_x: Floats
    of_xy: Floats
    of_y: Floats

    @property
    def n(self) -> Floats:
        """Patients."""
        return self.of_x[:, 0, 0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Coefficients and their covariance at one covariance of the visits, and the likelihood's derivatives there."""

    covariance: Floats
    coefficients: Floats
    spread: Floats  # C, the covariance of the coefficients
    log_likelihood: float
    score: Floats
    observed: Floats
    expected: Floats
    q: Floats  # (elements, coefficients, coefficients)


def fit(patterns: PatternArrays) -> Estimates | None:
    """The restricted maximum likelihood estimates; None where the search does not converge."""
    found = evaluate(patterns, _start(patterns))
    for _ in range(MOST_STEPS):
        direction = None if found is None else _direction(found)
        if found is None or direction is None:
            return None
        promised = float(found.score @ direction)
        moved = _climb(patterns, found, direction)
        if moved is None:
            return found if promised < CONVERGED else None
        if promised < CONVERGED:
            return moved
        found = moved
    return None


def evaluate(patterns: PatternArrays, covariance: Floats) -> Estimates | None:
    """The likelihood and its derivatives at one covariance; None where that is not positive definite."""
    if not is_positive(covariance):
        return None
    w, log_determinants = _inverses(patterns, covariance)
    products = cross_products(patterns, w)
    if not is_positive(products):
        return None
    wy = patterns.of_xy @ w
    right = np.concatenate([(patterns.member @ wy[:, 0]).ravel(), wy[:, 1].sum(axis=0)])
    spread: Floats = np.linalg.inv(products).astype(np.float64, copy=False)
    coefficients = spread @ right
    x_residuals, residuals = _residuals(patterns, coefficients)
    leverage = _leverage(patterns, spread)
    nw = patterns.n[:, None, None] * w
    inner, outer = w @ (residuals + leverage) @ w, w @ leverage @ w
    a = elements(len(covariance))
    q, u = _design_derivatives(patterns, w, x_residuals, a)
    turned = spread @ q
    shared = 0.5 * np.einsum("kab,jba->kj", turned, turned)
    observations = int(patterns.n @ patterns.observed.sum(axis=1))
    return Estimates(
        covariance=covariance,
        coefficients=coefficients,
        spread=spread,
        log_likelihood=-0.5
        * (
            float(patterns.n @ log_determinants)
            + float(np.linalg.slogdet(products)[1])
            + float((w * residuals).sum())
            + (observations - len(products)) * math.log(2 * math.pi)
        ),
        score=0.5 * np.einsum("kab,ba->k", a, (inner - nw).sum(axis=0)),
        observed=_symmetric(_double_traces(a, w, inner - 0.5 * nw) - u @ spread @ u.T - shared),
        expected=_symmetric(_double_traces(a, w, 0.5 * nw - outer) + shared),
        q=q,
    )


def cross_products(patterns: PatternArrays, w: Floats) -> Floats:
    """X′V⁻¹X, where w holds each pattern's W; with the identity of its observed visits in its place, X′X."""
    of_x = patterns.of_x
    return _assemble(
        np.einsum("gp,p,pst->gst", patterns.member, of_x[:, 0, 0], w),
        np.einsum("gp,p,pst->gst", patterns.member, of_x[:, 0, 1], w),
        np.einsum("p,pst->st", of_x[:, 1, 1], w),
    )


def identities(patterns: PatternArrays) -> Floats:
    """The identity of each pattern's observed visits, zeros elsewhere."""
    return patterns.observed[:, :, None] * np.eye(patterns.observed.shape[1])


def is_positive(matrix: Floats) -> bool:
    """Whether a symmetric matrix is positive definite, beyond rounding, whatever the units of its rows."""
    diagonal = np.diag(matrix)
    if not np.isfinite(matrix).all() or diagonal.min() <= 0:
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0] > 1e-12)


def elements(visits: int) -> Floats:
    """∂S/∂θ_j for each element θ_j of the upper triangle of S, row by row."""
    rows, columns = np.triu_indices(visits)
    stack = np.zeros((len(rows), visits, visits))
    stack[np.arange(len(rows)), rows, columns] = stack[np.arange(len(rows)), columns, rows] = 1.0
    return stack


def _inverses(patterns: PatternArrays, covariance: Floats) -> tuple[Floats, Floats]:
    """W of each pattern, zero where a visit is missing, and log |S_O|."""
    here = patterns.observed[:, :, None] & patterns.observed[:, None, :]
    # A missing visit becomes a visit of its own with variance 1: it changes neither the rest nor the determinant.
    filled = np.where(here, covariance, np.eye(len(covariance)))
    inverse = np.linalg.inv(filled)
    return np.where(here, inverse, 0.0), np.linalg.slogdet(filled)[1]


def _residuals(patterns: PatternArrays, coefficients: Floats) -> tuple[Floats, Floats]:
    """Σ [1, b]′r′ and Σ rr′ per pattern; entries of missing visits mean nothing, W leaves them out."""
    groups, visits = len(patterns.member), patterns.observed.shape[1]
    means = coefficients.reshape(groups + 1, visits)
    own = np.stack([means[patterns.group], np.broadcast_to(means[-1], (len(patterns.group), visits))], axis=1)
    of_x_residuals = patterns.of_xy - patterns.of_x @ own
    turned = own.transpose(0, 2, 1)
    return of_x_residuals, patterns.of_y - turned @ patterns.of_xy - of_x_residuals.transpose(0, 2, 1) @ own


def _leverage(patterns: PatternArrays, spread: Floats) -> Floats:
    """B = Σ X_i C X_i′ per pattern; entries of missing visits mean nothing."""
    groups, visits = len(patterns.member), patterns.observed.shape[1]
    blocks = spread.reshape(groups + 1, visits, groups + 1, visits)
    places = np.arange(groups)
    own, cross = blocks[places, :, places, :][patterns.group], blocks[:groups, :, groups, :][patterns.group]
    n, b, bb = (patterns.of_x[:, i, j][:, None, None] for i, j in ((0, 0), (0, 1), (1, 1)))
    leverage: Floats = n * own + b * (cross + cross.transpose(0, 2, 1)) + bb * blocks[groups, :, groups, :]
    return leverage


def _design_derivatives(patterns: PatternArrays, w: Floats, x_residuals: Floats, a: Floats) -> tuple[Floats, Floats]:
    """Q_j and u_j: what the elements of S do to X′V⁻¹X and to X′V⁻¹r."""
    count, visits = w.shape[:2]
    flat = w.reshape(count, -1)
    of_x = patterns.of_x

    def turned(weights: Floats) -> Floats:
        """Σ weight · W A_j W over patterns, one weighting per row."""
        pairs = ((weights[:, None, :] * flat.T) @ flat).reshape(-1, visits, visits, visits, visits)
        return np.moveaxis(np.tensordot(pairs, a, axes=([2, 3], [1, 2])), -1, 0)

    member = patterns.member
    q = _assemble(turned(member * of_x[:, 0, 0]), turned(member * of_x[:, 0, 1]), turned(of_x[None, :, 1, 1])[:, 0])
    wr = x_residuals @ w
    by_group = member @ (w[..., None] * wr[:, None, None, 0]).reshape(count, -1)
    by_slope = (w[..., None] * wr[:, None, None, 1]).sum(axis=0).reshape(1, -1)
    pooled = np.concatenate([by_group, by_slope]).reshape(-1, visits, visits, visits)
    return q, np.moveaxis(np.tensordot(pooled, a, axes=([2, 3], [1, 2])), -1, 0).reshape(len(a), -1)


def _double_traces(a: Floats, left: Floats, right: Floats) -> Floats:
    """Σ tr A_k L A_j R over patterns."""
    visits = left.shape[1]
    pairs = (left.reshape(len(left), -1).T @ right.reshape(len(right), -1)).reshape((visits,) * 4)
    half = np.tensordot(a, pairs, axes=([1, 2], [3, 0]))
    traces: Floats = np.tensordot(half, a, axes=([1, 2], [1, 2]))
    return traces


def _assemble(own: Floats, cross: Floats, slope: Floats) -> Floats:
    """The matrix of all coefficients from its blocks: per group, of group with slope, of the slopes."""
    *lead, groups, visits, _ = own.shape
    matrix = np.zeros((*lead, groups + 1, visits, groups + 1, visits))
    for g in range(groups):
        matrix[..., g, :, g, :] = own[..., g, :, :]
        matrix[..., g, :, groups, :] = cross[..., g, :, :]
        matrix[..., groups, :, g, :] = cross[..., g, :, :].swapaxes(-1, -2)
    matrix[..., groups, :, groups, :] = slope
    size = (groups + 1) * visits
    return matrix.reshape(*lead, size, size)


def _start(patterns: PatternArrays) -> Floats:
    """Covariances of the residuals from least squares, from whoever has both visits; variances only if that fails."""
    right = np.concatenate([(patterns.member @ patterns.of_xy[:, 0]).ravel(), patterns.of_xy[:, 1].sum(axis=0)])
    solution = np.linalg.solve(cross_products(patterns, identities(patterns)), right)
    here = patterns.observed[:, :, None] & patterns.observed[:, None, :]
    sums = np.where(here, _residuals(patterns, solution)[1], 0.0).sum(axis=0)
    start: Floats = sums / np.maximum((here * patterns.n[:, None, None]).sum(axis=0), 1)
    return start if is_positive(start) else start * np.eye(len(start))


def _climb(patterns: PatternArrays, found: Estimates, direction: Floats) -> Estimates | None:
    """The first of ever shorter steps that does not lower the likelihood."""
    rows, columns = np.triu_indices(len(found.covariance))
    step = np.zeros_like(found.covariance)
    step[rows, columns] = step[columns, rows] = direction
    for halving in range(40):
        moved = evaluate(patterns, found.covariance + step / 2**halving)
        if moved is not None and moved.log_likelihood >= found.log_likelihood - 1e-12 * abs(found.log_likelihood):
            return moved
    return None


def _direction(found: Estimates) -> Floats | None:
    """Newton's step where the observed information is positive, else the scoring step."""
    for information in (found.observed, found.expected):
        if is_positive(information):
            return np.linalg.solve(information, found.score).astype(np.float64, copy=False)
    return None


def _symmetric(matrix: Floats) -> Floats:
    return (matrix + matrix.T) / 2
