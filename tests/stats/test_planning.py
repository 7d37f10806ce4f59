from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special
from statsmodels.stats.power import TTestIndPower

from lib.stats import planning
from lib.stats.root import root
from tests.stats.oracle_data import golden


class TestPowerDifference:
    @pytest.mark.parametrize(("n_a", "n_b", "effect"), [(32, 32, 0.5), (25, 120, 0.3), (3, 3, 2.0), (100, 100, 5.0)])
    def test_statsmodels(self, n_a: int, n_b: int, effect: float) -> None:
        """statsmodels' exact power agrees, also for unequal groups."""
        witness = TTestIndPower().power(effect, n_a, 0.05, ratio=n_b / n_a)

        assert planning.power_difference(n_a, n_b, 2.0, 2 * effect) == pytest.approx(witness, rel=1e-9)

    @pytest.mark.parametrize("key", ["delta1.5_sd2_pow0.8", "delta1_sd1.8_pow0.9", "delta10_sd15_pow0.8"])
    def test_r_strict(self, key: str) -> None:
        """R's power.t.test(strict = TRUE) needs the same fractional number of patients."""
        difference, sd, power = (float(part.lstrip("deltaspow")) for part in key.split("_"))

        ours = root(lambda n: planning.power_difference(n, n, sd, difference) - power, 2.0, 500.0)

        assert ours == pytest.approx(golden()[f"power/t_n_{key}"][1], rel=1e-8)

    def test_no_difference(self) -> None:
        """Without a difference the power is the error allowed."""
        assert planning.power_difference(32, 32, 2, 0) == pytest.approx(0.05)


class TestPowerNonInferiority:
    def test_worse_by_the_margin(self) -> None:
        """Where a is worse by exactly the margin, it is called non-inferior as often as allowed."""
        assert planning.power_non_inferiority(32, 32, 2, 1.5, difference=1.5) == pytest.approx(0.025)

    @pytest.mark.parametrize("difference", [-1.0, 0.0, 2.5, 4.0])
    def test_integral(self, difference: float) -> None:
        """Integrating the normal power over the estimated SD gives the same number."""
        n, sd, margin = 20, 2.0, 1.5
        df, error = 2 * n - 2, sd * np.sqrt(2 / n)
        critical = -special.stdtrit(df, 0.025)

        def integrand(chi: float) -> float:
            log_density = (df - 1) * np.log(chi) - chi**2 / 2 - special.gammaln(df / 2) - np.log(2) * (df / 2 - 1)
            return float(
                special.ndtr((margin - difference) / error - critical * chi / np.sqrt(df)) * np.exp(log_density)
            )

        witness = integrate.quad(integrand, 0, 20, epsabs=1e-14)[0]

        ours = planning.power_non_inferiority(n, n, sd, margin, difference=difference)

        assert ours == pytest.approx(witness, rel=1e-7)


class TestPowerEquivalence:
    def test_seed_study(self) -> None:
        """32 per group, SD 2, margin 1.5, 95% interval: 68%; margin 1.0: 6%; margin 0.75: 0."""
        powers = [planning.power_equivalence(32, 32, 2, margin) for margin in (1.5, 1.0, 0.75)]

        assert powers == pytest.approx([0.68, 0.06, 0.0], abs=0.005)

    @given(st.integers(3, 60), st.floats(0.5, 4), st.floats(0.2, 3), st.floats(-1, 1))
    def test_direction_does_not_matter(self, n: int, sd: float, margin: float, difference: float) -> None:
        """A true difference has the same power as its mirror image, between 0 and 1."""
        ours = planning.power_equivalence(n, n, sd, margin, difference=difference)

        assert ours == pytest.approx(planning.power_equivalence(n, n, sd, margin, difference=-difference), abs=1e-12)
        assert 0 <= ours <= 1 + 1e-12


class TestSizes:
    def test_equivalence_by_the_95_percent_interval(self) -> None:
        """SD 2, margin 1.5: 39 per group for 80%, 48 for 90%; SD 15, margin 10: 49 for 80%."""
        sizes = [
            planning.size_equivalence(2, 1.5),
            planning.size_equivalence(2, 1.5, power=0.9),
            planning.size_equivalence(15, 10),
        ]

        assert sizes == [39, 48, 49]

    @pytest.mark.parametrize("size", [planning.size_difference, planning.size_non_inferiority])
    def test_smallest(self, size) -> None:  # type: ignore[no-untyped-def]
        """The size reaches the power, and one patient fewer does not."""
        power_of = {
            planning.size_difference: planning.power_difference,
            planning.size_non_inferiority: planning.power_non_inferiority,
        }[size]

        n = size(2.0, 1.5)

        assert power_of(n, n, 2.0, 1.5) >= 0.8 > power_of(n - 1, n - 1, 2.0, 1.5)

    def test_out_of_reach(self) -> None:
        """Where a true difference equals the margin no number of patients shows equivalence."""
        assert planning.size_equivalence(2, 1.5, difference=1.5) is None

    def test_power_is_a_share(self) -> None:
        """80 instead of 0.8 is a mistake of ours."""
        with pytest.raises(ValueError, match="between 0 and 1, got 80"):
            planning.size_difference(2, 1.5, power=80)

    def test_sd_must_be_positive(self) -> None:
        """Without spread there is nothing to plan."""
        with pytest.raises(ValueError, match="sd must be above 0, got 0"):
            planning.power_difference(32, 32, 0, 1.5)
