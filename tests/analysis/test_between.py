"""One method against another: every analysis as R computes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.analysis.outcomes import compare_outcome, compare_visit
from tests.analysis.cohorts import ASKED, MONTH, golden, oracle_cohort, simulated


@pytest.fixture(scope="module")
def two():
    """The seed's shape: 32 patients with CT and 32 with DSA."""
    return compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, ASKED)


@pytest.fixture(scope="module")
def three():
    """Three unbalanced methods: 25 with CT, 9 with DSA, 14 with fluoroscopy."""
    return compare_visit(oracle_cohort("d6_three"), "VAS", MONTH, ASKED)


class TestBetweenRows:
    @pytest.mark.parametrize(
        ("analysis", "field", "path"),
        [
            ("ancova_hc3", "estimate", ("ancova", "CT_vs_DSA", "diff")),
            ("ancova_hc3", "standard_error", ("ancova", "CT_vs_DSA", "hc3_se")),
            ("ancova_hc3", "p_value", ("ancova", "CT_vs_DSA", "hc3_p")),
            ("ancova_hc3", "df", ("ancova", "df")),
            ("ancova", "standard_error", ("ancova", "CT_vs_DSA", "se")),
            ("ancova", "p_value", ("ancova", "CT_vs_DSA", "p")),
            ("welch_change", "p_value", ("between_change", "welch", "p")),
            ("welch_follow_up", "p_value", ("between_post", "welch", "p")),
            ("student_change", "p_value", ("between_change", "student", "p")),
            ("mann_whitney_change", "p_value", ("between_change", "mw_default", "p")),
        ],
    )
    def test_two_methods_as_in_r(self, two, analysis, field, path):
        """Each analysis of CT minus DSA is the one that R computes."""
        result = two.between_of("CT", "DSA", analysis).result

        assert getattr(result, field) == pytest.approx(golden("d1_seed", "vas", *path), rel=1e-9)

    @pytest.mark.parametrize("pair", [("CT", "DSA"), ("Fluoro", "DSA")])
    def test_three_methods_are_one_model(self, three, pair):
        """With three methods each pair comes from the one model over all of them."""
        difference, error = (golden("d6_three/ancova", f"{pair[0]}_vs_DSA", key) for key in ("diff", "hc3_se"))
        result = three.between_of(*pair).result

        assert result.estimate == pytest.approx(difference, rel=1e-9)
        assert result.standard_error == pytest.approx(error, rel=1e-9)
        assert result.df == 44


class TestEquivalenceRows:
    def test_equivalence_agrees_with_r(self, two):
        """Two one-sided tests of the ordinary ANCOVA and its 90% interval are R's."""
        row = next(row for row in two.equivalence if row.analysis == "ancova")
        tost_p, interval_90 = (golden("d1_seed/vas/ancova/CT_vs_DSA", key) for key in ("tost_p", "ci90"))

        assert max(row.p_lower, row.p_upper) == pytest.approx(tost_p, rel=1e-9)
        assert [row.interval_90.low, row.interval_90.high] == pytest.approx(interval_90, rel=1e-9)
        assert row.alpha == 0.025

    def test_equivalence_rows(self, two):
        """The margin is held against the three analyses with a standard error, and only where there is one."""
        without = compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, replace(ASKED, margins={}))

        assert [row.analysis for row in two.equivalence] == ["ancova_hc3", "ancova", "welch_change"]
        assert without.equivalence == ()


class TestAdjustedMeans:
    def test_adjusted_means(self, two):
        """The adjusted means at the common baseline are R's emmeans; their difference is the primary estimate."""
        means = {row.method: row for row in two.adjusted_means}
        of_r = golden("d1_seed/vas/ancova/adj_means")
        fall = of_r["DSA"] - of_r["CT"]

        assert {method: row.follow_up for method, row in means.items()} == pytest.approx(of_r, rel=1e-9)
        assert means["DSA"].change - means["CT"].change == pytest.approx(fall, rel=1e-9)
        assert means["CT"].interval.low < means["CT"].change < means["CT"].interval.high

    def test_are_those_of_the_mixed_model_where_it_carries_the_verdict(self):
        """At one month nobody is missing, so they are those of the ANCOVA; at six their difference is the model's."""
        cohort = simulated(20, methods=("CT", "DSA"), lost=4)
        plain, mixed = (
            compare_outcome(cohort, "VAS", replace(ASKED, analysis=name)) for name in ("ancova_hc3", "mmrm")
        )

        first, witness = (
            {row.method: row.change for row in found.at("1 month").adjusted_means} for found in (mixed, plain)
        )
        last = {row.method: (row.change, row.n) for row in mixed.at("6 months").adjusted_means}
        shown = mixed.at("6 months").verdicts[0].result

        assert first == pytest.approx(witness, rel=1e-6)
        assert last["CT"][0] - last["DSA"][0] == pytest.approx(shown.estimate, rel=1e-9)
        assert (last["CT"][1], last["DSA"][1]) == (20, 20)
        assert last["CT"][0] != pytest.approx(plain.at("6 months").adjusted_means[0].change, rel=1e-3)
