"""Guidance methods that have a column of marks each, against who was marked where."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened_rows

_N = 12


def _opened(headers: Sequence[str], marks: Sequence[Sequence[object]]) -> Opened:
    scores = [[8, 3 + n % 3] for n in range(_N)]
    rows = [[n, *here, *own] for n, (here, own) in enumerate(zip(marks, scores, strict=True))]
    return opened_rows([["编号", *headers, "术前VAS", "术后1月VAS"], *rows])


def _methods(result: Opened) -> list[str | None]:
    assert result.cohort is not None
    return [result.cohort.methods[code] if code >= 0 else None for code in result.cohort.method]


class TestMarks:
    @pytest.mark.parametrize(
        ("yes", "no"), [("√", None), ("✓", "×"), (1, 0), ("Y", "N"), ("是", "否"), ("x", None), ("●", "/")]
    )
    @pytest.mark.parametrize("headers", [("CT", "DSA"), ("CT-guided", "DSA-guided"), ("引导方式 CT", "引导方式 DSA")])
    def test_make_one_method_per_patient(self, yes: object, no: object, headers: tuple[str, str]) -> None:
        """Seven patients marked under CT and five under DSA are in these groups, which one finding tells."""
        result = _opened(headers, [(yes, no)] * 7 + [(no, yes)] * 5)

        assert _methods(result) == ["CT"] * 7 + ["DSA"] * 5
        assert [one.code for one in result.findings if one.code == "methods_marked"] == ["methods_marked"]

    def test_under_a_header_that_spans_them(self) -> None:
        """引导方式 over CT and DSA is a header of two rows, and no patient."""
        rows = [[n, *(("√", None) if n < 7 else (None, "√")), 8, 3] for n in range(_N)]

        result = opened_rows([["编号", "引导方式", None, "术前VAS", "术后VAS"], [None, "CT", "DSA"], *rows])

        assert _methods(result) == ["CT"] * 7 + ["DSA"] * 5

    def test_none_and_two(self) -> None:
        """Who has no mark has no method, and who has both is asked about as CT+DSA is anywhere else."""
        marks = [(None, None), *[("√", None)] * 6, *[(None, "√")] * 5]

        assert _methods(_opened(["CT", "DSA"], marks)) == [None] + ["CT"] * 6 + ["DSA"] * 5
        both = _opened(["CT", "DSA"], [("√", "√"), *marks[1:]])
        written = _opened(["引导方式"], [["CT+DSA"], *[["CT"]] * 6, *[["DSA"]] * 5])
        assert [one.code for one in both.questions] == [one.code for one in written.questions]
        assert {(one.raw, one.name) for one in both.method_values} == {
            (one.raw, one.name) for one in written.method_values
        }


class TestNoMarks:
    def test_of_examinations_that_nearly_all_had(self) -> None:
        """Columns CT and DSA that say which examinations were made are no methods, since most had both."""
        result = _opened(["CT", "DSA"], [("是", "是")] * 8 + [("是", "否")] * 4)

        assert "methods_marked" not in codes(result)

    def test_beside_a_column_of_methods(self) -> None:
        """Where another column says the method it stays the method."""
        marks = [("DSA", "√", None)] * 6 + [("CT", None, "√")] * 6

        assert _methods(_opened(["引导方式", "CT", "DSA"], marks)) == ["DSA"] * 6 + ["CT"] * 6

    def test_of_numbers(self) -> None:
        """Columns of measurements under the names of devices are none."""
        result = _opened(["CT", "DSA"], [(40 + n, 30 - n) for n in range(_N)])

        assert "methods_marked" not in codes(result)
