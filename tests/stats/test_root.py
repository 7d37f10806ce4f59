from __future__ import annotations

import math

import pytest

from lib.stats.root import root


class TestRoot:
    @pytest.mark.parametrize(
        ("function", "low", "high", "expected"),
        [
            (lambda x: x**3 - 2, 0.0, 2.0, 2 ** (1 / 3)),
            (lambda x: math.exp(x) - 1e-8, -40.0, 40.0, math.log(1e-8)),
            (lambda x: min(1 / max(1 - x, 1e-12) - 5, 1e6), 0.0, 1.0, 0.8),
            (lambda x: x, 0.0, 1.0, 0.0),
        ],
    )
    def test_known_roots(self, function, low: float, high: float, expected: float) -> None:  # type: ignore[no-untyped-def]
        """Smooth, flat, steep and at the edge: the root is right to the last digits."""
        assert root(function, low, high) == pytest.approx(expected, rel=1e-13)

    def test_no_crossing_is_our_mistake(self) -> None:
        """A function that stays positive has no root to look for."""
        with pytest.raises(ValueError, match="must change sign between 0 and 1"):
            root(lambda x: x + 1, 0, 1)
