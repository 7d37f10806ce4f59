"""Everything that a registry says to have happened: one column per event, and what other columns add about leakage."""

from __future__ import annotations

from dataclasses import replace

from lib.intake.events import event_of, with_denials, with_places
from lib.intake.findings import Finding
from lib.intake.patients import Patients
from lib.intake.roles import Roles
from lib.intake.table import Table
from lib.registry.cohort import Column


def events_of(table: Table, roles: Roles, patients: Patients, findings: list[Finding]) -> dict[str, Column]:
    """Every event by its name; a second column of the same event has its letter behind the name.

    Where a leak was stands in a column of its own; and who had no leak had no symptoms of one.
    """
    found: dict[str, Column] = {}
    for role in roles.of("event"):
        column, noticed = event_of(role, table, patients)
        findings.extend(noticed)
        name = role.detail if role.detail not in found else f"{role.detail} ({role.column.letter})"
        if column is not None:
            found[name] = column
    for role in roles.of("leakage_location"):
        places, noticed = event_of(replace(role, detail="leakage"), table, patients)
        findings.extend(noticed)
        if places is not None:
            found["leakage"] = with_places(found["leakage"], places) if "leakage" in found else places
    if "leakage" in found and "symptomatic_leakage" in found:
        found["symptomatic_leakage"] = with_denials(found["symptomatic_leakage"], found["leakage"])
    return found
