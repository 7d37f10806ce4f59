from __future__ import annotations

from tests.intake.files import opened, values, xlsx

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
