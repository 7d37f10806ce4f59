"""Who the patients of each method are: the baseline table, and how alike the methods' patients were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lib.analysis.proposal import method_pairs
from lib.registry.covariates import CovariateCounts
from lib.registry.protocol import Registry
from lib.stats.balance import binary, categorical, chance_band, continuous
from lib.stats.describe import Description, describe
from lib.stats.independent import welch
from lib.stats.results import NotEstimable, TestResult
from lib.terms import BASELINE, Covariate, Question

MARKED_ABOVE = 0.25
"""Size of a standardised mean difference from which a covariate is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One covariate with one method: `description` of a number, or `counts` by level of words.

    `values` are the distinct numbers and how many patients have each.
    """

    method: str
    n: int
    missing: int
    description: Description | NotEstimable | None
    counts: tuple[tuple[str, int], ...]
    values: tuple[tuple[float, ...], tuple[int, ...]] = ((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The standardised mean difference of two methods, experimental minus control, and that of means.

    Of two words it is the share of `level` (the last in order) that is compared; of three or more words the distance
    of Yang and Dalton, which has no sign. `chance` is how far from 0 chance alone carries it in 95 of 100.
    `mean_difference` is Welch's, of numbers only.
    """

    experimental: str
    control: str
    level: str | None
    smd: float | NotEstimable
    chance: float | None
    mean_difference: TestResult | NotEstimable | None = None

    @property
    def is_complete(self) -> bool:
        """The methods do not overlap and vary in neither: the difference has no finite size."""
        return isinstance(self.smd, NotEstimable) and abs(float(self.smd.parameters.get("value", 0.0))) > 1e-9

    @property
    def is_marked(self) -> bool:
        """Larger than 0.25 either way."""
        return self.is_complete or (not isinstance(self.smd, NotEstimable) and abs(self.smd) > MARKED_ABOVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRow:
    """One covariate of the baseline table, with every method and every pair of methods.

    `name` is a covariate's, or a score's: then `is_score`, and it is the value before treatment.
    """

    name: str
    is_score: bool
    is_numeric: bool
    by_method: tuple[Characteristic, ...]
    balance: tuple[Balance, ...]


def baseline_table(
    registry: Registry, question: Question | NotEstimable, shown: tuple[str, str] | None = None
) -> tuple[BaselineRow, ...]:
    """Every covariate in the order of the file, then every score before treatment.

    `shown` is the pair on screen, (experimental, control), which keeps that direction.
    """
    pairs = method_pairs(registry.methods, question, shown)
    covariates = [(registry.covariate_counts(one.name), False) for one in registry.covariates]
    scores = [(_before(registry, outcome), True) for outcome in registry.scales if _has_baseline(registry, outcome)]
    return tuple(_row(counts, is_score, pairs) for counts, is_score in (*covariates, *scores))


def covariate_table(
    registry: Registry,
    covariates: Iterable[Covariate],
    question: Question | NotEstimable,
    shown: tuple[str, str] | None = None,
) -> tuple[BaselineRow, ...]:
    """The same rows for some covariates only, in their order."""
    pairs = method_pairs(registry.methods, question, shown)
    return tuple(_row(registry.covariate_counts(one.name), False, pairs) for one in covariates)


def _has_baseline(registry: Registry, outcome: str) -> bool:
    return any(visit.is_baseline for visit in registry.visits(outcome))


def _before(registry: Registry, outcome: str) -> CovariateCounts:
    """A score before treatment as a covariate."""
    found = registry.score_counts(outcome, BASELINE)
    values, where = np.unique(found.baseline, return_inverse=True)
    counts = np.zeros((len(found.methods), len(values)), dtype=np.int64)
    np.add.at(counts, (found.method, where), found.count)
    in_file = {row.method: row.in_file for row in registry.flow(outcome, BASELINE)}
    missing = [in_file[method] - int(known) for method, known in zip(found.methods, counts.sum(axis=1), strict=True)]
    return CovariateCounts(
        name=outcome,
        is_numeric=True,
        methods=found.methods,
        levels=tuple(values.tolist()),
        counts=counts,
        missing=np.array(missing, dtype=np.int64),
    )


def _row(counts: CovariateCounts, is_score: bool, pairs: Iterable[tuple[str, str]]) -> BaselineRow:
    return BaselineRow(
        name=counts.name,
        is_score=is_score,
        is_numeric=counts.is_numeric,
        by_method=tuple(_characteristic(counts, method) for method in counts.methods),
        balance=tuple(_balance(counts, *pair) for pair in pairs),
    )


def _characteristic(counts: CovariateCounts, method: str) -> Characteristic:
    here = counts.of(method)
    return Characteristic(
        method=method,
        n=int(here.sum()),
        missing=int(counts.missing[counts.methods.index(method)]),
        description=describe(np.array(counts.levels, dtype=np.float64), here) if counts.is_numeric else None,
        counts=() if counts.is_numeric else tuple(
            (str(level), int(n)) for level, n in zip(counts.levels, here, strict=True)
        ),
        values=(tuple(map(float, counts.levels)), tuple(here.tolist())) if counts.is_numeric else ((), ()),
    )  # fmt: skip


def _balance(counts: CovariateCounts, experimental: str, control: str) -> Balance:
    a, b = counts.of(experimental), counts.of(control)
    level: str | None = None
    means: TestResult | NotEstimable | None = None
    if counts.is_numeric:
        values = np.array(counts.levels, dtype=np.float64)
        found = continuous(values, a, values, b)
        means = welch(values, a, values, b)
    elif len(counts.levels) == 2:
        level = max(str(name) for name in counts.levels)
        at = [str(name) for name in counts.levels].index(level)
        found = binary(int(a[at]), int(a.sum()), int(b[at]), int(b.sum()))
    else:
        found = categorical(a.tolist(), b.tolist())
    n_a, n_b = int(a.sum()), int(b.sum())
    kinds = 2 if counts.is_numeric else max(2, int(np.count_nonzero(a + b)))
    return Balance(
        experimental=experimental,
        control=control,
        level=level,
        smd=found,
        chance=chance_band(n_a, n_b, levels=kinds) if min(n_a, n_b) > 0 else None,
        mean_difference=means,
    )
