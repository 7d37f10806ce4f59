from __future__ import annotations

import pytest

from lib.intake.settings import ReadingSettings
from lib.report.language import sentence
from tests.intake.files import codes, opened_rows, values

PATIENTS = (("P1", "CT", 8), ("P2", "CT", 6), ("P3", "DSA", 9), ("P4", "DSA", 7))


def _diary(header: str | None, turns: tuple[str | int, ...] = (1, 2, 3)) -> list[list[str | float]]:
    """Three scores around each patient's own at two visits, told apart by a column or by nothing."""
    rows: list[list[str | float]] = [["编号", "引导方式", "时间点", *([header] if header else []), "VAS"]]
    for name, method, score in PATIENTS:
        for visit, at in (("术前", score), ("术后1个月", score - 4)):
            for turn, step in zip(turns, (-1, 0, 1), strict=False):
                rows.append([name, method, visit, *([turn] if header else []), at + step])
    return rows


class TestMeasuredInTurn:
    @pytest.mark.parametrize(
        ("header", "turns"),
        [("测量次序", (1, 2, 3)), ("Time of day", ("morning", "noon", "evening")), ("备用", ("早", "中", "晚"))],
    )
    def test_the_mean_is_proposed(self, header: str, turns: tuple[str | int, ...]) -> None:
        """Scores of one visit that a column numbers, or whose time of day it says, count by their mean; it is asked."""
        result = opened_rows(_diary(header, turns))

        assert [(one.code, one.is_safe) for one in result.questions] == [("several_in_window", True)]
        told = next(one for one in result.findings if one.code == "several_in_window")
        assert told.taken_as == "mean" and "{" not in sentence("en", "findings.several_in_window", **told.parameters)
        assert values(result, "VAS", "baseline") == [8, 6, 9, 7] and values(result, "VAS", "1 month") == [4, 2, 5, 3]

    def test_the_first_may_be_chosen(self) -> None:
        """The first of several scores counts where the user says so."""
        result = opened_rows(_diary("测量次序"), ReadingSettings(repeated="first"))

        assert values(result, "VAS", "baseline") == [7, 5, 8, 6]

    def test_a_number_of_two_persons(self) -> None:
        """Where the sex differs between the rows of one visit the number is two persons', and no mean is taken."""
        rows = [
            [*row, "sex" if place == 0 else "F" if place % 3 else "M"] for place, row in enumerate(_diary("测量次序"))
        ]

        result = opened_rows(rows)

        assert result.cohort is None and result.questions[0].code == "ids_collide"


class TestNothingTellsThemApart:
    def test_the_mean_is_offered(self) -> None:
        """Without such a column nothing is analysed until answered; of rows side by side the mean is proposed."""
        result = opened_rows(_diary(None))
        answered = opened_rows(_diary(None), ReadingSettings(repeated="mean"))

        question = result.questions[0]
        assert result.cohort is None and question.code == "ids_collide"
        assert question.options[question.proposed].code == "mean"
        assert values(answered, "VAS", "1 month") == [4, 2, 5, 3]
        assert "duplicate_patient_conflict" in codes(answered)


class TestDaysBefore:
    @pytest.mark.parametrize("header", ["天数", "day", "术后周数"])
    def test_two_days_before_are_one_baseline(self, header: str) -> None:
        """Scores on day −1 and on day 0 are two of the baseline: their mean counts, and it is asked."""
        rows: list[list[str | float]] = [["编号", "引导方式", header, "VAS"]]
        for name, method, score in PATIENTS:
            rows += [[name, method, day, score - less] for day, less in ((-1, 0), (0, 2), (1, 4), (28, 5))]

        result = opened_rows(rows)

        assert [(one.code, one.is_safe) for one in result.questions] == [("several_in_window", True)]
        assert values(result, "VAS", "baseline") == [7, 5, 8, 6]
        assert "visits_by_window" not in codes(result)
