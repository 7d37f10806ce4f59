"""A score and its mirror image, read in the other direction, are the same evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.analysis.mixed import left_out
from lib.analysis.outcomes import compare_visit
from lib.analysis.results import VisitComparison
from lib.registry.cohort import Cohort
from lib.stats.results import TestResult
from lib.terms import SCALES, Scale
from tests.analysis.cohorts import ASKED, MONTH, cohort_of


def registry(seed: int, *, mirrored: bool) -> Cohort:
    """Thirty patients per method, whose difference varies with the seed; mirrored: 10 − score, higher is better."""
    random = np.random.default_rng(seed)
    before = random.integers(10, 20, 60) / 2
    shift = np.repeat([seed % 5 - 2, 0], 30)
    after = np.clip(before - 4 + shift + random.integers(-3, 4, 60) / 2, 0, 10)
    scores = {"baseline": before, MONTH.name: after}
    if mirrored:
        scores = {visit: 10 - values for visit, values in scores.items()}
    found = cohort_of(["CT"] * 30 + ["DSA"] * 30, {"VAS": scores})
    scale: Scale = replace(SCALES["VAS"], lower_is_better=not mirrored)
    return replace(found, scales={"VAS": scale})


def compared(seed: int, *, mirrored: bool) -> VisitComparison:
    """The whole comparison at one month."""
    cohort = registry(seed, mirrored=mirrored)
    return compare_visit(cohort, "VAS", MONTH, ASKED, mixed=left_out(cohort.methods))


class TestMirroredScores:
    @pytest.mark.parametrize("seed", range(20))
    def test_with_the_other_direction_give_the_mirrored_verdict(self, seed: int) -> None:
        """Code and stamps stay; the difference changes its sign and its limits change places."""
        ours, theirs = (compared(seed, mirrored=mirrored).verdicts[0] for mirrored in (False, True))

        assert (theirs.code, theirs.stamps) == (ours.code, ours.stamps)
        assert isinstance(ours.result, TestResult) and isinstance(theirs.result, TestResult)
        assert ours.result.interval is not None and theirs.result.interval is not None
        assert theirs.result.estimate == pytest.approx(-ours.result.estimate)
        assert theirs.result.interval.low == pytest.approx(-ours.result.interval.high)

    def test_are_of_every_kind(self) -> None:
        """The registries above favour either method, neither, and show equivalence."""
        codes = {compared(seed, mirrored=False).verdicts[0].code for seed in range(20)}

        assert {"superior", "inferior", "equivalent"} <= codes
