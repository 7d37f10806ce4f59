"""The patient's key: which columns together say who a row belongs to."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.blocks import filled_down
from lib.intake.findings import Finding
from lib.intake.grouping import named_column
from lib.intake.patients import ids_restart, key_codes
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.settling import TELLS_PATIENTS
from lib.intake.sexes import sexes_of
from lib.intake.spellings import one_spelling
from lib.intake.table import SHEET_HEADER, Table, TableColumn, about_column
from lib.intake.timeline import RowVisits
from lib.intake.vocabulary import key
from lib.intake.workbook import Codes

_VERTEBRA = re.compile(r"[CTLS]\s?\d{1,2}$", re.IGNORECASE)
_CENTRE = re.compile(r"[A-Z]{0,6}\d{1,4}$|[A-Z]$|.*(?:hospital|clinic|center|centre|医院|院区|中心)", re.IGNORECASE)


def patient_key(
    table: Table, roles: Roles, visits: RowVisits | None, settings: ReadingSettings, findings: list[Finding]
) -> tuple[TableColumn, ...]:
    """The columns of the patient's key, each blank of one filled from the patient's other rows where these agree.

    The number alone is not enough where it starts again: in every sheet that is a group or a centre, in every centre,
    under every method. What was added to the number without being named is said as a warning.
    """
    keys = _named_or_proposed(roles)
    if len(keys) == 1:
        keys = [filled_down(keys[0], table, visits, findings)]
    if keys and roles.sheets_are in ("groups", "centres"):
        keys = [*keys, *(role.column for role in roles.roles if role.column.header == SHEET_HEADER)]
    if not keys:
        return ()
    if any(role.reason == TELLS_PATIENTS and role.column.number == keys[0].number for role in roles.of("identifier")):
        is_counted = any(role.reason == "second_column" for role in roles.of("other"))
        code = "patients_by_name" if is_counted else "patients_by_name_alone"
        findings.append(about_column(keys[0], code, taken_as="same_patient"))
    is_named = settings.column("patient") is not None
    if not is_named:
        centre = _centre(roles)
        if centre is not None and _stands_in_several_centres(keys, centre.codes, visits):
            findings.append(about_column(centre, "ids_restart_by_centre", taken_as="with_centre"))
            keys = [*keys, _filled(keys, centre)]
    method = _method(roles, settings)
    if method is not None and all(method.number != one.number for one in keys):
        restarts = not is_named and ids_restart(tuple(keys), method.codes)
        if restarts or (visits is not None and settings.repeated == "separate"):
            findings.append(about_column(keys[0], "ids_restart", taken_as="with_method"))
            keys = [*keys, _filled(keys, method)]
    return _with_one_spelling(keys, method, table, roles, visits, findings)


def _with_one_spelling(
    keys: list[TableColumn],
    method: TableColumn | None,
    table: Table,
    roles: Roles,
    visits: RowVisits | None,
    findings: list[Finding],
) -> tuple[TableColumn, ...]:
    """The key with one spelling of every number, where that pairs nobody with somebody else."""
    agreeing: list[Codes | NDArray[np.int64]] = [] if method is None else [key_codes([method])]
    agreeing += [_sexes(role.column) for role in roles.of("sex")]
    apart = [key_codes([one]) for one in keys[1:]]
    code = None if visits is None else visits.code
    return (one_spelling(keys[0], apart, agreeing, code, table, findings), *keys[1:])


def _sexes(column: TableColumn) -> Codes:
    known = sexes_of([cell.text for cell in column.levels])
    return np.array([-1 if sex is None else ("F", "M").index(sex) for sex in known] + [-1], dtype=np.int32)[
        column.codes
    ]


def _named_or_proposed(roles: Roles) -> list[TableColumn]:
    """The columns named as the key, else the patient column, else the hospital number: used here and never kept."""
    if roles.key:
        return list(roles.key)
    keys = [role.column for role in roles.of("patient")]
    known = roles.of("identifier")
    keys = keys or [role.column for role in known if role.detail == "hospital_number"][:1]
    return keys or [role.column for role in known if role.reason == TELLS_PATIENTS][:1]


def _method(roles: Roles, settings: ReadingSettings) -> TableColumn | None:
    found = roles.of("method")
    if not found or found[0].column.header == SHEET_HEADER:
        return None
    return named_column(found[0].column, settings)


def _centre(roles: Roles) -> TableColumn | None:
    """The column of the centre, spelled alike; a "site" is one unless it may be a place in the body."""
    for role in (*roles.of("centre"), *roles.of("site")):
        texts = [key(cell.text) for cell in role.column.levels]
        used = {key(cell.text) for cell, _ in role.column.used_levels()} - {""}
        is_centre = role.term == "centre" or all(_CENTRE.match(text) and not _VERTEBRA.match(text) for text in used)
        if len(used) >= 2 and is_centre:
            known = {text: code for code, text in enumerate(dict.fromkeys(texts))}
            lookup = np.array([known[text] if text else -1 for text in texts] + [-1], dtype=np.int32)
            levels = tuple(role.column.levels[texts.index(text)] for text in known)
            return replace(role.column, levels=levels, codes=lookup[role.column.codes])
    return None


def _stands_in_several_centres(keys: list[TableColumn], centre: Codes, visits: RowVisits | None) -> bool:
    """Whether a number stands in two centres; a place that only goes with the visit is where the visit was made."""
    ids = key_codes(keys)
    known = (ids >= 0) & (centre >= 0)
    of_id = np.zeros(int(ids.max(initial=0)) + 1, dtype=np.int32)
    of_id[ids[known]] = centre[known]
    if (of_id[ids[known]] == centre[known]).all():
        return False
    if visits is None:
        return True
    held = np.unique(np.column_stack([visits.code[known], centre[known]]), axis=0)
    return len(held) > len(np.unique(held[:, 0]))


def _filled(keys: list[TableColumn], column: TableColumn) -> TableColumn:
    """The column with the blanks of a number taken from its other rows, where these all say the same."""
    ids = key_codes(keys)
    known = (ids >= 0) & (column.codes >= 0)
    pairs = np.unique(np.column_stack([ids[known], column.codes[known]]), axis=0)
    numbers, first, n = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    only = np.full(int(ids.max(initial=0)) + 2, -1, dtype=np.int32)
    only[numbers[n == 1]] = pairs[first[n == 1], 1]
    codes = np.where((column.codes < 0) & (ids >= 0), only[ids], column.codes).astype(np.int32)
    return replace(column, codes=codes)
