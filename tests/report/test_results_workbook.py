"""The Excel results, reopened: every list a sheet, numbers as numbers, and never a formula."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lib.command.analyse import analyse, results
from lib.report.formulas import is_like_a_formula
from lib.report.results_workbook import results_workbook

DATA = Path(__file__).parents[2] / "data"
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", "first\n=1+1", " =1"]


def reopened(content: bytes) -> dict[str, list[list[Any]]]:
    """Sheets as rows of values."""
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


class TestResultsWorkbook:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_holds_every_list_unrounded(self, language: str) -> None:
        """Each list of the command is a sheet with as many rows, and its numbers come back as the same numbers."""
        found = results(analyse(DATA / f"demo_registry_{language}.xlsx"), language)

        sheets = reopened(results_workbook(found, "readme", ["what the numbers are"]))

        lists = {name: rows for name, rows in found.items() if isinstance(rows, list)}
        assert list(sheets) == ["readme", *lists]
        for name, rows in lists.items():
            if name == "findings" or not rows:
                continue
            fields = [str(head).split(" [")[0] for head in sheets[name][0]]
            assert len(sheets[name]) == len(rows) + 1
            for row, cells in zip(rows, sheets[name][1:], strict=True):
                numbers = {field: value for field, value in row.items() if isinstance(value, float)}
                assert {field: cells[fields.index(field)] for field in numbers} == pytest.approx(numbers, rel=1e-15)

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_no_text_becomes_a_formula(self, text: str) -> None:
        """What begins like a formula comes back as the same text, marked so that Excel keeps it text when edited."""
        content = results_workbook({"within": [{"method": text, "n": 3}]}, "readme", [text])

        book = openpyxl.load_workbook(BytesIO(content))
        for cell in (book["readme"]["A1"], book["within"]["A2"]):
            assert cell.data_type == "s"
            assert cell.value == text
            assert cell.quotePrefix
        assert book["within"]["B2"].value == 3

    def test_leaves_cells_of_the_registry_out(self) -> None:
        """The findings keep code and place; the values that a cell held are not in a file meant to be shared."""
        finding = {"code": "x", "row": 3, "value": "Zhang San", "parameters": {"a": 1}, "taken_as": "1", "message": "m"}

        sheets = reopened(results_workbook({"findings": [finding]}, "readme", []))

        assert sheets["findings"] == [["code", "row", "message"], ["x", 3, "m"]]

    def test_plain_words_are_not_marked(self) -> None:
        """An ordinary name is written as it is."""
        assert not is_like_a_formula("CT−DSA")
        assert all(is_like_a_formula(text) for text in DANGEROUS)
