from __future__ import annotations

import numpy as np
import pytest

from lib.intake.grid import NUMBER, TEXT
from lib.intake.workbook import Cell, GridColumn
from tests.intake.files import opened


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


class TestLongCells:
    @pytest.mark.parametrize("word", ["张伟 ", "Mary Jones ", "A. ", "13912345678 "])
    def test_hold_what_excel_lets_a_cell_hold(self, word: str) -> None:
        """Of a cell and of a header of a million words, which stalled the reading, 32,767 characters are read."""
        head = f"id,group,vas_pre,vas_post,tumour,{word * 1_000_000}"
        rows = [
            f"{n},{('CT', 'DSA')[n % 2]},{5 + n % 4},{n % 4},{word * 1_000_000 if n == 3 else 'lung'},1"
            for n in range(12)
        ]

        result = opened("\n".join([head, *rows]).encode(), "registry.csv")

        cells = [cell for column in result.readable.sheets[0].columns for cell in column.levels]
        assert max(len(cell.text) for cell in cells) == 32_767
        assert result.cohort is not None and result.cohort.n_patients == 12
