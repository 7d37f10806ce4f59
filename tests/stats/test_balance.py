from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given

from lib.stats import balance
from lib.stats.results import NotEstimable
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, spread


class TestContinuous:
    @given(counted(), counted())
    def test_swapping_groups_flips_the_sign(self, a: Counts, b: Counts) -> None:
        """b minus a is the negative of a minus b."""
        assume(spread(a) and spread(b))

        assert balance.continuous(*b, *a) == pytest.approx(-balance.continuous(*a, *b), abs=1e-12)  # type: ignore[operator]

    def test_no_variance(self) -> None:
        """Two constants have no standardised difference."""
        found = balance.continuous([1.0], [5], [2.0], [5])

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"

    def test_one_patient(self) -> None:
        """One patient has no variance."""
        assert isinstance(balance.continuous([1.0], [1], [2.0, 3.0], [1, 1]), NotEstimable)


class TestBinary:
    def test_by_hand(self) -> None:
        """16/32 against 8/32: 0.25 over the root of (0.25 + 0.1875)/2."""
        assert balance.binary(16, 32, 8, 32) == pytest.approx(0.25 / 0.21875**0.5)

    def test_nobody_and_everybody(self) -> None:
        """All women against no women: no variance; no patients: no values."""
        everybody, nobody = balance.binary(5, 5, 0, 5), balance.binary(0, 0, 1, 2)

        assert isinstance(everybody, NotEstimable)
        assert everybody.reason == "no_variance"
        assert isinstance(nobody, NotEstimable)
        assert nobody.reason == "no_values"


class TestCategorical:
    def test_two_levels_are_binary(self) -> None:
        """With two levels the distance is the size of the binary difference."""
        assert balance.categorical([10, 22], [16, 16]) == pytest.approx(abs(balance.binary(10, 32, 16, 32)))  # type: ignore[arg-type]

    def test_order_of_levels_does_not_matter(self) -> None:
        """Which level is left out makes no difference, and an unused one none either."""
        ours = balance.categorical([10, 12, 10], [16, 4, 12])

        assert balance.categorical([10, 10, 0, 12], [12, 16, 0, 4]) == pytest.approx(ours)

    def test_one_level(self) -> None:
        """Everybody has the same tumour: nothing to compare."""
        assert isinstance(balance.categorical([10, 0], [16, 0]), NotEstimable)

    def test_disjoint_levels(self) -> None:
        """A level that is a whole group leaves no covariance."""
        assert isinstance(balance.categorical([10, 0], [0, 16]), NotEstimable)


class TestChanceBand:
    def test_seed_study(self) -> None:
        """At 32 + 32 chance alone reaches ±0.49."""
        assert balance.chance_band(32, 32) == pytest.approx(0.49, abs=0.001)

    def test_several_kinds(self) -> None:
        """R at 32 + 32: sqrt(qchisq(0.95, 2) / 16) = 0.611936708 for three kinds, qchisq(0.95, 4) for five."""
        assert balance.chance_band(32, 32, levels=3) == pytest.approx(0.611936708, abs=1e-9)
        assert balance.chance_band(32, 32, levels=5) == pytest.approx(0.770053936, abs=1e-9)

    def test_it_holds_95_of_100_distances_of_one_population(self) -> None:
        """2,000 pairs of samples of 150 of the same four kinds: 95% of their distances lie inside (±1.5 points)."""
        draws = np.random.default_rng(7).multinomial(150, [0.4, 0.3, 0.2, 0.1], size=(2000, 2))
        inside = [balance.categorical(*pair.tolist()) <= balance.chance_band(150, 150, levels=4) for pair in draws]

        assert np.mean(inside) == pytest.approx(0.95, abs=0.015)

    def test_one_level_has_no_distance(self) -> None:
        """Asked for one level it says so."""
        with pytest.raises(ValueError, match="levels 2"):
            balance.chance_band(3, 3, levels=1)
