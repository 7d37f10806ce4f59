from __future__ import annotations

import pandas as pd
import pytest

from lib.analysis.outcomes import compare_outcome
from lib.analysis.results import VisitComparison
from lib.report.numbers import p_value
from lib.report.tables import between_methods, scores_by_visit, within_methods
from lib.stats.describe import Description
from lib.stats.results import TestResult
from lib.terms import Question
from tests.report.examples import SIX_VISITS, cohort, compared

PAIR = ("CT", "DSA")


def month(sizes: tuple[int, ...] = (32, 32)) -> VisitComparison:
    """The comparison at one month with a margin of 1.5."""
    return compared(cohort(sizes), margin=1.5).at("1 month")


def is_clean(frame: pd.DataFrame) -> bool:
    """Whether every cell and label is text without a raw or missing value."""
    words = [*frame.index, *frame.columns, *frame.to_numpy().ravel()]
    return all(isinstance(word, str) and word and not {"nan", "None"} & set(word.split()) for word in words)


class TestScoresByVisit:
    def test_prints_mean_sd_and_n_of_every_visit(self) -> None:
        """Each cell is the description of the result with one decimal more than half points need: 6.9 (0.9); 32."""
        outcome = compared(cohort())

        table = scores_by_visit(outcome, PAIR, "en")

        found = outcome.summaries[0].description
        assert isinstance(found, Description)
        assert table.loc["DSA", "Before"] == f"{found.mean:.1f} ({found.sd:.1f}); {found.n}"
        assert list(table.columns) == ["Before", "1 day", "1 week", "1 month, primary", "3 months", "6 months"]
        assert table.index.name == "mean (SD); n"

    def test_ends_with_the_adjusted_difference_and_its_p(self) -> None:
        """As the verdict's sentence has them; there is no difference before treatment."""
        table = scores_by_visit(compared(cohort(), margin=1.5), PAIR, "en")

        row = table.loc["Adjusted difference CT − DSA (95% CI)"]
        assert (row["Before"], row["1 month, primary"]) == ("–", "0.3 (−0.4 to 0.9)")
        assert table.loc["P (adjusted difference)", "1 month, primary"] == "0.46"

    def test_says_what_the_difference_of_a_family_is(self) -> None:
        """With three methods interval and P are those of the verdict, and the labels say so."""
        english, chinese = (
            scores_by_visit(compared(cohort((30, 30, 20))), PAIR, language) for language in ("en", "zh")
        )

        assert list(english.index[3:]) == [
            "Adjusted difference CT − DSA (98.3% CI, simultaneous)",
            "Holm P (adjusted difference)",
        ]
        assert list(chinese.index[3:]) == ["校正组间差值CT−DSA（98.3%同时置信区间）", "Holm校正P（校正组间差值）"]

    def test_prints_the_journal_form(self) -> None:
        """x̄±s with n, and Welch's t and P: scipy's ttest_ind(equal_var=False) on the same values: 1.57, 0.12."""
        table = scores_by_visit(compared(cohort(), margin=1.5), PAIR, "zh", journal=True)

        assert list(table.index[:4]) == ["DSA组", "CT组", "t（各时间点评分，Welch t检验）", "P（Welch t检验）"]
        assert table.loc["DSA组", "术前"] == "6.9±0.9 (32)"
        assert list(table["术后1个月"][2:4]) == ["1.57", "0.12"]

    def test_prints_the_overall_f_of_three_methods(self) -> None:
        """Three methods are not compared by a t test."""
        table = scores_by_visit(compared(cohort((30, 30, 20))), PAIR, "zh", journal=True)

        assert "F（协方差分析，HC3，总体比较）" in table.index
        assert not [label for label in table.index if "Welch" in label]

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("sizes", [(32,), (32, 32), (3, 30), (0, 9), (20,) * 6])
    @pytest.mark.parametrize("journal", [False, True])
    def test_is_text_whoever_is_there(self, language: str, sizes: tuple[int, ...], journal: bool) -> None:
        """One method, a small one, an empty one, six: every cell says something."""
        table = scores_by_visit(compared(cohort(sizes)), PAIR if len(sizes) > 1 else None, language, journal=journal)

        assert is_clean(table)
        assert table.shape[1] == len(SIX_VISITS)


class TestBetweenMethods:
    def test_begins_with_the_primary_analysis(self) -> None:
        """One estimate, one interval, one P; alone with only_primary."""
        whole, alone = (between_methods(month(), PAIR, "en", only_primary=only) for only in (False, True))

        assert list(alone.iloc[0]) == ["Adjusted difference", "0.3", "−0.4 to 0.9", "0.46"]
        assert list(whole.iloc[0]) == list(alone.iloc[0])
        assert len(alone) == 1

    def test_names_every_procedure_once(self) -> None:
        """Nine analyses, each under its own name."""
        table = between_methods(month(), PAIR, "zh")

        assert len(table) == 9
        assert table.index.is_unique
        assert is_clean(table)

    def test_says_the_level_of_a_family(self) -> None:
        """With three methods every interval is simultaneous and every P Holm's; the heads say so, not the cells."""
        comparison = month((30, 30, 20))
        table = between_methods(comparison, PAIR, "en")

        assert list(table.columns[2:]) == ["98.3% CI, simultaneous", "Holm P"]
        assert list(between_methods(comparison, PAIR, "zh").columns[2:]) == ["98.3%同时置信区间", "Holm校正P"]
        assert not any("%" in one for one in table["98.3% CI, simultaneous"])
        holm = {one.analysis: one.p_holm for one in comparison.pairwise if {one.experimental, one.control} == set(PAIR)}
        assert list(table["Holm P"][:4]) == [
            p_value(holm[name]).removeprefix("= ")
            for name in ("ancova_hc3", "ancova", "welch_change", "student_change")
        ]

    def test_says_another_level_in_its_cell(self) -> None:
        """A rank interval of five against five reaches no 99.7% (15 pairs of six methods): it names its own level."""
        table = between_methods(compared(cohort((5, 5, 9, 9, 9, 9))).at("1 day"), PAIR, "en")

        rank = table.loc[table.index.str.startswith("Mann–Whitney"), "99.7% CI, simultaneous"].iloc[0]
        assert rank.endswith("%)")

    def test_filtered_view_is_unadjusted(self) -> None:
        """With three methods a filtered view has plain P values at 95%, and its head says so."""
        registry = cohort((30, 30, 20))
        question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")
        comparison = compare_outcome(registry, "VAS", question, is_filtered_view=True).at("1 month")

        table = between_methods(comparison, PAIR, "en")

        plain = comparison.between_of(*PAIR).result
        assert isinstance(plain, TestResult)
        assert list(table.columns[2:]) == ["95% CI", "Unadjusted P"]
        assert table["Unadjusted P"].iloc[0] == p_value(plain.p_value or 0).removeprefix("= ")

    def test_small_sample_is_exact(self) -> None:
        """With nine in a method the Mann–Whitney test is exact with ties, and is named so."""
        table = between_methods(month((9, 30)), PAIR, "en")

        named = "Mann–Whitney test on change with Hodges–Lehmann estimate, exact with ties"
        assert named in table.index
        assert named not in between_methods(month(), PAIR, "en").index

    def test_gives_the_reason_where_there_is_no_number(self) -> None:
        """Three patients: no estimate and no P in any row, but why."""
        table = between_methods(month((3, 30)), PAIR, "zh")

        assert set(table["P"]) == {"–"}
        assert all("5" in reason for reason in table["95%CI"])

    def test_turns_the_sign_with_the_pair(self) -> None:
        """DSA − CT is the negative of CT − DSA."""
        table = between_methods(month(), PAIR[::-1], "en", only_primary=True)

        assert list(table.iloc[0])[1:] == ["−0.3", "−0.9 to 0.4", "0.46"]


class TestWithinMethods:
    def test_prints_scores_change_and_named_tests(self) -> None:
        """Methods in columns; the paired t test has its statistic before P."""
        table = within_methods(month(), "en")

        assert list(table.columns) == ["DSA", "CT"]
        assert table.loc["n", "DSA"] == "31"
        assert table.loc["Paired t test", "DSA"] == "t(30) = −30.64, P < 0.001"

    @pytest.mark.parametrize(("n", "note"), [(5, True), (9, True), (10, False)])
    def test_small_method_is_exact(self, n: int, note: bool) -> None:
        """Five to nine patients: the signed-rank test counts all signs of the tied ranks, and says so."""
        table = within_methods(compared(cohort((32, n))).at("1 day"), "en")
        cell = table.loc["Wilcoxon signed-rank test", "CT"]

        assert cell.endswith("exact with ties") is note
        assert ("normal approximation" in cell) is not note

    def test_does_not_test_fewer_than_five(self) -> None:
        """Three patients are described; no P, no interval of an effect size."""
        table = within_methods(month((3, 30)), "zh")

        assert table.loc["n", "DSA"] == "3"
        assert table.loc["配对t检验", "DSA"] == "–"
        assert is_clean(table)

    def test_describes_a_method_without_patients(self) -> None:
        """A filter that leaves nobody leaves dashes."""
        table = within_methods(month((0, 9)), "en")

        assert set(table["DSA"]) == {"0", "–"}
