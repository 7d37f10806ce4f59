from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given

from lib.stats import effect_size
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, ones, patients, spread


def found(result: TestResult | NotEstimable) -> TestResult:
    """The result, which must be one."""
    assert isinstance(result, TestResult)
    return result


class TestStandardised:
    @pytest.mark.parametrize("name", ["cohen_d", "hedges_g", "cliffs_delta"])
    @given(a=counted(), b=counted())
    def test_swapping_groups_flips_the_sign(self, name: str, a: Counts, b: Counts) -> None:
        """b minus a is the negative of a minus b, estimate and limits."""
        assume(spread(a) and spread(b))
        function = getattr(effect_size, name)

        ours, swapped = found(function(*a, *b)), found(function(*b, *a))

        assert swapped.estimate == pytest.approx(-ours.estimate, abs=1e-12)
        if ours.interval is not None and swapped.interval is not None:
            assert swapped.interval.low == pytest.approx(-ours.interval.high, abs=1e-9)

    @pytest.mark.parametrize("name", ["cohen_d", "hedges_g", "cliffs_delta"])
    @given(a=counted(), b=counted())
    def test_weights_equal_repetition(self, name: str, a: Counts, b: Counts) -> None:
        """A weight of 3 is the same as three patients."""
        assume(spread(a) and spread(b))
        function = getattr(effect_size, name)

        ours, rows = found(function(*a, *b)), found(function(*ones(patients(a)), *ones(patients(b))))

        assert ours.estimate == pytest.approx(rows.estimate, abs=1e-12)
        assert ours.interval == rows.interval or ours.interval.low == pytest.approx(rows.interval.low, abs=1e-9)  # type: ignore[union-attr]

    def test_no_variance(self) -> None:
        """Without variance a standardised difference is refused, not infinite."""
        for function in (effect_size.cohen_d, effect_size.hedges_g):
            ours = function([3.0], [6], [2.0], [6])
            assert isinstance(ours, NotEstimable)
            assert ours.reason == "no_variance"

    def test_three_patients_are_too_few_for_the_correction(self) -> None:
        """With one degree of freedom Hedges's correction is 0; the number is refused instead."""
        ours = effect_size.hedges_g([1.0, 2.0], [1, 1], [4.0], [1])

        assert isinstance(ours, NotEstimable)
        assert ours.reason == "too_few"


class TestSmallSampleCorrection:
    def test_close_to_the_series(self) -> None:
        """J(62) = 0.98785, about 1 − 3/(4·62 − 1) = 0.98785."""
        assert effect_size.small_sample_correction(62) == pytest.approx(1 - 3 / 247, abs=1e-5)

    def test_no_jump_where_the_series_takes_over(self) -> None:
        """On both sides of 1,000 degrees of freedom the correction agrees to 1e-11."""
        below, above = (effect_size.small_sample_correction(1000 + step) for step in (0, 1e-9))

        assert below == pytest.approx(above, abs=1e-11)


class TestDZ:
    def test_by_hand(self) -> None:
        """Changes −4, −2: mean −3, SD √2, d = −2.1213."""
        ours = found(effect_size.d_z([-4.0, -2.0], [1, 1]))

        assert ours.estimate == pytest.approx(-3 / np.sqrt(2))

    def test_equal_changes(self) -> None:
        """Equal changes have no standardised size."""
        assert isinstance(effect_size.d_z([-3.0], [5]), NotEstimable)


class TestDAv:
    def test_by_hand(self) -> None:
        """Before 6, 8 (variance 2), after 1, 5 (variance 8): change −4 over √5."""
        ours = found(effect_size.d_av([6.0, 8.0], [1.0, 5.0], [1, 1]))

        assert ours.estimate == pytest.approx(-4 / np.sqrt(5))


class TestCliffsDelta:
    def test_by_hand(self) -> None:
        """a = 1, 2 against b = 2, 3: no pair won, one tied, three lost: −3/4."""
        ours = found(effect_size.cliffs_delta([1.0, 2.0], [1, 1], [2.0, 3.0], [1, 1]))

        assert ours.estimate == -0.75

    def test_one_patient_has_no_interval(self) -> None:
        """With one patient in a group the share stands without an interval."""
        ours = found(effect_size.cliffs_delta([1.0], [1], [2.0, 3.0], [1, 1]))

        assert (ours.estimate, ours.interval) == (-1.0, None)

    def test_empty_group(self) -> None:
        """A group without patients has no pairs."""
        assert isinstance(effect_size.cliffs_delta([], [], [1.0], [1]), NotEstimable)
