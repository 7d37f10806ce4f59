"""Tests of the baseline table, made only for those who must print them: they say how many patients there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lib.analysis.patients import BaselineRow
from lib.stats.exact_tables import fisher
from lib.stats.omnibus import welch_anova
from lib.stats.proportion import chi_squared
from lib.stats.results import NotEstimable


def baseline_p_values(rows: Sequence[BaselineRow]) -> Mapping[str, float | NotEstimable]:
    """P by the name of a row, over all methods, two-sided and not corrected for their number.

    Numbers: Welch's analysis of variance (R: oneway.test; of two methods Welch's t test). Words: Fisher's exact test
    (R: fisher.test), with too many tables to enumerate the χ² test without correction (R: chisq.test, correct = FALSE).
    """
    return {row.name: _of_numbers(row) if row.is_numeric else _of_words(row) for row in rows}


def _of_numbers(row: BaselineRow) -> float | NotEstimable:
    groups = [one.values for one in row.by_method]
    found = welch_anova([group for group in groups if sum(group[1])])
    return found if isinstance(found, NotEstimable) else found.p_value


def _of_words(row: BaselineRow) -> float | NotEstimable:
    counts = np.array([[n for _, n in one.counts] for one in row.by_method], dtype=np.float64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return NotEstimable(reason="no_values")
    exact = fisher(counts)
    if not isinstance(exact, NotEstimable):
        return exact
    found = chi_squared(counts)
    return found if isinstance(found, NotEstimable) else found.p_value
