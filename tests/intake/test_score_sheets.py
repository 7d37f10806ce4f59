from __future__ import annotations

import pytest

from tests.intake.files import opened, opened_rows, values, xlsx

HEADER = ["编号", "引导方式", "术前", "术后1月"]
VAS = [[1, "CT", 8, 4], [2, "DSA", 7, 3], [3, "CT", 9, 5]]
ODI = [[3, "CT", 70, 30], [1, "CT", 60, 20], [2, "DSA", 80, 40]]


class TestScoresOfTheSheet:
    def test_a_sheet_per_score(self) -> None:
        """Two sheets named after their scores come together by the number, whatever their order of rows."""
        result = opened(xlsx({"VAS": [HEADER, *VAS], "ODI": [HEADER, *ODI]}))

        assert result.cohort is not None and result.cohort.n_patients == 3
        assert values(result, "VAS", "1 month") == [4, 3, 5]
        assert values(result, "ODI", "baseline") == [60, 80, 70]

    def test_a_sheet_that_names_no_score_gives_none(self) -> None:
        """Columns of visits alone say nothing of what was scored."""
        assert opened(xlsx({"Sheet1": [HEADER, *VAS]})).cohort is None

    @pytest.mark.parametrize(
        ("title", "score"),
        [("VAS评分登记表", "VAS"), ("NRS", "NRS"), ("Pain diary - worst pain in the last 24 h (NRS 0-10)", "NRS")],
    )
    def test_the_title_names_it(self, title: str, score: str) -> None:
        """A title over columns of visits says what was scored, be it of a diary with a column per day."""
        for visits in (["术前", "术后1天"], ["Day 0 (pre)", "Day 1"]):
            result = opened_rows([[title], ["ID", "Group", *visits], *VAS])

            assert result.cohort is not None and values(result, score, "1 day") == [4, 3, 5]

    @pytest.mark.parametrize("title", ["VAS、ODI登记表", "疼痛登记表", "CT与DSA"])
    def test_a_title_of_two_scores_or_none_does_not(self, title: str) -> None:
        """Which of two scores stands in the columns is not guessed, and pain alone is no score."""
        assert opened_rows([[title], HEADER, *VAS]).cohort is None


class TestUnitsBehindTheVisits:
    def test_do_not_hide_them(self) -> None:
        """术前(mm) on the sheet VAS and 术前(0-50) on the sheet ODI are visits, read in these units."""
        visits = ["术前", "术后1月"]
        pain = [[n, 80, 30] for n in range(1, 9)]
        disability = [[n, 40, 15] for n in range(1, 9)]

        result = opened(
            xlsx(
                {
                    "患者": [["编号", "引导方式"], *[[n, "CT" if n < 5 else "DSA"] for n in range(1, 9)]],
                    "VAS": [["编号", *(f"{visit}(mm)" for visit in visits)], *pain],
                    "ODI": [["编号", *(f"{visit}(0-50)" for visit in visits)], *disability],
                }
            )
        )

        assert [values(result, "VAS", visit) for visit in ("baseline", "1 month")] == [[8] * 8, [3] * 8]
        assert [values(result, "ODI", visit) for visit in ("baseline", "1 month")] == [[80] * 8, [30] * 8]
