"""Events of which only those that happened are written, and every other cell is blank or a dash."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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
    return replace(
        roles,
        roles=tuple(
            _with_blanks(role, table, patients, settings, questions)
            if role.term == "event" or role.term in alone
            else role
            for role in roles.roles
        ),
    )


def _with_blanks(
    role: ColumnRole, table: Table, patients: Patients, settings: ReadingSettings, questions: list[IntakeQuestion]
) -> ColumnRole:
    column = role.column
    is_dash = np.array([*(_is_dash(cell) for cell in column.levels), True])
    is_blank = is_dash[column.codes]
    is_filled = np.bincount(patients.of_row[~is_blank], minlength=patients.n) > 0
    if role.detail in GOOD_EVENTS or np.all(is_filled):
        return role
    answers, _ = answers_by_row(role, table, are_grades=role.term == "complication_grade")
    if answers is None or not np.any(answers.code >= 0) or np.any(answers.code == answers.levels.index(NOT)):
        return role
    name = f"blank {column.header}"
    said = dict(settings.chosen).get(name)
    if said is None:
        questions.append(_question(name, role, int(np.sum(~is_filled))))
    if said == "unknown":
        return role
    codes = np.where(is_blank, len(column.levels), column.codes).astype(np.int32)
    return replace(role, column=replace(column, levels=(*column.levels, Cell("no", TEXT)), codes=codes))


def _is_dash(cell: Cell) -> bool:
    """Whether a cell holds nothing but "/", "—" or another mark that people put where there is nothing to write."""
    text = plain(cell.text)
    return text in vocabulary()["missing"]["marks"] and text not in _NO_MARKS


def _question(name: str, role: ColumnRole, n: int) -> IntakeQuestion:
    return IntakeQuestion(
        code="blank_events",
        parameters={"header": role.column.header[:40], "n": n},
        options=tuple(Option(code=code, patch=ReadingSettings(chosen=((name, code),))) for code in ("none", "unknown")),
        reason="never_denied",
        rank=2,
    )
