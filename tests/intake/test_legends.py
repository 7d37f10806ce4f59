"""Codes that a header explains are read as it says, and what it does not explain is not guessed."""

from __future__ import annotations

import pytest

from lib.intake.explained import explained, without_legend
from lib.intake.opening import Opened
from lib.registry.events import NOT
from tests.intake.files import codes, opened_rows


def registry(header: str, cells: list[object], method: str = "引导方式") -> Opened:
    """Ten patients, CT and DSA in turn, with a further column."""
    rows = [[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, cell] for n, cell in enumerate(cells)]
    return opened_rows([["编号", method, "术前VAS", "术后1个月VAS", header], *rows])


class TestExplained:
    @pytest.mark.parametrize(
        ("header", "legend", "rest"),
        [
            ("骨水泥渗漏(0=有,1=无)", {"0": "有", "1": "无"}, "骨水泥渗漏"),
            ("渗漏(0无 1椎旁 2椎间盘)", {"0": "无", "1": "椎旁", "2": "椎间盘"}, "渗漏"),
            ("渗漏情况（1.无，2.静脉，3.椎旁）", {"1": "无", "2": "静脉", "3": "椎旁"}, "渗漏情况"),
            ("骨水泥渗漏 (0 有 / 1 无)", {"0": "有", "1": "无"}, "骨水泥渗漏"),
            ("并发症0有1无", {"0": "有", "1": "无"}, "并发症"),
            ("骨水泥渗漏0=无1=有", {"0": "无", "1": "有"}, "骨水泥渗漏"),
            ("Sex: 1=male; 2=female", {"1": "male", "2": "female"}, "Sex"),
            ("性别（男=1，女=2）", {"1": "男", "2": "女"}, "性别"),
            ("VAS 1 month (99=missing)", {"99": "missing"}, "VAS 1 month"),
            ("technical_success [0=yes]", {"0": "yes"}, "technical_success"),
        ],
    )
    def test_what_codes_mean(self, header: str, legend: dict[str, str], rest: str) -> None:
        """With = or :, in brackets or behind the name, code or word first."""
        assert (explained(header), without_legend(header)) == (legend, rest)

    @pytest.mark.parametrize(
        "header", ["VAS T1:术前", "VAS(1=术前)", "随访1:术后1月", "ODI 0-100%", "VAS 0-10", "time 10:30", "VAS1(术前)"]
    )
    def test_numbers_of_visits_and_ranges_are_no_legend(self, header: str) -> None:
        """A single pair that is no answer, a range and a time explain no code."""
        assert (explained(header), without_legend(header)) == ({}, header)


class TestDecoded:
    @pytest.mark.parametrize(
        "header", ["骨水泥渗漏(0=有,1=无)", "Cement leakage (0=yes, 1=no)", "cement leakage [0=yes]", "渗漏0有1无"]
    )
    def test_yes_is_what_the_header_says(self, header: str) -> None:
        """Three of ten have the code for yes, which is 0 here; the column and its legend are named."""
        result = registry(header, [0, 0, 0, *[1] * 7])

        assert result.cohort is not None
        leakage = result.cohort.events["leakage"]
        assert [leakage.levels[code] != NOT for code in leakage.code] == [True] * 3 + [False] * 7
        assert [(one.column, one.taken_as) for one in result.findings if one.code == "legend_used"] == [("E", "words")]

    def test_a_code_without_meaning_is_missing(self) -> None:
        """A 2 that the header does not explain counts neither as a leak nor as none."""
        result = registry("渗漏(0=无,1=有)", [2, 1, *[0] * 8])

        assert result.cohort is not None
        assert result.cohort.events["leakage"].code[0] == -1
        assert [(one.row, one.column) for one in result.findings if one.code == "code_without_legend"] == [(2, "E")]

    def test_sexes_and_methods_have_their_names(self) -> None:
        """1 and 2 become women and men, and DSA and CT, as the headers say."""
        rows = [[f"P{n}", 1 + n % 2, 7 + n % 3, 2 + n % 4, 1 + n % 2] for n in range(10)]
        head = ["编号", "引导方式(1=DSA,2=CT)", "术前VAS", "术后1个月VAS", "性别(1=女,2=男)"]

        result = opened_rows([head, *rows])

        assert result.cohort is not None
        assert result.cohort.facets("method") == {"CT": 5, "DSA": 5}
        assert result.cohort.covariate_columns["sex"].levels == ("F", "M")
        assert "coded_groups" not in codes(result)

    def test_a_scale_keeps_its_ends(self) -> None:
        """0=无痛 and 10=剧痛 describe the scale: scores of 0 and 10 stay numbers, and a 99 that is missing is none."""
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 10 - n % 3, [0, 99, 2][n % 3]] for n in range(12)]

        result = opened_rows([["编号", "引导方式", "术前VAS(0=无痛,10=剧痛)", "术后1月VAS(99=缺失)"], *rows])

        assert result.cohort is not None
        assert result.cohort.scores["VAS", "baseline"].numbers.max() == 10
        after = result.cohort.scores["VAS", "1 month"]
        assert sorted({float(after.numbers[n]) for n in range(12) if after.code[n] >= 0}) == [0, 2]


class TestLettersOfGroups:
    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("组别(A:CT引导;B:DSA引导)", ("A", "A组", "B", "B组")),
            ("Group (A = CT, B = DSA)", ("a", "Group A", "B", "group b")),
            ("组别（CT=A，DSA=B）", ("A", "A组", "B", "B组")),
            ("组别(甲=CT,乙=DSA)", ("甲", "甲组", "乙", "乙组")),
            ("组别（观察组：CT引导；对照组：DSA引导）", ("观察组", "观察", "对照组", "对照")),
        ],
    )
    def test_are_read_as_the_header_says(self, header: str, cells: tuple[str, ...]) -> None:
        """Four spellings of two codes are the two methods of the legend, six patients each, and the legend is told."""
        rows = [[n, cells[n % 4], 8, 2 + n % 3] for n in range(12)]

        result = opened_rows([["编号", header, "VAS术前", "VAS术后1月"], *rows])

        assert result.cohort is not None
        assert result.cohort.methods == ("CT", "DSA")
        assert [int((result.cohort.method == place).sum()) for place in (0, 1)] == [6, 6]
        assert "legend_used" in codes(result)
