"""Visits from dates or days: each measurement belongs to the usual visit in whose window it lies."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.dates import read_dates
from lib.intake.table import TableColumn
from lib.intake.visits import days_of
from lib.intake.workbook import Codes
from lib.terms import BASELINE, Visit

WINDOWS: tuple[tuple[str, float], ...] = (
    ("1 day", 3), ("1 week", 10), ("2 weeks", 20), ("1 month", 45), ("2 months", 75), ("3 months", 135),
    ("6 months", 270), ("1 year", 545),
)  # fmt: skip
"""A visit and the last day after the procedure that belongs to it; later ones are whole years, half a year around.

The day of the procedure and what lies before it are the baseline. The limits lie about halfway between the visits on
which papers on cementoplasty report.
"""

_SHARE_OF_DATES = 0.8
_FEWEST_DAYS = 12
_SHARE_OF_STEPS = 0.9
_YEAR = 365.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Windows:
    """The visit of every row by its `day` after the procedure (NaN where it has none): `code` indexes `visits`.

    `labels` holds (the days of the window, the visit, rows); the label can be recoded as any other.
    """

    visits: tuple[Visit, ...]
    code: Codes
    labels: tuple[tuple[str, str, int], ...]
    day: NDArray[np.float64]


def holds_dates(column: TableColumn) -> bool:
    """Whether nearly every filled cell of a column is a date, unclear ones among them."""
    dates = read_dates(column)
    counts = column.counts()
    total = int(counts.sum())
    found = sum(int(counts[i]) for i, date in enumerate(dates.dates) if date is not None or i in dates.ambiguous)
    return total > 0 and found >= _SHARE_OF_DATES * total


def days_between(procedure: TableColumn, measured: TableColumn) -> NDArray[np.float64]:
    """Days from the procedure to the measurement in every row, NaN where one of the two dates is missing."""
    return ordinals(measured) - ordinals(procedure)


def days_from_first(measured: TableColumn, number: NDArray[np.int64]) -> NDArray[np.float64]:
    """Days from each patient's first date to the measurement in every row, NaN without a date or a `number` (−1)."""
    date = ordinals(measured)
    known = np.isfinite(date) & (number >= 0)
    first = np.full(int(number.max(initial=0)) + 1, np.inf)
    np.minimum.at(first, number[known], date[known])
    day = np.full(len(date), np.nan)
    day[known] = date[known] - first[number[known]]
    return day


def are_many_days(day: NDArray[np.float64]) -> bool:
    """Whether days are measurements on any day rather than scheduled visits: at least twelve different ones."""
    after = day[np.isfinite(day) & (day > 0)]
    return len(np.unique(after)) >= _FEWEST_DAYS


def place_days(day: NDArray[np.float64], recoded: dict[str, str]) -> Windows:
    """Every row into the window of its day; `recoded` renames a window by its label ("21–45 d")."""
    names: dict[int, tuple[str, str]] = {}
    window = np.full(len(day), -1, dtype=np.int32)
    known = np.isfinite(day)
    for position, (label, name, low, high) in enumerate(_windows(float(np.max(day[known], initial=0.0)))):
        inside = known & (day >= low) & (day <= high)
        if inside.any():
            window[inside] = position
            names[position] = (label, name)
    visits: dict[Visit, int] = {}
    code = np.full(len(day), -1, dtype=np.int32)
    labels: list[tuple[str, str, int]] = []
    for position, (label, name) in names.items():
        shown = recoded.get(label, name)
        visit = Visit(BASELINE, 0.0) if shown == BASELINE else Visit(shown, days_of(shown))
        inside = window == position
        code[inside] = visits.setdefault(visit, len(visits))
        labels.append((label, visit.name, int(inside.sum())))
    return Windows(visits=tuple(visits), code=code, labels=tuple(labels), day=day)


def _windows(last: float) -> list[tuple[str, str, float, float]]:
    """(label, visit, first day, last day) of every window up to the last day."""
    found = [("≤0 d", BASELINE, -np.inf, 0.5)]
    low = 1.0
    for name, high in WINDOWS:
        found.append((f"{low:.0f}–{high:.0f} d", name, low - 0.5, high + 0.5))
        low = high + 1
    years = 2
    while low <= last:
        high = round(years * _YEAR + _YEAR / 2)
        found.append((f"{low:.0f}–{high:.0f} d", f"{years} years", low - 0.5, high + 0.5))
        low, years = high + 1, years + 1
    return found


def ordinals(column: TableColumn) -> NDArray[np.float64]:
    """The date of every row as a number of days, NaN where it has none."""
    of_level = [np.nan if one is None else float(one.toordinal()) for one in read_dates(column).dates]
    return np.array([*of_level, np.nan])[column.codes]


def is_daily(column: TableColumn) -> bool:
    """Whether the dates of a column run on day by day in the order of the file, weekends too: a diary of one person."""
    read = read_dates(column).dates
    dates = [date for code in column.codes if code >= 0 and (date := read[code]) is not None]
    steps = [(later - earlier).days for earlier, later in itertools.pairwise(dates)]
    return len(dates) >= _FEWEST_DAYS and sum(step == 1 for step in steps) >= _SHARE_OF_STEPS * len(steps)
