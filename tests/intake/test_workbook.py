from __future__ import annotations

import numpy as np
import pytest

from lib.intake.grid import NUMBER, TEXT
from lib.intake.workbook import Cell, GridColumn


def column(*cells: Cell) -> GridColumn:
    """A column with one row for each of these distinct cells."""
    return GridColumn(number=1, levels=cells, codes=np.arange(len(cells), dtype=np.int32))


class TestGridColumn:
    """Each property has one entry per level and one more, False, for the code −1 of a blank cell."""

    @pytest.mark.parametrize("other", ["a b", "患者"], ids=["all in ASCII", "not in ASCII"])
    def test_says_which_texts_have_a_digit_and_which_end_in_one(self, other: str) -> None:
        """P1 has one and ends in it, P1a only has one; a number has digits; words have none."""
        found = column(Cell("P1", TEXT), Cell("P1a", TEXT), Cell(12.0, NUMBER), Cell(other, TEXT))

        assert found.has_digit.tolist() == [True, True, True, False, False]
        assert found.ends_in_digit.tolist() == [True, False, True, False, False]

    def test_a_line_break_in_a_text_moves_no_other(self) -> None:
        """A text of two lines is one level: those behind it keep their places."""
        found = column(Cell("a\nb", TEXT), Cell("7", TEXT))

        assert found.has_digit.tolist() == [False, True, False]

    def test_says_which_are_text(self) -> None:
        """A number is none."""
        assert column(Cell("CT", TEXT), Cell(3.0, NUMBER)).is_text.tolist() == [True, False, False]

    def test_whole_holds_every_text(self) -> None:
        """Each text stands behind a line break; numbers are left out."""
        assert column(Cell("CT", TEXT), Cell(3.0, NUMBER), Cell("5±1", TEXT)).whole == "\nCT\n5±1"

    def test_nothing(self) -> None:
        """A column without cells has the blank alone."""
        found = column()

        assert (found.has_digit.tolist(), found.ends_in_digit.tolist(), found.whole) == ([False], [False], "")
