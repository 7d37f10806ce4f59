from __future__ import annotations

import numpy as np

from lib.registry.cohort import Column
from lib.registry.prepared import Prepared

NAN = np.nan
BEFORE = Column.of_numbers(np.array([7.0, 5.0, 7.0, NAN]))
AFTER = Column.of_numbers(np.array([2.0, 5.0, NAN, 3.0]))


class TestPairs:
    def test_a_code_for_each_pair_and_none_for_half_of_one(self) -> None:
        """Before (5, 7) times three levels after (2, 3, 5): 7 to 2 is 1·3 + 0, 5 to 5 is 0·3 + 2."""
        assert Prepared().pairs("VAS", "1 month", BEFORE, AFTER).tolist() == [3, 2, -1, -1]

    def test_are_made_once(self) -> None:
        """Asked again, the same array comes back, whoever is kept."""
        prepared = Prepared()

        assert prepared.pairs("VAS", "1 month", BEFORE, AFTER) is prepared.pairs("VAS", "1 month", BEFORE, AFTER)

    def test_many_pairs_need_more_bytes(self) -> None:
        """300 levels before and after are 90,000 pairs: the last one is still told apart."""
        many = Column.of_numbers(np.arange(300.0))

        assert Prepared().pairs("VAS", "1 month", many, many)[-1] == 300 * 300 - 1


class TestCourse:
    def test_sums_of_those_with_the_same_visits(self) -> None:
        """7 to 2 and 5 to 5: two patients, sums 12 and 7, squares 74 and 29, products 14 + 25 = 39."""
        observed, sums = Prepared().course("VAS", [BEFORE, AFTER]).cross_products(np.array([0, 1]))

        assert observed == (True,)
        assert sums.tolist() == [[2, 12, 7], [12, 74, 39], [7, 39, 29]]

    def test_a_visit_that_is_missing_takes_no_part(self) -> None:
        """The third patient has only a baseline of 7: its sums are 1, 7 and 49."""
        observed, sums = Prepared().course("VAS", [BEFORE, AFTER]).cross_products(np.array([2]))

        assert observed == (False,)
        assert sums.tolist() == [[1, 7], [7, 49]]

    def test_more_patients_than_are_multiplied_at_once(self) -> None:
        """5,000 patients from 7 to 2, in three parts: 5,000 patients, 35,000 before, 10,000 after."""
        before, after = (Column.of_numbers(np.full(5000, value)) for value in (7.0, 2.0))

        _, sums = Prepared().course("VAS", [before, after]).cross_products(np.arange(5000))

        assert sums[0].tolist() == [5000, 35000, 10000]

    def test_patterns_rank_the_first_visit_first(self) -> None:
        """Nobody seen, the later visit only, the first only, both: 0, 1, 2, 3."""
        first = Column.of_numbers(np.array([NAN, NAN, 1.0, 1.0]))
        later = Column.of_numbers(np.array([NAN, 1.0, NAN, 1.0]))

        assert Prepared().course("VAS", [BEFORE, first, later]).pattern.tolist() == [0, 1, 2, 3]
