from __future__ import annotations

import numpy as np
import pytest

from lib.stats.centres import Centre, Heterogeneity, heterogeneity, mantel_haenszel, scatter
from lib.stats.exact_tables import fisher, stratified_fisher
from lib.stats.results import NotEstimable, TestResult


class TestMantelHaenszel:
    def test_one_centre_is_the_plain_difference(self) -> None:
        """One centre: 1/32 − 2/32."""
        found = mantel_haenszel([Centre(1, 32, 2, 32)])

        assert isinstance(found, TestResult)
        assert found.estimate == pytest.approx(-1 / 32)

    def test_swapping_groups_flips_the_sign(self) -> None:
        """b minus a is the negative of a minus b."""
        centres = [Centre(1, 12, 8, 15), Centre(3, 30, 3, 22), Centre(0, 8, 1, 11)]

        ours = mantel_haenszel(centres)
        swapped = mantel_haenszel([Centre(c.events_b, c.n_b, c.events_a, c.n_a) for c in centres])

        assert isinstance(ours, TestResult)
        assert isinstance(swapped, TestResult)
        assert (swapped.estimate, swapped.standard_error) == pytest.approx((-ours.estimate, ours.standard_error))

    def test_centre_with_one_method_adds_nothing(self) -> None:
        """Without anybody to compare with, a centre says nothing about the difference."""
        both = [Centre(1, 12, 8, 15), Centre(3, 30, 3, 22)]

        assert mantel_haenszel([*both, Centre(5, 9, 0, 0)]) == mantel_haenszel(both)

    def test_no_events(self) -> None:
        """No events anywhere: no variance, and never P = 0 or an interval of width 0."""
        found = mantel_haenszel([Centre(0, 12, 0, 15), Centre(0, 30, 0, 22)])

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"

    def test_nobody(self) -> None:
        """Without centres there is nothing to pool."""
        assert mantel_haenszel([]) == NotEstimable(reason="no_values")


class TestHeterogeneity:
    def test_one_centre(self) -> None:
        """One centre cannot disagree."""
        assert heterogeneity([Centre(1, 32, 2, 32)]) == NotEstimable(reason="one_centre")

    def test_published_formula(self) -> None:
        """Q = 20 on 4 df: I² = 1 − 4/20 = 80%, interval by H = √5 as of Higgins & Thompson: 53% to 91%."""
        spread = (20 / 10) ** 0.5  # five estimates 1, 2, 3, 4, 5 with variance 1/2 have Q = 10 · 2
        found = scatter([(float(step), 0.5) for step in range(1, 6)])

        assert isinstance(found, Heterogeneity)
        assert (found.q, found.i_squared_estimate) == pytest.approx((10 * spread**2, 0.8))
        assert (found.i_squared.low, found.i_squared.high) == pytest.approx((0.53, 0.91), abs=0.01)

    @pytest.mark.parametrize(("centres", "upper"), [(3, 0.896), (4, 0.847), (5, 0.792)])
    def test_agreement(self, centres: int, upper: float) -> None:
        """Centres that agree: I² = 0 up to the limits that meta-analyses of so few print, 89.6%, 84.7%, 79.2%."""
        found = scatter([(1.0, 0.5)] * centres)

        assert isinstance(found, Heterogeneity)
        assert (found.q, found.i_squared_estimate, found.i_squared.low) == (0, 0, 0)
        assert found.i_squared.high == pytest.approx(upper, abs=0.0006)

    def test_two_centres_that_agree(self) -> None:
        """Two centres cannot tell how far centres differ: 0 to 100%."""
        found = scatter([(1.0, 0.5)] * 2)

        assert isinstance(found, Heterogeneity)
        assert (found.i_squared.low, found.i_squared.high) == (0, 1)


class TestStratifiedFisher:
    @pytest.mark.parametrize(
        ("strata", "expected"),
        [
            ([(1, 12, 8, 15), (3, 30, 3, 22), (0, 8, 1, 11)], 0.0436640880333372),
            ([(10, 100, 25, 100), (12, 50, 30, 100)], 0.0113300727779408),
        ],
    )
    def test_equals_r(self, strata: list[tuple[int, int, int, int]], expected: float) -> None:
        """P of R 4.2.2, mantelhaen.test(exact = TRUE)."""
        assert stratified_fisher(strata) == pytest.approx(expected, rel=1e-10)

    def test_one_stratum_is_fishers_test(self) -> None:
        """0/32 v 5/32: 0.053, as without strata."""
        assert stratified_fisher([(0, 32, 5, 32)]) == pytest.approx(fisher(np.array([[0, 32], [5, 27]])), rel=1e-12)

    def test_a_million_patients(self) -> None:
        """Large numbers are counted in a moment and agree with the normal approximation: z = 2.5 gives P 0.0124."""
        n, share = 250_000, 0.3
        apart = round(2.5 * (2 * share * (1 - share) * n) ** 0.5)

        found = stratified_fisher([(75_000 + apart // 2, n, 75_000 - apart // 2, n)])

        assert found == pytest.approx(0.0124, abs=2e-4)
