"""Who is left at each step towards a change: from the file to both scores, in one counting pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import FlowCounts, Integers

ABSENCES = ("", "empty", "missing", "lost", "died", "unreadable")
"""Why a score is not there; `absence` holds positions in this tuple, 0 where there is a score."""

Score = tuple[NDArray[np.bool_], NDArray[np.int8] | None]
"""Whether each patient has a score and, where none, why, as a position in ABSENCES."""


def count_flow(
    named: tuple[str, str],
    has_baseline: NDArray[np.bool_],
    follow_up: Score,
    groups: tuple[tuple[str, ...], Integers],
    kept: NDArray[np.bool_],
) -> tuple[FlowCounts, ...]:
    """The steps by method and for those without one, who come last and only where there are any.

    `named` is (outcome, visit); `groups` the methods and the position of each patient's, −1 for none. Every array has
    one entry per patient; patients are counted where `kept`.
    """
    (outcome, visit), (methods, _) = named, groups
    table = _table(has_baseline, follow_up, groups, kept)
    died, lost = ABSENCES.index("died"), ABSENCES.index("lost")
    rows: list[FlowCounts] = []
    for position, name in [*enumerate(methods), (-1, None)]:
        here = table[position + 1]
        if name is None and not here.any():
            continue
        rows.append(
            FlowCounts(
                outcome=outcome,
                visit=visit,
                method=name,
                in_file=int(here.sum()),
                with_baseline=int(here[1].sum()),
                with_follow_up=int(here[:, 1].sum()),
                analysed=int(here[1, 1].sum()) if name is not None else 0,
                died=int(here[:, 0, died].sum()),
                lost=int(here[:, 0, lost].sum()),
                died_after_baseline=int(here[1, 0, died]),
            )
        )
    return tuple(rows)


def _table(
    has_baseline: NDArray[np.bool_], follow_up: Score, groups: tuple[tuple[str, ...], Integers], kept: NDArray[np.bool_]
) -> Integers:
    """Kept patients by method (none first), has a baseline, has a follow-up, and why not."""
    methods, method = groups
    shape = (len(methods) + 1, 2, 2, len(ABSENCES))
    key = (method + 1).astype(np.int32)
    for size, digit in zip(shape[1:], (has_baseline, *follow_up), strict=True):
        key *= size
        if digit is not None:
            key += digit
    return np.bincount(key[kept], minlength=int(np.prod(shape))).reshape(shape)
