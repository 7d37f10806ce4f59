from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from scipy import stats

from lib.stats.rank import mann_whitney
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, patients


def found(result: TestResult | NotEstimable) -> TestResult:
    """The result, which must be one."""
    assert isinstance(result, TestResult)
    return result


class TestMannWhitney:
    @given(counted(least=1), counted(least=1))
    def test_weights_equal_repetition(self, a: Counts, b: Counts) -> None:
        """SciPy with R's settings on one row per patient agrees with weights."""
        x, y = patients(a), patients(b)
        assume(len(np.unique(np.concatenate([x, y]))) > 1)
        witness = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=True)

        ours = found(mann_whitney(*a, *b, method="asymptotic_corrected"))

        assert ours.statistic == witness.statistic
        assert ours.p_value == pytest.approx(witness.pvalue, rel=1e-9)
        assert ours.estimate == pytest.approx(np.median(np.subtract.outer(x, y)), abs=1e-12)

    @given(counted(), counted())
    def test_swapping_groups_flips_the_sign(self, a: Counts, b: Counts) -> None:
        """b against a has the negative shift and interval, and the same P."""
        assume(len(np.unique(np.concatenate([a.values, b.values]))) > 1)

        ours, swapped = found(mann_whitney(*a, *b)), found(mann_whitney(*b, *a))

        assert swapped.estimate == pytest.approx(-ours.estimate, abs=1e-12)
        assert swapped.p_value == pytest.approx(ours.p_value)
        if ours.interval is not None and swapped.interval is not None:
            assert swapped.interval.low == pytest.approx(-ours.interval.high, abs=1e-12)

    def test_exact_with_ties_is_every_split(self) -> None:
        """The P value is the share of all splits of the seven patients at least as far from the centre."""
        a, b = np.array([1.0, 2.0, 2.0]), np.array([2.0, 3.0, 3.0, 4.0])
        ranks = stats.rankdata(np.concatenate([a, b]))
        sums = np.array([ranks[list(chosen)].sum() for chosen in itertools.combinations(range(7), 3)])
        share = np.mean(np.abs(sums - 12) >= abs(ranks[:3].sum() - 12))

        ours = found(mann_whitney(a, np.ones(3), b, np.ones(4), method="exact_with_ties"))

        assert ours.p_value == pytest.approx(share)
        assert ours.method == "exact_with_ties"

    def test_all_tied(self) -> None:
        """All values equal: nothing to rank; R's P is NaN."""
        ours = mann_whitney([5.0], [9], [5.0], [7])

        assert isinstance(ours, NotEstimable)
        assert ours.reason == "no_variance"

    def test_two_constants(self) -> None:
        """Two groups of one value each: the shift is known, but an interval of width 0 is not claimed."""
        ours = found(mann_whitney([3.0], [6], [2.0], [6]))

        assert (ours.estimate, ours.interval) == (1.0, None)

    def test_one_patient_each(self) -> None:
        """One against one: P = 1. R: wilcox.test(2, 1)$p.value is 1."""
        ours = found(mann_whitney([2.0], [1], [1.0], [1]))

        assert (ours.statistic, ours.p_value) == (1.0, 1.0)

    def test_empty_group(self) -> None:
        """A group without patients has no test."""
        assert isinstance(mann_whitney([], [], [1.0], [3]), NotEstimable)

    def test_fifty_patients_are_not_exact(self) -> None:
        """R computes exactly below 50 in both groups only."""
        few, many = np.arange(0.0, 49.0), np.arange(100.0, 150.0)

        exact = found(mann_whitney(few, np.ones(49), few + 0.5, np.ones(49)))
        normal = found(mann_whitney(few, np.ones(49), many, np.ones(50)))

        assert (exact.method, normal.method) == ("exact", "asymptotic_corrected")
