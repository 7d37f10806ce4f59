from __future__ import annotations

import numpy as np
import pytest

from lib.stats import exact_ranks


class TestSignedRankDistribution:
    def test_three_patients(self) -> None:
        """R: psignrank(0:6, 3) is 1, 2, 3, 5, 6, 7, 8 eighths."""
        assert exact_ranks.signed_rank_distribution(3) * 8 == pytest.approx([1, 2, 3, 5, 6, 7, 8])

    def test_forty_nine_patients_keep_their_digits(self) -> None:
        """The smallest probability is 2⁻⁴⁹ to full precision, and all add to 1."""
        ours = exact_ranks.signed_rank_distribution(49)

        assert ours[0] == 2.0**-49
        assert ours[-1] == pytest.approx(1, abs=1e-12)


class TestRankSumDistribution:
    def test_two_against_three(self) -> None:
        """R: pwilcox(0:6, 2, 3) is 1, 2, 4, 6, 8, 9, 10 tenths."""
        assert exact_ranks.rank_sum_distribution(2, 3) * 10 == pytest.approx([1, 2, 4, 6, 8, 9, 10])

    def test_order_of_groups_does_not_matter(self) -> None:
        """W of 4 against 7 is distributed as W of 7 against 4."""
        assert exact_ranks.rank_sum_distribution(4, 7) == pytest.approx(exact_ranks.rank_sum_distribution(7, 4))

    def test_cannot_be_changed(self) -> None:
        """The kept distribution is read-only, so that no caller spoils it for the next."""
        with pytest.raises(ValueError, match="read-only"):
            exact_ranks.rank_sum_distribution(2, 3)[0] = 1


class TestSumOfChosen:
    def test_ties(self) -> None:
        """One of the ranks 2, 5, 5: a third and two thirds."""
        ours = exact_ranks.sum_of_chosen(np.array([2.0, 5.0, 5.0]), 1)

        assert ours.tolist() == pytest.approx([0, 0, 1 / 3, 0, 0, 2 / 3])


class TestQuantile:
    def test_smallest_that_reaches(self) -> None:
        """R: qsignrank(0.25, 3) is 1: P(V ≤ 1) is exactly 0.25."""
        assert exact_ranks.quantile(exact_ranks.signed_rank_distribution(3), 0.25) == 1
