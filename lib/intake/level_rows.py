"""Rows below a patient that hold only a further level and what happened there: number and method are not repeated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import SHEET_HEADER, Table

_WHO = ("patient", "identifier")
_OF_A_LEVEL = ("event", "site", "cement_volume", "complication_grade", "detection", "leak_place", "other", "ignored")


def with_levels_above(table: Table, roles: Roles) -> Roles:
    """The roles with the patient's number, where it is blank, from the row above in rows that only tell of a level.

    Such a row stands right below another, has a site or an event, and neither a number, a method, a score nor anything
    else that says who a patient is. Files of a row per visit are left as they are.
    """
    who = [role for role in roles.roles if role.term in _WHO]
    levels = [role for role in roles.roles if role.term in ("event", "site")]
    if roles.is_long or not who or not levels or not roles.of("score"):
        return roles
    others = [role for role in roles.roles if role.term not in _OF_A_LEVEL and role.column.header != SHEET_HEADER]
    named = [*roles.key, *(role.column for role in others)]
    is_bare = ~np.any([column.codes >= 0 for column in named], axis=0)
    is_level = is_bare & np.any([role.column.codes >= 0 for role in levels], axis=0) & _follows(table)
    if not is_level.any():
        return roles
    above = np.maximum.accumulate(np.where(is_level, 0, np.arange(table.n_rows)))
    filled = [_filled(role, is_level, above) if role.term in _WHO else role for role in roles.roles]
    key = tuple(replace(column, codes=np.where(is_level, column.codes[above], column.codes)) for column in roles.key)
    return replace(roles, roles=tuple(filled), key=key)


def _follows(table: Table) -> NDArray[np.bool_]:
    """Whether a row stands right below the row before it, in the same sheet."""
    found = np.zeros(table.n_rows, dtype=np.bool_)
    found[1:] = (np.diff(table.row) == 1) & (np.diff(table.sheet) == 0)
    return found


def _filled(role: ColumnRole, is_level: NDArray[np.bool_], above: NDArray[np.intp]) -> ColumnRole:
    codes = np.where(is_level, role.column.codes[above], role.column.codes).astype(np.int32)
    return replace(role, column=replace(role.column, codes=codes))
