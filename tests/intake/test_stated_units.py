from __future__ import annotations

import pytest

from tests.intake.files import opened, values, xlsx


def group(letter: str, headers: list[str], factor: float, score: str = "VAS") -> list[list[object]]:
    """Six patients with a baseline of 8 (or 80%) and follow-ups of 2 to 4 (or 20 to 40%), times `factor`."""
    usual = 10 if score == "ODI" else 1
    rows = [[f"{letter}{n}", 8 * usual * factor, (2 + n % 3) * usual * factor] for n in range(6)]
    return [["编号", *headers], *rows]


class TestUnitsOfSheets:
    @pytest.mark.parametrize(
        ("one", "other", "factor"),
        [("cm", "mm", 10), ("mm", "cm", 0.1), ("", "mm", 10), ("mm", "", 0.1)],
    )
    def test_of_pain(self, one: str, other: str, factor: float) -> None:
        """A sheet in millimetres and one in points, each as its header says, hold the same scores from 0 to 10."""
        first, second = (["术前VAS" + f"({unit})" * bool(unit), "术后1月VAS" + f"({unit})" * bool(unit)]
                         for unit in (one, other))  # fmt: skip
        own = 10 if one == "mm" else 1

        result = opened(xlsx({"CT组": group("A", first, own), "DSA组": group("B", second, own * factor)}))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == [8] * 12
        assert values(result, "VAS", "1 month") == [2, 3, 4, 2, 3, 4] * 2

    def test_of_disability(self) -> None:
        """ODI in percent in one sheet and in points of 50 in the other, in other words: 80% before in both."""
        first = group("A", ["术前ODI(%)", "术后1月ODI(%)"], 1, "ODI")
        second = group("B", ["手术前ODI(0-50)", "手术后1个月ODI(0-50)"], 0.5, "ODI")

        result = opened(xlsx({"CT组": first, "DSA组": second}))

        assert values(result, "ODI", "baseline") == [80] * 12
        assert values(result, "ODI", "1 month") == [20, 30, 40, 20, 30, 40] * 2

    def test_of_visits(self) -> None:
        """ODI in percent on the sheet before and in points of 50 on the sheet a month later: each by its header."""
        rows = [[f"P{n}", "CT" if n < 6 else "DSA", 80] for n in range(12)]
        later = [[f"P{n}", "CT" if n < 6 else "DSA", 10 + n % 3] for n in range(12)]

        result = opened(xlsx({"术前": [["编号", "引导方式", "ODI(%)"], *rows],
                              "术后1月": [["编号", "引导方式", "ODI(0-50)"], *later]}))  # fmt: skip

        assert values(result, "ODI", "baseline") == [80] * 12
        assert values(result, "ODI", "1 month") == [20, 22, 24] * 4

    def test_a_contradiction_is_asked(self) -> None:
        """A sheet whose header says points of 50 over values up to 80 is not computed but asked about."""
        first = group("A", ["术前ODI(%)", "术后1月ODI(%)"], 1, "ODI")
        second = group("B", ["术前ODI(0-50)", "术后1月ODI(0-50)"], 1, "ODI")

        result = opened(xlsx({"CT组": first, "DSA组": second}))

        assert result.blocking is not None and result.blocking.code == "mixed_scale"


class TestHalfOnASheet:
    @staticmethod
    def sheets(other: list[list[object]]) -> dict[str, list[list[object]]]:
        """Nine patients with an ODI of 60 to 76 before on one sheet, and another sheet."""
        rows = [[f"A{n}", 60 + 2 * n, 20 + 2 * n] for n in range(9)]
        return {"CT组": [["编号", "术前ODI", "术后1月ODI"], *rows], "DSA组": other}

    @pytest.mark.parametrize(("header", "is_told"), [("ODI", True), ("ODI(%)", False), ("ODI(0-50)", False)])
    def test_is_told_where_no_header_says_the_unit(self, header: str, *, is_told: bool) -> None:
        """Baselines of 30 to 38 (median 34 against 68) may be points of 50: told unless the header says."""
        other = [["编号", f"术前{header}", f"术后1月{header}"], *[[f"B{n}", 30 + n, 10 + n] for n in range(9)]]

        result = opened(xlsx(self.sheets(other)))

        said = [one for one in result.findings if one.code == "odi_half_on_a_sheet"]
        assert [(one.sheet, one.parameters["a"], one.parameters["b"]) for one in said] == [
            ("DSA组", "34", "68")
        ] * is_told

    def test_lower_scores_beyond_fifty_are_scores(self) -> None:
        """Baselines of 36 to 52 on the other sheet are percentages: nothing is said."""
        other = [["编号", "术前ODI", "术后1月ODI"], *[[f"B{n}", 36 + 2 * n, 10 + n] for n in range(9)]]

        assert "odi_half_on_a_sheet" not in {one.code for one in opened(xlsx(self.sheets(other))).findings}
