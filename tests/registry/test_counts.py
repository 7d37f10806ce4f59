from __future__ import annotations

import numpy as np
import pytest

from lib.registry.counts import Moments, PairedCounts, ScoreCounts


def counts(
    rows: list[tuple[str, float, float, int]],
    methods: tuple[str, ...] = ("CT", "DSA"),
    covariate: list[float] | None = None,
    outcome: str = "VAS",
) -> ScoreCounts:
    """ScoreCounts from (method, before, after, patients)."""
    return ScoreCounts(
        outcome=outcome,
        visit="3 months",
        methods=methods,
        method=np.array([methods.index(row[0]) for row in rows], dtype=np.int64),
        baseline=np.array([row[1] for row in rows], dtype=np.float64),
        follow_up=np.array([row[2] for row in rows], dtype=np.float64),
        count=np.array([row[3] for row in rows], dtype=np.int64),
        covariates=np.empty((len(rows), 0)) if covariate is None else np.array(covariate)[:, None],
        covariate_names=() if covariate is None else ("age",),
    )


def rows_of(found: ScoreCounts) -> set[tuple[object, ...]]:
    """The rows as a set: (method, before, after, covariates …, patients)."""
    return {
        (found.methods[found.method[i]], found.baseline[i], found.follow_up[i], *found.covariates[i], found.count[i])
        for i in range(len(found.count))
    }


class TestPairedCounts:
    def test_change_is_follow_up_minus_baseline(self) -> None:
        """7 before and 2 after is a change of −5: negative is better."""
        pairs = PairedCounts(baseline=np.array([7.0]), follow_up=np.array([2.0]), count=np.array([3]))

        assert pairs.change.tolist() == [-5]

    def test_change_ties_where_decimals_tie(self) -> None:
        """6.4 − 3.3 and 3.1 − 0.0 are the same change, although the floats differ."""
        pairs = PairedCounts(baseline=np.array([3.3, 0.0]), follow_up=np.array([6.4, 3.1]), count=np.array([1, 1]))

        assert 6.4 - 3.3 != 3.1 - 0.0
        assert pairs.change[0] == pairs.change[1]

    def test_changes_merge_pairs_of_equal_change(self) -> None:
        """Changes of 3.1 of 1 and 2 patients and of −5 of 4 are −5 of 4 and 3.1 of 3."""
        pairs = PairedCounts(
            baseline=np.array([3.3, 7.0, 0.0]), follow_up=np.array([6.4, 2.0, 3.1]), count=np.array([1, 4, 2])
        )

        assert (pairs.changes.values.tolist(), pairs.changes.patients.tolist()) == ([-5, 3.1], [4, 3])

    def test_n_counts_patients_not_pairs(self) -> None:
        """Two distinct pairs of 3 and 2 patients are 5 patients."""
        pairs = PairedCounts(baseline=np.array([7.0, 8.0]), follow_up=np.array([2.0, 2.0]), count=np.array([3, 2]))

        assert pairs.n == 5


class TestOf:
    def test_takes_one_method(self) -> None:
        """The pairs of DSA only, with their counts."""
        found = counts([("CT", 7, 2, 3), ("DSA", 7, 2, 1), ("DSA", 8, 3, 4)]).of("DSA")

        assert (found.baseline.tolist(), found.follow_up.tolist(), found.count.tolist()) == ([7, 8], [2, 3], [1, 4])

    def test_method_without_patients(self) -> None:
        """A method that nobody has gives no pairs and n = 0."""
        assert counts([("CT", 7, 2, 3)]).of("DSA").n == 0

    def test_unknown_method(self) -> None:
        """A method that the registry does not have is an error of the caller."""
        with pytest.raises(ValueError, match="MRI"):
            counts([("CT", 7, 2, 3)]).of("MRI")


class TestNOf:
    def test_counts_patients(self) -> None:
        """3 with CT, 1 + 4 with DSA, 8 in all."""
        found = counts([("CT", 7, 2, 3), ("DSA", 7, 2, 1), ("DSA", 8, 3, 4)])

        assert (found.n_of("CT"), found.n_of("DSA"), found.n) == (3, 5, 8)


class TestOnly:
    THREE = counts([("CT", 7, 2, 3), ("DSA", 7, 2, 1), ("CBCT", 8, 3, 4)], methods=("CT", "DSA", "CBCT"))

    def test_keeps_the_methods_in_the_order_given(self) -> None:
        """CBCT and CT, in this order, without DSA."""
        found = self.THREE.only(["CBCT", "CT"])

        assert found.methods == ("CBCT", "CT")
        assert rows_of(found) == {("CBCT", 8, 3, 4), ("CT", 7, 2, 3)}

    def test_codes_index_the_new_methods(self) -> None:
        """of() after only() finds the same patients."""
        assert self.THREE.only(["CBCT", "CT"]).of("CT").count.tolist() == [3]

    def test_keeps_covariates_beside_their_rows(self) -> None:
        """The covariate of a kept row stays with it."""
        found = counts([("CT", 7, 2, 3), ("DSA", 7, 2, 1)], covariate=[60, 70]).only(["DSA"])

        assert rows_of(found) == {("DSA", 7, 2, 70, 1)}
        assert found.covariate_names == ("age",)

    def test_none(self) -> None:
        """No method: no rows, no error."""
        assert self.THREE.only([]).n == 0

    def test_without_any_method(self) -> None:
        """Counts without methods stay empty."""
        assert counts([], methods=()).only(["CT"]).n == 0


class TestAdd:
    def test_counts_add(self) -> None:
        """The same pair in two centres is one row with both counts; other rows are kept."""
        found = counts([("CT", 7, 2, 3), ("DSA", 8, 3, 1)]) + counts([("CT", 7, 2, 4), ("CT", 9, 1, 2)])

        assert rows_of(found) == {("CT", 7, 2, 7), ("CT", 9, 1, 2), ("DSA", 8, 3, 1)}

    def test_methods_are_matched_by_name(self) -> None:
        """A centre that lists its methods in another order, and one more, is matched by name."""
        found = counts([("CT", 7, 2, 3)]) + counts([("DSA", 7, 2, 4), ("CBCT", 7, 2, 1)], methods=("DSA", "CBCT", "CT"))

        assert found.methods == ("CT", "DSA", "CBCT")
        assert rows_of(found) == {("CT", 7, 2, 3), ("DSA", 7, 2, 4), ("CBCT", 7, 2, 1)}

    def test_covariates_keep_rows_apart(self) -> None:
        """The same pair at 60 and at 70 years stays two rows."""
        found = counts([("CT", 7, 2, 3)], covariate=[60]) + counts([("CT", 7, 2, 1)], covariate=[70])

        assert rows_of(found) == {("CT", 7, 2, 60, 3), ("CT", 7, 2, 70, 1)}

    def test_order_does_not_matter(self) -> None:
        """Both orders of adding hold the same rows."""
        a, b = counts([("CT", 7, 2, 3), ("DSA", 8, 3, 1)]), counts([("DSA", 8, 3, 5)])

        assert rows_of(a + b) == rows_of(b + a)

    def test_nothing_added(self) -> None:
        """Adding a centre without patients changes nothing."""
        a = counts([("CT", 7, 2, 3)])

        assert rows_of(a + counts([])) == rows_of(counts([]) + a) == rows_of(a)

    def test_nothing_added_without_methods(self) -> None:
        """Adding a centre without methods changes nothing either."""
        a = counts([("CT", 7, 2, 3)])

        assert rows_of(a + counts([], methods=())) == rows_of(counts([], methods=()) + a) == rows_of(a)

    def test_other_question(self) -> None:
        """VAS and ODI do not add; the message names both."""
        with pytest.raises(ValueError, match=r"VAS at 3 months .* ODI at 3 months"):
            counts([("CT", 7, 2, 3)]) + counts([("CT", 7, 2, 3)], outcome="ODI")

    def test_input_is_left_alone(self) -> None:
        """Neither side is changed."""
        a, b = counts([("CT", 7, 2, 3)]), counts([("CT", 7, 2, 4)])

        assert (a + b).n == 7
        assert (a.n, b.n) == (3, 4)


class TestMoments:
    def test_n_is_the_first_entry(self) -> None:
        """ZᵀZ of Z = [1, before] over (7, 8, 9) is [[3, 24], [24, 194]]: n = 3."""
        z = np.column_stack([np.ones(3), [7, 8, 9]])

        found = Moments(method="CT", visits=("1 week",), observed=(False,), cross_products=z.T @ z)

        assert found.cross_products.tolist() == [[3, 24], [24, 194]]
        assert found.n == 3
