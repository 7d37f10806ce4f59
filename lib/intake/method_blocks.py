"""A method written only in the first row of the patients who had it, with blanks below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.findings import Finding
from lib.intake.grouping import level_names
from lib.intake.patients import key_codes
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.settling import TELLS_PATIENTS
from lib.intake.spellings import one_spelling
from lib.intake.table import SHEET_HEADER, Table, TableColumn, about_column
from lib.intake.timeline import RowVisits
from lib.intake.workbook import Codes

METHOD_BLANKS = "method_blanks"
"""Under this name `ReadingSettings.chosen` holds whether blanks below a method are to be filled: fill or leave."""

_SHARE_OF_BLANKS = 0.5
_FEWEST_IN_BLOCK = 2


def with_methods_below(
    table: Table,
    roles: Roles,
    visits: RowVisits | None,
    settings: ReadingSettings,
    findings: list[Finding],
    questions: list[IntakeQuestion],
) -> Roles:
    """The roles with each method in the blanks below it, where that was said or is proposed.

    Asked where the first patient has a method and most have none. Filling is proposed where every method is followed
    by blanks of its own sheet, so that none has a single patient; else the blanks stay.
    """
    found = roles.of("method")
    if not found or found[0].column.header == SHEET_HEADER or (found[0].column.codes >= 0).all():
        return roles
    column = found[0].column
    if _everybody_has_one(column, roles, visits, table):
        return roles
    patient = _patient_of_row(roles, visits, table)
    first = np.flatnonzero(np.concatenate([[True], patient[1:] != patient[:-1]]))
    own = np.full(int(patient.max()) + 1, -1, dtype=np.int32)
    for row in np.flatnonzero(column.codes >= 0)[::-1]:
        own[patient[row]] = column.codes[row]
    if (own >= 0).all() or own[0] < 0:
        return roles
    block = np.cumsum(own >= 0) - 1
    said = dict(settings.chosen).get(METHOD_BLANKS)
    if said is None and np.mean(own < 0) >= _SHARE_OF_BLANKS:
        are_blocks = _are_blocks(column, own, block, table.sheet[first], settings)
        questions.append(_question(int(np.sum(own < 0)), are_blocks=are_blocks))
        said = "fill" if are_blocks else "leave"
    if said != "fill":
        return roles
    filled = own[own >= 0][block][patient].astype(np.int32)
    findings.append(about_column(column, "methods_filled_down", taken_as="fill", n=int(np.sum(own < 0))))
    changed = replace(column, codes=np.where(column.codes >= 0, column.codes, filled).astype(np.int32))
    return replace(
        roles, roles=tuple(replace(role, column=changed) if role is found[0] else role for role in roles.roles)
    )


def _everybody_has_one(column: TableColumn, roles: Roles, visits: RowVisits | None, table: Table) -> bool:
    """Whether every number, however spelled, has a method in one of its rows: visits, or the levels of one patient."""
    ids = _numbers(roles)
    if not ids:
        return False
    number = key_codes([one_spelling(ids[0], [], [], None if visits is None else visits.code, table, [])])
    return bool(np.isin(number, number[(column.codes >= 0) & (number >= 0)]).all())


def _numbers(roles: Roles) -> list[TableColumn]:
    """The columns that tell patients apart: their own, else a hospital's number or a name that rows are joined by."""
    known = roles.of("identifier")
    hospital = [role.column for role in known if role.detail == "hospital_number"]
    named = [role.column for role in known if role.reason == TELLS_PATIENTS]
    return [role.column for role in roles.of("patient")] or hospital or named


def _patient_of_row(roles: Roles, visits: RowVisits | None, table: Table) -> Codes:
    """Numbers the patients of the rows in the order of the file: every row, in a long file every run of a number."""
    ids = _numbers(roles)
    if visits is None or not ids:
        return np.arange(table.n_rows, dtype=np.int32)
    number = key_codes(ids[:1])
    starts = np.concatenate([[True], (number[1:] != number[:-1]) & (number[1:] >= 0)])
    found: Codes = (np.cumsum(starts) - 1).astype(np.int32)
    return found


def _are_blocks(column: TableColumn, own: Codes, block: Codes, sheet: Codes, settings: ReadingSettings) -> bool:
    names = level_names(column, settings)
    written = [names[int(code)] for code in own[own >= 0]]
    in_one_sheet = bool(np.array_equal(sheet, sheet[np.flatnonzero(own >= 0)][block]))
    are_methods = len(set(written)) > 1 and None not in written
    return are_methods and in_one_sheet and bool(np.all(np.bincount(block) >= _FEWEST_IN_BLOCK))


def _question(n: int, *, are_blocks: bool) -> IntakeQuestion:
    return IntakeQuestion(
        code="missing_group",
        parameters={"n": n},
        options=tuple(
            Option(code=code, patch=ReadingSettings(chosen=((METHOD_BLANKS, code),))) for code in ("fill", "leave")
        ),
        proposed=0 if are_blocks else 1,
        reason="blocks" if are_blocks else "no_blocks",
        rank=1,
    )
