"""What changed between two readings of a corrected file."""

from __future__ import annotations

import pytest

from lib.intake.changes import cells_changed
from lib.intake.opening import SourceFile, read
from lib.intake.workbook import Workbook

TABLE = "id,guidance,VAS before,VAS 1 month\n1,CT,7,3\n2,DSA,8,4\n3,CT,6,\n"


def workbook(text: str) -> Workbook:
    """A csv file as it was read."""
    return read([SourceFile(name="registry.csv", content=text.encode())])


class TestCellsChanged:
    @pytest.mark.parametrize(
        ("after", "cells"),
        [
            (TABLE, 0),
            (TABLE.replace("2,DSA,8,4", "2,DSA,8,5"), 1),  # rewritten
            (TABLE.replace("3,CT,6,\n", "3,CT,6,2\n"), 1),  # filled
            (TABLE.replace("2,DSA,8,4", "2,DSA,,4"), 1),  # cleared
            (TABLE + "4,DSA,9,1\n", 4),  # a new row of four cells
            # a row less: 1,CT,7,3 / 2,DSA,8,4 / 3,CT,6, against 2,DSA,8,4 / 3,CT,6, / nothing
            (TABLE.replace("1,CT,7,3\n", ""), 4 + 4 + 3),
        ],
    )
    def test_counts_cells_that_differ_where_they_stand(self, after: str, cells: int) -> None:
        """Filled, cleared and rewritten cells count once each; equal files give 0."""
        assert cells_changed(workbook(TABLE), workbook(after)) == cells

    def test_is_the_same_both_ways(self) -> None:
        """Undoing a correction changes as many cells as making it."""
        before, after = workbook(TABLE), workbook(TABLE + "4,DSA,9,1\n")

        assert cells_changed(before, after) == cells_changed(after, before)
