"""Events of which only those that happened are written, and every other cell is blank."""

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
from lib.intake.workbook import Cell
from lib.registry.events import NOT
from lib.terms import GOOD_EVENTS

_SHARE_OF_BLANKS = 0.5


def with_blanks(
    roles: Roles, table: Table, patients: Patients, settings: ReadingSettings, questions: list[IntakeQuestion]
) -> Roles:
    """The roles with "no" in the blank cells of an event, where that was said or is proposed.

    So too where only the places of leaks, or only the grades of complications, are written. Asked where no cell says no
    and most patients have only blanks: else every registry that only ticks its leaks would have a rate of 100%. A blank
    is never a failure, so success is not asked about.
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
    is_filled = np.bincount(patients.of_row[column.codes >= 0], minlength=patients.n) > 0
    if role.detail in GOOD_EVENTS or np.mean(is_filled) > 1 - _SHARE_OF_BLANKS:
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
    codes = np.where(column.codes < 0, len(column.levels), column.codes).astype(np.int32)
    return replace(role, column=replace(column, levels=(*column.levels, Cell("no", TEXT)), codes=codes))


def _question(name: str, role: ColumnRole, n: int) -> IntakeQuestion:
    return IntakeQuestion(
        code="blank_events",
        parameters={"header": role.column.header[:40], "n": n},
        options=tuple(Option(code=code, patch=ReadingSettings(chosen=((name, code),))) for code in ("none", "unknown")),
        reason="never_denied",
        rank=2,
    )
