"""Several lesions or levels of one patient: how many of them had an event, counted so that the patient is not lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.registry.counts import Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesions:
    """Per patient: lesions with an event, and lesions of which it is known (0 where none is)."""

    events: Integers
    lesions: Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LesionCounts:
    """Distinct (method, lesions with the event, lesions known), with how many patients have them: `weight`."""

    event: str
    methods: tuple[str, ...]
    method: Integers
    events: Integers
    lesions: Integers
    weight: Integers

    def of(self, method: str) -> tuple[Integers, Integers, Integers]:
        """(events, lesions, weight) of one method."""
        here = self.method == self.methods.index(method)
        return self.events[here], self.lesions[here], self.weight[here]


def count_lesions(event: str, held: Lesions, methods: tuple[str, ...], method: Integers, who: Integers) -> LesionCounts:
    """Count the patients `who` (positions) by method and lesions; those without a known lesion are left out."""
    rows = np.column_stack([method[who], held.events[who], held.lesions[who]])
    distinct, weight = np.unique(rows[rows[:, 2] > 0], axis=0, return_counts=True)
    return LesionCounts(
        event=event,
        methods=methods,
        method=distinct[:, 0],
        events=distinct[:, 1],
        lesions=distinct[:, 2],
        weight=weight.astype(np.int64),
    )
