from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from lib.stats import pairwise_values
from lib.stats.pairwise_values import Differences, WalshAverages
from lib.stats.weighted import distinct, sample
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, patients


class TestWalshAverages:
    @given(counted(least=1))
    def test_every_rank(self, found: Counts) -> None:
        """Each rank gives the value that a sorted list of all averages holds there."""
        rows = patients(found)
        walsh = np.sort((rows[:, None] + rows)[np.triu_indices(len(rows))] / 2)

        ours = WalshAverages(distinct(sample(*found)))

        assert [ours.at(rank) for rank in range(1, ours.total + 1)] == pytest.approx(walsh.tolist(), abs=1e-12)

    def test_fine_grid_agrees_with_convolution(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Halving the interval finds the same values as the convolution."""
        data = distinct(sample([-3.5, -1.0, 0.0, 2.5], [3, 1, 4, 2]))
        convolved = WalshAverages(data)
        monkeypatch.setattr(pairwise_values, "WIDEST_GRID", -1)

        halved = WalshAverages(data)

        assert [halved.at(rank) for rank in range(1, 56)] == [convolved.at(rank) for rank in range(1, 56)]


class TestDifferences:
    @given(counted(least=1), counted(least=1))
    def test_every_rank(self, a: Counts, b: Counts) -> None:
        """Each rank gives the value that a sorted list of all differences holds there."""
        differences = np.sort(np.subtract.outer(patients(a), patients(b)).ravel())

        ours = Differences(distinct(sample(*a)), distinct(sample(*b)))

        assert [ours.at(rank) for rank in range(1, ours.total + 1)] == pytest.approx(differences.tolist(), abs=1e-12)

    def test_fine_grid(self) -> None:
        """Scores with six decimals, too fine for a table, still give the exact middle."""
        a, b = distinct(sample([50.000001, 10.5], [1, 2])), distinct(sample([0.25], [1]))

        assert Differences(a, b).median == 10.25
