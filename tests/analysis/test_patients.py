"""The baseline table, checked by hand."""

from __future__ import annotations

import math

import pytest

from lib.analysis.patients import BaselineRow, baseline_table
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.stats.describe import Description
from lib.stats.results import NotEstimable
from lib.terms import Filter, Question

ROWS = [
    *("CT,F,50,7,3", "CT,F,60,8,2", "CT,M,70,9,2", "CT,M,,7,1"),
    *("DSA,F,60,6,3", "DSA,M,70,7,2", "DSA,M,80,8,2", "DSA,M,90,7,"),
]
QUESTION = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")


def cohort(rows: list[str] | None = None) -> Cohort:
    """Four patients per method: guidance, sex, age, VAS before and after."""
    lines = ["id,guidance,sex,age,VAS before,VAS 1 month"]
    lines += [f"P{n},{row}" for n, row in enumerate(ROWS if rows is None else rows)]
    found = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert found is not None
    return found


def row(name: str, of: Cohort | None = None) -> BaselineRow:
    """One line of the table."""
    return next(one for one in baseline_table(of or cohort(), QUESTION) if one.name == name)


class TestBaselineTable:
    def test_numbers_are_described_and_gaps_counted(self) -> None:
        """CT: ages 50, 60, 70 and one missing; DSA: 60 to 90."""
        ct, dsa = row("age").by_method

        assert (ct.method, ct.n, ct.missing, dsa.n, dsa.missing) == ("CT", 3, 1, 4, 0)
        assert isinstance(ct.description, Description)
        assert (ct.description.mean, ct.description.sd, ct.description.median) == (60, 10, 60)

    def test_difference_of_means_is_experimental_minus_control(self) -> None:
        """(60 − 75) / √((100 + 166.7) / 2) = −1.299."""
        found = row("age").balance[0]

        assert found.smd == pytest.approx(-15 / math.sqrt((100 + 500 / 3) / 2))
        assert found.is_marked
        assert found.chance == pytest.approx(1.959964 * math.sqrt(1 / 3 + 1 / 4))

    def test_of_two_words_the_last_in_order_is_compared(self) -> None:
        """Men: 2/4 v 3/4, (0.5 − 0.75) / √((0.25 + 0.1875) / 2)."""
        found = row("sex").balance[0]

        assert found.level == "M"
        assert found.smd == pytest.approx(-0.25 / math.sqrt((0.25 + 0.1875) / 2))

    def test_scores_before_treatment_come_last(self) -> None:
        """VAS before: means 7.75 and 7."""
        last = baseline_table(cohort(), QUESTION)[-1]

        assert (last.name, last.is_score) == ("VAS", True)
        assert [one.description.mean for one in last.by_method if isinstance(one.description, Description)] == [7.75, 7]

    def test_filters_hold(self) -> None:
        """Women alone: two with CT, one with DSA, and no spread of two patients in DSA."""
        women = row("age", cohort().filtered([Filter(name="sex", levels=("F",))]))

        assert [one.n for one in women.by_method] == [2, 1]
        assert isinstance(women.balance[0].smd, NotEstimable)

    def test_turning_the_pair_turns_the_sign(self) -> None:
        """DSA − CT is the mirror image."""
        turned = Question(outcome="VAS", visit="1 month", experimental="DSA", control="CT")

        there = next(one for one in baseline_table(cohort(), QUESTION) if one.name == "age").balance[0].smd
        back = next(one for one in baseline_table(cohort(), turned) if one.name == "age").balance[0].smd
        assert isinstance(there, float)
        assert back == pytest.approx(-there)

    def test_methods_that_do_not_overlap_are_marked(self) -> None:
        """All women with one method and all men with the other is the largest difference there is, not none."""
        rows = [*(f"CT,F,{50 + n},7,3" for n in range(6)), *(f"DSA,M,{60 + n},7,2" for n in range(6))]
        found = row("sex", cohort(rows)).balance[0]

        assert isinstance(found.smd, NotEstimable)
        assert found.is_complete and found.is_marked
