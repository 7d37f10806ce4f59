"""A method that is written once for the rows below it, and one that is simply not known."""

from __future__ import annotations

from lib.intake.opening import Opened
from lib.intake.settings import settings_of
from tests.intake.files import codes, opened_rows, xlsx
from tests.intake.files import opened as opened_file

HEAD = ["编号", "引导方式", "术前VAS", "术后1月VAS"]


def _rows(methods: list[str | None], numbers: list[int] | None = None) -> list[list[object]]:
    numbers = numbers or list(range(1, len(methods) + 1))
    return [
        HEAD,
        *[
            [number, method, 6 + n % 4, 1 + n % 3]
            for n, (number, method) in enumerate(zip(numbers, methods, strict=True))
        ],
    ]


def _sizes(result: Opened) -> dict[str | None, int]:
    """Patients by method; None for those without."""
    assert result.cohort is not None
    found = {name: int((result.cohort.method == n).sum()) for n, name in enumerate(result.cohort.methods)}
    without = int((result.cohort.method < 0).sum())
    return {**found, **({None: without} if without else {})}


BLOCKS: list[str | None] = ["DSA", *[None] * 4, "CT", *[None] * 6]


class TestMethodsBelow:
    def test_blocks_are_proposed_and_told(self) -> None:
        """DSA over five rows and CT over seven: five and seven patients is the proposal, and it is asked."""
        result = opened_rows(_rows(BLOCKS))

        assert _sizes(result) == {"DSA": 5, "CT": 7}
        assert [one.parameters["n"] for one in result.findings if one.code == "methods_filled_down"] == [10]
        assert [(one.code, one.options[one.proposed].code) for one in result.questions] == [("missing_group", "fill")]
        assert [one.taken_as for one in result.findings if one.code == "missing_group"] == ["fill"]

    def test_numbers_that_start_again_with_the_method(self) -> None:
        """Patient 1 of DSA is not patient 1 of CT, also where the second's method is only read from above."""
        result = opened_rows(_rows(BLOCKS, [*range(1, 6), *range(1, 8)]))

        assert _sizes(result) == {"DSA": 5, "CT": 7}
        assert "ids_restart" in codes(result)

    def test_a_block_does_not_reach_into_another_sheet(self) -> None:
        """Blanks at the head of the second sheet are not the first sheet's method: to leave them is proposed."""
        sheets = {"1": _rows(BLOCKS), "2": _rows([None, None, "CBCT", None, None], [20, 21, 22, 23, 24])}

        result = opened_file(xlsx(sheets))

        assert [one.options[one.proposed].code for one in result.questions] == ["leave"]

    def test_answered_either_way(self) -> None:
        """DSA twice, as at the head of two pages: proposed with its reason; who says no has three patients."""
        rows = _rows(["DSA", None, None, "DSA", None, None, "CT", None, None, None])

        result = opened_rows(rows)
        left = opened_rows(rows, settings_of({"chosen": {"method_blanks": "leave"}}))

        assert [(one.code, one.reason) for one in result.questions] == [("missing_group", "blocks")]
        assert _sizes(result) == {"DSA": 6, "CT": 4}
        assert {"methods_filled_down", "missing_group"} <= codes(result)
        assert _sizes(left) == {"DSA": 2, "CT": 1, None: 7}
        assert left.questions == ()

    def test_a_few_blanks_are_not_known(self) -> None:
        """Two of ten without a method between others stay without one, counted."""
        result = opened_rows(_rows(["DSA", "CT", "DSA", None, "CT", "CT", None, "DSA", "DSA", "CT"]))

        assert _sizes(result) == {"DSA": 4, "CT": 4, None: 2}
        assert "methods_filled_down" not in codes(result)
        assert result.questions == ()

    def test_a_patients_first_row_says_it_for_all(self) -> None:
        """In a long file the method beside the first visit is the patient's and nobody else's."""
        rows = [
            [n, ("CT" if n % 2 else "DSA") if v == 0 and n != 4 else None, visit, 8 - 2 * v - n % 3]
            for n in range(1, 9)
            for v, visit in enumerate(("术前", "术后1周"))
        ]

        result = opened_rows([["编号", "方法", "时间", "VAS"], *rows])

        assert _sizes(result) == {"CT": 4, "DSA": 3, None: 1}
        assert "methods_filled_down" not in codes(result)

    def test_numbers_spelled_otherwise_at_the_next_visit(self) -> None:
        """001 with the method and 1 without are one patient, whose method is known: nothing is asked."""
        first = [["编号", "方法", "VAS"], *([f"{n:03d}", "CT" if n % 2 else "DSA", 6 + n % 4] for n in range(1, 9))]
        second = [["编号", "VAS"], *([n, 1 + n % 3] for n in range(1, 9))]

        result = opened_file(xlsx({"术前": first, "术后1月": second}))

        assert _sizes(result) == {"CT": 4, "DSA": 4}
        assert result.questions == ()

    def test_visit_after_visit(self) -> None:
        """All first visits with the method, then all second visits without: nobody lacks one, nothing is asked."""
        rows = [
            [n, ("CT" if n % 2 else "DSA") if v == 0 else None, visit, 8 - 2 * v - n % 3]
            for v, visit in enumerate(("术前", "术后1周"))
            for n in range(1, 9)
        ]

        result = opened_rows([["编号", "方法", "时间", "VAS"], *rows])

        assert _sizes(result) == {"CT": 4, "DSA": 4}
        assert result.questions == ()


class TestHospitalNumbers:
    def test_a_method_once_per_patient_is_not_asked_about(self) -> None:
        """Number and method stand in the first of each patient's three rows: the blanks are visits of that patient."""
        rows: list[list[object]] = [["病历号", "组别", "随访时间", "VAS评分"]]
        for n in range(10):
            for place, visit in enumerate(("术前", "术后1个月", "术后3个月")):
                first = (f"B{2024000 + n}", ("CT引导组", "DSA引导组")[n % 2]) if place == 0 else (None, None)
                rows.append([*first, visit, 8 - 2 * place - n % 2])

        result = opened_rows(rows)

        assert _sizes(result) == {"CT": 5, "DSA": 5}
        assert not result.questions and "methods_filled_down" not in codes(result)
