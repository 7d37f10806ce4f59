"""Tables under one another, each below the name of its method or visit."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened_rows, values

HEAD = ["编号", "术前VAS", "术后1月VAS"]
CT = [[n + 1, 7 + n % 3, 2 + n % 2] for n in range(8)]
DSA = [[n + 1, 8 - n % 2, 3 + n % 2] for n in range(6)]


def _groups(result: Opened) -> list[tuple[str, int, float]]:
    """(method, patients, mean before treatment)."""
    assert result.cohort is not None
    before = result.cohort.scores["VAS", "baseline"].numbers
    return [
        (name, int((result.cohort.method == n).sum()), round(float(before[result.cohort.method == n].mean()), 6))
        for n, name in enumerate(result.cohort.methods)
    ]


class TestSections:
    @pytest.mark.parametrize(
        "rows",
        [
            [["CT组"], HEAD, *CT, [], ["DSA组"], HEAD, *DSA],
            [["CT组"], HEAD, *CT, ["DSA组"], *DSA],
            [HEAD, ["CT组"], *CT, ["DSA组"], *DSA],
            [HEAD, ["CT组（n=8）"], *CT, ["DSA组（n=6）"], *DSA],
            [HEAD, ["一、CT组（8例）"], *CT, ["二、DSA组（6例）"], *DSA],
            [HEAD, ["Group 1: CT"], *CT, ["Group 2: DSA"], *DSA],
            [HEAD, ["CT组（8例）"], *CT, ["DSA组（6例）"], *[[a + 8, b, c] for a, b, c in DSA]],
            [["骨水泥登记表"], [], HEAD, ["CT引导"], *CT, [], ["DSA引导"], *DSA],
            [["CT组"], HEAD, *CT, [], ["DSA组"], ["编号", "术后1月VAS", "术前VAS"], *[[a, c, b] for a, b, c in DSA]],
        ],
    )
    def test_a_method_each(self, rows: list[list[object]]) -> None:
        """By hand: eight patients of mean 7.875 with CT and six of 7.5 with DSA, numbered from 1 in both."""
        result = opened_rows(rows)

        assert _groups(result) == [("CT", 8, 7.875), ("DSA", 6, 7.5)]
        assert "several_tables_read" in codes(result)
        assert result.questions == ()

    @pytest.mark.parametrize("title", [[], [["附表 两组患者评分"]]])
    def test_below_a_header_of_two_rows(self, title: list[list[object]]) -> None:
        """Visits over scores stand once above both methods: each part has both rows of the header."""
        head = [["编号", "术前", None, "术后1月", None], [None, "VAS", "ODI", "VAS", "ODI"]]
        parts = [[[n, before, 60, after, 30] for n, before, after in rows] for rows in (CT, DSA)]

        result = opened_rows([*title, *head, ["CT组（n=8）"], *parts[0], ["DSA组（n=6）"], *parts[1]])

        assert _groups(result) == [("CT", 8, 7.875), ("DSA", 6, 7.5)]
        assert values(result, "ODI", "1 month") == [30.0] * 14

    def test_a_visit_each(self) -> None:
        """The same numbers below 术前 and below 术后1月 are the same patients, in whatever order."""
        before = [[n, 7 + n % 3] for n in range(1, 9)]
        after = [[n, 2 + n % 2] for n in range(8, 0, -1)]

        result = opened_rows([["术前"], ["编号", "VAS"], *before, [], ["术后1月"], ["编号", "VAS"], *after])

        assert result.cohort is not None
        change = result.cohort.scores["VAS", "1 month"].numbers - result.cohort.scores["VAS", "baseline"].numbers
        assert change.tolist() == [2 + n % 2 - (7 + n % 3) for n in range(1, 9)]

    @pytest.mark.parametrize("heading", ["DSA组以下", "以下为2023年补录", "以下12例为外院"])
    def test_a_heading_beside_a_column_of_methods_is_nobody(self, heading: str) -> None:
        """Where a column says the method, a row that holds a heading only is left out and told."""
        rows = [[n, name, 7 + n % 3, 2 + n % 2] for n, name in enumerate(["CT"] * 6 + ["DSA"] * 6, start=1)]

        result = opened_rows([["编号", "引导方式", *HEAD[1:]], *rows[:6], [heading], *rows[6:]])

        assert result.cohort is not None
        assert result.cohort.n_patients == 12
        assert [one.row for one in result.findings if one.code == "rows_skipped"] == [8]


class TestWorstIsNoDifference:
    def test_worst_and_average_pain_are_two_scores(self) -> None:
        """最差 is the worst, not a difference: no score is lost to a change."""
        head = ["编号", "引导方式", "术前VAS最差", "术前VAS平均", "术后VAS最差", "术后VAS平均"]

        result = opened_rows([head, *[[n, "CT" if n % 2 else "DSA", 9, 6, 4, 2 + n % 2] for n in range(12)]])

        assert result.cohort is not None
        assert set(result.cohort.scales) == {"VAS 最差", "VAS 平均"}


class TestSectionsOfVisits:
    def test_beside_a_column_of_methods(self) -> None:
        """Rows 术前 and 术后1月 over the same six patients, each with the method: six patients with both visits."""
        patients = [[n, "CT" if n < 4 else "DSA"] for n in range(1, 7)]
        rows = [["编号", "引导方式", "VAS"], ["术前"], *[[*one, 8] for one in patients]]
        rows += [["术后1月"], *[[*one, 3] for one in reversed(patients)]]

        result = opened_rows(rows)

        assert result.cohort is not None and not result.questions
        assert [int((result.cohort.method == place).sum()) for place in (0, 1)] == [3, 3]
        assert [values(result, "VAS", visit) for visit in ("baseline", "1 month")] == [[8] * 6, [3] * 6]


class TestHeadersThatComeAgain:
    def test_with_another_legend_and_unit(self) -> None:
        """Below a second header 1 is DSA and VAS in millimetres: 4 with CT, 4 with DSA, all from 8 to 3."""
        first = [[f"A{n}", 1 if n < 3 else 2, 8, 3] for n in range(4)]
        second = [[f"B{n}", 1 if n < 3 else 2, 80, 30] for n in range(4)]
        heads = [["编号", "组别(1=CT,2=DSA)", "术前VAS", "术后1月VAS"],
                 ["编号", "组别(1=DSA,2=CT)", "术前VAS(mm)", "术后1月VAS(mm)"]]  # fmt: skip

        result = opened_rows([heads[0], *first, heads[1], *second])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert [int((result.cohort.method == place).sum()) for place in (0, 1)] == [4, 4]
        assert [values(result, "VAS", visit) for visit in ("baseline", "1 month")] == [[8] * 8, [3] * 8]

    def test_word_for_word_are_one_table(self) -> None:
        """A header printed on every page begins no table of its own."""
        head = ["编号", "引导方式", "术前VAS", "术后1月VAS"]
        rows = [[n, "CT" if n % 2 else "DSA", 8, 3] for n in range(1, 9)]

        result = opened_rows([head, *rows[:4], head, *rows[4:]])

        assert result.cohort is not None and result.cohort.n_patients == 8
        assert "several_tables_read" not in codes(result)
