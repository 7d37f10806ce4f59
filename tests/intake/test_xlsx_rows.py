from __future__ import annotations

import random
from unittest import mock

import pytest

from lib.intake import xlsx_columns, xlsx_sheet
from lib.intake.findings import UnreadableFile
from lib.intake.grid import DATE, NUMBER, PERCENT, TEXT, GridBuilder
from lib.intake.workbook import sheets_of
from lib.intake.xlsx_columns import PlainColumns
from lib.intake.xlsx_rows import PlainRows
from lib.intake.xlsx_sheet import read_sheet
from tests.intake.sheet_mutations import disagreements

STRINGS = ["CT", "DSA", " "]
KINDS = [NUMBER, PERCENT, DATE]
PLAIN = (
    b'<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7.5</v></c><c r="C1" s="1"><v>0.42</v></c></row>'
    b'<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"/><c r="C2" s="2"><v>45000</v></c></row>'
    b'<row r="3" s="1" customFormat="1"><c r="B3" t="str"><v>7/10</v></c><c r="C3" t="e"><v>#N/A</v></c></row>'
    b'<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="b"><v>1</v></c></row><row r="9"/>'
    b'<row r="10"><c r="A10" t="inlineStr"><is><t>\xe7\x96\xbc > 3</t></is></c><c r="B10"><v>7.5</v></c></row>'
)
ODD = (
    b'<row r="11" hidden="1"><c r="A11" t="s"><v>0</v></c><c r="B11"><f>B1</f><v>7.5</v></c></row>',
    b'<row r="11"><c r="A11" t="str"><v>a &amp; b</v></c></row>',
    b"<row><c><v>4</v></c></row>",
    b'<row r="0"><c r="A0"><v>4</v></c></row>',
    b'<row r="011"><c r="A011"><v>4</v></c></row>',
    b'<row r="11">\n<c r="A11"><v>4</v></c></row>',
)


def sheet(rows: bytes) -> bytes:
    """A worksheet with these rows."""
    return b'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>' + rows + b"</sheetData></worksheet>"


def read(rows: bytes) -> dict[str, object]:
    """The rows as the reader gives them."""
    grid = GridBuilder("S")
    read_sheet(sheet(rows), grid, STRINGS, KINDS, is_1904=False)
    return grid.reply()


def read_by_parser(rows: bytes) -> dict[str, object]:
    """The same rows read by the parser alone: a comment anywhere in a sheet keeps the patterns away."""
    return read(rows + b"<!-- -->")


class TestPlainRows:
    def test_are_taken_without_the_parser(self) -> None:
        """Rows of references and plain values are taken whole, up to the last one."""
        grid = GridBuilder("S")

        assert PlainRows(grid, lambda *_: (NUMBER, 1.0), lambda _: 1).take(PLAIN) == 10

    @pytest.mark.parametrize("rows", [PLAIN, PLAIN + ODD[0], ODD[1] + PLAIN, *ODD, b""])
    def test_say_what_the_parser_says(self, rows: bytes) -> None:
        """Kinds, values, places and hidden rows are those that the XML parser finds."""
        assert read(rows) == read_by_parser(rows)

    @pytest.mark.parametrize("odd", ODD)
    def test_leave_everything_else_to_the_parser(self, odd: bytes) -> None:
        """A formula, an entity, a row without a number or blanks between cells are not matched."""
        grid = GridBuilder("S")

        assert PlainRows(grid, lambda *_: (NUMBER, 1.0), lambda _: 1).take(PLAIN + odd) == 0
        assert grid.reply()["columns"] == []

    @pytest.mark.parametrize(
        "rows",
        [
            b'<row r="1"><c r="A2"><v>1</v></c></row>',
            b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
            b'<row r="1"><c r="XFE1"><v>1</v></c></row>',
            b'<row r="1"><c r="XFE1" s="1"/></row>',
            b'<row r="1"><c r="A1" t="s"><v>3</v></c></row>',
            b'<row r="1"><c r="A1"><v>seven</v></c></row>',
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe7\x96</t></is></c></row>',
        ],
    )
    def test_refuse_what_the_parser_refuses(self, rows: bytes) -> None:
        """Cells in another row or outside the grid, strings that do not exist and broken text are a corrupt file."""
        with pytest.raises(UnreadableFile, match="corrupt_file"):
            read(rows)
        with pytest.raises(UnreadableFile, match="corrupt_file"):
            read_by_parser(rows)

    def test_many_pieces_are_one_sheet(self) -> None:
        """Five thousand rows, cut into pieces with an odd row among them, keep their order and their codes."""
        rows = b"".join(
            b'<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c></row>' % (i, i, i % 11, i, i % 2)
            if i != 2500
            else b'<row r="2500"><c r="A2500" t="str"><v>&lt;1</v></c></row>'
            for i in range(1, 5001)
        )

        assert read(rows) == read_by_parser(rows)


class TestPlainColumns:
    def test_take_what_is_plain(self) -> None:
        """Rows of references and plain ASCII values are taken whole by columns, up to the last one."""
        rows = PLAIN[: PLAIN.index(b'<row r="10">')]

        assert PlainColumns(PlainRows(GridBuilder("S"), lambda *_: (NUMBER, 1.0), lambda _: 1)).take(rows) == 9

    @pytest.mark.parametrize("odd", ODD)
    def test_leave_everything_else(self, odd: bytes) -> None:
        """What the patterns do not take, the columns do not take either."""
        assert PlainColumns(PlainRows(GridBuilder("S"), lambda *_: (NUMBER, 1.0), lambda _: 1)).take(odd) == 0

    def test_say_what_patterns_and_parser_say(self) -> None:
        """Of 300 worksheets with odd cells, cut and repeated text, all three ways give the same cells or refusal."""
        assert disagreements(range(300)) == []

    def test_tell_many_cells_apart(self) -> None:
        """Of 6,000 rows a column of numbers that are all different and one of few keep every cell of the parser's."""
        rows = b"".join(
            b'<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d"><v>%d.5</v></c><c r="C%d"><v>%d</v></c></row>'
            % (i, i, 7919 * i, i, i % 7, i, i % 1500)
            for i in range(1, 6001)
        )
        grid = GridBuilder("S")
        with mock.patch.object(xlsx_sheet, "_REPAYS_NUMPY", 0):
            read_sheet(sheet(rows), grid, STRINGS, KINDS, is_1904=False)

        assert grid.reply() == read_by_parser(rows)

    def test_keep_the_order_of_pieces(self) -> None:
        """Of 2,000 rows in pieces of a few hundred bytes, every tenth for the parser, all cells stand where they do."""
        plain, odd = (
            b'<row r="%d"><c r="A%d"><v>%d</v></c></row>',
            b'<row r="%d"><c r="A%d"><f>1</f><v>%d</v></c></row>',
        )
        rows = b"".join((plain if i % 10 else odd) % (i, i, i * i) for i in range(1, 2001))
        grid = GridBuilder("S")
        with mock.patch.object(xlsx_sheet, "_REPAYS_NUMPY", 0), mock.patch.object(xlsx_columns, "PIECE", 300):
            read_sheet(sheet(rows), grid, STRINGS, KINDS, is_1904=False)

        assert grid.reply() == read_by_parser(rows)


class TestManyCells:
    def test_are_sent_as_the_same_cells(self) -> None:
        """What a large sheet is sent as holds every cell where a small one's has it, mostly blank columns included."""
        grid = GridBuilder("S")
        rng = random.Random(1)
        for row in range(3, 900):
            grid.add(row, 1, TEXT, f"P{row}")
            for column, share in ((2, 1.0), (4, 0.9), (5, 0.01), (7, 0.5)):
                if rng.random() < share:
                    grid.add(row, column, NUMBER, float(rng.randint(0, 40 if column < 7 else 400)))
        small = sheets_of({"sheets": [grid.reply()]}, "a.xlsx")[0]
        with mock.patch("lib.intake.grid._REPAYS_NUMPY", 0):
            large = sheets_of({"sheets": [grid.reply()]}, "a.xlsx")[0]

        assert large.cells() == small.cells()
        assert large.rows.tolist() == small.rows.tolist()
