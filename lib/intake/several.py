"""A patient measured several times in the window of one visit, as in a diary: the mean unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.intake.patients import Patients, first_filled
from lib.intake.questions import IntakeQuestion, Option, sheets_named
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import is_one_of
from lib.intake.windows import ordinals
from lib.intake.workbook import Codes

_FACTS = ("method", "age", "sex", "patient", "centre", "operation_date")
_NEAR = 14
"""Days that the measurements of one visit may lie apart."""

SEVERAL = ("mean", "first", "last")
"""What may be taken of several measurements in one window."""


def measured_several_times(
    groups: Iterable[Codes], day: NDArray[np.float64] | None, roles: Roles, patients: Patients
) -> list[Codes]:
    """The groups of rows (each of one patient and visit) that are measurements: on other days, or told apart."""
    return measured_in_turn(groups, roles) if day is None else measured_again(groups, day, roles, patients)


def measured_again(groups: Iterable[Codes], day: NDArray[np.float64], roles: Roles, patients: Patients) -> list[Codes]:
    """The groups of rows (each of one patient and window) that lie on different days.

    Two values on one day are no two measurements but a conflict; and the rows of a number that has several dates of the
    procedure may not be one patient's: neither is averaged.
    """
    is_doubtful = np.zeros(patients.n, dtype=np.bool_)
    for role in roles.of("operation_date"):
        codes = role.column.codes
        first = first_filled(codes, patients)
        is_doubtful[patients.of_row[(codes >= 0) & (codes != first[patients.of_row])]] = True
    return [
        rows for rows in groups if len(np.unique(day[rows])) == len(rows) and not is_doubtful[patients.of_row[rows[0]]]
    ]


def measured_in_turn(groups: Iterable[Codes], roles: Roles) -> list[Codes]:
    """The groups of rows (each of one patient and visit) that a column tells apart as measurements.

    By their number in turn, the time of day, or dates at most two weeks apart; and nothing else about the patient
    differs between them.
    """
    facts = [role.column.codes for role in roles.roles if role.term in _FACTS]
    turns = [role.column.codes for role in roles.of("other") if _numbers_measurements(role.column)]
    dates = [ordinals(role.column) for term in ("follow_up_date", "date") for role in roles.of(term)]
    return [
        rows
        for rows in groups
        if all(len(set(codes[rows].tolist())) == 1 for codes in facts)
        and (
            any(codes[rows].min() >= 0 and len(set(codes[rows].tolist())) == len(rows) for codes in turns)
            or any(len(np.unique(date[rows])) == len(rows) and np.ptp(date[rows]) <= _NEAR for date in dates)
        )
    ]


def _numbers_measurements(column: TableColumn) -> bool:
    """Whether a column counts measurements of a visit, or says the time of day."""
    if is_one_of("repeated", "headers", column.header):
        return True
    used = [cell.text for cell, _ in column.used_levels()]
    return len(used) > 1 and all(is_one_of("repeated", "times_of_day", text) for text in used)


def without(groups: Sequence[Codes], taken: Sequence[Codes]) -> list[Codes]:
    """The groups that were not taken."""
    known = {int(rows[0]) for rows in taken}
    return [rows for rows in groups if int(rows[0]) not in known]


def settle_several(
    table: Table,
    several: Sequence[Codes],
    patients: Patients,
    counts: NDArray[np.bool_],
    settings: ReadingSettings,
    questions: list[IntakeQuestion],
    reason: str = "other_days",
) -> None:
    """Leave out all but the first or the last where the user said so; else all count, and it is asked."""
    for rows in several if settings.repeated in ("first", "last") else ():
        counts[rows[:-1] if settings.repeated == "last" else rows[1:]] = False
    if not several or settings.repeated is not None:
        return
    n = len(np.unique(patients.of_row[[rows[0] for rows in several]]))
    (sheet, first), (other, second) = table.where(int(several[0][0])), table.where(int(several[0][1]))
    questions.append(
        IntakeQuestion(
            code="several_in_window",
            parameters={"n": n, "k": patients.n, "first": first, "second": second, **sheets_named(sheet, other)},
            options=tuple(Option(code=code, patch=ReadingSettings(repeated=code)) for code in SEVERAL),
            reason=reason,
            rank=2,
        )
    )
