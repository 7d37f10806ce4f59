"""Who takes part in a model: methods with patients enough, and no patient who stands alone in a category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import ScoreCounts

FITTED_FROM = 2
"""Complete pairs from which a method takes part in the model."""


def modelled_patients(counts: ScoreCounts, categories: Iterable[str] = ()) -> ScoreCounts:
    """The counts of the patients who can tell methods apart, for the methods that have at least two of them.

    A patient who is alone in a level of one of the `categories` (the only one of a centre) says nothing about the
    methods: the level's own effect takes up the score whole, and the difference is the same without. HC3, which
    divides by one minus the leverage, exists only without them.
    """
    names = tuple(categories)
    kept = counts
    while True:
        alone = np.zeros(len(kept.count), dtype=np.bool_)
        for name in names:
            alone |= _alone(kept, name)
        fitted = tuple(method for method in kept.methods if kept.n_of(method) >= FITTED_FROM)
        if fitted == kept.methods and not alone.any():
            return kept
        kept = _rows(kept, ~alone).only(fitted)
        for name in names:
            kept = _recoded(kept, name)


def _columns(counts: ScoreCounts, category: str) -> list[int]:
    """Where a category's indicators stand; its first level has none."""
    return [at for at, name in enumerate(counts.covariate_names) if name.startswith(f"{category}=")]


def _alone(counts: ScoreCounts, category: str) -> NDArray[np.bool_]:
    """The rows of one patient whose level of a category nobody else has."""
    columns = _columns(counts, category)
    if not columns:
        return np.zeros(len(counts.count), dtype=np.bool_)
    indicators = counts.covariates[:, columns]
    level = np.where(indicators.any(axis=1), indicators.argmax(axis=1) + 1, 0)
    patients = np.bincount(level, weights=counts.count, minlength=len(columns) + 1)
    alone: NDArray[np.bool_] = patients[level] == 1
    return alone


def _recoded(counts: ScoreCounts, category: str) -> ScoreCounts:
    """Without the indicators of levels that nobody is left in; where the first level is empty, another is first."""
    columns = _columns(counts, category)
    indicators = counts.covariates[:, columns]
    used = [at for at in columns if counts.covariates[:, at].any()]
    has_first = bool((~indicators.any(axis=1)).any())
    needed = used if has_first else used[1:]
    kept = [at for at in range(len(counts.covariate_names)) if at in needed or at not in columns]
    return replace(
        counts,
        covariates=counts.covariates[:, kept],
        covariate_names=tuple(counts.covariate_names[at] for at in kept),
    )


def _rows(counts: ScoreCounts, kept: NDArray[np.bool_]) -> ScoreCounts:
    return replace(
        counts,
        method=counts.method[kept],
        baseline=counts.baseline[kept],
        follow_up=counts.follow_up[kept],
        count=counts.count[kept],
        covariates=counts.covariates[kept],
    )
