from __future__ import annotations

import pytest

from lib.intake.opening import SourceFile, open_registry
from tests.intake.files import codes, csv, opened, values, xlsx

HEAD = ["编号", "引导方式", "术前VAS", "术后1月VAS"]
ROWS = [[n, "CT" if n % 2 else "DSA", 8, 2 + n % 3] for n in range(1, 13)]


class TestATextFileBesideAWorkbook:
    def test_the_same_rows_are_no_conflict(self) -> None:
        """One registry dropped as csv and as xlsx: twelve patients, each counted once, and nothing to ask."""
        result = open_registry(
            [
                SourceFile(name="登记.csv", content=csv([HEAD, *ROWS]).encode()),
                SourceFile(name="登记.xlsx", content=xlsx({"Sheet1": [HEAD, *ROWS]})),
            ]
        )

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert "duplicate_rows" in codes(result) and "duplicate_patient_conflict" not in codes(result)

    def test_leading_zeros_stay(self) -> None:
        """007 of the text file and 7 of the workbook are two patients."""
        result = open_registry(
            [
                SourceFile(
                    name="a.csv", content=csv([HEAD, *[[f"00{n}", *row[1:]] for n, row in enumerate(ROWS)]]).encode()
                ),
                SourceFile(
                    name="b.xlsx",
                    content=xlsx({"Sheet1": [HEAD, *[[f"B{n}", *row[1:]] for n, row in enumerate(ROWS)]]}),
                ),
            ]
        )

        assert result.cohort is not None and result.cohort.n_patients == 24


class TestTwoColumnsOfOneMeaning:
    def test_the_header_in_common_counts(self) -> None:
        """组别 (PVP, PKP) beside 引导方式 on the second sheet takes nothing from it: 12 have CT, 12 DSA."""
        second = [[f"B{n}", "PVP" if n < 4 else "PKP", *rest] for n, *rest in ROWS]

        result = opened(
            xlsx(
                {
                    "A院": [HEAD, *[[f"A{n}", *rest] for n, *rest in ROWS]],
                    "B院": [["编号", "组别", *HEAD[1:]], *second],
                }
            )
        )

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert [int((result.cohort.method == place).sum()) for place in (0, 1)] == [12, 12]

    def test_a_running_number_is_no_patient(self) -> None:
        """序号 counts the rows of the second visit's sheet in another order; 编号 says whose follow-up it is."""
        first = [[f"{n:03}", method, 8 - n / 4] for n, method, *_ in ROWS]
        second = [
            [f"{k:03}", f"{n:03}", method, 7 - n / 4] for k, (n, method, *_) in enumerate(reversed(ROWS), start=1)
        ]

        result = opened(xlsx({
            "术前": [["编号", "引导方式", "VAS"], *first], "术后1月": [["序号", "编号", "引导方式", "VAS"], *second],
        }))  # fmt: skip

        assert not result.questions
        assert values(result, "VAS", "baseline") == [8 - n / 4 for n, *_ in ROWS]
        assert values(result, "VAS", "1 month") == [7 - n / 4 for n, *_ in ROWS]


class TestSheetsNamedAfterMethods:
    def test_are_groups_whatever_was_scored(self) -> None:
        """VAS on the sheet CT and NRS on the sheet DSA, numbered from 1 on both: 24 patients, not 12."""
        rows = [[n, before, after] for n, _, before, after in ROWS]

        result = opened(xlsx({
            "CT": [["编号", "术前VAS", "术后1月VAS"], *rows], "DSA": [["编号", "术前NRS", "术后1月NRS"], *rows],
        }))  # fmt: skip

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert result.cohort.n_patients == 24


class TestColumnsOfPatients:
    def test_come_together_in_other_words(self) -> None:
        """年龄 and "age (years)", 骨水泥渗漏 and leakage, 节段 and level are one column each: nobody's are missing."""
        rows = [[n, 60 + n, "有" if n == 1 else "无", f"L{1 + n % 4}", before, after] for n, _, before, after in ROWS]
        scores = ["术前VAS", "术后1月VAS"]

        result = opened(xlsx({
            "CT组": [["序号", "年龄", "骨水泥渗漏", "节段", *scores], *rows],
            "DSA组": [["序号", "age (years)", "leakage", "手术节段", *scores], *rows],
        }))  # fmt: skip

        assert result.cohort is not None
        columns = {**result.cohort.covariate_columns, **result.cohort.events}
        assert {name: int((column.code >= 0).sum()) for name, column in columns.items()} == {
            "age": 24, "site": 24, "leakage": 24,
        }  # fmt: skip

    def test_stay_apart_where_a_header_explains_its_codes(self) -> None:
        """1 is a man by one header and a woman by the other: a column read under the other's header would be wrong."""
        rows = [[n, n % 2, before, after] for n, _, before, after in ROWS]
        scores = ["术前VAS", "术后1月VAS"]

        result = opened(xlsx({
            "CT组": [["序号", "性别(1=男,0=女)", *scores], *rows], "DSA组": [["序号", "sex (1=F,0=M)", *scores], *rows],
        }))  # fmt: skip

        assert result.cohort is not None
        first = result.cohort.covariate_columns["sex"]
        assert [first.levels[code] if code >= 0 else None for code in first.code] == ["M", "F"] * 6 + [None] * 12


class TestNumbersOfPatients:
    @pytest.mark.parametrize(("first", "second"), [("住院号", "病历号"), ("编号", "住院号码"), ("MRN", "Case No")])
    def test_the_same_numbers_are_the_same_patients(self, first: str, second: str) -> None:
        """The sheets of two visits call the patient's number differently: 12 patients, and each has both scores."""
        before = [[f"B{n + 100}", method, 8 - n / 4] for n, method, *_ in ROWS]
        after = [[f"B{n + 100}", method, 4 - n / 4] for n, method, *_ in reversed(ROWS)]

        result = opened(xlsx({
            "术前": [[first, "引导方式", "VAS"], *before], "术后1月": [[second, "引导方式", "VAS"], *after],
        }))  # fmt: skip

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert values(result, "VAS", "baseline") == [8 - n / 4 for n, *_ in ROWS]
        assert values(result, "VAS", "1 month") == [4 - n / 4 for n, *_ in ROWS]
