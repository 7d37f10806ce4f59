"""The mixed model beside the other analyses: one answer where nobody is missing, a reason where it is not fitted."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.mixed import fit_outcome
from lib.analysis.outcomes import compare_outcome
from lib.stats.results import NotEstimable
from tests.analysis.cohorts import ASKED, cohort_of, oracle_cohort, simulated


class TestFitOutcome:
    def test_equals_ancova_where_nobody_is_missing(self):
        """At one month everybody is seen: the mixed model and the ANCOVA give one answer, with one df."""
        outcome = compare_outcome(simulated(20, methods=("CT", "DSA"), lost=4), "VAS", ASKED)
        mixed, ancova = (outcome.at("1 month").between_of("CT", "DSA", name).result for name in ("mmrm", "ancova"))

        assert mixed.estimate == pytest.approx(ancova.estimate, rel=1e-6)
        assert mixed.standard_error == pytest.approx(ancova.standard_error, rel=1e-5)
        assert mixed.df == pytest.approx(ancova.df, rel=1e-4)

    def test_counts_everybody_with_a_follow_up(self):
        """At six months the ANCOVA has lost four per method, the mixed model none."""
        view = compare_outcome(simulated(20, methods=("CT", "DSA"), lost=4), "VAS", ASKED).at("6 months")

        assert view.between_of("CT", "DSA", "ancova").n_experimental == 16
        assert view.between_of("CT", "DSA", "mmrm").n_experimental == 20

    def test_one_follow_up(self):
        """One follow-up leaves nothing to repeat."""
        found = fit_outcome(oracle_cohort("d1_seed"), "VAS")

        assert found.difference("CT", "DSA", "1 month") == NotEstimable(reason="one_follow_up")

    def test_last_follow_up_is_outside(self):
        """A last follow-up has no day of its own and is never in the model; the visits with a day are."""
        plain = simulated(20, methods=("CT", "DSA"))
        scores = {name: column.numbers for (_, name), column in plain.scores.items()}
        cohort = cohort_of(["CT"] * 20 + ["DSA"] * 20, {"VAS": scores | {"last follow-up": np.full(40, 2.0)}})
        found = fit_outcome(cohort, "VAS")

        assert found.visits == ("1 month", "6 months")
        assert found.difference("CT", "DSA", "last follow-up") == NotEstimable(reason="visit_without_day")

    def test_small_methods_are_not_fitted(self):
        """Nine patients in a method are too few for the model."""
        found = fit_outcome(simulated(9, methods=("CT", "DSA")), "VAS").difference("CT", "DSA", "1 month")

        assert isinstance(found, NotEstimable)
        assert found.reason == "too_few"
