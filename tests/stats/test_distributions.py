from __future__ import annotations

import pytest
from scipy import special, stats

from lib.stats import distributions


class TestNoncentralityInterval:
    @pytest.mark.parametrize(("t", "df"), [(-21.9, 31), (0.0, 62), (2.3, 4), (-0.4, 2), (30.0, 2), (300.0, 9999)])
    def test_statistic_is_at_the_edge(self, t: float, df: float) -> None:
        """At either end of the interval |t| has 2.5% beyond it."""
        low, high = distributions.noncentrality_interval(abs(t), df, 0.95)

        assert special.nctdtr(df, low, abs(t)) == pytest.approx(0.975, abs=1e-9)
        assert special.nctdtr(df, high, abs(t)) == pytest.approx(0.025, abs=1e-9)

    def test_mirrored(self) -> None:
        """A negative statistic has the mirrored interval."""
        low, high = distributions.noncentrality_interval(2.5, 30, 0.95)

        assert distributions.noncentrality_interval(-2.5, 30, 0.95) == (-high, -low)

    def test_a_million_patients(self) -> None:
        """With a million patients and t = 3000 the interval is finite and about t ± 1.96 √(1 + t²/2 df)."""
        low, high = distributions.noncentrality_interval(3000.0, 999_999, 0.95)

        assert (low, high) == pytest.approx((2995.40, 3004.60), abs=0.01)


class TestTails:
    @pytest.mark.parametrize("df", [1.0, 8.3, 61.0, 1e6])
    def test_t(self, df: float) -> None:
        """The light t functions equal scipy.stats."""
        assert distributions.two_sided_t(-2.7, df) == pytest.approx(2 * stats.t.sf(2.7, df), rel=1e-12)
        assert distributions.t_quantile(0.95, df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-12)

    def test_f_and_chi_squared(self) -> None:
        """The light F and χ² tails equal scipy.stats."""
        assert distributions.f_upper(3.3, 2, 40.5) == pytest.approx(stats.f.sf(3.3, 2, 40.5), rel=1e-12)
        assert distributions.chi_squared_upper(5.1, 3) == pytest.approx(stats.chi2.sf(5.1, 3), rel=1e-12)
