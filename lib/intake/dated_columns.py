"""Scores that are only counted (VAS1, VAS2), each with a column of its own dates beside that of the procedure."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from lib.intake.findings import Finding
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, TableColumn
from lib.intake.visit_codes import shown_label
from lib.intake.vocabulary import plain
from lib.intake.windows import days_between, holds_dates, place_days
from lib.terms import Visit

_DIGITS = re.compile(r"\d+")
_LEAST_ALIKE = 0.8
"""Share of the patients with a score whose date must lie in one window."""


class _Dated(NamedTuple):
    """A visit and the days of its window."""

    visit: Visit
    window: str


def with_dated_visits(
    table: Table, roles: Roles, settings: ReadingSettings, findings: list[Finding]
) -> ReadingSettings:
    """The settings with the visits that the dates of counted scores tell, under what the user says of them; it is told.

    Unchanged unless every counted score has dates of which nearly all lie in one window, each in another and in the
    order of the counts, and there is one baseline: the first, or a column that is named so.
    """
    counted = [role for role in roles.of("score") if role.code is not None and role.visit is None]
    named = [role.visit for role in roles.of("score") if role.visit is not None]
    procedures = [role.column for role in roles.of("operation_date") if holds_dates(role.column)]
    said = {plain(raw).casefold() for raw, _ in settings.visits}
    is_said = any(plain(label).casefold() in said for role in counted for label in _labels(role))
    if not counted or len(procedures) != 1 or is_said or any(not visit.is_baseline for visit in named):
        return settings
    dates = _dates_of(table, counted, procedures[0])
    found = {role.code or 0: _dated(role, dates[role.column.number], procedures[0]) for role in counted if dates}
    dated = {code: one for code, one in sorted(found.items()) if one is not None}
    if not dated or len(dated) < len(found) or not _are_in_order([one.visit for one in dated.values()], bool(named)):
        return settings
    headers = {role.code or 0: shown_label(plain(role.column.header)) for role in reversed(counted)}
    labels = ", ".join(f"{headers[code]} = {one.visit.name} ({one.window})" for code, one in dated.items())
    findings.append(
        Finding(severity="warning", code="visits_of_dates", parameters={"labels": labels}, taken_as="windows")
    )
    visits = tuple((label, dated[role.code or 0].visit.name) for role in counted for label in _labels(role))
    return ReadingSettings(visits=visits).merged(settings)


def _labels(role: ColumnRole) -> tuple[str, ...]:
    """The names under which the visit of a counted score may be recoded."""
    return tuple(dict.fromkeys((role.label, plain(role.column.header)[:40])))


def _dates_of(table: Table, counted: list[ColumnRole], procedure: TableColumn) -> dict[int, TableColumn]:
    """The dates of each score by its column's number: those of the same count, else those beside it; or none at all."""
    dates = [column for column in table.columns if column is not procedure and holds_dates(column)]
    for offset in (None, -1, 1):
        found: dict[int, TableColumn] = {}
        for role in counted:
            mine = [one for one in dates if _belongs(one, role, offset)]
            if len(mine) == 1:
                found[role.column.number] = mine[0]
        if len(found) == len(counted):
            return found
    return {}


def _belongs(date: TableColumn, role: ColumnRole, offset: int | None) -> bool:
    """Whether dates are those of a score, by the number in their header or by their place beside it."""
    if offset is None:
        return [int(digits) for digits in _DIGITS.findall(plain(date.header))] == [role.code]
    return date.number == role.column.number + offset


def _dated(role: ColumnRole, date: TableColumn, procedure: TableColumn) -> _Dated | None:
    """The window in which nearly all dates of a score lie."""
    day = days_between(procedure, date)[role.column.codes >= 0]
    placed = place_days(day, {})
    window, name, n = max(placed.labels, key=lambda one: one[2], default=("", "", 0))
    if not n or n < _LEAST_ALIKE * len(day):
        return None
    return _Dated(next(visit for visit in placed.visits if visit.name == name), window)


def _are_in_order(visits: list[Visit], has_baseline: bool) -> bool:
    """Whether visits follow each other, the first being the baseline where no column is named so, and else none."""
    days = [visit.days for visit in visits if visit.days is not None]
    is_one_start = visits[0].is_baseline != has_baseline
    is_row = len(days) == len(visits) and all(one < other for one, other in itertools.pairwise(days))
    return is_row and is_one_start and len(visits) + has_baseline > 1
