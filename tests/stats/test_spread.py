from __future__ import annotations

from lib.stats.results import NotEstimable
from lib.stats.spread import brown_forsythe


class TestBrownForsythe:
    def test_empty_group(self) -> None:
        """A group without patients has no spread."""
        assert brown_forsythe([([1.0, 2.0], [1, 1]), ([], [])]) == NotEstimable(reason="no_values")

    def test_constants(self) -> None:
        """Groups without spread cannot be compared in spread."""
        found = brown_forsythe([([1.0], [5]), ([2.0], [5])])

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"
