from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.equivalence import judge, two_one_sided

LIMITS = st.floats(-5, 5)


class TestJudge:
    @pytest.mark.parametrize(
        ("low", "high", "margin", "expected"),
        [
            (-2.0, -0.1, 1.5, "superior"),  # lower is better: below 0
            (-1.0, -0.1, 1.5, "superior"),  # superior comes before equivalent
            (0.1, 2.0, 1.5, "inferior"),
            (-1.0, 1.0, 1.5, "equivalent"),
            (-2.0, 1.0, 1.5, "non_inferior"),
            (-1.0, 2.0, 1.5, "inconclusive"),
            (-1.0, 1.5, 1.5, "inconclusive"),  # touching the margin is not inside it
            (-1.5, 1.0, 1.5, "non_inferior"),
            (-1.0, 1.0, None, "inconclusive"),
            (-1.0, 0.0, None, "inconclusive"),  # touching 0 is not below it
        ],
    )
    def test_where_lower_is_better(self, low: float, high: float, margin: float | None, expected: str) -> None:
        """The five verdicts, decided by one interval."""
        assert judge(low, high, margin, -1) == expected

    @given(LIMITS, LIMITS, st.floats(0.1, 5))
    def test_mirrored_scores_have_the_mirrored_direction(self, one: float, other: float, margin: float) -> None:
        """Turning the score and its direction over leaves the verdict as it is."""
        low, high = min(one, other), max(one, other)

        assert judge(low, high, margin, -1) == judge(-high, -low, margin, 1)

    @given(LIMITS, LIMITS, st.floats(0.1, 5))
    def test_swapping_methods_swaps_the_verdict(self, one: float, other: float, margin: float) -> None:
        """What is superior one way round is inferior the other way; equivalent stays."""
        low, high = min(one, other), max(one, other)
        ours, swapped = judge(low, high, margin, -1), judge(-high, -low, margin, -1)

        opposite = {"superior": "inferior", "inferior": "superior", "equivalent": "equivalent"}

        assert swapped == opposite.get(ours, swapped)
        assume(ours not in opposite)
        assert swapped in ("inconclusive", "non_inferior")

    def test_direction_is_plus_or_minus_one(self) -> None:
        """Any other direction is a mistake of ours."""
        with pytest.raises(ValueError, match="better must be -1 or 1, got 0"):
            judge(-1, 1, None, 0)


class TestTwoOneSided:
    def test_agrees_with_the_interval(self) -> None:
        """At alpha 0.025 both tests reject exactly when the 95% interval (±2.0423 SE at 30 df) lies inside."""
        inside = two_one_sided(0.0, 0.5, 30, 1.0212)
        outside = two_one_sided(0.0, 0.5, 30, 1.0211)

        assert inside.is_equivalent
        assert not outside.is_equivalent

    def test_mirrored(self) -> None:
        """Turning the sign of the difference exchanges the two tests."""
        ours, mirrored = two_one_sided(0.7, 0.5, 30, 1.5), two_one_sided(-0.7, 0.5, 30, 1.5)

        assert (ours.p_lower, ours.p_upper) == (mirrored.p_upper, mirrored.p_lower)

    @pytest.mark.parametrize(("standard_error", "margin"), [(0.0, 1.5), (0.5, 0.0)])
    def test_refuses_what_would_give_p_zero(self, standard_error: float, margin: float) -> None:
        """No variance or no margin is a mistake of ours, never P = 0."""
        with pytest.raises(ValueError, match="must be above 0, got 0"):
            two_one_sided(0.1, standard_error, 30, margin)
