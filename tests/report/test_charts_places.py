from __future__ import annotations

from itertools import pairwise

import pytest

from lib.report.charts.places import nice_step, side_by_side, spread, ticks, visit_places
from lib.terms import LAST_FOLLOW_UP, Visit
from tests.report.examples import DAYS


def visits(*names: str) -> list[Visit]:
    """Visits by name, with their days."""
    return [Visit(name, DAYS[name]) for name in names]


class TestVisitPlaces:
    def test_goes_with_the_square_root_of_days(self) -> None:
        """Day 91 of 365 lies at sqrt(91/365) = 0.4993 of the axis where no gap is too small."""
        places = visit_places(visits("baseline", "3 months", "1 year"))

        assert places == pytest.approx({"baseline": 0, "3 months": (91 / 365) ** 0.5, "1 year": 1})

    def test_keeps_visits_an_eighth_apart(self) -> None:
        """One day after the procedure still stands 12% of the axis away from baseline, and the end stays at 1."""
        places = list(visit_places(visits("baseline", "1 day", "1 week", "1 month", "3 months", "6 months")).values())

        gaps = [later - earlier for earlier, later in pairwise(places)]
        assert min(gaps) == pytest.approx(0.12)
        assert places[-1] == pytest.approx(1)

    def test_spaces_eight_visits_equally(self) -> None:
        """From eight visits on the smallest gap leaves nothing to share."""
        names = ["baseline", "1 day", "1 week", "1 month", "3 months", "6 months", "1 year", "2 years"]

        places = visit_places(visits(*names))

        assert list(places.values()) == pytest.approx([index / 7 for index in range(8)])

    def test_puts_a_visit_without_a_day_last(self) -> None:
        """Last follow-up has no place in time: it stands at the end, one smallest gap beyond the others."""
        places = visit_places(visits("baseline", LAST_FOLLOW_UP, "6 months"))

        assert list(places) == ["baseline", "6 months", LAST_FOLLOW_UP]
        assert places == pytest.approx({"baseline": 0, "6 months": 0.88, LAST_FOLLOW_UP: 1})

    @pytest.mark.parametrize("names", [("baseline",), ("baseline", LAST_FOLLOW_UP)])
    def test_has_a_place_for_the_smallest_registries(self, names: tuple[str, ...]) -> None:
        """Baseline alone, and baseline with a last follow-up only."""
        places = visit_places(visits(*names))

        assert list(places.values()) == [float(index) for index in range(len(names))]


class TestSpread:
    def test_leaves_what_is_far_enough(self) -> None:
        """Labels that do not touch stay where they are."""
        assert spread([1, 5, 9], 2, 0, 10) == pytest.approx([1, 5, 9])

    def test_moves_touching_labels_apart_about_their_middle(self) -> None:
        """Two labels at 4.9 and 5.1 that need 2 between them go to 4 and 6, in their order."""
        assert spread([5.1, 4.9], 2, 0, 10) == pytest.approx([6, 4])

    def test_stays_within_the_scale(self) -> None:
        """Three labels at the floor stand on it."""
        assert spread([0, 0.1, 0.2], 1, 0, 10) == pytest.approx([0, 1, 2])

    def test_shares_what_room_there_is(self) -> None:
        """Where there is no room for all, they are spread from end to end."""
        assert spread([5, 5, 5], 9, 0, 10) == pytest.approx([0, 5, 10])


class TestSideBySide:
    def test_lays_ties_in_a_centred_row(self) -> None:
        """Three equal changes lie at −1, 0 and 1 diameters."""
        assert side_by_side([2, 2, 2], 0.3) == [-1, 0, 1]

    def test_never_overlaps_and_never_differs(self) -> None:
        """On a grid finer than a dot every pair is at least a diameter apart, the same way each time."""
        heights = [round((index * 37 % 30) * 0.1, 1) for index in range(75)]

        places = side_by_side(heights, 0.35)

        assert places == side_by_side(heights, 0.35)
        for first in range(75):
            for second in range(first):
                rise, aside = (heights[first] - heights[second]) / 0.35, places[first] - places[second]
                assert rise**2 + aside**2 >= 1 - 1e-4

    def test_of_nobody_is_nothing(self) -> None:
        """No patient, no dot."""
        assert side_by_side([], 1) == []


class TestNiceStep:
    @pytest.mark.parametrize(("least", "unit", "step"), [(0.2, 0.1, 0.2), (0.3, 0.1, 0.5), (0.2, 0.5, 0.5), (2, 1, 2)])
    def test_is_a_round_multiple_of_the_unit(self, least: float, unit: float, step: float) -> None:
        """The smallest of 1, 2, 5, 10 … units that is large enough."""
        assert nice_step(least, unit) == pytest.approx(step)


class TestTicks:
    def test_are_the_multiples_between_the_ends(self) -> None:
        """From −10 to 4 in twos."""
        assert ticks(-10, 4, 2) == [-10, -8, -6, -4, -2, 0, 2, 4]
