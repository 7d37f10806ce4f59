"""Everything that a registry says to have happened: one column per event, and what other columns add to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.events import event_of, with_denials, with_places
from lib.intake.findings import Finding
from lib.intake.grade_scales import grade_scales, graded_by
from lib.intake.headers import speaks_of_grades
from lib.intake.ordinals import ordered
from lib.intake.patients import Patients
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import Table, about_row
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES

_MOST_NAMED = 200


SIDE_COLUMNS = (("leakage_location", "leakage"), ("complication_grade", "complication"))
"""Columns that say more about an event: the term of the column, and the event."""


def events_of(
    table: Table,
    roles: Roles,
    patients: Patients,
    findings: list[Finding],
    systems: dict[str, tuple[str, ...]] | None = None,
) -> dict[str, Column]:
    """Every event by its name; a second column of the same event has its letter behind the name.

    Where a leak was and how grave a complication was may stand in a column of its own; and who had no leak had no
    symptoms of one. `systems` takes up by which systems complications are graded.
    """
    found: dict[str, Column] = {}
    headers: dict[str, str] = {}
    for role in roles.of("event"):
        column, noticed = event_of(role, table, patients, are_grades=speaks_of_grades(role.column.header))
        findings.extend(noticed)
        name = role.detail if role.detail not in found else f"{role.detail} ({role.column.letter})"
        if column is not None:
            found[name] = column
            headers[name] = role.column.header
    for term, event in SIDE_COLUMNS:
        for role in roles.of(term):
            name = _add_side_column(replace(role, detail=event), table, patients, found, findings)
            headers[name] = f"{headers.get(name, '')} {role.column.header}"
    if "leakage" in found and "symptomatic_leakage" in found:
        found["symptomatic_leakage"] = with_denials(found["symptomatic_leakage"], found["leakage"])
    ranked: dict[str, Column] = {}
    for event, column in found.items():
        names = [str(level) for level in column.levels]
        scales = grade_scales(names, headers[event]) if event.startswith("complication") else {}
        if systems is not None and scales:
            systems[event] = graded_by(names, headers[event])
        ranked[event] = ordered(column, scales)
    return ranked


def _add_side_column(
    role: ColumnRole, table: Table, patients: Patients, found: dict[str, Column], findings: list[Finding]
) -> str:
    """Places or grades as the categories of their event; kinds of complications stay, and the grades stand beside.

    The name of the event that has them.
    """
    event = role.detail
    side, noticed = event_of(role, table, patients, are_grades=event == "complication")
    findings.extend(one for one in noticed if event not in found or one.code != "event_mostly_one_text")
    if side is None:
        return event
    if event not in found:
        found[event] = side
        return event
    findings.extend(_contradictions(role, table, patients, found[event], side))
    if event == "complication" and set(found[event].levels) - {NOT, YES}:
        name = f"{event} ({role.column.letter})"
        found[name] = with_places(_yes_or_no(found[event]), side)
        found[event] = with_places(found[event], _yes_or_no(side))
        return name
    found[event] = with_places(found[event], side)
    return event


def _yes_or_no(event: Column) -> Column:
    """An event without its categories."""
    lookup = np.array([0 if name == NOT else 1 for name in event.levels] + [-1], dtype=np.int64)
    return Column(levels=(NOT, YES), code=lookup[event.code])


def _contradictions(role: ColumnRole, table: Table, patients: Patients, event: Column, side: Column) -> list[Finding]:
    """Patients of whom one column says that it happened and the other that it did not; the event's own column holds."""
    one, other = _yes_or_no(event).code, _yes_or_no(side).code
    return [
        about_row(table, int(patients.first_row[i]), "contradicted_event", column=role.column, taken_as="not_counted")
        for i in np.flatnonzero((one >= 0) & (other >= 0) & (one != other))[:_MOST_NAMED]
    ]
