from __future__ import annotations

import pytest
from hypothesis import assume, given
from scipy import stats

from lib.stats import omnibus
from lib.stats.results import NotEstimable
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, patients, spread


class TestAgainstScipy:
    @given(counted(), counted(), counted())
    def test_weights_equal_repetition(self, a: Counts, b: Counts, c: Counts) -> None:
        """SciPy on one row per patient agrees with weights for all three tests."""
        groups = [a, b, c]
        assume(all(spread(group) for group in groups))
        rows = [patients(group) for group in groups]
        witnesses = [stats.f_oneway(*rows), stats.f_oneway(*rows, equal_var=False), stats.kruskal(*rows)]

        ours = [omnibus.anova(groups), omnibus.welch_anova(groups), omnibus.kruskal(groups)]

        for found, witness in zip(ours, witnesses, strict=True):
            assert isinstance(found, omnibus.OverallTest)
            assert (found.statistic, found.p_value) == pytest.approx(
                (witness.statistic, witness.pvalue), rel=1e-8, abs=1e-12
            )


@pytest.mark.parametrize("test", [omnibus.anova, omnibus.welch_anova, omnibus.kruskal])
class TestRefusals:
    def test_one_group(self, test) -> None:  # type: ignore[no-untyped-def]
        """One group has nothing to be compared with."""
        found = test([([1.0, 2.0], [1, 1])])

        assert isinstance(found, NotEstimable)
        assert found.reason == "one_method"

    def test_empty_group(self, test) -> None:  # type: ignore[no-untyped-def]
        """A group without patients cannot be tested."""
        assert test([([1.0, 2.0], [1, 1]), ([], [])]) == NotEstimable(reason="no_values")

    def test_no_variance(self, test) -> None:  # type: ignore[no-untyped-def]
        """All values equal: a reason, not NaN."""
        found = test([([2.0], [4]), ([2.0], [3]), ([2.0], [3])])

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"
