from __future__ import annotations

import pytest

from lib.intake.opening import Opened, interpret
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
            ["b", "CT", 7, 2, "no", None, None, "none"],
            *ROWS[2:],
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


GRADED = ["id", "group", "VAS pre", "VAS 1 month"]


def _graded(headers: list[str], *answers: object) -> Opened:
    """Twelve patients of CT and DSA in turn, the last columns with these answers (a list per column)."""
    columns = [[*one, *[None] * (12 - len(one))] for one in answers]  # type: ignore[misc]
    rows = [
        [f"P{n}", "CT" if n % 2 == 0 else "DSA", 7 + n % 3, 1 + n % 4, *(one[n] for one in columns)] for n in range(12)
    ]
    return opened_rows([[*GRADED, *headers], *rows])


class TestGrades:
    @pytest.mark.parametrize(
        "header",
        [
            "并发症分级",
            "complication grade",
            "CIRSE grade",
            "并发症（CIRSE）",
            "SIR分级",
            "Clavien-Dindo",
            "AE severity",
        ],
    )
    def test_a_column_of_grades_is_the_complications(self, header: str) -> None:
        """By hand: 0 0 1 3 2 3 0 and a 3级 with CT and DSA in turn; CT any 2 of 4, DSA any 3 of 4 (two of grade 3)."""
        result = _graded([header], [0, 0, 1, 3, 2, "3级", 0, 1])

        assert result.cohort is not None
        found = result.cohort.event_counts("complication")
        assert (found.of("CT"), found.of("DSA"), found.of("DSA", "3")) == ((2, 4), (3, 4), (2, 4))

    def test_grades_without_a_zero_are_still_grades(self) -> None:
        """Where the header says grades, 1 and 2 are no unexplained codes; a blank is none unless told otherwise."""
        result = _graded(["并发症分级"], [1, 2, 2])

        question = next(one for one in result.questions if one.code == "blank_events")
        proposed, other = (interpret(result.readable, option.patch).cohort for option in question.options)
        assert proposed is not None and other is not None
        found = proposed.event_counts("complication")
        assert (found.of("CT"), found.of("DSA", "2"), found.missing.tolist()) == ((2, 6), (1, 6), [0, 0])
        found = other.event_counts("complication")
        assert (found.of("CT"), found.of("DSA", "2"), found.missing.tolist()) == ((2, 2), (1, 1), [4, 5])

    @pytest.mark.parametrize("cell", [7, 99, -1, 2.5])
    def test_what_is_no_grade_is_named_by_its_cell(self, cell: object) -> None:
        """CIRSE ends at 6: a 99 in a column of grades is nothing that happened."""
        result = _graded(["并发症分级"], [cell, 1, 2, 0])

        assert result.cohort is not None
        assert result.cohort.event_counts("complication").of("CT") == (1, 1)
        assert [one.row for one in result.findings if one.code == "unreadable_event"] == [2]

    def test_numbers_under_complications_stay_as_written(self) -> None:
        """0 to 3 without a word for grades: any complication is certain, the numbers are kept and asked about."""
        result = _graded(["并发症"], [0, 1, 2, 3, 0, 3])

        assert result.cohort is not None
        found = result.cohort.event_counts("complication")
        assert (found.of("CT"), found.of("DSA"), found.of("DSA", "3")) == ((1, 3), (3, 3), (2, 3))
        assert [one.column for one in result.findings if one.code == "event_numbers_kept"] == ["E"]

    def test_grades_beside_yes_and_no(self) -> None:
        """The grade is the category of the complication; without a grade it stays one, and a denial wins, named."""
        result = _graded(["并发症", "并发症分级"], ["有", "无", "有", "无", None], [2, None, None, 3, 1])

        assert result.cohort is not None
        found = result.cohort.event_counts("complication")
        assert (found.of("CT"), found.of("CT", "2"), found.of("CT", "1"), found.of("DSA")) == (
            (3, 3), (1, 3), (1, 3), (0, 2),
        )  # fmt: skip
        assert [(one.row, one.column) for one in result.findings if one.code == "contradicted_event"] == [(5, "F")]

    def test_grades_beside_kinds(self) -> None:
        """Kinds and grades are both kept; each counts the same patients with any complication."""
        result = _graded(["并发症", "CIRSE"], ["血肿", "无", "感染", "无"], [2, 0, None, None])

        assert result.cohort is not None
        kinds = result.cohort.event_counts("complication")
        grades = result.cohort.event_counts("complication (F)")
        assert (kinds.of("CT"), kinds.of("CT", "血肿"), kinds.of("DSA")) == ((2, 2), (1, 2), (0, 2))
        assert (grades.of("CT"), grades.of("CT", "2"), grades.of("DSA")) == ((2, 2), (1, 2), (0, 2))
