"""A patient measured several times in the window of one visit, as in a diary: the mean unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.intake.patients import Patients, first_filled
from lib.intake.questions import IntakeQuestion, Option, sheets_named
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table
from lib.intake.workbook import Codes

SEVERAL = ("mean", "first", "last")
"""What may be taken of several measurements in one window."""


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
            reason="other_days",
            rank=2,
        )
    )
