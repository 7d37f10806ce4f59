"""Means at the end of a table are nobody, though they are not labelled; a patient without a number stays one."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import pytest

from tests.intake.files import opened_rows

HEAD = ["编号", "分组", "年龄", "VAS术前", "VAS术后1月"]
PATIENTS: list[list[object]] = [
    [n + 1, "CT" if n < 7 else "DSA", 51 + 5 * n % 31, 6 + n % 5, 7 * n % 4] for n in range(13)
]
CT, DSA = PATIENTS[:7], PATIENTS[7:]


def _mean(rows: Sequence[Sequence[object]], *places: int, decimals: int = 2) -> list[float]:
    return [round(statistics.fmean(float(str(row[place])) for row in rows), decimals) for place in places]


def _sd(rows: Sequence[Sequence[object]], *places: int) -> list[float]:
    return [round(statistics.stdev(float(str(row[place])) for row in rows), 2) for place in places]


class TestSummaryRows:
    @pytest.mark.parametrize(
        "rows",
        [
            [*PATIENTS, [None, None, *_mean(PATIENTS, 2, 3, 4)]],
            [*PATIENTS, [None, None, None, *_mean(PATIENTS, 3, 4, decimals=1)]],
            [*PATIENTS, [None, None, None, *_mean(PATIENTS, 3, 4)], [None, None, None, *_sd(PATIENTS, 3, 4)]],
            [*PATIENTS, [], [None, None, *_mean(PATIENTS, 2, 3, 4)]],
            [*CT, [None, "CT", None, *_mean(CT, 3, 4)], *DSA, [None, "DSA", None, *_mean(DSA, 3, 4)]],
            [*CT, [None, None, None, *_mean(CT, 3, 4)], *DSA, [None, None, None, *_mean(DSA, 3, 4)]],
            [*CT, *DSA, [None, None, None, *_mean(CT, 3, 4)], [None, None, None, *_mean(DSA, 3, 4)]],
            [*PATIENTS, [None, None, None, sum(6 + n % 5 for n in range(13)), sum(7 * n % 4 for n in range(13))]],
        ],
    )
    def test_means_deviations_and_sums_are_nobody(self, rows: list[list[object]]) -> None:
        """Thirteen patients and their own means, by hand with Python's statistics, whatever the rows below lack."""
        result = opened_rows([HEAD, *rows])

        assert result.cohort is not None
        assert result.cohort.n_patients == 13
        summaries = [one for one in result.findings if one.code == "rows_skipped"]
        assert [one.parameters["what"] for one in summaries] == ["summary"] * (len([row for row in rows if row]) - 13)

    def test_how_many_were_lost_is_nobody(self) -> None:
        """失访 beside 3 where numbers of patients stand counts others; a patient so marked, with scores, stays one."""
        tallies: list[list[object]] = [["失访", None, None, 3], ["死亡", "1例"]]

        result = opened_rows([HEAD, *PATIENTS, ["失访", "CT", 60, 8, 3], *tallies])

        assert result.cohort is not None and result.cohort.n_patients == 14
        assert [one.row for one in result.findings if one.code == "rows_skipped"] == [16, 17]

    def test_means_of_patients_elsewhere(self) -> None:
        """Below two sections stand the means of both: finer than any score, without a word, and nobody."""
        head = ["编号", "VAS术前", "VAS术后1月"]
        both = [[row[0], *row[3:]] for row in PATIENTS]
        rows = [["CT组"], head, *both[:7], ["DSA组"], *both[7:], [None, *_mean(both, 1, 2)]]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert [int((result.cohort.method == n).sum()) for n in (0, 1)] == [7, 6]

    @pytest.mark.parametrize(
        "row",
        [
            [None, "CT", 66, 8, 3],  # whole numbers that nobody averaged
            [None, None, 66, 8, 1],  # VAS near both means, the age is not
            [14, None, *_mean(PATIENTS, 2, 3, 4)],  # a number of its own
            [None, "CT", 61.5, 7.5, 2.5],  # finer than the others and no mean
        ],
    )
    def test_a_patient_without_a_number_stays(self, row: list[object]) -> None:
        """What is not a mean of the rows above to its last decimal counts as a patient of its own."""
        result = opened_rows([HEAD, *PATIENTS, row])

        assert result.cohort is not None
        assert result.cohort.n_patients == 14


class TestStatisticsOfPapers:
    def test_are_no_patients(self) -> None:
        """The rows M(P25,P75) and 统计量 under thirteen patients are left out."""
        rows = [["M(P25,P75)", None, None, "8(7,9)", "3(2,4)"], ["统计量", None, None, "Z=-1.2", "Z=-0.8"]]

        result = opened_rows([HEAD, *PATIENTS, *rows])

        assert result.cohort is not None and result.cohort.n_patients == 13
        assert [one.row for one in result.findings if one.code == "rows_skipped"] == [15, 16]


class TestDeviations:
    def test_one_odd_cell_does_not_lose_a_patient(self) -> None:
        """6±1 in the place of a score is named as no number; the patient and the other score stay."""
        rows = [[*row] for row in PATIENTS]
        rows[3][4] = "6±1"

        result = opened_rows([HEAD, *rows])

        assert result.cohort is not None and result.cohort.n_patients == 13
        assert [(one.code, one.row, one.column) for one in result.findings] == [("unreadable_values", 5, "E")]

    def test_a_row_of_them_is_a_summary(self) -> None:
        """A row of mean±SD with the number of patients beside is nobody."""
        result = opened_rows([HEAD, *PATIENTS, [None, "CT", 7, "7.4±1.2", "2.1±0.9"]])

        assert result.cohort is not None and result.cohort.n_patients == 13
