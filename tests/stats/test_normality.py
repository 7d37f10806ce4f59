from __future__ import annotations

import pytest

from lib.stats.normality import shapiro_wilk
from lib.stats.results import NotEstimable


class TestShapiroWilk:
    @pytest.mark.parametrize(("n", "reason"), [(0, "too_few"), (2, "too_few"), (5001, "too_many")])
    def test_outside_its_range(self, n: int, reason: str) -> None:
        """Below 3 and above 5,000 patients it is refused, as R does."""
        found = shapiro_wilk([1.0, 2.0], [n // 2, n - n // 2])

        assert isinstance(found, NotEstimable)
        assert found.reason == reason

    def test_all_equal(self) -> None:
        """Equal values are refused; SciPy would say P = 1."""
        found = shapiro_wilk([2.0], [12])

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"
