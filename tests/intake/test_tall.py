from __future__ import annotations

import pytest

from tests.intake.files import codes, opened_rows, values

PATIENTS = (("P1", "CT", (8, 3), (60, 30)), ("P2", "CT", (7, 2), (70, 20)), ("P3", "DSA", (9, 4), (64, 34)))
VISITS = ("术前", "术后1个月")


class TestWithScoresApart:
    @pytest.mark.parametrize(("scale", "value"), [("量表", "得分"), ("PARAM", "AVAL"), ("Scale", "Score")])
    def test_a_row_per_visit_and_score(self, scale: str, value: str) -> None:
        """The name of the score in one column and its value in another become a column per score."""
        rows: list[list[str | int]] = [["编号", "引导方式", "时间点", scale, value]]
        for name, method, vas, odi in PATIENTS:
            for visit, one, other in zip(VISITS, vas, odi, strict=True):
                rows += [[name, method, visit, "VAS评分", one], [name, method, visit, "ODI", other]]

        result = opened_rows(rows)

        assert result.cohort is not None and not result.questions
        assert values(result, "VAS", "baseline") == [8, 7, 9] and values(result, "ODI", "1 month") == [30, 20, 34]

    def test_a_row_per_score_with_visits_as_columns(self) -> None:
        """Two rows per patient, VAS and ODI, under columns of visits are one patient's scores."""
        rows: list[list[str | int]] = [["编号", "引导方式", "指标", *VISITS]]
        for name, method, vas, odi in PATIENTS:
            rows += [[name, method, "VAS", *vas], [name, method, "ODI", *odi]]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 3 and not result.questions
        assert values(result, "VAS", "1 month") == [3, 2, 4] and values(result, "ODI", "baseline") == [60, 70, 64]

    def test_a_missing_score_keeps_its_row(self) -> None:
        """A row with the name of a score and no value is a missing score, and no second patient."""
        rows: list[list[str | int | None]] = [["编号", "引导方式", "时间点", "量表", "得分"]]
        for name, method, vas, odi in PATIENTS:
            for visit, one, other in zip(VISITS, vas, odi, strict=True):
                rows += [[name, method, visit, "VAS", one], [name, method, visit, "ODI", other]]
        rows[3][4] = None

        result = opened_rows(rows)

        assert result.cohort is not None and not result.questions
        assert values(result, "VAS", "1 month") == [None, 2, 4] and values(result, "ODI", "1 month") == [30, 20, 34]

    def test_a_score_twice(self) -> None:
        """A patient with two rows of the same score stands twice, and is asked about."""
        rows: list[list[str | int]] = [["编号", "引导方式", "指标", *VISITS]]
        for name, method, vas, odi in PATIENTS:
            rows += [[name, method, "VAS", *vas], [name, method, "ODI", *odi]]
        rows.append(["P1", "CT", "VAS", 5, 5])

        result = opened_rows(rows)

        assert [one.code for one in result.questions] == ["duplicate_patient_conflict"]


class TestRowsThatCompleteOneAnother:
    def test_scores_of_one_visit_on_two_rows(self) -> None:
        """VAS on one row and ODI on another of the same visit are one visit, and a lost score stays lost."""
        rows: list[list[str | int | None]] = [["编号", "引导方式", "时间点", "VAS", "ODI"]]
        for name, method, vas, odi in PATIENTS:
            for visit, one, other in zip(VISITS, vas, odi, strict=True):
                rows += [[name, method, visit, one, None], [name, method, visit, None, other]]
        rows[3][3] = "失访"

        result = opened_rows(rows)

        assert result.cohort is not None and not result.questions and "duplicate_rows" not in codes(result)
        assert values(result, "VAS", "1 month") == [None, 2, 4] and values(result, "ODI", "1 month") == [30, 20, 34]
        assert [one.lost for one in result.cohort.flow("VAS", "1 month")] == [1, 0]
