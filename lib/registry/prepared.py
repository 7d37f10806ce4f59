"""What no filter changes, made once of an upload's scores: from it every filter's counts are taken in few passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers
from lib.registry.distinct import Codes, ranked
from lib.registry.flow import steps

if TYPE_CHECKING:
    from lib.registry.cohort import Column

_AT_ONCE = 2048
"""Patients whose scores are multiplied at a time."""


class Course(NamedTuple):
    """The scores of an outcome over its visits.

    `values[places]` has a row per patient: 1, the baseline, and the follow-ups in visit order, NaN where there is none.
    `pattern` ranks which follow-ups a patient has, from none to all, the first visit deciding first; there are
    `n_patterns`.
    """

    values: NDArray[np.float64]
    places: NDArray[np.int32]
    pattern: Codes
    n_patterns: int

    def cross_products(self, patients: Integers) -> tuple[tuple[bool, ...], NDArray[np.float64]]:
        """(which follow-ups these patients have, ZᵀZ of their ones, baselines and these follow-ups).

        All must have a baseline and the same pattern; there must be somebody. Some are taken at a time, so that what
        they take stays near the processor.
        """
        observed = np.isfinite(self.values[self.places[patients[0], 2:]])
        held = np.flatnonzero(np.concatenate([[True, True], observed]))
        total = np.zeros((len(held), len(held)))
        for start in range(0, len(patients), _AT_ONCE):
            rows = self.values[self.places[patients[start : start + _AT_ONCE]][:, held]]
            total += rows.T @ rows
        return tuple(observed.tolist()), total


class Prepared:
    """Pairs, steps and courses of all patients, whoever is kept; a cohort shares it with all that are filtered from it.

    The columns asked for must be the same whenever the same names are: a filtered cohort has the whole one's.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Codes] = {}
        self._courses: dict[str, Course] = {}

    def pairs(self, outcome: str, visit: str, baseline: Column, follow_up: Column) -> Codes:
        """Baseline and follow-up of each patient as one code, baseline first; −1 where one of them is missing."""
        return self._once(("pairs", outcome, visit), lambda: _pairs(baseline, follow_up))

    def steps(self, outcome: str, visit: str, baseline: Column, follow_up: Column) -> Codes:
        """How far each patient came towards a change, as `lib.registry.flow.steps` codes it."""
        return self._once(
            ("steps", outcome, visit), lambda: steps(baseline.code >= 0, follow_up.code >= 0, follow_up.absence)
        )

    def course(self, outcome: str, columns: Sequence[Column]) -> Course:
        """The scores of an outcome; `columns` are the baseline and the follow-ups in visit order."""
        if outcome not in self._courses:
            self._courses[outcome] = _course(columns)
        return self._courses[outcome]

    def _once(self, name: tuple[str, ...], make: Callable[[], Codes]) -> Codes:
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]


def _pairs(baseline: Column, follow_up: Column) -> Codes:
    code = baseline.code * len(follow_up.levels) + follow_up.code
    code[(baseline.code < 0) | (follow_up.code < 0)] = -1
    return _smallest(code, len(baseline.levels) * len(follow_up.levels))


def _course(columns: Sequence[Column]) -> Course:
    values, starts = [np.ones(1)], []
    for column in columns:
        starts.append(1 + sum(map(len, values[1:])))
        values.append(np.array([*column.levels, np.nan], dtype=np.float64))
    places = np.zeros((len(columns[0].code), len(columns) + 1), dtype=np.int32)
    for number, (column, start) in enumerate(zip(columns, starts, strict=True), start=1):
        places[:, number] = np.where(column.code < 0, len(column.levels), column.code) + start
    seen = [(column.code >= 0).astype(np.int64) for column in columns[1:]]
    pattern, n_patterns = ranked(seen, [2] * len(seen), len(places))
    return Course(np.concatenate(values), places, _smallest(pattern, n_patterns), n_patterns)


def _smallest(code: NDArray[np.int64], size: int) -> Codes:
    """The same codes, all below `size`, in the fewest bytes: a filter then has less memory to go through."""
    kind = next(kind for kind in (np.int8, np.int16, np.int32, np.int64) if size <= np.iinfo(kind).max)
    return code.astype(kind)
