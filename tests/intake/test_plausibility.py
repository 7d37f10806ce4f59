from __future__ import annotations

import numpy as np
import pytest

from lib.intake.dates import read_dates
from lib.intake.table import TableColumn
from lib.intake.workbook import Cell
from tests.intake.files import HEADER, ROWS, codes, opened_rows


def column_of(*texts: str) -> TableColumn:
    """A column with these texts, one per row."""
    return TableColumn(
        number=1,
        header="date",
        levels=tuple(Cell(text, "t") for text in texts),
        codes=np.arange(len(texts), dtype=np.int32),
    )


class TestStrange:
    def test_few_patients(self) -> None:
        """Three patients per method are shown and not tested, and that is said."""
        assert "too_few_rows" in codes(opened_rows([HEADER, *ROWS]))

    def test_no_variation(self) -> None:
        """When everybody changes by the same amount there is nothing to test."""
        assert "no_variance" in codes(opened_rows([HEADER, *[[*row[:3], row[2] - 5, *row[4:]] for row in ROWS]]))

    def test_scores_that_rise_everywhere(self) -> None:
        """Pain that rises in everybody asks whether the columns are swapped."""
        assert "pre_post_swapped" in codes(
            opened_rows([HEADER, *[[row[0], row[1], row[3], row[2], row[5], row[4]] for row in ROWS]])
        )

    def test_a_method_without_follow_up(self) -> None:
        """A method of which nobody came back is named."""
        result = opened_rows([HEADER, *[[*row[:3], None if row[1] == "DSA" else row[3], *row[4:]] for row in ROWS]])

        finding = next(finding for finding in result.findings if finding.code == "no_followup_values")
        assert finding.parameters == {"outcome": "VAS", "visit": "post-procedure", "method": "DSA"}

    def test_follow_up_before_the_procedure(self) -> None:
        """A follow-up dated before the operation is named by its row."""
        dates = [("2016-05-03", "2016-06-01"), ("2016-05-03", "2016-01-01"), *[("2016-05-03", "2016-07-01")] * 4]
        rows = [[*HEADER, "op_date", "fu_date"], *[[*row, *pair] for row, pair in zip(ROWS, dates, strict=True)]]

        assert [finding.row for finding in opened_rows(rows).findings if finding.code == "date_order"] == [3]

    def test_spellings_of_yes_and_no(self) -> None:
        """Many spellings of yes and no are read alike, and said."""
        rows = [
            [*HEADER, "骨水泥渗漏"],
            *[[*row, text] for row, text in zip(ROWS, ("有", "无", "是", "否", "√", "×"), strict=True)],
        ]

        assert "coded_yes_no" in codes(opened_rows(rows))

    def test_very_old_patients(self) -> None:
        """Ages of 90 and more may tell who a patient is."""
        assert "small_cells" in codes(opened_rows([[*HEADER, "age"], *[[*row, 91 + i] for i, row in enumerate(ROWS)]]))


class TestReadDates:
    @pytest.mark.parametrize("text", ["2016年5月3日", "2016.5.3", "2016-05-03", "2016/5/3", "20160503"])
    def test_year_first(self, text: str) -> None:
        """A date that begins with its year leaves no choice."""
        found = read_dates(column_of(text)).dates[0]

        assert found is not None and found.isoformat() == "2016-05-03"

    def test_another_cell_decides_the_order(self) -> None:
        """25-3-2021 says that 4-3-2021 is in March."""
        found = read_dates(column_of("25-3-2021", "4-3-2021"))

        assert [date.isoformat() for date in found.dates if date] == ["2021-03-25", "2021-03-04"]

    def test_an_unclear_order_is_not_guessed(self) -> None:
        """03-05-2016 alone may be March or May."""
        found = read_dates(column_of("03-05-2016"))

        assert found.dates == (None,) and found.ambiguous == (0,)


class TestZeros:
    def test_zeros_before_treatment_far_from_everybody_else_are_named(self) -> None:
        """Two of twelve begin with 0 in both scores, all others with at least 6: both are told, and used."""
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 6 + n % 3, 2, 60 + n, 30] for n in range(12)]
        for n in (3, 8):
            rows[n][2] = rows[n][4] = 0

        result = opened_rows([["id", "group", "vas_pre", "vas_post", "odi_pre", "odi_post"], *rows])

        assert [one.row for one in result.findings if one.code == "zero_before"] == [5, 10]
        assert result.cohort is not None
        assert int((result.cohort.scores["VAS", "baseline"].code >= 0).sum()) == 12

    def test_zeros_among_low_scores_are_scores(self) -> None:
        """Where others begin at 1 a 0 is nothing strange."""
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", n % 6, 2] for n in range(12)]

        result = opened_rows([["id", "group", "vas_pre", "vas_post"], *rows])

        assert "zero_before" not in {one.code for one in result.findings}
