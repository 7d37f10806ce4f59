"""Columns -> terms, each with a reason and a confidence; what the user named comes first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from lib.intake.explained import with_range
from lib.intake.findings import UnreadableFile
from lib.intake.guessing import beside_the_number, first_word_term, guess
from lib.intake.headers import score_header, unit_of
from lib.intake.marked_methods import with_marked_methods
from lib.intake.neighbours import with_visits_alone
from lib.intake.odi_items import without_items
from lib.intake.odi_sections import without_codes
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.settling import settle
from lib.intake.table import Table
from lib.intake.visit_codes import with_first_counted
from lib.intake.visits import visit_of
from lib.intake.vocabulary import key, names, plain
from lib.terms import Visit

_TERMS_OF_KEY_PARTS = ("method", "group", "centre", "site")


def propose(table: Table, settings: ReadingSettings, sheets_are: str | None = None) -> Roles:
    """Take every column of a table for something.

    Raises UnreadableFile study_invalid for a header that is not there.
    """
    named = _named(table, settings)
    are_named = settings.scores is not None
    roles = [named.get(i) or guess(column, scores_are_named=are_named) for i, column in enumerate(table.columns)]
    roles = roles if are_named else with_visits_alone(roles)
    if settings.events is not None:  # named events replace those that were recognised
        roles = [
            replace(role, term="other", detail="", reason="header_kept")
            if role.term in ("event", "leak_place") and role.reason != "named"
            else role
            for role in roles
        ]
    roles = without_items(with_marked_methods(_spelled_alike(roles)))
    roles = with_first_counted(without_codes(roles))
    settled = [beside_the_number(role) for role in _plainly_named(settle(roles, table, settings, sheets_are))]
    key_headers = settings.column("patient") or ()
    key_columns = tuple(table.columns[column_index(table, header, settings)] for header in key_headers)
    return Roles(roles=tuple(settled), sheets_are=sheets_are, key=key_columns)


def _spelled_alike(roles: list[ColumnRole]) -> list[ColumnRole]:
    """The roles with one spelling of a score's own name: "Pain score" is no other score than "pain score"."""
    own = [role for role in roles if role.term == "score" and role.instrument is None and role.reason != "named"]
    spelled: dict[str, Counter[str]] = {}
    for role in own:
        spelled.setdefault(key(role.outcome or ""), Counter())[role.outcome or ""] += 1
    usual = {short: written.most_common(1)[0][0] for short, written in spelled.items() if short}
    return [
        replace(role, outcome=usual.get(key(role.outcome or ""), role.outcome)) if role in own else role
        for role in roles
    ]


def _plainly_named(roles: list[ColumnRole]) -> list[ColumnRole]:
    """A "VAS back" is called VAS where the file has no other VAS; words that tell nothing apart are not kept."""
    outcomes: dict[str, set[str]] = {}
    for role in roles:
        if role.term == "score" and role.instrument is not None:
            outcomes.setdefault(role.instrument, set()).add(role.outcome or "")
    alone = {instrument for instrument, known in outcomes.items() if len(known) == 1}
    return [
        replace(role, outcome=role.instrument) if role.instrument in alone and role.reason != "named" else role
        for role in roles
    ]


def _named(table: Table, settings: ReadingSettings) -> dict[int, ColumnRole]:
    found = _key_parts(table, settings)
    for term, headers in settings.columns:
        for header in headers if term != "patient" else ():
            index = column_index(table, header, settings)
            found[index] = ColumnRole(column=table.columns[index], term=term, reason="named")
    for event in settings.events or ():
        index = column_index(table, event.column, settings)
        found[index] = ColumnRole(column=table.columns[index], term="event", detail=event.event, reason="named")
    for score in settings.scores or ():
        index = column_index(table, score.column, settings)
        column = table.columns[index]
        known = score_header(score.outcome)
        found[index] = ColumnRole(
            column=column,
            term="score",
            outcome=score.outcome,
            instrument=known.instrument if known else None,
            visit=None if score.visit is None else _named_visit(score.visit),
            unit=unit_of(with_range(f"{column.header} ({column.hint})")),
            reason="named",
        )
    for name in settings.covariates or ():
        place = _covariate_index(table, name, settings)
        if place is not None and place not in found:
            column = table.columns[place]
            found[place] = ColumnRole(column=column, term=first_word_term(column.header) or "other", reason="named")
    return found


def _key_parts(table: Table, settings: ReadingSettings) -> dict[int, ColumnRole]:
    """The columns of the patient's key; beside a number, one that says the method or the centre keeps that role."""
    found: dict[int, ColumnRole] = {}
    headers = settings.column("patient") or ()
    for header in headers:
        index = column_index(table, header, settings)
        guessed = guess(table.columns[index]).term if len(headers) > 1 else ""
        if guessed not in _TERMS_OF_KEY_PARTS:
            found[index] = ColumnRole(column=table.columns[index], term="patient", reason="named")
    return found


def _covariate_index(table: Table, name: str, settings: ReadingSettings) -> int | None:
    """A covariate may be named by its header or by its term ("age"); a term is left to the proposal."""
    try:
        return column_index(table, name, settings)
    except UnreadableFile:
        if name in names("columns").values():
            return None
        raise


def _named_visit(name: str) -> Visit:
    return visit_of(name) or Visit(name, None)


def column_index(table: Table, header: str, settings: ReadingSettings) -> int:
    """Position of the column with a header; a header that stands twice needs `settings.chosen`.

    Raises UnreadableFile study_invalid when no column has it.
    """
    written = [i for i, column in enumerate(table.columns) if column.header in (header, plain(header))]
    alike = written or [
        i for i, column in enumerate(table.columns) if key(column.header) == key(header) and key(header)
    ]
    if not alike:
        raise UnreadableFile("study_invalid", part="columns", name=header)
    letters = dict(settings.chosen)
    return next((i for i in alike if table.columns[i].letter == letters.get(header)), alike[0])
