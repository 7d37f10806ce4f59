"""Patients whom a column marks as excluded: they are counted, and that is said."""

from __future__ import annotations

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.denials import denies
from lib.intake.findings import Finding
from lib.intake.patients import Patients
from lib.intake.roles import Roles
from lib.intake.table import SHEET_HEADER, Table, about_rows
from lib.intake.vocabulary import is_one_of
from lib.intake.workbook import Cell

_LISTS = ("excluded", "included", "reasons")
_REMARKS = "remarks"
"""A column of remarks, of which only cells count that say nothing but that somebody is excluded."""


def marked_excluded(table: Table, roles: Roles, patients: Patients) -> list[Finding]:
    """A finding per column (excluded, 是否纳入, 排除原因, 排除 as a remark) with the patients left out; they count."""
    found = []
    for role in roles.roles:
        column = role.column
        kind = next((one for one in _LISTS if is_one_of("exclusions", one, column.header)), None)
        kind = kind or (_REMARKS if role.detail == "free_text" else None)
        if kind is None or column.header == SHEET_HEADER:
            continue
        is_out = np.array([*(_is_out(cell, kind) for cell in column.levels), False])
        who, first = np.unique(patients.of_row[np.flatnonzero(is_out[column.codes])], return_index=True)
        if 0 < len(who) < patients.n:
            rows = np.flatnonzero(is_out[column.codes])[first].tolist()
            found.append(about_rows(table, rows, "marked_excluded", column=column, taken_as="as_written"))
    return found


def _is_out(cell: Cell, kind: str) -> bool:
    text = cell.text
    if is_one_of("exclusions", "says_excluded", text):
        return True
    if is_one_of("exclusions", "says_included", text):
        return False
    if kind == "reasons":
        return bool(text.strip()) and not denies(text) and not absence_of(text)
    return kind != _REMARKS and is_one_of("yes_no", "yes" if kind == "excluded" else "no", text)
