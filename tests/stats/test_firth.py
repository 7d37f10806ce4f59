from __future__ import annotations

import math

import numpy as np
import pytest

from lib.stats.firth import FirthFit, firth
from lib.stats.results import NotEstimable


def fit(x: object, events: object, patients: object) -> FirthFit:
    """The fit, which must exist."""
    found = firth(x, events, patients)  # type: ignore[arg-type]  # lists of numbers
    assert isinstance(found, FirthFit)
    return found


class TestFirth:
    @pytest.mark.parametrize(("a", "m", "b", "n"), [(1, 32, 2, 32), (0, 20, 6, 25), (12, 30, 3, 40)])
    def test_two_groups_are_halves_added(self, a: int, m: int, b: int, n: int) -> None:
        """For a predictor with two values Firth's odds ratio is that of the table with ½ in every cell (exact)."""
        expected = math.log((b + 0.5) / (n - b + 0.5) / ((a + 0.5) / (m - a + 0.5)))

        ours = fit([0.0, 1.0], [a, b], [m, n])

        assert ours.slope == pytest.approx(expected, rel=1e-9)
        assert ours.penalised_intercept == pytest.approx(math.log((a + 0.5) / (m - a + 0.5)), rel=1e-9)

    def test_separation_stays_finite(self) -> None:
        """All leaks above 6 mL and none below: a plain fit runs off to infinity, this has an interval above 0."""
        volume = np.array([2.0, 3, 4, 5, 6, 7, 8, 9])

        ours = fit(volume, volume > 6, np.ones(8))

        assert 0 < ours.slope < 5
        assert ours.interval.low > 0

    def test_flic_predicts_the_observed_number(self) -> None:
        """The mean predicted risk equals the observed rate."""
        volume, leaks, patients = np.array([2.0, 4, 6, 9]), np.array([0, 1, 0, 2]), np.array([20, 20, 15, 9])

        ours = fit(volume, leaks, patients)

        assert sum(n * ours.risk(x) for x, n in zip(volume, patients, strict=True)) == pytest.approx(3, rel=1e-9)

    def test_weights_equal_repetition(self) -> None:
        """Rows of several patients equal one row per patient."""
        grouped = fit([2.0, 5.0, 8.0], [0, 1, 2], [5, 6, 4])
        single = fit(np.repeat([2.0, 5.0, 8.0], [5, 6, 4]), [0] * 10 + [1] + [0, 0, 1, 1], np.ones(15))

        assert grouped.slope == pytest.approx(single.slope, rel=1e-9)

    def test_units_do_not_matter(self) -> None:
        """Millilitres or litres: the slope and its limits scale, P stays."""
        ours, litres = fit([2.0, 5.0, 8.0], [0, 1, 2], [5, 6, 4]), fit([0.002, 0.005, 0.008], [0, 1, 2], [5, 6, 4])

        assert litres.slope == pytest.approx(1000 * ours.slope)
        assert litres.p_value == pytest.approx(ours.p_value)

    def test_no_events(self) -> None:
        """No leak at all: a finite slope with an interval that holds 0, and the penalised intercept."""
        ours = fit([2.0, 5.0, 8.0], [0, 0, 0], [5, 6, 4])

        assert ours.interval.low < 0 < ours.interval.high
        assert ours.intercept == ours.penalised_intercept

    @pytest.mark.parametrize(
        ("x", "patients", "reason"), [([], [], "no_values"), ([5.0, 5.0], [3, 4], "constant_predictor")]
    )
    def test_refusals(self, x: list[float], patients: list[int], reason: str) -> None:
        """Nobody, and a predictor that does not vary."""
        found = firth(x, [0] * len(x), patients)

        assert isinstance(found, NotEstimable)
        assert found.reason == reason

    def test_more_events_than_patients(self) -> None:
        """Three leaks of two patients are a mistake of ours."""
        with pytest.raises(ValueError, match="between 0 and the patients"):
            firth([1.0], [3], [2])
