from __future__ import annotations

from lib.intake.grid import GridBuilder


class TestGridBuilder:
    def test_distinct_cells_and_where_they_stand(self) -> None:
        """A column is sent as its distinct cells; 1 and TRUE stay apart."""
        grid = GridBuilder("S")
        for row, value in enumerate(("a", "b", "a"), start=1):
            grid.add(row, 3, "t", value)

        column = grid.reply()["columns"][0]  # type: ignore[index]

        assert (column["number"], column["kinds"], column["values"]) == (3, "tt", ["a", "b"])

    def test_a_column_that_was_only_asked_about_is_none(self) -> None:
        """Looking for the codes of a column whose cells are all blank leaves no empty column behind."""
        grid = GridBuilder("S")
        grid.add(1, 1, "t", "a")
        grid.known(2)

        assert [column["number"] for column in grid.reply()["columns"]] == [1]  # type: ignore[attr-defined]
