"""What every statistic is computed from: joint counts of scores, and moments. They add."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Changes(NamedTuple):
    """The distinct changes in ascending order, and how many patients have each."""

    values: Floats
    patients: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedCounts:
    """The distinct (baseline, follow-up) pairs of one method and how many patients have each.

    All arrays have one entry per distinct pair. `change` is follow-up minus baseline, without the noise of decimals
    (so that 6.4 − 3.3 ties with 3.1). `changes` holds the same changes merged, once for every statistic on them:
    thousands of pairs of tenths have some hundred distinct changes.
    """

    baseline: Floats
    follow_up: Floats
    count: Integers
    changes: Changes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Merge the pairs of equal change."""
        values, where = np.unique(self.change, return_inverse=True)
        patients = np.zeros(len(values), dtype=np.int64)
        np.add.at(patients, where, self.count)
        object.__setattr__(self, "changes", Changes(values, patients))

    @property
    def n(self) -> int:
        """Patients."""
        return int(self.count.sum())

    @property
    def change(self) -> Floats:
        """Follow-up minus baseline, one per distinct pair."""
        return np.round(self.follow_up - self.baseline, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCounts:
    """Joint counts of (method, baseline, follow-up[, covariates]) at one visit: the complete pairs, nothing lost.

    `method` indexes `methods`; `covariates` has one column per name in `covariate_names` (categorical covariates
    come as indicator columns); all arrays have one row per distinct combination, `count` its patients.
    """

    outcome: str
    visit: str
    methods: tuple[str, ...]
    method: Integers
    baseline: Floats
    follow_up: Floats
    count: Integers
    covariates: Floats
    covariate_names: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Patients with both scores."""
        return int(self.count.sum())

    def n_of(self, method: str) -> int:
        """Patients of one method with both scores."""
        return int(self.count[self._rows(method)].sum())

    def of(self, method: str) -> PairedCounts:
        """The distinct pairs of one method (covariates ignored)."""
        rows = self._rows(method)
        return PairedCounts(baseline=self.baseline[rows], follow_up=self.follow_up[rows], count=self.count[rows])

    def _rows(self, method: str) -> NDArray[np.bool_]:
        if method not in self.methods:
            raise ValueError(f"no method {method!r} among {', '.join(self.methods)}")
        rows: NDArray[np.bool_] = self.method == self.methods.index(method)
        return rows

    def only(self, methods: Iterable[str]) -> ScoreCounts:
        """The same counts for some of the methods, in the order given."""
        kept = tuple(methods)
        position = np.array([kept.index(name) if name in kept else -1 for name in self.methods], dtype=np.int64)
        method = position[self.method] if len(self.methods) else self.method
        rows = method >= 0
        return ScoreCounts(
            outcome=self.outcome, visit=self.visit, methods=kept, method=method[rows],
            baseline=self.baseline[rows], follow_up=self.follow_up[rows], count=self.count[rows],
            covariates=self.covariates[rows], covariate_names=self.covariate_names,
        )  # fmt: skip

    def __add__(self, other: ScoreCounts) -> ScoreCounts:
        """Pool two sources of the same question: counts add. Indicator covariates must have the same first level."""
        if (self.outcome, self.visit, self.covariate_names) != (other.outcome, other.visit, other.covariate_names):
            raise ValueError(
                "ScoreCounts add only for the same outcome, visit and covariates: "
                f"{self.outcome} at {self.visit} {self.covariate_names} and "
                f"{other.outcome} at {other.visit} {other.covariate_names}"
            )
        methods = (*self.methods, *(name for name in other.methods if name not in self.methods))
        theirs = np.array([methods.index(name) for name in other.methods], dtype=np.int64)
        rows = np.column_stack(
            [
                np.concatenate([self.method, theirs[other.method] if len(theirs) else other.method]).astype(float),
                np.concatenate([self.baseline, other.baseline]),
                np.concatenate([self.follow_up, other.follow_up]),
                np.concatenate([self.covariates, other.covariates]),
            ]
        )
        distinct, where = np.unique(rows, axis=0, return_inverse=True)
        count = np.bincount(where.ravel(), weights=np.concatenate([self.count, other.count]), minlength=len(distinct))
        return ScoreCounts(
            outcome=self.outcome, visit=self.visit, methods=methods, method=distinct[:, 0].astype(np.int64),
            baseline=distinct[:, 1], follow_up=distinct[:, 2], count=count.astype(np.int64),
            covariates=distinct[:, 3:], covariate_names=self.covariate_names,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Sums over the patients of one method who have the same visits observed.

    `observed` says which follow-up visits they have. `cross_products` is the matrix ZᵀZ of
    Z = [1, baseline, follow-ups of `observed` in visit order], so that its first row holds n and the sums.
    """

    method: str
    visits: tuple[str, ...]
    observed: tuple[bool, ...]
    cross_products: Floats

    @property
    def n(self) -> int:
        """Patients with this pattern."""
        return round(float(self.cross_products[0, 0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCounts:
    """How many patients of one method are left at each step towards a number; `method` None: no method recorded.

    `died` and `lost` count those without a follow-up score whose cell gives that reason, `not_recorded` the others
    without one; `died_after_baseline` those of the dead who have a baseline.
    """

    outcome: str
    visit: str
    method: str | None
    in_file: int
    with_baseline: int
    with_follow_up: int
    analysed: int
    died: int
    lost: int
    died_after_baseline: int

    @property
    def without_baseline(self) -> int:
        """Patients without a score before treatment."""
        return self.in_file - self.with_baseline

    @property
    def not_recorded(self) -> int:
        """Patients without a follow-up score of whom the file does not say why."""
        return self.in_file - self.with_follow_up - self.died - self.lost
