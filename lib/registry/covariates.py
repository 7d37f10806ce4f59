"""What describes the patients of each method, as counts: what a baseline table and its balance are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers
from lib.registry.distinct import cross_table


@dataclass(frozen=True, slots=True, kw_only=True)
class CovariateCounts:
    """Patients by method and value of one covariate.

    `counts` has a row per method and a column per level; `levels` are numbers in ascending order where `is_numeric`,
    else text. `missing` counts each method's patients without a value.
    """

    name: str
    is_numeric: bool
    methods: tuple[str, ...]
    levels: tuple[float, ...] | tuple[str, ...]
    counts: Integers
    missing: Integers

    def of(self, method: str) -> Integers:
        """Patients of one method, by level."""
        row: Integers = self.counts[self.methods.index(method)]
        return row


def count_covariate(
    values: tuple[Sequence[object], Integers],
    methods: tuple[tuple[str, ...], Integers],
    kept: NDArray[np.bool_],
) -> tuple[Integers, Integers]:
    """(patients by method and level, patients by method without a value); codes of −1 have no value or method."""
    (levels, code), (names, method) = values, methods
    who = kept & (method >= 0)
    table = cross_table(method[who], code[who], (len(names), len(levels)))
    return table[:, :-1], table[:, -1]
