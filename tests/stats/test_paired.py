from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import assume, given
from scipy import stats

from lib.stats.paired import hodges_lehmann, paired_t, signed_rank
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, ones, patients, spread


def found(result: TestResult | NotEstimable) -> TestResult:
    """The result, which must be one."""
    assert isinstance(result, TestResult)
    return result


class TestPairedT:
    @given(counted())
    def test_weights_equal_repetition(self, change: Counts) -> None:
        """SciPy on one row per patient agrees with weights."""
        assume(spread(change))
        witness = stats.ttest_1samp(patients(change), 0)

        ours = found(paired_t(*change))

        assert (ours.statistic, ours.p_value) == pytest.approx((witness.statistic, witness.pvalue), rel=1e-9, abs=1e-13)

    def test_equal_changes_have_no_test(self) -> None:
        """All patients fell by 3: no P value, and never P = 0."""
        assert paired_t([-3.0], [12]) == NotEstimable(reason="no_variance", parameters={"value": -3.0})

    def test_rounding_noise_is_no_variance(self) -> None:
        """0.1 + 0.2 and 0.3 differ only in the computer; SciPy would say P = 0."""
        ours = paired_t([0.1 + 0.2, 0.3], [3, 3])

        assert isinstance(ours, NotEstimable)
        assert ours.reason == "no_variance"

    @pytest.mark.parametrize(("n", "reason"), [(0, "no_values"), (1, "too_few")])
    def test_too_few(self, n: int, reason: str) -> None:
        """Nobody and one patient have no test, for different reasons."""
        ours = paired_t([2.0] * n, [1] * n)

        assert isinstance(ours, NotEstimable)
        assert ours.reason == reason

    def test_wider_level_wider_interval(self) -> None:
        """99% reaches further than 95% on both sides."""
        change = [-5.0, -3.0, -2.0], [2, 3, 1]

        narrow, wide = (found(paired_t(*change, level=level)).interval for level in (0.95, 0.99))

        assert narrow is not None
        assert wide is not None
        assert wide.low < narrow.low < narrow.high < wide.high


class TestSignedRank:
    @given(counted())
    def test_weights_equal_repetition(self, change: Counts) -> None:
        """SciPy with R's settings on one row per patient agrees with weights, also with ties and zeros."""
        rows = patients(change)
        assume(np.any(rows != 0))
        witness = stats.wilcoxon(rows, zero_method="wilcox", method="asymptotic", correction=True)

        ours = found(signed_rank(*change, method="asymptotic_corrected"))

        assert ours.p_value == pytest.approx(witness.pvalue, rel=1e-9)

    @given(counted())
    def test_turning_the_sign_turns_the_statistic(self, change: Counts) -> None:
        """Worse for better: V becomes T − V, P stays."""
        assume(np.any(change.values != 0))
        ours, mirrored = (found(signed_rank(sign * change.values, change.weights)) for sign in (1, -1))
        assert ours.statistic is not None

        total = ours.n * (ours.n + 1) / 2

        assert mirrored.statistic == pytest.approx(total - ours.statistic)
        assert mirrored.p_value == pytest.approx(ours.p_value)
        assert mirrored.estimate == pytest.approx(-ours.estimate, abs=1e-12)

    def test_exact_with_ties_is_every_sign(self) -> None:
        """With changes 1, 1, −2 the 8 sign patterns give V ∈ {0, 1.5, 1.5, 3, 3, 4.5, 4.5, 6}; V = 3 is the centre."""
        ours = found(signed_rank([1.0, -2.0], [2, 1], method="exact_with_ties"))

        assert (ours.statistic, ours.p_value, ours.method) == (3.0, 1.0, "exact_with_ties")

    def test_all_changes_zero(self) -> None:
        """Nobody changed: there is nothing to rank."""
        for method in ("r_default", "pratt"):
            ours = signed_rank([0.0], [9], method=method)
            assert isinstance(ours, NotEstimable)
            assert ours.reason == "no_variance"

    def test_exact_has_a_limit(self) -> None:
        """The exact distribution with ties is refused where it would take long, not approximated in silence."""
        ours = signed_rank([1.0, -2.0], [200, 100], method="exact_with_ties")

        assert isinstance(ours, NotEstimable)
        assert ours.reason == "too_many_for_exact"

    def test_one_patient(self) -> None:
        """One patient: both signs are as far from the centre, P = 1. R: wilcox.test(-3)$p.value is 1."""
        ours = found(signed_rank([-3.0], [1]))

        assert (ours.statistic, ours.p_value, ours.method) == (0.0, 1.0, "exact")


class TestHodgesLehmann:
    @given(counted(least=1))
    def test_median_of_all_walsh_averages(self, change: Counts) -> None:
        """The estimate is the plain median of all averages of two patients, zeros and self-pairs included."""
        rows = patients(change)
        walsh = (rows[:, None] + rows)[np.triu_indices(len(rows))] / 2

        ours = found(hodges_lehmann(*change))

        assert ours.estimate == pytest.approx(np.median(walsh), abs=1e-12)

    def test_limits_are_walsh_averages(self) -> None:
        """For 1 … 8 R: wilcox.test(1:8, conf.int = TRUE)$conf.int is 2 to 7 (the 4th of 36 from each end)."""
        ours = found(hodges_lehmann(*ones(np.arange(1.0, 9.0))))

        assert ours.interval is not None
        assert (ours.interval.low, ours.interval.high, ours.interval.level) == (2.0, 7.0, 0.95)

    def test_too_few_for_the_level(self) -> None:
        """Three patients: the range, which reaches 75%, as 2 of 8 sign patterns lie outside."""
        ours = found(hodges_lehmann([1.0, 2.0, 4.0], [1, 1, 1]))

        assert ours.interval is not None
        assert (ours.interval.low, ours.interval.high, ours.interval.level) == (1.0, 4.0, 0.75)

    def test_equal_changes_have_no_interval(self) -> None:
        """All changes equal: an estimate, but no interval of width 0."""
        ours = found(hodges_lehmann([-3.0], [12]))

        assert (ours.estimate, ours.interval) == (-3.0, None)

    def test_a_million_patients_cost_no_more(self) -> None:
        """Weights a million times larger give the same estimate within a second."""
        values = np.arange(-100, 100) / 10
        weights = np.arange(1.0, 201.0)
        start = time.perf_counter()

        few, many = (found(hodges_lehmann(values, weights * factor)) for factor in (1, 1000))

        assert few.estimate == many.estimate
        assert time.perf_counter() - start < 1
