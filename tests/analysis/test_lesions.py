"""Rates per lesion beside those per patient: counted by hand from a file, intervals as R's script has them."""

from __future__ import annotations

import pytest

from lib.analysis.lesions import LesionComparison
from lib.analysis.proposal import propose_question
from lib.analysis.safety import EventComparison, compare_event
from lib.registry.cohort import Cohort
from lib.report.tables.rates import rates
from lib.report.wording.rates import lesion_sentence
from lib.stats.clustered import clustered_rate
from lib.stats.results import TestResult
from lib.terms import Filter
from tests.intake.files import opened_rows

HEAD = ["id", "guidance", "level", "VAS before", "VAS 1 month", "leakage", "technical success"]
LEVELS = [
    ["P1", "CT", "L1", 7, 2, "yes", "yes"],
    ["P1", "CT", "L2", 7, 2, "no", "yes"],
    ["P2", "CT", "T12", 8, 3, "no", "yes"],
    ["P3", "CT", "L3", 6, 2, "no", "yes"],
    ["P3", "CT", "L4", 6, 2, "no", "yes"],
    ["P3", "CT", "L5", 6, 2, "yes", "no"],
    ["P4", "DSA", "L2", 8, 4, "yes", "yes"],
    ["P4", "DSA", "L3", 8, 4, "yes", "yes"],
    ["P5", "DSA", "L1", 7, 3, "no", "yes"],
    ["P6", "DSA", "L1", 7, 3, "no", None],
]


def registry(rows: list[list[object]]) -> Cohort:
    """The rows as a visitor's file."""
    cohort = opened_rows([HEAD, *rows]).cohort
    assert cohort is not None
    return cohort


def lesions_of(cohort: Cohort, event: str) -> tuple[EventComparison, LesionComparison]:
    """One event compared, with its rates per lesion."""
    found = compare_event(cohort, event, propose_question(cohort), shown=("CT", "DSA"))
    assert found.lesions is not None
    return found, found.lesions


class TestCompareLesions:
    @pytest.mark.parametrize(
        ("event", "patients", "lesions"),
        [
            ("leakage", [("CT", 2, 3), ("DSA", 1, 3)], [("CT", 2, 6, 3), ("DSA", 2, 4, 3)]),
            ("technical_success", [("CT", 2, 3), ("DSA", 2, 2)], [("CT", 5, 6, 3), ("DSA", 3, 3, 2)]),
        ],
    )
    def test_counts_patients_and_lesions(
        self, event: str, patients: list[tuple[str, int, int]], lesions: list[tuple[str, int, int, int]]
    ) -> None:
        """By hand: the worst level makes the patient; a level without an answer is not in the denominator."""
        found, per_lesion = lesions_of(registry(LEVELS), event)

        assert [(one.method, one.events, one.n) for one in found.rates if one.level == "any"] == patients
        assert [(one.method, one.events, one.lesions, one.patients) for one in per_lesion.rates] == lesions

    def test_the_interval_knows_whose_the_lesions_are(self) -> None:
        """CT: 1 of 2, 0 of 1 and 1 of 3 levels; the interval is that of clustered counts."""
        _, per_lesion = lesions_of(registry(LEVELS), "leakage")

        result = per_lesion.rates[0].result
        assert isinstance(result, TestResult)
        assert result == clustered_rate([1, 0, 1], [2, 1, 3], [1, 1, 1])

    def test_the_same_level_again_is_one_lesion(self) -> None:
        """A row that repeats a patient and level adds no lesion; its worse answer counts."""
        again = [*LEVELS, ["P2", "CT", "T12", 8, 3, "yes", "yes"]]

        _, per_lesion = lesions_of(registry(again), "leakage")

        assert (per_lesion.rates[0].events, per_lesion.rates[0].lesions) == (3, 6)

    def test_one_level_each_is_no_lesion_level(self) -> None:
        """Where every patient has one level, patients are all there is to count."""
        cohort = registry([row for row in LEVELS if row[0] in ("P2", "P5", "P6")])

        assert compare_event(cohort, "leakage", propose_question(cohort)).lesions is None

    def test_a_filter_keeps_whole_patients(self) -> None:
        """Lesions follow their patients out of the counts."""
        cohort = registry(LEVELS)
        cohort = cohort.filtered([Filter(name="method", levels=("CT",))])

        _, per_lesion = lesions_of(cohort, "leakage")

        assert [(one.method, one.lesions) for one in per_lesion.rates] == [("CT", 6)]


class TestShown:
    def test_both_denominators_are_named(self) -> None:
        """The table has patients and lesions, and the sentence says how many lesions in how many patients."""
        found, per_lesion = lesions_of(registry(LEVELS), "leakage")

        table = rates(found.rates, "en", per_lesion)
        assert table.loc["With the event"].tolist() == ["2/3 (67%)", "1/3 (33%)"]
        assert table.loc["Lesions or levels with it"].tolist() == ["2/6 (33%)", "2/4 (50%)"]
        assert "(10 in 6 patients)" in lesion_sentence(per_lesion, ("CT", "DSA"), "en")
        assert "（6例患者，10处）" in lesion_sentence(per_lesion, ("CT", "DSA"), "zh")
        assert lesion_sentence(per_lesion, None, "en") == ""
