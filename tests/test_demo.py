"""The demo registry as its files stand: every figure that is promised of it, read back with openpyxl."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from scipy import stats

DATA = Path(__file__).parents[1] / "data"
VISITS = ("before", "1 day", "1 week", "1 month", "3 months", "6 months")
VAS = tuple(f"VAS {visit}" for visit in VISITS)
ODI = tuple(f"ODI {visit} (%)" for visit in VISITS if visit != "1 day")
FOLLOW_UPS = (*VAS[1:], *ODI[1:])
LOST = {"1 day": 0, "1 week": 2, "1 month": 4, "3 months": 8, "6 months": 16}

Rows = list[tuple[object, ...]]


@cache
def cells(path: Path) -> Rows:
    """Every row of the first sheet, title and header included."""
    return list(openpyxl.load_workbook(path).worksheets[0].values)


def column(name: str) -> list[object]:
    """One column of the English demo, below its header."""
    _, header, *rows = cells(DATA / "demo_registry_en.xlsx")
    return [row[header.index(name)] for row in rows]


def numbers(name: str, method: str = "") -> list[float]:
    """The numbers of one column, of one method if named."""
    found = zip(column(name), column("Guidance"), strict=True)
    return [float(value) for value, guidance in found if isinstance(value, int | float) and method in str(guidance)]


def correlation(first: str, second: str) -> float:
    """Pearson's correlation over the patients who have both."""
    pairs = [
        (a, b)
        for a, b in zip(column(first), column(second), strict=True)
        if isinstance(a, int | float) and isinstance(b, int | float)
    ]
    return statistics.correlation([a for a, _ in pairs], [b for _, b in pairs])


def visit_of(name: str) -> str:
    """The visit in a header: "1 day" of "VAS 1 day", "1 week" of "ODI 1 week (%)"."""
    return name[4:].removesuffix(" (%)")


class TestPatients:
    def test_thirty_two_of_each_method(self) -> None:
        """64 patients, 32 guided by CT and 32 by DSA, as in the paper."""
        assert sorted(column("Guidance")) == ["CT-guided"] * 32 + ["DSA-guided"] * 32

    def test_age(self) -> None:
        """Age is 60 ± 10 years, 38 to 82."""
        age = numbers("Age")

        assert statistics.mean(age) == pytest.approx(60, abs=0.5)
        assert statistics.stdev(age) == pytest.approx(10, abs=0.5)
        assert (min(age), max(age)) == (38, 82)

    def test_half_are_women(self) -> None:
        """Half of the patients are women, also within each method roughly."""
        women = [guidance for guidance, sex in zip(column("Guidance"), column("Sex"), strict=True) if sex == "Female"]

        assert len(women) == 32
        assert 13 <= women.count("CT-guided") <= 19

    def test_tumours(self) -> None:
        """Lung 35%, breast 20, liver 12, prostate 10, kidney 8 of 64, to the nearest patient."""
        tumours = column("Primary tumour")

        count = {name: tumours.count(name) for name in ("Lung", "Breast", "Liver", "Prostate", "Kidney", "Other")}
        assert count == {"Lung": 22, "Breast": 13, "Liver": 8, "Prostate": 6, "Kidney": 5, "Other": 10}

    def test_tumours_fit_the_sex(self) -> None:
        """No man with breast cancer, no woman with prostate cancer."""
        pairs = set(zip(column("Primary tumour"), column("Sex"), strict=True))

        assert not pairs & {("Breast", "Male"), ("Prostate", "Female")}

    def test_cement(self) -> None:
        """Cement is 6 ± 3 mL, 1.5 to 15, with the mean above the median (right-skewed)."""
        cement = numbers("Cement volume (mL)")

        assert statistics.mean(cement) == pytest.approx(6, abs=0.1)
        assert statistics.stdev(cement) == pytest.approx(3, abs=0.1)
        assert (min(cement), max(cement)) == (1.5, 15)
        assert statistics.mean(cement) > statistics.median(cement)

    def test_success_and_leakage(self) -> None:
        """Success in 32 of 32 in both; cement leaked in 2 with DSA and 1 with CT."""
        leaks = [g for g, leak in zip(column("Guidance"), column("Cement leakage"), strict=True) if leak == "Yes"]

        assert set(column("Technical success")) == {"Yes"}
        assert sorted(leaks) == ["CT-guided", "DSA-guided", "DSA-guided"]

    def test_leaks_have_a_place(self) -> None:
        """The three leaks have a place and nobody else; all 64 were looked at in the same way."""
        pairs = list(zip(column("Cement leakage"), column("Leakage location"), strict=True))

        assert sorted(place for leak, place in pairs if leak == "Yes") == ["joint", "soft tissue", "soft tissue"]
        assert {place for leak, place in pairs if leak == "No"} == {None}
        assert set(column("Leakage looked for by")) == {"CT"}

    def test_complications(self) -> None:
        """Two with CT and three with DSA, by grade; everybody else had none."""
        graded = [(g, c) for g, c in zip(column("Guidance"), column("Complications"), strict=True) if c != "none"]

        assert sorted(guidance for guidance, _ in graded) == ["CT-guided"] * 2 + ["DSA-guided"] * 3
        assert {grade for _, grade in graded} == {"grade 1", "grade 2", "grade 3"}

    @pytest.mark.parametrize(
        "name",
        ["Injection time (min)", "Procedure time (min)", "Fluoroscopy time (min)", "Opioid dose before (mg/day)"],
    )
    def test_procedures_are_alike(self, name: str) -> None:
        """What is written about the procedure differs between the methods by less than a fifth of its spread."""
        ct, dsa = numbers(name, "CT"), numbers(name, "DSA")

        assert abs(statistics.mean(ct) - statistics.mean(dsa)) < 0.2 * statistics.stdev([*ct, *dsa])

    def test_dates_run_on(self) -> None:
        """The procedures follow one another, over about three years."""
        dates = column("Procedure date")

        assert dates == sorted(dates)  # type: ignore[type-var]
        assert 2 * 365 < (dates[-1] - dates[0]).days < 4 * 365  # type: ignore[operator]


class TestScores:
    @pytest.mark.parametrize(
        ("name", "mean"),
        [*zip(VAS, (7.4, 3.8, 2.6, 2.0, 1.9, 2.0), strict=True), *zip(ODI, (70, 46, 34, 30, 30), strict=True)],
    )
    def test_means(self, name: str, mean: float) -> None:
        """Mean VAS is within 0.1 points and mean ODI within 1 percentage point of what is asked."""
        assert statistics.mean(numbers(name)) == pytest.approx(mean, abs=0.1 if name in VAS else 1)

    @pytest.mark.parametrize(("name", "sd"), [("VAS before", 1.2), ("ODI before (%)", 12)])
    def test_spread_before(self, name: str, sd: float) -> None:
        """The SD before is 1.2 points of VAS and 12 percentage points of ODI."""
        assert statistics.stdev(numbers(name)) == pytest.approx(sd, rel=0.02)

    @pytest.mark.parametrize("name", FOLLOW_UPS)
    def test_spread_after(self, name: str) -> None:
        """Every SD after lies in 1.4 to 1.7 (VAS) or 13 to 15 (ODI)."""
        low, high = (1.4, 1.7) if name in VAS else (13, 15)

        assert low <= statistics.stdev(numbers(name)) <= high

    @pytest.mark.parametrize("name", FOLLOW_UPS)
    def test_before_and_after_correlate_weakly(self, name: str) -> None:
        """The correlation of before with every follow-up lies in 0 to 0.4."""
        assert 0 <= correlation(VAS[0] if name in VAS else ODI[0], name) <= 0.4

    @pytest.mark.parametrize(("first", "second"), [*pairwise(VAS[1:]), *pairwise(ODI[1:])])
    def test_follow_ups_correlate_more(self, first: str, second: str) -> None:
        """Neighbouring follow-ups correlate more than before and after can."""
        assert correlation(first, second) > 0.5

    @pytest.mark.parametrize("name", [*VAS, *ODI])
    def test_grid_and_range(self, name: str) -> None:
        """VAS is written in halves from 0 to 10, ODI in even percents from 0 to 100."""
        step, top = (0.5, 10) if name in VAS else (2, 100)

        assert all(value % step == 0 and 0 <= value <= top for value in numbers(name))

    def test_no_odi_on_the_first_day(self) -> None:
        """The ODI is not recorded on the first day."""
        assert not [name for name in cells(DATA / "demo_registry_en.xlsx")[1] if str(name).startswith("ODI 1 day")]

    @pytest.mark.parametrize("name", [VAS[0], ODI[0]])
    def test_balanced_before(self, name: str) -> None:
        """Before, the groups differ by less than the chance band of the standardised difference, ±0.49 at 32 + 32."""
        ct, dsa = numbers(name, "CT"), numbers(name, "DSA")

        pooled = ((statistics.variance(ct) + statistics.variance(dsa)) / 2) ** 0.5
        assert abs(statistics.mean(ct) - statistics.mean(dsa)) / pooled < 0.49

    @pytest.mark.parametrize("name", FOLLOW_UPS)
    def test_no_difference_between_methods_is_shown(self, name: str) -> None:
        """No follow-up differs between the methods with P < 0.05, as in the paper (Welch)."""
        assert stats.ttest_ind(numbers(name, "CT"), numbers(name, "DSA"), equal_var=False).pvalue > 0.05


class TestLosses:
    @pytest.mark.parametrize("name", FOLLOW_UPS)
    def test_how_many(self, name: str) -> None:
        """0, 2, 4, 8 and 16 of 64 have no score from 1 day to 6 months; nobody lacks the score before."""
        assert 64 - len(numbers(name)) == LOST[visit_of(name)]

    def test_coded_as_registries_do(self) -> None:
        """Lost, died, a slash and an empty cell all occur, and nothing else."""
        codes = {value for name in FOLLOW_UPS for value in column(name) if not isinstance(value, int | float)}

        assert codes == {"lost to follow-up", "died", "/", None}

    @pytest.mark.parametrize("names", [VAS, ODI])
    def test_the_dead_stay_dead(self, names: tuple[str, ...]) -> None:
        """Once somebody died, every later cell says so."""
        courses = zip(*(column(name) for name in names), strict=True)

        assert all(set(course[course.index("died") :]) == {"died"} for course in courses if "died" in course)

    def test_opens_at_three_months(self) -> None:
        """At 3 months both methods keep at least 80% of 32 patients, at 6 months not: the page opens at 3 months."""
        assert min(len(numbers("VAS 3 months", method)) for method in ("CT", "DSA")) >= 0.8 * 32
        assert min(len(numbers("VAS 6 months", method)) for method in ("CT", "DSA")) < 0.8 * 32


class TestFiles:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_says_synthetic(self, language: str) -> None:
        """Title, title row and second sheet say synthetic in both languages' word for it."""
        book = openpyxl.load_workbook(DATA / f"demo_registry_{language}.xlsx")
        word = {"en": "ynthetic", "zh": "模拟"}[language]

        assert word in str(book.properties.title)
        assert word in str(book.worksheets[0]["A1"].value)
        assert word in str(book.worksheets[1]["A1"].value)

    def test_same_patients_in_both_languages(self) -> None:
        """Every number stands in the same cell of both demos, and every word has its one translation."""
        english, chinese = (cells(DATA / f"demo_registry_{language}.xlsx")[2:] for language in ("en", "zh"))

        assert [[c for c in row if not isinstance(c, str)] for row in english] == [
            [c for c in row if not isinstance(c, str)] for row in chinese
        ]
        for english_column, chinese_column in zip(zip(*english, strict=True), zip(*chinese, strict=True), strict=True):
            words = {pair for pair in zip(english_column, chinese_column, strict=True) if isinstance(pair[0], str)}
            assert len(words) == len({word for word, _ in words}) == len({word for _, word in words})

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_template_has_the_same_columns(self, language: str) -> None:
        """The template has the demo's header, a comment on each, and no patient."""
        sheet = openpyxl.load_workbook(DATA / f"template_{language}.xlsx").worksheets[0]

        assert tuple(cell.value for cell in sheet[2]) == cells(DATA / f"demo_registry_{language}.xlsx")[1]
        assert all(cell.comment is not None for cell in sheet[2])
        assert sheet.max_row == 2

    def test_made_again(self, tmp_path: Path) -> None:
        """The script writes the very cells that ship, and the same bytes twice."""
        made = [tmp_path / "first", tmp_path / "second"]
        for folder in made:
            folder.mkdir()
            subprocess.run([sys.executable, "-B", DATA / "make_demo.py", folder], check=True)

        for file in sorted(DATA.glob("*.xlsx")):
            first, second = (folder / file.name for folder in made)
            assert first.read_bytes() == second.read_bytes()
            assert cells(first) == cells(file)


class TestStudy:
    def test_asks_vas_at_three_months_with_margins(self) -> None:
        """The demo's study asks VAS of CT against DSA at 3 months, with a margin and its reason for both scores."""
        study = json.loads((DATA / "demo_study.json").read_text("utf-8"))

        asked = {key: study["question"][key] for key in ("outcome", "visit", "experimental", "control")}
        assert asked == {"outcome": "VAS", "visit": "3 months", "experimental": "CT", "control": "DSA"}
        assert {name: margin["value"] for name, margin in study["margins"].items()} == {"VAS": 1.5, "ODI": 10}
        assert {margin["reason"] for margin in study["margins"].values()} == {"MCID, Ostelo 2008"}  # of no language
        assert "fixed" not in study
