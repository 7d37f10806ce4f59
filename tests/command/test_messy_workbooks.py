"""Two teaching workbooks that are messy on purpose, read with a study file, against an independent computation."""

from __future__ import annotations

import json

import pytest

from tests.command.registries import REAL, the_one

_OF_100 = {"low": 0, "high": 100, "lower_is_better": True}
UC = {
    "schema": 1,
    "sheet": "Data",
    "columns": {"patient": "pat_id", "method": "treatment"},
    "scores": [
        {"outcome": outcome, "visit": visit, "column": f"{when}_{suffix}"}
        for outcome, suffix in (
            ("Mayo endoscopic score", "mes"), ("bowel symptom score", "bss"),
            ("coping score", "coping"), ("emotional score", "emo"),
        )
        for visit, when in (("baseline", "start"), ("6 months", "end"))
    ],
    "scales": {
        "Mayo endoscopic score": {"low": 0, "high": 3, "lower_is_better": True},
        "bowel symptom score": _OF_100, "coping score": _OF_100, "emotional score": _OF_100,
    },
}  # fmt: skip
GLUCOSE = {
    "schema": 1,
    "columns": {"method": "Sex"},
    "scores": [
        {"outcome": "blood glucose (mg/dL presumed)", "visit": "baseline", "column": "glucose PRE"},
        {"outcome": "blood glucose (mg/dL presumed)", "visit": "1 hour", "column": "glucose POST"},
    ],
    "scales": {"blood glucose (mg/dL presumed)": {"low": 0, "high": 500, "lower_is_better": True}},
}
NAMES = {"Male": "1", "Female": "2"}


def _truth(name):
    return json.loads((REAL / "truth" / f"{name}.json").read_text("utf-8"))["outcomes"]


OUTCOMES = [
    pytest.param(f"messy_{name}.xlsx", study, truth, id=f"{name}-{truth['outcome'][:6]}")
    for name, study in (("uc", UC), ("glucose", GLUCOSE))
    for truth in _truth(f"messy_{name}.xlsx")
]


@pytest.mark.parametrize(("file", "study", "truth"), OUTCOMES)
class TestMessyWorkbooks:
    def test_within(self, analyse, file, study, truth):
        """Title rows, blank rows and columns, legends below: means, SD and paired t of each group are the truth's."""
        found = analyse(REAL / file, study)

        for method, expected in truth["groups"].items():
            row = the_one(found["within"], outcome=truth["outcome"], method=method)
            assert row["n"] == expected["n_pairs"]
            ours = [row[name] for name in ("baseline_mean", "follow_up_mean", "change_mean", "change_sd", "paired_t")]
            theirs = ("baseline_mean", "followup_mean", "mean_change", "sd_change", "paired_t")
            assert ours == pytest.approx([expected[name] for name in theirs], rel=1e-9)

    def test_between(self, analyse, file, study, truth):
        """Welch's comparison of the changes equals the truth, each pair in its direction."""
        found = analyse(REAL / file, study)

        for expected in truth["between"]:
            first, second = (NAMES.get(one, one) for one in expected["contrast"].split(" minus "))
            row = next(
                one for one in found["between"]
                if one["outcome"] == truth["outcome"] and one["analysis"] == "welch_change"
                and {one["experimental"], one["control"]} == {first, second}
            )  # fmt: skip
            sign = 1 if row["experimental"] == first else -1
            assert [sign * row["difference"], row["p_value"]] == pytest.approx(
                [expected["diff_mean_change"], expected["welch_P_change"]], rel=1e-6
            )

    def test_without_a_study(self, analyse, file, study, truth):
        """On its own no column is VAS or ODI: the paragraph names the columns that hold numbers and the way out."""
        error = analyse(REAL / file, expected=2)["error"]
        named = next(score["column"] for score in study["scores"] if score["outcome"] == truth["outcome"])

        assert error["code"] == "columns_not_found"
        assert "--study" in error["remedy"] and '"scores"' in error["remedy"]
        assert named in error["remedy"]
