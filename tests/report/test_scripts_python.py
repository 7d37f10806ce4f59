"""The Python script: run as a statistician would, it finds every number again; no text of a registry becomes code."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.command.analyse import Analysed, analyse
from lib.command.recipe import recipe_of
from lib.intake.findings import UnreadableFile
from lib.report.scripts.python import python_script
from lib.report.scripts.recipe import Recipe
from tests.test_demo import DATA

NOT_REBUILT = {"mmrm", "hedges_g", "cliffs_delta"}
METHODS, LEAKS = ("CT引导", "DSA组", "ct "), ("有", *["未见"] * 7)
MESSY = ["编号,引导方式,性别,术前VAS(mm),术后1个月VAS(mm),渗漏"] + [
    f"P{n},{METHODS[n % 3]},{'男女'[n % 2]},{80 - n % 30},{f'{40 - n % 25}分' if n % 11 else '失访'},{LEAKS[n % 8]}"
    for n in range(60)
]


def run(script: str, file: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own."""
    (folder / "rebuild.py").write_text(script, "utf-8")
    command = [sys.executable, "-I", str(folder / "rebuild.py"), str(file)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def messy(folder: Path, study: str = "") -> Analysed:
    """Millimetres, 失访, numbers with 分, one method in two spellings."""
    (folder / "登记.csv").write_text("\n".join(MESSY) + "\n", "gb18030")
    if study:
        (folder / "study.json").write_text(study, "utf-8")
    return analyse(folder / "登记.csv", folder / "study.json" if study else None)


def sheet_per_method(folder: Path, names: tuple[str, str] = ("CT组", "DSA组"), *, has_column: bool = False) -> Path:
    """A workbook with a sheet per method, or with sheets that both hold a column of it; some are lost, some leak."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for shift, name in enumerate(names):
        sheet = book.create_sheet(name)
        sheet.append(["编号", "性别", *(["引导方式"] if has_column else []), "术前VAS", "术后1个月VAS", "渗漏"])
        for n in range(24):
            method = [("CT", "DSA")[n // 2 % 2]] if has_column else []
            after = 4 - n % 4 + shift / 2 if n % 7 else "失访"
            sheet.append([n + 1 + 100 * shift, "男女"[n % 2], *method, 8 - n % 3, after, "否是"[n % 5 == 0]])
    book.save(folder / "sheets.xlsx")
    return folder / "sheets.xlsx"


class TestPythonScript:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_rebuilds_the_demo(self, tmp_path: Path, language: str) -> None:
        """546 numbers of the demo are found again to 1e-9; only those that the head names are left out."""
        file = DATA / f"demo_registry_{language}.xlsx"
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert "546 numbers, 0 differ" in done.stdout
        assert {name[5] if name[5] in NOT_REBUILT else name[-1] for name in left} <= {*NOT_REBUILT, "low", "high"}

    def test_reads_cells_as_they_are(self, tmp_path: Path) -> None:
        """A GB18030 file in millimetres with units, 失访 and 未见, of women only, is read as Trocar read it."""
        analysed = messy(tmp_path, '{"schema": 1, "filters": {"sex": ["F"]}}')
        recipe, _ = recipe_of(analysed)

        done = run(python_script(recipe), tmp_path / "登记.csv", tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert recipe.scales["VAS"][0] == 0.1
        assert sum(last - first + 1 for first, last in recipe.places[0][2]) == 30

    def test_says_where_a_number_differs(self, tmp_path: Path) -> None:
        """A cell that was changed since then is noticed: the script ends with 1 and names the numbers."""
        recipe, _ = recipe_of(messy(tmp_path))
        text = (tmp_path / "登记.csv").read_text("gb18030")
        (tmp_path / "登记.csv").write_text(text.replace("P4,DSA组,男,76", "P4,DSA组,男,26"), "gb18030")

        done = run(python_script(recipe), tmp_path / "登记.csv", tmp_path)

        assert done.returncode == 1
        assert "DIFFERS\twithin · VAS · 1 month · DSA · baseline_mean" in done.stdout

    @pytest.mark.parametrize("scores", [("8", "3"), ("8", "x"), ("m", "x")])
    def test_degenerate_registries(self, tmp_path: Path, scores: tuple[str, str]) -> None:
        """Nothing varies, or the baseline says which method it was: no number is promised that does not exist."""
        methods, (before, after) = ("CT", "DSA", "CBCT"), scores
        rows = [
            f"{n},{methods[n % 3]},{before.replace('m', str(8 - n % 3))},{after.replace('x', str(n % 4))}"
            for n in range(45)
        ]
        (tmp_path / "flat.csv").write_text("\n".join(["id,guidance,VAS pre,VAS 1 month", *rows]) + "\n", "utf-8")
        recipe, _ = recipe_of(analyse(tmp_path / "flat.csv"))

        done = run(python_script(recipe), tmp_path / "flat.csv", tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout

    def test_rebuilds_a_sheet_per_method(self, tmp_path: Path) -> None:
        """Two sheets named after their methods: every number but those that no script rebuilds is found again."""
        file = sheet_per_method(tmp_path)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert [place[:2] for place in recipe.places] == [("CT组", "CT"), ("DSA组", "DSA")]
        assert {one[0] for one in recipe.expected} == {"within", "between", "rate", "rate_difference"}
        assert {name[5] if name[5:6] and name[5] in NOT_REBUILT else name[-1] for name in left} <= {
            *NOT_REBUILT, "low", "high",
        }  # fmt: skip

    def test_rebuilds_sheets_with_a_method_column(self, tmp_path: Path) -> None:
        """A sheet per year, the method in a column: the rows of both sheets are read."""
        file = sheet_per_method(tmp_path, names=("2023", "2024"), has_column=True)
        recipe, _ = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert [place[:2] for place in recipe.places] == [("2023", ""), ("2024", "")]

    def test_long_files_have_none(self, tmp_path: Path) -> None:
        """A row per visit is refused with what to do, not half rebuilt."""
        when = ("pre", "1 month")
        rows = [f"{n // 2},{'CT' if n // 2 % 2 else 'DSA'},{when[n % 2]},{n % 9}" for n in range(40)]
        rows.insert(0, "id,group,visit,VAS")
        (tmp_path / "long.csv").write_text("\n".join(rows) + "\n", "utf-8")

        with pytest.raises(UnreadableFile) as refused:
            recipe_of(analyse(tmp_path / "long.csv"))

        assert refused.value.code == "no_script"

    def test_holds_no_cell_of_a_patient(self, tmp_path: Path) -> None:
        """No patient's number and no file name; only answers that many share."""
        script = python_script(recipe_of(messy(tmp_path))[0])

        assert "P17" not in script and "登记" not in script

    @pytest.mark.parametrize("remark", ["有 李伟", "yes (Li Wei)"])
    def test_a_remark_of_one_patient_stays_out(self, tmp_path: Path, remark: str) -> None:
        """An answer that one patient alone has may name somebody: the event is left out, the scores are rebuilt."""
        rows = [f"{n},{('CT', 'DSA')[n % 2]},{8 - n % 3},{4 - n % 4},{'yes' if n % 5 else 'no'}" for n in range(40)]
        rows[7] = f"7,DSA,7,1,{remark}"
        (tmp_path / "remark.csv").write_text("\n".join(["id,guidance,VAS pre,VAS 1 month,leakage", *rows]), "utf-8")

        recipe, _ = recipe_of(analyse(tmp_path / "remark.csv"))

        assert remark not in python_script(recipe)
        assert "leakage" not in recipe.events and recipe.scores

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=40), st.text(max_size=40))
    def test_no_text_becomes_code(self, name: str, answer: str) -> None:
        """Whatever a registry calls a method, an outcome or an answer, the script holds it as that very text."""
        recipe = Recipe(
            file="registry.csv", places=((name, answer, ((2, 3),)),), method_column=1, methods={answer: name},
            scores=((name, "baseline", 2),), scales={name: (1.0, 0.0, 10.0)}, no_scores={},
            events={name: (3, {answer: 1})}, pairs=((name, answer),), expected={("within", name): 1.0},
        )  # fmt: skip

        tree = ast.parse(python_script(recipe, remarks=(name, answer)))

        assigned = {
            node.targets[0].id: node.value  # type: ignore[attr-defined]
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        assert ast.literal_eval(assigned["METHODS"]) == {answer: name}
        assert ast.literal_eval(assigned["PLACES"]) == [(name, answer, [(2, 3)])]
        assert ast.literal_eval(assigned["PAIRS"]) == [(name, answer)]
