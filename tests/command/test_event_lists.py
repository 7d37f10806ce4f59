"""The lists of rates, responders and baseline in `python -m lib analyse`."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.command.analyse import analyse, results

DATA = Path(__file__).parents[2] / "data"
RESULTS = results(analyse(DATA / "demo_registry_en.xlsx", DATA / "demo_study.json"), "en")


class TestRates:
    def test_are_those_of_the_paper(self) -> None:
        """32/32 twice, leakage 2 with DSA and 1 with CT; and the deaths are those that the flow counts at 6 months."""
        counted = {
            (one["event"], one["method"]): (one["events"], one["n"])
            for one in RESULTS["rates"]
            if one["level"] == "any" and one["event"] != "complication"
        }

        assert counted == {
            ("technical_success", "CT"): (32, 32),
            ("technical_success", "DSA"): (32, 32),
            ("leakage", "CT"): (1, 32),
            ("leakage", "DSA"): (2, 32),
            ("death", "CT"): (4, 32),
            ("death", "DSA"): (2, 32),
        }
        assert {one["method"]: one["died"] for one in RESULTS["flow"] if one["visit"] == "6 months"} == {
            "CT": 4,
            "DSA": 2,
        }

    def test_a_ratio_without_events_is_null_with_a_reason(self) -> None:
        """32/32 v 32/32: no ratio, and why."""
        one = next(one for one in RESULTS["rate_differences"] if one["event"] == "technical_success")

        assert (one["risk_ratio"], one["odds_ratio"], one["reason"]) == (None, None, "zero_cell")
        assert one["difference"] == 0

    def test_verdicts_stand_beside_those_of_the_scores(self) -> None:
        """Leakage has a tag and a sentence in both languages."""
        one = next(one for one in RESULTS["verdicts"] if one["outcome"] == "leakage")

        assert (one["verdict"], one["role"], one["visit"]) == ("inconclusive", "secondary", None)
        assert one["sentence_en"].startswith("Cement leakage: 1/32 (3%) with CT, 2/32 (6%) with DSA")
        assert one["tag_zh"] == "骨水泥渗漏 · CT-DSA：尚不能得出结论"


class TestResponders:
    def test_states_add_up_to_the_patients_with_a_baseline(self) -> None:
        """32 patients per method at every visit, by every threshold whose source was read (data/mcid.toml)."""
        states = ("improved", "unchanged", "worse", "missing", "died", "not_assessable")

        assert {sum(one[state] for state in states) for one in RESULTS["responders"]} == {32}
        assert {(one["outcome"], one["threshold"], one["rule"]) for one in RESULTS["responders"]} == {
            *(("VAS", points, "points") for points in (1.5, 2.0, 2.7, 3.2, 3.5, 4.0)), ("VAS", 30, "percent"),
            *(("ODI", points, "points") for points in (10, 18, 22)), ("ODI", 30, "percent"),
        }  # fmt: skip

    def test_the_difference_is_that_of_the_rates(self) -> None:
        """Experimental minus control of the two shares listed."""
        one = RESULTS["responder_differences"][0]
        place = {key: one[key] for key in ("outcome", "visit", "threshold", "rule")}
        shares = {row["method"]: row["rate"] for row in RESULTS["responders"] if place.items() <= row.items()}

        assert one["difference"] == pytest.approx(shares["CT"] - shares["DSA"])


class TestBaseline:
    def test_shares_of_a_covariate_add_up(self) -> None:
        """Every method's levels of sex make 32 patients."""
        sexes = [one for one in RESULTS["baseline"] if one["covariate"] == "sex"]

        assert sum(one["count"] for one in sexes if one["method"] == "CT") == 32
        assert sum(one["share"] for one in sexes if one["method"] == "DSA") == pytest.approx(1)

    def test_balance_names_every_covariate_once_per_pair(self) -> None:
        """One pair of methods: as many differences as covariates and scores."""
        names = [one["covariate"] for one in RESULTS["balance"]]

        assert names == list(dict.fromkeys(one["covariate"] for one in RESULTS["baseline"]))
        assert "VAS baseline" in names
