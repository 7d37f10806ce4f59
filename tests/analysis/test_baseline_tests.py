"""P values of the baseline table, each with the number that R prints for the same data."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.analysis.baseline_tests import baseline_p_values
from lib.analysis.patients import baseline_table
from lib.analysis.proposal import propose_question
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.stats.results import NotEstimable
from lib.terms import Filter

DATA = Path(__file__).parents[1] / "r" / "data"


def registry(name: str) -> Cohort:
    """A data set of R's scripts, read as a visitor's file is."""
    cohort = open_registry([SourceFile(name=name, content=(DATA / name).read_bytes())]).cohort
    assert cohort is not None
    return cohort


class TestBaselinePValues:
    @pytest.mark.parametrize(
        ("data", "name", "p"),
        [
            ("d1_seed.csv", "age", 0.639216348473),  # oneway.test(age ~ group)
            ("d1_seed.csv", "tumour", 0.792739894593),  # fisher.test(table(group, tumour))
            ("d1_seed.csv", "sex", 0.802478205205),  # fisher.test(table(group, sex))
            ("d1_seed.csv", "VAS", 0.303437624288),  # oneway.test(vas_pre ~ group), which is t.test's P
            ("d6_three.csv", "VAS", 0.875797485191),  # oneway.test(vas_pre ~ group), three methods
        ],
    )
    def test_equal_r(self, data: str, name: str, p: float) -> None:
        """Numbers by Welch, words by Fisher, two methods and three."""
        cohort = registry(data)

        found = baseline_p_values(baseline_table(cohort, propose_question(cohort)))[name]

        assert found == pytest.approx(p, rel=1e-9)

    def test_nothing_to_test_is_refused(self) -> None:
        """With one method there is no P, and no error."""
        cohort = registry("d1_seed.csv")
        one = cohort.filtered([Filter(name="method", levels=("CT",))])

        found = baseline_p_values(baseline_table(one, propose_question(one)))

        assert all(isinstance(p, NotEstimable) for p in found.values())
