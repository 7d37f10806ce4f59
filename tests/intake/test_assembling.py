from __future__ import annotations

from tests.intake.files import HEADER, ROWS, codes, opened_rows, values


class TestScoreColumns:
    def test_two_columns_for_one_visit_are_asked_about(self) -> None:
        """Two different columns called vas_post: neither is taken in silence, and either may be chosen."""
        rows = [[*HEADER, "vas_post"], *[[*row, 9] for row in ROWS]]

        asked = opened_rows(rows)
        answered = opened_rows(rows, asked.questions[0].options[1].patch)

        assert asked.blocking is not None and asked.blocking.code == "ambiguous_columns"
        assert values(answered, "VAS", "post-procedure") == [9] * 6

    def test_the_same_column_twice_is_one(self) -> None:
        """Identical values are no question."""
        result = opened_rows([[*HEADER, "vas_post"], *[[*row, row[3]] for row in ROWS]])

        assert values(result, "VAS", "post-procedure") == [3, 2, 4, 4, 1, 2]
        assert "duplicate_column_same_values" in codes(result)

    def test_a_baseline_without_a_name(self) -> None:
        """A nameless column beside the follow-up is the baseline where another score stands in the same order."""
        rows = [["id", "group", "vas_pre", "vas_post", "Unnamed: 4", "odi_post"], *ROWS]

        result = opened_rows(rows)

        assert values(result, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]
        assert "baseline_by_position" in codes(result)
