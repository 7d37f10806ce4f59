from __future__ import annotations

from array import array

import pytest

from lib.intake.grid import MOST_CELLS, GridBuilder
from lib.intake.unreadable import UnreadableFile


class TestGridBuilder:
    def test_distinct_cells_and_where_they_stand(self) -> None:
        """A column is sent as its distinct cells; 1 and TRUE stay apart."""
        grid = GridBuilder("S")
        for row, value in enumerate(("a", "b", "a"), start=1):
            grid.add(row, 3, "t", value)

        column = grid.reply()["columns"][0]  # type: ignore[index]

        assert (column["number"], column["kinds"], column["values"]) == (3, "tt", ["a", "b"])

    def test_more_filled_cells_than_may_be(self) -> None:
        """Up to thirty million cells are taken, many at once, and the next one is refused."""
        grid = GridBuilder("S")
        row = array("i", range(1, 1_000_001))
        codes = array("i", [grid.code(1, "n", 7.0)]) * len(row)
        for _ in range(MOST_CELLS // len(row)):
            grid.extend(1, row, codes)

        with pytest.raises(UnreadableFile, match="too_many_cells"):
            grid.add(1_000_001, 1, "n", 7.0)

    def test_a_column_that_was_only_asked_about_is_none(self) -> None:
        """Looking for the codes of a column whose cells are all blank leaves no empty column behind."""
        grid = GridBuilder("S")
        grid.add(1, 1, "t", "a")
        grid.known(2)

        assert [column["number"] for column in grid.reply()["columns"]] == [1]  # type: ignore[attr-defined]
