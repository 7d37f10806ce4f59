"""The Python script on registries with centres, covariates, margins and lesions: every number of the results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

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
        assert ("omnibus", "VAS", "1 month", "ancova_f", "p_value") in recipe.expected
        assert left == ()

    def test_rare_words_stay_out(self, tmp_path: Path) -> None:
        """A tumour and a hospital that one patient has may name somebody: rebuilt, but not told by their words."""
        file = with_centres(tmp_path)
        recipe, _ = recipe_of(analyse(file))
        script = python_script(recipe)

        assert "胸腺瘤" not in script and "丁医院" not in script
        assert sum(name[:2] == ("baseline", "primary_tumour") and name[3] == "kind 5" for name in recipe.expected) == 8
