"""Checks, driven from app.py without a browser."""

from __future__ import annotations

import pytest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, open_table, settled, tables


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
