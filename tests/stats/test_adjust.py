from __future__ import annotations

from lib.stats.adjust import benjamini_hochberg, holm


class TestHolm:
    def test_what_is_not_estimable_does_not_count(self) -> None:
        """Two P values and a missing one are a family of two: 0.01 becomes 0.02."""
        assert holm([0.01, None, 0.04, float("nan")]) == [0.02, None, 0.04, None]

    def test_never_above_one(self) -> None:
        """An adjusted P value stays a probability."""
        assert holm([0.6, 0.7]) == [1.0, 1.0]

    def test_nothing(self) -> None:
        """An empty family stays empty."""
        assert holm([]) == []


class TestBenjaminiHochberg:
    def test_by_hand(self) -> None:
        """0.01·2/1 = 0.02 and 0.04·2/2 = 0.04."""
        assert benjamini_hochberg([0.04, None, 0.01]) == [0.04, None, 0.02]
