"""Restricted maximum likelihood of a repeated-measures model, from sums over patients with the same visits observed.

Patient i of method g has follow-ups y_i at its observed visits O, with y_i = X_i b + e_i and e_i ~ N(0, S_O), where S
is one unstructured covariance of all visits and S_O its part for O. A row of X_i is 1 for (method, visit) and the
baseline for (baseline, visit). With W = S_O⁻¹, everything the likelihood needs is a sum over the patients of a
pattern (g, O), and each such sum follows from n, Σb, Σb², Σy, Σby and Σyy′ (b the baseline):

    X′V⁻¹X = Σ_patterns [n Σb; Σb Σb²] ⊗ W        X′V⁻¹y = Σ_patterns [Σy; Σby] W
    C = (X′V⁻¹X)⁻¹      R = Σ r_i r_i′ (residuals)      B = Σ X_i C X_i′

so that its cost depends on the number of patterns, never of patients. For the elements θ_j of S, A_j = ∂S_O/∂θ_j:

    score_j       = ½ Σ tr A_j (W(R + B)W − nW)
    observed_jk   = Σ tr A_k W A_j (W(R + B)W − ½nW) − u_k′Cu_j − ½ tr CQ_kCQ_j
    expected_jk   = Σ tr A_k W A_j (½nW − WBW) + ½ tr CQ_kCQ_j

with Q_j = Σ X_i′WA_jWX_i and u_j = Σ X_i′WA_jWr_i. These are the derivatives of Harville (J Am Stat Assoc
1977;72:320–338) and Lindstrom & Bates (1988;83:1014–1022), sorted by pattern.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.stats.weighted import Floats

Places = NDArray[np.int64]

MOST_STEPS = 100
CONVERGED = 1e-10
"""A Newton step that promises less than this of log-likelihood is the last one; it squares the error once more."""


class Pattern(NamedTuple):
    """Sums over the patients of one method with the same visits observed.

    `observed` are the positions of their visits; the cross-products are those of [1, baseline] with itself (`of_x`,
    2×2), with the follow-ups (`of_xy`, 2×q) and of the follow-ups with themselves (`of_y`, q×q); `columns` says where
    the rows of X stand: q places of (method, visit), then q of (baseline, visit). `elements` is ∂S_O/∂θ_j.
    """

    n: int
    observed: Places
    of_x: Floats
    of_xy: Floats
    of_y: Floats
    columns: Places
    elements: Floats


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


def fit(patterns: Sequence[Pattern], visits: int, coefficients: int) -> Estimates | None:
    """The restricted maximum likelihood estimates; None where the search does not converge."""
    found = evaluate(patterns, _start(patterns, visits, coefficients))
    for _ in range(MOST_STEPS):
        if found is None:
            return None
        direction = _direction(found)
        if direction is None:
            return None
        promised = float(found.score @ direction)
        moved = _climb(patterns, found, direction, visits)
        if moved is None:
            return found if promised < CONVERGED else None
        found = moved
        if promised < CONVERGED:
            return found
    return None


def evaluate(patterns: Sequence[Pattern], covariance: Floats) -> Estimates | None:
    """The likelihood and its derivatives at one covariance; None where that is not positive definite."""
    inverses = _inverses(patterns, covariance)
    if inverses is None:
        return None
    size = 1 + max(int(pattern.columns.max()) for pattern in patterns)
    products, right = np.zeros((size, size)), np.zeros(size)
    for pattern, inverse in zip(patterns, inverses, strict=True):
        products[np.ix_(pattern.columns, pattern.columns)] += _kronecker(pattern.of_x, inverse)
        right[pattern.columns] += (pattern.of_xy @ inverse).ravel()
    spread: Floats = np.linalg.inv(products).astype(np.float64, copy=False)
    coefficients = spread @ right
    sums = _derivative_sums(patterns, inverses, coefficients, spread)
    observations = sum(pattern.n * len(pattern.observed) for pattern in patterns)
    log_likelihood = -0.5 * (
        sum(-p.n * _log_determinant(w) for p, w in zip(patterns, inverses, strict=True))
        + _log_determinant(products)
        + sums.squares
        + (observations - size) * math.log(2 * math.pi)
    )
    turned = np.einsum("ab,kbc->kac", spread, sums.q)
    shared = 0.5 * np.einsum("kab,jba->kj", turned, turned)
    return Estimates(
        covariance=covariance,
        coefficients=coefficients,
        spread=spread,
        log_likelihood=log_likelihood,
        score=sums.score,
        observed=_symmetric(sums.observed - sums.u @ spread @ sums.u.T - shared),
        expected=_symmetric(sums.expected + shared),
        q=sums.q,
    )


class _Sums(NamedTuple):
    squares: float
    score: Floats
    observed: Floats
    expected: Floats
    q: Floats
    u: Floats


def _derivative_sums(
    patterns: Sequence[Pattern], inverses: Sequence[Floats], coefficients: Floats, spread: Floats
) -> _Sums:
    elements, size = len(patterns[0].elements), len(coefficients)
    squares, score = 0.0, np.zeros(elements)
    observed, expected = np.zeros((elements, elements)), np.zeros((elements, elements))
    q, u = np.zeros((elements, size, size)), np.zeros((elements, size))
    for pattern, w in zip(patterns, inverses, strict=True):
        places, width = pattern.columns, len(pattern.observed)
        own = coefficients[places].reshape(2, width)
        x_residuals = pattern.of_xy - pattern.of_x @ own
        residuals = pattern.of_y - own.T @ pattern.of_xy - x_residuals.T @ own
        blocks = spread[np.ix_(places, places)].reshape(2, width, 2, width)
        leverage = np.einsum("uv,usvt->st", pattern.of_x, blocks)
        inner = w @ (residuals + leverage) @ w
        a = pattern.elements
        aw = a @ w
        squares += float((w * residuals).sum())
        score += 0.5 * np.einsum("kab,ba->k", a, inner - pattern.n * w)
        observed += np.einsum("kab,jba->kj", aw, a @ (inner - 0.5 * pattern.n * w))
        expected += np.einsum("kab,jba->kj", aw, a @ (0.5 * pattern.n * w - w @ leverage @ w))
        waw = w @ aw
        q[:, places[:, None], places[None, :]] += _kronecker(pattern.of_x, waw)
        u[:, places] += np.einsum("us,kst->kut", x_residuals, waw).reshape(elements, 2 * width)
    return _Sums(squares, score, observed, expected, q, u)


def elements_of(observed: Places, visits: int) -> Floats:
    """∂S_O/∂θ_j for each element θ_j of S (rows of its upper triangle), as a stack of small matrices."""
    rows, columns = np.triu_indices(visits)
    left, right = observed[:, None], observed[None, :]
    is_here = (left == rows[:, None, None]) & (right == columns[:, None, None])
    is_mirrored = (left == columns[:, None, None]) & (right == rows[:, None, None])
    stack: Floats = (is_here | is_mirrored).astype(np.float64)
    return stack


def cross_products(patterns: Sequence[Pattern], coefficients: int) -> Floats:
    """X′X: the design without any covariance."""
    products = np.zeros((coefficients, coefficients))
    for pattern in patterns:
        identity = np.eye(len(pattern.observed))
        products[np.ix_(pattern.columns, pattern.columns)] += _kronecker(pattern.of_x, identity)
    return products


def _start(patterns: Sequence[Pattern], visits: int, coefficients: int) -> Floats:
    """Covariances of the residuals from least squares, from whoever has both visits; variances only if that fails."""
    right = np.zeros(coefficients)
    for pattern in patterns:
        right[pattern.columns] += pattern.of_xy.ravel()
    solution = np.linalg.solve(cross_products(patterns, coefficients), right)
    sums, counts = np.zeros((visits, visits)), np.zeros((visits, visits))
    for pattern in patterns:
        own = solution[pattern.columns].reshape(2, len(pattern.observed))
        left_over = pattern.of_xy - pattern.of_x @ own
        place = np.ix_(pattern.observed, pattern.observed)
        sums[place] += pattern.of_y - own.T @ pattern.of_xy - left_over.T @ own
        counts[place] += pattern.n
    start: Floats = sums / np.maximum(counts, 1)
    return start if is_positive(start) else start * np.eye(visits)


def _climb(patterns: Sequence[Pattern], found: Estimates, direction: Floats, visits: int) -> Estimates | None:
    """The first of ever shorter steps that does not lower the likelihood."""
    rows, columns = np.triu_indices(visits)
    step = np.zeros((visits, visits))
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


def _inverses(patterns: Sequence[Pattern], covariance: Floats) -> list[Floats] | None:
    if not is_positive(covariance):
        return None
    own = (covariance[np.ix_(pattern.observed, pattern.observed)] for pattern in patterns)
    return [np.linalg.inv(block).astype(np.float64, copy=False) for block in own]


def is_positive(matrix: Floats) -> bool:
    """Whether a symmetric matrix is positive definite, beyond rounding, whatever the units of its rows."""
    diagonal = np.diag(matrix)
    if not np.isfinite(matrix).all() or diagonal.min() <= 0:
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0] > 1e-12)


def _kronecker(small: Floats, large: Floats) -> Floats:
    """The Kronecker product of a 2×2 matrix with a matrix or with each of a stack."""
    width = large.shape[-1]
    product: Floats = small[:, None, :, None] * large[..., None, :, None, :]
    return product.reshape(*large.shape[:-2], 2 * width, 2 * width)


def _log_determinant(matrix: Floats) -> float:
    return float(np.linalg.slogdet(matrix)[1])


def _symmetric(matrix: Floats) -> Floats:
    return (matrix + matrix.T) / 2
