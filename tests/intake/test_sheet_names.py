from __future__ import annotations

import pytest

from lib.intake.sheet_names import SheetName, parts_of_name
from tests.intake.files import codes, opened, values, xlsx

CT = [("1", 8, 3, 60, 30), ("2", 7, 2, 70, 20), ("3", 6, 4, 50, 10)]
DSA = [("1", 9, 4, 64, 34), ("2", 5, 1, 72, 22), ("3", 8, 2, 58, 18)]
"""Number within the group, VAS before and after a month, ODI likewise."""


class TestPartsOfName:
    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("CT组VAS", SheetName("CT组", "VAS", "")),
            ("CT组 术前", SheetName("CT组", "", "baseline", "术前")),
            ("DSA ODI 3 months", SheetName("DSA", "ODI", "3 months")),
            ("CT组", SheetName("CT组", "", "")),
        ],
    )
    def test_parts(self, name: str, parts: SheetName) -> None:
        """Group, score and visit of the name of a sheet."""
        assert parts_of_name(name) == parts


class TestOneTablePerGroup:
    def test_a_sheet_per_group_and_visit(self) -> None:
        """CT组术前 … DSA组术后1个月, numbered from 1 in each group: six patients, each with the own follow-up."""
        sheets = {
            f"{group}组{visit}": [["序号", "VAS", "ODI"], *[[row[0], row[at], row[at + 2]] for row in rows]]
            for group, rows in (("CT", CT), ("DSA", DSA))
            for visit, at in (("术前", 1), ("术后1个月", 2))
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None and not result.questions and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == [8, 7, 6, 9, 5, 8]
        assert values(result, "ODI", "1 month") == [30, 20, 10, 34, 22, 18]
        assert [one.header for one in result.mapping if one.term == "score"] == [
            "VAS 术前", "ODI 术前", "VAS 术后1个月", "ODI 术后1个月"
        ]  # fmt: skip

    def test_a_sheet_per_group_and_score(self) -> None:
        """CT组VAS, CT组ODI, DSA组VAS, DSA组ODI with the visits as columns: nobody of one group meets the other."""
        sheets = {
            f"{group}组{score}": [["序号", "术前", "术后1个月"], *[[row[0], row[at], row[at + 1]] for row in rows]]
            for group, rows in (("CT", CT), ("DSA", DSA))
            for score, at in (("VAS", 1), ("ODI", 3))
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None and not result.questions and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "1 month") == [3, 2, 4, 4, 1, 2]
        assert values(result, "ODI", "baseline") == [60, 70, 50, 64, 72, 58]


class TestSheetsOfScores:
    def test_a_sheet_of_patients_beside_long_scores(self) -> None:
        """One row per patient with the method is joined to every visit of the patient."""
        sheets = {
            "Patients": [["ID", "Guidance"], *[[n, "CT" if n % 2 else "DSA"] for n in range(6)]],
            "Scores": [
                ["ID", "Visit", "VAS"],
                *[[str(n), visit, score - n % 2] for n in range(6) for visit, score in (("Pre-op", 8), ("1 month", 3))],
            ],
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "1 month") == [3, 2, 3, 2, 3, 2]

    def test_numbers_that_stand_once_for_several_visits(self) -> None:
        """Where a long sheet writes the number only in the first row of a patient, the method is still joined."""
        scores: list[list[object]] = [["编号", "时间点", "VAS"]]
        for n in range(6):
            scores += [[f"P{n}", "术前", 8 - n % 2], [None, "术后1个月", 4], [None, "术后3个月", 2 + n % 3]]
        methods = [["编号", "引导方式"], *[[f"P{n}", "CT" if n % 2 else "DSA"] for n in range(6)]]

        result = opened(xlsx({"随访": scores, "基本信息": methods}))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "3 months") == [2, 3, 4, 2, 3, 4]

    def test_long_sheets_of_two_scores(self) -> None:
        """A sheet of VAS and one of ODI, each with a row per patient and visit, are joined by patient and visit."""
        sheets = {
            score: [
                ["编号", "引导方式", "时间点", score],
                *[
                    [f"{method}{row[0]}", method, visit, row[at + step]]
                    for method, rows in (("CT", CT), ("DSA", DSA))
                    for row in rows
                    for step, visit in enumerate(("术前", "术后1个月"))
                ],
            ]
            for score, at in (("VAS", 1), ("ODI", 3))
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None and result.cohort.n_patients == 6 and not result.questions
        assert "sheets_joined" in codes(result)
        assert values(result, "ODI", "1 month") == [30, 20, 10, 34, 22, 18]


class TestVisitsBesideAnotherScore:
    def test_a_sheet_per_visit_beside_a_sheet_of_all_visits(self) -> None:
        """Pain on a sheet per visit and disability with a column per visit are the same patients' scores."""
        pain = {
            visit: [["编号", "VAS"], *([n, score + n % 2] for n in range(1, 7))]
            for visit, score in (("术前", 8), ("术后1周", 4), ("术后1月", 2))
        }
        disability = [["编号", "引导方式", "术前ODI", "术后1月ODI"], *([n, "CT", 60, 20 + n] for n in range(1, 7))]

        result = opened(xlsx({**pain, "ODI": disability}))

        assert values(result, "VAS", "1 week") == [5, 4, 5, 4, 5, 4]
        assert values(result, "ODI", "1 month") == [21, 22, 23, 24, 25, 26]


class TestFollowUpsBesideThePatients:
    @pytest.mark.parametrize("has_method", [False, True])
    def test_a_sheet_of_the_start_without_a_visit(self, *, has_method: bool) -> None:
        """基本资料 with VAS and the methods beside 1月随访 and 6月随访 holds the baselines of the same six patients."""
        start = [[number, "CT" if number < 4 else "DSA", 9] for number in range(1, 7)]
        later = {"1月随访": 3, "6月随访": 2}
        sheets: dict[str, list[list[object]]] = {"基本资料": [["编号", "引导方式", "VAS"], *start]}
        for name, value in later.items():
            rows = [[number, method, value] for number, method, _ in reversed(start)]
            sheets[name] = [["编号", "引导方式", "VAS"], *rows] if has_method else [
                ["编号", "VAS"], *[[number, value] for number, _, value in rows]]  # fmt: skip

        result = opened(xlsx(sheets))

        assert result.cohort is not None and not result.questions
        assert [int((result.cohort.method == place).sum()) for place in (0, 1)] == [3, 3]
        held = [values(result, "VAS", visit) for visit in ("baseline", "1 month", "6 months")]
        assert held == [[9] * 6, [3] * 6, [2] * 6]


class TestYearsOfGroups:
    def test_a_year_is_no_visit(self) -> None:
        """2022年CT and 2023年CT number their patients from 1: 38 patients, and no sheet is one visit of another's."""
        names = ["2022年CT", "2023年CT", "2022年DSA", "2023年DSA"]
        head = ["序号", "术前VAS", "术后1月VAS"]
        rows = {
            name: [[n + 1, 5 + (n + place) % 5, (n * place) % 4] for n in range(8 + place)]
            for place, name in enumerate(names)
        }

        result = opened(xlsx({name: [head, *own] for name, own in rows.items()}))

        assert result.cohort is not None and not result.questions
        assert result.cohort.n_patients == 8 + 9 + 10 + 11
        assert "sheets_contradict" not in codes(result)
