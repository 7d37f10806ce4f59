from __future__ import annotations

from tests.intake.files import codes, opened_rows, values

PATIENTS = [(f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, 60 + n, 20 + n) for n in range(8)]


class TestColumnsOfTable:
    def test_blank_columns_between_groups_of_columns(self) -> None:
        """Patients, VAS and ODI parted by one and by three blank columns are one table."""
        rows: list[list[object]] = [
            ["编号", "引导方式", None, "术前VAS", "术后1月VAS", None, None, None, "术前ODI", "术后1月ODI"]
        ]
        rows += [[one[0], one[1], None, one[2], one[3], None, None, None, one[4], one[5]] for one in PATIENTS]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == [one[2] for one in PATIENTS]
        assert values(result, "ODI", "1 month") == [one[5] for one in PATIENTS]
        assert "several_tables" not in codes(result)

    def test_another_table_of_patients(self) -> None:
        """A block with other patients' numbers, three columns away, adds nobody and nothing to the table."""
        rows: list[list[object]] = [["编号", "引导方式", "术前VAS", "术后1月VAS", None, None, None, "编号", "电话预约"]]
        rows += [[*one[:4], None, None, None, f"Q{place}", "是"] for place, one in enumerate(PATIENTS)]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 8 and not result.cohort.covariates

    def test_a_short_list_beside_the_data(self) -> None:
        """A list that fills few rows is no part of the table."""
        rows: list[list[object]] = [["编号", "引导方式", "术前VAS", "术后1月VAS", None, None, None, "年龄", "性别"]]
        rows += [[*one[:4], None, None, None, *((60, "女") if place < 2 else ())] for place, one in enumerate(PATIENTS)]

        result = opened_rows(rows)

        assert "several_tables" in codes(result)
