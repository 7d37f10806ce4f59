"""Responders counted by hand: improved, died, missing, and a baseline of 0."""

from __future__ import annotations

import pytest

from lib.analysis.responders import RespondersAtVisit, published_thresholds, responders_at, threshold_of
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.stats.responder import Rule
from lib.stats.results import TestResult
from lib.terms import NRS, ODI, VAS, Question, Scale

CT = ["8,2.5", "7,5.5", "7,5.6", "6,8", "5,died", "4,lost", "1,0", "0,0", ",3"]
DSA = ["8,7.5"] * 5 + ["8,2"] * 5
"""Baseline and follow-up. CT: 5.5, 1.5, 1.4 points better, 2 worse, dead, lost, 1 better, always 0, no baseline."""


def cohort() -> Cohort:
    """Nine patients with CT, ten with DSA."""
    rows = [("CT", one) for one in CT] + [("DSA", one) for one in DSA]
    lines = ["id,guidance,VAS before,VAS 1 month", *(f"P{n},{method},{one}" for n, (method, one) in enumerate(rows))]
    found = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert found is not None
    return found


def judged(value: float = 1.5, rule: Rule = "points") -> RespondersAtVisit:
    """VAS at 1 month, CT against DSA."""
    question = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")
    return responders_at(cohort(), "VAS", "1 month", threshold_of(VAS, value, rule), question)


class TestRespondersAt:
    def test_every_patient_with_a_baseline_has_one_state(self) -> None:
        """Two improved (1.5 is enough, 1.4 is not), three unchanged, one worse, one dead, one missing: eight."""
        found = judged().by_method["CT"]

        counted = (found.improved, found.unchanged, found.worse, found.died, found.missing, found.not_assessable)
        assert counted == (2, 3, 1, 1, 1, 0)
        assert sum(counted) == sum(not one.startswith(",") for one in CT)

    def test_the_dead_did_not_respond_and_the_missing_are_shown_both_ways(self) -> None:
        """2 of 7 without the missing patient, 2 of 8 with."""
        found = judged()

        rates = [one.rates[0] for one in (found.compared, found.missing_as_failure)]
        assert [(one.method, one.events, one.n) for one in rates] == [("CT", 2, 7), ("CT", 2, 8)]
        states = found.by_method["CT"]
        assert isinstance(states.rate, TestResult)
        assert states.rate.estimate == pytest.approx(2 / 7)

    def test_too_low_before_to_respond(self) -> None:
        """Baselines of 1 and 0 leave no room for 1.5 points."""
        assert judged().by_method["CT"].could_not_respond == 2

    def test_a_percentage_of_nothing_is_not_judged(self) -> None:
        """Baseline 0 under a percent rule: not assessable and not in the denominator."""
        found = judged(30, "percent")

        assert found.by_method["CT"].not_assessable == 1
        assert (found.compared.rates[0].events, found.compared.rates[0].n) == (2, 6)

    def test_direction_is_experimental_minus_control(self) -> None:
        """CT 2/7 − DSA 5/10; more responders are better."""
        one = judged().compared.verdicts[0]

        assert isinstance(one.difference.newcombe, TestResult)
        assert one.difference.newcombe.estimate == pytest.approx(2 / 7 - 0.5)
        assert one.better == 1


class TestPublishedThresholds:
    @pytest.mark.parametrize(("scale", "first"), [(VAS, 1.5), (NRS, 2.0), (ODI, 10.0)])
    def test_begin_with_the_suggested_one(self, scale: Scale, first: float) -> None:
        """Ostelo 2008 first, by points and then by percent."""
        found = published_thresholds(scale)

        assert [(code, one.value, one.rule) for code, one in found[:2]] == [
            ("ostelo2008", first, "points"),
            ("ostelo2008", 30.0, "percent"),
        ]

    def test_none_for_a_score_without_a_source(self) -> None:
        """No threshold is borrowed from another score."""
        assert published_thresholds(Scale(outcome="KPS", low=0, high=100, lower_is_better=False)) == ()
