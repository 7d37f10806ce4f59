"""The rules by which a script finds again what happened to a patient, and of which kind it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.command.script_kinds import Kinds, kinds_rule
from lib.command.script_rows import PatientRows, number_of, program, texts_of
from lib.command.script_words import LONGEST_ANSWER, may_be_told
from lib.intake.opened import MappedColumn
from lib.intake.workbook import Cell
from lib.registry.cohort import Cohort
from lib.registry.events import NOT, YES
from lib.registry.kinds import joining_signs, single_kinds
from lib.terms import GOOD_EVENTS


def event_rules(
    cohort: Cohort, kept: NDArray[np.intp], rows: PatientRows, mapped: Iterable[MappedColumn]
) -> tuple[dict[str, tuple[int, dict[str, int]]], dict[str, list[int | None]]]:
    """The events whose answers follow from the texts of one column, and what happened by patient."""
    found: dict[str, tuple[int, dict[str, int]]] = {}
    happened: dict[str, list[int | None]] = {}
    columns = [one for one in mapped if one.term == "event"]
    for event, held in cohort.events.items():
        column = next((one for one in columns if one.detail == event), None)
        answers = [None if code < 0 else int(held.levels[code] != NOT) for code in held.code[kept]]
        bad = [_turned(answer, event) for answer in answers]
        rule = None if column is None else _answers(rows.of(column.column), rows.patient, bad)
        if column is not None and rule is not None:
            found[event] = (
                number_of(column.column),
                {text: int(bool(_turned(one, event))) for text, one in rule.items()},
            )
            happened[event] = answers
    return found, happened


def _turned(answer: int | None, event: str) -> int | None:
    """Whether what happened is bad, from whether it happened, and back."""
    return answer if answer is None or event not in GOOD_EVENTS else 1 - answer


def _answers(
    cells: Sequence[Cell | None], patient: NDArray[np.intp], answers: Sequence[int | None]
) -> dict[str, int] | None:
    """The answer (1 is bad) by the cell's text, of which a patient's worst counts; None where no such rule gives them.

    None too where a text of few patients is no known word: a script is handed on, and a remark may name somebody.
    """
    texts: list[set[str]] = [set() for _ in answers]
    for text, one in zip(texts_of(cells), patient.tolist(), strict=True):
        texts[one].add(text)
    least: dict[str, int] = {}
    for own, answer in zip(texts, answers, strict=True):
        for text in own - {""}:
            least[text] = min(least.get(text, 1), -1 if answer is None else answer)
    told = {text: answer for text, answer in least.items() if answer >= 0}
    for own, answer in zip(texts, answers, strict=True):
        if max((told[text] for text in own if text in told), default=None) != answer:
            return None
    counted = Counter(text for own in texts for text in own)
    return told if all(len(text) <= LONGEST_ANSWER for text in told) and may_be_told(counted, told) else None


def lesion_rule(
    cohort: Cohort,
    rows: PatientRows,
    kept: NDArray[np.intp],
    mapped: Sequence[MappedColumn],
    events: Mapping[str, tuple[int, Mapping[str, int]]],
) -> tuple[int, dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]]:
    """(column of the treated site, 0 for none; by event the lesions with it and those known of each patient)."""
    site = next((one for one in mapped if one.term == "site"), None)
    found: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
    for event, (column, answers) in events.items():
        own = next((one.column for one in mapped if number_of(one.column) == column), "")
        if site is None or event not in cohort.lesions:
            continue
        worst: dict[tuple[str, int, str], int] = {}
        for patient, where, text in zip(rows.patient.tolist(), rows.texts(site.column), rows.texts(own), strict=True):
            if where and text in answers:
                known = worst.get((event, patient, where), answers[text])
                worst[event, patient, where] = (min if event in GOOD_EVENTS else max)(known, answers[text])
        counts = program().by_patient(worst, rows.n).get(event)
        held = cohort.lesions[event]
        if counts and (counts[0] == held.events[kept]).all() and (counts[1] == held.lesions[kept]).all():
            found[event] = counts
    return (number_of(site.column) if site is not None and found else 0), found


def kind_rules(
    cohort: Cohort,
    kept: NDArray[np.intp],
    rows: PatientRows,
    mapped: Sequence[MappedColumn],
    happened: Mapping[str, Sequence[int | None]],
) -> tuple[dict[str, Kinds], dict[str, str], dict[str, list[tuple[str, ...]]]]:
    """The kinds of events that follow from the texts of one column, the signs between several, and those by patient."""
    found: dict[str, Kinds] = {}
    signs: dict[str, str] = {}
    kinds: dict[str, list[tuple[str, ...]]] = {}
    for event, answers in happened.items():
        held = cohort.events[event]
        names = [None if code < 0 or held.levels[code] in (NOT, YES) else str(held.levels[code]) for code in held.code]
        wanted = [names[patient] for patient in kept]
        if not any(wanted):
            continue
        is_counted = [bool(answers[patient]) for patient in rows.patient]
        own = [one.column for one in mapped if one.term == "event" and one.detail == event]
        for column in dict.fromkeys((*own, *(one.column for one in mapped if one.term not in _NO_KIND))):
            cells = [cell if here else None for cell, here in zip(rows.of(column), is_counted, strict=True)]
            rule = kinds_rule(number_of(column), cells, rows, wanted, len(held.levels))
            if rule is not None:
                joining = joining_signs(event, [str(one) for one in held.levels if one not in (NOT, YES)])
                found[event], signs[event] = rule, joining
                kinds[event] = [single_kinds(one, joining) if one else () for one in wanted]
                break
    return found, {event: joining for event, joining in signs.items() if joining}, kinds


_NO_KIND = ("patient", "identifier", "method", "visit", "score", "event")
"""Columns that never say of which kind an event was."""
