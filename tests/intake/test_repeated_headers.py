"""One score in several columns that say nothing of their visits, against what a reader of the table would do."""

from __future__ import annotations

from lib.intake.opening import ReadingSettings
from lib.report.wording import question_title
from tests.intake.files import codes, opened_rows, values


class TestWithoutVisits:
    def test_are_counted_by_their_place(self) -> None:
        """Three columns VAS are asked about as visits in order, each by its letter; the first is before treatment."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 4 + n % 2, 1 + n % 3] for n in range(12)]

        result = opened_rows([["ID", "group", "VAS", "VAS", "VAS"], *rows])

        assert [one.code for one in result.questions] == ["visit_codes_assumed"]
        assert result.questions[0].parameters == {"label": "VAS (C)", "last_label": "VAS (E)"}
        assert values(result, "VAS", "baseline") == [8.0] * 12
        assert values(result, "VAS", "VAS (E)") == [1.0 + n % 3 for n in range(12)]

    def test_of_two_scores_share_their_visits(self) -> None:
        """VAS, ODI, VAS, ODI are two scores at two visits."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 60 + n, 3, 20 + n] for n in range(12)]

        result = opened_rows([["ID", "group", "VAS", "ODI", "VAS", "ODI"], *rows])

        assert values(result, "ODI", "baseline") == [60.0 + n for n in range(12)]
        assert values(result, "VAS", "2") == [3.0] * 12
        assert values(result, "ODI", "2") == [20.0 + n for n in range(12)]

    def test_with_the_same_values_are_one(self) -> None:
        """A copy of a column is read once."""
        rows = [[n, "CT" if n < 6 else "DSA", 7 + n % 2, 7 + n % 2] for n in range(12)]

        assert "duplicate_column_same_values" in codes(opened_rows([["ID", "group", "VAS", "VAS"], *rows]))


class TestWithRowsOfVisits:
    _ROWS = tuple(
        (n, "CT" if n < 6 else "DSA", visit, first, second)
        for n in range(12)
        for visit, first, second in (("术前", 8, 6), ("术后", 3, 1))
    )

    def test_are_asked_about(self) -> None:
        """Of two columns VAS in the same rows it is asked which one counts, and the answer holds."""
        table = [["ID", "group", "visit", "VAS", "VAS"], *self._ROWS]

        asked = opened_rows(table)
        answered = opened_rows(table, ReadingSettings().merged(asked.questions[0].options[1].patch))

        assert [one.code for one in asked.questions] == ["ambiguous_columns"] and asked.cohort is None
        assert not answered.questions
        assert values(answered, "VAS", "baseline") == [6.0] * 12

    def test_in_other_rows_fill_each_other(self) -> None:
        """Where one column holds the VAS of some patients and another that of the rest, both count."""
        table = [
            [n, group, visit, first if group == "CT" else None, None if group == "CT" else second]
            for n, group, visit, first, second in self._ROWS
        ]

        result = opened_rows([["ID", "group", "visit", "VAS", "疼痛VAS"], *table])

        assert values(result, "VAS", "baseline") == [8.0] * 6 + [6.0] * 6


class TestOneColumn:
    def test_without_a_visit_is_said_to_name_none(self) -> None:
        """A file with one column VAS is told that it names no visit, and not that "VAS at VAS" was found."""
        rows = [[n, "CT" if n < 6 else "DSA", 6 + n % 4] for n in range(12)]

        result = opened_rows([["ID", "group", "VAS"], *rows])

        assert "no_visit_named" in codes(result) and "no_baseline" not in codes(result)

    def test_the_question_names_no_visit(self) -> None:
        """Which of two columns is VAS is asked without a visit."""
        table = [["ID", "group", "visit", "VAS", "VAS"], *TestWithRowsOfVisits._ROWS]

        assert question_title(opened_rows(table).questions[0], "en") == "Which column is VAS?"


class TestAHeaderAgainInOtherWords:
    def test_is_no_patient(self) -> None:
        """Rows pasted below with a header of their own, the same columns in other words: 12 patients, not 13."""
        rows = [[f"P{n:02d}", "CT" if n < 6 else "DSA", 6 + n % 4, n % 4] for n in range(12)]
        again = ["Patient ID", "guidance", "VAS pre", "VAS 1 month"]

        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1月VAS"], *rows[:5], again, *rows[5:]])

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert [(one.code, one.row) for one in result.findings if one.row] == [("rows_skipped", 7)]
