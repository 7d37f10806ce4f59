"""The ODI of registries that have its sections only, against sums by hand."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened, ReadingSettings
from lib.intake.settings import ScaleSetting, ScoreColumn
from lib.report.reading_tables import column_meaning
from lib.report.wording import how_read
from tests.intake.files import codes, opened_rows, values

_ANSWERS = [2, 1, 3, 2, 4, 2, 1, 3, 2, 1]  # their sum is 21: 42 per cent of 50
_FORMS = ["ODI{} pre", "ODI item {} (pre)", "术前ODI第{}题", "pre ODI_Q{}"]


def _opened(form: str, first: list[object], settings: ReadingSettings | None = None, n_sections: int = 10) -> Opened:
    header = ["ID", "group", *(form.format(n) for n in range(1, n_sections + 1)), "VAS pre", "VAS post"]
    others = [[f"P{n:02}", "CT" if n < 6 else "DSA", *_ANSWERS[:n_sections], 8, 3] for n in range(2, 12)]
    return opened_rows([header, ["P01", "CT", *first, 7, 2], *others], settings)


class TestComputed:
    @pytest.mark.parametrize("form", _FORMS)
    def test_is_the_sum_in_per_cent(self, form: str) -> None:
        """Ten sections of 5 points are 100 per cent, 21 of 50 are 42; nothing is asked, and the sections are named."""
        result = _opened(form, [5] * 10)

        assert not result.questions
        assert values(result, "ODI", "baseline") == [100.0] + [42.0] * 10
        others = [one for one in result.mapping if one.reason == "odi_section"]
        assert [column_meaning(one, "en") for one in others] == ["used with another column"] * 9
        assert "100 × sum / (5 × number answered)" in how_read(result.findings, "en")
        told = [one for one in result.findings if one.code == "odi_computed"]
        assert [one.parameters["n"] for one in told] == [10]
        assert told[0].parameters["columns"] == ", ".join(form.format(n) for n in range(1, 11))

    @pytest.mark.parametrize(
        ("first", "percent", "code"),
        [
            ([2, 1, 2, 2, 2, 2, 1, None, 2, 2], 100 * 16 / 45, "odi_partly_answered"),  # the published example
            ([None, None, 5, 5, 5, 5, 5, 5, 5, 5], 100.0, "odi_partly_answered"),
            ([None, None, None, 5, 5, 5, 5, 5, 5, 5], None, "odi_too_few_answered"),
        ],
    )
    def test_counts_only_what_was_answered(self, first: list[object], percent: float | None, code: str) -> None:
        """16 points of nine sections are 16/45; with more than two unanswered there is no score, and both are told."""
        result = _opened("ODI{} pre", first)

        assert values(result, "ODI", "baseline")[0] == (None if percent is None else pytest.approx(percent, abs=1e-9))
        shown = [one.examples for one in result.mapping if one.reason == "odi_computed"]
        assert all(len(example) <= 7 for examples in shown for example in examples)  # 35.5556
        assert [(one.row, one.parameters["n"]) for one in result.findings if one.code == code] == [(2, 1)]

    def test_of_nine_sections(self) -> None:
        """Without the column of the tenth section 20 points of 45 are 44.4 per cent."""
        result = _opened("ODI{} pre", [5] * 9, n_sections=9)

        assert values(result, "ODI", "baseline")[:2] == [100.0, pytest.approx(100 * 20 / 45, abs=1e-9)]

    @pytest.mark.parametrize(
        ("cell", "code"), [(9, "out_of_range"), (2.5, "out_of_range"), ("high", "unreadable_values")]
    )
    def test_names_a_cell_that_is_no_answer(self, cell: object, code: str) -> None:
        """9, two and a half and a word count as unanswered, each with its cell."""
        result = _opened("ODI{} pre", [cell, *[5] * 9])

        assert values(result, "ODI", "baseline")[0] == 100.0
        assert [(one.row, one.column) for one in result.findings if one.code == code] == [(2, "C")]

    def test_keeps_why_nobody_answered(self) -> None:
        """Who is lost or dead in a section, and answers none, is lost or dead in the score."""
        result = _opened("ODI{} pre", ["死亡", *[None] * 9])

        assert values(result, "ODI", "baseline")[0] is None
        assert result.cohort is not None
        assert result.cohort.scores["ODI", "baseline"].absence[0] == 4  # died

    def test_of_a_row_per_visit(self) -> None:
        """ODI1 to ODI10 beside a column of visits are sections of each row, and no visits by their number."""
        header = ["ID", "group", "visit", *(f"ODI{n}" for n in range(1, 11)), "VAS"]
        rows = [
            [n, "CT" if n < 6 else "DSA", visit, *answers, vas]
            for n in range(12)
            for visit, answers, vas in (("pre", [5] * 10, 8), ("1 month", _ANSWERS, 3))
        ]

        result = opened_rows([header, *rows])

        assert values(result, "ODI", "baseline") == [100.0] * 12
        assert values(result, "ODI", "1 month") == [42.0] * 12

    def test_below_a_header_that_spans_them(self) -> None:
        """What the sections ask, in a second row below the ODI of each visit, belongs to the header."""
        names = ["疼痛", "自理", "提物", "行走", "坐", "站", "睡眠", "性生活", "社交", "旅行"]
        upper = ["编号", "组别", "VAS", None, "术前ODI", *[None] * 9, "术后ODI", *[None] * 9]
        lower = [None, None, "术前", "术后", *names, *names]
        rows = [[n, "CT" if n < 6 else "DSA", 8, 3, *[5] * 10, *_ANSWERS] for n in range(12)]

        result = opened_rows([upper, lower, *rows])

        assert values(result, "ODI", "baseline") == [100.0] * 12
        assert values(result, "ODI", "post-procedure") == [42.0] * 12

    def test_by_what_the_sections_ask(self) -> None:
        """Columns 疼痛, 生活自理 … without the word ODI, each 0 to 5, are its sections."""
        names = ["疼痛强度", "生活自理", "提物", "行走", "坐", "站立", "睡眠", "性生活", "社会活动", "旅行"]
        header = ["编号", "组别", "术前VAS", "术后VAS", *(f"术前{name}" for name in names)]

        result = opened_rows([header, *([n, "CT" if n < 6 else "DSA", 8, 3, *_ANSWERS] for n in range(12))])

        assert values(result, "ODI", "baseline") == [42.0] * 12


class TestNotComputed:
    def test_beside_a_total(self) -> None:
        """The total that stands in the file is the score, whatever its sections add up to."""
        header = ["ID", "group", *(f"ODI{n} pre" for n in range(1, 11)), "ODI pre", "ODI post"]
        rows = [[n, "CT" if n < 6 else "DSA", *_ANSWERS, 60 + n, 20 + n] for n in range(12)]

        assert values(opened_rows([header, *rows]), "ODI", "baseline") == [60.0 + n for n in range(12)]

    def test_of_ten_visits(self) -> None:
        """Ten columns in per cent are no sections."""
        header = ["ID", "group", *(f"ODI{n}" for n in range(1, 11))]
        rows = [[n, "CT" if n < 6 else "DSA", *(60 + n - 5 * visit for visit in range(10))] for n in range(12)]

        assert "odi_computed" not in codes(opened_rows([header, *rows]))

    def test_where_other_scores_were_named(self) -> None:
        """Who named the scores and no section among them gets no ODI."""
        scores = (ScoreColumn(outcome="VAS", visit="baseline", column="VAS pre"),
                  ScoreColumn(outcome="VAS", visit="post-procedure", column="VAS post"))  # fmt: skip

        result = _opened("ODI{} pre", [5] * 10, ReadingSettings(scores=scores))

        assert result.cohort is not None
        assert {outcome for outcome, _ in result.cohort.scores} == {"VAS"}

    def test_a_section_named_as_the_odi_stands_for_all(self) -> None:
        """A study file that names the column of the computed ODI finds the same numbers again."""
        scores = (ScoreColumn(outcome="ODI", visit="baseline", column="ODI1 pre"),
                  ScoreColumn(outcome="VAS", visit="baseline", column="VAS pre"))  # fmt: skip

        result = _opened("ODI{} pre", [5] * 10, ReadingSettings(scores=scores))

        assert values(result, "ODI", "baseline") == [100.0] + [42.0] * 10


class TestBesideTotals:
    def _opened(self, settings: ReadingSettings | None = None) -> Opened:
        header = ["ID", "group", *(f"ODI{n} pre" for n in range(1, 11)), "ODI post"]
        rows = [[n, "CT" if n < 6 else "DSA", *[4] * 10, 5 + n] for n in range(12)]
        return opened_rows([header, *rows], settings)

    def test_the_totals_are_judged_by_themselves(self) -> None:
        """Totals up to 16 of another visit may be points of 50: asked, though the computed ODI is 80 per cent."""
        assert [one.code for one in self._opened().questions] == ["odi_up_to_50"]

    def test_the_unit_of_the_totals_is_not_that_of_the_computed(self) -> None:
        """Where the totals are points of 50 they are doubled, and the computed 80 per cent stays 80."""
        points = ReadingSettings(scales=(ScaleSetting(outcome="ODI", unit="of50"),))

        result = self._opened(points)

        assert values(result, "ODI", "baseline") == [80.0] * 12
        assert values(result, "ODI", "post-procedure") == [2.0 * (5 + n) for n in range(12)]

    def test_a_word_is_told_once_where_it_stands(self) -> None:
        """A word in the third section of a patient who answered nothing is named in its own cell and in no other."""
        result = _opened("ODI{} pre", [None, None, "high", *[None] * 7])

        assert [(one.row, one.column) for one in result.findings if one.code == "unreadable_values"] == [(2, "E")]
