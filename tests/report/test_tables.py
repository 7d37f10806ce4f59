from __future__ import annotations

import pandas as pd
import pytest

from lib.analysis.results import VisitComparison
from lib.report.tables import between_methods, scores_by_visit, within_methods
from lib.stats.describe import Description
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
        assert list(table.columns) == ["Before", "1 day", "1 week", "1 month", "3 months", "6 months"]
        assert table.index.name == "mean (SD); n"

    def test_ends_with_the_adjusted_difference_and_its_p(self) -> None:
        """As the verdict's sentence has them; there is no difference before treatment."""
        table = scores_by_visit(compared(cohort(), margin=1.5), PAIR, "en")

        row = table.loc["Adjusted difference CT − DSA (95% CI)"]
        assert (row["Before"], row["1 month"]) == ("–", "0.3 (−0.4 to 0.9)")
        assert table.loc["P (adjusted difference)", "1 month"] == "0.46"

    def test_prints_the_journal_form(self) -> None:
        """x̄±s with n, and Welch's t and P: scipy's ttest_ind(equal_var=False) on the same values: 1.57, 0.12."""
        table = scores_by_visit(compared(cohort(), margin=1.5), PAIR, "zh", journal=True)

        assert list(table.index[:4]) == ["DSA组", "CT组", "t（各时间点评分，Welch t检验）", "P（Welch t检验）"]
        assert table.loc["DSA组", "术前"] == "6.9±0.9 (32)"
        assert list(table["术后1个月"][2:4]) == ["1.57", "0.12"]

    def test_prints_the_overall_f_of_three_methods(self) -> None:
        """Three methods are not compared by a t test."""
        table = scores_by_visit(compared(cohort((30, 30, 20))), PAIR, "zh", journal=True)

        assert "F（协方差分析，总体比较）" in table.index
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
        """With three methods the primary interval is simultaneous and says so; the others are 95%."""
        table = between_methods(month((30, 30, 20)), PAIR, "en")

        limits = list(table["95% CI"])
        assert limits[0].endswith("(98.3%)")
        assert not any("%" in one for one in limits[1:-1])

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
