from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from lib.stats.describe import Description, describe, share_at
from lib.stats.results import NotEstimable
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, patients


class TestDescribe:
    @given(counted(least=1))
    def test_weights_equal_repetition(self, found: Counts) -> None:
        """A weight of 3 is the same as three patients, for every number."""
        rows = patients(found)

        ours = describe(found.values, found.weights)

        assert isinstance(ours, Description)
        assert ours.n == len(rows)
        assert ours.mean == pytest.approx(rows.mean(), abs=1e-12)
        assert [ours.q1, ours.median, ours.q3] == pytest.approx(np.quantile(rows, [0.25, 0.5, 0.75]), abs=1e-12)
        assert ours.sd == (None if len(rows) == 1 else pytest.approx(rows.std(ddof=1), abs=1e-12))

    def test_nobody(self) -> None:
        """Without values there is a reason instead of a mean."""
        assert describe([], []) == NotEstimable(reason="no_values")

    def test_one_patient(self) -> None:
        """One patient has a mean, but neither spread nor interval."""
        ours = describe([7.0], [1])

        assert ours == Description(
            n=1, mean=7.0, sd=None, median=7.0, q1=7.0, q3=7.0, minimum=7.0, maximum=7.0, mean_interval=None
        )

    def test_all_equal(self) -> None:
        """Equal values have a spread of 0 and no interval, not an interval of width 0."""
        ours = describe([0.1 + 0.2, 0.3], [3, 2])

        assert isinstance(ours, Description)
        assert ours.sd == pytest.approx(0, abs=1e-15)
        assert ours.mean_interval is None

    def test_weight_zero_is_nobody(self) -> None:
        """A value with weight 0 does not count as the minimum."""
        ours = describe([1.0, 5.0], [0, 2])

        assert isinstance(ours, Description)
        assert ours.minimum == 5.0

    def test_input_is_not_changed(self) -> None:
        """The caller's arrays stay as they are."""
        values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 0.0])

        describe(values, weights)

        assert values.tolist() == [3, 1, 2]
        assert weights.tolist() == [1, 2, 0]


class TestShareAt:
    def test_floor(self) -> None:
        """Three of twelve patients at 0 are a quarter."""
        assert share_at([0.0, 2.0, 10.0], [3, 8, 1], 0) == 0.25

    def test_nobody(self) -> None:
        """Nobody has no share."""
        assert share_at([], [], 0) == NotEstimable(reason="no_values")
