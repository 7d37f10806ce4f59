"""Two scores in a cell, against the numbers that were written."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened_rows, values


def _opened(header: str, form: str, *, odd: str | None = None) -> Opened:
    cells = [form.format(6 + n % 4, 1 + n % 3) for n in range(12)]
    rows = [[n, "CT" if n < 6 else "DSA", odd if odd and n == 0 else cell] for n, cell in enumerate(cells)]
    return opened_rows([["编号", "引导方式", header], *rows])


class TestPairs:
    @pytest.mark.parametrize("form", ["{}/{}", "{} → {}", "{}、{}"])
    @pytest.mark.parametrize(
        "header", ["VAS（术前/术后1月）", "术前/术后1月VAS", "VAS pre/1 month", "VAS变化(术前→术后1月)"]
    )
    def test_are_a_column_for_each_visit(self, header: str, form: str) -> None:
        """8/3 is 8 before and 3 after."""
        result = _opened(header, form)

        assert values(result, "VAS", "baseline") == [6.0 + n % 4 for n in range(12)]
        assert values(result, "VAS", "1 month") == [1.0 + n % 3 for n in range(12)]

    def test_are_no_share_of_the_second(self) -> None:
        """40/50 below both visits of the ODI is 40 and 50 per cent, and not 80."""
        rows = [[n, "CT" if n < 6 else "DSA", f"{60 + n}/50"] for n in range(12)]

        result = opened_rows([["ID", "group", "ODI (%) pre/post"], *rows])

        assert values(result, "ODI", "baseline") == [60.0 + n for n in range(12)]
        assert values(result, "ODI", "post-procedure") == [50.0] * 12

    @pytest.mark.parametrize(("odd", "before", "after"), [("8/失访", 8.0, None), ("失访", None, None)])
    def test_a_code_for_missing_among_them(self, odd: str, before: float | None, after: float | None) -> None:
        """8/失访 is 8 before and lost after; 失访 alone is lost at both."""
        result = _opened("VAS（术前/术后）", "{}/{}", odd=odd)

        assert (values(result, "VAS", "baseline")[0], values(result, "VAS", "post-procedure")[0]) == (before, after)
        assert "missing_values" in codes(result)


class TestNoPairs:
    def test_where_the_header_names_one_visit(self) -> None:
        """8/10 under one visit is 8 of 10."""
        result = opened_rows([
            ["ID", "group", "VAS pre", "VAS post"],
            *([n, "CT" if n < 6 else "DSA", f"{6 + n % 4}/10", "3/10"] for n in range(12)),
        ])  # fmt: skip

        assert values(result, "VAS", "baseline") == [6.0 + n % 4 for n in range(12)]
