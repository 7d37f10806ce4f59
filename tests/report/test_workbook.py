"""The workbook that leaves the screen, reopened."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from lib.report.workbook import tables_workbook


def reopened(frame: pd.DataFrame) -> openpyxl.Workbook:
    """The workbook of one table, as openpyxl reads it back."""
    return openpyxl.load_workbook(BytesIO(tables_workbook({"Scores: VAS/ODI": frame}, "About", ["synthetic"])))


class TestTablesWorkbook:
    def test_holds_what_the_table_shows(self) -> None:
        """Head, row labels and cells come back as they were, and the last sheet says what the numbers are."""
        frame = pd.DataFrame({"Before": ["7.5 (1.2)"]}, index=pd.Index(["CT"], name="mean (SD)"))

        book = reopened(frame)

        assert [[cell.value for cell in row] for row in book.worksheets[0]] == [
            ["mean (SD)", "Before"],
            ["CT", "7.5 (1.2)"],
        ]
        assert book["About"]["A1"].value == "synthetic"

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "＝1+1", 'ok\n=HYPERLINK("x")'])
    def test_no_cell_becomes_a_formula(self, text: str) -> None:
        """A method that is named like a formula is text in Excel."""
        book = reopened(pd.DataFrame({"n": ["1"]}, index=pd.Index([text])))

        assert book.worksheets[0]["A2"].data_type == "s"

    def test_a_title_that_excel_forbids_is_shortened(self) -> None:
        """Sheet names hold no : / [ ] and at most 31 characters."""
        book = reopened(pd.DataFrame({"n": ["1"]}))

        assert book.sheetnames == ["Scores  VAS ODI", "About"]
