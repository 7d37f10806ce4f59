from __future__ import annotations

import numpy as np
import pytest

from lib.stats.weighted import distinct, midranks, sample, tie_sum


class TestSample:
    def test_refuses_negative_weights(self) -> None:
        """A negative weight is a mistake of ours and is named."""
        with pytest.raises(ValueError, match=r"weights must be at least 0, got .*-1"):
            sample([1.0, 2.0], [1, -1])

    def test_refuses_missing_values(self) -> None:
        """A missing value is left out before counting, never here."""
        with pytest.raises(ValueError, match="finite"):
            sample([1.0, np.nan], [1, 1])

    def test_refuses_unequal_lengths(self) -> None:
        """Each value has one weight."""
        with pytest.raises(ValueError, match="one length"):
            sample([1.0, 2.0], [1])


class TestDistinct:
    def test_ties_survive_the_noise_of_decimals(self) -> None:
        """6.4 − 3.3 and 3.1 are one value, though the computer stores two."""
        ours = distinct(sample([6.4 - 3.3, 3.1, 1.0], [1, 2, 1]))

        assert ours.values.tolist() == [1.0, 3.1]
        assert ours.weights.tolist() == [1, 3]


class TestMidranks:
    def test_ties_share_the_middle(self) -> None:
        """Ranks 1, (2, 3, 4), 5 become 1, 3, 5."""
        assert midranks(np.array([1.0, 3.0, 1.0])).tolist() == [1, 3, 5]


class TestTieSum:
    def test_by_hand(self) -> None:
        """3³ − 3 = 24; single values add nothing."""
        assert tie_sum(np.array([1.0, 3.0, 1.0])) == 24
