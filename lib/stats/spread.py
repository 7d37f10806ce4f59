"""Whether groups differ in spread: description beside the tests, never a reason to choose one."""

from __future__ import annotations

import numpy as np

from lib.stats.describe import quantiles
from lib.stats.omnibus import Groups, OverallTest, anova
from lib.stats.results import NotEstimable
from lib.stats.weighted import distinct, sample


def brown_forsythe(groups: Groups) -> OverallTest | NotEstimable:
    """The Brown–Forsythe test: analysis of variance of the distances from each group's median.

    Equals R's car::leveneTest(center = median).
    """
    samples = [distinct(sample(values, weights)) for values, weights in groups]
    if any(group.n == 0 for group in samples):
        return NotEstimable(reason="no_values")
    return anova([(np.abs(group.values - quantiles(group, (0.5,))[0]), group.weights) for group in samples])
