"""By which system complications are graded; grades of different systems have no order among one another.

CIRSE 2 and CTCAE 3 say other things, as do numbers and the letters of SIR.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from lib.intake.grades import (
    SYSTEMS,
    is_only_a_grade,
    lettered,
    merged_grades,
    systems_named,
    worst_grade,
    written_grade,
)
from lib.intake.patients import Patients
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES

LETTERS, NUMBERS = "A–F", "1–6"
"""Grades whose system nobody names."""

_LETTERED_SYSTEM = "SIR"
_NUMBERED_BY_CODE = ("CIRSE", "CTCAE")
"""Systems whose grades are Arabic numbers, however a cell spells them."""


def grade_scales(answers: Iterable[str | None], header: str = "") -> dict[str, str]:
    """The system of every answer that holds a grade: as it says itself, else as the header, else as all others say.

    Two systems in one answer are one of their own, "CIRSE + SIR". Words such as "severe" belong to none.
    """
    graded = [one for one in dict.fromkeys(answers) if one and one not in (NOT, YES) and written_grade(one) is not None]
    found = {one: " + ".join(systems_named(one)) or _unnamed(one, systems_named(header)) for one in graded}
    named = {scale for scale in found.values() if scale not in (LETTERS, NUMBERS)}
    return {one: _resolved(scale, named) for one, scale in found.items()}


def _unnamed(answer: str, by_header: Sequence[str]) -> str:
    scale = LETTERS if lettered(answer) else NUMBERS
    return _resolved(scale, set(by_header))


def _resolved(scale: str, named: set[str]) -> str:
    """Letters are those of SIR where it is named; numbers those of the only other system named."""
    if scale == LETTERS and _LETTERED_SYSTEM in named:
        return _LETTERED_SYSTEM
    numbered = named - {_LETTERED_SYSTEM}
    return next(iter(numbered)) if scale == NUMBERS and len(numbered) == 1 else scale


def graded_by(levels: Iterable[str], header: str = "") -> tuple[str, ...]:
    """The systems of the grades among the levels in the usual order; empty where there is one and nobody names it."""
    parts = {part for scale in grade_scales(levels, header).values() for part in scale.split(" + ")}
    known = [system for system in (*SYSTEMS, LETTERS, NUMBERS) if system in parts]
    return () if known in ([LETTERS], [NUMBERS]) else tuple(known)


def harmonised(answers: list[str | None], header: str, *, are_grades: bool) -> list[str | None]:
    """Answers of one grade of one system under one spelling: "CIRSE grade 5" beside "CIRSE 4" is "CIRSE 5"."""
    spelled = [one if not one or not is_only_a_grade(one) else _in_short(one) for one in answers]
    return merged_grades(spelled, grade_scales(spelled, header), are_grades=are_grades)


def _in_short(answer: str) -> str:
    """The system and the grade alone, CIRSE 1a for "CIRSE 1a级"; as written where no system or another sign stands."""
    system, grade = systems_named(answer), written_grade(answer)
    if len(system) != 1 or grade is None:
        return answer
    if system[0] == _LETTERED_SYSTEM:
        return f"SIR {'ABCDEF'[int(grade) - 1]}" if lettered(answer) else answer
    if system[0] not in _NUMBERED_BY_CODE or lettered(answer):
        return answer
    half = {0: "", 1: "a", 2: "b"}[round(10 * (grade - int(grade)))]
    return f"{system[0]} {int(grade)}{half}"


def by_system(levels: Sequence[str], scales: Mapping[str, str]) -> tuple[str, ...]:
    """The levels system by system, in each from the least grade to the gravest; what has no grade last."""
    usual = (*SYSTEMS, LETTERS, NUMBERS)
    met = dict.fromkeys(scales[one] for one in levels if one in scales)
    order = sorted(met, key=lambda scale: usual.index(scale) if scale in usual else len(usual))
    ranked = {one: (order.index(scales[one]), worst_grade(one) or 0.0) for one in levels if one in scales}
    return tuple(sorted(levels, key=lambda one: ranked.get(one, (len(order), 0.0))))


def worst_of_each_system(
    column: Column, patients: Patients, per_patient: np.ndarray, gravity: np.ndarray, scales: dict[str, str]
) -> Column:
    """Of patients with grades of several systems in several rows the worst of each, side by side: "CIRSE 2 + SIR C".

    `column` has an answer per row, `per_patient` each patient's answer where systems were no matter. Who died keeps it.
    """
    names = [str(level) for level in column.levels]
    worst: dict[int, dict[str, int]] = {}
    for row in np.flatnonzero(column.code >= 0).tolist():
        code = int(column.code[row])
        if names[code] in scales:
            of = worst.setdefault(int(patients.of_row[row]), {})
            before = of.get(scales[names[code]])
            if before is None or gravity[code] > gravity[before]:
                of[scales[names[code]]] = code
    found = per_patient.copy()
    for patient, of in worst.items():
        is_graded = names[found[patient]] in scales
        if len(of) > 1 and is_graded:
            together = " + ".join(sorted(names[code] for code in of.values()))
            if together not in names:
                names.append(together)
            found[patient] = names.index(together)
    return Column(levels=tuple(names), code=found)
