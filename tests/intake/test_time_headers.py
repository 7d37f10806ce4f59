"""Header rows of bare numbers, against what a reader of the table would take them for."""

from __future__ import annotations

import pytest

from tests.intake.files import codes, opened_rows, values


def _rows(upper: str) -> list[list[object]]:
    patients = [[n, "CT" if n < 6 else "DSA", 8, 5, 3, 2, 60 + n, 20 + n] for n in range(12)]
    odi = upper.replace("VAS", "ODI")
    return [["编号", "分组", upper, None, None, None, odi], [None, None, 0, 7, 30, 90, 0, 90], *patients]


class TestTimesBelow:
    @pytest.mark.parametrize("upper", ["VAS评分（术后天数）", "VAS (days)", "VAS术后天数"])
    def test_are_days_of_the_header_above(self, upper: str) -> None:
        """0, 7, 30 and 90 below a header that counts days are visits, and no patient."""
        result = opened_rows(_rows(upper))

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert [visit.days for visit in result.cohort.visits("VAS")] == [0.0, 7.0, 30.0, 90.0]
        assert values(result, "VAS", "baseline") == [8.0] * 12
        assert values(result, "ODI", "90 days") == [20.0 + n for n in range(12)]

    def test_weeks_and_months(self) -> None:
        """Below (月) the same numbers are months."""
        result = opened_rows(_rows("VAS（月）"))

        assert result.cohort is not None
        assert [visit.days for visit in result.cohort.visits("VAS")][:2] == [0.0, 210.0]

    @pytest.mark.parametrize("below", [[None, None, 8, 5, 3, 2, 60, 20], [1, "CT", 0, 7, 30, 90, 0, 90]])
    def test_a_row_of_a_patient_is_none(self, below: list[object]) -> None:
        """Numbers that do not rise are scores, and so is a row with a number and a method."""
        header, _, *patients = _rows("VAS（术后天数）")

        assert "baseline_is_day_zero" not in codes(opened_rows([header, below, *patients]))
