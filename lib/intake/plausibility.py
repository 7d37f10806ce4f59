"""What is strange about a registry as a whole: too few patients, no variation, swapped columns, impossible dates."""

from __future__ import annotations

import datetime

import numpy as np

from lib.intake.cleaning import is_mark
from lib.intake.dated_rows import is_windowed
from lib.intake.dates import read_dates
from lib.intake.exclusions import marked_excluded
from lib.intake.findings import Finding
from lib.intake.grouping import MOST_METHODS
from lib.intake.patients import Patients, first_filled
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import Table, about_column, about_row
from lib.intake.vocabulary import key, names
from lib.registry.cohort import Cohort
from lib.terms import BASELINE

FEWEST_TESTED = 5
"""Patients per method below which nothing is tested."""

OLDEST_SHOWN = 89
_APART, _MOST_ZEROS = 0.2, 0.25
"""How far from 0 everybody else begins, as a share of the scale; and of how many patients 0 may be a code."""

_MOST_NAMED = 200


def strange(cohort: Cohort, table: Table, roles: Roles, patients: Patients) -> list[Finding]:
    """Everything strange about a cohort and the columns beside its scores."""
    found = [*_few(cohort), *_ages(cohort), *_dates(table, roles, patients), *_zeros(cohort)]
    found += marked_excluded(table, roles, patients)
    for outcome in cohort.scales:
        found.extend(_scores(cohort, outcome))
    for role in roles.of("event"):
        found.extend(_spellings(role))
    return found


def _few(cohort: Cohort) -> list[Finding]:
    counts = cohort.facets("method")
    if len(counts) > MOST_METHODS:
        return []
    return [
        Finding(severity="warning", code="too_few_rows", parameters={"method": name[:80], "n": n})
        for name, n in counts.items()
        if n < FEWEST_TESTED
    ]


def _ages(cohort: Cohort) -> list[Finding]:
    """Ages above 89 identify people in a report."""
    if "age" not in cohort.covariate_columns or not any(
        one.name == "age" and one.is_numeric for one in cohort.covariates
    ):
        return []
    n = int(np.sum(cohort.covariate_columns["age"].numbers > OLDEST_SHOWN))
    return [Finding(severity="warning", code="small_cells", parameters={"n": n})] if n else []


def _scores(cohort: Cohort, outcome: str) -> list[Finding]:
    visits = [visit.name for visit in cohort.visits(outcome)]
    if BASELINE not in visits:
        return []
    baseline = cohort.scores[outcome, BASELINE].numbers
    found: list[Finding] = []
    for visit in visits[1:]:
        follow_up = cohort.scores[outcome, visit].numbers
        found.extend(_no_follow_up(cohort, outcome, visit))
        change = np.round(follow_up - baseline, 6)
        change = change[np.isfinite(change)]
        if len(change) < 2:
            continue
        parameters: dict[str, str | int | float] = {"outcome": outcome, "visit": visit}
        if np.all(change == change[0]):
            found.append(Finding(severity="warning", code="no_variance", parameters=parameters))
        worse = change * cohort.scales[outcome].better < 0
        if len(change) >= FEWEST_TESTED and np.mean(worse) >= 0.9:
            found.append(Finding(severity="warning", code="pre_post_swapped", parameters=parameters))
    return found


def _zeros(cohort: Cohort) -> list[Finding]:
    """Patients whose every score before treatment is 0, far below everybody else's: 0 may stand for not recorded."""
    known = [outcome for outcome in cohort.scales if (outcome, BASELINE) in cohort.scores]
    if not known:
        return []
    scores = np.array([cohort.scores[outcome, BASELINE].numbers for outcome in known])
    is_zero = np.any(scores == 0, axis=0) & ~np.any(scores > 0, axis=0)
    first, scale = scores[0], cohort.scales[known[0]]
    others = first[~is_zero & np.isfinite(first)]
    is_apart = len(others) >= FEWEST_TESTED and float(others.min()) >= _APART * (scale.high - scale.low)
    if not is_apart or float(np.mean(is_zero)) > _MOST_ZEROS:
        return []
    least = f"{float(others.min()):g}"
    return [
        Finding(
            severity="warning", code="zero_before", sheet=cohort.sheet[int(i)] or None, row=int(cohort.row[int(i)]),
            parameters={"least": least},
        )
        for i in np.flatnonzero(is_zero)[:_MOST_NAMED]
    ]  # fmt: skip


def _no_follow_up(cohort: Cohort, outcome: str, visit: str) -> list[Finding]:
    """Methods of which no patient has the score at a visit."""
    code = cohort.scores[outcome, visit].code
    n = np.bincount(cohort.method[code >= 0] + 1, minlength=len(cohort.methods) + 1)[1:]
    empty = [name for name, n_scores in zip(cohort.methods, n.tolist(), strict=True) if not n_scores]
    if not empty and (cohort.methods or np.any(code >= 0)):
        return []
    shown = ", ".join(name[:80] for name in empty[:MOST_METHODS]) or "–"
    parameters = {"outcome": outcome, "visit": visit, "method": shown}
    return [Finding(severity="warning", code="no_followup_values", parameters=parameters)]


def _dates(table: Table, roles: Roles, patients: Patients) -> list[Finding]:
    found: list[Finding] = []
    read: dict[str, tuple[ColumnRole, list[datetime.date | None]]] = {}
    for role in roles.roles:
        if role.term not in ("operation_date", "follow_up_date", "date"):
            continue
        dates = read_dates(role.column)
        n = int(np.isin(role.column.codes, dates.ambiguous).sum())
        if n:
            found.append(about_column(role.column, "ambiguous_dates", taken_as="missing", n=n))
        codes = first_filled(role.column.codes, patients)
        read[role.term] = (role, [dates.dates[code] if code >= 0 else None for code in codes])
    are_visits = any(is_windowed(role.column) for role in roles.of("visit"))  # the first may lie before
    if "operation_date" in read and "follow_up_date" in read and not are_visits:
        (_, before), (role, after) = read["operation_date"], read["follow_up_date"]
        early = [i for i, (one, two) in enumerate(zip(before, after, strict=True)) if one and two and two < one]
        found.extend(
            about_row(table, int(patients.first_row[i]), "date_order", column=role.column) for i in early[:_MOST_NAMED]
        )
    return found


def _spellings(role: ColumnRole) -> list[Finding]:
    """More spellings of yes and no than one of each."""
    known = names("yes_no")
    written = [cell.text for cell, _ in role.column.used_levels() if not is_mark(cell.text)]
    spelled = {text for text in written if known.get(key(text)) is not None}
    return [about_column(role.column, "coded_yes_no", n=len(spelled))] if len(spelled) > 2 else []
