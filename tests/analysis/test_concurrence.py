from __future__ import annotations

import datetime

import pytest

from lib.analysis.concurrence import concurrence
from lib.registry.cohort import Cohort
from lib.report.charts.quarters import alternative_text, every_quarter, procedures_per_quarter
from lib.report.charts.style import ChartStyle
from lib.terms import OPERATION_QUARTER
from tests.intake.files import opened_rows

PAIR = ("CT", "DSA")


def _cohort(ct: tuple[tuple[int, int], ...], dsa: tuple[tuple[int, int], ...]) -> Cohort:
    """A patient per (year, month), with the date as a date of Excel."""
    rows = [
        [f"{method}{n}", method, 8 - n % 3, 3, datetime.date(year, month, 5)]
        for method, dates in (("CT", ct), ("DSA", dsa))
        for n, (year, month) in enumerate(dates)
    ]
    found = opened_rows([["id", "group", "VAS pre", "VAS 1 month", "operation date"], *rows]).cohort
    assert found is not None
    return found


class TestConcurrence:
    def test_overlap_by_hand(self) -> None:
        """CT half in Q1 and half in Q2 of 2020, DSA half in Q2 and half in Q3: one half lies on top of each other."""
        found = concurrence(_cohort(((2020, 1), (2020, 5)), ((2020, 6), (2020, 9))), PAIR)

        assert found is not None
        assert found.quarters == ("2020 Q1", "2020 Q2", "2020 Q3")
        assert found.counts == {"CT": (1, 1, 0), "DSA": (0, 1, 1)}
        assert found.overlap == pytest.approx(0.5)
        assert found.is_concurrent

    def test_other_years_are_not_concurrent(self) -> None:
        """DSA until 2015 and CT from 2018 on have nothing in common."""
        found = concurrence(_cohort(((2018, 1), (2019, 5)), ((2014, 6), (2015, 9))), PAIR)

        assert found is not None and found.overlap == 0
        assert not found.is_concurrent

    def test_no_dates(self) -> None:
        """Without a column of dates there is nothing to say; the date itself is in no cohort."""
        cohort = _cohort(((2020, 1), (2020, 5)), ((2020, 6), (2020, 9)))
        plain = opened_rows([["id", "group", "VAS pre", "VAS 1 month"], ["a", "CT", 8, 3], ["b", "DSA", 7, 2]]).cohort

        assert plain is not None and concurrence(plain, PAIR) is None
        assert "2020-01-05" not in repr(cohort)
        assert OPERATION_QUARTER in {one.name for one in cohort.covariates}


class TestPicture:
    def test_every_quarter_between(self) -> None:
        """From the last of 2019 to the second of 2020 there are three, empty ones too."""
        assert every_quarter("2019 Q4", "2020 Q2") == ["2019 Q4", "2020 Q1", "2020 Q2"]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_bars_are_the_counts(self, language: str) -> None:
        """One bar per method and quarter with a procedure or none, as high as the count; its words say the same."""
        found = concurrence(_cohort(((2020, 1), (2020, 1), (2020, 5)), ((2020, 6), (2020, 9))), PAIR)
        assert found is not None

        specification = procedures_per_quarter(found, ChartStyle(language=language)).to_dict()

        data = {layer["data"]["name"]: layer["data"]["values"] for layer in specification["layer"]}
        assert [row["y"] for row in data["procedures"]] == [2, 1, 0, 0, 1, 1]
        assert "2020 Q1" in alternative_text(found, language)
