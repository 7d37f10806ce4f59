"""Columns that say whether something happened (leakage, technical success, complication): yes, no, or what exactly."""

from __future__ import annotations

import re

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.denials import denies, is_unclear_denial
from lib.intake.findings import Finding
from lib.intake.grid import BOOLEAN, DATE, ERROR, NO_RESULT
from lib.intake.identifiers import holds_identity
from lib.intake.patients import Patients
from lib.intake.roles import ColumnRole
from lib.intake.table import Table, about_column, about_row
from lib.intake.vocabulary import is_one_of, plain
from lib.intake.workbook import Cell
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES
from lib.terms import GOOD_EVENTS

MOST_CATEGORIES = 30
LONGEST_CATEGORY = 40
_MOST_NAMED = 200
_MOST_COUNTED = 20
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

_ONLY_YES_OR_NO = ("technical_success",)
"""Events without categories: another word there is not understood."""

_DASHES, _PLUSES = frozenset("-–—−"), frozenset(("+", "++", "+++"))
"""A dash is negative beside a plus; alone it is nothing written."""


def event_of(role: ColumnRole, table: Table, patients: Patients) -> tuple[Column | None, list[Finding]]:
    """One answer per patient, "no", "yes" or a category; of several rows the worst counts (a leak, a failure).

    None where the column cannot be understood: numbers that are codes (which of 1 and 2 is yes?), or a text of its own
    in nearly every row.
    """
    column = role.column
    present = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels)) > 0
    if _is_coded(column.levels, present, role.detail):
        return None, [about_column(column, "event_codes_unclear", taken_as="ignored", event=role.detail)]
    signs = {plain(cell.text) for cell, here in zip(column.levels, present, strict=True) if here}
    unknown = _DASHES if not signs & _PLUSES else frozenset()
    answers = [
        None if not here else "" if plain(cell.text) in unknown else _answer(cell, role.detail)
        for cell, here in zip(column.levels, present, strict=True)
    ]
    categories = {one for one in answers if one not in (None, "", NOT, YES)}
    if len(categories) > MOST_CATEGORIES:
        return None, [about_column(column, "event_too_many_categories", taken_as="ignored", event=role.detail)]
    names = tuple(dict.fromkeys([NOT, YES, *(one for one in answers if one)]))
    lookup = np.array([names.index(one) if one else -1 for one in answers] + [-1], dtype=np.int64)
    rows = lookup[column.codes]
    findings = [
        about_row(table, int(row), "unreadable_event", column=column, taken_as="missing", event=role.detail)
        for position, answer in enumerate(answers)
        if answer is None and present[position]
        for row in np.flatnonzero(column.codes == position)[:_MOST_NAMED]
    ]
    return Column(levels=names, code=_per_patient(rows, patients, event=role.detail)), findings


def _per_patient(rows: np.ndarray, patients: Patients, *, event: str) -> np.ndarray:
    """Each patient's first row with the worse answer, else the other where a row says so, else nothing.

    Worse is that a leak happened, and that a level was not a success.
    """
    found = np.full(patients.n, -1, dtype=np.int64)
    known = np.flatnonzero(rows >= 0)
    is_worse = (rows[known] == 0) == (event in GOOD_EVENTS)
    for wanted in (known[~is_worse], known[is_worse]):
        backwards = wanted[::-1]  # assigned backwards, so that the first row wins
        found[patients.of_row[backwards]] = rows[backwards]
    return found


def _is_coded(levels: tuple[Cell, ...], present: np.ndarray, event: str) -> bool:
    """Whether the answers are numbers that say nothing without their legend.

    Several numbers from 1 on and no 0; and for success, which cannot be counted in one patient, any beside 0 and 1.
    """
    texts = {plain(cell.text) for cell, here in zip(levels, present, strict=True) if here}
    known = {text for text in texts if denies(text) or not absence_of(text)}
    if not known or not all(_NUMBER.fullmatch(text) for text in known):
        return False
    numbers = {float(text) for text in known}
    if event in _ONLY_YES_OR_NO:
        return not numbers <= {0.0, 1.0}
    return 0.0 not in numbers and numbers != {1.0}


def _answer(cell: Cell, event: str) -> str | None:
    """No, yes or a category; "" where the cell says that it is not known, None where it is not understood."""
    if cell.kind in (DATE, ERROR, NO_RESULT):
        return None
    if cell.kind == BOOLEAN:
        return YES if cell.value else NOT
    text = plain(cell.text)
    if _NUMBER.fullmatch(text):
        return _from_number(float(text))
    if is_one_of("yes_no", "yes", text):
        return YES
    is_yes_or_no = event in _ONLY_YES_OR_NO
    if is_one_of("yes_no", "no", text) or (denies(text) and not is_yes_or_no):
        return NOT
    if not text or absence_of(text):
        return ""
    if is_unclear_denial(text, is_leakage=event == "leakage"):
        return None
    is_category = not is_yes_or_no and len(text) <= LONGEST_CATEGORY and not holds_identity(text)
    return text if is_category else None


def _from_number(number: float) -> str | None:
    """0 is no, 1 is yes, and a small whole number how many; anything else is not understood."""
    if number == 0:
        return NOT
    return YES if number.is_integer() and 1 <= number <= _MOST_COUNTED else None
