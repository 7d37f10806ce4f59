"""How often something happened, by method: the counts that every rate is computed from. They add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers
from lib.registry.distinct import cross_table
from lib.registry.kinds import joining_signs, single_kinds

ANY = "any"
"""The level that counts every patient with the event, whatever its category."""

NOT = "no"
"""How a registry's column holds that the event did not happen."""

YES = "yes"
"""How it holds that the event happened and nothing else is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCounts:
    """Patients with an event, by method and level.

    `events` has a row per method and a column per level; the first level is "any", the others are the categories
    under which a registry writes the event; a patient with several counts at each, and `may_overlap` says that somebody
    has several. `known` counts each method's patients of whom the registry says whether
    it happened: the denominator. `missing` counts the others.
    """

    event: str
    methods: tuple[str, ...]
    levels: tuple[str, ...]
    events: Integers
    known: Integers
    missing: Integers
    may_overlap: bool = False

    def of(self, method: str, level: str = ANY) -> tuple[int, int]:
        """(patients with the event, patients of whom it is known)."""
        row = self.methods.index(method)
        return int(self.events[row, self.levels.index(level)]), int(self.known[row])

    def __add__(self, other: EventCounts) -> EventCounts:
        """Pool two sources of the same event: counts add, by name of method and level."""
        if self.event != other.event:
            raise ValueError(f"EventCounts add only for the same event, got {self.event!r} and {other.event!r}")
        methods = tuple(dict.fromkeys((*self.methods, *other.methods)))
        levels = tuple(dict.fromkeys((*self.levels, *other.levels)))
        events = np.zeros((len(methods), len(levels)), dtype=np.int64)
        known, missing = np.zeros(len(methods), dtype=np.int64), np.zeros(len(methods), dtype=np.int64)
        for one in (self, other):
            rows = [methods.index(name) for name in one.methods]
            events[np.ix_(rows, [levels.index(name) for name in one.levels])] += one.events
            known[rows] += one.known
            missing[rows] += one.missing
        return EventCounts(
            event=self.event,
            methods=methods,
            levels=levels,
            events=events,
            known=known,
            missing=missing,
            may_overlap=self.may_overlap or other.may_overlap,
        )


def count_event(
    event: str,
    answers: tuple[Sequence[str], Integers],
    methods: tuple[tuple[str, ...], Integers],
    kept: NDArray[np.bool_],
) -> EventCounts:
    """Count one event; `answers` and `methods` are (names, a code per patient, −1 where there is none)."""
    (names, answer), (method_names, method) = answers, methods
    who = kept & (method >= 0)
    table = cross_table(method[who], answer[who], (len(method_names), len(names)))
    happened = [position for position, name in enumerate(names) if name != NOT]
    categories = [position for position in happened if names[position] != YES]
    signs = joining_signs(event, [names[position] for position in categories])
    several = [single_kinds(names[position], signs) for position in categories]
    singles = tuple(dict.fromkeys(kind for kinds in several for kind in kinds))
    is_of = np.zeros((len(several), len(singles)), dtype=np.int64)
    for row, kinds in enumerate(several):
        is_of[row, [singles.index(kind) for kind in kinds]] = 1
    known = table[:, :-1].sum(axis=1)
    return EventCounts(
        event=event,
        methods=method_names,
        levels=(ANY, *singles),
        events=np.column_stack([table[:, happened].sum(axis=1), table[:, categories] @ is_of]).astype(np.int64),
        known=known,
        missing=table[:, -1],
        may_overlap=bool((table[:, categories].sum(axis=0) > 0)[is_of.sum(axis=1) > 1].any()),
    )
