"""Dates as registries write them; a date whose day and month cannot be told apart is not guessed."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from lib.intake.table import TableColumn
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})$")


@dataclass(frozen=True, kw_only=True)
class ReadDates:
    """The date of each distinct cell of a column, None where there is none; and the cells whose order is unclear."""

    dates: tuple[datetime.date | None, ...]
    ambiguous: tuple[int, ...]


def read_dates(column: TableColumn) -> ReadDates:
    """Read the distinct cells; day-month or month-day is taken from cells of the column that leave no choice.

    Where no cell decides, or cells contradict each other, the unclear ones stay without a date.
    """
    dates = [_certain(cell) for cell in column.levels]
    unclear = {
        position: parts for position, cell in enumerate(column.levels) if (parts := _two_first(cell)) is not None
    }
    day_first = any(first > 12 >= second for first, second, _ in unclear.values())
    month_first = any(second > 12 >= first for first, second, _ in unclear.values())
    ambiguous: list[int] = []
    for position, (first, second, year) in unclear.items():
        if first == second or first > 12 or second > 12 or day_first != month_first:
            is_day_first = first > 12 or (second <= 12 and day_first)
            day, month = (first, second) if is_day_first else (second, first)
            dates[position] = _date(year, month, day)
        else:
            ambiguous.append(position)
    return ReadDates(dates=tuple(dates), ambiguous=tuple(ambiguous))


def _certain(cell: Cell) -> datetime.date | None:
    text = plain(cell.text)[:40]
    match = _YEAR_FIRST.match(text) or _COMPACT.match(text)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _two_first(cell: Cell) -> tuple[int, int, int] | None:
    match = _YEAR_LAST.match(plain(cell.text)[:40])
    if match is None:
        return None
    year = int(match[3])
    return int(match[1]), int(match[2]), year + (2000 if year < 70 else 1900) if year < 100 else year


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
