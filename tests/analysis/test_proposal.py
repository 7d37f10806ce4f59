"""What a registry is asked when nobody has asked."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.proposal import (
    follow_up_visits,
    method_pairs,
    opening_visit,
    ordered_pair,
    propose_pair,
    propose_question,
)
from lib.stats.results import NotEstimable
from lib.terms import Question, Visit
from tests.analysis.cohorts import cohort_of

ABSENT = np.nan


def _registry(follow_ups, methods=("CT",) * 10 + ("DSA",) * 10, outcome="VAS"):
    """Twenty patients with a baseline of 8 and, per visit, a score for as many of each method as named."""
    visits = {"baseline": np.full(len(methods), 8.0)}
    for visit, seen in follow_ups.items():
        scores = np.full(len(methods), ABSENT)
        for method, n in seen.items():
            scores[[i for i, name in enumerate(methods) if name == method][:n]] = 3.0
        visits[visit] = scores
    return cohort_of(methods, {outcome: visits})


class TestOrderedPair:
    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ("CT", "DSA", ("CT", "DSA")),
            ("DSA", "CT", ("CT", "DSA")),
            ("CT", "CBCT", ("CT", "CBCT")),
            ("CBCT", "CT", ("CT", "CBCT")),
            ("DSA", "CBCT", ("CBCT", "DSA")),
            ("CBCT", "DSA", ("CBCT", "DSA")),
            ("1", "2", ("2", "1")),
            ("观察组", "对照组", ("观察组", "对照组")),
            ("对照组", "观察组", ("观察组", "对照组")),
            ("PKP", "Control group", ("PKP", "Control group")),
            ("DSA", "control", ("control", "DSA")),
            ("control", "CT", ("CT", "control")),
        ],
    )
    def test_roles(self, first, second, expected):
        """CT is experimental, DSA control; then the group called control; else the method first met is control."""
        assert ordered_pair(first, second) == expected


class TestProposePair:
    @pytest.mark.parametrize(
        ("methods", "expected"),
        [
            (("Robot", "DSA", "CBCT", "CT"), ("CT", "DSA")),
            (("CBCT", "CT"), ("CT", "CBCT")),
            (("Robot", "CBCT", "DSA"), ("Robot", "DSA")),
            (("a", "b", "c"), ("b", "a")),
        ],
    )
    def test_pair(self, methods, expected):
        """CT and DSA are proposed where they are, else the methods first met."""
        assert propose_pair(methods) == expected

    def test_one_method(self):
        """A pair of one method is an error of the caller."""
        with pytest.raises(ValueError, match="holds 1"):
            propose_pair(("CT",))


class TestMethodPairs:
    def test_every_pair_once(self):
        """Three methods make three pairs, each in one direction."""
        nothing_asked = NotEstimable(reason="no_follow_up")

        assert method_pairs(("DSA", "CT", "CBCT"), nothing_asked) == (("CT", "DSA"), ("CBCT", "DSA"), ("CT", "CBCT"))

    def test_question_decides_its_own_pair(self):
        """Asking DSA minus CT turns that pair and leaves the others."""
        asked = Question(outcome="VAS", visit="1 month", experimental="DSA", control="CT")

        assert method_pairs(("DSA", "CT", "CBCT"), asked) == (("DSA", "CT"), ("CBCT", "DSA"), ("CT", "CBCT"))

    def test_the_pair_on_screen_keeps_its_direction(self) -> None:
        """Whoever looks at CT minus CBCT the other way round sees CBCT minus CT."""
        nothing_asked = NotEstimable(reason="one_method")

        pairs = method_pairs(("DSA", "CT", "CBCT"), nothing_asked, ("CBCT", "CT"))

        assert pairs == (("CT", "DSA"), ("CBCT", "DSA"), ("CBCT", "CT"))


class TestFollowUpVisits:
    def test_without_baseline(self):
        """Where there is no baseline there is no change, so there is no follow-up."""
        registry = cohort_of(("CT",), {"VAS": {"1 month": np.array([3.0])}})

        assert follow_up_visits(registry, "VAS") == ()


class TestOpeningVisit:
    def test_latest_with_four_fifths(self):
        """Eight of ten at 3 months is enough, seven of ten in one method at 6 months is not."""
        registry = _registry(
            {
                "1 month": {"CT": 10, "DSA": 10},
                "3 months": {"CT": 8, "DSA": 9},
                "6 months": {"CT": 7, "DSA": 10},
            }
        )

        assert opening_visit(registry, "VAS", ("CT", "DSA")) == Visit("3 months", 90)
        assert opening_visit(registry, "VAS", ("DSA",)) == Visit("6 months", 180)

    def test_most_pairs_where_none_has_four_fifths(self):
        """Where every visit has lost too many, the visit with most pairs opens, the later of two equal."""
        registry = _registry({"1 month": {"CT": 5, "DSA": 7}, "3 months": {"CT": 7, "DSA": 5}, "6 months": {"CT": 4}})

        assert opening_visit(registry, "VAS", ("CT", "DSA")) == Visit("3 months", 90)

    def test_last_follow_up_only_where_there_is_nothing_else(self):
        """A last follow-up of everybody gives way to any visit with a day, and opens where it stands alone."""
        with_day = _registry({"1 month": {"CT": 2}, "last follow-up": {"CT": 10, "DSA": 10}})
        alone = _registry({"last follow-up": {"CT": 10, "DSA": 10}})

        assert opening_visit(with_day, "VAS", ("CT", "DSA")) == Visit("1 month", 30)
        assert opening_visit(alone, "VAS", ("CT", "DSA")) == Visit("last follow-up", None)

    def test_no_follow_up(self):
        """A registry with baselines only opens nowhere."""
        assert opening_visit(_registry({}), "VAS", ("CT", "DSA")) is None


class TestProposeQuestion:
    def test_prefers_pain(self):
        """VAS is asked first although ODI stands first in the file."""
        scores = {"baseline": np.array([8.0, 8.0]), "1 month": np.array([3.0, 3.0])}
        registry = cohort_of(("DSA", "CT"), {"ODI": scores, "VAS": scores})

        assert propose_question(registry) == Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")

    def test_keeps_what_is_given(self):
        """A named control and visit stay; the other half of the pair is proposed."""
        registry = _registry(
            {"1 month": {"CT": 2, "DSA": 2, "CBCT": 2}, "3 months": {"CT": 2}}, methods=("DSA", "CT", "CBCT") * 2
        )

        question = propose_question(registry, visit="3 months", control="CBCT")

        assert question == Question(outcome="VAS", visit="3 months", experimental="CT", control="CBCT")

    def test_one_method(self):
        """One method is a reason with its name and patients, not an error."""
        registry = _registry({"1 month": {"CT": 3}}, methods=("CT",) * 3)

        assert propose_question(registry) == NotEstimable(reason="one_method", parameters={"method": "CT", "n": 3})

    def test_no_method(self):
        """A registry in which nobody has a method has nothing to compare."""
        registry = _registry({"1 month": {}}, methods=(None,) * 3)

        assert propose_question(registry) == NotEstimable(reason="no_method")

    def test_no_follow_up(self):
        """Baselines alone leave nothing to ask."""
        assert propose_question(_registry({})) == NotEstimable(reason="no_follow_up")
