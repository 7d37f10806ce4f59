from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from lib.stats import exact_tables
from lib.stats.results import NotEstimable, TestResult
from tests.stats.test_proportion import two_rates


class TestFisher:
    @given(two_rates())
    def test_two_by_two(self, counts: tuple[int, int, int, int]) -> None:
        """SciPy agrees on 2×2 tables."""
        x1, n1, x2, n2 = counts
        table = np.array([[x1, n1 - x1], [x2, n2 - x2]])

        assert exact_tables.fisher(table) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-7)

    @given(two_rates())
    def test_enumeration_agrees_with_hypergeometric(self, counts: tuple[int, int, int, int]) -> None:
        """A third group without patients does not change P, though the table is enumerated."""
        x1, n1, x2, n2 = counts
        table = np.array([[x1, n1 - x1], [x2, n2 - x2], [0, 0]])

        assert exact_tables.fisher(table) == pytest.approx(exact_tables.fisher(table[:2]), rel=1e-9)

    def test_three_by_three(self) -> None:
        """R: fisher.test(rbind(c(3, 0, 2), c(1, 4, 2), c(0, 1, 5)))$p.value is 0.0480."""
        found = exact_tables.fisher(np.array([[3, 0, 2], [1, 4, 2], [0, 1, 5]]))

        assert found == pytest.approx(0.047974084738790251, rel=1e-9)

    def test_rows_and_columns_may_be_exchanged(self) -> None:
        """The transposed table has the same P."""
        table = np.array([[3, 0, 2, 1], [1, 4, 2, 2], [0, 1, 5, 0]])

        assert exact_tables.fisher(table) == pytest.approx(exact_tables.fisher(table.T))

    def test_too_many_tables(self) -> None:
        """A table that would take long is refused, never simulated in silence."""
        found = exact_tables.fisher(np.full((4, 4), 40))

        assert isinstance(found, NotEstimable)
        assert found.reason == "too_many_tables"


class TestOddsRatio:
    def test_scipy(self) -> None:
        """SciPy's conditional odds ratio agrees."""
        witness = stats.contingency.odds_ratio([[12, 20], [22, 10]], kind="conditional")

        found = exact_tables.odds_ratio(12, 32, 22, 32)

        assert isinstance(found, TestResult)
        assert found.interval is not None
        assert found.estimate == pytest.approx(witness.statistic, rel=1e-9)
        assert (found.interval.low, found.interval.high) == pytest.approx(tuple(witness.confidence_interval()))

    def test_zero_cell(self) -> None:
        """Without events in one group the ratio is refused."""
        assert exact_tables.odds_ratio(0, 32, 5, 32) == NotEstimable(reason="zero_cell")


class TestMcnemarExact:
    def test_even_split(self) -> None:
        """Three against three: P = 1, not above."""
        assert exact_tables.mcnemar_exact(3, 3) == 1.0

    def test_nobody_changed(self) -> None:
        """Where nobody changed there is nothing to test."""
        assert isinstance(exact_tables.mcnemar_exact(0, 0), NotEstimable)
