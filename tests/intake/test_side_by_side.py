"""Two tables beside each other in one sheet are two tables, and nobody is paired along a row with somebody else."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened, opened_rows, xlsx

IDS = list(range(1, 11))
SHUFFLED = [4, 9, 1, 7, 10, 2, 6, 3, 8, 5]
METHOD = {n: "CT" if n % 2 else "DSA" for n in IDS}
BEFORE = {n: 5 + n % 5 for n in IDS}
AFTER = {n: 1 + n % 4 for n in IDS}
CHANGES = {name: [AFTER[n] - BEFORE[n] for n in IDS if METHOD[n] == name] for name in ("CT", "DSA")}


def _changes(result: Opened) -> dict[str, list[float]]:
    """The change of VAS of every patient, by method, sorted."""
    assert result.cohort is not None
    before, after = (result.cohort.scores["VAS", visit.name].numbers for visit in result.cohort.visits("VAS")[:2])
    found = after - before
    return {name: sorted(found[result.cohort.method == n].tolist()) for n, name in enumerate(result.cohort.methods)}


class TestGroups:
    HEAD = ("编号", "年龄", "术前VAS", "术后1月VAS")

    def _rows(self, gap: int, labels: tuple[str, str], n_second: int = 8) -> list[list[object]]:
        nothing: list[object] = [None] * gap
        rows: list[list[object]] = [
            [labels[0], None, None, None, *nothing, labels[1], None, None, None],
            [*self.HEAD, *nothing, *self.HEAD],
        ]
        for n in range(8):
            second: list[object] = [n + 1, 60 + n, 7 + n % 3, 2 + n % 2] if n < n_second else [None] * 4
            rows.append([n + 1, 50 + n, 6 + n % 4, 1 + n % 3, *nothing, *second])
        return rows

    @pytest.mark.parametrize("gap", [0, 1, 4])
    @pytest.mark.parametrize("n_second", [8, 3])
    @pytest.mark.parametrize("title", [[], [["骨水泥登记表"], []]])
    def test_a_group_each(self, gap: int, n_second: int, title: list[list[object]]) -> None:
        """Eight patients under CT and eight (or three) under DSA, both numbered from 1; by hand the means before."""
        result = opened_rows([*title, *self._rows(gap, ("CT组", "DSA组"), n_second)])

        assert result.cohort is not None
        before = result.cohort.scores["VAS", "baseline"].numbers
        assert [int((result.cohort.method == n).sum()) for n in (0, 1)] == [8, n_second]
        assert before[result.cohort.method == 0].mean() == 7.5
        assert before[result.cohort.method == 1].mean() == pytest.approx(63 / 8 if n_second == 8 else 8)
        assert "several_tables_read" in codes(result)

    def test_a_finding_names_the_cell_of_the_right_table(self) -> None:
        """A word among the scores of the second table stands in column H of the sheet, not in C."""
        rows = self._rows(1, ("CT组", "DSA组"))
        rows[4][7] = "七八"

        result = opened_rows(rows)

        assert [(one.row, one.column) for one in result.findings if one.code == "unreadable_values"] == [(5, "H")]

    def test_without_labels_it_is_asked(self) -> None:
        """The same numbers in both tables and nothing above them: groups or visits, nothing is analysed before."""
        result = opened_rows(self._rows(1, ("", ""))[1:])

        assert result.cohort is None
        assert [one.code for one in result.questions] == ["sheets_are"]

    def test_methods_above_tables_without_numbers(self) -> None:
        """Each row of each table is a patient of its own."""
        rows = [row[2:4] + row[7:9] for row in self._rows(1, ("CT组", "DSA组"))]
        rows[0] = ["CT组", None, "DSA组", None]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert (result.cohort.n_patients, result.cohort.methods) == (16, ("CT", "DSA"))

    @pytest.mark.parametrize("n_second", [8, 3])
    def test_one_running_number_before_both(self, n_second: int) -> None:
        """序号 at the left stands for a patient of each table: eight under CT, and eight or three others under DSA."""
        rows = [[row[0], *row[2:4], *row[6:8]] for row in self._rows(0, ("CT组", "DSA组"), n_second)]
        rows[0] = [None, "CT组", None, "DSA组", None]

        result = opened_rows(rows)

        assert result.cohort is not None and not result.questions
        before = result.cohort.scores["VAS", "baseline"].numbers
        assert result.cohort.facets("method") == {"CT": 8, "DSA": n_second}
        assert before[result.cohort.method == 0].mean() == 7.5
        assert before[result.cohort.method == 1].mean() == pytest.approx(63 / 8 if n_second == 8 else 8)

    def test_a_list_continued_on_the_right(self) -> None:
        """Other numbers under the same headers are more patients."""
        head = ["编号", "方法", "术前VAS", "术后1周VAS"]
        rows = [
            [n, METHOD[n], BEFORE[n], AFTER[n], None, n + 5, METHOD[n + 5], BEFORE[n + 5], AFTER[n + 5]]
            for n in IDS[:5]
        ]

        result = opened_rows([[*head, None, *head], *rows])

        assert _changes(result) == {name: sorted(changes) for name, changes in CHANGES.items()}


class TestTheSamePatientsInAnotherOrder:
    def test_a_visit_each(self) -> None:
        """Before on the left, after on the right in another order: paired by the number, never along the row."""
        rows = [[a, METHOD[a], BEFORE[a], None, b, METHOD[b], AFTER[b]] for a, b in zip(IDS, SHUFFLED, strict=True)]
        labels = ["术前", None, None, None, "术后1周"]

        result = opened_rows([labels, ["编号", "方法", "VAS", None, "编号", "方法", "VAS"], *rows])

        assert _changes(result) == {name: sorted(changes) for name, changes in CHANGES.items()}

    @pytest.mark.parametrize("gap", [0, 1])
    def test_other_columns_each(self, gap: int) -> None:
        """The scores after treatment beside numbers of their own."""
        nothing: list[object] = [None] * gap
        rows = [[a, METHOD[a], BEFORE[a], *nothing, b, AFTER[b]] for a, b in zip(IDS, SHUFFLED, strict=True)]

        result = opened_rows([["编号", "方法", "术前VAS", *nothing, "编号", "术后1周VAS"], *rows])

        assert _changes(result) == {name: sorted(changes) for name, changes in CHANGES.items()}

    def test_the_same_number_twice_in_a_row(self) -> None:
        """A number repeated for the reader's convenience makes no second table."""
        rows = [[n, METHOD[n], BEFORE[n], n, AFTER[n]] for n in IDS]

        result = opened_rows([["编号", "方法", "术前VAS", "编号", "术后1周VAS"], *rows])

        assert _changes(result) == {name: sorted(changes) for name, changes in CHANGES.items()}


class TestSheetsInAnotherOrderOfColumns:
    def test_the_cell_is_named_as_its_own_sheet_has_it(self) -> None:
        """VAS stands in C of the first sheet and in B of the second."""
        one = [["编号", "年龄", "术前VAS", "术后1月VAS"], *[[n, 50, BEFORE[n], AFTER[n]] for n in IDS]]
        two = [["编号", "术前VAS", "术后1月VAS", "年龄"], *[[n, BEFORE[n], AFTER[n], 50] for n in IDS]]
        two[3][1] = "七八"

        result = opened(xlsx({"CT组": one, "DSA组": two}))

        found = [(one.sheet, one.row, one.column) for one in result.findings if one.code == "unreadable_values"]
        assert found == [("DSA组", 4, "B")]
