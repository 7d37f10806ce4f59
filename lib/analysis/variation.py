"""Why there is no variance: which scores are all equal, so that a refusal can say it and name the value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import PairedCounts
from lib.stats.results import NotEstimable, TestResult

_DECIMALS = 6
"""Changes equal to so many decimals are equal; beyond is the noise of subtraction."""


def no_variance_of(
    result: TestResult | NotEstimable, pairs: Sequence[PairedCounts], *, is_of_follow_up: bool = False
) -> TestResult | NotEstimable:
    """The result of an analysis of these methods; a refusal for want of variance says what does not vary.

    `value` is the one value of all changes. Where it is something else that is equal, `of` says what: "follow_up" (all
    follow-up scores, with the `value`), "each_method" (within each method, at different values); else there are no
    parameters. `is_of_follow_up`: the analysis compares follow-up scores, not changes.
    """
    if isinstance(result, TestResult) or result.reason != "no_variance":
        return result
    changes = [_values(one.change, one.count) for one in pairs]
    follow_ups = [_values(one.follow_up, one.count) for one in pairs]
    compared = follow_ups if is_of_follow_up else changes
    if len(_together(changes)) == 1 and not is_of_follow_up:
        return NotEstimable(reason=result.reason, parameters={"value": _together(changes).pop()})
    if len(_together(follow_ups)) == 1:
        return NotEstimable(reason=result.reason, parameters={"value": _together(follow_ups).pop(), "of": "follow_up"})
    if all(len(one) == 1 for one in compared):
        return NotEstimable(reason=result.reason, parameters={"of": "each_method"})
    return NotEstimable(reason=result.reason)


def _values(values: NDArray[np.float64], count: NDArray[np.int64]) -> set[float]:
    """The different values that somebody has."""
    return set((np.round(values[count > 0], _DECIMALS) + 0.0).tolist())


def _together(found: Iterable[set[float]]) -> set[float]:
    return set().union(*found)
