"""The lists of the interface: what is in them for a trial, for a registry of three methods, and for very little."""

from __future__ import annotations

import csv
import math

import pytest

from lib.__main__ import main
from tests.command.registries import LONG, WHOLE, simulated_rows, the_one

LISTS = ("mapping", "findings", "flow", "within", "between", "equivalence", "verdicts", "omnibus", "pairwise")


class TestResults:
    def test_lists(self, analyse):
        """Every list of the interface is there, with its schema, version and language."""
        found = analyse(WHOLE, language="zh")

        assert (found["schema"], found["lang"]) == (1, "zh")
        assert found["version"]
        assert set(LISTS) <= set(found)
        assert found["source"]["sha256"] and len(found["source"]["sha256"]) == 64
        assert (found["source"]["file"], found["source"]["rows"]) == (WHOLE.name, 341)

    def test_three_methods(self, of_trial):
        """Three methods make three pairs at 98.3%, five overall tests, and P values by Holm."""
        found = of_trial(LONG)

        assert [row["test"] for row in found["omnibus"]] == [
            "ancova_hc3_f",
            "ancova_f",
            "welch_anova",
            "anova",
            "kruskal",
        ]
        assert {(row["experimental"], row["control"]) for row in found["verdicts"]} == {
            ("2", "3"), ("1", "3"), ("1", "2"),
        }  # fmt: skip
        assert {row["level"] for row in found["verdicts"]} == {1 - 0.05 / 3}
        tested = [row for row in found["pairwise"] if row["analysis"] != "mmrm"]
        assert len(tested) == 3 * 6
        assert all(row["p_holm"] >= row["p_value"] for row in tested)
        assert [row["role"] for row in found["verdicts"]].count("primary") == 1

    def test_question_and_margin(self, analyse):
        """The study decides pair, margin and their stamps; the equivalence rows follow."""
        study = {
            "question": {"experimental": "3", "control": "1", "outcome": "ODI"},
            "margins": {"ODI": {"value": 10, "reason": "hand-made"}},
            "design": {"randomised": True},
            "fixed": {"at": "2026-11-22T09:00:00Z", "results_seen": False},
        }
        found = analyse(WHOLE, study)
        verdict = the_one(found["verdicts"], outcome="ODI", experimental="3", control="1")

        assert (verdict["verdict"], verdict["role"], verdict["margin"]) == ("inferior", "primary", 10)
        assert verdict["stamps"] == ["S2"]
        assert "adjusted difference (Group 3 - Group 1)" in verdict["sentence_en"]
        assert {row["outcome"] for row in found["equivalence"]} == {"ODI"}
        assert {row["analysis"] for row in found["equivalence"]} == {"ancova_hc3", "ancova", "welch_change"}

    def test_mixed_model_has_its_reason(self, of_trial):
        """With one follow-up there is no mixed model, and the record says so."""
        rows = [row for row in of_trial(LONG)["between"] if row["analysis"] == "mmrm"]

        assert {(row["difference"], row["reason"]) for row in rows} == {(None, "one_follow_up")}

    def test_filtered_view(self, analyse):
        """A filter outside the question leaves the numbers, takes the verdict and counts who has no value."""
        found = analyse(WHOLE, {"filters": {"age": [20, 50]}})
        with WHOLE.open(encoding="utf-8") as file:
            ages = {row["id"]: float(row["age"]) for row in csv.DictReader(file)}

        assert {row["reason"] for row in found["verdicts"]} == {"filtered_view"}
        assert all(math.isfinite(row["difference"]) for row in found["between"] if row["analysis"] == "ancova_hc3")
        (age,) = found["filters"]
        assert (age["part"], age["low"], age["high"]) == ("view", 20, 50)
        assert age["missing"] == sum(map(math.isnan, ages.values()))

    def test_study_of_other_data(self, analyse):
        """A margin fixed for another file keeps its stamp, and a margin of no score is not dropped in silence."""
        study = {
            "margins": {"ODI": {"value": 10}, "VAS rest": {"value": 1}},
            "fixed": {"data_sha256": "0" * 64, "results_seen": False},
        }
        found = analyse(WHOLE, study, language="zh")

        assert all("X" in row["stamps"] for row in found["verdicts"] if row["margin"] and row["verdict"])
        warned = {row["code"]: row["message"] for row in found["findings"] if row["code"].startswith("study_")}
        assert warned.keys() == {"study_part_unused", "study_other_data"}
        assert "margins.VAS rest" in warned["study_part_unused"]

    def test_method_is_no_covariate(self, analyse):
        """The method is what is compared: naming it as a covariate is refused with its place."""
        found = analyse(WHOLE, {"question": {"covariates": ["method"]}}, expected=2)

        assert found["error"]["code"] == "study_invalid"
        assert "question.covariates.method" in found["error"]["message"]

    def test_small_methods_have_exact_tests_beside(self, analyse, registry):
        """With seven in a method the record keeps R's rule and has the exact P beside; with twelve it is null."""
        small, large = (analyse(registry(simulated_rows(n)))["within"] for n in (7, 12))

        assert {row["signed_rank_method"] for row in small} <= {"exact", "asymptotic_corrected"}
        assert all(0 < row["signed_rank_exact_p"] <= 1 for row in small)
        assert {row["signed_rank_exact_p"] for row in large} == {None}

    def test_filter_of_the_question(self, analyse):
        """The same filter inside the question keeps the verdict."""
        found = analyse(WHOLE, {"question": {"filters": {"age": [20, 50]}}})

        assert {row["reason"] for row in found["verdicts"]} == {None}

    def test_language_changes_words_only(self, analyse):
        """Canonical names and numbers are the same whatever the language; messages are not."""
        english, chinese = (analyse(WHOLE, language=language) for language in ("en", "zh"))

        assert english["within"] == chinese["within"]
        assert english["verdicts"] == chinese["verdicts"]
        assert english["findings"][0]["message"] != chinese["findings"][0]["message"]

    def test_ascii_minus(self, capsysbinary):
        """A file that machines read has the minus that machines read."""
        main(["analyse", str(WHOLE), "--json", "-", "--lang", "zh"])

        assert "\u2212" not in capsysbinary.readouterr().out.decode("utf-8")


class TestSimulated:
    def test_three_methods_of_guidance(self, analyse, registry):
        """CT is experimental against all, DSA control against all, and every list covers all three."""
        found = analyse(registry(simulated_rows(20, ("锥形束CT", "DSA", "CT"))))

        pairs = {(row["experimental"], row["control"]) for row in found["between"]}
        assert pairs == {("CBCT", "DSA"), ("CT", "DSA"), ("CT", "CBCT")}
        assert len(found["verdicts"]) == 2 * 3
        assert {row["visit"] for row in found["within"]} == {"1 month", "6 months"}
        primary = the_one(found["verdicts"], role="primary")
        assert (primary["visit"], primary["experimental"], primary["control"]) == ("6 months", "CT", "DSA")

    @pytest.mark.parametrize(
        ("n", "methods", "reason"),
        [(12, ("CT",), None), (1, ("CT", "DSA"), "too_few"), (1, ("CT",), None), (4, ("CT", "DSA"), "too_few")],
    )
    def test_little_is_no_error(self, analyse, registry, n, methods, reason):
        """One method, one patient per method, four per method: a result with null where there is no number."""
        found = analyse(registry(simulated_rows(n, methods)))

        assert {row["n"] for row in found["within"]} == {n}
        assert {row["reason"] for row in found["verdicts"]} == ({reason} if reason else set())

    def test_no_variance(self, analyse, registry):
        """Everybody with the same scores: null with a reason, and exit status 0."""
        rows = [["id", "guidance", "VAS pre", "VAS 1 month"]]
        rows += [[f"P{i}", ("CT", "DSA")[i % 2], "8", "5"] for i in range(20)]
        found = analyse(registry(rows))

        row = the_one(found["between"], analysis="ancova_hc3")
        assert row["difference"] is None
        assert row["reason"]
        assert the_one(found["within"], method="CT")["paired_p"] is None

    def test_two_patients_are_computed(self, analyse, registry):
        """From two patients per method the functions compute, whatever the verdict refuses."""
        found = analyse(registry(simulated_rows(2)))

        assert all(isinstance(row["change_low"], float) for row in found["within"])
        assert {row["verdict"] for row in found["verdicts"]} == {None}
