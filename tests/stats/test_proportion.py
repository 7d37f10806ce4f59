from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from lib.stats import proportion
from lib.stats.omnibus import OverallTest
from lib.stats.results import NotEstimable, TestResult


@st.composite
def two_rates(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Events and patients of two groups."""
    n_a, n_b = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    return draw(st.integers(0, n_a)), n_a, draw(st.integers(0, n_b)), n_b


def limits(found: TestResult | NotEstimable) -> tuple[float, float]:
    """The limits of a result, which must be one."""
    assert isinstance(found, TestResult)
    assert found.interval is not None
    return found.interval.low, found.interval.high


class TestRate:
    @pytest.mark.parametrize(("events", "method"), [(0, "exact"), (1, "wilson"), (31, "wilson"), (32, "exact")])
    def test_method_is_named(self, events: int, method: str) -> None:
        """Exact without events or with nothing else, Wilson in between."""
        found = proportion.rate(events, 32)

        assert isinstance(found, TestResult)
        assert found.method == method

    def test_seed_study(self) -> None:
        """32 of 32 successes: from 89.1%. R: binom.test(32, 32)$conf.int[1] is 0.8911."""
        low, high = limits(proportion.rate(32, 32))

        assert (low, high) == pytest.approx((0.8911, 1), abs=5e-5)

    def test_nobody(self) -> None:
        """Nobody has no rate."""
        assert proportion.rate(0, 0) == NotEstimable(reason="no_values")

    def test_more_events_than_patients_are_our_mistake(self) -> None:
        """The message names the bound and the value."""
        with pytest.raises(ValueError, match="between 0 and n = 3, got 4"):
            proportion.wilson(4, 3)

    @given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_counting_the_opposite_mirrors(self, counts: tuple[int, int]) -> None:
        """The interval of the failures is the mirrored interval of the successes."""
        events, n = counts
        for function in (proportion.wilson, proportion.clopper_pearson):
            low, high = limits(function(events, n))

            assert limits(function(n - events, n)) == pytest.approx((1 - high, 1 - low), abs=1e-9)


class TestNewcombe:
    def test_seed_study(self) -> None:
        """Leakage 1/32 against 2/32: −3.1 points, −17.3 to 10.3."""
        found = proportion.newcombe(1, 32, 2, 32)

        assert limits(found) == pytest.approx((-0.173, 0.103), abs=5e-4)

    @given(two_rates())
    def test_statsmodels(self, counts: tuple[int, int, int, int]) -> None:
        """statsmodels' method "newcomb" agrees."""
        witness = confint_proportions_2indep(*counts, method="newcomb", compare="diff")

        assert limits(proportion.newcombe(*counts)) == pytest.approx(witness, abs=1e-9)


class TestMiettinenNurminen:
    @given(two_rates())
    def test_swapping_groups_flips_the_sign(self, counts: tuple[int, int, int, int]) -> None:
        """b minus a has the mirrored interval."""
        low, high = limits(proportion.miettinen_nurminen(*counts))

        swapped = limits(proportion.miettinen_nurminen(*counts[2:], *counts[:2]))

        assert swapped == pytest.approx((-high, -low), abs=1e-7)

    @pytest.mark.parametrize("counts", [(56, 70, 48, 80), (1, 32, 2, 32), (9, 10, 3, 10)])
    def test_limits_are_where_likelihood_says(self, counts: tuple[int, int, int, int]) -> None:
        """At each limit, maximising the likelihood by brute force over a fine grid gives z² = 1.96²."""
        x1, n1, x2, n2 = counts
        for limit in limits(proportion.miettinen_nurminen(*counts)):
            p2 = np.linspace(max(0, -limit), min(1, 1 - limit), 2_000_001)[1:-1]
            p1 = p2 + limit
            log_likelihood = x1 * np.log(p1) + (n1 - x1) * np.log1p(-p1) + x2 * np.log(p2) + (n2 - x2) * np.log1p(-p2)
            best = int(log_likelihood.argmax())
            variance = p1[best] * (1 - p1[best]) / n1 + p2[best] * (1 - p2[best]) / n2
            z = (x1 / n1 - x2 / n2 - limit) / math.sqrt(variance * (n1 + n2) / (n1 + n2 - 1))

            assert abs(z) == pytest.approx(1.959964, abs=1e-5)

    def test_wider_level_wider_interval(self) -> None:
        """99% reaches further than 95%."""
        low, high = limits(proportion.miettinen_nurminen(3, 32, 5, 32))
        lower, higher = limits(proportion.miettinen_nurminen(3, 32, 5, 32, level=0.99))

        assert lower < low < high < higher


class TestRiskRatio:
    def test_scipy(self) -> None:
        """scipy.stats.contingency.relative_risk agrees."""
        witness = stats.contingency.relative_risk(12, 32, 22, 32)

        found = proportion.risk_ratio(12, 32, 22, 32)

        assert limits(found) == pytest.approx(tuple(witness.confidence_interval(0.95)))

    @pytest.mark.parametrize("counts", [(0, 32, 5, 32), (5, 32, 0, 32), (32, 32, 30, 32)])
    def test_zero_cell(self, counts: tuple[int, int, int, int]) -> None:
        """With a cell of 0 there is a reason, and no added halves."""
        assert proportion.risk_ratio(*counts) == NotEstimable(reason="zero_cell")


class TestChiSquared:
    def test_zero_margin(self) -> None:
        """32/32 against 32/32 leaves a column empty: R gives NaN, we a reason."""
        assert proportion.chi_squared(np.array([[32.0, 0], [32, 0]])) == NotEstimable(reason="zero_margin")

    def test_larger_tables(self) -> None:
        """SciPy agrees on a 3×4 table."""
        table = np.array([[3.0, 5, 2, 9], [8, 1, 4, 4], [2, 2, 7, 6]])
        witness = stats.chi2_contingency(table)

        found = proportion.chi_squared(table)

        assert isinstance(found, OverallTest)
        assert (found.statistic, found.df1, found.p_value) == pytest.approx((witness[0], witness[2], witness[1]))


class TestMcnemar:
    def test_no_discordant_patient(self) -> None:
        """Where nobody changed there is nothing to test."""
        assert isinstance(proportion.mcnemar(0, 0), NotEstimable)
