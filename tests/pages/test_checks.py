"""Checks, driven from app.py without a browser."""

from __future__ import annotations

import pytest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, open_files, open_table, settled, tables


class TestFindings:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_column_of_blanks_is_left_out(self, language: str) -> None:
        """Groups that are codes concern a column alone: sheet, row and value are not shown empty."""
        lines = [f"{n},{1 + n % 2},{8 - n % 3},{4 + n % 2}" for n in range(16)]
        registry = "\n".join(["id,guidance,VAS before,VAS 1 month", *lines]) + "\n"

        page = settled(open_table(registry, language).switch_page("pages/registry/checks.py").run())

        shown = tables(page)[0]
        heads = ("severity", "column", "message")
        assert [*shown.columns] == [sentence(language, f"checks.heads.{head}") for head in heads]
        assert "1" in shown.iloc[0, 2] and "2" in shown.iloc[0, 2]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_column_of_a_joined_file_names_its_file(self, language: str) -> None:
        """Hospital numbers stand in column A of both files, free text in column B of the second: it is named so."""
        lines = [f"{300001 + n},{('CT', 'DSA')[n % 2]},{8 - n % 3},{4 + n % 2}" for n in range(16)]
        pain = "\n".join(["住院号,引导方式,术前VAS,术后1月VAS", *lines]) + "\n"
        notes = "".join(f"{300001 + n},{13800000000 + n}\n" for n in range(16))
        page = open_files({"pain.csv": pain, "function.csv": "住院号,联系电话\n" + notes}, language)

        shown = tables(settled(page.switch_page("pages/registry/checks.py").run()))[0]

        sheet, column = (sentence(language, f"checks.heads.{head}") for head in ("sheet", "column"))
        dropped = shown[shown[sentence(language, "checks.heads.taken_as")] == sentence(language, "taken_as.dropped")]
        assert {tuple(one) for one in dropped[[sheet, column]].to_numpy()} == {("pain", "A"), ("function", "B")}
