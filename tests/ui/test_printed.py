"""Tables and headings as HTML: what a registry says stays words."""

from __future__ import annotations

import pandas as pd
import pytest
from lxml.html import fragment_fromstring

from lib.ui.printed import heading, table

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</td></table><script>alert(1)</script>",
    "a\"b'c & d < e",
    "&lt;b&gt;",
    "*CT*",
]
PARTS = {"div", "table", "thead", "tbody", "tr", "th", "td", "p"}


class TestTable:
    @pytest.mark.parametrize("word", HOSTILE)
    def test_every_word_stays_a_word(self, word: str) -> None:
        """In the head, before a row, in a cell, in the name and below, a registry's text is shown as it was written."""
        frame = pd.DataFrame({word: [word]}, index=pd.Index([word], name=word))

        found = fragment_fromstring(table(frame, word, note=word), create_parent=True)

        assert [cell.text_content() for cell in found.iter("th", "td")] == [word] * 4
        assert found.find(".//table").get("aria-label") == word
        assert found.find("p").text_content() == word
        assert {part.tag for part in found.iter()} <= PARTS

    def test_rows_without_their_index(self) -> None:
        """A list has no cell before its first column, and every cell stays under its head."""
        frame = pd.DataFrame({"cell": ["B7", "B9"], "what": ["80 is above 10", "no number"]})

        found = fragment_fromstring(table(frame, "Checks", hide_index=True))
        rows = [[cell.text_content() for cell in row] for row in found.iter("tr")]

        assert rows == [["cell", "what"], ["B7", "80 is above 10"], ["B9", "no number"]]

    def test_figures_stay_on_one_line(self) -> None:
        """A mean with its SD and an interval are whole; a long interval, a sentence and long words may be broken."""
        whole = ["7.3 (1.2); 32", "−4.5（−11.7至2.7）", "61.5 (54.8–66.3)"]
        broken = ["−33.7（−111.7至−52.7）", "Adjusted difference", "cells with 3 codes for missing"]
        frame = pd.DataFrame({"what": [*whole, *broken]})

        found = fragment_fromstring(table(frame, "Scores", hide_index=True), create_parent=True)

        assert [cell.text_content() for cell in found.iter("td") if cell.get("class") == "whole"] == whole


class TestHeading:
    @pytest.mark.parametrize("word", HOSTILE)
    def test_every_word_stays_a_word(self, word: str) -> None:
        """A method's name in a title, in a legend or in what a chart shows is never read as HTML."""
        found = fragment_fromstring(heading(word, word, heard=word))

        assert [part.text_content() for part in found] == [word] * 3
        assert {part.tag for part in found.iter()} == {"p", "strong", "small", "span"}
