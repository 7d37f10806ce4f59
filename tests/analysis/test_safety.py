"""Rates of events and what may be said of them; figures of STATISTICS 3.2 and 3.5, checked by hand and by R."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.analysis.detection import DETECTION, detection_of
from lib.analysis.safety import EventComparison, compare_event
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.report.language import LANGUAGES, sentence
from lib.report.wording.rates import detection_sentence, rate_sentence
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Margin, Question


def registry(**answers: list[str]) -> Cohort:
    """Patients of each method with "yes", "no" or another text under leakage."""
    lines = ["id,guidance,VAS before,VAS 1 month,leakage"]
    rows = [(method, answer) for method, given in answers.items() for answer in given]
    lines += [f"P{n},{method},{7 + n % 3},{2 + n % 4},{answer}" for n, (method, answer) in enumerate(rows)]
    cohort = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert cohort is not None
    return cohort


def yes(events: int, n: int) -> list[str]:
    """`n` answers of which `events` are yes."""
    return ["yes"] * events + ["no"] * (n - events)


def compared(cohort: Cohort, margin: float | None = None, *, is_filtered_view: bool = False) -> EventComparison:
    """Leakage, CT against DSA."""
    margins = {} if margin is None else {"leakage": Margin(value=margin, reason="a test")}
    question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA", margins=margins)
    return compare_event(cohort, "leakage", question, is_filtered_view=is_filtered_view)


class TestCompareEvent:
    def test_the_papers_leakage(self) -> None:
        """1/32 v 2/32: −3.1 points, Newcombe −17.3 to +10.3, Fisher P 1, and too few events to say."""
        found = compared(registry(CT=yes(1, 32), DSA=yes(2, 32)))

        one, verdict = found.differences[0], found.verdicts[0]
        assert isinstance(one.newcombe, TestResult)
        assert one.newcombe.interval is not None
        figures = (one.newcombe.estimate, one.newcombe.interval.low, one.newcombe.interval.high)
        assert figures == pytest.approx((-0.03125, -0.1726, 0.1028), abs=5e-5)
        assert one.fisher_p == pytest.approx(1.0)
        assert (verdict.code, verdict.is_rare) == ("inconclusive", True)

    def test_everybody_has_an_exact_lower_limit(self) -> None:
        """32/32: the exact lower limit is 89.1%; 0/32: the upper one 10.9%."""
        found = compared(registry(CT=yes(32, 32), DSA=yes(0, 32)))

        limits = [one.rate.interval for one in found.rates if isinstance(one.rate, TestResult)]
        assert [one.method for one in found.rates] == ["CT", "DSA"]
        assert limits[0] is not None
        assert limits[1] is not None
        assert (limits[0].low, limits[1].high) == pytest.approx((0.8911, 0.1089), abs=5e-5)

    @pytest.mark.parametrize(
        ("event", "n_with", "said"),
        [
            ("leakage", 1, "Too few events"),
            ("technical_success", 31, "Too few failures"),
            ("leakage", 31, "without it"),
        ],
    )
    def test_says_of_whom_there_are_too_few(self, event: str, n_with: int, said: str) -> None:
        """Two of 64 are too few to compare: those with the event, or where most had it those without."""
        leakage = compared(registry(CT=yes(n_with, 32), DSA=yes(n_with, 32))).verdicts[0]

        found = replace(leakage, event=event)

        assert found.is_rare
        assert said in rate_sentence(found, "en")

    def test_too_few_patients_have_neither_interval_nor_p(self) -> None:
        """1/1 v 2/2: the shares and the reason stand, and "no P" is not said behind one."""
        verdict = compared(registry(CT=yes(1, 1), DSA=yes(2, 2))).verdicts[0]

        said = rate_sentence(verdict, "en")

        assert "1/1 (100%) with CT, 2/2 (100%) with DSA." in said and "no P" in said
        assert "CI" not in said and "Fisher" not in said

    def test_interval_and_fisher_that_disagree_are_inconclusive(self) -> None:
        """0/32 v 5/32: Newcombe −31.8 to −1.8 excludes 0, Fisher P 0.053 does not: line F."""
        found = compared(registry(CT=yes(0, 32), DSA=yes(5, 32)))

        verdict = found.verdicts[0]
        assert found.differences[0].fisher_p == pytest.approx(0.053, abs=5e-4)
        assert (verdict.code, "F" in verdict.stamps) == ("inconclusive", True)

    def test_fewer_leaks_are_better(self) -> None:
        """2/40 v 20/40 favours the experimental method, and turned round the control."""
        favours = compared(registry(CT=yes(2, 40), DSA=yes(20, 40))).verdicts[0].code
        against = compared(registry(CT=yes(20, 40), DSA=yes(2, 40))).verdicts[0].code

        assert (favours, against) == ("superior", "inferior")

    def test_a_margin_is_used_only_where_it_is_given(self) -> None:
        """20/200 v 20/200 lies inside ±10 points: equivalent with that margin, inconclusive without one."""
        cohort = registry(CT=yes(20, 200), DSA=yes(20, 200))

        assert compared(cohort, 0.1).verdicts[0].code == "equivalent"
        assert compared(cohort).verdicts[0].code == "inconclusive"

    def test_four_patients_have_no_verdict(self) -> None:
        """Fewer than five in a method: the reason names the method and its number."""
        verdict = compared(registry(CT=yes(1, 4), DSA=yes(2, 30))).verdicts[0]

        assert verdict.code is None
        assert verdict.refusal == NotEstimable(reason="too_few", parameters={"method": "CT", "n": 4, "needed": 5})
        assert verdict.stamps == ()

    def test_a_filtered_view_has_no_verdict(self) -> None:
        """A filter that is not part of the question leaves figures without a tag."""
        verdict = compared(registry(CT=yes(1, 32), DSA=yes(9, 32)), is_filtered_view=True).verdicts[0]

        assert (verdict.code, verdict.refusal) == (None, NotEstimable(reason="filtered_view"))

    def test_nothing_recorded_in_one_method(self) -> None:
        """A method whose answers are all missing has no rate and no difference; nothing fails."""
        found = compared(registry(CT=["失访"] * 12, DSA=yes(2, 12)))

        assert (found.rates[0].n, found.rates[0].missing) == (0, 12)
        assert found.differences[0].newcombe == NotEstimable(reason="no_values", parameters={"n_a": 0, "n_b": 12})

    def test_one_method_has_rates_alone(self) -> None:
        """Without a second method there is no difference and no verdict."""
        found = compared(registry(CT=yes(3, 20)))

        assert (len(found.rates), found.differences, found.verdicts) == (1, (), ())

    def test_categories_are_counted_beside_any(self) -> None:
        """Vein and disc are both a leakage; each has its own rate."""
        found = compared(registry(CT=["vein", "disc", "disc", *yes(0, 17)], DSA=yes(1, 20)))

        counted = {(one.level, one.method): one.events for one in found.rates}
        assert counted["any", "CT"] == 3
        assert (counted["disc", "CT"], counted["vein", "CT"], counted["disc", "DSA"]) == (2, 1, 0)


class TestDetection:
    @pytest.mark.parametrize(("dsa", "differs"), [("CT", False), ("X-ray", True)])
    def test_differs_where_the_methods_were_looked_at_otherwise(self, dsa: str, differs: bool) -> None:
        """CT after one method and radiographs after the other: the rates are stamped DET."""
        lines = ["id,guidance,VAS before,VAS 1 month,leakage,leakage detection"]
        lines += [f"P{n},{'CT' if n % 2 else 'DSA'},{7 + n % 3},{2 + n % 4},{'yes' if n % 9 == 0 else 'no'},"
                  f"{'CT' if n % 2 or n < 4 else dsa}{'' if n > 1 else ' and X-ray'}" for n in range(60)]  # fmt: skip
        cohort = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
        assert cohort is not None

        found = compared(cohort)

        assert found.detection is not None
        assert found.detection.differs == differs
        assert ("DET" in found.verdicts[0].stamps) == differs

    @pytest.mark.parametrize(
        ("ct", "dsa", "said"),
        [
            (["CT"] * 30, ["CT"] * 30, "same"),
            (["CT"] * 32, ["CT"] * 27 + ["X-ray"] * 5, "mixed"),
            (["CT"] * 29 + ["X-ray"], [""] * 30, "mixed"),
            (["CT"] * 30, ["X-ray"] * 30, "differs"),
        ],
    )
    def test_the_same_is_said_only_of_one_way_for_everybody(self, ct: list[str], dsa: list[str], said: str) -> None:
        """One way for all is the same; 5 of 32 otherwise, or a method of which nothing is recorded, is not."""
        lines = ["id,guidance,VAS before,VAS 1 month,leakage,leakage detection"]
        rows = [*(("CT", way) for way in ct), *(("DSA", way) for way in dsa)]
        lines += [f"P{n},{method},{7 + n % 3},{2 + n % 4},no,{way}" for n, (method, way) in enumerate(rows)]
        cohort = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
        assert cohort is not None

        found = detection_of(cohort)

        assert found is not None
        assert (found.is_same, found.differs) == (said == "same", said == "differs")
        for language in LANGUAGES:
            begin = sentence(language, f"rates.detection_{said}", ways="|").split("|")[0]
            assert detection_sentence(found, language).startswith(begin)

    def test_unknown_where_no_column_says(self) -> None:
        """Without a column nothing is assumed."""
        cohort = registry(CT=yes(1, 10), DSA=yes(1, 10))

        assert DETECTION not in cohort.covariate_columns
        assert detection_of(cohort) is None


class TestEventCounts:
    def test_adding_two_centres_is_pooling_their_patients(self) -> None:
        """Counts of two registries add by name, also where one has a category the other lacks."""
        one = registry(CT=["vein", *yes(0, 9)], DSA=yes(2, 10)).event_counts("leakage")
        other = registry(DSA=yes(1, 10), CT=["disc", *yes(0, 9)]).event_counts("leakage")

        both = one + other
        assert (both.of("CT"), both.of("DSA"), both.of("CT", "disc")) == ((2, 20), (3, 20), (1, 20))
        assert int(np.sum(both.missing)) == 0
