from __future__ import annotations

import numpy as np
import pytest

from lib.stats.clustered import ClusteredRate, clustered_difference, clustered_rate, summarise
from lib.stats.proportion import wilson
from lib.stats.results import NotEstimable, TestResult


class TestClusteredRate:
    def test_lesions_that_leak_together_count_for_fewer(self) -> None:
        """Ten patients with three lesions each, all or none leaking: 30 lesions are worth ten, or nine by n − 1."""
        found = summarise([3, 0], [3, 3], [4, 6])

        assert isinstance(found, ClusteredRate)
        assert (found.share, found.effective) == (pytest.approx(0.4), pytest.approx(9))

    def test_no_events(self) -> None:
        """Without a leak nothing is known of the clustering: every patient counts once."""
        found = summarise([0, 0], [1, 3], [10, 20])

        assert found == ClusteredRate(0.0, 30.0, 70, 30)

    def test_one_lesion_each_is_close_to_wilson(self) -> None:
        """With one lesion per patient only the t quantile differs from Wilson's interval."""
        ours, witness = clustered_rate([1, 0], [1, 1], [200, 300]), wilson(200, 500)

        assert isinstance(ours, TestResult)
        assert isinstance(witness, TestResult)
        assert ours.interval is not None
        assert witness.interval is not None
        assert ours.interval.low == pytest.approx(witness.interval.low, abs=3e-4)

    @pytest.mark.parametrize(("weights", "reason"), [([0], "no_values"), ([1], "too_few")])
    def test_too_few(self, weights: list[int], reason: str) -> None:
        """Nobody, and one patient."""
        found = clustered_rate([1], [2], weights)

        assert isinstance(found, NotEstimable)
        assert found.reason == reason

    def test_more_leaks_than_lesions(self) -> None:
        """Three leaks of two lesions are a mistake of ours."""
        with pytest.raises(ValueError, match="between 0 and the lesions"):
            summarise([3], [2], [5])

    def test_coverage(self) -> None:
        """With patients who leak alike, the interval holds the truth in at least 93% of 300 registries."""
        rng = np.random.default_rng(7)
        held = 0
        for _ in range(300):
            lesions = rng.integers(1, 5, 30)
            found = clustered_rate(rng.binomial(lesions, rng.beta(1, 2, 30)), lesions, np.ones(30))
            assert isinstance(found, TestResult)
            assert found.interval is not None
            held += found.interval.low <= 1 / 3 <= found.interval.high

        assert held / 300 >= 0.93


class TestClusteredDifference:
    def test_swapping_groups_flips_the_sign(self) -> None:
        """b minus a has the mirrored interval."""
        a, b = summarise([0, 1, 3], [2, 2, 3], [10, 5, 3]), summarise([0, 1], [1, 2], [12, 4])
        assert isinstance(a, ClusteredRate)
        assert isinstance(b, ClusteredRate)

        ours, swapped = clustered_difference(a, b), clustered_difference(b, a)

        assert ours.interval is not None
        assert swapped.interval is not None
        assert (swapped.interval.low, swapped.interval.high) == pytest.approx((-ours.interval.high, -ours.interval.low))
