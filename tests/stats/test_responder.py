from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special

from lib.stats.responder import Threshold, cumulative_responders, responders
from lib.stats.results import NotEstimable, TestResult


class TestResponders:
    def test_states(self) -> None:
        """MCID 1.5 on VAS: 2.3 → 0.8 just improves, 2.0 → 0.6 does not, 5 → 6.5 is worse."""
        found = responders(
            [2.3, 2.0, 5.0, 1.0],
            [0.8, 0.6, 6.5, 1.0],
            [1, 2, 1, 3],
            Threshold(value=1.5, bounds=(0, 10)),
            missing=4,
            died=1,
        )

        assert (found.improved, found.unchanged, found.worse, found.missing, found.died) == (1, 5, 1, 4, 1)
        assert found.could_not_respond == 3  # baseline 1.0: at best 1.0 better
        assert isinstance(found.rate, TestResult)
        assert found.rate.estimate == 1 / 8  # 7 assessed and 1 died
        assert isinstance(found.rate_missing_as_failure, TestResult)
        assert found.rate_missing_as_failure.estimate == 1 / 12

    def test_percent(self) -> None:
        """30% of baseline: 10 → 7 improves, 10 → 7.1 does not, baseline 0 has no answer."""
        found = responders([10.0, 10.0, 0.0], [7.0, 7.1, 0.0], [1, 1, 2], Threshold(value=30, rule="percent"))

        assert (found.improved, found.unchanged, found.not_assessable) == (1, 1, 2)

    def test_higher_is_better(self) -> None:
        """A score mirrored in its range, with the other direction, has the same states."""
        baseline, follow_up, weights = np.array([7.0, 8.0, 1.0]), np.array([5.0, 9.5, 1.0]), [2, 1, 3]

        falling = responders(baseline, follow_up, weights, Threshold(value=1.5, bounds=(0, 10)))
        rising = responders(10 - baseline, 10 - follow_up, weights, Threshold(value=1.5, better=1, bounds=(0, 10)))

        assert falling == rising

    def test_nobody_changes(self) -> None:
        """With measurement error only, responders are Φ(−MCID / (σ√2)) of all: 14.4% at σ = 1 and MCID 1.5."""
        normal = np.random.default_rng(5).normal(0, 1, (2, 200_000))
        found = responders(50 + normal[0], 50 + normal[1], np.ones(200_000), Threshold(value=1.5))

        assert isinstance(found.rate, TestResult)
        assert found.rate.estimate == pytest.approx(float(special.ndtr(-1.5 / math.sqrt(2))), abs=0.003)

    def test_nobody(self) -> None:
        """Without anybody there is no rate."""
        assert responders([], [], [], Threshold(value=1.5)).rate == NotEstimable(reason="no_values")

    def test_threshold_is_positive(self) -> None:
        """A threshold of 0 would make everybody improved and worse at once."""
        with pytest.raises(ValueError, match="threshold must be above 0, got 0"):
            responders([1.0], [1.0], [1], Threshold(value=0))


class TestCumulativeResponders:
    def test_by_hand(self) -> None:
        """Four patients fell by 1, 1, 3 and rose by 2."""
        found = cumulative_responders([-1.0, -3.0, 2.0], [2, 1, 1])

        assert not isinstance(found, NotEstimable)
        assert [part.tolist() for part in found] == [[-2, 1, 3], [1, 0.75, 0.25]]

    def test_nobody(self) -> None:
        """Nobody has no curve."""
        assert isinstance(cumulative_responders([], []), NotEstimable)
