"""Tables of the same columns in other words, ID and 编号, 年龄 and Age, VAS pre and 术前VAS: under one's headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lib.intake.collisions import Meaning, meaning_of
from lib.intake.explained import explained
from lib.intake.grid import NUMBER, TEXT
from lib.intake.headers import column_term
from lib.intake.identifiers import identifier_kind
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import key, term_of
from lib.intake.workbook import Cell, number_text

_IN_UNITS = frozenset((
    "cement_volume", "operation_time", "fluoroscopy_time", "fluoroscopy_count", "radiation_dose", "injection_time",
))  # fmt: skip
"""Terms whose headers may state different units, so that two headers are not two words for one column."""

_FEWEST_SHARED, _MOSTLY_SHARED = 3, 0.8
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")


def overlap(one: Table, other: Table) -> float:
    """The share of the columns of the smaller of two tables that the other has."""
    first, second = ({_said(column.header) for column in table.columns} for table in (one, other))
    return len(first & second) / min(len(first), len(second))


def under_headers_of(model: Table, table: Table) -> Table:
    """Headers as in the model, so that "VAS " and "VAS", ID and 编号, VAS pre and 术前VAS come together.

    A header of the model goes to the column called the same, else to the first that means the same; further columns of
    that meaning keep their own: 序号 beside 编号, 组别 beside 引导方式. One that explains its codes keeps its own too.
    Columns of patients' numbers come together where they hold the same numbers: 住院号 and 病历号.
    """
    known = {key(column.header): column.header for column in model.columns}
    meant: dict[Meaning, str] = {}
    for column in model.columns:
        meaning = _meaning(column.header)
        if meaning is not None:
            meant.setdefault(meaning, column.header)
    given = {known[key(column.header)] for column in table.columns if key(column.header) in known}
    same = _same_numbers(model, table, given)
    given |= set(same.values())
    columns: list[TableColumn] = []
    for column in table.columns:
        if column.header in same:
            columns.append(replace(column, header=same[column.header]))
            continue
        meaning = _meaning(column.header)
        other = None if meaning is None or key(column.header) in known else meant.get(meaning)
        header = known.get(key(column.header), column.header)
        if other is not None and other not in given:
            given.add(other)
            header = other
        columns.append(replace(column, header=header))
    return replace(table, columns=tuple(columns))


def _same_numbers(model: Table, table: Table, given: set[str]) -> dict[str, str]:
    """Header -> header of the model, of the columns of patients' numbers that hold the same in other words."""
    written = {key(column.header) for column in model.columns}
    mine = [column for column in model.columns if column.header not in given and _numbers_patients(column)]
    theirs = [column for column in table.columns if mine and key(column.header) not in written]
    found: dict[str, str] = {}
    for column in filter(_numbers_patients, theirs):
        numbers = set(column.plain_texts)
        for other in mine:
            n_shared = len(numbers & set(other.plain_texts))
            fewest = max(_FEWEST_SHARED, _MOSTLY_SHARED * min(len(numbers), len(other.levels)))
            if n_shared >= fewest and other.header not in found.values():
                found.setdefault(column.header, other.header)
    return found


def _numbers_patients(column: TableColumn) -> bool:
    return column_term(column.header) == "patient" or identifier_kind(column) == "hospital_number"


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
    meaning = _meaning(header)
    return key(header) if meaning is None else repr(meaning)


def _meaning(header: str) -> Meaning | None:
    """What a column says, also of a patient and of what happened: 年龄 and "age (years)", 渗漏 and leakage."""
    meaning = meaning_of(header)
    if meaning is not None or explained(header):
        return meaning
    term = column_term(header) or term_of("events", header)
    return None if term is None or term in _IN_UNITS else (term,)
