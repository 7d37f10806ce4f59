"""Counted scores (VAS1, VAS2) with a column of dates each: the visits are the windows of their days."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from lib.intake.opening import Opened
from lib.intake.settings import ReadingSettings, settings_of
from lib.report.wording import finding_message
from tests.intake.files import codes, opened_rows

DAYS = (-1, 5, 33)
BY_NUMBER = ["编号", "引导方式", "手术日期", "日期1", "日期2", "日期3", "VAS1", "VAS2", "VAS3", "ODI1", "ODI2", "ODI3"]
BESIDE = ["编号", "引导方式", "手术日期", "评估日期", "VAS1", "复查日期", "VAS2", "末次日期", "VAS3"]


def registry(
    header: list[str], days: Sequence[int] = DAYS, *, late: int = 0, settings: ReadingSettings | None = None
) -> Opened:
    """Twenty patients measured on these days after the procedure; the second of the first `late` 60 days later."""
    rows = []
    for n in range(20):
        procedure = datetime.date(2023, 1, 2) + datetime.timedelta(days=11 * n)
        scores = [8, 4 + n % 2, 2 + n % 3]
        dates = [
            procedure + datetime.timedelta(days=day + 60 * (n < late and place == 1)) for place, day in enumerate(days)
        ]
        values = {"编号": f"K{n}", "引导方式": "CT" if n % 2 else "DSA", "手术日期": procedure}
        names = [name for name in header if "日期" in name and name != "手术日期"]
        values |= dict(zip(names, dates, strict=True))
        for score, factor in (("VAS", 1), ("ODI", 8)):
            values |= {f"{score}{place + 1}": factor * value for place, value in enumerate(scores)}
        rows.append([values[name] for name in header])
    return opened_rows([header, *rows], settings)


def visits(result: Opened, outcome: str = "VAS") -> list[tuple[str, float | None]]:
    """The visits of a score with their days."""
    assert result.cohort is not None
    return [(visit.name, visit.days) for visit in result.cohort.visits(outcome)]


class TestWithDatedVisits:
    @pytest.mark.parametrize("header", [BY_NUMBER, BESIDE])
    def test_dates_say_what_counts_leave_open(self, header: list[str]) -> None:
        """Dates of the day before, 5 and 33 days after are baseline, one week, one month; told, and nothing asked."""
        result = registry(header)

        assert result.questions == ()
        assert visits(result) == [("baseline", 0.0), ("1 week", 7.0), ("1 month", 30.0)]
        told = next(one for one in result.findings if one.code == "visits_of_dates")
        assert told.parameters["labels"] == "VAS1 = baseline (≤0 d), VAS2 = 1 week (4–10 d), VAS3 = 1 month (21–45 d)"
        assert "VAS2 = 术后1周 (4–10 d)" in finding_message(told, "zh")

    def test_scores_share_their_dates(self) -> None:
        """ODI2 has the visit of VAS2."""
        assert visits(registry(BY_NUMBER), "ODI") == visits(registry(BY_NUMBER))

    @pytest.mark.parametrize(("days", "late"), [((-1, 5, 33), 6), ((-1, 5, 6), 0), ((2, 9, 33), 0), ((-1, 33, 5), 0)])
    def test_dates_that_say_no_visit(self, days: tuple[int, ...], late: int) -> None:
        """A quarter of the dates in another window, two scores in one, none before, or out of order: it is asked."""
        result = registry(BY_NUMBER, days, late=late)

        assert [one.code for one in result.questions] == ["visit_codes_assumed"]
        assert "visits_of_dates" not in codes(result)

    def test_a_named_baseline_beside_them(self) -> None:
        """术前VAS is the baseline, and the dates of VAS1 and VAS2 are those of the follow-ups."""
        header = ["编号", "引导方式", "手术日期", "术前VAS", "日期1", "日期2", "VAS1", "VAS2"]
        rows = [
            [
                f"K{n}", "CT" if n % 2 else "DSA", datetime.date(2023, 1, 2), 8,
                datetime.date(2023, 1, 7), datetime.date(2023, 2, 4), 4, 2 + n % 3,
            ]
            for n in range(12)
        ]  # fmt: skip

        assert visits(opened_rows([header, *rows])) == [("baseline", 0.0), ("1 week", 7.0), ("1 month", 30.0)]

    def test_the_user_comes_first(self) -> None:
        """Visits that the user has named are not placed by their dates."""
        settings = settings_of({"visits": {"1": "baseline", "2": "3 months", "3": "6 months"}})

        result = registry(BY_NUMBER, settings=settings)

        assert [name for name, _ in visits(result)] == ["baseline", "3 months", "6 months"]
        assert "visits_of_dates" not in codes(result)


class TestDatesUnderShortHeaders:
    @pytest.mark.parametrize(
        ("procedure", "measured"), [("procedure", "seen on"), ("Surgery", "visit date"), ("手术", "测评")]
    )
    def test_are_the_date_of_the_procedure(self, procedure: str, measured: str) -> None:
        """Dates under a header that leaves "date" out place the rows of a long table: 20 patients at three visits."""
        rows: list[list[object]] = [["id", "guidance", procedure, measured, "VAS"]]
        for n in range(20):
            done = datetime.date(2023, 1, 2) + datetime.timedelta(days=11 * n)
            rows += [
                [n + 1, ("CT", "DSA")[n % 2], done, done + datetime.timedelta(days=day), 8 - 2 * place - n % 2]
                for place, day in enumerate(DAYS)
            ]

        result = opened_rows(rows)

        assert visits(result) == [("baseline", 0.0), ("1 week", 7.0), ("1 month", 30.0)]
        assert result.cohort is not None and result.cohort.n_patients == 20 and not result.questions
        assert {one.term: one.reason for one in result.mapping}["visit"] in ("values", "header")

    def test_only_where_they_are_dates(self) -> None:
        """PVP and PKP under the same header are what was done, and no dates."""
        rows: list[list[object]] = [["id", "guidance", "procedure", "VAS before", "VAS 1 month"]]
        rows += [[n, ("CT", "DSA")[n % 2], ("PVP", "PKP")[n // 8], 8 - n % 3, 4 + n % 2] for n in range(16)]

        result = opened_rows(rows)

        assert [one.term for one in result.mapping if one.header == "procedure"] == ["other"]


def test_dates_in_words_number_nobody() -> None:
    """Review dates written as 2023.2.3 differ in every row and are still no patients' numbers beside a hospital's."""
    rows: list[list[object]] = [["病案号", "引导方式", "复查时间", "VAS术前", "VAS术后1月"]]
    rows += [[f"{300001 + 7 * n}", "CT" if n % 2 else "DSA", f"2023.{1 + n}.{3 + n}", 8, 3] for n in range(10)]

    result = opened_rows(rows)

    assert result.cohort is not None and result.cohort.n_patients == 10
    assert [column.header for column in result.mapping if column.term == "patient"] == []
