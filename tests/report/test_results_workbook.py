"""The Excel results, reopened: every list a sheet, numbers as numbers, and never a formula."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lib.command.analyse import analyse, results
from lib.report.formulas import is_like_a_formula
from lib.report.language import has_sentence, sentence
from lib.report.results_workbook import results_workbook

DATA = Path(__file__).parents[2] / "data"
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", "first\n=1+1", " =1"]


def reopened(content: bytes) -> dict[str, list[list[Any]]]:
    """Sheets as rows of values."""
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def letters(text: str) -> int:
    """How broad a text is, in letters: Chinese ones count twice."""
    return len(text) + sum(ord(letter) > 0x2E7F for letter in text)


class TestResultsWorkbook:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_holds_every_list_unrounded(self, language: str) -> None:
        """Each list with rows is a sheet in words of the language, and its numbers come back as the same numbers."""
        found = results(analyse(DATA / f"demo_registry_{language}.xlsx"), language)

        sheets = reopened(results_workbook(found, ["what the numbers are"], language))

        lists = {name: rows for name, rows in found.items() if isinstance(rows, list) and rows}
        titles = [sentence(language, f"result_lists.{name}") for name in lists]
        assert list(sheets) == [sentence(language, "export.readme"), *titles]
        codes = {row[0]: row[1] for row in sheets[sentence(language, "export.readme")] if len(row) > 1}
        for (name, rows), title in zip(lists.items(), titles, strict=True):
            if name == "findings":
                continue
            fields = [codes[str(head).split(" [")[0]] for head in sheets[title][0]]
            assert len(sheets[title]) == len(rows) + 1
            for row, cells in zip(rows, sheets[title][1:], strict=True):
                numbers = {field: value for field, value in row.items() if isinstance(value, float)}
                assert {field: cells[fields.index(field)] for field in numbers} == pytest.approx(numbers, rel=1e-15)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_shows_words_and_heads_whole(self, language: str) -> None:
        """Every column is as broad as its words, at most 70 letters, and no head needs more than two lines."""
        found = results(analyse(DATA / f"demo_registry_{language}.xlsx"), language)
        book = openpyxl.load_workbook(BytesIO(results_workbook(found, ["what the numbers are"], language)))

        for sheet in book.worksheets[1:]:
            for column in sheet.columns:
                width = sheet.column_dimensions[column[0].column_letter].width
                words = [letters(cell.value) for cell in column[1:] if isinstance(cell.value, str)]
                assert width >= min(70, max(words, default=0)), sheet.title
                assert 2 * width >= letters(column[0].value) and column[0].alignment.wrap_text, sheet.title

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_no_text_becomes_a_formula(self, text: str) -> None:
        """What begins like a formula comes back as the same text, marked so that Excel keeps it text when edited."""
        content = results_workbook({"within": [{"method": text, "n": 3}]}, [text], "en")

        book = openpyxl.load_workbook(BytesIO(content))
        for cell in (book["readme"]["A1"], book["Within methods"]["A2"]):
            assert cell.data_type == "s"
            assert cell.value == text
            assert cell.quotePrefix
        assert book["Within methods"]["B2"].value == 3

    def test_leaves_cells_of_the_registry_out(self) -> None:
        """The findings keep code and place; the values that a cell held are not in a file meant to be shared."""
        finding = {"code": "x", "row": 3, "value": "Zhang San", "parameters": {"a": 1}, "taken_as": "1", "message": "m"}

        sheets = reopened(results_workbook({"findings": [finding]}, [], "en"))

        assert sheets["Checks"] == [["Code", "Row", "What was found"], ["x", 3, "m"]]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_empty_lists_are_named_and_have_no_sheet(self, language: str) -> None:
        """A workbook has no empty sheet; the first one says what there was nothing of, and holds one language only."""
        found = {"omnibus": [], "verdicts": [{"outcome": "VAS", "sentence_en": "A.", "sentence_zh": "甲。"}]}

        sheets = reopened(results_workbook(found, [], language))

        assert len(sheets) == 2
        said = str(sheets[sentence(language, "export.readme")])
        assert sentence(language, "result_lists.omnibus") in said
        assert ("甲。" in str(sheets), "A." in str(sheets)) == (language == "zh", language == "en")

    def test_chinese_names_of_visits_and_events(self) -> None:
        """What a screen calls 术后3个月 is called so in the workbook."""
        rows = [{"event": "leakage", "visit": "3 months", "method": "Fluoroscopy", "n": 3}]

        sheets = reopened(results_workbook({"rates": rows}, [], "zh"))

        assert sheets["事件发生率"][1] == ["骨水泥渗漏", "术后3个月", "X线透视", 3]

    def test_every_field_has_words(self) -> None:
        """No head of the demo's lists is a code in the Chinese workbook, but statistics that are written so."""
        found = results(analyse(DATA / "demo_registry_zh.xlsx"), "zh")
        fields = {field for rows in found.values() if isinstance(rows, list) for row in rows for field in row}

        assert {field for field in fields if not has_sentence("zh", f"result_fields.{field}")} == set()

    def test_plain_words_are_not_marked(self) -> None:
        """An ordinary name is written as it is."""
        assert not is_like_a_formula("CT−DSA")
        assert all(is_like_a_formula(text) for text in DANGEROUS)
