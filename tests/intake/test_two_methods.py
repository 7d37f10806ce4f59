"""Two columns of methods that differ, and patients marked as excluded."""

from __future__ import annotations

import pytest

from lib.intake.settings import settings_of
from tests.intake.files import codes, opened_rows

SCORES = [(8, 4), (7, 3), (9, 5), (8, 5), (7, 4), (9, 6), (8, 3), (7, 2), (9, 4), (8, 4), (6, 3), (9, 5)]


def registry(first: str, second: str, *, n_changed: int = 2) -> list[list[object]]:
    """Six of CT and six of DSA by the first column; the first patients were changed to DSA in the second."""
    rows = []
    for number, scores in enumerate(SCORES):
        planned = "CT" if number < 6 else "DSA"
        rows.append([number + 1, planned, "DSA" if number < n_changed else planned, *scores])
    return [["ID", first, second, "VAS pre", "VAS 1 month"], *rows]


class TestTwoMethods:
    @pytest.mark.parametrize(
        ("planned", "done"),
        [("Planned guidance", "Actual guidance"), ("Randomised arm", "Treatment received"),
         ("计划引导方式", "实际引导方式"), ("随机分组", "引导方式")],
    )  # fmt: skip
    def test_what_was_done_is_proposed(self, planned: str, done: str) -> None:
        """Two of six planned for CT had DSA: by hand 4 and 8 patients as proposed, 6 and 6 by the other answer."""
        result = opened_rows(registry(planned, done))

        question = next(one for one in result.questions if one.code == "two_methods")
        assert question.parameters == {"first": done, "second": planned, "n": 2}
        assert result.cohort is not None
        assert [int((result.cohort.method == place).sum()) for place in (0, 1)] == [4, 8]
        assert result.cohort.compared_by == ""
        other = opened_rows(registry(planned, done), question.options[1].patch)
        assert other.cohort is not None and "two_methods" not in {one.code for one in other.questions}
        assert [int((other.cohort.method == place).sum()) for place in (0, 1)] == [6, 6]

    def test_nothing_is_asked_where_they_agree(self) -> None:
        """Two columns that say the same are one."""
        result = opened_rows(registry("Planned guidance", "Actual guidance", n_changed=0))

        assert result.questions == ()

    def test_nothing_is_asked_where_one_is_named(self) -> None:
        """The visitor has said which."""
        named = settings_of({"columns": {"method": "Planned guidance"}})

        assert opened_rows(registry("Planned guidance", "Actual guidance"), named).questions == ()


class TestMarkedExcluded:
    @pytest.mark.parametrize(
        ("header", "out", "within"),
        [
            ("Excluded", "yes", "no"),
            ("是否纳入", "否", "是"),
            ("Included", 0, 1),
            ("排除原因", "合并骨折", None),
            ("Analysis set", "excluded", "included"),
            ("备注", "排除", "随访中"),
            ("备注", "作废", "随访中"),
        ],
    )
    def test_says_how_many_and_where(self, header: str, out: object, within: object) -> None:
        """Patients 2 and 5 are marked: they stay among the twelve, and both cells are named."""
        header_row, *rows = registry("Guidance", "Site")
        rows = [[*row, out if row[0] in (2, 5) else within] for row in rows]

        result = opened_rows([[*header_row, header], *rows])

        found = next(one for one in result.findings if one.code == "marked_excluded")
        assert (found.row, found.also[0][1], found.column, found.parameters["n"]) == (3, 6, "F", 2)
        assert result.cohort is not None and result.cohort.n_patients == 12

    def test_nobody_marked_is_nothing_to_say(self) -> None:
        """A column that excludes nobody is silent."""
        header_row, *rows = registry("Guidance", "Site")

        assert "marked_excluded" not in codes(opened_rows([[*header_row, "Excluded"], *[[*r, "no"] for r in rows]]))
