"""Nobody's name among the words of a registry reaches a result."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.intake.opening import Opened
from lib.intake.settings import settings_of
from tests.intake.files import opened, opened_rows, xlsx

HEADER = ["ID", "Group", "VAS pre", "VAS 1 month"]
NAMES = ("张伟", "李娜", "Mary Jones", "王芳")


def _rows(header: str, cells: list[object]) -> list[list[object]]:
    return [
        [*HEADER, header],
        *[[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 1 + n % 4, cell] for n, cell in enumerate(cells)],
    ]


def _levels(result: Opened, name: str) -> list[str | None]:
    assert result.cohort is not None
    column = result.cohort.covariate_columns[name]
    return [str(column.levels[code]) if code >= 0 else None for code in column.code]


def _kept(result: Opened) -> str:
    return repr((result.cohort, result.findings, result.mapping, result.method_values, result.questions))


class TestOperators:
    @pytest.mark.parametrize("header", ["术者", "主刀医生", "Operator", "Referred by", "麻醉医师"])
    def test_are_told_apart_by_letters(self, header: str) -> None:
        """Two operators of six procedures are A and B in the order of the file; it is said that names were found."""
        result = opened_rows(_rows(header, ["张伟", "李娜", "张伟 ", "张伟", "李娜", None]))

        one, two = f"{header} A", f"{header} B"
        assert _levels(result, "operator") == [one, two, one, one, two, None]
        assert not [name for name in NAMES if name in _kept(result)]
        assert [one.parameters["n"] for one in result.findings if one.code == "names_coded"] == [2]

    def test_ranks_are_kept(self) -> None:
        """Who is senior says nothing of who it is."""
        result = opened_rows(_rows("Operator", ["senior", "resident"] * 3))

        assert _levels(result, "operator") == ["senior", "resident"] * 3

    def test_compared_by_operator(self) -> None:
        """Where the operators are compared they are letters too."""
        rows = _rows("术者", ["张伟", "李娜"] * 6)

        result = opened_rows(rows, settings_of({"columns": {"method": "术者"}}))

        assert result.cohort is not None
        assert result.cohort.methods == ("术者 A", "术者 B")
        assert not [name for name in NAMES if name in _kept(result)]

    def test_groups_named_by_persons(self) -> None:
        """A group column of persons, found without being named, is letters."""
        result = opened_rows([[*HEADER[:1], "组别", *HEADER[2:]], *[row[:4] for row in _named_groups()]])

        assert result.cohort is not None
        assert result.cohort.methods == ("组别 A", "组别 B")


def _named_groups() -> list[list[object]]:
    return [[f"P{n}", ("张伟", "李娜")[n % 2], 7 + n % 3, 1 + n % 4] for n in range(12)]


class TestOthers:
    def test_a_name_is_no_sex(self) -> None:
        """Of 男 女 李娜 M F 未婚 the third and the last are missing, each named by its cell."""
        result = opened_rows(_rows("性别", ["男", "女", "李娜", "M", "F", "未婚"]))

        assert _levels(result, "sex") == ["M", "F", None, "M", "F", None]
        assert [(one.row, one.code) for one in result.findings if one.column == "E"] == [
            (4, "name_withheld"), (7, "unknown_sex"),
        ]  # fmt: skip
        assert "李娜" not in _kept(result)

    def test_codes_of_sex_stay_as_they_are(self) -> None:
        """1 and 2 without a legend are two kinds whose names are not guessed."""
        assert _levels(opened_rows(_rows("性别", [1, 2, 1, 2, 1, 2])), "sex") == ["1", "2", "1", "2", "1", "2"]

    def test_a_column_of_few_persons_is_dropped(self) -> None:
        """Two names that come again under a header that says nothing are an identifier, announced."""
        result = opened_rows(_rows("info", ["张伟", "李娜"] * 3))

        assert result.dropped_identifiers == ("info",)
        assert not [name for name in NAMES if name in _kept(result)]

    def test_a_long_word_is_looked_at_to_its_end(self) -> None:
        """Of a method in 1,500 characters the name at its end is hidden, and the rest of it kept."""
        long = "甲种方案 " * 300
        rows = _rows("部位", ["胸椎", "腰椎"] * 3)
        for row in rows[1:4]:
            row[1] = f"{long}患者张秀兰代诉"

        kept = _kept(opened_rows(rows))

        assert "张秀兰" not in kept and long in kept

    @pytest.mark.parametrize("cell", ["张伟", "Mary Jones", "110101199003074514", "13912345678", 110101199003074500])
    def test_one_name_among_kinds_is_withheld(self, cell: object) -> None:
        """The other kinds stay; the cell is missing, named by its place, and not repeated."""
        result = opened_rows(_rows("原发肿瘤", ["肺癌", "肝癌", cell, "肺癌", "肝癌", "肺癌"]))

        assert _levels(result, "primary_tumour") == ["肺癌", "肝癌", None, "肺癌", "肝癌", "肺癌"]
        assert [(one.row, one.value) for one in result.findings if one.code == "name_withheld"] == [(4, None)]
        assert str(cell)[:12] not in _kept(result)

    def test_a_name_under_complications(self) -> None:
        """A person is no complication and is not counted as one."""
        result = opened_rows(_rows("并发症", ["无", "张伟", "血肿", "无", "无", "无"]))

        assert result.cohort is not None
        assert result.cohort.event_counts("complication").of("CT") == (0, 2)
        assert "张伟" not in _kept(result)


class TestHeadersAndFiles:
    def test_a_name_in_headers_gives_way_to_a_letter(self) -> None:
        """Two assessors stay two scores, without their names."""
        head = ["ID", "Group", "VAS 张三 术前", "VAS 张三 术后1月", "VAS 李四 术前", "VAS 李四 术后1月"]
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 8, 3 + n % 2, 7, 2 + n % 3] for n in range(12)]

        result = opened_rows([head, *rows])

        assert result.cohort is not None
        assert len(result.cohort.scales) == 2
        assert not [name for name in ("张三", "李四") if name in _kept(result)]

    def test_nothing_in_the_records(self, tmp_path: Path) -> None:
        """File, sheet, header, operator, sex and event name persons; none of them is in the JSON."""
        rows = [
            ["ID", "引导方式", "VAS 张三 术前", "VAS 张三 术后1月", "术者", "性别", "并发症"],
            *[
                [
                    f"P{n}",
                    "CT" if n % 2 else "DSA",
                    8 - n % 3,
                    3 + n % 2,
                    ("张伟", "王芳")[n % 2],
                    ("男", "李娜")[n % 2],
                    ("无", "刘洋")[n % 5 == 0],
                ]
                for n in range(12)
            ],
        ]
        file, out = tmp_path / "赵敏 登记.xlsx", tmp_path / "out.json"
        file.write_bytes(xlsx({"陈静的病人": rows}))

        assert main(["analyse", str(file), "--json", str(out)]) == 0

        written = out.read_text("utf-8")
        assert json.loads(written)["within"]
        assert not [name for name in ("张三", "张伟", "王芳", "李娜", "刘洋", "赵敏", "陈静") if name in written]


class TestWordsOfOtherColumns:
    @pytest.mark.parametrize("cell", ["是 欧阳震华", "血肿 患者Qwertina Zanzibar"])
    def test_hold_no_name_of_a_patient(self, cell: str) -> None:
        """A name from the column of names, or behind the word for a patient, is left out of an event, which stays."""
        names = [f"李小{one}" for one in "伟芳娜敏静丽强磊军洋"]
        rows = [[f"P{n}", name, "CT" if n % 2 else "DSA", 7, 2 + n % 4, "无"] for n, name in enumerate(names)]
        rows[3][1], rows[3][5], rows[4][5] = "欧阳震华", cell, cell

        result = opened_rows([["编号", "姓名", "引导方式", "术前VAS", "术后1个月VAS", "并发症"], *rows])

        assert result.cohort is not None
        assert (result.cohort.events["complication"].code > 0).sum() == 2
        assert not {"欧阳震华", "Qwertina", "Zanzibar"} & set(_kept(result).replace("'", " ").split())
        assert "欧阳震华" not in _kept(result) and "Zanzibar" not in _kept(result)

    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ("椎旁静脉 张伟", "椎旁静脉 …"),
            ("血肿，冯巩告知", "血肿,…告知"),
            ("血肿 谌震东", "血肿 …"),
            ("肺炎，李娜告知", "肺炎,…告知"),
            ("见欧阳震华记录", "见…记录"),
            ("4 王芳", "4 …"),
            ("努尔古丽·艾尼瓦尔 来电", "… 来电"),
            ("见J. Whitfield备注", "见…备注"),
            ("血肿 Mary Jones", "血肿 …"),
            ("Dr. Whitfield saw no leak", "Dr. … saw no leak"),
            ("刘洋主任阅片：少量", "…主任阅片:少量"),
            ("女方 ZY1234567", "女方 …"),
            ("患者张秀兰术前疼痛", "患者…术前疼痛"),
            ("病人李建国诉疼痛", "病人…诉疼痛"),
        ],
    )
    @pytest.mark.parametrize("header", ["原发肿瘤", "麻醉方式", "病灶部位"])
    def test_hold_no_name_by_its_shape(self, header: str, cell: str, shown: str) -> None:
        """Two rows of six name somebody within other words: those words stay, the name is in nothing that is kept."""
        result = opened_rows(_rows(header, ["甲", "乙", cell, "甲", "乙", cell]))

        term = {"原发肿瘤": "primary_tumour", "病灶部位": "site"}.get(header, header)
        assert _levels(result, term)[:3] == ["甲", "乙", shown.replace("…", "...")]
        assert cell not in _kept(result)

    @pytest.mark.parametrize(
        "words",
        [
            ("高分化腺癌", "何杰金淋巴瘤"),
            ("N. ischiadicus", "Von Hippel Lindau"),
            ("金山医院", "汪清县医院"),
            ("联系家属", "家属代诉"),
            ("潘生丁", "范德华"),
            ("向家属告知", "蒲公英"),
            ("Artis Zeego", "Siemens SOMATOM"),
            ("医生评", "护士评估"),
            ("石家庄", "Simplex P"),
            ("患者高龄", "病人平卧"),
        ],
    )
    def test_stay_where_they_name_nobody(self, words: tuple[str, str]) -> None:
        """Tumours, nerves, places, devices and who was asked are kept as they are written, and nothing is told."""
        result = opened_rows(_rows("种类", list(words) * 6))

        assert _levels(result, "种类")[:2] == list(words)
        assert not {one.code for one in result.findings} & {"name_withheld", "names_coded"}


class TestMethods:
    @pytest.mark.parametrize("cell", ["CT 张伟", "CT（李娜）", "CT-Mary Jones", "CT 13912345678"])
    def test_are_taken_without_who_did_it(self, cell: str) -> None:
        """One of twelve methods also names somebody: it is CT like the others."""
        rows = [[f"P{n}", cell if n == 3 else ("DSA", "CT")[n % 2], 7 + n % 3, 1 + n % 4] for n in range(12)]

        result = opened_rows([HEADER, *rows])

        assert result.cohort is not None
        assert result.cohort.methods == ("CT", "DSA")
        assert "…" not in repr(result.method_values) and cell not in _kept(result)

    def test_sheets_of_two_persons_stay_apart(self) -> None:
        """Sheets CT 张伟 and CT 李娜 with ids from 1 in both: twelve patients, and no name in the methods."""
        rows = [[n + 1, 7 + n % 3, 1 + n % 4] for n in range(6)]
        sheets = {"CT 张伟": [["ID", *HEADER[2:]], *rows], "CT 李娜": [["ID", *HEADER[2:]], *rows[::-1]]}

        result = opened(xlsx(sheets), settings=settings_of({"sheets_are": "groups"}))

        assert result.cohort is not None
        assert result.cohort.n_patients == 12
        assert not [name for name in NAMES if name in repr((result.cohort.methods, result.method_values))]


class TestExamples:
    def test_are_words_that_several_rows_share(self) -> None:
        """Addresses that differ in every row are no name and no number, and none is shown as an example; ages are."""
        result = opened_rows(_rows("来源", [f"文三路{n}号" for n in range(30, 42)]))
        ages = opened_rows(_rows("年龄", list(range(50, 62))))

        assert [one.examples for one in result.mapping if one.header == "来源"] == [()]
        assert [one.examples for one in ages.mapping if one.header == "年龄"] == [("50", "51", "52")]

    def test_long_whole_numbers_number_people(self) -> None:
        """Twelve different numbers of seven digits under a header that says nothing are dropped; costs are kept."""
        numbers = [5398028 + 7919 * n for n in range(12)]

        assert opened_rows(_rows("X1", numbers)).dropped_identifiers == ("X1",)
        assert opened_rows(_rows("费用(元)", numbers)).dropped_identifiers == ()
