from __future__ import annotations

import numpy as np
import pytest

from lib.registry import distinct
from lib.registry.distinct import distinct_numbers, distinct_rows, grouped

ALL = np.ones(5, dtype=np.bool_)
METHOD = np.array([0, 1, 0, 0, 1])
SCORE = np.array([2, 0, 2, 1, -1])


def as_lists(found: tuple[list[np.ndarray], np.ndarray]) -> tuple[list[list[int]], list[int]]:
    """Arrays as plain lists, to be compared at a glance."""
    columns, count = found
    return [column.tolist() for column in columns], count.tolist()


class TestDistinctRows:
    def test_counts_each_combination_once(self) -> None:
        """(0,2) stands twice, (0,1) and (1,0) once; the patient without a score is left out."""
        found = distinct_rows([METHOD, SCORE], [2, 3], ALL)

        assert as_lists(found) == ([[0, 0, 1], [1, 2, 0]], [1, 2, 1])

    def test_only_the_kept(self) -> None:
        """A patient whom the filters drop is not counted."""
        found = distinct_rows([METHOD, SCORE], [2, 3], np.array([True, True, False, False, True]))

        assert as_lists(found) == ([[0, 1], [2, 0]], [1, 1])

    def test_nobody(self) -> None:
        """Nobody kept gives empty columns, one per code, and no error."""
        found = distinct_rows([METHOD, SCORE], [2, 3], ~ALL)

        assert as_lists(found) == ([[], []], [])

    def test_no_levels(self) -> None:
        """A column that nobody has (no levels, all −1) leaves nobody."""
        found = distinct_rows([METHOD, np.full(5, -1)], [2, 0], ALL)

        assert as_lists(found) == ([[], []], [])

    def test_one_column(self) -> None:
        """One column is simply its frequencies."""
        assert as_lists(distinct_rows([SCORE], [3], ALL)) == ([[0, 1, 2]], [1, 1, 2])

    def test_leaves_its_input_alone(self) -> None:
        """Neither the codes nor the mask are changed."""
        kept, method = ALL.copy(), METHOD.copy()

        distinct_rows([method, SCORE], [2, 3], kept)

        assert kept.all()
        assert method.tolist() == METHOD.tolist()

    @pytest.mark.parametrize(("dense", "key"), [(1 << 22, 1 << 62), (0, 1 << 62), (0, 0)])
    def test_every_way_of_counting_agrees(self, monkeypatch: pytest.MonkeyPatch, dense: int, key: int) -> None:
        """Dense table, sorted keys and sorted rows give what a dictionary counts."""
        random = np.random.default_rng(1)
        codes = [random.integers(-1, size, 400) for size in (3, 4, 5)]
        kept = random.random(400) < 0.8
        monkeypatch.setattr(distinct, "DENSE_LIMIT", dense)
        monkeypatch.setattr(distinct, "KEY_LIMIT", key)

        columns, count = distinct_rows(codes, [3, 4, 5], kept)

        expected: dict[tuple[int, ...], int] = {}
        for row in np.column_stack(codes)[kept].tolist():
            if min(row) >= 0:
                expected[tuple(row)] = expected.get(tuple(row), 0) + 1
        assert list(zip(*(column.tolist() for column in columns), strict=True)) == sorted(expected)
        assert dict(zip(sorted(expected), count.tolist(), strict=True)) == expected

    def test_more_combinations_than_an_integer_holds(self) -> None:
        """Twelve columns of 100 levels (1e24 combinations) are still told apart."""
        codes = [np.array([99, 99, 0]) for _ in range(11)] + [np.array([0, 1, 0])]

        columns, count = distinct_rows(codes, [100] * 12, np.ones(3, dtype=np.bool_))

        assert count.tolist() == [1, 1, 1]
        assert columns[0].tolist() == [0, 99, 99]
        assert columns[11].tolist() == [0, 0, 1]


class TestGrouped:
    def test_each_combination_stands_together(self) -> None:
        """Patients 3 and 1 have (0, 0) and (0, 1); 0 and 4 share (1, 0), in their own order; 2 has (1, 1)."""
        order, starts = grouped([np.array([1, 0, 1, 0, 1]), np.array([0, 1, 1, 0, 0])], [2, 2])

        assert order.tolist() == [3, 1, 0, 4, 2]
        assert starts.tolist() == [0, 1, 2, 4]

    def test_nobody(self) -> None:
        """Nobody is no group."""
        order, starts = grouped([np.empty(0, dtype=np.int64)], [2])

        assert (order.tolist(), starts.tolist()) == ([], [])

    def test_many_columns(self) -> None:
        """Seventy columns of two (2^70 combinations) are told apart as a sort of the rows tells them."""
        rows = np.random.default_rng(3).integers(0, 2, (300, 70))
        rows[150:] = rows[:150]

        order, starts = grouped(list(rows.T), [2] * 70)

        assert rows[order].tolist() == sorted(rows.tolist())
        assert len(starts) == 150


class TestDistinctNumbers:
    @pytest.mark.parametrize(
        "values",
        [
            [7.3, 0.0, 10.0, 7.3, 2.85, 0.01],
            [-3.93, 2.5, -3.93, 0.0],
            [1 / 3, 2 / 3, 1 / 3],
            [1e15, 3.0, -1e15],
            [float("inf"), 3.0, float("-inf")],
            [0.1 + 0.2, 0.3],
            [],
            [4.0],
        ],
    )
    def test_as_numpy_finds_them(self, values: list[float]) -> None:
        """The table of hundredths gives what sorting gives, and other numbers are sorted."""
        numbers, places = distinct_numbers(np.array(values, dtype=np.float64))
        expected, inverse = np.unique(np.array(values, dtype=np.float64), return_inverse=True)

        assert numbers.tolist() == expected.tolist() and places.tolist() == inverse.tolist()

    def test_every_hundredth(self) -> None:
        """Each number from −100 to 100 in steps of a hundredth, as a file writes it, stays that number."""
        values = np.array([float(f"{whole / 100:.2f}") for whole in range(10_000, -10_001, -1)])

        numbers, places = distinct_numbers(values)

        assert np.array_equal(numbers[places], values) and len(numbers) == 20_001
