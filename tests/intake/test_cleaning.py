from __future__ import annotations

import pytest

from lib.intake.cleaning import absence_of, clean_score, quotable
from lib.intake.workbook import Cell
from tests.intake.files import codes, opened_rows, values


class TestCleanScore:
    @pytest.mark.parametrize("text", ["\x158", "7\x16", "\x7f6"])
    def test_a_number_with_a_damaged_byte_is_none(self, text: str) -> None:
        """The byte of a 5 with one bit wrong is no character: of 58 is left 8, which nobody wrote."""
        clean = clean_score(Cell(text, "t"))

        assert clean.number is None and clean.note == "unreadable_values"

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("7", 7),
            ("７", 7),
            ("８．５", 8.5),
            ("7分", 7),
            ("VAS=8", 8),
            ("NRS：5分", 5),
            ("3分(轻度)", 3),
            ("8 (severe pain)", 8),
            ("8 分", 8),
            ("7,5", 7.5),
            ("'6", 6),
            ("\u00a04\u200b", 4),
            ("7cm", 7),
            ("8 points", 8),
            ("7*", 7),
            ("6※", 6),
            ("6①", 6),
            ("七", 7),
            ("八分", 8),
            ("7。5", 7.5),
            ("7·5分", 7.5),
            ("18. 13", 18.13),
        ],
    )
    def test_text_that_is_a_number(self, text: str, number: float) -> None:
        """Full-width digits, units, commas, odd points, footnote marks, Chinese numerals are numbers, and said."""
        clean = clean_score(Cell(text, "t"))

        assert clean.number == number
        assert clean.note == "parsed_text"

    @pytest.mark.parametrize(
        ("text", "number", "of"), [("7/10", 7, 10), ("21/50", 21, 50), ("28 of 50", 28, 50), ("42%", 42, 100)]
    )
    def test_a_cell_that_names_its_own_maximum(self, text: str, number: float, of: float) -> None:
        """7/10, 21/50 and 42% need no scale to be judged."""
        clean = clean_score(Cell(text, "t"))

        assert (clean.number, clean.of) == (number, of)

    @pytest.mark.parametrize(
        "text",
        [
            "7-8",
            "5~6",
            "6至7",
            "重度",
            "severe",
            "<1",
            "≥7",
            "约6",
            "静息3/活动7",
            "7(6)",
            "7→3",
            "VAS7-8",
            "3分(术后)",
        ],
    )
    def test_what_is_not_one_number_is_rejected(self, text: str) -> None:
        """Ranges, words, inequalities and two values in a cell are never guessed at."""
        clean = clean_score(Cell(text, "t"))

        assert clean.number is None and clean.is_rejected
        assert clean.note == "unreadable_values"

    @pytest.mark.parametrize(
        ("cell", "note"),
        [
            (Cell(True, "b"), "unreadable_values"),
            (Cell("#N/A", "e"), "excel_errors"),
            (Cell("2017-03-04", "d"), "dates_in_scores"),
            (Cell("", "x"), "formulas_without_values"),
            (Cell(0.7, "f"), "proportion_values"),
            (Cell(1e308, "n"), "out_of_range"),
            (Cell("Infinity", "t"), "out_of_range"),
        ],
    )
    def test_cells_that_are_no_scores(self, cell: Cell, note: str) -> None:
        """TRUE is not 1, a date is not 42,798, 0.7 shown as 7/10 is not 0.7."""
        clean = clean_score(cell)

        assert clean.number is None
        assert clean.note == note

    def test_noise_of_binary_fractions(self) -> None:
        """10.000000000000002 is 10 and stays inside a scale that ends there."""
        assert clean_score(Cell(10.000000000000002, "n")).number == 10

    def test_a_plain_number_in_a_text_file_needs_no_note(self) -> None:
        """In a csv every cell is text."""
        assert clean_score(Cell("7", "t"), is_text_file=True).note == ""


class TestAbsenceOf:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("失访", "lost"),
            ("Lost to follow-up", "lost"),
            ("死亡", "died"),
            ("died", "died"),
            ("NA", "missing"),
            ("refused", "missing"),
            ("missed", "missing"),
            ("/", "missing"),
            ("—", "missing"),
            ("无", "missing"),
            ("一", "missing"),
            ("7", ""),
            ("重度", ""),
        ],
    )
    def test_reasons(self, text: str, reason: str) -> None:
        """Lost, died and missing are told apart; other text is none of them."""
        assert absence_of(text) == reason


class TestQuotable:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("75", "75"),
            ("5-6", "5-6"),
            ("7～8分", "7～8分"),
            ("7 or 8", None),
            (">10", ">10"),
            ("?!", "?!"),
            ("李小明代答5", None),
            ("王伟", None),
            ("Smith John says 3", None),
            ("J.S. 5", None),
            ("13800138000", None),
        ],
    )
    def test_only_what_is_like_a_number(self, text: str, shown: str | None) -> None:
        """A finding repeats numbers and marks, never words, which may be a name."""
        assert quotable(Cell(text, "t")) == shown

    def test_words_of_excel(self) -> None:
        """Excel's own errors are repeated."""
        assert quotable(Cell("#N/A", "e")) == "#N/A"


class TestLosses:
    @pytest.mark.parametrize(
        "text",
        ["失访，电话无人接听", "失访（搬家）", "脱落：改行放疗", "lost to follow-up (moved away)", "LTFU - abroad"],
    )
    def test_with_how_it_came(self, text: str) -> None:
        """A loss that goes on to say how it came is a loss, not an unreadable cell."""
        assert clean_score(Cell(text, "t")).absence == "lost"

    @pytest.mark.parametrize(
        ("text", "absence"),
        [
            ("DNA", "lost"),
            ("FTA", "lost"),
            ("电话不通", "lost"),
            ("联系不上", "lost"),
            ("RIP", "died"),
            ("R.I.P.", "died"),
        ],
    )
    def test_as_clinics_shorten_them(self, text: str, absence: str) -> None:
        """DNA is "did not attend" and RIP a death in British clinics; an unanswered telephone is a loss."""
        assert clean_score(Cell(text, "t")).absence == absence

    @pytest.mark.parametrize("text", ["7，失访", "重度，失访前", "lost 3 kg", "3 (lost weight)"])
    def test_that_are_none(self, text: str) -> None:
        """What only mentions a loss, or begins otherwise, is not one."""
        assert clean_score(Cell(text, "t")).absence == "unreadable"


class TestDeaths:
    @pytest.mark.parametrize(
        "text",
        ["死于肺炎", "患者死亡", "死亡（2020.3.1）", "因肿瘤进展死亡", "died of disease", "dead", "†", "† 3/2021"],
    )
    def test_with_a_cause_or_a_date(self, text: str) -> None:
        """A death told in other words in the place of a score is a death, not an unreadable cell."""
        assert clean_score(Cell(text, "t")).absence == "died"

    @pytest.mark.parametrize("text", ["未死亡", "无死亡", "alive, not dead"])
    def test_that_did_not_happen(self, text: str) -> None:
        """Who did not die is not counted as dead."""
        assert clean_score(Cell(text, "t")).absence != "died"


class TestChineseOnes:
    HEAD = ("编号", "引导方式", "VAS术前", "VAS术后1月")

    def test_one_among_other_numerals_is_a_number(self) -> None:
        """Of scores in words 一 is 1 at every visit, also where a visit has no other word: all six are counted."""
        before, after = ["七", "八", "九", "七", "八", "九"], ["一", "0", "一", "一", "0", "一"]
        rows = [[f"A{n}", "CT" if n % 2 else "DSA", before[n], after[n]] for n in range(6)]

        result = opened_rows([self.HEAD, *rows])

        assert values(result, "VAS", "1 month") == [1, 0, 1, 1, 0, 1]

    def test_one_among_digits_is_a_dash(self) -> None:
        """Among 7, 8 and 2 a 一 is the dash of somebody who typed Chinese: no score, and said."""
        rows = [[f"A{n}", "CT" if n % 2 else "DSA", 7 + n % 3, "一" if n == 3 else n % 3] for n in range(6)]

        result = opened_rows([self.HEAD, *rows])

        assert values(result, "VAS", "1 month") == [0, 1, 2, None, 1, 2]
        assert "missing_values" in codes(result)
