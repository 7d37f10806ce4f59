from __future__ import annotations

from typing import Any

import pytest

from tests.intake.files import codes, opened, xlsx

HEADER = ["编号", "年龄", "引导方式", "术前VAS", "术后VAS"]


def rows() -> list[list[Any]]:
    """Twenty patients, nobody without a cell."""
    return [[n, 40 + n, "CT" if n % 2 else "DSA", 6 + n % 4, n % 5] for n in range(1, 21)]


def patients_with(changed: list[list[Any]]) -> tuple[int, list[tuple[str, int | None, str | None]]]:
    """How many patients are read, and the errors with their places."""
    result = opened(xlsx({"S": [HEADER, *changed]}))
    assert result.cohort is not None
    errors = [(one.code, one.row, one.column) for one in result.findings if one.severity == "error"]
    return result.cohort.n_patients, errors


class TestSlippedRows:
    @pytest.mark.parametrize("place", [1, 2, 3, 4])
    def test_a_row_pushed_to_the_right_is_not_used(self, place: int) -> None:
        """One inserted cell puts every value after it under the wrong header: the row is left out, its cell named."""
        changed = rows()
        changed[6].insert(place, None)

        assert patients_with(changed) == (19, [("row_slipped", 8, "F")])

    def test_a_remark_beside_a_lost_patient_moves_nothing(self) -> None:
        """Words beyond the last header and a blank score are a remark and a loss: the patient stays."""
        changed = rows()
        changed[6][4] = None
        changed[6].append("转院")

        result = opened(xlsx({"S": [HEADER, *changed]}))

        assert result.cohort is not None and result.cohort.n_patients == 20
        told = next(one for one in result.findings if one.code == "unnamed_columns_ignored")
        assert (told.row, told.column, told.parameters) == (8, "F", {"n": 1})

    def test_a_column_without_a_header_is_a_column(self) -> None:
        """Numbers in most rows beyond the last header say nothing about one row with a blank."""
        changed = [[*row, 3] for row in rows()]
        changed[6][4] = None

        assert patients_with(changed) == (20, [])

    def test_a_full_row_has_not_slipped(self) -> None:
        """A number beyond the last header beside a row without a blank is a stray cell."""
        changed = rows()
        changed[6].append(4)

        assert patients_with(changed) == (20, [])

    def test_a_number_among_the_methods_is_none(self) -> None:
        """An age in the column of methods (a row that lost a cell) makes no method of its own."""
        changed = rows()
        changed[6] = [7, "CT", 47, 8, 2]

        result = opened(xlsx({"S": [HEADER, *changed]}))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert "missing_group" in codes(result)

    def test_methods_may_be_numbers(self) -> None:
        """Codes 1 and 2 stay methods, as written."""
        changed = [[*row[:2], 1 + n % 2, *row[3:]] for n, row in enumerate(rows())]

        result = opened(xlsx({"S": [HEADER, *changed]}))

        assert result.cohort is not None and set(result.cohort.methods) == {"1", "2"}
