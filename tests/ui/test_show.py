"""Registry text on a page that reads Markdown."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.ui.show import csv, plain


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("**CT**", r"\*\*CT\*\*"),
            (":red[CT]", r"\:red\[CT\]"),
            ("$x$", r"\$x\$"),
            ("![x](y)", r"\!\[x\]\(y\)"),
            ("CT引导", "CT引导"),
            ("a\nb", "a b"),
        ],
    )
    def test_marks_of_markdown_are_letters(self, text: str, shown: str) -> None:
        """Bold, colours, formulas, pictures and line breaks are shown as written."""
        assert plain(text) == shown

    @pytest.mark.parametrize(
        "text", ["http://evil.example/x", "HTTPS://evil.example", "www.evil.example", "a@b.example"]
    )
    def test_addresses_do_not_become_links(self, text: str) -> None:
        """A word joiner, which takes no room, keeps the browser from making a link."""
        assert "\u2060" in plain(text)
        assert plain(text).replace("\u2060", "").replace("\\", "") == text


class TestCsv:
    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", " =1", "＝1"])
    def test_no_cell_becomes_a_formula_in_excel(self, cell: str) -> None:
        """A cell that Excel would compute is written behind an apostrophe."""
        text = csv(pd.DataFrame({"value": [cell]})).decode("utf-8-sig")

        assert f"'{cell}" in text
