"""Patients who stand in a file more than once: counted once when the rows agree, asked about when they do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.grouping import codes_of_names, level_names
from lib.intake.patients import Patients, n_varying, repeated_rows
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, about_row
from lib.intake.timeline import RowVisits
from lib.intake.workbook import Codes

REPEATED = ("first", "last", "separate")
"""What may be done with rows of one patient that disagree: keep the first, keep the last, each row is a patient."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Repeats:
    """The patients, and which rows count: a repeated row does not."""

    patients: Patients
    counts: NDArray[np.bool_]


def settle_repeats(
    table: Table,
    roles: Roles,
    patients: Patients,
    visits: RowVisits | None,
    settings: ReadingSettings,
    findings: list[Finding],
    questions: list[IntakeQuestion],
) -> Repeats:
    """Leave out rows that repeat a patient (and visit) with the same values; ask when the values differ."""
    counts = np.ones(table.n_rows, dtype=np.bool_)
    if not patients.has_key:
        return Repeats(patients=patients, counts=counts)
    if settings.repeated == "separate" and visits is None:
        return _every_row(table)
    repeated = repeated_rows(patients.of_row, None if visits is None else visits.code)
    compared = [role.column.codes for role in roles.roles if role.term in ("score", "method", "event", "age", "sex")]
    same: list[Codes] = []
    different: list[Codes] = []
    for rows in repeated:
        (same if all(len(set(codes[rows].tolist())) == 1 for codes in compared) else different).append(rows)
    for rows in same:
        counts[rows[1:]] = False
        first = table.where(int(rows[0]))[1]
        findings.append(about_row(table, int(rows[1]), "duplicate_rows", taken_as="counted_once", first=first))
    if different and settings.repeated is None and _rows_are_patients(settings, visits):
        findings.extend(_differ(table, rows, "separate") for rows in different)
        return _every_row(table)
    _settle_different(table, different, counts, settings, findings, questions)
    _ask_two_methods(table, roles, patients, settings, questions)
    return Repeats(patients=patients, counts=counts)


def _settle_different(
    table: Table, different: list[Codes], counts: NDArray[np.bool_], settings: ReadingSettings, findings: list[Finding],
    questions: list[IntakeQuestion],
) -> None:  # fmt: skip
    for rows in different:
        findings.append(_differ(table, rows, settings.repeated))
        counts[rows[:-1] if settings.repeated == "last" else rows[1:]] = False
    if different and settings.repeated is None:
        questions.append(_question(table, different[0], len(different)))


def _differ(table: Table, rows: Codes, taken_as: str | None) -> Finding:
    first = table.where(int(rows[0]))[1]
    code = "duplicate_patient_conflict"
    return about_row(table, int(rows[1]), code, taken_as=taken_as, first=first)


def _rows_are_patients(settings: ReadingSettings, visits: RowVisits | None) -> bool:
    """A study file that names the score of every visit and no patient column says that each row is a patient."""
    return visits is None and settings.scores is not None and settings.column("patient") is None


def _every_row(table: Table) -> Repeats:
    rows = np.arange(table.n_rows, dtype=np.int32)
    patients = Patients(of_row=rows, first_row=rows, has_key=False)
    return Repeats(patients=patients, counts=np.ones(table.n_rows, dtype=np.bool_))


def _question(table: Table, rows: Codes, n: int) -> IntakeQuestion:
    (_, first), (_, second) = table.where(int(rows[0])), table.where(int(rows[1]))
    return IntakeQuestion(
        code="duplicate_patient_conflict",
        parameters={"first": first, "second": second, "n": n},
        options=tuple(Option(code=code, patch=ReadingSettings(repeated=code)) for code in REPEATED),
        proposed=0,
        reason="rows_differ",
        is_safe=False,
        rank=0,
    )


def _ask_two_methods(
    table: Table, roles: Roles, patients: Patients, settings: ReadingSettings, questions: list[IntakeQuestion]
) -> None:
    """A patient with two methods in a long file is nobody's patient."""
    method = roles.of("method")
    if not method or settings.repeated is not None or any(q.code == "duplicate_patient_conflict" for q in questions):
        return
    column = method[0].column
    codes = codes_of_names(column, level_names(column, settings))
    varying, _ = n_varying(codes, patients)
    if varying:
        filled = [rows[codes[rows] >= 0] for rows in repeated_rows(patients.of_row, None)]
        rows = next(one for one in filled if len(set(codes[one].tolist())) > 1)
        other = int(np.flatnonzero(codes[rows] != codes[rows[0]])[0])
        questions.append(_question(table, rows[[0, other]], varying))
