"""Kinds of an event in one spelling, and every place of the leaks of one patient."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from lib.intake.patients import Patients
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES
from lib.registry.kinds import are_leak_types, joining_signs, single_kinds

AND = " + "
"""Between the places of leaks of one patient."""

_LISTED = re.compile(r"[+＋、&/／,，;；]|[和及与]|\band\b", re.IGNORECASE)
"""What may stand between places, where each of them stands alone in other cells."""

_BLANKS = re.compile(r"\s+")


def in_one_spelling(answers: Sequence[str | None], counts: Sequence[int], event: str) -> list[str | None]:
    """The answers with one spelling of every kind, the most frequent: Vein and vein are one.

    Leaks at several places are written with a plus where each place stands alone in another cell: "vein/disc".
    """
    n_of: dict[str, int] = {}
    for answer, n in zip(answers, counts, strict=True):
        if answer and answer not in (NOT, YES):
            n_of[answer] = n_of.get(answer, 0) + n
    usual: dict[str, str] = {}
    for kind in sorted(n_of, key=lambda one: -n_of[one]):
        usual.setdefault(_folded(kind), kind)
    found = {kind: usual[_folded(kind)] for kind in n_of}
    if event == "leakage" and not are_leak_types(tuple(n_of)):
        found |= {kind: said for kind in n_of if (said := _places(kind, usual))}
    return [found.get(answer, answer) if answer else answer for answer in answers]


def _folded(kind: str) -> str:
    return _BLANKS.sub(" ", kind).strip().casefold()


def _places(kind: str, usual: Mapping[str, str]) -> str:
    """Several places as the column writes each alone, with a plus between; "" where one does not stand alone."""
    parts = [part for one in _LISTED.split(kind) if (part := _folded(one))]
    if len(parts) < 2 or not all(part in usual for part in parts):
        return ""
    return AND.join(dict.fromkeys(usual[part] for part in parts))


def with_every_place(answers: Column, patients: Patients, found: Column) -> tuple[Column, int]:
    """The leak of each patient with all places that the patient's rows name, and how many patients have several.

    `answers` has one leak per row and `found`, of the same levels, the worst of each patient: it stays of patients with
    several where the kinds are no words that a plus can stand between.
    """
    if patients.have_a_row_each:
        return found, 0
    names = [str(name) for name in answers.levels]
    kinds = [name for name in names if name not in (NOT, YES)]
    signs = joining_signs("leakage", kinds)
    is_kind = np.array([name in kinds for name in names] + [False])
    rows = np.flatnonzero(is_kind[answers.code])
    pairs = np.unique(np.column_stack([patients.of_row[rows], answers.code[rows]]), axis=0)
    code = found.code.copy()
    code[pairs[:, 0]] = pairs[:, 1]  # a place says more than yes
    who, n = np.unique(pairs[:, 0], return_counts=True)
    several = set(who[n > 1].tolist())
    held: dict[int, list[str]] = {}
    for patient, kind in pairs.tolist():
        if patient in several:
            held.setdefault(patient, []).extend(single_kinds(names[kind], signs))
    joined = {patient: AND.join(dict.fromkeys(parts)) for patient, parts in held.items()}
    all_kinds = [*kinds, *joined.values()]
    if not (joining_signs("leakage", all_kinds) or are_leak_types(all_kinds)):
        code[list(joined)] = found.code[list(joined)]
        joined = {}
    by_places = {frozenset(single_kinds(name, signs)): name for name in reversed(kinds)}
    levels = list(names)
    for patient, name in joined.items():
        known = by_places.get(frozenset(held[patient]), name)
        if known not in levels:
            levels.append(known)
        code[patient] = levels.index(known)
    return Column(levels=tuple(levels), code=code), len(joined)
