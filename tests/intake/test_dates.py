from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from lib.intake.dates import read_dates, said_order
from lib.intake.grid import NUMBER, TEXT
from lib.intake.table import TableColumn
from lib.intake.workbook import Cell


def _column(*texts: str, day_first: bool | None = None) -> TableColumn:
    levels = tuple(Cell(kind=TEXT, value=text) for text in texts)
    codes = np.arange(len(levels), dtype=np.int32)
    return TableColumn(number=1, header="date", levels=levels, codes=codes, day_first=day_first)


class TestReadDates:
    @pytest.mark.parametrize(
        "text",
        ["2021年3月5日", "21年3月5日", "05-Mar-2021", "5. März 2021", "March 5, 2021", "5 mars 2021",
         "5 de marzo de 2021",
         "2021/3/5 10:30", "05.03.2021", "05.03.2021 08:15"],
    )  # fmt: skip
    def test_certain_ways_to_write_a_day(self, text: str) -> None:
        """The fifth of March 2021 is read from dates that leave no choice, in several languages."""
        assert read_dates(_column(text)).dates == (datetime.date(2021, 3, 5),)

    def test_short_years_that_stand_first(self) -> None:
        """21.3.15 and 21.4.2 are days of 2021, as the first numbers differ less than the last."""
        assert read_dates(_column("21.3.15", "21.4.2", "22.4.28")).dates == (
            datetime.date(2021, 3, 15),
            datetime.date(2021, 4, 2),
            datetime.date(2022, 4, 28),
        )

    def test_short_years_that_stand_last(self) -> None:
        """15.3.21 and 2.4.21 are days of 2021, as the last numbers differ less than the first."""
        assert read_dates(_column("15.3.21", "2.4.21")).dates == (datetime.date(2021, 3, 15), datetime.date(2021, 4, 2))

    def test_strokes_leave_the_order_open(self) -> None:
        """03/04/2024 has no date until the column says which number is the day."""
        assert read_dates(_column("03/04/2024")).dates == (None,)
        assert read_dates(_column("03/04/2024", day_first=True)).dates == (datetime.date(2024, 4, 3),)
        assert read_dates(_column("03/04/2024", day_first=False)).dates == (datetime.date(2024, 3, 4),)

    def test_the_column_speaks_before_the_file(self) -> None:
        """A column with 25/04/2024 has the day first, whatever was said of the others."""
        assert said_order(_column("03/04/2024", "25/04/2024")) is True
        assert read_dates(_column("03/04/2024", "25/04/2024", day_first=False)).dates[0] == datetime.date(2024, 4, 3)

    def test_days_as_excel_counts_them(self) -> None:
        """44260 under a header of dates is the fifth of March 2021, and under another header a number."""
        levels = (Cell(kind=NUMBER, value=44260.0),)
        column = TableColumn(number=1, header="手术日期", levels=levels, codes=np.zeros(1, dtype=np.int32))

        assert read_dates(column).dates == (datetime.date(2021, 3, 5),)
        assert read_dates(replace(column, header="编号")).dates == (None,)
