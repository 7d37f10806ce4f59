"""An event counted by the values of a covariate, all methods together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers
from lib.registry.events import NOT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExposureCounts:
    """Patients of whom both are known: `n` at each of `levels`, of whom `events` had the event.

    Levels are numbers in ascending order where `is_numeric`, else text; one without a patient is left out.
    """

    event: str
    covariate: str
    is_numeric: bool
    levels: tuple[float, ...] | tuple[str, ...]
    events: Integers
    n: Integers


def count_exposure(
    names: tuple[str, str],
    event: tuple[tuple[str, ...], Integers],
    covariate: tuple[tuple[float, ...] | tuple[str, ...], Integers],
    who: NDArray[np.bool_],
) -> ExposureCounts:
    """Count the patients `who`; `event` and `covariate` are (levels, a code per patient, −1 where there is none)."""
    (answers, answer), (levels, code) = event, covariate
    known = who & (answer >= 0) & (code >= 0)
    happened = known & (answer != (answers.index(NOT) if NOT in answers else -2))
    n = np.bincount(code[known], minlength=len(levels))
    events = np.bincount(code[happened], minlength=len(levels))
    used = np.flatnonzero(n)
    return ExposureCounts(
        event=names[0],
        covariate=names[1],
        is_numeric=all(isinstance(level, float) for level in levels),
        levels=tuple(levels[i] for i in used),  # type: ignore[arg-type]
        events=events[used],
        n=n[used],
    )
