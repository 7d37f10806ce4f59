"""Why there is no variance, on scores made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.variation import no_variance_of
from lib.registry.counts import PairedCounts
from lib.stats.results import NotEstimable, TestResult

NOTHING = NotEstimable(reason="no_variance")


def _pairs(baseline: list[float], follow_up: list[float]) -> PairedCounts:
    return PairedCounts(
        baseline=np.array(baseline), follow_up=np.array(follow_up), count=np.ones(len(baseline), dtype=np.int64)
    )


class TestNoVarianceOf:
    @pytest.mark.parametrize(
        ("ours", "theirs", "is_of_follow_up", "parameters"),
        [
            (([8, 7.1], [5, 4.1]), ([6, 9], [3, 6]), False, {"value": -3.0}),
            (([8, 7], [0, 0]), ([6, 9], [0, 0]), False, {"value": 0.0, "of": "follow_up"}),
            (([8, 8], [3, 3]), ([8, 8], [3, 3]), True, {"value": 3.0, "of": "follow_up"}),
            (([8, 7], [5, 4]), ([6, 9], [4, 7]), False, {"of": "each_method"}),
            (([8, 7], [3, 3]), ([6, 9], [2, 2]), True, {"of": "each_method"}),
            (([8, 6], [4, 3]), ([4, 2], [2, 1]), False, {}),
        ],
    )
    def test_says_what_is_equal(self, ours, theirs, is_of_follow_up, parameters):
        """All changes (7.1 − 4.1 is noise away from 3), all follow-ups, each method by itself, or none of these."""
        found = no_variance_of(NOTHING, [_pairs(*ours), _pairs(*theirs)], is_of_follow_up=is_of_follow_up)

        assert isinstance(found, NotEstimable)
        assert (found.reason, dict(found.parameters)) == ("no_variance", parameters)

    def test_leaves_everything_else(self):
        """A result, and any other refusal, are passed on."""
        others = (TestResult(estimate=1.0), NotEstimable(reason="too_few", parameters={"n": 1}))

        assert [no_variance_of(one, [_pairs([8], [5])]) for one in others] == list(others)
