"""Tables of the same columns in other words, ID and 编号, VAS pre and 术前VAS: under the headers of one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lib.intake.collisions import Meaning, meaning_of
from lib.intake.grid import NUMBER, TEXT
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import key
from lib.intake.workbook import Cell, number_text

_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")


def overlap(one: Table, other: Table) -> float:
    """The share of the columns of the smaller of two tables that the other has."""
    first, second = ({_said(column.header) for column in table.columns} for table in (one, other))
    return len(first & second) / min(len(first), len(second))


def under_headers_of(model: Table, table: Table) -> Table:
    """Headers as in the model, so that "VAS " and "VAS", ID and 编号, VAS pre and 术前VAS come together.

    A header of the model goes to the column called the same, else to the first that means the same; further columns of
    that meaning keep their own: 序号 beside 编号, 组别 beside 引导方式.
    """
    known = {key(column.header): column.header for column in model.columns}
    meant: dict[Meaning, str] = {}
    for column in model.columns:
        meaning = meaning_of(column.header)
        if meaning is not None:
            meant.setdefault(meaning, column.header)
    given = {known[key(column.header)] for column in table.columns if key(column.header) in known}
    columns: list[TableColumn] = []
    for column in table.columns:
        meaning = meaning_of(column.header)
        other = None if meaning is None or key(column.header) in known else meant.get(meaning)
        header = known.get(key(column.header), column.header)
        if other is not None and other not in given:
            given.add(other)
            header = other
        columns.append(replace(column, header=header))
    return replace(table, columns=tuple(columns))


def as_numbers(tables: Sequence[Table]) -> list[Table]:
    """The tables, with numbers in the place of their text in those of text files beside a workbook: 7 is 7 in both.

    Only where the number is written back the same: 007 and 7.0 stay text.
    """
    if len({table.is_text_file for table in tables}) == 1:
        return list(tables)
    return [_with_numbers(table) if table.is_text_file else table for table in tables]


def _with_numbers(table: Table) -> Table:
    columns = tuple(replace(column, levels=tuple(map(_as_number, column.levels))) for column in table.columns)
    return replace(table, columns=columns)


def _as_number(cell: Cell) -> Cell:
    text = str(cell.value)
    if cell.kind != TEXT or not _PLAIN_NUMBER.fullmatch(text) or number_text(float(text)) != text:
        return cell
    return Cell(float(text), NUMBER)


def _said(header: str) -> str:
    """What a column is called, alike in whatever words and unit."""
    meaning = meaning_of(header)
    return key(header) if meaning is None else repr(meaning)
