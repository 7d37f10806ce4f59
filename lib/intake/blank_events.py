"""Events of which only those that happened are written, and every other cell is blank or a dash."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import is_mark
from lib.intake.events import answers_by_row
from lib.intake.grid import TEXT
from lib.intake.patients import Patients
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.recorded_events import SIDE_COLUMNS
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table
from lib.intake.vocabulary import plain, vocabulary
from lib.intake.workbook import Cell
from lib.registry.events import NOT
from lib.terms import GOOD_EVENTS

_NO_MARKS = ("?", "？")
"""Marks that ask and do not stand for a blank."""

_LONGEST = 80


def with_blanks(
    roles: Roles, table: Table, patients: Patients, settings: ReadingSettings, questions: list[IntakeQuestion]
) -> Roles:
    """The roles with "no" in the blank or dashed cells of an event, where that was said or is proposed.

    So too where only the places of leaks, or only the grades of complications, are written. Asked where no cell says
    no and some patient has only blanks: else every registry that only ticks its leaks would have a rate of 100%.
    Blanks are never failures, so success is not asked about.
    """
    told = {role.detail for role in roles.of("event")}
    alone = [term for term, event in SIDE_COLUMNS if event not in told]
    said = dict(settings.chosen)
    found: list[ColumnRole] = []
    open_ones: list[tuple[str, ColumnRole, int]] = []
    for role in roles.roles:
        blank = _blanks(role, table, patients) if role.term == "event" or role.term in alone else None
        name = f"blank {role.column.header}"
        if blank is not None and name not in said:
            open_ones.append((name, role, int(np.sum(np.bincount(patients.of_row[~blank], minlength=patients.n) == 0))))
        found.append(role if blank is None or said.get(name) == "unknown" else _filled(role, blank))
    questions.extend(_questions(open_ones))
    return replace(roles, roles=tuple(found))


def _blanks(role: ColumnRole, table: Table, patients: Patients) -> NDArray[np.bool_] | None:
    """The blank or dashed rows of an event that no cell denies; None where a cell does, or nobody has only blanks."""
    column = role.column
    is_dash = np.array([*(is_mark(cell.text) and plain(cell.text) not in _NO_MARKS for cell in column.levels), True])
    is_blank: NDArray[np.bool_] = is_dash[column.codes]
    is_filled = np.bincount(patients.of_row[~is_blank], minlength=patients.n) > 0
    if role.detail in GOOD_EVENTS or np.all(is_filled):
        return None
    answers, _ = answers_by_row(role, table, are_grades=role.term == "complication_grade")
    if answers is None or not np.any(answers.code >= 0) or np.any(answers.code == answers.levels.index(NOT)):
        return None
    return is_blank


def _filled(role: ColumnRole, is_blank: NDArray[np.bool_]) -> ColumnRole:
    """The role with "no" where it is blank."""
    column, answers = role.column, role.answers
    codes = np.where(is_blank, len(column.levels), column.codes).astype(np.int32)
    if answers is not None:
        answers = replace(answers, code=np.where(is_blank, answers.levels.index(NOT), answers.code))
    return replace(
        role, column=replace(column, levels=(*column.levels, Cell("no", TEXT)), codes=codes), answers=answers
    )


def _questions(open_ones: list[tuple[str, ColumnRole, int]]) -> list[IntakeQuestion]:
    """One question for every usual event, and one for all others together: they are ticked alike."""
    others = [one for one in open_ones if one[1].detail in vocabulary()["other_events"]]
    groups = [*([one] for one in open_ones if one not in others), *([others] if others else [])]
    return [_question(group) for group in groups]


def _question(group: list[tuple[str, ColumnRole, int]]) -> IntakeQuestion:
    names = [name for name, _, _ in group]
    return IntakeQuestion(
        code="blank_events",
        parameters={
            "header": ", ".join(role.column.header for _, role, _ in group)[:_LONGEST],
            "n": max(n for _, _, n in group),
        },
        options=tuple(
            Option(code=code, patch=ReadingSettings(chosen=tuple((name, code) for name in names)))
            for code in ("none", "unknown")
        ),
        reason="never_denied",
        rank=2,
    )
