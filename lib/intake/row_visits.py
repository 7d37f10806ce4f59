"""Which visit each row of a long file belongs to, and what is to be told about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.dated_rows import is_windowed, without_window
from lib.intake.findings import Finding
from lib.intake.keys import patient_key
from lib.intake.patients import key_codes
from lib.intake.questions import IntakeQuestion
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.starts import is_day_zero
from lib.intake.table import Table, TableColumn, about_column, about_rows
from lib.intake.timeline import RowVisits, place_rows
from lib.intake.windows import ordinals
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
    windowed = is_windowed(column)
    if windowed and procedure is not None and keys:
        visits = replace(visits, day=_days(roles, procedure, key_codes(keys)))
    has_score = np.logical_or.reduce([role.column.codes >= 0 for role in roles.of("score")])
    without = np.flatnonzero((visits.code < 0) & has_score).tolist()
    if without:
        findings.append(about_rows(table, without, "missing_visit", column=column, taken_as="left_out"))
    labels = ((without_window(raw), name) for raw, name, _ in visits.labels)
    if visits.day is None and any(name == BASELINE and is_day_zero(raw) for raw, name in labels):
        findings.append(about_column(column, "baseline_is_day_zero", taken_as=BASELINE))
    after = [position for position, visit in enumerate(visits.visits) if not visit.is_baseline]
    if visits.day is not None and np.isfinite(visits.day[np.isin(visits.code, after)]).any() and not windowed:
        findings.append(about_column(column, "visits_by_window", taken_as="windows", n=len(visits.visits)))
    return visits


def _days(roles: Roles, procedure: TableColumn, patient: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """The days of every row after its patient's procedure, NaN for a row without a date; None without such a column."""
    dates = [role.column for term in ("follow_up_date", "date") for role in roles.of(term)]
    if len(dates) != 1:
        return None
    done = ordinals(procedure)
    of_patient = np.full(int(patient.max(initial=-1)) + 2, np.nan)
    known = np.flatnonzero(np.isfinite(done) & (patient >= 0))[::-1]
    of_patient[patient[known]] = done[known]
    day: NDArray[np.float64] = ordinals(dates[0]) - of_patient[patient]
    return day
