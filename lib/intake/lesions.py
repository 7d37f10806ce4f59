"""Registries with a row per treated lesion or level: how many of each patient had an event, of how many known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.intake.events import answers_by_row
from lib.intake.patients import Patients
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import Table
from lib.registry.events import NOT
from lib.registry.lesions import Lesions
from lib.terms import GOOD_EVENTS


def lesions_of(table: Table, roles: Roles, patients: Patients) -> dict[str, Lesions]:
    """Every event by its name, where the column of the treated site names several sites of one patient.

    A site of a patient that stands in several rows (visits, repeated rows) is one lesion; its worst row counts.
    """
    site = next((role.column for role in roles.of("site")), None)
    if site is None or not patients.has_key or patients.have_a_row_each:  # a site each
        return {}
    lesion_of_row = np.where(site.codes >= 0, patients.of_row.astype(np.int64) * len(site.levels) + site.codes, -1)
    known = np.unique(lesion_of_row[lesion_of_row >= 0])
    if len(known) == len(np.unique(known // len(site.levels))):
        return {}
    found: dict[str, Lesions] = {}
    for role in roles.of("event"):
        counted = _counted(role, table, lesion_of_row, len(site.levels), patients.n)
        if counted is not None:
            found.setdefault(role.detail, counted)
    return found


def _counted(
    role: ColumnRole, table: Table, lesion_of_row: NDArray[np.int64], n_sites: int, n_patients: int
) -> Lesions | None:
    """Lesions with the event and lesions of which it is known, per patient."""
    answers, _ = answers_by_row(role, table)
    if answers is None:
        return None
    is_used = (answers.code >= 0) & (lesion_of_row >= 0)
    lesions, inverse = np.unique(lesion_of_row[is_used], return_inverse=True)
    happened = answers.code[is_used] != answers.levels.index(NOT)
    is_bad = ~happened if role.detail in GOOD_EVENTS else happened
    worst = np.zeros(len(lesions), dtype=np.bool_)
    np.logical_or.at(worst, inverse, is_bad)
    with_event = ~worst if role.detail in GOOD_EVENTS else worst
    patient = lesions // n_sites
    return Lesions(
        events=np.bincount(patient, with_event, minlength=n_patients).astype(np.int64),
        lesions=np.bincount(patient, minlength=n_patients).astype(np.int64),
    )
