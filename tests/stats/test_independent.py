from __future__ import annotations

import pytest
from hypothesis import assume, given
from scipy import stats

from lib.stats.independent import student, welch
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, patients, spread

BOTH = pytest.mark.parametrize(("ours", "equal_var"), [(welch, False), (student, True)])


@BOTH
class TestWelchAndStudent:
    @given(a=counted(), b=counted())
    def test_weights_equal_repetition(self, ours, equal_var: bool, a: Counts, b: Counts) -> None:  # type: ignore[no-untyped-def]
        """SciPy on one row per patient agrees with weights."""
        assume(spread(a) and spread(b))
        witness = stats.ttest_ind(patients(a), patients(b), equal_var=equal_var)
        interval = witness.confidence_interval()

        result = ours(*a, *b)

        assert isinstance(result, TestResult)
        assert result.interval is not None
        assert (result.statistic, result.df, result.p_value) == pytest.approx(
            (witness.statistic, witness.df, witness.pvalue), rel=1e-9, abs=1e-12
        )
        assert (result.interval.low, result.interval.high) == pytest.approx(interval, rel=1e-9, abs=1e-12)

    @given(a=counted(), b=counted())
    def test_swapping_groups_flips_the_sign(self, ours, equal_var: bool, a: Counts, b: Counts) -> None:  # type: ignore[no-untyped-def]
        """b minus a is the negative of a minus b, with the same P."""
        assume(spread(a) and spread(b))

        result, swapped = ours(*a, *b), ours(*b, *a)

        assert swapped.estimate == pytest.approx(-result.estimate, abs=1e-12)
        assert swapped.interval.low == pytest.approx(-result.interval.high, abs=1e-12)
        assert swapped.p_value == pytest.approx(result.p_value)

    def test_no_variance_is_never_p_zero(self, ours, equal_var: bool) -> None:  # type: ignore[no-untyped-def]
        """Five times 0.1 + 0.2 against five times 0.3: SciPy says P = 0, we refuse."""
        result = ours([0.1 + 0.2], [5], [0.3], [5])

        assert isinstance(result, NotEstimable)
        assert result.reason == "no_variance"

    def test_empty_group(self, ours, equal_var: bool) -> None:  # type: ignore[no-untyped-def]
        """A group without patients has no test."""
        assert ours([1.0, 2.0], [1, 1], [], []) == NotEstimable(reason="no_values", parameters={"n_a": 2, "n_b": 0})


class TestSmallGroups:
    def test_one_patient_has_no_variance_of_its_own(self) -> None:
        """Welch needs two patients in each group; Student borrows the other group's variance, as R does."""
        groups = [1.0, 2.0, 4.0], [1, 1, 1], [3.0], [1]

        unequal, pooled = welch(*groups), student(*groups)

        assert isinstance(unequal, NotEstimable)
        assert unequal.reason == "too_few"
        assert isinstance(pooled, TestResult)
        assert pooled.df == 2
