"""Numbers that stand for "missing" (99, 888, −9) told from scores, by how they lie among the other values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lib.intake.vocabulary import vocabulary
from lib.registry.distinct import distinct_numbers

Floats = NDArray[np.float64]
APART = 0.08
"""A usual code is isolated when nothing lies within this share of the range that the other values span …"""

FAR_APART = 0.25
"""… and by this share where it is an ordinary score of a scale up to 100: 88% is 44 points of 50, 99% is none."""

_ORDINARY = (77.0, 88.0)
_ALWAYS_NAMED = 99.0
_FEWEST_OTHERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCodes:
    """What the usual codes among a score's raw values are.

    `missing` stand apart and come again: they are no scores. `doubtful` may be scores: kept, and said. `apart` stand
    apart, once or often: no scale is judged by them.
    """

    missing: frozenset[float] = frozenset()
    doubtful: frozenset[float] = frozenset()
    apart: frozenset[float] = frozenset()


@cache
def usual_codes() -> frozenset[float]:
    """The numbers that registries write for a missing value."""
    return frozenset(float(number) for number in vocabulary()["missing"]["numbers"])


def find_codes(values: Mapping[str, Floats]) -> MissingCodes:
    """Judge the usual codes among the raw `values` of one score, all its visits together.

    A code below every other value that is negative is left to the scale, which does not reach there.
    """
    codes = usual_codes()
    visits = [distinct_numbers(one) for one in values.values()]
    numbers, places = np.unique(np.concatenate([np.empty(0), *(one for one, _ in visits)]), return_inverse=True)
    n_of_visit = [np.bincount(of_value, minlength=len(one)) for one, of_value in visits]
    counts = np.bincount(places, np.concatenate([np.empty(0), *n_of_visit]), len(numbers)).astype(np.int64)
    is_code = np.isin(numbers, list(codes))
    others, frequency = numbers[~is_code], counts[~is_code]
    if len(others) == 0 or frequency.sum() < _FEWEST_OTHERS:
        return MissingCodes(doubtful=frozenset(numbers[is_code].tolist()))
    span = max(float(others[-1] - others[0]), 1e-9)
    missing, doubtful, apart = set(), set(), set()
    for number, count in zip(numbers[is_code].tolist(), counts[is_code].tolist(), strict=True):
        gap = float(np.min(np.abs(others - number))) / span
        is_apart = gap >= APART
        if is_apart:
            apart.add(number)
        if gap >= (FAR_APART if number in _ORDINARY else APART) and count >= 2:
            missing.add(number)
        elif is_apart or number == _ALWAYS_NAMED or count > 3 * max(1, int(frequency.max())):
            doubtful.add(number)
    return MissingCodes(missing=frozenset(missing), doubtful=frozenset(doubtful), apart=frozenset(apart))
