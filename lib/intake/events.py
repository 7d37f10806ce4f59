"""Columns that say whether something happened (leakage, technical success, complication): yes, no, or what exactly."""

from __future__ import annotations

import re

import numpy as np

from lib.intake.answer_codes import ONLY_YES_OR_NO, codes_for_unknown, codes_of
from lib.intake.cleaning import DIED, absence_of, is_mark
from lib.intake.denials import (
    answer_and_remark,
    denies,
    denies_in_part,
    is_harmless,
    is_partial,
    is_uncertain,
    is_unclear_denial,
    takes_back,
)
from lib.intake.findings import Finding
from lib.intake.grade_scales import grade_scales, graded_by, harmonised, worst_of_each_system
from lib.intake.grades import WORST_GRADE, worst_grade, worst_part
from lib.intake.grid import BOOLEAN, DATE, ERROR, NO_RESULT
from lib.intake.identifiers import holds_identity
from lib.intake.leak_kinds import in_one_spelling, with_every_place
from lib.intake.patients import Patients
from lib.intake.roles import ColumnRole
from lib.intake.table import Table, about_column, about_row, about_rows
from lib.intake.vocabulary import is_one_of, plain
from lib.intake.workbook import Cell
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES
from lib.terms import GOOD_EVENTS

MOST_CATEGORIES = 30
LONGEST_CATEGORY = 40
_MOST_NAMED = 200
_MOST_COUNTED = 20
_GRADE = re.compile(r"[1-6][ab]")
"""One answer such as 3a says that the bare numbers beside it are grades and not how many."""

_NO_KIND = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,3}(?:\.\d+)?\s*%|\d{1,3}\s*/\s*(?:10|45|50|100)"
)
"""A date, a share or points of a score: no kind of an event, but a cell in the wrong column."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

_UNGRADED = 0.5
"""Gravity of an answer without a grade: worse than nothing, less than the lowest grade."""

_PLURALITY, _MAJORITY, _LARGE_MAJORITY, _FEWEST_ALIKE = 0.2, 0.6, 0.8, 3
"""Share of the answers that one text must have to be doubted: where all answer and none says no, without a no, and
beside one; and how many."""

_IN_BRACKETS = re.compile(r"[(\[【]\s*(\+{1,3}|[-–—−])\s*[)\]】]")
_DASHES, _PLUSES = frozenset("-–—−"), frozenset(("+", "++", "+++"))
"""A dash is negative beside a plus; alone it is nothing written."""


def event_of(
    role: ColumnRole, table: Table, patients: Patients, *, are_grades: bool = False
) -> tuple[Column | None, list[Finding]]:
    """One answer per patient, "no", "yes" or a category; of several rows the worst counts (a leak, a failure).

    None where the column cannot be understood: numbers that are codes (which of 1 and 2 is yes?), or a text of its own
    in nearly every row. With `are_grades` the header says that bare numbers are grades.
    """
    answers, findings = answers_by_row(role, table, are_grades=are_grades)
    if answers is None:
        return None, findings
    names = tuple(str(level) for level in answers.levels)
    gravity = _gravity(names, role.detail)
    found = _per_patient(answers.code, patients, gravity)
    scales = grade_scales(names, role.column.header) if role.detail == "complication" else {}
    if len(set(scales.values())) > 1:
        return worst_of_each_system(answers, patients, found, gravity, scales), findings
    column = Column(levels=names, code=found)
    if role.detail == "leakage":
        column, n = with_every_place(answers, patients, column)
        findings += [about_column(role.column, "leaks_at_several_places", severity="note", n=n)] if n else []
    return column, findings


def answers_by_row(role: ColumnRole, table: Table, *, are_grades: bool = False) -> tuple[Column | None, list[Finding]]:
    """The answer of every row, −1 where it has none; and what was noticed. None as `event_of`."""
    if role.answers is not None:
        return role.answers, []
    column = role.column
    present = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels)) > 0
    codes = () if are_grades else codes_of(column, role.detail)
    if codes:
        told = ", ".join(codes)
        return None, [about_column(column, "event_codes_unclear", taken_as="ignored", event=role.detail, codes=told)]
    texts = {plain(cell.text) for cell, here in zip(column.levels, present, strict=True) if here}
    is_complication = role.detail == "complication"
    is_graded = are_grades or (is_complication and any(_GRADE.fullmatch(text) for text in texts))
    odd = codes_for_unknown(texts)
    may_be_grades = is_complication and not is_graded and _may_be_grades(texts)
    signs = {match[1] if (match := _IN_BRACKETS.fullmatch(text)) else text for text in texts}
    unknown = _DASHES if not signs & _PLUSES else frozenset()
    answers = [
        None
        if not here
        else ""
        if plain(cell.text) in unknown
        else None
        if plain(cell.text) in odd
        else _answer(cell, role.detail, is_graded=is_graded or may_be_grades)
        for cell, here in zip(column.levels, present, strict=True)
    ]
    answers = harmonised(answers, column.header, are_grades=are_grades) if is_complication else answers
    answers = in_one_spelling(answers, column.counts().tolist(), role.detail)
    categories = [one for one in dict.fromkeys(answers) if one and one not in (NOT, YES)]
    if len(categories) > MOST_CATEGORIES:
        return None, [about_column(column, "event_too_many_categories", taken_as="ignored", event=role.detail)]
    names = tuple(dict.fromkeys([NOT, YES, *(one for one in answers if one)]))
    lookup = np.array([names.index(one) if one else -1 for one in answers] + [-1], dtype=np.int64)
    findings = [about_column(column, "event_numbers_kept", taken_as="as_written")] if may_be_grades else []
    systems = graded_by(categories, column.header) if is_complication else ()
    if len(systems) > 1:
        said = ", ".join(systems)
        findings.append(
            about_column(column, "several_grading_systems", taken_as="as_written", header=column.header, systems=said)
        )
    findings += _unread(role, answers, present, table) + _dashes(role, answers, table)
    findings += _mostly_one_text(role, answers, table) if not are_grades else []
    return Column(levels=names, code=lookup[column.codes]), findings


def _unread(role: ColumnRole, answers: list[str | None], present: np.ndarray, table: Table) -> list[Finding]:
    """Every cell that was not understood; a partial success is named as such."""
    column, found = role.column, []
    for position, answer in enumerate(answers):
        if answer is None and present[position]:
            is_half = role.detail in ONLY_YES_OR_NO and is_partial(column.levels[position].text)
            code = "partial_success" if is_half else "unreadable_event"
            found += [
                about_row(table, int(row), code, column=column, taken_as="missing", event=role.detail)
                for row in np.flatnonzero(column.codes == position)[:_MOST_NAMED]
            ]
    return found


def _dashes(role: ColumnRole, answers: list[str | None], table: Table) -> list[Finding]:
    """Cells of a dash or another mark for nothing, beside cells that say no."""
    column = role.column
    marks = {place for place, cell in enumerate(column.levels) if answers[place] == "" and is_mark(cell.text)}
    rows = np.flatnonzero(np.isin(column.codes, list(marks))).tolist()
    if not rows or NOT not in answers:
        return []
    value = column.levels[column.codes[rows[0]]].text
    return [about_rows(table, rows, "event_marks", column=column, severity="note", value=value, taken_as="missing")]


def _mostly_one_text(role: ColumnRole, answers: list[str | None], table: Table) -> list[Finding]:
    """A text that nearly all cells of an event hold, and that may be a "no" which was not understood."""
    column = role.column
    counts = dict(zip(answers, [0] * len(answers), strict=True))
    for answer, n in zip(answers, column.counts().tolist(), strict=True):
        counts[answer] += n
    n_filled = sum(n for answer, n in counts.items() if answer)
    text, n = max(
        ((one, n) for one, n in counts.items() if one not in (None, "", NOT, YES)),
        key=lambda of: of[1],
        default=("", 0),
    )
    is_everyone = n_filled == table.n_rows  # an event that no cell denies, nor leaves open
    share = _LARGE_MAJORITY if counts.get(NOT) else _PLURALITY if is_everyone else _MAJORITY
    if not text or n < _FEWEST_ALIKE or n < share * n_filled or _NUMBER.fullmatch(text) or worst_grade(text):
        return []
    rows = np.flatnonzero(np.isin(column.codes, [place for place, one in enumerate(answers) if one == text])).tolist()
    return [about_rows(table, rows, "event_mostly_one_text", column=column, value=text, taken_as="as_written")]


def _gravity(names: tuple[str, ...], event: str) -> np.ndarray:
    """How bad each answer is: a leak is worse than none, no success worse than one, a graver grade than a lesser."""
    if event in GOOD_EVENTS:
        return np.array([1.0 if name == NOT else 0.0 for name in names])
    is_graded = event == "complication"
    return np.array([0.0 if name == NOT else (is_graded and worst_grade(name)) or _UNGRADED for name in names])


def _per_patient(rows: np.ndarray, patients: Patients, gravity: np.ndarray) -> np.ndarray:
    """Each patient's worst answer, the first of several as bad; −1 where no row says anything."""
    found = np.full(patients.n, -1, dtype=np.int64)
    known = np.flatnonzero(rows >= 0)
    order = np.lexsort((-known, gravity[rows[known]]))  # what is assigned last stays: the worst, of those the first
    found[patients.of_row[known[order]]] = rows[known[order]]
    return found


def with_places(leakage: Column, places: Column) -> Column:
    """Leakage with the place of each leak as its category, from a column of its own.

    A place counts only where a leak is not denied; a leak without a place stays a leak. Where leakage itself is blank a
    place says that there was one, and "none" that there was none. The same holds of complications and their grades.
    """
    names = tuple(dict.fromkeys((*leakage.levels, *(name for name in places.levels if name not in (NOT, YES)))))
    moved = np.array([names.index(name) if name in names else -1 for name in places.levels] + [-1], dtype=np.int64)
    code = leakage.code.copy()
    has_place = np.array([name not in (NOT, YES) for name in places.levels] + [False])[places.code]
    is_taken = (has_place & (code == names.index(YES))) | ((code < 0) & (places.code >= 0))
    code[is_taken] = moved[places.code][is_taken]
    return Column(levels=names, code=code)


def with_denials(event: Column, leakage: Column) -> Column:
    """An event that only a leak can have (symptoms of it): who had no leak had none."""
    code = event.code.copy()
    code[(code < 0) & (leakage.code == leakage.levels.index(NOT))] = event.levels.index(NOT)
    return Column(levels=event.levels, code=code)


def _may_be_grades(texts: set[str]) -> bool:
    """Whether numbers up to the worst grade stand beside "none", some above 1: grades, or how many, as written."""
    numbers = {float(text) for text in texts if _NUMBER.fullmatch(text)} - {0.0}
    others = {text for text in texts if not _NUMBER.fullmatch(text)}
    is_whole = all(number.is_integer() and 1 <= number <= WORST_GRADE for number in numbers)
    return is_whole and max(numbers, default=0) > 1 and not any(is_one_of("yes_no", "yes", text) for text in others)


def _answer(cell: Cell, event: str, *, is_graded: bool) -> str | None:
    """No, yes or a category (also a bare number, where the column grades).

    "" where the cell says that it is not known, None where it is not understood.
    """
    if cell.kind in (BOOLEAN, DATE, ERROR, NO_RESULT):
        return (YES if cell.value else NOT) if cell.kind == BOOLEAN else None
    text = plain(cell.text)
    sign = _IN_BRACKETS.fullmatch(text)
    if _NUMBER.fullmatch(text):
        return _from_grade(float(text)) if is_graded else _from_number(float(text))
    if is_one_of("yes_no", "yes", text) or (sign and sign[1] in _PLUSES):
        return YES
    is_yes_or_no = event in ONLY_YES_OR_NO
    if sign or is_one_of("yes_no", "no", text) or (denies(text) and not is_yes_or_no):
        return NOT
    remarked = _remarked(text, is_success=is_yes_or_no)
    if remarked is not None:
        return remarked
    absence = absence_of(text)
    if not text or absence:
        return text if event == "complication" and absence == DIED else ""
    if (
        _NO_KIND.fullmatch(text)
        or is_uncertain(text)
        or denies_in_part(text)
        or is_unclear_denial(text, is_leakage=event == "leakage")
    ):
        return None
    shown = worst_part(text) if event == "complication" else text
    is_category = not is_yes_or_no and len(shown) <= LONGEST_CATEGORY and not holds_identity(text)
    return shown if is_category else None


def _remarked(text: str, *, is_success: bool) -> str | None:
    """Yes or no where a cell begins with the word alone and goes on with a remark that leaves it so.

    Of a leak or complication only "no" is read so: what stands behind "yes" is its category.
    """
    answer, remark = answer_and_remark(text)
    is_no = is_one_of("yes_no", "no", answer) or (denies(answer) and not is_success)
    if not remark:
        return (NOT if is_no else YES if is_one_of("yes_no", "yes", answer) else None) if answer != text else None
    if is_success:
        is_yes = is_one_of("yes_no", "yes", answer) and not takes_back(remark)
        return NOT if is_no else YES if is_yes else None
    return NOT if is_no and is_harmless(remark) else None


def _from_grade(number: float) -> str | None:
    """0 is no and a whole number up to the worst grade is that grade."""
    if number == 0:
        return NOT
    return f"{number:g}" if number.is_integer() and 1 <= number <= WORST_GRADE else None


def _from_number(number: float) -> str | None:
    """0 is no, 1 is yes, and a small whole number how many; anything else is not understood."""
    if number == 0:
        return NOT
    return YES if number.is_integer() and 1 <= number <= _MOST_COUNTED else None
