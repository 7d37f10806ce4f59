"""Where things go: visits along the time axis, labels that must not touch, dots that lie side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from lib.terms import Visit

SMALLEST_GAP = 0.12
"""Neighbouring visits are at least this share of the time axis apart."""

EQUAL_FROM = 8
"""From so many visits on, they are equally spaced: the smallest gap would leave nothing to share."""

_DAY_OF_BASELINE = 0.0


def visit_places(visits: Sequence[Visit]) -> dict[str, float]:
    """A place from 0 to 1 for every visit, by name, in the order given.

    Gaps go with the square root of days but are never below 12% of the width; from eight visits on all are equal. A
    visit without a day comes last, one smallest gap beyond the others.
    """
    ordered = sorted(visits, key=lambda visit: visit.order)
    if len(ordered) >= EQUAL_FROM or all(visit.days is None for visit in ordered[1:]):
        return {visit.name: index / max(1, len(ordered) - 1) for index, visit in enumerate(ordered)}
    roots = [math.sqrt(max(0.0, _DAY_OF_BASELINE if visit.is_baseline else visit.days or 0.0)) for visit in ordered]
    wanted = [
        0.0 if after.days is None and not after.is_baseline else later - earlier
        for (earlier, later), after in zip(pairwise(roots), ordered[1:], strict=True)
    ]
    gaps = _at_least(wanted, SMALLEST_GAP)
    return {visit.name: sum(gaps[:index]) for index, visit in enumerate(ordered)}


def _at_least(wanted: Sequence[float], smallest: float) -> list[float]:
    """Shares of 1 that go with `wanted`, none below `smallest`."""
    raised: set[int] = set()
    while True:
        rest = 1 - smallest * len(raised)
        total = sum(gap for index, gap in enumerate(wanted) if index not in raised)
        shares = [smallest if index in raised or total <= 0 else rest * gap / total for index, gap in enumerate(wanted)]
        too_small = {index for index, share in enumerate(shares) if share < smallest and index not in raised}
        if not too_small:
            return shares
        raised |= too_small


def spread(places: Sequence[float], smallest: float, low: float, high: float) -> list[float]:
    """The places moved as little as needed to lie at least `smallest` apart and within `low` to `high`.

    Their order stays; if there is no room for all, they are spread evenly from `low` to `high`.
    """
    count = len(places)
    if count * smallest > high - low + smallest:
        smallest = (high - low) / max(1, count - 1)
    order = sorted(range(count), key=lambda index: places[index])
    blocks: list[tuple[float, int]] = []  # centre and members of labels that touch each other
    for index in order:
        blocks.append((min(max(places[index], low), high), 1))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], smallest):
            (first, n), (second, m) = blocks[-2:]
            half = smallest * (n + m - 1) / 2
            blocks[-2:] = [(min(max((first * n + second * m) / (n + m), low + half), high - half), n + m)]
    moved = [centre + smallest * (member - (n - 1) / 2) for centre, n in blocks for member in range(n)]
    return [moved[order.index(index)] for index in range(count)]


def _touch(lower: tuple[float, int], upper: tuple[float, int], smallest: float) -> bool:
    return upper[0] - lower[0] < smallest * (lower[1] + upper[1]) / 2 - 1e-9


def side_by_side(heights: Sequence[float], diameter: float) -> list[float]:
    """For each dot its place beside the middle of its lane, in diameters, so that no two dots overlap.

    `heights` and `diameter` are in the same unit. Ties lie side by side in one centred row; where dots of another
    height are in the way, each takes the free place nearest the middle. The same heights always give the same places.
    """
    ties: dict[float, list[int]] = {}
    for index, height in enumerate(heights):
        ties.setdefault(height, []).append(index)
    laid: list[tuple[float, float]] = []  # height and place of each dot, in diameters
    found = [0.0] * len(heights)
    for height in sorted(ties):
        level = height / diameter
        row = [index - (len(ties[height]) - 1) / 2 for index in range(len(ties[height]))]
        taken = [(other, place) for other, place in laid if level - other < 1 - 1e-9]
        if not all(_is_free(level, place, taken) for place in row):
            row = _nearest_free(level, len(row), taken)
        laid.extend((level, place) for place in row)
        for index, place in zip(ties[height], row, strict=True):
            found[index] = place
    return found


def _is_free(level: float, place: float, taken: Sequence[tuple[float, float]]) -> bool:
    return all((level - other) ** 2 + (place - beside) ** 2 >= 1 - 1e-6 for other, beside in taken)


def _nearest_free(level: float, count: int, taken: Sequence[tuple[float, float]]) -> list[float]:
    """Places for so many dots at one height, found from the middle outwards in eighths of a dot."""
    around, row = list(taken), list[float]()
    for step in range(8 * (len(taken) + count) + 9):
        for place in dict.fromkeys((step / 8, -step / 8)):
            if len(row) < count and _is_free(level, place, around):
                row.append(place)
                around.append((level, place))
    return sorted(row)


def nice_step(least: float, unit: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 … times `unit` that is at least `least`."""
    factor = 1.0
    while True:
        for multiple in (1, 2, 5):
            if multiple * factor * unit >= least - 1e-9:
                return multiple * factor * unit
        factor *= 10


def ticks(low: float, high: float, step: float) -> list[float]:
    """The multiples of `step` from `low` to `high`."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 9) for index in range(first, last + 1)]
