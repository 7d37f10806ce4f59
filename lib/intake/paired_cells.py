"""Scores of two visits in one cell: 8/3 under "VAS（术前/术后）" becomes a column for each visit."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from lib.intake.grid import NUMBER, TEXT
from lib.intake.headers import instrument_and_rest, unit_of
from lib.intake.table import Table, TableColumn
from lib.intake.visits import find_visit
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell

_BETWEEN = re.compile(r"\s*(?:/|→|->|、|;|；|\||与|和|及)\s*")
_NOT_A_VISIT = re.compile(r"[()（）\[\]【】]|变化|改变|(?<![a-z])changes?(?![a-z])", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MOSTLY = 0.8
"""Share of the filled cells that must be two numbers."""


def with_pairs_apart(table: Table) -> Table:
    """The table with a column for each of the two visits that a header of a score names, where its cells hold both.

    What is not two things, such as a code for missing, stands in both.
    """
    columns = [one for column in table.columns for one in _apart(column)]
    return table if len(columns) == len(table.columns) else replace(table, columns=tuple(columns))


def _apart(column: TableColumn) -> list[TableColumn]:
    named = _two_visits(column.header)
    if named is None:
        return [column]
    parts = [_BETWEEN.split(plain(cell.text)) for cell in column.levels]
    are_pairs = np.array([len(one) == 2 and all(map(_NUMBER.fullmatch, one)) for one in parts] + [False])
    filled = column.codes >= 0
    if not filled.any() or float(np.mean(are_pairs[column.codes[filled]])) < _MOSTLY:
        return [column]
    return [
        replace(
            column,
            header=header,
            hint=column.hint or (column.header if unit_of(column.header) else ""),
            levels=tuple(
                _cell(one[place]) if len(one) == 2 else cell for one, cell in zip(parts, column.levels, strict=True)
            ),
        )
        for place, header in enumerate(named)
    ]


def _two_visits(header: str) -> tuple[str, str] | None:
    """The headers of both columns: ("VAS 术前", "VAS 术后"); None for a header of anything else."""
    parts = _BETWEEN.split(plain(_NOT_A_VISIT.sub(" ", header)))
    if len(parts) != 2:
        return None
    instrument, _ = instrument_and_rest(header)
    found = [find_visit(part) for part in parts]
    visits = [one.visit for one in found if one is not None and one.visit is not None]
    if instrument is None or len(visits) != 2 or visits[0] == visits[1]:
        return None
    first, second = (part if instrument_and_rest(part)[0] else f"{instrument} {part}" for part in map(str.strip, parts))
    return first, second


def _cell(text: str) -> Cell:
    return Cell(float(text), NUMBER) if _NUMBER.fullmatch(text) else Cell(text, TEXT)
