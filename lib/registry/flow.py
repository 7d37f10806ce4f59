"""Who is left at each step towards a change: from the file to both scores, in one counting pass."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import FlowCounts, Integers
from lib.registry.distinct import Codes

ABSENCES = ("", "empty", "missing", "lost", "died", "unreadable")
"""Why a score is not there; `absence` holds positions in this tuple, 0 where there is a score."""


def steps(
    has_baseline: NDArray[np.bool_], has_follow_up: NDArray[np.bool_], absence: NDArray[np.int8] | None
) -> NDArray[np.int8]:
    """How far each patient came, as one code: has a baseline, has a follow-up and, where none, why (as in ABSENCES)."""
    code = has_baseline.astype(np.int8)
    for size, digit in ((2, has_follow_up), (len(ABSENCES), absence)):
        code *= size
        if digit is not None:
            code += digit
    return code


def count_flow(
    named: tuple[str, str], methods: tuple[str, ...], method: Integers, step: Codes
) -> tuple[FlowCounts, ...]:
    """The steps by method and for those without one, who come last and only where there are any.

    `named` is (outcome, visit); `method` and `step` have one entry per patient counted: the position of the method,
    −1 for none, and the code that `steps` gave.
    """
    outcome, visit = named
    shape = (len(methods) + 1, 2, 2, len(ABSENCES))
    width = math.prod(shape[1:])
    table = np.bincount((method + 1) * width + step, minlength=math.prod(shape)).reshape(shape)
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
