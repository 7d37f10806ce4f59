"""The user's workbook with the findings marked, reopened."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lib.intake.choosing import labelled
from lib.intake.findings import Finding
from lib.intake.opening import SourceFile, open_registry, read
from lib.report.marked_workbook import marked_workbook
from lib.report.workbook import sheet_names

ROWS = [
    ["编号", "引导方式", "术前VAS", "术后1个月VAS", "手术日期"],
    *[
        [n, "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 2, datetime.fromisoformat(f"2024-01-{n:02d}")]
        for n in range(1, 13)
    ],
    [13, "CT", 8, 42, datetime.fromisoformat("2024-02-01")],
]


def upload() -> SourceFile:
    """Thirteen patients; the last has 42 on a scale from 0 to 10, and a note that looks like a formula stands apart."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "登记"
    for row in ROWS:
        sheet.append(row)
    sheet["B13"].value = "=CT"
    sheet["B13"].data_type = "s"
    out = BytesIO()
    book.save(out)
    return SourceFile(name="registry.xlsx", content=out.getvalue())


def reopened(language: str = "en", *extra: Finding) -> openpyxl.Workbook:
    """The marked workbook of the upload, as openpyxl reads it back."""
    file = upload()
    found = (*open_registry([file]).findings, *extra)
    return openpyxl.load_workbook(BytesIO(marked_workbook(read([file]).sheets, found, language)))


class TestMarkedWorkbook:
    def test_holds_every_cell_where_it_stood(self) -> None:
        """Numbers come back as numbers, dates as dates, text as text, at their own addresses."""
        sheet = reopened()["登记"]

        assert [[cell.value for cell in row] for row in sheet["A1:E12"]] == ROWS[:12]

    def test_marks_the_cell_that_was_not_understood(self) -> None:
        """42 beside scores from 2 to 3 is coloured, and its comment says what became of it."""
        cell = reopened()["登记"]["D14"]

        assert cell.fill.fgColor.rgb[-6:] in ("F4B6B0", "FFE699")
        assert "outside the scale" in cell.comment.text

    def test_marks_the_header_on_every_sheet_that_has_it(self) -> None:
        """Names on the sheets of both methods are dropped, and either sheet says so at its own header."""
        book = openpyxl.Workbook()
        for place, name in enumerate(("CT组", "DSA组")):
            sheet = book.create_sheet(name) if place else book.worksheets[0]
            sheet.title = name
            rows = [[n, f"王小{'一二三四'[n]}", 8 - n + place, 3 + n] for n in range(4)]
            for row in (["登记表"], ["编号", "姓名", "术前VAS", "术后1个月VAS"], *rows):
                sheet.append(row)
        out = BytesIO()
        book.save(out)
        file = SourceFile(name="registry.xlsx", content=out.getvalue())

        marked = marked_workbook(read([file]).sheets, open_registry([file]).findings, "en")

        again = openpyxl.load_workbook(BytesIO(marked))
        said = [again[name]["B2"].comment for name in ("CT组", "DSA组")]
        assert ["can identify patients" in one.text for one in said if one] == [True, True]

    def test_marks_the_header_where_each_sheet_has_it(self) -> None:
        """Remarks stand in E before and in C after a month, and names only after it, in D: marked and listed there."""
        book = openpyxl.Workbook()
        before, after = book.active, book.create_sheet("1 month")
        assert isinstance(before, Worksheet)
        before.title = "Baseline"
        before.append(["ID", "Guidance", "Age", "VAS", "Remarks"])
        after.append(["ID", "VAS", "Remarks", "Full name"])
        for n in range(8):
            before.append([f"P{n}", "CT" if n % 2 else "DSA", 50 + n, 8 - n % 3, f"seen by Dr Hughes {n}"])
            after.append([f"P{n}", 3 + n % 3, f"rang the ward {n}", f"{'ABCDEFGH'[n]}nna Smith"])
        out = BytesIO()
        book.save(out)
        file = SourceFile(name="registry.xlsx", content=out.getvalue())
        result = open_registry([file])

        again = openpyxl.load_workbook(BytesIO(marked_workbook(read([file]).sheets, result.findings, "en")))

        places = [("Baseline", "E1"), ("1 month", "C1"), ("1 month", "D1")]
        assert all(again[sheet][cell].comment for sheet, cell in places)
        assert {one.header: one.shown for one in result.mapping if one.header in ("VAS", "Remarks", "Full name")} == {
            "VAS": ("D", "B"), "Remarks": ("E", "C"), "Full name": ("D",)
        }  # fmt: skip
        assert [(one.sheet, one.column) for one in result.findings if one.header == "Full name"] == [("1 month", "D")]

    def test_marks_every_cell_that_a_finding_counts(self) -> None:
        """A finding of three cells is a comment in each of them."""
        also = (("登记", 5, "B"), ("登记", 7, "B"))
        three = Finding(severity="note", code="missing_values", sheet="登记", row=3, column="B", also=also,
                        parameters={"n": 3})  # fmt: skip

        sheet = reopened("en", three)["登记"]

        assert [cell for cell in ("B3", "B4", "B5", "B6", "B7") if sheet[cell].comment] == ["B3", "B5", "B7"]

    def test_leaves_other_cells_alone(self) -> None:
        """A cell without a finding has neither colour nor comment."""
        cell = reopened()["登记"]["C5"]

        assert (cell.fill.fill_type, cell.comment) == (None, None)

    def test_marks_a_column_at_its_header(self) -> None:
        """A finding without a row stands at the header."""
        found = Finding(
            severity="note", code="scale_0_100", column="C", header="术前VAS", parameters={"outcome": "VAS"}
        )

        assert reopened("en", found)["登记"]["C1"].comment is not None

    def test_colours_by_the_gravest(self) -> None:
        """Where a note and an error meet in a cell, the cell is red and the comment holds both."""
        place = {
            "code": "missing_values",
            "sheet": "登记",
            "row": 2,
            "column": "C",
            "parameters": {"n": 1, "outcome": "VAS"},
        }
        found = [Finding(severity=severity, **place) for severity in ("note", "error")]  # type: ignore[arg-type]

        cell = reopened("en", *found)["登记"]["C2"]

        assert cell.fill.fgColor.rgb[-6:] == "F4B6B0"
        assert len(cell.comment.text.splitlines()) == 2

    def test_no_text_becomes_a_formula(self) -> None:
        """What the upload held as text stays text."""
        cell = reopened()["登记"]["B13"]

        assert (cell.value, cell.data_type) == ("=CT", "s")

    @pytest.mark.parametrize(("language", "words"), [("en", "CONTAINS IDENTIFIERS"), ("zh", "含可识别患者身份的信息")])
    def test_says_that_it_contains_identifiers(self, language: str, words: str) -> None:
        """The first sheet warns in the page's language before it lists the findings."""
        assert reopened(language)["Trocar"]["A1"].value.startswith(words)


class TestSheetNames:
    def test_are_never_alike(self) -> None:
        """Two files with a Sheet1 give two sheets, also where Excel only tells them apart by case."""
        assert sheet_names(["Sheet1", "sheet1", "A/B"]) == ["Sheet1", "sheet1 (2)", "A B"]


def test_files_dropped_together_keep_their_marks() -> None:
    """An ODI of 240 in the second of two files is marked there, on a sheet of that file's name."""
    files = []
    for name, score, high in (("疼痛", "VAS", 8), ("功能", "ODI", 60)):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(["住院号", f"术前{score}", f"术后1个月{score}"])
        for n in range(6):
            sheet.append([300001 + n, high, 240 if score == "ODI" and n == 3 else high // 2])
        out = BytesIO()
        book.save(out)
        files.append(SourceFile(name=f"{name}.xlsx", content=out.getvalue()))
    opened = open_registry(files)

    marked = openpyxl.load_workbook(BytesIO(marked_workbook(labelled(opened.readable), opened.findings, "en")))

    assert "outside the scale" in marked["功能"]["C5"].comment.text
    assert marked["疼痛"]["C5"].comment is None
