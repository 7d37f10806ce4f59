"""Sheets that state another unit for the same score: ODI (%) here, ODI (0-50) there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib.intake.explained import with_range
from lib.intake.headers import score_header, unit_of
from lib.intake.table import Table, TableColumn


def with_stated_units(table: Table, written: Sequence[Table], alike: Sequence[Table]) -> Table:
    """The table of several under one another, whose columns know the unit that each of them states, where they differ.

    `written` are the tables as they were, `alike` the same with the headers under which they were put together.
    """
    columns = tuple(replace(column, units=_units(column, written, alike)) for column in table.columns)
    return replace(table, columns=columns) if any(column.units for column in columns) else table


def _units(column: TableColumn, written: Sequence[Table], alike: Sequence[Table]) -> tuple[str, ...]:
    """The unit that each table states for a column, "" for none; nothing where all that have the column agree."""
    found: list[str | None] = []
    for before, after in zip(written, alike, strict=True):
        own = [w for w, a in zip(before.columns, after.columns, strict=True) if a.header == column.header]
        found.append(_unit(own[0]) if own else None)
    told = {unit for unit in found if unit is not None}
    return tuple(unit or "" for unit in found) if len(told) > 1 else ()


def _unit(column: TableColumn) -> str:
    is_score = score_header(column.header) is not None
    return (unit_of(with_range(f"{column.header} ({column.hint})")) or "") if is_score else ""
