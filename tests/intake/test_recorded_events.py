from __future__ import annotations

import pytest

from lib.registry.events import EventCounts
from tests.intake.files import opened_rows

HEADER = [
    "id",
    "group",
    "VAS pre",
    "VAS 1 month",
    "leakage",
    "leakage location",
    "symptomatic leakage",
    "complications",
]
ROWS = [
    ["a", "CT", 8, 3, "yes", "vein", "no", "none"],
    ["b", "CT", 7, 2, "no", None, None, "grade 1; grade 3"],
    ["c", "CT", 6, 2, "yes", None, "yes", "none"],
    ["d", "DSA", 9, 4, None, "disc", None, None],
    ["e", "DSA", 8, 1, "no", "vein", None, "none"],
    ["f", "DSA", 7, 2, None, None, None, "none"],
]


def _counts(event: str) -> EventCounts:
    result = opened_rows([HEADER, *ROWS])
    assert result.cohort is not None
    return result.cohort.event_counts(event)


class TestLeaks:
    def test_places_are_categories_of_the_leak(self) -> None:
        """By hand: CT 2 leaks of 3, one in a vein; DSA 1 of 2 (a place alone says that it leaked, a denial wins)."""
        found = _counts("leakage")

        assert found.levels == ("any", "vein", "disc")
        assert (found.of("CT"), found.of("CT", "vein")) == ((2, 3), (1, 3))
        assert (found.of("DSA"), found.of("DSA", "disc"), found.of("DSA", "vein")) == ((1, 2), (1, 2), (0, 2))

    def test_no_leak_has_no_symptoms(self) -> None:
        """Patient b had no leak and so no symptoms of one: 1 of 3 with CT; d is unknown, e had none."""
        found = _counts("symptomatic_leakage")

        assert (found.of("CT"), found.of("DSA")) == ((1, 3), (0, 1))


class TestComplications:
    def test_the_worst_grade_counts(self) -> None:
        """Grades 1 and 3 in one cell are one patient of grade 3."""
        assert _counts("complication").levels == ("any", "grade 3")

    def test_of_several_rows_the_worst(self) -> None:
        """A row per level: grade 1 in the first and grade 2 in the second make one patient of grade 2."""
        rows = [
            [*HEADER],
            ["a", "CT", 8, 3, "no", None, None, "grade 1"],
            ["a", "CT", 8, 3, "no", None, None, "grade 2"],
            *ROWS[1:],
        ]
        result = opened_rows(rows)

        assert result.cohort is not None
        found = result.cohort.event_counts("complication")
        assert (found.of("CT", "grade 2"), found.of("CT", "grade 1")) == ((1, 3), (0, 3))

    @pytest.mark.parametrize(("first", "second"), [("I", "III"), ("A", "C"), ("一级", "三级"), ("II级", "IV级")])
    def test_bare_grades(self, first: str, second: str) -> None:
        """Roman, lettered and Chinese grades of two rows: the graver one is the patient's."""
        rows = [
            [*HEADER],
            ["a", "CT", 8, 3, "no", None, None, first],
            ["a", "CT", 8, 3, "no", None, None, second],
            *ROWS[1:],
        ]
        result = opened_rows(rows)

        assert result.cohort is not None
        found = result.cohort.event_counts("complication")
        assert (found.of("CT", second), found.of("CT", first) if first in found.levels else (0, 3)) == ((1, 3), (0, 3))


class TestDoses:
    def test_opioids_by_visit(self) -> None:
        """Doses before and after are two covariates, whatever their words; only the first describes a baseline."""
        header = ["id", "group", "VAS pre", "VAS 1 month", "morphine equivalent pre (mg)", "术后1个月吗啡当量"]
        rows = [[f"p{i}", "CT" if i % 2 else "DSA", 8 - i % 3, 3 - i % 2, 10 * i, 5 * i] for i in range(12)]

        result = opened_rows([header, *rows])

        assert result.cohort is not None
        assert [one.name for one in result.cohort.covariates] == ["opioid baseline", "opioid 1 month"]
