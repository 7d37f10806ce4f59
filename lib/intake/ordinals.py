"""Levels that have an order of their own: numbers, grades, and the words for good, grave, early and thick."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from lib.intake.grade_scales import by_system
from lib.intake.grades import worst_grade
from lib.intake.vocabulary import key, vocabulary
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES

_NUMBER = re.compile(r"[<>≤≥＜＞]?\s*(\d+(?:[.,]\d+)?)\D{0,12}(?:[-–~至到]\s*\d+(?:[.,]\d+)?\D{0,12})?")
_ALWAYS_FIRST = (NOT, YES)


def in_order(levels: Sequence[str]) -> tuple[str, ...]:
    """The levels from low to high where each has a rank in one and the same order; else as they are.

    Ranges go by their lower end; words by the lists [ordinals] of the vocabulary, best, gravest and latest last.
    """
    for rank in (_by_number, worst_grade, *(_by_words(scale) for scale in vocabulary()["ordinals"].values())):
        ranks = [rank(level) for level in levels]
        known = [one for one in ranks if one is not None]
        if len(known) == len(levels) and len(set(known)) > 1:
            return tuple(level for _, level in sorted(zip(known, levels, strict=True), key=lambda pair: pair[0]))
    return tuple(levels)


def ordered(column: Column, systems: Mapping[str, str] | None = None) -> Column:
    """A column of text with its levels in their order; that nothing and that something happened stay first.

    Levels graded by several `systems` have no common order: they stand system by system.
    """
    levels = tuple(str(level) for level in column.levels)
    fixed = tuple(level for level in _ALWAYS_FIRST if level in levels)
    others = [level for level in levels if level not in fixed]
    is_mixed = len(set((systems or {}).values())) > 1
    moved = (*fixed, *(by_system(others, systems or {}) if is_mixed else in_order(others)))
    lookup = np.array([moved.index(level) for level in levels] + [-1], dtype=np.int64)
    return Column(levels=moved, code=lookup[column.code], absence=column.absence)


def _by_number(level: str) -> float | None:
    found = _NUMBER.fullmatch(level.strip())
    below = 0.5 if level.strip()[:1] in ("<", "＜", "≤") else 0.0
    return None if found is None else float(found[1].replace(",", ".")) - below


def _by_words(scale: Sequence[Sequence[str]]) -> Callable[[str], float | None]:
    ranks = {key(word): float(place) for place, words in enumerate(scale) for word in words}
    return lambda level: ranks.get(key(level))
