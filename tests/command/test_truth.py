"""A real trial against an independent computation from its patient rows."""

from __future__ import annotations

import json

import pytest

from lib.__main__ import main
from tests.command.registries import LONG, REAL, WHOLE, WIDE, the_one

P_TOLERANCE = 1e-6


def _truths():
    """(file, outcome of ours, truth) of every outcome that was computed independently."""
    of_ours = {"BPI intensity": "BPI", "odi": "ODI"}
    for name in (WHOLE.name, WIDE.name):
        for truth in json.loads((REAL / "truth" / f"{name}.json").read_text("utf-8"))["outcomes"]:
            ours = of_ours.get(truth["outcome"], truth["outcome"])
            yield pytest.param(REAL / name, ours, truth, id=f"{name}-{ours}")


TRUTHS = list(_truths())
CONTRASTS = {
    "PRT minus open-label placebo": ("1", "2"),
    "PRT minus usual care": ("1", "3"),
    "open-label placebo minus usual care": ("2", "3"),
}


class TestTruth:
    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_within(self, of_trial, file, outcome, truth):
        """Before, after and change of each arm equal the independent computation."""
        found = of_trial(file)

        for method, expected in truth["groups"].items():
            row = the_one(found["within"], outcome=outcome, method=method)
            ours = {
                "n": expected["n_pairs"],
                "baseline_mean": expected["baseline_mean"],
                "baseline_sd": expected["baseline_sd"],
                "baseline_median": expected["baseline_median"],
                "follow_up_mean": expected["followup_mean"],
                "follow_up_sd": expected["followup_sd"],
                "follow_up_median": expected["followup_median"],
                "change_mean": expected["mean_change"],
                "change_sd": expected["sd_change"],
                "change_low": expected["ci95_change"][0],
                "change_high": expected["ci95_change"][1],
                "paired_t": expected["paired_t"],
                "paired_df": expected["paired_df"],
            }
            assert {name: row[name] for name in ours} == pytest.approx(ours, rel=1e-9)
            assert row["paired_p"] == pytest.approx(expected["paired_t_P"], rel=P_TOLERANCE)

    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_flow(self, of_trial, file, outcome, truth):
        """Those with a baseline, with a follow-up and with both are counted as they are."""
        found = of_trial(file)

        for method, expected in truth["groups"].items():
            row = the_one(found["flow"], outcome=outcome, method=method)
            assert row["with_baseline"] == expected["n_with_baseline"]
            assert row["with_follow_up"] == expected["n_with_followup"]
            assert row["analysed"] == expected["n_pairs"]

    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_between(self, of_trial, file, outcome, truth):
        """Welch and Student on the change equal the independent computation, each pair in its direction."""
        found = of_trial(file)

        for expected in truth["between"]:
            pair = dict(zip(("experimental", "control"), CONTRASTS[expected["contrast"]], strict=True))
            welch = the_one(found["between"], outcome=outcome, analysis="welch_change", **pair)
            student = the_one(found["between"], outcome=outcome, analysis="student_change", **pair)
            follow_up = the_one(found["between"], outcome=outcome, analysis="welch_follow_up", **pair)
            ours = (welch["difference"], welch["statistic"], welch["df"], welch["low"], welch["high"])
            assert ours == pytest.approx(
                (
                    expected["diff_mean_change"],
                    expected["welch_t_change"],
                    expected["welch_df"],
                    *expected["welch_ci95_change"],
                ),
                rel=1e-9,
            )
            assert [welch["n_experimental"], welch["n_control"]] == expected["n"]
            assert student["statistic"] == pytest.approx(expected["student_t_change"], rel=1e-9)
            assert (welch["p_value"], student["p_value"], follow_up["p_value"]) == pytest.approx(
                (expected["welch_P_change"], expected["student_P_change"], expected["welch_P_followup"]),
                rel=P_TOLERANCE,
            )

    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_adjusted_difference_of_two_arms(self, of_trial, file, outcome, truth):
        """With a filter on two methods the ANCOVA is fitted to these two alone, as the truth is."""
        for expected in truth["between"]:
            experimental, control = CONTRASTS[expected["contrast"]]
            found = of_trial(file, (experimental, control))
            row = the_one(found["between"], outcome=outcome, analysis="ancova")
            adjusted = expected["ancova_followup_adj_baseline"]

            assert (row["experimental"], row["control"]) == (experimental, control)
            assert [row["difference"], row["standard_error"], row["low"], row["high"]] == pytest.approx(
                [adjusted["diff"], adjusted["se"], *adjusted["ci95"]], rel=1e-9
            )
            assert row["p_value"] == pytest.approx(adjusted["P"], rel=P_TOLERANCE)
            assert {verdict["reason"] for verdict in found["verdicts"]} == {None}

    @pytest.mark.parametrize(
        ("language", "said"), [("en", "one model over all 3 methods"), ("zh", "全部3种方法的同一模型")]
    )
    def test_three_arms_say_why_two_differ(self, capsysbinary, language, said):
        """Where an adjusted difference is not that of two arms alone, it is said why and what to write for these."""
        assert main(["analyse", str(REAL / "ashar2022_bpi_wide.csv"), "--lang", language]) == 0
        printed = capsysbinary.readouterr().out.decode("utf-8")

        assert printed.count(said) == 1
        assert '{"schema": 1, "filters": {"method": ["…", "…"]}}' in printed

    def test_wide_is_long(self, of_trial):
        """The same trial wide and long gives identical numbers throughout."""

        def numbers(file):
            found = of_trial(file)
            lists = ("flow", "within", "between", "omnibus", "pairwise")
            names = ("outcome", "visit")
            return {
                one: [{key: value for key, value in row.items() if key not in names} for row in found[one]
                      if row.get("method", "") is not None]
                for one in lists
            }  # fmt: skip

        assert numbers(WIDE) == numbers(LONG)

    def test_change_column_is_no_visit(self, of_trial):
        """The ready-made change is recognised and left alone."""
        mapping = of_trial(WIDE)["mapping"]

        assert the_one(mapping, column="BPI_change")["term"] == "change"
        assert {row["visit"] for row in mapping if row["term"] == "BPI"} == {"baseline", "Time2"}

    def test_patients_without_a_group(self, of_trial):
        """Healthy controls have no method: counted in the flow, in no comparison."""
        found = of_trial(WHOLE)
        controls = the_one(found["flow"], outcome="ODI", method=None)

        assert (controls["in_file"], controls["analysed"]) == (55, 0)
        assert {row["method"] for row in found["within"]} == {"1", "2", "3"}
