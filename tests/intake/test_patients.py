from __future__ import annotations

import pytest

from lib.intake.settings import settings_of
from tests.intake.files import HEADER, ROWS, codes, opened, opened_rows, values, with_column, xlsx


class TestPatients:
    def test_rows_without_an_id_are_patients_of_their_own(self) -> None:
        """Nobody is paired with somebody else because both have no number."""
        result = opened_rows([HEADER, *with_column(0, [None, None])])

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert sum(finding.code == "missing_id" for finding in result.findings) == 2

    def test_numbers_that_start_again_in_each_method(self) -> None:
        """Where every method counts from 1 the method belongs to the patient's key, and that is said."""
        rows = [[i, method, 8, 3] for method in ("CT", "DSA") for i in (1, 2, 3, 4)]

        result = opened_rows([["编号", "组别", "术前VAS", "术后VAS"], *rows])

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 4, "DSA": 4}
        assert "ids_restart" in codes(result)

    def test_a_row_counter_is_no_patient(self) -> None:
        """In a long file 序号 counts rows; the hospital number that comes again pairs them."""
        rows = [
            ["序号", "住院号", "组别", "时间", "VAS"],
            [1, "ZY100001", "CT", "术前", 8],
            [2, "ZY100001", "CT", "术后1周", 2],
            [3, "ZY100002", "DSA", "术前", 7],
            [4, "ZY100002", "DSA", "术后1周", 3],
        ]

        assert values(opened_rows(rows), "VAS", "1 week") == [2, 3]

    def test_a_row_counter_beside_a_patient_number(self) -> None:
        """The number that comes again at every visit is the patient, not the one that never does: 8 -> 2 and 7 -> 3."""
        rows = [
            ["序号", "编号", "组别", "时间", "VAS"],
            [1, "A", "CT", "术前", 8],
            [2, "B", "DSA", "术前", 7],
            [3, "A", "CT", "术后1周", 2],
            [4, "B", "DSA", "术后1周", 3],
        ]

        assert values(opened_rows(rows), "VAS", "1 week") == [2, 3]

    def test_a_counter_that_begins_again_in_every_sheet(self) -> None:
        """Sheets of visits in another order: the hospital number pairs 8 with 2, the row number would 8 with 3."""
        header = ["序号", "住院号", "组别", "VAS"]
        before = [[1, "ZY100001", "CT", 8], [2, "ZY100002", "DSA", 7], [3, "ZY100003", "DSA", 6]]
        after = [[1, "ZY100002", "DSA", 3], [2, "ZY100003", "DSA", 1], [3, "ZY100001", "CT", 2]]

        result = opened(xlsx({"术前": [header, *before], "术后1周": [header, *after]}))

        assert values(result, "VAS", "1 week") == [2, 3, 1]
        assert not any("ZY1" in repr(finding) for finding in result.findings)

    def test_a_number_only_in_the_first_row(self) -> None:
        """Blank rows below a number are the later visits of that patient where every block begins before treatment."""
        rows = [
            ["id", "guidance", "visit", "VAS"],
            ["a", "CT", "baseline", 8],
            [None, None, "1 week", 4],
            [None, None, "1 month", 2],
            ["b", "DSA", "baseline", 7],
            [None, None, "1 month", 3],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 1, "DSA": 1}
        assert values(result, "VAS", "1 month") == [2, 3]
        assert "ids_filled_down" in codes(result)

    @pytest.mark.parametrize("header", ["患者", "姓名"])
    def test_a_name_only_in_the_first_row(self, header: str) -> None:
        """Where only a name in the first of each patient's rows says who it is, the rows below are the same patient."""
        names = ["张伟", "李娜", "王芳", "刘洋", "陈静", "杨磊"]
        rows = [
            [None if n else name, None if n else "CT" if place % 2 else "DSA", visit, 8 - 4 * n + place % 3]
            for place, name in enumerate(names)
            for n, visit in enumerate(("术前", "术后1月"))
        ]

        result = opened_rows([[header, "引导方式", "时间", "VAS"], *rows])

        assert values(result, "VAS", "baseline") == [8.0 + place % 3 for place in range(6)]
        assert values(result, "VAS", "1 month") == [4.0 + place % 3 for place in range(6)]
        assert not any(name in repr((result.cohort, result.findings)) for name in names)
        assert result.questions == () and result.cohort is not None
        assert result.cohort.facets("method") == {"DSA": 3, "CT": 3}

    def test_a_visit_that_comes_twice_is_nobody_s(self) -> None:
        """Two follow-ups of one visit under one number may be anybody's: nothing is filled in, nobody is paired."""
        rows = [
            ["id", "guidance", "visit", "VAS"],
            ["a", "CT", "baseline", 8],
            [None, "CT", "1 month", 4],
            [None, "CT", "1 month", 2],
            ["b", "DSA", "baseline", 7],
            [None, "DSA", "1 month", 3],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 5
        assert "ids_filled_down" not in codes(result)

    def test_a_long_file_without_ids_pairs_nobody(self) -> None:
        """Without any id each row is a patient, and that is said."""
        rows = [["组别", "时间", "VAS"], ["CT", "术前", 8], ["CT", "术后1周", 2]]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 2
        assert "no_patient_column" in codes(result)

    def test_identical_rows_count_once(self) -> None:
        """A patient entered twice with the same values is one patient, and said."""
        result = opened_rows([HEADER, *ROWS, ROWS[0]])

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert [finding.row for finding in result.findings if finding.code == "duplicate_rows"] == [8]

    def test_a_key_of_two_columns(self) -> None:
        """Ids that are reused across centres are told apart by the centre."""
        rows = [["site", "id", "group", "vas_pre", "vas_post"], ["A", 1, "CT", 8, 2], ["B", 1, "DSA", 7, 3]]

        result = opened_rows(rows, settings_of({"columns": {"patient": ["site", "id"]}}))

        assert result.cohort is not None and result.cohort.n_patients == 2

    def test_each_row_is_a_patient_where_the_study_names_no_id(self) -> None:
        """With every score named and no patient column, rows that share a number are different patients."""
        scores = [
            {"outcome": "VAS", "visit": "baseline", "column": "vas_pre"},
            {"outcome": "VAS", "visit": "1 month", "column": "vas_post"},
        ]

        result = opened_rows([HEADER, *ROWS, ["P01", "CT", 5, 5, 50, 50]], settings_of({"scores": scores}))

        assert values(result, "VAS", "1 month") == [3, 2, 4, 4, 1, 2, 5]


class TestOneOddBlockOfMany:
    """Ten patients numbered in the first of three rows each; the fourth begins in row 11."""

    @staticmethod
    def _rows() -> list[list[object]]:
        """Before treatment, after a week, after a month: 9, 6 and 3, one less for patients of even number."""
        return [
            [f"P{n}" if not place else None, "CT" if n % 2 else "DSA", visit, 9 - 3 * place - (n % 2 == 0)]
            for n in range(10) for place, visit in enumerate(("术前", "术后1周", "术后1月"))
        ]  # fmt: skip

    def test_a_visit_that_cannot_be_read_parts_nobody(self) -> None:
        """One patient's first visit is 不详: the row is not used, all ten keep their follow-ups."""
        rows = self._rows()
        rows[9][2] = "不详"

        result = opened_rows([["编号", "引导方式", "时间", "VAS"], *rows])

        assert result.cohort is not None and result.cohort.n_patients == 10
        assert values(result, "VAS", "1 month") == [2, 3] * 5
        assert [(one.row, one.column) for one in result.findings if one.code == "missing_visit"] == [(11, "C")]

    def test_the_rows_of_a_visit_twice_stay_nobody_s(self) -> None:
        """One patient has two rows 术后1月, of which one may be another's: only that patient's blanks stay."""
        rows = self._rows()
        rows[10][2] = "术后1月"

        result = opened_rows([["编号", "引导方式", "时间", "VAS"], *rows])

        assert result.cohort is not None
        found = list(zip(values(result, "VAS", "baseline"), values(result, "VAS", "1 month"), strict=True))
        assert [pair for pair in found if None not in pair] == [(8, 2), (9, 3), (8, 2), *[(8, 2), (9, 3)] * 3]
        assert [one.row for one in result.findings if one.code == "missing_id"] == [12, 13]
