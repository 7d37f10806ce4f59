"""The Python script: run as a statistician would, it finds every number again; no text of a registry becomes code."""

from __future__ import annotations

import ast
import datetime
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.command.analyse import Analysed, analyse
from lib.command.recipe import recipe_of
from lib.command.script_rows import program
from lib.intake.findings import UnreadableFile
from lib.report.scripts.python import python_script
from lib.report.scripts.recipe import Recipe
from lib.stats.effect_size import cliffs_delta, hedges_g
from lib.stats.mmrm import Mmrm, PatternSums, mmrm
from lib.stats.rank import mann_whitney
from lib.stats.results import TestResult
from tests.test_demo import DATA

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


def long_file(folder: Path, *, is_by_visit: bool = False, centres: int = 1) -> Path:
    """A row per patient and visit: some visits never made, some patients dead or lost, leaks told before treatment."""
    random, when = np.random.default_rng(5), ("术前", "术后1周", "术后1个月", "术后3个月")
    rows: list[tuple[int, str]] = []
    for n in range(60 * centres):
        centre, number = divmod(n, 60)
        for place, visit in enumerate(when):
            vas = int(np.clip(7 + n % 3 - 2 * place + random.integers(-1, 2), 0, 10))
            text = "死亡" if place == 3 and n % 20 == 0 else "失访" if place == 2 and n % 13 == 0 else str(vas)
            if place and random.random() < 0.1 and text.isdigit():
                continue
            leak = "" if place else "有" if n % 9 == 0 else "无"
            odi = int(np.clip(40 - 8 * place + 2 * random.integers(-5, 6), 0, 100))
            cells = (
                f"P{number}",
                *([f"{'甲乙'[centre]}医院"] if centres > 1 else []),
                ("CT", "DSA")[n % 2],
                visit,
                text,
            )
            rows.append((place, ",".join([*cells, str(odi), leak])))
    rows.sort(key=lambda row: row[0] if is_by_visit else 0)
    heads = ("编号", *(["医院"] if centres > 1 else []), "引导方式", "随访时间", "VAS", "ODI", "渗漏")
    (folder / "long.csv").write_text("\n".join([",".join(heads), *(text for _, text in rows)]) + "\n", "utf-8")
    return folder / "long.csv"


def diary(folder: Path, ending: str, *, is_by_date: bool) -> Path:
    """A row per day of 24 patients, in a csv or as dates and numbers of a workbook; several of one window."""
    days = (0, 1, 2, 5, 6, 7, 9, 13, 14, 15, 20, 27, 28, 30, 33, 60, 88, 90)
    rows: list[list[object]] = [
        ["id", "guidance", *(["procedure date", "visit date"] if is_by_date else ["day"]), "VAS"]
    ]
    for n in range(24):
        operated = datetime.date(2024, 1, 1) + datetime.timedelta(days=9 * n)
        for day in days:
            when = [operated, operated + datetime.timedelta(days=day)] if is_by_date else [day]
            rows.append([f"P{n}", ("CT", "DSA")[n % 2], *when, max(0, 9 - n % 3 - day // 15 - (n + day) % 2)])
    file = folder / f"diary.{ending}"
    if ending == "csv":
        file.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", "utf-8")
        return file
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file


def three_methods(folder: Path) -> Path:
    """CT, DSA and CBCT with gaps at the last visit: overall tests, and three pairs by Holm."""
    random = np.random.default_rng(8)
    rows = ["id,guidance,VAS pre,VAS 1 month,VAS 3 months,leakage"]
    for n in range(90):
        before = random.integers(5, 10)
        month, last = (max(0, before - fell + random.integers(-2, 3) + n % 3) for fell in (4, 5))
        rows.append(
            f"{n},{('CT', 'DSA', 'CBCT')[n % 3]},{before},{month},{last if n % 7 else ''},{'no' if n % 4 else 'yes'}"
        )
    (folder / "three.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "three.csv"


class TestPythonScript:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_rebuilds_the_demo(self, tmp_path: Path, language: str) -> None:
        """4,140 numbers of the demo are found again: every number of the lists of results and of the documents."""
        file = DATA / f"demo_registry_{language}.xlsx"
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert "4140 numbers, 0 differ" in done.stdout
        assert left == () and recipe.left == {}

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

    @pytest.mark.parametrize(("given", "said"), [("absent.xlsx", "There is no file"), ("other.xlsx", "has no sheet")])
    def test_says_which_file_it_needs(self, tmp_path: Path, given: str, said: str) -> None:
        """Without its file, or with another workbook, it ends with a sentence that says so, and with no traceback."""
        recipe, _ = recipe_of(analyse(sheet_per_method(tmp_path)))
        openpyxl.Workbook().save(tmp_path / "other.xlsx")

        done = run(python_script(recipe), tmp_path / given, tmp_path)

        assert done.returncode == 1
        assert said in done.stderr and "Traceback" not in done.stderr

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
        assert {one[0] for one in recipe.expected} == {
            "within", "between", "rate", "rate_difference", "responders", "responder_difference", "baseline", "balance",
            "flow", "mean", "adjusted_mean", "mean_difference", "unobserved",
        }  # fmt: skip
        assert left == ()

    def test_rebuilds_three_methods(self, tmp_path: Path) -> None:
        """The overall tests and Holm's P values of three pairs: every number of these lists is found again."""
        file = three_methods(tmp_path)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:] + done.stderr
        assert left == ()
        assert {name[3] for name in recipe.expected if name[0] == "omnibus"} == {
            "ancova_hc3_f", "ancova_f", "welch_anova", "anova", "kruskal",
        }  # fmt: skip
        assert ("pairwise", "VAS", "1 month", "CT", "DSA", "mmrm", "p_holm") in recipe.expected

    def test_rebuilds_sheets_with_a_method_column(self, tmp_path: Path) -> None:
        """A sheet per year, the method in a column: the rows of both sheets are read."""
        file = sheet_per_method(tmp_path, names=("2023", "2024"), has_column=True)
        recipe, _ = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert [place[:2] for place in recipe.places] == [("2023", ""), ("2024", "")]

    @pytest.mark.parametrize("order", ["by_patient", "by_visit"])
    def test_rebuilds_a_row_per_visit(self, tmp_path: Path, order: str) -> None:
        """A long file: gaps, deaths, a leak told once and the mixed model; whatever the order of its rows."""
        file = long_file(tmp_path, is_by_visit=order == "by_visit")
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:] + done.stderr
        assert recipe.patient_columns == (1,) and recipe.visits["术后1周"] == "1 week" and recipe.deaths == ("死亡",)
        assert recipe.expected["responders", "VAS", "3 months", "CT", "points", "1.5", "died"] == 3
        assert ("between", "ODI", "3 months", "CT", "DSA", "mmrm", "p_value") in recipe.expected
        assert ("rate", "leakage", "any", "CT", "events") in recipe.expected
        assert left == ()

    def test_rebuilds_numbers_that_start_again_in_every_centre(self, tmp_path: Path) -> None:
        """Number 1 of one hospital is not number 1 of the other: the centre is part of the patient's number."""
        file = long_file(tmp_path, centres=2)
        recipe, _ = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert len(recipe.patient_columns) == 2
        assert recipe.expected["within", "VAS", "1 week", "CT", "n"] > 40

    @pytest.mark.parametrize(("ending", "is_by_date"), [("xlsx", True), ("csv", True), ("xlsx", False)])
    def test_rebuilds_a_diary(self, tmp_path: Path, ending: str, *, is_by_date: bool) -> None:
        """Days or dates after the procedure: several of one window are their mean, as Trocar takes them."""
        file = diary(tmp_path, ending, is_by_date=is_by_date)
        recipe, _ = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert recipe.expected["within", "VAS", "1 month", "CT", "n"] == 12
        assert recipe.procedure_column == (3 if is_by_date else 0)
        assert not is_by_date or (20.5, 45.5, "1 month") in recipe.windows

    def test_a_visit_of_one_patient_stays_out(self, tmp_path: Path) -> None:
        """A visit that one patient alone has may name somebody: refused with what to do, not half rebuilt."""
        file = long_file(tmp_path)
        file.write_text(file.read_text("utf-8") + "P3,DSA,李伟来院,3,20,\n", "utf-8")

        with pytest.raises(UnreadableFile) as refused:
            recipe_of(analyse(file))

        assert refused.value.code == "no_script"

    def test_numbers_left_blank_have_none(self, tmp_path: Path) -> None:
        """A number written in a patient's first row alone is filled in by Trocar and not by a script: refused."""
        file = long_file(tmp_path)
        seen: set[str] = set()
        rows = []
        for row in file.read_text("utf-8").splitlines():
            number, rest = row.split(",", 1)
            rows.append(f"{'' if number in seen else number},{rest}")
            seen.add(number)
        file.write_text("\n".join(rows) + "\n", "utf-8")

        with pytest.raises(UnreadableFile) as refused:
            recipe_of(analyse(file))

        assert refused.value.code == "no_script"

    def test_a_web_page_has_none(self, tmp_path: Path) -> None:
        """The table of a web page named .xls is not read by a script, which would stop with an error: refused."""
        rows = [line.split(",") for line in MESSY]
        file = tmp_path / "export.xls"
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        file.write_text(f"<html><meta charset=utf-8><table>{cells}</table></html>", "utf-8")

        with pytest.raises(UnreadableFile) as refused:
            recipe_of(analyse(file))

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
            patient_columns=(1,), visit_column=2, visits={answer: name},
            deaths=(answer,), better={name: -1}, thresholds=((name, "points", answer),), timed={name: (answer,)},
            events={name: (3, {answer: 1})}, pairs=((name, answer),), family=((answer, name),),
            expected={("within", name): 1.0},
            measures={name: (4, 0.0, 9.0, (answer,))}, kinds={name: (5, {answer: name, name: None}, True, 2)},
            quarters={name: 6}, good_events=(name,), analysis=name, matters={name: 1.5},
            lost=(answer,), kinds_of_events={name: (7, {answer: name}, False, 2)},
            adjusted_for=(name,), margins={name: 1.0}, left={name: 1},
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
        assert ast.literal_eval(assigned["FAMILY"]) == [(answer, name)]
        assert ast.literal_eval(assigned["VISITS"]) == {answer: name}
        assert ast.literal_eval(assigned["DEATHS"]) == [answer]
        assert ast.literal_eval(assigned["THRESHOLDS"]) == [(name, "points", answer)]
        assert ast.literal_eval(assigned["TIMED"]) == {name: (answer,)}
        assert ast.literal_eval(assigned["MEASURES"]) == {name: (4, 0.0, 9.0, (answer,))}
        assert ast.literal_eval(assigned["KINDS"]) == {name: (5, {answer: name, name: None}, True, 2)}
        assert ast.literal_eval(assigned["KINDS_OF_EVENTS"]) == {name: (7, {answer: name}, False, 2)}
        assert ast.literal_eval(assigned["LOST"]) == [answer]
        assert ast.literal_eval(assigned["ANALYSIS"]) == name
        assert ast.literal_eval(assigned["ADJUSTED_FOR"]) == [name]


class TestProgram:
    @pytest.mark.parametrize("decimals", [0, 1, 3])
    def test_effect_sizes_and_shifts(self, decimals: int) -> None:
        """Its own noncentral t, order statistics and Cliff's limits equal those tested against R, tied and untied."""
        random = np.random.default_rng(decimals)
        for m, n, away in ((3, 5, 0), (30, 24, 1), (60, 8, -4), (49, 49, 0.2)):
            a, b = (np.round(random.normal(mean, 1.5, size), decimals) + 0.0 for mean, size in ((away, m), (0, n)))
            for ours, script in (
                (mann_whitney, program().mann_whitney), (hedges_g, program().hedges_g),
                (cliffs_delta, program().cliffs_delta),
            ):  # fmt: skip
                expected, found = ours(a, np.ones(m), b, np.ones(n)), script(a, b)
                assert found["difference"] == pytest.approx(expected.estimate, rel=1e-9, abs=1e-9)
                limits = found["low"], found["high"]
                assert limits == pytest.approx((expected.interval.low, expected.interval.high), rel=1e-9, abs=1e-9)

    def test_many_patients(self) -> None:
        """50,000 against 50,000 patients: pairs of equal scores are counted, not written down one by one."""
        random = np.random.default_rng(1)
        a, b = (np.asarray(random.integers(-9, 4, 50_000), dtype=float) for _ in range(2))

        found, delta = program().mann_whitney(a, b), program().cliffs_delta(a, b)

        ours = mann_whitney(a, np.ones(len(a)), b, np.ones(len(b)))
        assert isinstance(ours, TestResult) and ours.interval is not None
        assert (found["low"], found["high"]) == (ours.interval.low, ours.interval.high)
        assert delta["difference"] == pytest.approx(cliffs_delta(a, np.ones(len(a)), b, np.ones(len(b))).estimate)

    @pytest.mark.parametrize("seed", range(4))
    def test_mixed_model(self, seed: int) -> None:
        """26 patients, visits that nearly repeat each other, gaps: its likelihood ends where ours does, to 1e-7."""
        random = np.random.default_rng(seed)
        group, before = np.arange(26) % 2, random.normal(7, 1.5, 26)
        shared = 3 * random.normal(0, 1.5, 26)
        after = before[:, None] / 2 + shared[:, None] + random.normal(0, 1, (26, 4)) * [0.3, 0.5, 1, 2]
        after[random.random((26, 4)) < 0.1] = np.nan
        fitted = mmrm(pattern_sums(before, after, group), groups=2, visits=4)

        found = program().mixed_model(before, after, group, [(0, 1)])

        assert isinstance(fitted, Mmrm)
        for visit in range(4):
            ours, values = fitted.difference(0, 1, visit), found[(0, 1), visit]
            assert ours.interval is not None
            expected = ours.estimate, ours.interval.low, ours.interval.high, ours.standard_error, ours.df, ours.p_value
            keys = ("difference", "low", "high", "standard_error", "df", "p_value")
            assert tuple(values[key] for key in keys) == pytest.approx(expected, rel=1e-7, abs=1e-7)


def pattern_sums(before: np.ndarray, after: np.ndarray, group: np.ndarray) -> list[PatternSums]:
    """The sums that our own model is fitted from."""
    seen, found = np.isfinite(after), []
    for one in np.unique(group):
        for pattern in np.unique(seen[group == one], axis=0):
            here = (group == one) & (seen == pattern).all(axis=1)
            z = np.column_stack([np.ones(here.sum()), before[here], after[here][:, pattern]])
            found.append(PatternSums(group=int(one), observed=tuple(pattern.tolist()), cross_products=z.T @ z))
    return found
