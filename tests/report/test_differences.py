from __future__ import annotations

from lib.analysis.outcomes import compare_outcome
from lib.report.differences import between_of, p_kind, reversed_result, shown_between, shown_difference
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import Question
from tests.report.examples import cohort, compared


class TestShownDifference:
    def test_is_the_verdicts_own(self) -> None:
        """With three methods it is the simultaneous interval of the verdict, not the plain 95% one."""
        comparison = compared(cohort((30, 30, 20))).at("1 month")
        verdict = next(one for one in comparison.verdicts if {one.experimental, one.control} == {"CT", "DSA"})

        result = shown_difference(comparison, "CT", "DSA")

        assert result == verdict.result
        assert isinstance(result, TestResult)
        assert result.interval is not None
        assert round(result.interval.level, 3) == 0.983

    def test_turns_round_with_the_pair(self) -> None:
        """Swapping the methods flips the sign and the limits, and leaves P."""
        comparison = compared(cohort()).at("1 month")

        forwards, backwards = (shown_difference(comparison, *pair) for pair in (("CT", "DSA"), ("DSA", "CT")))

        assert isinstance(forwards, TestResult)
        assert isinstance(backwards, TestResult)
        assert forwards.interval is not None
        assert backwards.interval == Interval(-forwards.interval.high, -forwards.interval.low)
        assert (backwards.estimate, backwards.p_value) == (-forwards.estimate, forwards.p_value)

    def test_filtered_view_of_three_methods(self) -> None:
        """What pictures and tables show of a filtered view is what its sentence says: plain P, 95%."""
        question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")
        outcome = compare_outcome(cohort((30, 30, 20)), "VAS", question, is_filtered_view=True)
        comparison = outcome.at("1 month")

        results = [shown_difference(comparison, "CT", "DSA"), shown_between(comparison, "CT", "DSA", "ancova_hc3")]

        assert results == [comparison.between_of("CT", "DSA").result] * 2

    def test_says_nothing_of_too_few(self) -> None:
        """Three patients in a method: no estimate may be shown, and so for every analysis."""
        comparison = compared(cohort((3, 30))).at("1 month")

        shown = [shown_difference(comparison, "CT", "DSA"), shown_between(comparison, "CT", "DSA", "welch_change")]

        assert [result.reason for result in shown if isinstance(result, NotEstimable)] == ["too_few", "too_few"]


class TestPKind:
    def test_is_what_the_figure_is(self) -> None:
        """Two methods: plain; three: Holm's; three in a filtered view: unadjusted; an unknown pair: plain."""
        two, three = (compared(cohort(sizes)).at("1 month") for sizes in ((32, 32), (30, 30, 20)))
        question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")
        filtered = compare_outcome(cohort((30, 30, 20)), "VAS", question, is_filtered_view=True).at("1 month")

        assert [p_kind(one, "DSA", "CT") for one in (two, three, filtered)] == ["p", "p_holm", "p_unadjusted"]
        assert p_kind(three, "CT", "Robot") == "p"


class TestBetweenOf:
    def test_turns_the_numbers_of_patients_too(self) -> None:
        """The reverse pair has the patients of the other side."""
        comparison = compared(cohort()).at("1 month")

        row, reverse = (between_of(comparison, *pair, "welch_change") for pair in (("CT", "DSA"), ("DSA", "CT")))

        assert row is not None
        assert reverse is not None
        assert (reverse.n_experimental, reverse.n_control) == (row.n_control, row.n_experimental)

    def test_is_nothing_for_an_unknown_pair(self) -> None:
        """A method that is not compared has no row."""
        assert between_of(compared(cohort()).at("1 month"), "CT", "Robot", "ancova") is None


class TestReversedResult:
    def test_leaves_a_rank_statistic_out(self) -> None:
        """R's W of one group says nothing of the other without n: it is not shown with a wrong sign."""
        turned = reversed_result(TestResult(estimate=1.0, statistic=120.0, df=None, p_value=0.2))

        assert isinstance(turned, TestResult)
        assert (turned.estimate, turned.statistic, turned.p_value) == (-1.0, None, 0.2)
