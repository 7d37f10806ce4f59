"""Who stands behind a number of the flow: patients by their labels and places in the file, for the visitor's screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.registry.cohort import Cohort, Column
from lib.registry.flow import ABSENCES
from lib.terms import BASELINE

STEPS = ("in_file", "without_baseline", "with_baseline", "with_follow_up", "died", "lost", "not_recorded", "analysed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A patient as a list shows it: the label made here, and where the first row stands in the file."""

    label: str
    sheet: str
    row: int


def members(cohort: Cohort, outcome: str, visit: str, method: str | None, step: str) -> tuple[Member, ...]:
    """The kept patients of a method (None: without one) at a step of `STEPS`, in the order of the file.

    Their number is that of `Cohort.flow` at the same step. Raises ValueError for another step.
    """
    group = -1 if method is None else cohort.methods.index(method)
    here = cohort.kept & (cohort.method == group)
    baseline, follow_up = (cohort.scores.get((outcome, name)) for name in (BASELINE, visit))
    chosen = here & _at_step(step, _has(baseline, here), _has(follow_up, here), _absences(follow_up, here))
    return tuple(
        Member(label=cohort.labels[i], sheet=cohort.sheet[i], row=int(cohort.row[i])) for i in np.flatnonzero(chosen)
    )


def _at_step(
    step: str, has_baseline: NDArray[np.bool_], has_follow_up: NDArray[np.bool_], absence: NDArray[np.int8]
) -> NDArray[np.bool_]:
    died, lost = (absence == ABSENCES.index(name) for name in ("died", "lost"))
    masks: dict[str, NDArray[np.bool_]] = {
        "in_file": np.ones_like(has_baseline),
        "without_baseline": ~has_baseline,
        "with_baseline": has_baseline,
        "with_follow_up": has_follow_up,
        "died": ~has_follow_up & died,
        "lost": ~has_follow_up & lost,
        "not_recorded": ~has_follow_up & ~died & ~lost,
        "analysed": has_baseline & has_follow_up,
    }
    if step not in masks:
        raise ValueError(f"a step must be one of {STEPS}, but got {step!r}")
    return masks[step]


def _has(column: Column | None, like: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.zeros_like(like) if column is None else column.code >= 0


def _absences(column: Column | None, like: NDArray[np.bool_]) -> NDArray[np.int8]:
    known = None if column is None else column.absence
    return np.zeros(len(like), dtype=np.int8) if known is None else known
