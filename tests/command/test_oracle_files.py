"""The oracle's files through the whole command: every list is there, and the numbers are R's (tests/r/golden)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from scipy.stats import ttest_ind

R = Path(__file__).parents[1] / "r"
GOLDEN = json.loads((R / "golden" / "golden.json").read_text("utf-8"))
LISTS = (
    "mapping", "findings", "flow", "within", "between", "equivalence", "verdicts", "omnibus", "pairwise", "responders",
    "responder_differences", "rates", "rate_differences", "baseline", "balance",
)  # fmt: skip
CLOSED = 1e-10

WITHIN = {
    "n": ("paired/n_pairs", 0),
    "change_mean": ("paired/change/mean", CLOSED),
    "change_sd": ("paired/change/sd", CLOSED),
    "change_low": ("paired/t_paired/ci/0", CLOSED),
    "change_high": ("paired/t_paired/ci/1", CLOSED),
    "paired_t": ("paired/t_paired/t", CLOSED),
    "paired_df": ("paired/t_paired/df", CLOSED),
    "paired_p": ("paired/t_paired/p", 1e-8),
    "signed_rank_v": ("paired/wilcoxon_default/stat", CLOSED),
    "signed_rank_p": ("paired/wilcoxon_default/p", 1e-8),
    "hodges_lehmann": ("paired/hl_walsh_all", CLOSED),
    "d_z": ("paired/dz", CLOSED),
    "d_av": ("paired/dav", CLOSED),
}
"""Field of `within`, R's key below the method, relative tolerance."""

BETWEEN = {
    "welch_change": (
        ("difference", "between_change/welch/est"),
        ("statistic", "between_change/welch/t"),
        ("df", "between_change/welch/df"),
        ("p_value", "between_change/welch/p"),
        ("low", "between_change/welch/ci/0"),
        ("high", "between_change/welch/ci/1"),
    ),
    "student_change": (("difference", "between_change/student/est"), ("p_value", "between_change/student/p")),
    "welch_follow_up": (("difference", "between_post/welch/est"), ("p_value", "between_post/welch/p")),
    "mann_whitney_change": (
        ("difference", "between_change/hl_median"),
        ("statistic", "between_change/mw_default/stat"),
        ("p_value", "between_change/mw_default/p"),
    ),
    "hedges_g": (("difference", "between_change/hedges_g"),),
    "cliffs_delta": (("difference", "between_change/cliff"),),
    "ancova": (
        ("difference", "ancova/CT_vs_DSA/diff"),
        ("standard_error", "ancova/CT_vs_DSA/se"),
        ("p_value", "ancova/CT_vs_DSA/p"),
        ("low", "ancova/CT_vs_DSA/ci/0"),
        ("high", "ancova/CT_vs_DSA/ci/1"),
    ),
    "ancova_hc3": (("standard_error", "ancova/CT_vs_DSA/hc3_se"), ("p_value", "ancova/CT_vs_DSA/hc3_p")),
}
"""Analysis of `between`: field, R's key below the score."""

OF_PAIRS_ONLY = ("d5_missing", "welch_follow_up")
"""R's key also counts three patients without a baseline; the command's lists are of complete pairs (tested below)."""

FILES = ("d1_seed", "d2_tiny", "d3_ties", "d4_zero", "d5_missing", "d6_three", "d7_constant", "d8_long", "d9_noties")


def golden(key):
    """R's value under a key; a number after the last slash picks from a list; None where R refused or has no such."""
    if key in GOLDEN:
        return GOLDEN[key]
    whole, _, place = key.rpartition("/")
    found = GOLDEN.get(whole)
    return found[int(place)] if isinstance(found, list) and place.isdigit() else None


def study_of(name):
    """How each file is to be read; the scale of d9, 0 to 100 mm, is declared."""
    if name == "d8_long":
        return {
            "columns": {"patient": "id", "method": "group", "visit": "time"},
            "scores": [{"outcome": "VAS", "column": "vas"}],
            "visits": {"pre": "baseline", "d3": "3 days", "m1": "1 month", "m3": "3 months"},
        }
    outcomes = {"VAS": "vas", "ODI": "odi"} if name == "d1_seed" else {"VAS": "vas"}
    study = {
        "columns": {"patient": "id", "method": "group"},
        "scores": [
            {"outcome": outcome, "visit": visit, "column": f"{column}_{when}"}
            for outcome, column in outcomes.items()
            for visit, when in (("baseline", "pre"), ("1 month", "post"))
        ],
        "margins": {"VAS": {"value": 1.5, "reason": "the oracle's"}},
    }
    if name == "d1_seed":
        study["events"] = [
            {"event": "technical_success", "column": "success"},
            {"event": "leakage", "column": "leak"},
        ]
    if name == "d9_noties":
        study["scales"] = {"VAS": {"low": 0, "high": 100, "lower_is_better": True}}
    return study


@pytest.fixture
def results(analyse):
    """The lists of one of the oracle's files."""
    return lambda name: analyse(R / "data" / f"{name}.csv", {"schema": 1, **study_of(name)})


class TestOracleFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_every_list_is_there(self, results, name):
        """No file misses a list, and what is computed for each method or pair is not empty."""
        found = results(name)

        assert set(LISTS) <= found.keys()
        assert all(found[one] for one in ("mapping", "flow", "within", "between", "verdicts", "baseline", "balance"))

    @pytest.mark.parametrize("name", [one for one in FILES if one not in ("d6_three", "d8_long")])
    def test_within_is_rs(self, results, name):
        """Each method by itself equals R's paired t test, signed-rank test, estimates and effect sizes."""
        compared = 0
        for row in results(name)["within"]:
            for field, (key, tolerance) in WITHIN.items():
                expected = golden(f"{name}/{row['outcome'].lower()}/{row['method']}/{key}")
                if isinstance(expected, (int, float)):
                    assert row[field] == pytest.approx(expected, rel=tolerance, abs=1e-12), (row["method"], field)
                    compared += 1

        assert compared >= (2 if name == "d7_constant" else 20)

    @pytest.mark.parametrize("name", [one for one in FILES if one not in ("d6_three", "d8_long")])
    def test_between_is_rs(self, results, name):
        """Every analysis of the pair equals R's, experimental (CT) minus control (DSA)."""
        compared = 0
        for row in results(name)["between"]:
            if (name, row["analysis"]) == OF_PAIRS_ONLY:
                continue
            for field, key in BETWEEN.get(row["analysis"], ()):
                expected = golden(f"{name}/{row['outcome'].lower()}/{key}")
                if isinstance(expected, (int, float)):
                    assert row[field] == pytest.approx(expected, rel=1e-8, abs=1e-12), (row["analysis"], field)
                    compared += 1

        assert compared >= (0 if name == "d7_constant" else 15)

    def test_follow_up_scores_are_those_of_the_pairs(self, results):
        """The follow-up scores compared are those of the patients analysed, also where some have no baseline."""
        with (R / "data" / "d5_missing.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["vas_pre"] and row["vas_post"]]
        scores = {name: [float(row["vas_post"]) for row in rows if row["group"] == name] for name in ("CT", "DSA")}

        found = next(one for one in results("d5_missing")["between"] if one["analysis"] == "welch_follow_up")

        expected = ttest_ind(scores["CT"], scores["DSA"], equal_var=False)
        assert (found["n_experimental"], found["n_control"]) == (len(scores["CT"]), len(scores["DSA"]))
        assert found["p_value"] == pytest.approx(float(expected.pvalue), rel=CLOSED)

    def test_three_methods_are_rs(self, results):
        """One model over three methods: its difference, its overall F, Welch's ANOVA and Kruskal–Wallis."""
        found = results("d6_three")
        pair = next(
            one
            for one in found["between"]
            if (one["experimental"], one["control"], one["analysis"]) == ("CT", "DSA", "ancova")
        )
        omnibus = {one["test"]: one for one in found["omnibus"]}

        assert pair["difference"] == pytest.approx(GOLDEN["d6_three/ancova/CT_vs_DSA/diff"], rel=CLOSED)
        assert pair["p_value"] == pytest.approx(GOLDEN["d6_three/ancova/CT_vs_DSA/p"], rel=1e-8)
        assert omnibus["ancova_f"]["p_value"] == pytest.approx(GOLDEN["d6_three/ancova/group_F_type2_p"], rel=1e-8)
        assert omnibus["welch_anova"]["p_value"] == pytest.approx(GOLDEN["d6_three/change/welch_anova/p"], rel=1e-8)
        assert omnibus["kruskal"]["p_value"] == pytest.approx(GOLDEN["d6_three/change/kruskal/p"], rel=1e-8)

    def test_mixed_model_is_rs(self, results):
        """The mixed model's difference and standard error at each of three visits equal nlme::gls to 1e-5."""
        fitted = {
            one["visit"]: one
            for one in results("d8_long")["between"]
            if one["analysis"] == "mmrm" and (one["experimental"], one["control"]) == ("CT", "DSA")
        }
        expected = GOLDEN["d8_long/mmrm_gls/diff"]

        for visit, estimate, error in zip(
            ("3 days", "1 month", "3 months"), expected["est"], expected["se"], strict=True
        ):
            assert fitted[visit]["difference"] == pytest.approx(estimate, rel=2e-5)
            assert fitted[visit]["standard_error"] == pytest.approx(error, rel=1e-5)
