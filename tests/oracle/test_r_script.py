"""The R script, run by R itself: `make oracle` only, as R is not installed by `make test`."""

from __future__ import annotations

import csv
import datetime
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from lib.command.analyse import analyse
from lib.command.recipe import recipe_of
from lib.report.scripts.r import r_script
from tests.report.test_scripts_deaths import TOLD, with_deaths
from tests.report.test_scripts_encodings import written_in
from tests.report.test_scripts_features import (
    ASKED,
    MARGIN,
    few_patients,
    study,
    with_centres,
    with_lesions,
    with_places,
)
from tests.report.test_scripts_python import diary, long_file, messy, sheet_per_method, three_methods
from tests.test_demo import DATA


def run(script: str, file: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The script in R."""
    (folder / "rebuild.R").write_text(script, "utf-8")
    command = ["Rscript", str(folder / "rebuild.R"), str(file)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, env=environment
    )


class TestRScript:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_rebuilds_the_demo(self, tmp_path: Path, language: str) -> None:
        """R finds the 4,140 numbers of the demo again, the mixed model by a likelihood of its own."""
        rows = openpyxl.load_workbook(DATA / f"demo_registry_{language}.xlsx").worksheets[0].values
        with (tmp_path / "demo.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row] for row in rows
            )
        recipe, _ = recipe_of(analyse(tmp_path / "demo.csv"))

        done = run(r_script(recipe), tmp_path / "demo.csv", tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert "4140 numbers, 0 differ" in done.stdout

    @pytest.mark.parametrize("has_column", [False, True])
    def test_rebuilds_several_sheets(self, tmp_path: Path, *, has_column: bool) -> None:
        """A workbook with a sheet per method, or with its method in a column of both: read by readxl, found again."""
        file = sheet_per_method(tmp_path, has_column=has_column)
        recipe, _ = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr

    @pytest.mark.parametrize("centres", [1, 2])
    def test_rebuilds_a_row_per_visit(self, tmp_path: Path, centres: int) -> None:
        """A long file with gaps and deaths, and one whose numbers start again in its second hospital."""
        file = long_file(tmp_path, centres=centres)
        recipe, _ = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr

    @pytest.mark.parametrize(("ending", "is_by_date"), [("xlsx", True), ("csv", True), ("xlsx", False)])
    def test_rebuilds_a_diary(self, tmp_path: Path, ending: str, *, is_by_date: bool) -> None:
        """Days or dates after the procedure, as text and as a workbook's dates."""
        file = diary(tmp_path, ending, is_by_date=is_by_date)
        recipe, _ = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr

    def test_rebuilds_three_methods(self, tmp_path: Path) -> None:
        """Overall tests by oneway.test, kruskal.test and drop1, P values of the pairs by p.adjust."""
        file = three_methods(tmp_path)
        recipe, _ = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr

    @pytest.mark.parametrize("methods", [("CT", "DSA"), ("CT", "DSA", "CBCT")])
    def test_rebuilds_models_with_centre_and_covariates(self, tmp_path: Path, methods: tuple[str, ...]) -> None:
        """Analyses of covariance by lm with the centre and what the study names, equivalence, the patients' table."""
        file = with_centres(tmp_path, methods)
        asked = study(tmp_path, question={**ASKED, "covariates": ["age", "sex", "primary_tumour"]}, margins=MARGIN)
        recipe, _ = recipe_of(analyse(file, asked))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr

    @pytest.mark.parametrize("encoding", ["cp932", "cp949", "big5", "cp1252", "utf-16", "utf-16-be", "utf-8-sig"])
    def test_reads_every_encoding(self, tmp_path: Path, encoding: str) -> None:
        """Text files by the name of their encoding, with bars between the fields and a field too many in one row."""
        file = written_in(tmp_path, encoding, "|", has_field_too_many=True)
        recipe, _ = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr

    @pytest.mark.parametrize("made", [with_lesions, few_patients])
    def test_rebuilds_lesions_and_few_patients(self, tmp_path: Path, made: Callable[[Path], Path]) -> None:
        """Rates per lesion; exact tests of few patients in three methods, with their P values by Holm."""
        file = made(tmp_path)
        recipe, left = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert left == ()

    @pytest.mark.parametrize("told", TOLD)
    def test_rebuilds_deaths_told_in_columns(self, tmp_path: Path, told: str) -> None:
        """Who died at each visit and at all: by answers, words, dates, and life at a visit."""
        file = with_deaths(tmp_path, told)
        recipe, left = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert left == ()

    def test_rebuilds_leaks_at_several_places(self, tmp_path: Path) -> None:
        """静脉+椎旁 in one cell counts at each place: 6 beside the vertebra and 5 into the vein with CT, by hand."""
        file = with_places(tmp_path, is_in_one_column=True)
        recipe, left = recipe_of(analyse(file))

        done = run(r_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert [recipe.expected["rate", "leakage", place, "CT", "events"] for place in ("椎旁", "静脉")] == [6, 5]
        assert left == ()

    def test_reads_cells_as_they_are(self, tmp_path: Path) -> None:
        """GB18030, millimetres, units in cells, 失访 and 未见: read by R as Trocar read them."""
        recipe, _ = recipe_of(messy(tmp_path))

        done = run(r_script(recipe), tmp_path / "登记.csv", tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
