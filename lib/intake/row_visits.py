"""Which visit each row of a long file belongs to, and what is to be told about it."""

from __future__ import annotations

import numpy as np

from lib.intake.findings import Finding
from lib.intake.keys import patient_key
from lib.intake.patients import key_codes
from lib.intake.questions import IntakeQuestion
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.starts import is_day_zero
from lib.intake.table import Table, about_column, about_rows
from lib.intake.timeline import RowVisits, place_rows
from lib.terms import BASELINE


def row_visits(
    table: Table,
    roles: Roles,
    settings: ReadingSettings,
    findings: list[Finding],
    questions: list[IntakeQuestion],
) -> RowVisits:
    """The visit of every row; rows with a score that name none are told."""
    column = roles.of("visit")[0].column
    procedure = next((role.column for role in roles.of("operation_date")), None)
    keys = patient_key(table, roles, None, settings, [])
    visits = place_rows(column, settings, questions, procedure, key_codes(keys) if keys else None)
    has_score = np.logical_or.reduce([role.column.codes >= 0 for role in roles.of("score")])
    without = np.flatnonzero((visits.code < 0) & has_score).tolist()
    if without:
        findings.append(about_rows(table, without, "missing_visit", column=column, taken_as="left_out"))
    if visits.day is None and any(name == BASELINE and is_day_zero(raw) for raw, name, _ in visits.labels):
        findings.append(about_column(column, "baseline_is_day_zero", taken_as=BASELINE))
    if visits.day is not None:
        findings.append(about_column(column, "visits_by_window", taken_as="windows", n=len(visits.visits)))
    return visits
