"""One patient's number in two spellings is one patient; two patients are never made one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.intake.opening import Opened
from lib.intake.spellings import are_surely_different
from tests.intake.files import codes, opened, opened_rows, xlsx

HEAD = ["编号", "方法", "性别", "时间", "VAS"]
VISITS = ("术前", "术后1周", "术后1月")


def _long(number: Callable[[int, int], object], *more: list[object]) -> Opened:
    """Twelve patients with three visits; `number` writes the number of a patient at a visit."""
    rows = [
        [
            number(n, v),
            "CT" if n % 2 else "DSA",
            "男" if n % 3 else "女",
            VISITS[v],
            8 - 2 * v - n % 2 - (n + v) % 3 / 2,
        ]
        for n in range(1, 13)
        for v in range(3)
    ]
    return opened_rows([HEAD, *rows, *more])


def _paired(result: Opened) -> tuple[int, int]:
    """(patients, those with both the score before treatment and the one after a month)."""
    assert result.cohort is not None
    before, after = (result.cohort.scores["VAS", visit].code for visit in ("baseline", "1 month"))
    return result.cohort.n_patients, int(((before >= 0) & (after >= 0)).sum())


class TestOneSpelling:
    @pytest.mark.parametrize(
        "number",
        [
            lambda n, v: n if v == 0 else f"{n:03d}",
            lambda n, v: n if v == 0 else f"{n}.0",
            lambda n, v: f"A{n}" if v == 0 else f"a{n}",
            lambda n, v: (f"P-{n:02d}", f"P {n:02d}", f"Ｐ{n:02d}")[v],
            lambda n, v: f"0{n}" if n == 7 and v == 1 else n,
            lambda n, v: f"{1 + n % 2}-{n}" if v == 0 else f"{1 + n % 2}_{n:02d}",
        ],
    )
    def test_spellings_that_never_meet_are_one_patient(self, number: Callable[[int, int], object]) -> None:
        """Twelve patients in two or three spellings are twelve complete pairs, and it is said."""
        result = _long(number)

        assert _paired(result) == (12, 12)
        assert "ids_alike_joined" in codes(result)
        assert "no_patient_column" not in codes(result)

    def test_two_complete_patients_stay_two(self) -> None:
        """7 and 07 with all visits each are two people; 9 and 09 are then not joined either; the reason is named."""
        other = [["07", "CT", "男", VISITS[v], 9 - v] for v in range(3)]

        result = _long(lambda n, v: "09" if n == 9 and v == 2 else n, *other)

        assert _paired(result) == (14, 12)
        assert [one.taken_as for one in result.findings if one.code == "ids_alike_apart"] == ["separate"]

    @pytest.mark.parametrize("row", [["03", "DSA", "女", VISITS[2], 3], ["03", "CT", "男", VISITS[2], 3]])
    def test_another_method_or_sex_is_another_patient(self, row: list[object]) -> None:
        """Patient 3 (CT, female) has no last visit; 03 of DSA, or male, is somebody else."""
        rows = [
            [n, "CT" if n % 2 else "DSA", "男" if n % 3 else "女", VISITS[v], 8 - 2 * v - n % 2]
            for n in range(1, 13)
            for v in range(3)
            if (n, v) != (3, 2)
        ]

        result = opened_rows([HEAD, *rows, row])

        assert _paired(result) == (13, 11)
        assert "ids_alike_apart" in codes(result)

    def test_a_mark_between_digits_tells_apart(self) -> None:
        """1-11 and 11-1 are two patients, of whom each came once."""
        result = _long(lambda n, v: n, ["1-11", "CT", "男", VISITS[0], 8], ["11-1", "CT", "男", VISITS[2], 2])

        assert _paired(result) == (14, 12)

    def test_numbers_that_never_come_again(self) -> None:
        """A number per row pairs nobody: not for want of a column with numbers, and so it is said."""
        result = _long(lambda n, v: f"X{n}{'abc'[v]}")

        assert "ids_never_repeat" in codes(result)
        assert "no_patient_column" not in codes(result)


class TestWordsForNumbers:
    @pytest.mark.parametrize("other", ["{}号", "No. {}", "No{}", "#{}", "第{}例", "Patient {}", "{} 号", "№ {}"])
    def test_say_no_more_than_the_number(self, other: str) -> None:
        """Bare at one visit, with zeros at the next and with a word at the third: twelve patients, all paired."""
        ways = ("{}", "{:03d}", other)

        result = _long(lambda n, v: ways[v].format(n))

        assert _paired(result) == (12, 12)
        assert "ids_alike_joined" in codes(result)

    def test_two_at_one_visit_are_two_patients(self) -> None:
        """A 1 and a 1号 before treatment are not joined."""
        result = _long(lambda n, _: str(n), ["1号", "CT", "男", "术前", 6])

        assert _paired(result)[0] == 13
        assert "ids_alike_apart" in codes(result)


class TestNumbersUnderOtherHeaders:
    @pytest.mark.parametrize("header", ["受试者", "症例", "代码", "Code", "患者番号", "编码", "被试编号"])
    def test_number_the_patients(self, header: str) -> None:
        """Twelve patients with two visits and one leak each of two: rates are per patient, not per row."""
        rows = [
            [n, "CT" if n < 6 else "DSA", visit, score, "有" if n < 2 else "无"]
            for n in range(12)
            for visit, score in (("术前", 8), ("术后1月", 2 + n % 4))
        ]

        result = opened_rows([[header, "引导方式", "访视", "VAS", "骨水泥渗漏"], *rows])

        assert result.cohort is not None
        assert (result.cohort.n_patients, result.cohort.event_counts("leakage").of("CT")) == (12, (2, 6))

    def test_a_code_of_groups_is_no_patient(self) -> None:
        """Two codes for twelve patients number nobody."""
        rows = [[f"p{n}", n % 2, "CT" if n % 2 else "DSA", 8, 2 + n % 4] for n in range(12)]

        result = opened_rows([["x", "Code", "引导方式", "VAS术前", "VAS术后1月"], *rows])

        assert result.cohort is not None and result.cohort.n_patients == 12


class TestPlainNumbers:
    @pytest.mark.parametrize(
        ("texts", "are_different"),
        [
            (["S001", "S002", "S010"], True), (["1", "2", "10"], True), (["P1", "P2", "Q3"], True),
            (["007", "7", "8"], False), (["01", "02", "1"], False), (["A1", "a1", "A2"], False),
            (["no1", "nr1"], False), (["1", "1.0"], False), (["S1", "S1"], False),
        ],
    )  # fmt: skip
    def test_as_every_way_finds_it(self, texts: list[str], are_different: bool) -> None:
        """Numbers behind the same letters are different at once; any other file is compared in every way."""
        assert are_surely_different(texts) is are_different


def test_three_spellings_on_three_sheets() -> None:
    """P01, p-01 and P01号, a sheet per visit: twelve patients with three scores each."""
    spelled = ("P{:02d}", "p-{:02d}", "P{:02d}号")
    sheets = {
        visit: [
            ["编号", "方法", "VAS"],
            *([how.format(n), ("DSA", "CT")[n % 2], 8 - 2 * v - n % 2] for n in range(1, 13)),
        ]
        for v, (visit, how) in enumerate(zip(("术前", "术后1周", "术后1月"), spelled, strict=True))
    }

    assert _paired(opened(xlsx(sheets))) == (12, 12)
