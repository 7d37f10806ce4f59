"""How far unobserved patients would have to differ from what the model expects before the verdict changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lib.stats.equivalence import Verdict, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The unobserved patients of the two groups are shifted by these multiples of delta, in the raw direction.

    `delta` is the smallest shift, in the reported unit, at which the verdict becomes `becomes`; None where it stays
    to the largest shift asked for.
    """

    a: int
    b: int
    delta: float | None
    becomes: Verdict | None


def tipping_points(
    low: float,
    high: float,
    *,
    missing_a: float,
    missing_b: float,
    largest: float,
    margin: float | None,
    better: int,
) -> tuple[Scenario, ...]:
    """Shift the unobserved of one group, or of both in opposite directions, from 0 to `largest`.

    For a linear model fitted under missing at random, adding δ to the imputed values moves the difference a − b by
    share missing in a · δ_a − share missing in b · δ_b and leaves its standard error (O'Kelly & Ratitch, Clinical
    Trials with Missing Data, 2014, ch. 7). `low` and `high` are the interval of a − b, the shares lie in [0, 1].
    """
    for name, share in (("missing_a", missing_a), ("missing_b", missing_b)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} must be a share between 0 and 1, got {share!r}")
    found = []
    for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)):
        speed = missing_a * a - missing_b * b
        delta, becomes = _first_change(low, high, speed, largest, margin, better)
        found.append(Scenario(a=a, b=b, delta=delta, becomes=becomes))
    return tuple(found)


def _first_change(
    low: float, high: float, speed: float, largest: float, margin: float | None, better: int
) -> tuple[float | None, Verdict | None]:
    """The verdict can only change where a limit meets 0 or ±margin: those shifts are tried in order."""
    if speed == 0:
        return None, None
    now = judge(low, high, margin, better)
    lines = (0.0,) if margin is None else (0.0, margin, -margin)
    meetings = sorted((line - limit) / speed for limit in (low, high) for line in lines)
    for delta in (meeting for meeting in meetings if 0 <= meeting <= largest):
        for shift in (delta, math.nextafter(delta, math.inf) * (1 + 1e-12) + 1e-12):
            then = judge(low + speed * shift, high + speed * shift, margin, better)
            if then != now:
                return delta, then
    return None, None
