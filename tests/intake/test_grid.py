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
