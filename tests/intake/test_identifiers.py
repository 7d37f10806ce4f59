from __future__ import annotations

import pytest

from lib.intake.identifiers import holds_identity
from tests.intake.files import HEADER, ROWS, opened_rows, values


class TestIdentifiers:
    def test_a_column_of_remarks_that_holds_nothing_is_none(self) -> None:
        """Under 备注 nobody wrote anything: nothing was dropped, and the column is called empty."""
        rows = [[*row, None] for row in ROWS]

        result = opened_rows([[*HEADER, "备注"], *rows])

        assert result.dropped_identifiers == ()
        assert [(one.term, one.reason) for one in result.mapping if one.header == "备注"] == [("ignored", "empty")]

    def test_dropped_and_named(self) -> None:
        """Names, numbers, phones, addresses and birth dates are in no cohort, finding or example."""
        header = ["姓名", "身份证号", "住院号", "联系电话", "家庭住址", "出生日期", *HEADER]
        rows = [
            [f"测试{i}", f"99999919500101{i:03d}X", f"ZY{i:08d}", f"000{i:08d}", "某市1号", "1950-01-01", *row]
            for i, row in enumerate(ROWS)
        ]

        result = opened_rows([header, *rows])

        assert result.dropped_identifiers == tuple(header[:6])
        shown = repr((result.cohort, result.findings, [column.examples for column in result.mapping]))
        assert not any(str(cell) in shown for row in rows for cell in row[:6])

    @pytest.mark.parametrize(
        "cells",
        [
            [f"99999919500101{i:03d}X" for i in range(6)],
            [f"138000{i:05d}" for i in range(6)],
            ["王小明", "李娜", "张伟", "刘洋", "陈静", "杨磊"],
        ],
    )
    def test_found_by_value_under_another_header(self, cells: list[str]) -> None:
        """Identity numbers, phones and Chinese names are found under any header."""
        rows = [[*HEADER, "extra"], *[[*row, cell] for row, cell in zip(ROWS, cells, strict=True)]]

        assert opened_rows(rows).dropped_identifiers == ("extra",)

    @pytest.mark.parametrize(
        "header",
        ["Pt name", "Patient name (full)", "subject name", "NAME_OF_PATIENT", "PatientName", "Nom", "Initials",
         "Patientenname", "姓名(拼音)", "氏名(漢字)", "Pt"],
    )  # fmt: skip
    def test_names_in_a_small_file(self, header: str) -> None:
        """Six different names under a header of another language or spelling are dropped and no example is kept."""
        names = ["Smith John", "Doe Jane", "Lee Ann", "Kim Bo", "Ng Al", "Fox Meg"]

        result = opened_rows([[*HEADER, header], *[[*row, name] for row, name in zip(ROWS, names, strict=True)]])

        assert result.dropped_identifiers == (header,)
        assert not any(name in repr((result.cohort, result.mapping, result.findings)) for name in names)

    @pytest.mark.parametrize("header", ["SSN no", "Born", "Tel No", "Chart no", "Hospital ID", "MRN#"])
    def test_numbers_in_a_small_file(self, header: str) -> None:
        """Six different numbers under a header that says whose they are, are dropped."""
        rows = [[*row, 5550000 + 13 * i] for i, row in enumerate(ROWS)]

        assert opened_rows([[*HEADER, header], *rows]).dropped_identifiers == (header,)

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("Hospital ID", [1, 2] * 3),
            ("Drug name", ["A", "B"] * 3),
            ("住院天数", [3, 4] * 3),
            ("Telemetry", ["a", "b"] * 3),
            ("发生日期", ["2023-05-01", "2023-05-02"] * 3),
        ],
    )
    def test_like_an_identifier_but_none(self, header: str, cells: list[object]) -> None:
        """Two hospitals, names of drugs, days in hospital and the day of an event do not say who a patient is."""
        rows = [[*row, cell] for row, cell in zip(ROWS, cells, strict=True)]

        assert opened_rows([[*HEADER, header], *rows]).dropped_identifiers == ()

    def test_free_text_with_a_phone_is_dropped(self) -> None:
        """Remarks may name relatives."""
        rows = [
            [*HEADER, "remark"],
            *[[*row, f"家属电话0001234500{i}" if i == 0 else ""] for i, row in enumerate(ROWS)],
        ]

        assert opened_rows(rows).dropped_identifiers == ("remark",)

    def test_the_hospital_number_tells_patients_apart_and_is_dropped(self) -> None:
        """Without another id the hospital number pairs the rows of a patient and is not kept."""
        rows = [
            ["住院号", "组别", "时间", "VAS"],
            ["ZY100001", "CT", "术前", 8],
            ["ZY100001", "CT", "术后1周", 2],
            ["ZY100002", "DSA", "术前", 7],
        ]

        result = opened_rows(rows)

        assert values(result, "VAS", "1 week") == [2, None]
        assert result.dropped_identifiers == ("住院号",)


class TestHoldsIdentity:
    @pytest.mark.parametrize(
        ("text", "holds"),
        [
            ("99999919500101001X", True),
            ("tel 13800138000", True),
            ("a@b.org", True),
            ("2.14285714285714", False),
            ("76.83095998201672", False),
            ("7/10", False),
        ],
    )
    def test_texts(self, text: str, holds: bool) -> None:
        """The digits of a decimal are no identity number."""
        assert holds_identity(text) is holds
