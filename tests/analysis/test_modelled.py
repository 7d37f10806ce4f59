"""Who takes part in a model, and that leaving out those who say nothing changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.modelled import modelled_patients
from lib.analysis.outcomes import compare_visit
from tests.analysis.cohorts import ASKED, MONTH, cohort_of, simulated


def _centred(centres, methods=("CT", "DSA")):
    """Twenty patients per method with a centre each."""
    plain = simulated(20, methods=methods)
    scores = {name: plain.scores["VAS", name].numbers for name in ("baseline", "1 month")}
    return cohort_of(np.repeat(methods, 20).tolist(), {"VAS": scores}, {"centre": centres})


def _counts(cohort):
    return cohort.score_counts("VAS", "1 month", ("centre",))


class TestModelledPatients:
    @pytest.mark.parametrize("first", [True, False])
    def test_alone_in_a_centre(self, first):
        """The only patient of a centre is left out, whether the centre is met first or last."""
        others = ["east", "west", "south"] * 13
        cohort = _centred(["lone", *others] if first else [*others, "lone"])

        kept = modelled_patients(_counts(cohort), ("centre",))

        assert kept.n == 39
        assert len(kept.covariate_names) == 2

    def test_estimate_is_the_same_without(self):
        """The ordinary ANCOVA with a lone patient equals the one without: the patient says nothing of the methods."""
        centres = ["lone", *["east", "west", "south"] * 13]
        row = compare_visit(_centred(centres), "VAS", MONTH, ASKED).between_of("CT", "DSA", "ancova")
        without = compare_visit(_centred([None, *centres[1:]]), "VAS", MONTH, ASKED).between_of("CT", "DSA", "ancova")

        assert row.result == without.result
        assert row.n_experimental == 19

    def test_a_method_that_goes_takes_its_centre_along(self):
        """A method with one patient leaves, and the centre that only it had leaves no empty column behind."""
        cohort = _centred([*["east", "west"] * 20, "far", *["far"] * 19], methods=("CT", "DSA", "CBCT"))
        code = cohort.method.copy()
        code[41:] = -1
        counts = _counts(cohort.__class__(**(vars(cohort) | {"method": code})))

        kept = modelled_patients(counts, ("centre",))

        assert kept.methods == ("CT", "DSA")
        assert kept.covariate_names == ("centre=west",)

    def test_nobody_alone(self):
        """Where every centre has several patients the counts stay as they are."""
        counts = _counts(_centred(["east", "west"] * 20))

        assert modelled_patients(counts, ("centre",)) is counts

    def test_nobody_at_all(self):
        """Counts without patients leave no method, and no error."""
        counts = simulated(3, methods=("CT", "DSA")).score_counts("VAS", "last follow-up")

        assert modelled_patients(counts).methods == ()
