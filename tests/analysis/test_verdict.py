"""The verdict: codes, roles and stamps of the statistical plan, on intervals made by hand."""

from __future__ import annotations

import pytest

from lib.analysis.verdict import Evidence, family_level, judge_pair, role_of
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import ODI, VAS, Margin, Question, Scale, Visit

MONTH = Visit("1 month", 30)
WEEK = Visit("1 week", 7)
LAST = Visit("last follow-up", None)
KPS = Scale(outcome="KPS", low=0, high=100, lower_is_better=False)
MARGIN = 1.5


def _result(low: float, high: float) -> TestResult:
    return TestResult(estimate=(low + high) / 2, interval=Interval(low, high), p_value=0.04, method="ancova_hc3")


def _question(margin: float | None = MARGIN, **changes) -> Question:
    margins = {} if margin is None else dict.fromkeys(("VAS", "KPS"), Margin(value=margin, reason="hand-made"))
    asked = {
        "outcome": "VAS",
        "visit": "1 month",
        "experimental": "CT",
        "control": "DSA",
        "margins": margins,
        "randomised": True,
        "margin_fixed_before_results": True,
    }
    return Question(**(asked | changes))


def _evidence(low: float, high: float, **changes) -> Evidence:
    found = {
        "scale": VAS,
        "visit": MONTH,
        "experimental": "CT",
        "control": "DSA",
        "n_experimental": 32,
        "n_control": 32,
        "result": _result(low, high),
    }
    return Evidence(**(found | changes))


class TestFamilyLevel:
    @pytest.mark.parametrize(("pairs", "level"), [(1, 0.95), (3, 1 - 0.05 / 3), (6, 1 - 0.05 / 6)])
    def test_bonferroni(self, pairs, level):
        """One pair has 95%; m pairs share the 5% evenly."""
        assert family_level(pairs) == pytest.approx(level, rel=1e-15)


class TestRoleOf:
    @pytest.mark.parametrize(
        ("outcome", "visit", "pair", "role"),
        [
            ("VAS", MONTH, ("CT", "DSA"), "primary"),
            ("VAS", MONTH, ("DSA", "CT"), "primary"),
            ("ODI", MONTH, ("CT", "DSA"), "secondary"),
            ("VAS", WEEK, ("CT", "DSA"), "exploratory"),
            ("ODI", WEEK, ("CT", "DSA"), "exploratory"),
            ("VAS", MONTH, ("CT", "CBCT"), "exploratory"),
        ],
    )
    def test_role(self, outcome, visit, pair, role):
        """The question's own comparison is primary, its pair and visit for another outcome secondary."""
        assert role_of(_question(), outcome, visit, pair) == role

    def test_a_filtered_view_is_exploratory(self):
        """A filter that is no part of the question makes an exploration of the question's own comparison."""
        assert judge_pair(_evidence(-1.4, 1.4), _question()).role == "primary"
        assert judge_pair(_evidence(-1.4, 1.4), _question(), is_filtered_view=True).role == "exploratory"

    def test_last_follow_up_is_never_primary(self):
        """Follow-up lengths differ at a last follow-up, so it is exploratory even when it is asked for."""
        assert role_of(_question(visit="last follow-up"), "VAS", LAST, ("CT", "DSA")) == "exploratory"


class TestCode:
    @pytest.mark.parametrize(
        ("low", "high", "code"),
        [
            (-2.0, -0.1, "superior"),
            (0.1, 2.0, "inferior"),
            (-1.4, 1.4, "equivalent"),
            (-1.6, 1.4, "non_inferior"),
            (-1.4, 1.6, "inconclusive"),
            (-1.6, 1.6, "inconclusive"),
            # at a boundary the stronger claim is not made
            (-2.0, 0.0, "non_inferior"),
            (0.0, 2.0, "inconclusive"),
            (0.0, 1.4, "equivalent"),
            (-1.5, 1.4, "non_inferior"),
            (-1.4, 1.5, "inconclusive"),
        ],
    )
    def test_lower_is_better(self, low, high, code):
        """For pain a negative difference favours the experimental method."""
        assert judge_pair(_evidence(low, high), _question()).code == code

    @pytest.mark.parametrize(
        ("low", "high", "code"),
        [(0.1, 2.0, "superior"), (-2.0, -0.1, "inferior"), (-1.4, 1.6, "non_inferior"), (-1.6, 1.4, "inconclusive")],
    )
    def test_higher_is_better(self, low, high, code):
        """For a performance status a positive difference favours the experimental method."""
        assert judge_pair(_evidence(low, high, scale=KPS), _question()).code == code

    @pytest.mark.parametrize(
        ("low", "high", "code"), [(-2.0, -0.1, "superior"), (0.1, 2.0, "inferior"), (-0.1, 0.1, "inconclusive")]
    )
    def test_without_margin(self, low, high, code):
        """Without a margin even a tiny interval around zero is inconclusive."""
        verdict = judge_pair(_evidence(low, high), _question(margin=None))

        assert (verdict.code, verdict.margin) == (code, None)

    @pytest.mark.parametrize(
        ("low", "high", "code", "swapped"),
        [
            (-2.0, -0.1, "superior", "inferior"),
            (0.1, 2.0, "inferior", "superior"),
            (-1.4, 1.4, "equivalent", "equivalent"),
        ],
    )
    def test_swapping_the_pair(self, low, high, code, swapped):
        """DSA − CT turns superior into inferior and leaves equivalent as it is."""
        there = judge_pair(_evidence(low, high), _question())
        back = judge_pair(
            _evidence(-high, -low, experimental="DSA", control="CT"), _question(experimental="DSA", control="CT")
        )

        assert (there.code, back.code) == (code, swapped)
        assert there.role == back.role == "primary"


class TestRefusals:
    def test_too_few(self):
        """Four patients in one method: no code, no figures, the method and its number instead."""
        verdict = judge_pair(_evidence(-2, -0.1, n_control=4), _question())

        assert (verdict.code, verdict.reason, verdict.stamps) == (None, "too_few", ())
        assert verdict.parameters == {"method": "DSA", "n": 4, "needed": 5}
        assert isinstance(verdict.result, NotEstimable)

    def test_not_estimable(self):
        """No variance is passed on as the reason."""
        missing = NotEstimable(reason="no_variance", parameters={"value": 3})
        verdict = judge_pair(_evidence(0, 0, result=missing), _question())

        assert (verdict.code, verdict.reason, verdict.parameters) == (None, "no_variance", {"value": 3})

    @pytest.mark.parametrize("reason", ["one_follow_up", "visit_without_day"])
    def test_no_model_is_said_before_too_few(self, reason):
        """A visit without a mixed model has that reason, not "0 patients"."""
        evidence = _evidence(0, 0, result=NotEstimable(reason=reason), n_experimental=0, n_control=0)

        assert judge_pair(evidence, _question(analysis="mmrm")).reason == reason

    def test_filtered_view(self):
        """A filter outside the question takes the verdict away and leaves the estimate."""
        verdict = judge_pair(_evidence(-2, -0.1), _question(randomised=False), is_filtered_view=True)

        assert (verdict.code, verdict.reason, verdict.stamps) == (None, "filtered_view", ("O",))
        assert verdict.result == _result(-2, -0.1)

    def test_too_few_is_said_before_filtered_view(self):
        """A filter that leaves two patients is refused for its number."""
        verdict = judge_pair(_evidence(-2, -0.1, n_experimental=2), _question(), is_filtered_view=True)

        assert verdict.reason == "too_few"


class TestStamps:
    def test_none(self):
        """A randomised primary comparison with a margin fixed beforehand needs no stamp."""
        assert judge_pair(_evidence(-1, 1), _question()).stamps == ()

    def test_usual_registry(self):
        """A registry is not randomised and its margin is chosen while looking at the results."""
        question = _question(randomised=False, margin_fixed_before_results=False)

        assert judge_pair(_evidence(-1, 1), question).stamps == ("O", "X")

    def test_no_margin_no_x(self):
        """Where no margin is used there is none to have been fixed."""
        question = _question(margin=None, margin_fixed_before_results=False)

        assert judge_pair(_evidence(-1, 1), question).stamps == ()

    def test_exploratory(self):
        """A visit that was not asked for is exploratory; another outcome of the question is not."""
        assert judge_pair(_evidence(-1, 1, visit=WEEK), _question()).stamps == ("E",)
        assert judge_pair(_evidence(-1, 1, scale=ODI), _question()).stamps == ()

    @pytest.mark.parametrize(
        ("low", "high", "stamps"),
        [
            (-1.4, -0.1, ("S1",)),
            (-1.5, -0.1, ("S2",)),
            (-2.0, -0.1, ("S2",)),
            (-2.0, -1.5, ("S2",)),
            (-2.0, -1.6, ("S3",)),
            (0.1, 1.4, ("S1", "N")),
            (0.1, 1.5, ("S2",)),
            (1.6, 2.0, ("S3",)),
            (-1.4, 1.4, ()),
            (-2.0, 2.0, ()),
        ],
    )
    def test_size_against_margin(self, low, high, stamps):
        """Superior and inferior say where the interval lies towards the margin; a boundary is not settled."""
        assert judge_pair(_evidence(low, high), _question()).stamps == stamps

    def test_inferior_yet_non_inferior_where_higher_is_better(self):
        """A performance status lower by less than the margin is inferior and still non-inferior."""
        assert judge_pair(_evidence(-1.4, -0.1, scale=KPS), _question()).stamps == ("S1", "N")

    @pytest.mark.parametrize(
        ("others", "is_stamped"),
        [
            ([(-1, 1), (-1.2, 1.2)], False),
            ([(-1, 1), (-2, -0.1)], True),
            ([(-1.6, 1)], True),
        ],
    )
    def test_another_analysis(self, others, is_stamped):
        """One sensitivity analysis with another code is enough for V."""
        evidence = _evidence(-1, 1, others=tuple(_result(*interval) for interval in others))

        assert ("V" in judge_pair(evidence, _question()).stamps) is is_stamped

    def test_sensitivity_without_an_interval_says_nothing(self):
        """An analysis that is not estimable, or has no interval, cannot contradict."""
        others = (NotEstimable(reason="too_few"), TestResult(estimate=-9, p_value=0.001))

        assert judge_pair(_evidence(-1, 1, others=others), _question()).stamps == ()

    def test_sensitivity_at_another_level_says_nothing(self):
        """A rank interval that reaches only 90% is not held against a 95% interval."""
        others = (TestResult(estimate=-1, interval=Interval(-2, -0.1, 0.90)),)

        assert judge_pair(_evidence(-1, 1, others=others), _question()).stamps == ()

    @pytest.mark.parametrize(
        ("low", "high", "code", "stamps"),
        [
            (-1, 1, "inconclusive", ("Q",)),
            (-2, 1, "inconclusive", ("Q",)),
            (-2, -0.1, "superior", ("S2", "Q")),
            (0.1, 1, "inferior", ("S1", "Q")),
        ],
    )
    def test_small_sample(self, low, high, code, stamps):
        """With nine in a method the margin carries no claim: neither equivalent nor non-inferior."""
        verdict = judge_pair(_evidence(low, high, n_experimental=9), _question())

        assert (verdict.code, verdict.stamps) == (code, stamps)


class TestFamily:
    def test_level_of_three_pairs(self):
        """Three pairs share 5%: the verdict names the level and the number of pairs."""
        verdict = judge_pair(_evidence(-1, 1, n_pairs=3), _question())

        assert (verdict.level, verdict.n_pairs) == (pytest.approx(0.98333333, abs=1e-8), 3)
