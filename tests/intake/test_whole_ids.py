"""Patients' numbers that were saved as decimals: 300001.0 is 300001, and 12.10 is not 12.1."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened, values, xlsx


def read(pain: list[Any], disability: list[Any], header: str = "住院号") -> Opened:
    """A sheet of pain and one of disability with these numbers: VAS 3, 4 … and ODI 20, 21 … after a month."""
    first = [[header, "引导方式", "术前VAS", "术后1月VAS"]]
    first += [[one, "CT" if n % 2 else "DSA", 8, 3 + n] for n, one in enumerate(pain)]
    second = [[header, "术前ODI", "术后1月ODI"], *([one, 60, 20 + n] for n, one in enumerate(disability))]
    return opened(xlsx({"疼痛": first, "功能": second}))


class TestWithWholeIds:
    @pytest.mark.parametrize("written", ["{}.0", "{}.00"])
    @pytest.mark.parametrize("is_text", [True, False])
    def test_decimals_of_a_program_are_no_other_number(self, written: str, is_text: bool) -> None:
        """Numbers with .0 meet those without, be these text or numbers, patient by patient; the sheet is told."""
        plain = [300005, 300002, 300003, 300001, 300004]
        result = read([written.format(n) for n in range(300001, 300006)], [str(n) if is_text else n for n in plain])

        assert values(result, "VAS", "1 month") == [3, 4, 5, 6, 7]
        assert values(result, "ODI", "1 month") == [23, 21, 22, 24, 20]
        assert [one.sheet for one in result.findings if one.code == "ids_without_decimals"] == ["疼痛"]
        assert {"sheets_joined"} <= codes(result) and "patients_not_there" not in codes(result)

    def test_some_with_decimals_and_some_without(self) -> None:
        """A number that was typed in later has none; both are whole."""
        result = read(["300001.0", "300002.0", "300003"], [300003, 300002, 300001])

        assert values(result, "ODI", "1 month") == [22, 21, 20]

    def test_numbers_with_a_point_stay_different(self) -> None:
        """Centre and patient as 12.0, 12.1 and 12.10: three persons, none of whom is 12 or another."""
        result = read(["12.0", "12.1", "12.10", "13.0"], ["12.10", "12.1", "13.0", "12.0"], "编号")

        assert result.cohort is not None and result.cohort.n_patients == 4
        assert values(result, "ODI", "1 month") == [23, 21, 20, 22]
        assert "ids_without_decimals" not in codes(result)

    def test_a_number_beside_its_decimal_stays(self) -> None:
        """Where 12 and 12.0 stand in one sheet, nothing says that they are one."""
        result = read(["12", "12.0", "13"], ["12", "12.0", "13"], "编号")

        assert "ids_without_decimals" not in codes(result)
        assert values(result, "ODI", "1 month")[:1] == [20]

    def test_sheets_of_visits_meet(self) -> None:
        """A sheet per visit, one of them saved with decimals, holds the same patients."""
        before = [["编号", "引导方式", "VAS"], *([f"{n}.0", "CT" if n % 2 else "DSA", 8] for n in range(1, 7))]
        after = [["编号", "引导方式", "VAS"], *([n, "CT" if n % 2 else "DSA", n / 2] for n in range(1, 7))]

        result = opened(xlsx({"术前": before, "术后1月": after}))

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert values(result, "VAS", "1 month") == [0.5, 1, 1.5, 2, 2.5, 3]
