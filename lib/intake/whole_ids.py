"""Patients' numbers that a program saved as decimals: 300001.0 in one sheet is 300001 in another."""

from __future__ import annotations

import re
from dataclasses import replace

from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import term_of
from lib.intake.workbook import Cell

_WHOLE = re.compile(r"(\d+)\.0+")
_WITH_POINT = re.compile(r"\d+\.\d+")


def with_whole_ids(table: Table) -> Table:
    """The table with whole numbers of patients written as such; itself where nothing changes.

    Only where every number with a point in the column ends in .0 and all stay different without it: where 12.1 stands
    too, 12.0 is a number of its own, and so is 12.10.
    """
    columns = tuple(_whole(column) if _numbers_patients(column) else column for column in table.columns)
    if all(one is other for one, other in zip(columns, table.columns, strict=True)):
        return table
    return replace(table, columns=columns)


def _numbers_patients(column: TableColumn) -> bool:
    return column_term(column.header) == "patient" or term_of("identifiers", column.header) == "hospital_number"


def _whole(column: TableColumn) -> TableColumn:
    if ".0" not in "\n".join(column.plain_texts):  # nearly every file: at once, for there may be a million
        return column
    used = {text for text, n in zip(column.plain_texts, column.counts().tolist(), strict=True) if n}
    whole = {text: match[1] for text in used if (match := _WHOLE.fullmatch(text))}
    others = used - whole.keys()
    are_different = len({*whole.values(), *others}) == len(used)
    if not whole or not are_different or any(_WITH_POINT.fullmatch(text) for text in others):
        return column
    levels = tuple(
        Cell(whole[text], TEXT) if text in whole else cell
        for text, cell in zip(column.plain_texts, column.levels, strict=True)
    )
    return replace(column, levels=levels)
