"""Three methods or more: the overall tests and the corrected pairs, as R computes them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from lib.analysis.outcomes import compare_visit
from lib.stats.results import TestResult
from tests.analysis.cohorts import ASKED, MONTH, cohort_of, golden, oracle_cohort


@pytest.fixture(scope="module")
def three():
    """Three unbalanced methods: 25 with CT, 9 with DSA, 14 with fluoroscopy."""
    return compare_visit(oracle_cohort("d6_three"), "VAS", MONTH, ASKED)


class TestOverallTests:
    @pytest.mark.parametrize(
        ("test", "statistic", "p_value"),
        [
            ("ancova_f", None, ("ancova", "group_F_type2_p")),
            ("welch_anova", ("change", "welch_anova", "F"), ("change", "welch_anova", "p")),
            ("anova", ("change", "anova", "F"), ("change", "anova", "p")),
            ("kruskal", ("change", "kruskal", "H"), ("change", "kruskal", "p")),
        ],
    )
    def test_omnibus(self, three, test, statistic, p_value):
        """The overall tests of three methods are R's."""
        row = next(row for row in three.omnibus if row.test == test)

        assert row.p_value == pytest.approx(golden("d6_three", *p_value), rel=1e-9)
        if statistic is not None:
            assert row.statistic == pytest.approx(golden("d6_three", *statistic), rel=1e-9)

    def test_two_methods_have_none(self):
        """Between two methods the pair says it all."""
        view = compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, ASKED)

        assert (view.omnibus, view.omnibus_refusals, view.pairwise) == ((), {}, ())

    def test_refusals_have_their_reason(self):
        """Where nothing varies there is no overall test, and the reason is kept by its name."""
        constant = np.full(30, 5.0)
        cohort = cohort_of(("CT", "DSA", "CBCT") * 10, {"VAS": {"baseline": constant + 3, "1 month": constant}})
        view = compare_visit(cohort, "VAS", MONTH, ASKED)

        assert view.omnibus == ()
        assert set(view.omnibus_refusals) == {"ancova_hc3_f", "ancova_f", "welch_anova", "anova", "kruskal"}


class TestShownRows:
    def test_every_row_is_at_the_level_of_the_verdict(self, three):
        """Three pairs: each interval at 98.3%, as computed at that level, and each P Holm's of its own analysis."""
        comparison = three
        holm = {(one.experimental, one.control, one.analysis): one.p_holm for one in comparison.pairwise}

        rows = [row for row in comparison.shown if isinstance(row.result, TestResult)]

        assert {(row.experimental, row.control, row.analysis) for row in rows} > holm.keys()
        for row in rows:
            assert row.result.interval.level == pytest.approx(1 - 0.05 / 3)
            if row.analysis != "mann_whitney_change":  # exact beside the nine patients of DSA
                assert row.result.p_value == holm.get((row.experimental, row.control, row.analysis))

    def test_one_pair_is_left_as_it_is(self):
        """Two methods form no family: the rows are those of the record."""
        comparison = compare_visit(oracle_cohort("d1_seed"), "VAS", MONTH, ASKED)

        assert comparison.shown == comparison.between

    def test_small_method_is_exact_with_ties(self):
        """With five a method the P shown is the share of all 252 divisions of the midranks, counted here by hand."""
        ours, theirs = [-1.0, -2, -2, -3, -3], [0.0, -1, -1, -2, -2]
        start = np.full(10, 8.0) + np.arange(10) / 10
        registry = cohort_of(
            ["CT"] * 5 + ["DSA"] * 5, {"VAS": {"baseline": start, "1 month": start + np.array(ours + theirs)}}
        )
        pooled = sorted(ours + theirs)
        ranks = [pooled.index(one) + (pooled.count(one) + 1) / 2 for one in ours + theirs]
        sums = [sum(chosen) for chosen in combinations(ranks, 5)]
        far = sum(abs(one - 27.5) >= abs(sum(ranks[:5]) - 27.5) for one in sums)

        comparison = compare_visit(registry, "VAS", MONTH, ASKED)
        rows = {"shown": comparison.shown, "record": comparison.between}
        found = {name: next(r for r in rows[name] if r.analysis == "mann_whitney_change").result for name in rows}

        assert (found["shown"].method, found["record"].method) == ("exact_with_ties", "asymptotic_corrected")
        assert found["shown"].p_value == pytest.approx(far / 252, rel=1e-12)
        assert [row.result for row in comparison.shown if row.analysis != "mann_whitney_change"] == [
            row.result for row in comparison.between if row.analysis != "mann_whitney_change"
        ]


class TestPairwiseRows:
    @pytest.mark.parametrize(("analysis", "key"), [("welch_change", "welch"), ("mann_whitney_change", "mw")])
    def test_pairwise_by_holm(self, three, analysis, key):
        """Plain and corrected P values of the three pairs are R's."""
        rows = {frozenset((row.experimental, row.control)): row for row in three.pairwise if row.analysis == analysis}

        assert len(rows) == 3
        for pair in ("CT-DSA", "CT-Fluoro", "DSA-Fluoro"):
            row = rows[frozenset(pair.split("-"))]
            expected = tuple(golden("d6_three/change", f"pair_{key}_p_{kind}")[pair] for kind in ("raw", "holm"))
            assert (row.p_value, row.p_holm) == pytest.approx(expected, rel=1e-9)
