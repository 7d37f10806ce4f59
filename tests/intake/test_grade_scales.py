"""Systems by which complications are graded: never one scale, one spelling each, named where the file names them."""

from __future__ import annotations

import pytest

from lib.intake.grade_scales import grade_scales, graded_by, harmonised
from lib.intake.opening import Opened
from lib.report.language import LANGUAGES
from lib.report.wording.rates import definition_line
from lib.report.wording.reasons import finding_message
from tests.intake.files import opened_rows

HEADER = ["id", "group", "site", "VAS pre", "VAS 1 month"]


def opened(header: str, *answers: tuple[str, str, object]) -> Opened:
    """A row per (patient, site, answer); patients a to f have CT, the others DSA."""
    rows = [[name, "CT" if name < "g" else "DSA", site, 8, 3, answer] for name, site, answer in answers]
    return opened_rows([[*HEADER, header], *rows])


def levels_of(result: Opened, event: str = "complication") -> tuple[str, ...]:
    """The categories in their order."""
    assert result.cohort is not None
    return result.cohort.event_counts(event).levels[1:]


MIXED = [
    ("a", "L1", "CTCAE 3"),
    ("b", "L1", "CIRSE 2"),
    ("c", "L1", "SIR C"),
    ("d", "L1", "haematoma"),
    ("e", "L1", "none"),
    ("g", "L1", "CIRSE 1b"),
    ("h", "L1", "3a"),
    ("i", "L1", "SIR B"),
    ("j", "L1", "CTCAE grade 2"),
    ("k", "L1", "none"),
]


class TestSeveralSystems:
    def test_grades_stand_system_by_system(self) -> None:
        """CTCAE 3 is not ranked against CIRSE 2: each system has its own order, what has no grade comes last."""
        assert levels_of(opened("Complications", *MIXED)) == (
            "CIRSE 1b", "CIRSE 2", "SIR B", "SIR C", "CTCAE 2", "CTCAE 3", "3a", "haematoma",
        )  # fmt: skip

    def test_the_column_is_named(self) -> None:
        """One finding with the systems, and a line beside the table, in both languages."""
        result = opened("Complications", *MIXED)
        found = [one for one in result.findings if one.code == "several_grading_systems"]

        assert result.cohort is not None
        assert [one.column for one in found] == ["F"]
        for language, listed in zip(LANGUAGES, ("CIRSE, SIR, CTCAE", "CIRSE、SIR、CTCAE"), strict=True):
            assert listed in finding_message(found[0], language)
            said = definition_line("complication", {}, result.cohort.graded_by["complication"], language)
            assert all(system in said for system in ("CIRSE", "SIR", "CTCAE", "1–6"))

    def test_a_patient_with_two_systems_keeps_the_worst_of_each(self) -> None:
        """CIRSE 1b and 3a at two levels and SIR B and D at two others: counted at 3a and at D, each the worst."""
        sites = [("a", "L1", "CIRSE 1b"), ("a", "L2", "SIR D"), ("a", "L3", "CIRSE 3a"), ("a", "L4", "SIR B")]
        others = [("b", "L1", "none"), ("g", "L1", "SIR C"), ("h", "L1", "CIRSE 2")]

        result = opened("Complications", *sites, *others)

        assert result.cohort is not None
        found = result.cohort.event_counts("complication")
        assert [found.of("CT", level) for level in ("CIRSE 3a", "SIR D")] == [(1, 2), (1, 2)]
        assert [found.of("CT", level)[0] for level in ("CIRSE 1b", "SIR B")] == [0, 0]
        assert found.may_overlap and "CIRSE 3a + SIR D" not in found.levels

    def test_two_systems_in_one_cell_stay_together(self) -> None:
        """A cell that says CIRSE 2 and SIR C names no worst part."""
        result = opened("Complications", ("a", "L1", "CIRSE 2; SIR C"), ("b", "L1", "none"), ("g", "L1", "SIR B"))

        assert "CIRSE 2; SIR C" in levels_of(result)

    def test_one_system_is_one_scale(self) -> None:
        """CIRSE alone: ranked as before, and nothing is said of several."""
        result = opened("Complications", ("a", "L1", "CIRSE 3a"), ("b", "L1", "none"), ("g", "L1", "CIRSE 2"))

        assert levels_of(result) == ("CIRSE 2", "CIRSE 3a")
        assert "several_grading_systems" not in {one.code for one in result.findings}


class TestSpelling:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            (["CIRSE grade 5", "CIRSE 4"], ["CIRSE 5", "CIRSE 4"]),
            (["CIRSE 1a级", "CIRSE 3b级", "cirse-grade 1a"], ["CIRSE 1a", "CIRSE 3b", "CIRSE 1a"]),
            (["CTCAE 2级", "CTCAE grade II"], ["CTCAE 2", "CTCAE 2"]),
            (["SIR class B", "SIR: B"], ["SIR B", "SIR B"]),
            (["CIRSE 2 haematoma", "3级"], ["CIRSE 2 haematoma", "3级"]),
            (["CIRSE 3", "CTCAE 3", "3"], ["CIRSE 3", "CTCAE 3", "3"]),
        ],
    )
    def test_one_spelling_for_each_system(self, answers: list[str | None], expected: list[str]) -> None:
        """The system and the grade, whatever stood between them; other words and other systems stay apart."""
        assert harmonised(answers, "Complications", are_grades=False) == expected


class TestNamed:
    @pytest.mark.parametrize(
        ("header", "answers", "system"),
        [("Adverse events CTCAE grade", (1, 2, 3), "CTCAE"), ("SIR class", ("A", "B", "C"), "SIR")],
    )
    def test_the_header_names_the_system(self, header: str, answers: tuple[object, ...], system: str) -> None:
        """Bare grades under a header that names their system: the definition line says it, in both languages."""
        result = opened(header, *[(name, "L1", one) for name, one in zip("abg", answers, strict=True)], ("h", "L1", 0))

        assert result.cohort is not None
        assert result.cohort.graded_by == {"complication": (system,)}
        for language in LANGUAGES:
            said = definition_line("complication", {}, (system,), language)
            assert system in said and "not recorded" not in said and "未记录" not in said

    def test_no_name_is_made_up(self) -> None:
        """Bare numbers or letters whose system nobody names have none."""
        assert graded_by(["1", "2", "3a"]) == () == graded_by(["A", "C"])

    def test_letters_are_not_numbers(self) -> None:
        """C beside 3 in one column: two systems without a name; words of gravity belong to none."""
        assert grade_scales(["C", "3", "severe"]) == {"C": "A–F", "3": "1–6"}
        assert graded_by(["C", "3"]) == ("A–F", "1–6")
