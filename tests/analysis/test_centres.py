"""Rates of several centres: the verdict follows from the difference within centres, checked by hand and by R."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lib.analysis.centres import WithinCentres
from lib.analysis.responders import responders_at, threshold_of
from lib.analysis.safety import EventComparison, RateVerdict, compare_event
from lib.command.events import centre_difference_records, event_verdict_records
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.report.charts.rates import heading, rows
from lib.report.language import LANGUAGES, sentence
from lib.report.tables.meeting import event_overview
from lib.report.tables.rates import rate_differences
from lib.report.tables.responders import sensitivity
from lib.report.wording.rates import rate_sentence, rate_stamps
from lib.stats.results import TestResult
from lib.terms import Margin, Question

Counts = Mapping[str, tuple[int, int, int, int]]
PAIR = ("CT", "DSA")

SIMPSON: Counts = {"A": (2, 30, 1, 6), "B": (3, 6, 18, 30)}
"""Events and patients with CT, then with DSA, at each centre: −10 points in both, crude −38.9."""


def registry(centres: Counts) -> Cohort:
    """A registry with leakage and a centre; whoever leaked improved by 1 point, the others by 4."""
    lines = ["id,guidance,hospital,VAS before,VAS 1 month,leakage"]
    for centre, (x, m, y, n) in centres.items():
        for method, events, size in (("CT", x, m), ("DSA", y, n)):
            lines += [
                f"P{len(lines) + i},{method},{centre},8,{7 if i < events else 4},{'yes' if i < events else 'no'}"
                for i in range(size)
            ]
    cohort = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert cohort is not None
    return cohort


def compared(centres: Counts, margin: float | None = None) -> EventComparison:
    """Leakage, CT against DSA."""
    margins = {} if margin is None else {"leakage": Margin(value=margin, reason="a test")}
    question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA", margins=margins)
    return compare_event(registry(centres), "leakage", question)


def within_of(verdict: RateVerdict) -> tuple[WithinCentres, TestResult]:
    """The comparison within centres and its difference, both of which must exist."""
    assert verdict.within is not None
    assert isinstance(verdict.within.result, TestResult)
    return verdict.within, verdict.within.result


class TestDisagreement:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_centres_that_differ_are_told(self, language: str) -> None:
        """+40 points at one centre and −40 at another (Q = 20 on 1 df by hand): the average is said to hold at none."""
        apart = compared({"A": (14, 20, 6, 20), "B": (6, 20, 14, 20)}).verdicts[0]
        alike = compared({"A": (14, 20, 6, 20), "B": (14, 20, 6, 20)}).verdicts[0]
        said = sentence(language, "rates.within_differ", p="{p}").partition("{p}")[0]

        assert said in rate_sentence(apart, language)
        assert said not in rate_sentence(alike, language)


class TestWithinCentres:
    def test_a_difference_between_centres_favours_no_method(self) -> None:
        """Crude −38.9 points with Fisher P below 0.001, within centres −10.0: inconclusive.

        By hand: weights 5 and 5, both differences −0.1; Sato's variance (128/72 + 0.1 · 1224/1296)/100.
        """
        verdict = compared(SIMPSON).verdicts[0]
        within, result = within_of(verdict)

        assert verdict.code == "inconclusive"
        assert result.estimate == pytest.approx(-0.1)
        assert result.standard_error == pytest.approx(((128 / 72 + 0.1 * 1224 / 1296) / 100) ** 0.5)
        assert (within.n_centres, within.n_experimental, within.n_control) == (2, 36, 36)
        assert within.exact_p == pytest.approx(0.45294467263646276)  # R 4.2.2, mantelhaen.test(exact = TRUE)

    def test_a_difference_within_centres_is_found_where_the_crude_one_hides_it(self) -> None:
        """Fewer leaks with CT at both centres, and yet the crude rates are alike: favours CT.

        By hand: 30/90 v 20/30 and 0/30 v 30/90, weights 22.5 each, both −1/3; crude 30/120 v 50/120 is −1/6.
        """
        verdict = compared({"A": (30, 90, 20, 30), "B": (0, 30, 30, 90)}).verdicts[0]

        assert within_of(verdict)[1].estimate == pytest.approx(-1 / 3)
        assert verdict.code == "superior"

    def test_the_direction_is_that_within_centres(self) -> None:
        """Where the crude difference has the other sign, the sentence says the direction within centres.

        By hand: 70/100 v 9/10 and 0/10 v 30/100 give −0.2 and −0.3; crude 70/110 v 39/110 is above 0.
        """
        verdict = compared({"A": (70, 100, 9, 10), "B": (0, 10, 30, 100)}).verdicts[0]

        assert verdict.difference.events_experimental > verdict.difference.events_control
        assert within_of(verdict)[1].estimate == pytest.approx(-0.25)
        assert verdict.code == "superior"
        assert "lower (better) with CT" in rate_sentence(verdict, "en")

    def test_centres_that_each_used_one_method_allow_no_conclusion(self) -> None:
        """CT at one hospital and DSA at the other: whatever the rates, the difference may be the hospitals'."""
        verdict = compared({"A": (2, 30, 0, 0), "B": (0, 0, 20, 30)}).verdicts[0]

        assert verdict.code == "inconclusive"
        assert "No centre used both methods" in rate_sentence(verdict, "en")
        assert "没有一个中心同时采用两种方式" in rate_sentence(verdict, "zh")

    def test_few_patients_where_both_were_used_allow_no_conclusion(self) -> None:
        """Three with DSA at the only centre that used both: too few, and their numbers are said."""
        verdict = compared({"A": (2, 30, 2, 3), "B": (0, 0, 20, 30)}).verdicts[0]

        assert verdict.code == "inconclusive"
        assert "30 patients with CT and 3 with DSA" in rate_sentence(verdict, "en")

    def test_all_or_nobody_at_every_centre_allows_no_conclusion(self) -> None:
        """Everybody leaked at A and nobody at B, with more CT at A: crude superior of DSA, within centres 0."""
        verdict = compared({"A": (30, 30, 6, 6), "B": (0, 6, 0, 30)}).verdicts[0]

        assert verdict.code == "inconclusive"
        assert "no interval" in rate_sentence(verdict, "en")

    def test_no_events_anywhere_stay_what_they_were(self) -> None:
        """0/100 v 0/100 at each of two centres lies inside ±10 points, as without centres."""
        assert compared({"A": (0, 100, 0, 100), "B": (0, 100, 0, 100)}, 0.1).verdicts[0].code == "equivalent"

    def test_rare_events_claim_no_more_than_newcombe_allows(self) -> None:
        """1/50 v 0/50 twice: the Mantel–Haenszel limit 4.7 is inside ±6 points, Newcombe's 7.0 is not."""
        verdict = compared({"A": (1, 50, 0, 50), "B": (1, 50, 0, 50)}, 0.06).verdicts[0]
        interval = within_of(verdict)[1].interval

        assert interval is not None and interval.high < 0.06
        assert (verdict.code, verdict.is_rare) == ("inconclusive", True)

    def test_an_interval_that_the_exact_test_contradicts_is_inconclusive(self) -> None:
        """0/16 v 2/16 and 0/16 v 3/16: the interval excludes 0, the exact P does not: line F, of the centres."""
        verdict = compared({"A": (0, 16, 2, 16), "B": (0, 16, 3, 16)}).verdicts[0]
        within, result = within_of(verdict)

        assert result.interval is not None and result.interval.high < 0 and within.exact_p > 0.05
        assert verdict.code == "inconclusive"
        assert any("within centres" in one for one in rate_stamps(verdict, "en"))

    def test_one_centre_is_compared_as_before(self) -> None:
        """A single hospital has nothing to stratify by."""
        assert compared({"A": (2, 40, 20, 40)}).verdicts[0].within is None

    def test_responders_are_compared_within_centres_too(self) -> None:
        """Who leaked did not improve by 1.5: the response differs by +10 points within centres."""
        cohort = registry(SIMPSON)
        threshold = threshold_of(cohort.scales["VAS"], 1.5, "points")
        question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")

        found = responders_at(cohort, "VAS", "1 month", threshold, question)

        for one in (found.compared, found.missing_as_failure):
            assert within_of(one.verdicts[0])[1].estimate == pytest.approx(0.1)
            assert one.verdicts[0].code == "inconclusive"
        table = sensitivity([("a source", found)], PAIR, cohort.scales["VAS"], "en")
        assert table.iloc[0, -2:].tolist() == ["38.9 (17.3 to 56.0)", "10.0 (−16.8 to 36.8)"]


class TestSaid:
    @pytest.mark.parametrize(
        ("language", "crude", "within", "carries"),
        [
            ("en", "−38.9", "Mantel–Haenszel risk difference (CT − DSA) −10.0 percentage points", "The conclusion"),
            ("zh", "−38.9", "Mantel–Haenszel率差（CT组−DSA组）为−10.0个百分点", "结论以此分层率差为准"),
        ],
    )
    def test_both_differences_stand_in_the_sentence(self, language: str, crude: str, within: str, carries: str) -> None:
        """The crude difference, the one within centres, which of them carries the conclusion, and I²."""
        said = rate_sentence(compared(SIMPSON).verdicts[0], language)

        assert crude in said and within in said and carries in said and "I²" in said

    def test_tables_have_a_column_of_their_own(self) -> None:
        """Crude and within centres side by side, on the page and in the meeting's overview."""
        found = compared(SIMPSON)

        assert rate_differences(found.verdicts, "en").iloc[0, -1] == "−10.0 (−36.8 to 16.8)"
        assert event_overview([found], PAIR, "en").iloc[0, -1] == "−10.0 (−36.8 to 16.8)"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_chart_draws_what_carries_the_verdict(self, language: str) -> None:
        """The row is the difference within centres, named so in its name and in the subtitle."""
        found = [compared(SIMPSON)]
        row = rows(found, PAIR, language)[0]

        assert row.estimate == pytest.approx(-10)
        assert "Mantel–Haenszel" in row.name and "Mantel–Haenszel" in heading(found, PAIR, language)[1]

    def test_the_lists_have_both(self) -> None:
        """The verdict names its analysis; the difference within centres is a list of its own."""
        found = compared(SIMPSON)
        records = centre_difference_records([found])

        assert event_verdict_records([found])[0]["analysis"] == "mantel_haenszel"
        assert [(one["event"], one["n_centres"], one["df"]) for one in records] == [("leakage", 2, 1)]
        assert (records[0]["difference"], records[0]["reason"]) == (pytest.approx(-0.1), None)

    def test_a_list_without_a_difference_says_why(self) -> None:
        """Where no centre used both methods the figures are null, with the reason."""
        record = centre_difference_records([compared({"A": (2, 30, 0, 0), "B": (0, 0, 20, 30)})])[0]

        assert (record["difference"], record["n_centres"], record["reason"]) == (None, 0, "too_few")
