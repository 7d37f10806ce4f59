"""One person under two running numbers: the hospital's number says so, and is itself never shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.grouping import codes_of_names, level_names
from lib.intake.patients import Patients, numbered
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, TableColumn, about_row
from lib.intake.timeline import RowVisits
from lib.intake.vocabulary import term_of
from lib.intake.workbook import Codes

_MOST_SHARED = 0.2
"""Where more of the rows than this share a number it numbers something else than persons, or starts anew."""

_FEWEST_SHARED = 2
_MOST_NAMED = 200


def same_persons(
    table: Table,
    roles: Roles,
    patients: Patients,
    visits: RowVisits | None,
    settings: ReadingSettings,
    findings: list[Finding],
    twice: list[Codes],
) -> Patients:
    """The patients, rows with the same hospital or identity number as one where method and scores are the same too.

    Where they differ (another procedure, or a slip of the pen) they stay two patients and a warning names both rows.
    Of a person entered under two methods with the same scores only one entry can be right: the pair is added to `twice`
    to be asked about, and once it is answered which counts the two are one patient.
    """
    of_row = patients.of_row.astype(np.int64)
    told: set[int] = set()
    for role in roles.of("identifier"):
        if not _numbers_persons(role) or settings.repeated == "separate":
            continue
        for rows in _shared(role.column, of_row):
            first = int(rows[0])
            other = int(rows[of_row[rows] != of_row[first]][0])
            pair = np.array([first, other], dtype=np.int32)
            is_same = visits is None and _say_the_same(roles, pair)
            is_entered_twice = is_same and not _have_one_method(roles, settings, pair)
            if is_entered_twice:
                twice.append(pair)
            if is_same and (not is_entered_twice or settings.repeated is not None):
                of_row[of_row == of_row[other]] = of_row[first]
            elif other not in told and len(told) < _MOST_NAMED:
                told.add(other)
                sheet, number = table.where(first)
                code = "same_person" if sheet == table.where(other)[0] else "same_person_on_another_sheet"
                findings.append(
                    about_row(
                        table, other, code, column=role.column, taken_as="separate", first=number, first_sheet=sheet
                    )
                )
    is_merged = bool((of_row != patients.of_row).any())
    return numbered(of_row) if is_merged else patients


def _numbers_persons(role: ColumnRole) -> bool:
    """Whether a column plainly holds numbers of persons: no batch of cement, no number of a film."""
    return role.detail == "identity_number" or term_of("identifiers", role.column.header) == "hospital_number"


def _shared(column: TableColumn, of_row: NDArray[np.int64]) -> list[Codes]:
    """The rows of each number that stands under several patients; none where that is the rule."""
    ids = column.id_codes
    order = np.argsort(ids, kind="stable")
    order = order[ids[order] >= 0]
    groups = np.split(order, np.flatnonzero(np.diff(ids[order])) + 1) if len(order) else []
    shared = [rows.astype(np.int32) for rows in groups if len(rows) > 1 and len(np.unique(of_row[rows])) > 1]
    n = sum(len(rows) - 1 for rows in shared)
    return [] if n > max(_FEWEST_SHARED, _MOST_SHARED * len(order)) else shared


def _say_the_same(roles: Roles, rows: Codes) -> bool:
    """Whether two rows have the same scores, one at least, and no other age or sex."""
    scores = [role.column.codes[rows] for role in roles.of("score")]
    told = [role.column.codes[rows] for role in (*roles.of("age"), *roles.of("sex"))]
    has_score = any((codes >= 0).all() for codes in scores)
    is_other = any(codes[0] != codes[1] and (codes >= 0).all() for codes in told)
    return has_score and not is_other and all(codes[0] == codes[1] for codes in scores)


def _have_one_method(roles: Roles, settings: ReadingSettings, rows: Codes) -> bool:
    methods = [codes_of_names(role.column, level_names(role.column, settings))[rows] for role in roles.of("method")]
    return all(codes[0] == codes[1] for codes in methods)
