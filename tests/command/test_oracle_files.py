"""The nine data files that R read, analysed as files: every list is there, and its numbers are those that R wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from scipy.stats import ttest_ind

from lib.__main__ import main
from tests.command.registries import ROOT, the_one
from tests.stats.oracle_data import FOLDER, golden

PAIRS = ("d1_seed", "d2_tiny", "d3_ties", "d4_zero", "d5_missing", "d7_constant", "d9_noties")
FILES = (*PAIRS[:5], "d6_three", "d7_constant", "d8_long", "d9_noties")
MARGINS = {"VAS": 1.5, "ODI": 10}
MILLIMETRES = {"d9_noties": 10.0}
"""R read these scores as written, 0 to 100; the command reports VAS from 0 to 10."""

INCOMPLETE = ("d5_missing",)
"""R described everybody with a score; the command describes the complete pairs."""

STOPPED = ("d7_constant",)
"""R's wilcox.test stops at its interval here; without one it gives the statistic and the P value."""

LISTS = (
    "mapping", "findings", "flow", "within", "between", "equivalence", "verdicts", "omnibus", "pairwise", "responders",
    "responder_differences", "rates", "rate_differences", "baseline", "balance",
)  # fmt: skip
FILLED = {name: {"mapping", "flow", "within", "between", "equivalence", "verdicts", "responders"} for name in FILES}
FILLED["d1_seed"] |= {"rates", "rate_differences", "baseline", "balance"}
FILLED["d6_three"] |= {"omnibus", "pairwise"}

SCORED = {"mean", "sd", "median", "q1", "q3"}
"""What is in points of the score; the rest has no unit."""

WITHIN = {
    "n": "paired/n_pairs",
    **{f"baseline_{field}": f"pre/{field}" for field in SCORED},
    **{f"follow_up_{field}": f"post/{field}" for field in SCORED},
    "change_mean": "paired/change/mean", "change_sd": "paired/change/sd",
    "change_low": "paired/change/mean_ci/0", "change_high": "paired/change/mean_ci/1",
    "paired_t": "paired/t_paired/t", "paired_df": "paired/t_paired/df", "paired_p": "paired/t_paired/p",
    "signed_rank_v": "paired/wilcoxon_default/stat", "signed_rank_p": "paired/wilcoxon_default/p",
    "hodges_lehmann": "paired/hl_walsh_all",
    "d_z": "paired/dz", "d_z_low": "paired/dz_ci/0", "d_z_high": "paired/dz_ci/1", "d_av": "paired/dav",
}  # fmt: skip
T_BASED = {
    "difference": "est", "standard_error": "se", "low": "ci/0", "high": "ci/1", "statistic": "t", "df": "df",
    "p_value": "p",
}  # fmt: skip
BETWEEN = {
    "welch_change": {field: f"between_change/welch/{key}" for field, key in T_BASED.items()},
    "student_change": {field: f"between_change/student/{key}" for field, key in T_BASED.items()},
    "welch_follow_up": {field: f"between_post/welch/{key}" for field, key in T_BASED.items()},
    "mann_whitney_change": {
        "difference": "between_change/hl_median",
        "statistic": "between_change/mw_default/stat",
        "p_value": "between_change/mw_default/p",
    },
    "hedges_g": {"difference": "between_change/hedges_g", "low": "between_change/hedges_g_ci/0",
                 "high": "between_change/hedges_g_ci/1"},
    "cliffs_delta": {"difference": "between_change/cliff", "low": "between_change/cliff_ci/0",
                     "high": "between_change/cliff_ci/1"},
}  # fmt: skip
APPROXIMATE = {"statistic": "between_change/mw_approx_cc/stat", "p_value": "between_change/mw_approx_cc/p"}
ANCOVA = {
    "ancova": {"difference": "diff", "standard_error": "se", "low": "ci/0", "high": "ci/1", "statistic": "t",
               "p_value": "p"},
    "ancova_hc3": {"difference": "diff", "standard_error": "hc3_se", "p_value": "hc3_p"},
}  # fmt: skip
IN_POINTS = {
    *WITHIN.keys() - {"n", "paired_t", "paired_df", "paired_p", "signed_rank_v", "signed_rank_p"},
    "difference", "standard_error", "low", "high",
} - {"d_z", "d_z_low", "d_z_high", "d_av"}  # fmt: skip


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the command prints of every file, with a margin so that equivalence is judged; d9's scale is declared."""
    folder, found = tmp_path_factory.mktemp("oracle"), {}
    for name in FILES:
        study: dict[str, Any] = {"margins": {outcome: {"value": size} for outcome, size in MARGINS.items()}}
        if name in MILLIMETRES:
            study["scales"] = {"VAS": {"unit": "0-100"}}
        (folder / "study.json").write_text(json.dumps(study), "utf-8")
        out = folder / f"{name}.json"
        given = ["analyse", f"{FOLDER}/data/{name}.csv", "--study", f"{folder}/study.json", "--json", str(out)]
        assert main(given) == 0
        found[name] = json.loads(out.read_text("utf-8"), parse_constant=pytest.fail)
    return found


def r_says(key: str) -> Any:
    """What R wrote under a key, None where it stopped; a last number is a place in a list."""
    path, _, last = key.rpartition("/")
    value = golden().get(path, [None, None]) if last.isdigit() else golden().get(key)
    return (value or [None, None])[int(last)] if last.isdigit() else value


def differences(record: dict[str, Any], keys: dict[str, str], prefix: str, points: float) -> Iterator[tuple[Any, ...]]:
    """Every field of a record that is not R's number; where R has none, the field is null."""
    is_root_solved = record.get("analysis") == "hedges_g"
    for field, key in keys.items():
        expected = r_says(f"{prefix}/{key}")
        if expected is None:
            if record[field] is not None:
                yield prefix, record.get("analysis"), field, record[field], None
            continue
        if field in IN_POINTS and record.get("analysis") not in ("hedges_g", "cliffs_delta"):
            expected /= points
        rel = 1e-8 if is_root_solved or field.startswith("d_z_") else 1e-10
        if record[field] != pytest.approx(expected, rel=rel, abs=1e-13):
            yield prefix, record.get("analysis"), field, record[field], expected


class TestLists:
    @pytest.mark.parametrize("name", FILES)
    def test_every_list_of_the_interface_is_there(self, analysed: dict[str, dict[str, Any]], name: str) -> None:
        """Each list is printed, filled where the file has what it needs, and what is null has its reason."""
        found = analysed[name]

        assert set(LISTS) <= set(found)
        assert {part for part in FILLED[name] if not found[part]} == set()
        assert [row for row in found["between"] if row["difference"] is None and not row["reason"]] == []
        assert [row for row in found["verdicts"] if row["verdict"] is None and not row["reason"]] == []

    def test_the_interface_names_these_files(self) -> None:
        """All nine files of R that are registries are here; d10 and d11 are tables of counts."""
        assert {path.stem for path in (ROOT / "tests/r/data").iterdir()} == {*FILES, "d10_lesions", "d11_centres"}


class TestTwoMethods:
    @pytest.mark.parametrize("name", PAIRS)
    def test_within(self, analysed: dict[str, dict[str, Any]], name: str) -> None:
        """Scores before and after, change, paired t, signed rank, Hodges–Lehmann and effect sizes are R's."""
        points = MILLIMETRES.get(name, 1.0)

        keys = {field: key for field, key in WITHIN.items() if name not in INCOMPLETE or key.startswith("paired")}

        wrong = [
            one
            for row in analysed[name]["within"]
            for one in differences(row, keys, f"{name}/{row['outcome'].lower()}/{row['method']}", points)
        ]

        assert wrong == []

    @pytest.mark.parametrize("name", INCOMPLETE)
    def test_within_of_complete_pairs(self, analysed: dict[str, dict[str, Any]], name: str) -> None:
        """Where scores are missing, before and after are those of the complete pairs, as pandas describes them."""
        rows = pd.read_csv(FOLDER / "data" / f"{name}.csv").dropna()
        for row in analysed[name]["within"]:
            mine = rows[rows["group"] == row["method"]]
            for field, column in (("baseline", "vas_pre"), ("follow_up", "vas_post")):
                described = mine[column].describe()[["mean", "std", "50%", "25%", "75%"]].tolist()
                ours = [row[f"{field}_{part}"] for part in ("mean", "sd", "median", "q1", "q3")]

                assert (row["n"], ours) == (len(mine), pytest.approx(described, rel=1e-12))

    @pytest.mark.parametrize("name", INCOMPLETE)
    def test_follow_up_of_complete_pairs(self, analysed: dict[str, dict[str, Any]], name: str) -> None:
        """Where scores are missing, Welch's test of the follow-up is of the patients analysed, as SciPy has it."""
        rows = pd.read_csv(FOLDER / "data" / f"{name}.csv").dropna()
        scores = [rows.loc[rows["group"] == method, "vas_post"] for method in ("CT", "DSA")]
        expected = ttest_ind(*scores, equal_var=False)

        found = the_one(analysed[name]["between"], analysis="welch_follow_up")

        assert (found["n_experimental"], found["n_control"]) == tuple(map(len, scores))
        assert (found["statistic"], found["p_value"]) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-10)

    def test_a_declared_range_is_kept(self, analyse: Any) -> None:
        """Declared as a score of 0 to 100, the millimetres of d9 are reported as R read them."""
        study = {"scales": {"VAS": {"low": 0, "high": 100, "lower_is_better": True}}}

        found = analyse(FOLDER / "data" / "d9_noties.csv", study)

        wrong = [
            one for row in found["within"] for one in differences(row, WITHIN, f"d9_noties/vas/{row['method']}", 1)
        ]
        assert wrong == []

    @pytest.mark.parametrize("name", PAIRS)
    def test_between(self, analysed: dict[str, dict[str, Any]], name: str) -> None:
        """Welch, Student, Mann–Whitney, Hedges g and Cliff's delta are R's; so is ANCOVA, ordinary and HC3."""
        points, wrong = MILLIMETRES.get(name, 1.0), []
        for row in analysed[name]["between"]:
            prefix = f"{name}/{row['outcome'].lower()}"
            if row["analysis"] == "welch_follow_up" and name in INCOMPLETE:
                continue
            if row["analysis"] == "mann_whitney_change" and name in STOPPED:
                wrong += differences(row, APPROXIMATE, prefix, points)
            elif row["analysis"] in BETWEEN:
                wrong += differences(row, BETWEEN[row["analysis"]], prefix, points)
            elif row["analysis"] in ANCOVA:
                wrong += differences(row, ANCOVA[row["analysis"]], f"{prefix}/ancova/CT_vs_DSA", points)

        assert wrong == []


class TestOthers:
    def test_three_methods(self, analysed: dict[str, dict[str, Any]]) -> None:
        """Overall tests, one model over three methods, and Holm's P values are R's."""
        found, key = analysed["d6_three"], "d6_three/change"
        tests = {row["test"]: row for row in found["omnibus"]}
        rows = [row for row in found["between"] if (row["experimental"], row["control"]) == ("CT", "DSA")]

        expected = {
            "anova": (r_says(f"{key}/anova/F"), r_says(f"{key}/anova/p")),
            "welch_anova": (r_says(f"{key}/welch_anova/F"), r_says(f"{key}/welch_anova/p")),
            "kruskal": (r_says(f"{key}/kruskal/H"), r_says(f"{key}/kruskal/p")),
        }
        for test, (statistic, p_value) in expected.items():
            assert (tests[test]["statistic"], tests[test]["p_value"]) == pytest.approx((statistic, p_value), rel=1e-10)
        assert tests["ancova_f"]["p_value"] == pytest.approx(r_says("d6_three/ancova/group_F_type2_p"), rel=1e-10)
        for analysis, keys in ANCOVA.items():
            row = the_one(rows, analysis=analysis)
            assert list(differences(row, keys, "d6_three/ancova/CT_vs_DSA", 1.0)) == []
        for analysis, name in (("welch_change", "pair_welch_p_holm"), ("mann_whitney_change", "pair_mw_p_holm")):
            ours = [row["p_holm"] for row in found["pairwise"] if row["analysis"] == analysis]
            assert sorted(ours) == pytest.approx(sorted(r_says(f"{key}/{name}").values()), rel=1e-10)

    def test_four_visits(self, analysed: dict[str, dict[str, Any]]) -> None:
        """The mixed model and ANCOVA of a file with one row per visit are R's at every visit."""
        rows, r = analysed["d8_long"]["between"], r_says("d8_long/mmrm_gls/diff")
        for place, visit in enumerate(("3 days", "1 month", "3 months")):
            row = the_one(rows, analysis="mmrm", visit=visit)
            ancova = [the_one(rows, analysis=analysis, visit=visit) for analysis in ANCOVA]

            assert row["difference"] == pytest.approx(r["est"][place], rel=1e-5)
            assert row["standard_error"] == pytest.approx(r["se"][place], rel=1e-5)
            for one in ancova:
                prefix = f"d8_long/ancova_t{place + 2}/CT_vs_DSA"
                assert list(differences(one, ANCOVA[one["analysis"]], prefix, 1.0)) == []

    def test_rates_and_balance(self, analysed: dict[str, dict[str, Any]]) -> None:
        """Leakage 1 of 32 against 2 of 32: intervals, ratios, Fisher's P and χ² are R's; so is the balance of age."""
        found, key = analysed["d1_seed"], "two/1_32_vs_2_32"
        one = the_one(found["rate_differences"], event="leakage")
        rate = the_one(found["rates"], event="leakage", method="CT", level="any")

        assert (rate["wilson_low"], rate["wilson_high"]) == pytest.approx(r_says("prop/1_32/wilson"), rel=1e-10)
        assert (rate["exact_low"], rate["exact_high"]) == pytest.approx(r_says("prop/1_32/clopper"), rel=1e-8)
        newcombe = [one[name] for name in ("difference", "newcombe_low", "newcombe_high")]
        assert newcombe == pytest.approx(r_says(f"{key}/rd_newcombe95"), rel=1e-10)
        score = (one["miettinen_nurminen_low"], one["miettinen_nurminen_high"])
        assert score == pytest.approx(r_says(f"{key}/rd_mn95"), rel=1e-8)
        assert (one["risk_ratio_low"], one["risk_ratio_high"]) == pytest.approx(r_says(f"{key}/rr_ci_katz"), rel=1e-10)
        assert (one["odds_ratio_low"], one["odds_ratio_high"]) == pytest.approx(
            r_says(f"{key}/fisher/ci_tight"), rel=1e-8
        )
        assert one["odds_ratio"] == pytest.approx(r_says(f"{key}/fisher/or_cond_tight"), rel=1e-8)
        assert (one["fisher_p"], one["chi2_p"], one["chi2_yates_p"]) == pytest.approx(
            (r_says(f"{key}/fisher/p"), r_says(f"{key}/chisq")[1], r_says(f"{key}/chisq_yates")[1]), rel=1e-10
        )
        assert the_one(found["balance"], covariate="age")["smd"] == pytest.approx(r_says("smd/age"), rel=1e-10)
