"""Dates as registries write them; a date whose day and month cannot be told apart is not guessed."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from lib.intake.grid import NUMBER
from lib.intake.table import TableColumn
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})$")
_LATEST = 40
"""Two digits from which on a year is no year of a registry."""

_FIRST_DAY, _FIRST_SERIAL, _LAST_SERIAL = datetime.date(1899, 12, 30), 32874, 58440
_SAYS_DATE = re.compile(
    r"日期|手术日|治疗日|随访日|日付|手術日|検査日|날짜|(?<![a-z])(?:date|datum|fecha|data|dt)(?![a-z])|datum$",
    re.IGNORECASE,
)
_TIME = r"(?:[ T]+\d{1,2}:\d{2}.*)?$"
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{1,2})" + _TIME)
_SHORT_YEAR = re.compile(r"(\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?" + _TIME)
_DAY_AND_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º)?[\s.,/-]*(?:(?:de|of)\s+)?([^\W\d_]{3,10})[\s.,/-]*(?:de\s+)?(\d{4}|\d{2})" + _TIME
)
_NAME_AND_DAY = re.compile(r"([^\W\d_]{3,10})[\s.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})" + _TIME)
_MONTHS = (
    ("jan", "ene", "gen", "sty"), ("feb", "fév", "fev", "lut"), ("mar", "mär", "mrz", "maa"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "mei", "mag", "maj"), ("jun", "juin", "giu", "cze"), ("jul", "juil", "lug", "lip"),
    ("aug", "aoû", "aou", "ago", "sie"), ("sep", "set", "wrz"), ("oct", "okt", "ott", "out", "paź"), ("nov", "lis"),
    ("dec", "déc", "dez", "dic", "gru"),
)  # fmt: skip
"""How the names of the months begin in European languages."""


@dataclass(frozen=True, kw_only=True)
class ReadDates:
    """The date of each distinct cell of a column, None where there is none; and the cells whose order is unclear."""

    dates: tuple[datetime.date | None, ...]
    ambiguous: tuple[int, ...]


def read_dates(column: TableColumn) -> ReadDates:
    """Read the distinct cells; day-month or month-day is taken from cells of the column that leave no choice.

    Where no cell decides, or cells contradict each other, `column.day_first` does, and else the unclear ones stay
    without a date. Short years may stand first: 21.3.15, where the first numbers differ less than the last.
    """
    dates = [_certain(cell) or _serial(cell, column.header) for cell in column.levels]
    unclear = {
        position: parts
        for position, cell in enumerate(column.levels)
        if dates[position] is None and (parts := _two_first(cell)) is not None
    }
    if _are_year_first(list(unclear.values())):
        for position, one in unclear.items():
            dates[position] = _date(_full_year(one.first), one.second, one.last)
        return ReadDates(dates=tuple(dates), ambiguous=())
    said = _said_order(list(unclear.values()))
    order = column.day_first if said is None else said
    ambiguous: list[int] = []
    for position, one in unclear.items():
        if one.has_one_digit:
            continue
        if one.first == one.second or one.first > 12 or one.second > 12 or order is not None:
            is_day_first = one.first > 12 or (one.second <= 12 and bool(order))
            day, month = (one.first, one.second) if is_day_first else (one.second, one.first)
            dates[position] = _date(_full_year(one.last), month, day)
        else:
            ambiguous.append(position)
    return ReadDates(dates=tuple(dates), ambiguous=tuple(ambiguous))


def said_order(column: TableColumn) -> bool | None:
    """Whether the days stand first in a column, by what its own cells leave no choice of; None where they do not say.

    Numbers parted by points have the day first (03.04.2024), as no country writes the month first so.
    """
    parts = [one for cell in column.levels if (one := _two_first(cell)) is not None]
    return None if _are_year_first(parts) else _said_order(parts)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The numbers of a date whose year does not stand first in full, as written."""

    first: int
    second: int
    last: int
    is_short: bool
    has_one_digit: bool
    is_pointed: bool


def _said_order(parts: list[_Parts]) -> bool | None:
    day_first = any(one.first > 12 >= one.second for one in parts)
    month_first = any(one.second > 12 >= one.first for one in parts)
    if day_first != month_first:
        return day_first
    return True if parts and not day_first and all(one.is_pointed for one in parts) else None


def _are_year_first(parts: list[_Parts]) -> bool:
    """Whether short years stand first: each part fits there, and the first ones vary less than the last."""
    fits = all(one.is_short and 1 <= one.second <= 12 and 1 <= one.last <= 31 and one.first < _LATEST for one in parts)
    return fits and len({one.first for one in parts}) < len({one.last for one in parts})


def _certain(cell: Cell) -> datetime.date | None:
    text = plain(cell.text)[:40]
    match = _YEAR_FIRST.match(text) or _COMPACT.match(text)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    short = _SHORT_YEAR.match(text)
    if short:
        return _date(_full_year(int(short[1])), int(short[2]), int(short[3]))
    return _with_named_month(text.casefold())


def _serial(cell: Cell, header: str) -> datetime.date | None:
    """The day of a number as Excel counts days, from 1990 to 2059, under a header that speaks of dates."""
    if cell.kind != NUMBER or not _FIRST_SERIAL <= float(cell.value) < _LAST_SERIAL or not _SAYS_DATE.search(header):
        return None
    return _FIRST_DAY + datetime.timedelta(days=int(float(cell.value)))


def _with_named_month(text: str) -> datetime.date | None:
    """05-Mar-2021, "5. März 2021", "March 5, 2021"."""
    match = _DAY_AND_NAME.match(text)
    day, name, year = match.groups() if match else (None, None, None)
    if match is None and (match := _NAME_AND_DAY.match(text)):
        name, day, year = match.groups()
    found = [
        (len(start), number) for number, starts in enumerate(_MONTHS, start=1) for start in starts
        if name and name.startswith(start)
    ]  # fmt: skip
    return _date(_full_year(int(year)), max(found)[1], int(day)) if found and year and day else None


def _two_first(cell: Cell) -> _Parts | None:
    text = plain(cell.text)[:40]
    match = _YEAR_LAST.match(text)
    if match is None:
        return None
    is_pointed = "." in text and "/" not in text and "-" not in text
    return _Parts(int(match[1]), int(match[2]), int(match[3]), len(match[3]) < 4, len(match[3]) == 1, is_pointed)


def _full_year(year: int) -> int:
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
