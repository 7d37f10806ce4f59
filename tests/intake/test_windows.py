from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable

import pytest

from lib.intake.findings import UnreadableFile
from lib.intake.settings import settings_of
from tests.intake.files import codes, csv, opened, opened_rows, values

HEADER = ["患者编号", "引导方式", "手术日期", "评估日期", "VAS"]
START = datetime.date(2024, 3, 1)
DIARY = ((-2, 8), (5, 4), (8, 3), (33, 2), (400, 1))
"""(day after the procedure, VAS): before, twice in the window of a week, a month, a year."""


def _rows(measured: tuple[tuple[int, float], ...] = DIARY, n: int = 4) -> list[list[object]]:
    """A row per measurement of `n` patients, each operated on another day."""
    rows: list[list[object]] = [list(HEADER)]
    for i in range(n):
        operated = START + datetime.timedelta(days=9 * i)
        rows += [
            [f"P{i}", "CT" if i % 2 else "DSA", operated, operated + datetime.timedelta(days=day), score]
            for day, score in measured
        ]
    return rows


class TestVisitsFromDates:
    def test_each_date_goes_to_the_visit_of_its_window(self) -> None:
        """2 days before is the baseline, day 33 a month, day 400 a year; the windows are listed with their rows."""
        result = opened_rows(_rows())

        assert [(one.raw, one.name, one.n) for one in result.visit_labels] == [
            ("≤0 d", "baseline", 4),
            ("4–10 d", "1 week", 8),
            ("21–45 d", "1 month", 4),
            ("271–545 d", "1 year", 4),
        ]
        assert values(result, "VAS", "1 month") == [2, 2, 2, 2]
        assert "visits_by_window" in codes(result)

    @pytest.mark.parametrize("name", ["Pt", "Pt.", "S/N"])
    def test_numbers_under_a_short_header(self, name: str) -> None:
        """Numbers that come again beside two columns of dates are patients, also under Pt and S/N."""
        result = opened_rows([[name, *HEADER[1:]], *_rows()[1:]])

        assert result.cohort is not None and result.cohort.n_patients == 4
        assert values(result, "VAS", "1 month") == [2, 2, 2, 2]
        assert (result.mapping[0].term, result.mapping[0].reason) == ("patient", "values")

    def test_dates_as_text(self) -> None:
        """In a text file dates are text, and are dates all the same."""
        text = csv([[cell if isinstance(cell, str | int) else str(cell) for cell in row] for row in _rows()])

        assert values(opened(text.encode(), "registry.csv"), "VAS", "1 month") == [2, 2, 2, 2]

    def test_the_mean_of_a_window_is_proposed(self) -> None:
        """4 and 3 in the week's window are 3.5 (their mean by hand); it is asked, and a warning says so."""
        result = opened_rows(_rows())

        assert values(result, "VAS", "1 week") == [3.5] * 4
        assert [question.code for question in result.questions] == ["several_in_window"]
        assert "several_in_window" in codes(result)

    @pytest.mark.parametrize(("position", "score"), [(1, 4), (2, 3)])
    def test_the_first_or_the_last_on_request(self, position: int, score: float) -> None:
        """The answers "first" and "last" take that measurement of the window."""
        asked = opened_rows(_rows()).questions[0]

        assert values(opened_rows(_rows(), asked.options[position].patch), "VAS", "1 week") == [score] * 4

    def test_a_window_can_be_called_otherwise(self) -> None:
        """The label of a window is renamed as any visit label is."""
        result = opened_rows(_rows(), settings_of({"visits": {"21–45 d": "6 weeks"}}))

        assert values(result, "VAS", "6 weeks") == [2, 2, 2, 2]

    def test_two_values_on_one_day_are_a_conflict(self) -> None:
        """The same day with two values is no second measurement: nothing is averaged, it is asked before analysis."""
        result = opened_rows(_rows(((-2, 8), (5, 4), (5, 3))))

        assert result.cohort is None
        assert result.blocking is not None and result.blocking.code == "ids_collide"

    def test_a_number_with_two_procedures_is_not_averaged(self) -> None:
        """Nobody is paired with somebody else: one number with two operation dates may be two patients."""
        rows = _rows(((-2, 8), (5, 4)))
        other = [row[:] for row in _rows(((-2, 6), (7, 2)))[1:]]
        for row in other:
            row[2], row[3] = (day + datetime.timedelta(days=100) for day in (row[2], row[3]))  # type: ignore[operator]

        assert opened_rows([*rows, *other]).cohort is None


class TestVisitsFromDays:
    def test_many_different_days_are_windows(self) -> None:
        """Days 1 to 14 are a day, a week and two weeks, not fourteen visits; the mean of the week is 48/7 by hand."""
        rows: list[list[object]] = [["id", "group", "day", "VAS"]]
        for name, method in (("a", "CT"), ("b", "DSA"), ("c", "CT")):
            rows += [[name, method, day, 10 if day <= 0 else 14 - day if day > 4 else 9] for day in range(15)]

        result = opened_rows(rows)

        assert values(result, "VAS", "1 week") == [pytest.approx((9 + 9 + 8 + 7 + 6 + 5 + 4) / 7)] * 3

    def test_a_schedule_of_days_stays(self) -> None:
        """Days 0, 7, 30 and 90 are visits of their own."""
        rows = [["id", "group", "day", "VAS"]]
        rows += [[name, "CT", day, 5] for name in "abc" for day in (0, 7, 30, 90)]  # type: ignore[list-item]

        result = opened_rows(rows)

        assert [one.name for one in result.visit_labels] == ["baseline", "7 days", "30 days", "90 days"]


class TestDiaryOfOne:
    def test_days_are_not_patients(self) -> None:
        """Thirty days of one person are refused and not counted as thirty patients."""
        rows = [["date", "knee pain"], *([START + datetime.timedelta(days=day), day % 7] for day in range(30))]

        with pytest.raises(UnreadableFile) as refused:
            opened_rows(rows)

        assert refused.value.code == "diary_of_one"
        assert refused.value.parameters["n"] == 30

    def test_a_registry_by_weekdays_is_none(self) -> None:
        """One procedure on each working day leaves out the weekends: those rows are patients."""
        days = [day for day in range(42) if (START + datetime.timedelta(days=day)).weekday() < 5]
        rows = [["operation date", "pain"], *([START + datetime.timedelta(days=day), day % 7] for day in days)]

        result = opened_rows(rows)

        assert result.source.patients == 30


class TestDatesWithoutAProcedure:
    HEAD = ("编号", "方法", "随访日期", "VAS")

    def _rows(self, numbers: Callable[[int], int] = lambda n: n) -> list[list[object]]:
        """Twelve patients seen on their own first day and 9, 33 and 93 days later; each falls by two at every visit."""
        return [
            [
                numbers(n),
                "CT" if n % 2 else "DSA",
                datetime.date(2024, 1, 1) + datetime.timedelta(days=5 * n + after),
                9 - 2 * visit - n % 2,
            ]
            for n in range(1, 13)
            for visit, after in enumerate((0, 9, 33, 93))
        ]

    def test_are_asked_about(self) -> None:
        """Whether the first date lies before the procedure nobody can tell from the file: nothing is analysed."""
        result = opened_rows([self.HEAD, *self._rows()])

        assert result.cohort is None
        assert [(one.code, one.is_safe) for one in result.questions] == [("dates_without_procedure", False)]

    @pytest.mark.parametrize("numbers", [lambda n: n, lambda n: (n + 1) // 2])
    def test_count_from_each_patients_first(self, numbers: Callable[[int], int]) -> None:
        """By hand: 9, 33 and 93 days are a week, a month and three, also where both methods number from 1."""
        settings = settings_of({"chosen": {"first_date": "baseline"}})

        result = opened_rows([self.HEAD, *self._rows(numbers)], settings)

        assert result.cohort is not None
        assert result.cohort.n_patients == 12
        visits = ("baseline", "1 week", "1 month", "3 months")
        assert [visit.name for visit in result.cohort.visits("VAS")] == list(visits)
        values = [result.cohort.scores["VAS", visit].numbers for visit in visits]
        assert all(set((later - earlier).tolist()) == {-2.0} for earlier, later in itertools.pairwise(values))
