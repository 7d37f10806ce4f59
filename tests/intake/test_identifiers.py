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

    @pytest.mark.parametrize(
        "cells",
        [
            ["王 明", "李 娜", "张 伟", "刘 洋", "陈 静", "杨 磊"],
            ["王某某", "李**", "张*伟", "刘XX", "陈某", "杨某某"],
            ["买买提·艾山", "阿依·古丽", "努尔·木沙", "阿依·古丽尔", "买买提·吐尔", "努尔·古丽"],
            ["王伟 男 65岁", "李娜 女 70岁", "张强 男 58岁", "刘洋 男 61岁", "陈静 女 72岁", "杨磊 男 66岁"],
            ["王伟之子代诉", "李娜之女代诉", "张强之妻代诉", "刘洋之女代诉", "陈静之子代诉", "杨磊之妻代诉"],
            [f"999999 195001{i + 10} 001X" for i in range(6)],
            [f"0086138000{i:05d}" for i in range(6)],
            [f"020 7000 000{i}" for i in range(6)],
            [f"555-000-000{i}" for i in range(6)],
            [f"MRN-000000{i}" for i in range(6)],
            [f"测试省样本市第{i}路{i}号{i}室" for i in range(6)],
            [f"{i + 1} High Street, Anytown" for i in range(6)],
            [f"19{50 + i}.3.4" for i in range(6)],
            [f"19{50 + i}年3月4日" for i in range(6)],
        ],
    )
    def test_found_by_value_in_other_spellings(self, cells: list[str]) -> None:
        """Names with blanks, dots, stars or an age, numbers in groups, addresses and dates before cement are found."""
        rows = [[*HEADER, "列1"], *[[*row, cell] for row, cell in zip(ROWS, cells, strict=True)]]

        assert opened_rows(rows).dropped_identifiers == ("列1",)

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("xingming", ["甲某", "乙某"] * 3),
            ("緊急聯絡人", ["甲", "乙"] * 3),
            ("籍貫", ["样本", "测试"] * 3),
            ("工作單位", ["一厂", "二厂"] * 3),
            ("csrq", ["1950-01-01", "1951-01-01"] * 3),
            ("病床号", ["1床", "2床"] * 3),
            ("健保卡號", [f"33000{i}" for i in range(6)]),
            ("片号", [100001 + i for i in range(6)]),
            ("病历编码", [100001 + i for i in range(6)]),
            ("Chart #", [100001 + i for i in range(6)]),
            ("患者唯一号", [100001 + i for i in range(6)]),
            ("现病史", [f"腰痛{i}月加重" for i in range(6)]),
        ],
    )
    def test_headers_of_hospital_systems(self, header: str, cells: list[object]) -> None:
        """Pinyin, traditional characters and the many words for a number of a hospital are known."""
        rows = [[*row, cell] for row, cell in zip(ROWS, cells, strict=True)]

        assert opened_rows([[*HEADER, header], *rows]).dropped_identifiers == (header,)

    @pytest.mark.parametrize(
        ("header", "first"),
        [("患者ID", 1000001), ("Encounter ID", 1000001), ("片号", 1000001), ("Patient No.", 1000001), ("列1", 1000001)],
    )
    def test_a_number_that_comes_again_in_every_row_of_a_patient(self, header: str, first: int) -> None:
        """In a row per visit a hospital's number stands several times: it is dropped and describes nobody."""
        head = ["编号", "组别", "时间", "VAS", header]
        rows = [
            [f"P{n:02d}", ("CT", "DSA")[n % 2], visit, 9 - n % 3 - 2 * later, first + 37 * n]
            for n in range(10)
            for later, visit in enumerate(("术前", "术后1周", "术后1月"))
        ]

        result = opened_rows([head, *rows])

        assert result.dropped_identifiers == (header,)
        assert result.cohort is not None
        assert header not in result.cohort.covariate_columns

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("户籍类型", ["农村", "城镇"] * 3),
            ("手术记录时间", ["9:10", "10:20", "11:30", "12:40", "13:50", "14:15"]),
            ("既往史", ["高血压", "糖尿病"] * 3),
            ("医保类型", ["职工", "居民"] * 3),
            ("WHO", [0, 1] * 3),
            ("No. of lesions", [1, 2, 3] * 2),
        ],
    )
    def test_a_clinical_column_stays(self, header: str, cells: list[object]) -> None:
        """Town or country, a time of day, diseases before, kind of insurance, WHO and counts are of use and stay."""
        rows = [[*row, cell] for row, cell in zip(ROWS, cells, strict=True)]

        assert opened_rows([[*HEADER, header], *rows]).dropped_identifiers == ()

    def test_a_second_number_at_the_right_is_no_second_table(self) -> None:
        """患者ID behind the scores, with numbers of its own, belongs to the patients on its left."""
        rows = [[f"P{n:02d}", ("CT", "DSA")[n % 2], 8, 3, 700001 + n, f"199900{n:02d}"] for n in range(12)]

        result = opened_rows([["编号", "组别", "术前VAS", "术后1月VAS", "患者ID", "检查单号"], *rows])

        assert result.dropped_identifiers == ("患者ID", "检查单号")
        assert result.source.patients == 12


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


class TestWordsThatComeAgain:
    @pytest.mark.parametrize("in_turn", [True, False])
    @pytest.mark.parametrize(
        ("header", "words"),
        [
            ("Device", ["Artis Zeego", "Allura Xper", "Innova Plus", "Infinix Sky", "Discovery Igs"]),
            ("Histology", ["Squamous cell carcinoma", "Adenocarcinoma of lung", "Renal cell carcinoma",
                           "Hepatocellular carcinoma", "Papillary carcinoma"]),
        ],
    )  # fmt: skip
    def test_a_few_equally_frequent_ones_are_no_persons(self, header: str, words: list[str], in_turn: bool) -> None:
        """Five devices or tumours of six patients each are neither names nor remarks: they stay for the baseline."""
        cells = words * 6 if in_turn else sorted(words * 6)
        rows = [[n + 1, ("CT", "DSA")[n % 2], cell, 8 - n % 3, 3 - n % 2] for n, cell in enumerate(cells)]

        result = opened_rows([["编号", "引导方式", header, "术前VAS", "术后1月VAS"], *rows])

        assert result.dropped_identifiers == ()
        assert [one.term for one in result.mapping if one.header == header] != ["identifier"]
