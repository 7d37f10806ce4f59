"""Columns that are headed only by a visit, directly after the columns of a score."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.opened import Opened
from tests.intake.files import codes, opened_rows

VAS = [(8, 5, 3, 2), (7, 4, 4, 1), (9, 6, 2, 3), (6, 3, 1, 0), (8, 4, 3, 1), (7, 5, 2, 2)]


def registry(header: list[str], *, factors: tuple[int, ...] = (1,)) -> Opened:
    """Six patients with the scores VAS, and for each further factor the same times it."""
    rows: list[list[Any]] = [["id", "guidance", *header]]
    for n, scores in enumerate(VAS):
        values = [factor * score for factor in factors for score in scores]
        rows.append([n + 1, ("CT", "DSA")[n % 2], *values[: len(header)]])
    return opened_rows(rows)


def means(result: Opened, score: str) -> dict[str, float]:
    """The mean of a score over everybody by visit."""
    assert result.cohort is not None
    return {
        visit.name: round(float(result.cohort.scores[score, visit.name].numbers.mean()), 6)
        for visit in result.cohort.visits(score)
    }


BY_HAND = {"baseline": 7.5, "1 week": 4.5, "1 month": 2.5, "3 months": 1.5}
"""Of VAS: 45/6, 27/6, 15/6, 9/6."""


class TestVisitsAlone:
    @pytest.mark.parametrize(
        "header",
        [
            ["术前VAS", "1周", "1月", "3月"], ["VAS术前", "术后1周", "术后1月", "术后3月"],
            ["VAS pre", "1 week", "1 month", "3 months"], ["VAS pre", "VAS 1 week", "1 month", "3 months"],
            ["VAS", "1周", "1月", "3月"],
        ],
    )  # fmt: skip
    def test_follow_the_score_on_their_left(self, header: list[str]) -> None:
        """The four means are those counted by hand, and every column that names no score is told."""
        result = registry(header)

        assert means(result, "VAS") == BY_HAND
        told = [one.column for one in result.findings if one.code == "visit_alone"]
        assert told == [letter for letter, name in zip("CDEF", header, strict=True) if "VAS" not in name]

    def test_of_two_scores_one_after_the_other(self) -> None:
        """The visits after ODI are those of ODI, ten times the VAS."""
        visits = ["1 week", "1 month", "3 months"]

        result = registry(["VAS pre", *visits, "ODI pre", *visits], factors=(1, 10))

        assert means(result, "VAS") == BY_HAND
        assert means(result, "ODI") == {name: 10 * mean for name, mean in BY_HAND.items()}

    def test_stay_where_two_baselines_leave_them_open(self) -> None:
        """Of VAS pre, NRS pre, 1 week nobody can tell whose week it is."""
        result = registry(["VAS pre", "NRS pre", "1 week", "1 month"])

        assert "visit_alone" not in codes(result)

    def test_stay_where_their_numbers_are_of_another_scale(self) -> None:
        """Numbers up to 9 after an ODI of up to 90 are no ODI."""
        rows: list[list[Any]] = [["id", "guidance", "ODI pre", "1 week"]]
        rows += [[n + 1, ("CT", "DSA")[n % 2], 10 * first, second] for n, (first, second, *_) in enumerate(VAS)]

        assert "visit_alone" not in codes(opened_rows(rows))

    def test_stay_where_the_order_is_not_that_of_the_visits(self) -> None:
        """1 week to the right of 3 months is something else."""
        result = registry(["VAS pre", "VAS 3 months", "1 week"])

        assert "visit_alone" not in codes(result)
