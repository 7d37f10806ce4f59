from __future__ import annotations

import pytest

from lib.intake.persons import is_person, without_persons


class TestIsPerson:
    @pytest.mark.parametrize(
        "text",
        [
            "张伟",
            "李娜",
            "王秀英",
            "陈建国",
            "欧阳娜",
            "张三",
            "李医生",
            "张主任",
            "Mary Jones",
            "Zhang Wei",
            "zhang wei",
            "LI XIAOMING",
            "Dr. Lee",
            "Dr Smith",
            "J. Smith",
            "Smith, John",
            "Bob",
            "Prof. Müller",
            " 张伟 ",
        ],
    )
    def test_names(self, text: str) -> None:
        """Names as registries write them, in characters, pinyin and Western spelling, with titles and initials."""
        assert is_person(text)

    @pytest.mark.parametrize(
        "text",
        [
            "肺癌",
            "高分化",
            "高强度",
            "高敏感",
            "严重",
            "白色",
            "金属",
            "金华",
            "石膏",
            "向上",
            "高血压",
            "高中",
            "韩国",
            "汉族",
            "马尾",
            "左髂骨",
            "武汉协和医院",
            "白蛋白",
            "陈旧性",
            "Breast Cancer",
            "Left Side",
            "Non-small cell lung",
            "Lower Back",
            "Hospital A",
            "Type A",
            "Grade B",
            "E. coli",
            "L. Iliac",
            "Osteopal V",
            "Han",
            "Sun",
            "CT Guided",
            "Stage III",
            "Multiple Myeloma",
            "Renal Cell",
            "New York",
            "Long Bone",
            "White British",
            "Han Chinese",
            "C-arm",
            "CT",
            "女",
            "Paul Brousse Hospital",
            "PMMA",
            "none",
            "T12",
            "",
        ],
    )
    def test_what_only_looks_like_one(self, text: str) -> None:
        """Words of the field that begin like a family name, or are written in capitals, are kept."""
        assert not is_person(text)


class TestWithoutPersons:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("VAS 张三 术前", "VAS … 术前"),
            ("张三术前VAS", "…术前VAS"),
            ("张伟的表", "…的表"),
            ("李娜 2020.xlsx", "… 2020.xlsx"),
            ("Mary Jones VAS pre", "… VAS pre"),
            ("骨水泥注射登记表", "骨水泥注射登记表"),
            ("CT组", "CT组"),
            ("VAS术后3月(护士张丽)", "VAS术后3月(护士…)"),
            ("CT引导张秀兰医生", "CT引导…医生"),
            ("王建军整理", "…整理"),
            ("Patient John Whitfield", "…"),
            ("高年资医师组", "高年资医师组"),
            ("经治医生", "经治医生"),
            ("术者", "术者"),
            ("registry.xlsx", "registry.xlsx"),
            ("110101199003074514", "…"),
        ],
    )
    def test_within_a_text(self, text: str, shown: str) -> None:
        """A name within a header, a sheet's or a file's name gives way; everything else stays."""
        assert without_persons(text) == shown
