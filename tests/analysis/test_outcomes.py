"""One outcome between methods: every number against R, and every rule about who is in and what is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.analysis.outcomes import compare_outcome, compare_visit, model_covariates
from lib.analysis.proposal import propose_question
from lib.stats.describe import Description
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Filter
from tests.analysis.cohorts import ASKED, MONTH, cohort_of, oracle_cohort, simulated


@pytest.fixture(scope="module")
def two():
    """The seed's shape: 32 patients with CT and 32 with DSA."""
    return compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, ASKED)


@pytest.fixture(scope="module")
def three():
    """Three unbalanced methods: 25 with CT, 9 with DSA, 14 with fluoroscopy."""
    return compare_visit(oracle_cohort("d6_three"), "VAS", MONTH, ASKED)


class TestCompareVisit:
    def test_verdict_is_the_hc3_interval(self, two):
        """The verdict is judged on ANCOVA with HC3: −0.16 (−0.68 to 0.35) lies inside ±1.5."""
        (verdict,) = two.verdicts

        assert verdict.result == two.between_of("CT", "DSA", "ancova_hc3").result
        assert (verdict.code, verdict.role, verdict.level, verdict.n_pairs) == ("equivalent", "primary", 0.95, 1)
        assert verdict.stamps == ("O", "X")

    def test_family_of_three_pairs(self, three):
        """The verdicts of three pairs have intervals of 98.3% and Holm's P; only the question's is primary."""
        holm = {(row.experimental, row.control): row.p_holm for row in three.pairwise if row.analysis == "ancova_hc3"}
        roles = {(verdict.experimental, verdict.control): verdict.role for verdict in three.verdicts}

        assert roles == {("CT", "DSA"): "primary", ("Fluoro", "DSA"): "exploratory", ("CT", "Fluoro"): "exploratory"}
        for verdict in three.verdicts:
            assert verdict.result.interval.level == pytest.approx(1 - 0.05 / 3, rel=1e-12)
            assert verdict.result.p_value == holm[verdict.experimental, verdict.control]

    def test_small_method(self, three):
        """DSA has nine patients: its verdicts carry Q and make no claim from the margin."""
        stamped = {verdict.experimental + verdict.control: "Q" in verdict.stamps for verdict in three.verdicts}

        assert stamped == {"CTDSA": True, "FluoroDSA": True, "CTFluoro": False}

    def test_swapping_the_question_flips_its_pair(self, two):
        """DSA minus CT is the same interval the other way round, with the same verdict of equivalence."""
        asked = replace(ASKED, experimental="DSA", control="CT")
        (back,) = compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, asked).verdicts
        (there,) = two.verdicts

        assert (back.experimental, back.control, back.code) == ("DSA", "CT", there.code)
        assert (back.result.interval.low, back.result.interval.high) == pytest.approx(
            (-there.result.interval.high, -there.result.interval.low), rel=1e-9
        )

    def test_filtered_view(self, two):
        """A filter outside the question takes the verdict away and leaves every number."""
        view = compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, ASKED, is_filtered_view=True)

        assert [verdict.reason for verdict in view.verdicts] == ["filtered_view"]
        assert view.between == two.between

    def test_filtered_view_of_three_methods_is_unadjusted(self):
        """P unadjusted means the plain P of each pair and its 95% interval, in the verdict and in every row shown."""
        comparison = compare_visit(oracle_cohort("d6_three"), "VAS", MONTH, ASKED, is_filtered_view=True)

        for verdict in comparison.verdicts:
            assert verdict.result == comparison.between_of(verdict.experimental, verdict.control).result
            assert (verdict.level, verdict.n_pairs) == (0.95, 1)
            assert comparison.pairwise  # the corrected values stay in the record

    def test_mixed_model_of_one_follow_up(self):
        """A question that asks for it is told that there is one follow-up, not that nobody was there."""
        comparison = compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, replace(ASKED, analysis="mmrm"))

        assert [verdict.reason for verdict in comparison.verdicts] == ["one_follow_up"]
        row = comparison.between_of("CT", "DSA", "mmrm")
        assert (row.n_experimental, row.n_control) == (32, 32)

    def test_equal_changes_are_named(self):
        """Everybody falls by 3 from different baselines: every analysis of the change says so with the value."""
        baseline = np.array([9.0, 8, 7, 6, 5, 9.1, 8, 7, 6, 4])
        registry = cohort_of(("CT", "DSA") * 5, {"VAS": {"baseline": baseline, "1 month": baseline - 3}})

        comparison = compare_visit(registry, "VAS", MONTH, ASKED)

        (verdict,) = comparison.verdicts
        assert (verdict.reason, verdict.parameters) == ("no_variance", {"value": -3.0})
        welch = comparison.between_of("CT", "DSA", "welch_change").result
        assert welch == NotEstimable(reason="no_variance", parameters={"value": -3.0})

    def test_one_method(self):
        """One method has its change and nothing to compare it with."""
        cohort = oracle_cohort("d1_seed").filtered([Filter(name="method", levels=("CT",))])
        view = compare_visit(cohort, "VAS", MONTH, propose_question(cohort))

        assert [row.n for row in view.within] == [32]
        assert (view.between, view.verdicts, view.adjusted_means, view.omnibus) == ((), (), (), ())

    def test_tiny_methods_are_computed_and_not_judged(self):
        """Three patients per method: the rows are there, the verdict is not."""
        view = compare_visit(oracle_cohort("d2_tiny"), "VAS", MONTH, ASKED)

        assert isinstance(view.between_of("CT", "DSA").result, TestResult)
        assert [(verdict.code, verdict.reason) for verdict in view.verdicts] == [(None, "too_few")]
        assert view.verdicts[0].parameters["n"] == 3

    @pytest.mark.parametrize("n", [0, 1])
    def test_a_method_without_pairs_leaves_the_others(self, n):
        """A third method with no or one complete pair is named in its own rows and changes no other."""
        cohort = simulated(12)
        score = cohort.scores["VAS", "1 month"]
        code = score.code.copy()
        code[24 + n :] = -1
        thin = replace(cohort, scores={**cohort.scores, ("VAS", "1 month"): replace(score, code=code)})

        view = compare_visit(thin, "VAS", MONTH, ASKED)

        missing = view.between_of("CT", "CBCT").result
        assert missing == NotEstimable(reason="too_few", parameters={"method": "CBCT", "n": n})
        assert view.between_of("CT", "DSA").n_experimental == 12
        assert isinstance(view.between_of("CT", "DSA").result, TestResult)

    def test_no_variance(self):
        """Constant scores are refused with a reason in every row, and no verdict is given."""
        scores = {"baseline": np.full(20, 8.0), "1 month": np.full(20, 5.0)}
        cohort = cohort_of(("CT", "DSA") * 10, {"VAS": scores})

        view = compare_visit(cohort, "VAS", MONTH, ASKED)

        assert all(isinstance(row.result, NotEstimable) for row in view.between if row.analysis != "cliffs_delta")
        assert view.verdicts[0].code is None
        assert view.verdicts[0].reason in ("no_variance", "constant_baseline")

    def test_two_centres_enter_the_model(self):
        """A centre column adjusts the models without being asked for, and leaves the plain tests alone."""
        plain = simulated(20, methods=("CT", "DSA"))
        centred = cohort_of(
            ["CT"] * 20 + ["DSA"] * 20,
            {"VAS": {name: plain.scores["VAS", name].numbers for name in ("baseline", "1 month")}},
            {"centre": ("east", "west", "west", "south") * 10},
        )

        without, within = (compare_visit(one, "VAS", MONTH, ASKED) for one in (plain, centred))

        assert within.between_of("CT", "DSA").result.df == without.between_of("CT", "DSA").result.df - 2
        assert within.between_of("CT", "DSA", "welch_change") == without.between_of("CT", "DSA", "welch_change")

    def test_missing_covariate_leaves_the_model_only(self):
        """A patient without a centre is out of the model and in the plain tests; each row says its own n."""
        plain = simulated(20, methods=("CT", "DSA"))
        centred = cohort_of(
            ["CT"] * 20 + ["DSA"] * 20,
            {"VAS": {name: plain.scores["VAS", name].numbers for name in ("baseline", "1 month")}},
            {"centre": (None, *("east", "west") * 19, "east")},
        )

        view = compare_visit(centred, "VAS", MONTH, ASKED)

        assert view.between_of("CT", "DSA", "ancova_hc3").n_experimental == 19
        assert view.between_of("CT", "DSA", "welch_change").n_experimental == 20


class TestModelCovariates:
    def test_one_centre_is_no_covariate(self):
        """A single centre has nothing to adjust for; named covariates stay in their order."""
        scores = {"VAS": {"baseline": np.array([8.0, 7.0])}}
        one = cohort_of(("CT", "DSA"), scores, {"centre": ("east", "east"), "sex": ("F", "M")})
        two = cohort_of(("CT", "DSA"), scores, {"centre": ("east", "west"), "sex": ("F", "M")})
        asked = replace(ASKED, covariates=("sex", "centre"))

        assert model_covariates(one, ASKED) == ()
        assert model_covariates(two, ASKED) == ("centre",)
        assert model_covariates(two, asked) == ("centre", "sex")


class TestCompareOutcome:
    def test_summaries_count_who_was_observed(self):
        """Baseline describes all who have one, each follow-up those observed there."""
        outcome = compare_outcome(simulated(10, lost=3), "VAS", ASKED)
        sizes = {
            (row.method, row.visit.name): row.description.n
            for row in outcome.summaries
            if isinstance(row.description, Description)
        }

        assert sizes["CT", "baseline"] == sizes["CT", "1 month"] == 10
        assert sizes["CT", "6 months"] == 7
        assert len(sizes) == 9

    def test_a_comparison_per_follow_up(self):
        """Each follow-up is compared, in order of time."""
        outcome = compare_outcome(simulated(10), "VAS", ASKED)

        assert [view.visit.name for view in outcome.visits] == ["1 month", "6 months"]
        assert outcome.at("6 months").verdicts[0].role == "exploratory"

    def test_without_baseline(self):
        """Follow-ups without a baseline have neither summary nor comparison, and no error."""
        cohort = cohort_of(("CT", "DSA"), {"VAS": {"1 month": np.array([3.0, 4.0])}})
        outcome = compare_outcome(cohort, "VAS", propose_question(cohort))

        assert (outcome.summaries, outcome.visits) == ((), ())

    def test_nobody_left(self):
        """A filter that keeps nobody leaves empty rows with reasons."""
        cohort = simulated(10, methods=("CT", "DSA"))
        empty = replace(cohort, kept=np.zeros_like(cohort.kept))

        outcome = compare_outcome(empty, "VAS", ASKED, is_filtered_view=True)

        assert [verdict.reason for view in outcome.visits for verdict in view.verdicts] == ["too_few", "too_few"]
        assert all(isinstance(row.result, NotEstimable) for view in outcome.visits for row in view.between)

    def test_counting_and_expanding_agree(self):
        """Every patient written three times has the same estimate and a smaller standard error."""
        cohort = simulated(10)
        tripled = cohort_of(
            [cohort.methods[code] for code in cohort.method] * 3,
            {"VAS": {name: np.tile(column.numbers, 3) for (_, name), column in cohort.scores.items()}},
        )

        one, three = (
            compare_visit(source, "VAS", MONTH, ASKED).between_of("CT", "DSA") for source in (cohort, tripled)
        )

        assert three.result.estimate == pytest.approx(one.result.estimate, rel=1e-12)
        assert three.result.standard_error < one.result.standard_error
