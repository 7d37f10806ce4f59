"""The Python script on registries with centres, covariates, margins and lesions: every number of the results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lib.analysis.outcomes import compare_outcome
from lib.command.analyse import analyse
from lib.command.recipe import recipe_of
from lib.report.scripts.python import python_script
from tests.report.test_scripts_python import run

TUMOURS = ("肺癌", "乳腺癌", "肝癌", "前列腺癌")
CENTRES = ("甲医院", "乙医院", "丙医院")


def with_centres(folder: Path, methods: Sequence[str] = ("CT", "DSA")) -> Path:
    """Three hospitals and a fourth with one patient; ages with and without 岁, a tumour that one patient has."""
    random = np.random.default_rng(3)
    rows = ["编号,医院,引导方式,性别,年龄,原发肿瘤,骨水泥量(ml),术前VAS,术后1个月VAS,术后3个月VAS,渗漏,并发症"]
    for n in range(120):
        centre = "丁医院" if n == 60 else CENTRES[n % 3]
        age = f"{45 + n % 37}{'岁' if n % 4 == 0 else ''}" if n % 19 else "不详"
        tumour = "胸腺瘤" if n == 33 else TUMOURS[n % 7 % 4] if n % 23 else ""
        volume = f"{random.integers(20, 90) / 10}" if n % 17 else ""
        before = random.integers(5, 11)
        after, last = (
            max(0, before - fell - n % 3 // 2 + random.integers(-2, 3)) if n % gap else "失访"
            for fell, gap in ((4, 13), (5, 9))
        )
        leak, harm = (
            ("有" if random.random() < 0.3 else "无"),
            ("2级" if n % 11 == 0 else "1级" if n % 8 == 0 else "无"),
        )
        rows.append(
            f"{n},{centre},{methods[random.integers(0, len(methods))]},{'男女'[random.integers(0, 2)]},"
            f"{age},{tumour},{volume},{before},{after},{last},{leak},{harm}"
        )
    (folder / "centres.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "centres.csv"


def with_lesions(folder: Path) -> Path:
    """A row per treated level: up to three of a patient, one of them twice, leaks and failures in some of them."""
    random = np.random.default_rng(11)
    rows = ["id,guidance,level,VAS before,VAS 1 month,leakage,technical success"]
    for n in range(48):
        before, after = random.integers(5, 11), random.integers(0, 6)
        for place in range(1 + n % 3):
            leak = ("yes", "no", "no", "")[random.integers(0, 4)]
            success = "no" if random.random() < 0.1 else "yes"
            row = f"P{n},{('CT', 'DSA')[n % 2]},L{1 + (n + place) % 5},{before},{after},{leak},{success}"
            rows += [row, row.replace(",no,", ",yes,")] if n == 8 else [row]
    (folder / "levels.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "levels.csv"


def with_places(folder: Path, *, is_in_one_column: bool = True) -> Path:
    """Twenty patients a method who leaked at two places, at both of them as 静脉+椎旁; or with a column per place."""
    places = {"CT": ["静脉"] * 3 + ["椎旁"] * 4 + ["静脉+椎旁"] * 2, "DSA": ["静脉"] * 4 + ["静脉+椎旁"]}
    head = "渗漏,渗漏部位" if is_in_one_column else "静脉渗漏,椎旁渗漏"
    rows = [f"编号,引导方式,术前VAS,术后1个月VAS,{head}"]
    for method, told in places.items():
        for n, place in enumerate(told + [""] * (20 - len(told))):
            by_place = [("有" if one in place else "无") for one in ("静脉", "椎旁")]
            cells = ["有" if place else "无", place] if is_in_one_column else by_place
            rows.append(f"{method}{n},{method},{5 + n % 5},{n % 4 + (method == 'CT')},{','.join(cells)}")
    (folder / "places.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "places.csv"


def few_patients(folder: Path) -> Path:
    """Seven patients of each of three methods: tests that are exact with ties."""
    random = np.random.default_rng(2)
    rows = ["id,guidance,sex,VAS before,VAS 1 month,leakage"]
    for n in range(21):
        before, after, leak = (
            random.integers(5, 11),
            random.integers(0, 4) + 2 * (n % 3),
            ("yes", "no")[random.integers(0, 2)],
        )
        rows.append(f"{n},{('CT', 'DSA', 'CBCT')[n % 3]},{'FM'[n % 2]},{before},{after},{leak}")
    (folder / "few.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "few.csv"


def study(folder: Path, **facts: object) -> Path:
    """A study file with these facts."""
    (folder / "study.json").write_text(json.dumps({"schema": 1, **facts}), "utf-8")
    return folder / "study.json"


ASKED = {"experimental": "CT", "control": "DSA", "outcome": "VAS", "visit": "3 months", "analysis": "ancova_hc3"}
MARGIN = {"VAS": {"value": 1.5, "reason": "MCID"}}


class TestPythonScript:
    @pytest.mark.parametrize("covariates", [[], ["age", "sex", "primary_tumour"]])
    def test_rebuilds_models_with_centre_and_covariates(self, tmp_path: Path, covariates: list[str]) -> None:
        """Analyses of covariance with the centre and what the study names, and their tests of equivalence."""
        file = with_centres(tmp_path)
        asked = study(tmp_path, question={**ASKED, "covariates": covariates}, margins=MARGIN)
        recipe, left = recipe_of(analyse(file, asked))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.adjusted_for == ("centre", *covariates)
        for visit in ("1 month", "3 months"):
            for analysis in ("ancova_hc3", "ancova"):
                assert ("between", "VAS", visit, "CT", "DSA", analysis, "p_value") in recipe.expected
                assert ("equivalence", "VAS", visit, "CT", "DSA", analysis, "low90") in recipe.expected
        assert {"within_centres", "exposure_model", "flow", "balance"} <= {name[0] for name in recipe.expected}
        assert left == ()

    def test_rebuilds_three_methods_within_centres(self, tmp_path: Path) -> None:
        """Three methods in several hospitals: the overall test of the adjusted model and Holm's P values."""
        file = with_centres(tmp_path, ("CT", "DSA", "CBCT"))
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert ("omnibus", "VAS", "1 month", "ancova_hc3_f", "p_value") in recipe.expected
        assert left == ()

    def test_rare_words_stay_out(self, tmp_path: Path) -> None:
        """A tumour and a hospital that one patient has may name somebody: rebuilt, but not told by their words."""
        file = with_centres(tmp_path)
        recipe, _ = recipe_of(analyse(file))
        script = python_script(recipe)

        assert "胸腺瘤" not in script and "丁医院" not in script
        assert sum(name[:2] == ("baseline", "primary_tumour") and name[3] == "kind 5" for name in recipe.expected) == 8

    def test_rebuilds_rates_per_lesion(self, tmp_path: Path) -> None:
        """A row per treated level: lesions with their clustered limits, patients by their worst level."""
        file = with_lesions(tmp_path)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert ("lesion_rate", "leakage", "CT", "low") in recipe.expected
        assert ("lesion_difference", "technical_success", "CT", "DSA", "high") in recipe.expected
        assert recipe.site_column == 3 and recipe.good_events == ("technical_success",)
        assert left == ()

    @pytest.mark.parametrize("is_in_one_column", [True, False])
    def test_rebuilds_leaks_at_several_places(self, tmp_path: Path, is_in_one_column: bool) -> None:
        """By hand: vein alone 3, beside 4, both 2 with CT; so 5 and 6 of 20, found again or named as not rebuilt."""
        file = with_places(tmp_path, is_in_one_column=is_in_one_column)
        analysed = analyse(file)
        recipe, left = recipe_of(analysed)

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        rates = {(one.level, one.method): (one.events, one.n) for one in analysed.events[0].rates}
        assert rates == {
            ("any", "CT"): (9, 20), ("静脉", "CT"): (5, 20), ("椎旁", "CT"): (6, 20),
            ("any", "DSA"): (5, 20), ("静脉", "DSA"): (5, 20), ("椎旁", "DSA"): (1, 20),
        }  # fmt: skip
        found = {name: value for name, value in recipe.expected.items() if name[0] == "rate" and name[-1] == "events"}
        if is_in_one_column:
            assert found["rate", "leakage", "静脉", "CT", "events"] == 5
            assert found["rate", "leakage", "椎旁", "CT", "events"] == 6
            assert left == ()
        else:
            assert not any(name[1] == "leakage" for name in found)
            assert recipe.left["rates"] == sum(name[:2] == ("rate", "leakage") for name in left) > 0

    def test_rebuilds_few_patients(self, tmp_path: Path) -> None:
        """Five to nine patients a method: exact tests with ties, P values by Holm, limits for a family of pairs."""
        file = few_patients(tmp_path)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.score_level == pytest.approx(1 - 0.05 / 3)
        assert ("shown", "VAS", "1 month", "CT", "DSA", "mann_whitney_change", "p_value") in recipe.expected
        assert ("within", "VAS", "1 month", "CT", "signed_rank_exact_p") in recipe.expected
        assert left == ()

    def test_rebuilds_a_filtered_view(self, tmp_path: Path) -> None:
        """Patients with two of the tumours in three methods: no verdict, and every number of what is left."""
        file = with_centres(tmp_path, ("CT", "DSA", "CBCT"))
        recipe, left = recipe_of(analyse(file, study(tmp_path, filters={"primary_tumour": ["肺癌", "肝癌"]})))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.score_level == 0.95
        assert left == ()

    def test_rebuilds_a_verdict_of_the_mixed_model(self, tmp_path: Path) -> None:
        """Where the mixed model carries the verdict, its adjusted means and what the unobserved could change."""
        file = with_centres(tmp_path)
        asked = study(tmp_path, question={**ASKED, "analysis": "mmrm"}, margins=MARGIN)
        recipe, left = recipe_of(analyse(file, asked))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert ("adjusted_mean", "VAS", "3 months", "CT", "mmrm", "change") in recipe.expected
        assert left == ()

    def test_counts_those_without_a_method(self, tmp_path: Path) -> None:
        """Three patients of whom no method is recorded stand in the flow, and in no other number."""
        file = few_patients(tmp_path)
        rows = [f"{n},,F,7,{n % 3},yes" for n in range(90, 93)]
        file.write_text(file.read_text("utf-8") + "\n".join(rows) + "\n", "utf-8")
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.expected["flow", "VAS", "1 month", "with_follow_up"] == 3
        assert left == ()

    def test_rebuilds_a_pair_that_was_turned_round(self, tmp_path: Path) -> None:
        """DSA − CT on screen beside lists that keep CT − DSA: both are found, and P by Holm over three pairs only."""
        file = few_patients(tmp_path)
        analysed = analyse(file)
        view, turned = analysed.view, ("DSA", "CT")
        outcomes = tuple(
            compare_outcome(view.registry, outcome, view.question, shown=turned) for outcome in view.registry.scales
        )
        recipe, left = recipe_of(replace(analysed, outcomes=outcomes))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert len(recipe.family) == 3 and set(recipe.pairs) == {*recipe.family, ("CT", "DSA")}
        assert ("pairwise", "VAS", "1 month", "DSA", "CT", "ancova_hc3", "p_holm") in recipe.expected
        assert left == ()
