"""Three methods or more: the overall tests and the corrected pairs, as R computes them."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.outcomes import compare_visit
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
        assert set(view.omnibus_refusals) == {"ancova_f", "welch_anova", "anova", "kruskal"}


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
