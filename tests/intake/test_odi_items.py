"""Columns of single ODI items beside the total, against what a reader of the table would keep."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened_rows, values

_ROWS = [[f"P{n:02}", "CT" if n < 6 else "DSA", *((n + place) % 6 for place in range(10))] for n in range(12)]


def _with_items(form: str, *, totals: tuple[str, ...] = ("ODI total pre", "ODI total 1 month")) -> Opened:
    header = ["patient_id", "group", *(form.format(place) for place in range(1, 11)), "VAS pre", "VAS 1 month", *totals]
    scores = [[8, 3 + n % 3, 50 + n, 20 + n][: 2 + len(totals)] for n in range(12)]
    return opened_rows([header, *([*row, *own] for row, own in zip(_ROWS, scores, strict=True))])


class TestItems:
    @pytest.mark.parametrize(
        "form", ["ODI {}", "ODI item {}", "ODI第{}题", "ODI_Q{}", "ODI section {}", "术前ODI第{}题"]
    )
    def test_are_left_out_beside_a_total(self, form: str) -> None:
        """Ten items give no outcome; one finding names their columns and the total is read as written."""
        result = _with_items(form)

        told = [one for one in result.findings if one.code == "odi_items"]
        assert [one.parameters["n"] for one in told] == [10]
        assert told[0].parameters["columns"] == ", ".join(form.format(place) for place in range(1, 11))
        assert result.cohort is not None
        assert {outcome for outcome, _ in result.cohort.scores} == {"VAS", "ODI"}
        assert values(result, "ODI", "baseline") == [50.0 + n for n in range(12)]
        assert values(result, "ODI", "1 month") == [20.0 + n for n in range(12)]

    def test_in_a_row_per_visit(self) -> None:
        """Items beside a total without visits in their headers leave the rows their visits, as REDCap exports them."""
        header = ["record_id", "redcap_event_name", "group", "odi_total", *(f"odi_{place}" for place in range(1, 11))]
        rows = [
            [n + 1, visit, "CT" if n < 6 else "DSA", total + n, *((n + place) % 6 for place in range(10))]
            for n in range(12)
            for visit, total in (("baseline_arm_1", 30), ("month_1_arm_1", 10))
        ]

        result = opened_rows([header, *rows])

        assert [one.parameters["n"] for one in result.findings if one.code == "odi_items"] == [10]
        assert values(result, "ODI", "1 month") == [2.0 * (10 + n) for n in range(12)]

    @pytest.mark.parametrize("cells", [[None] * 12, [9, *range(5), *range(6)]])
    def test_a_blank_one_goes_with_the_others(self, cells: list[int | None]) -> None:
        """An item nobody answered, or with a 9 for missing, does not become the score before treatment."""
        rows = [[*row[:11], cell, 8, 3, 50 + n, 20 + n] for n, (row, cell) in enumerate(zip(_ROWS, cells, strict=True))]
        items = [f"ODI {place}" for place in range(1, 11)]

        result = opened_rows([["ID", "group", *items, "VAS pre", "VAS 1 month", "ODI pre", "ODI 1 month"], *rows])

        assert [one.parameters["n"] for one in result.findings if one.code == "odi_items"] == [10]
        assert values(result, "ODI", "baseline") == [50.0 + n for n in range(12)]

    @pytest.mark.parametrize("form", ["ODI {}", "ODI item {}"])
    def test_stay_without_a_total(self, form: str) -> None:
        """Nothing is left out where the items are all there is of the ODI."""
        assert "odi_items" not in codes(_with_items(form, totals=()))

    def test_visits_by_number_are_no_items(self) -> None:
        """ODI 1 and ODI 2 in per cent are visits, not items."""
        rows = [[n, "CT" if n < 6 else "DSA", 50 + n, 20 + n] for n in range(12)]

        assert "odi_items" not in codes(opened_rows([["ID", "group", "ODI 1", "ODI 2"], *rows]))

    @pytest.mark.parametrize("pain", ["疼痛程度", "疼痛"])
    def test_by_what_they_ask_about(self, pain: str) -> None:
        """Items called 疼痛, 自理 … beside the total are left out; the first is no ODI of its own."""
        names = [pain, "生活自理", "提物", "行走", "坐", "站立", "睡眠", "性生活", "社会生活", "旅行"]
        rows = [[*row, 8, 3, 50 + n, 20 + n] for n, row in enumerate(_ROWS)]
        head = [
            "编号",
            "引导方式",
            *(f"术前ODI{name}" for name in names),
            "术前VAS",
            "术后1月VAS",
            "术前ODI总分",
            "术后1月ODI总分",
        ]

        result = opened_rows([head, *rows])

        assert [one.parameters["n"] for one in result.findings if one.code == "odi_items"] == [10]
        assert not result.questions
        assert values(result, "ODI", "baseline") == [50.0 + n for n in range(12)]
