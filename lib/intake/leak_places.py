"""Leakage told in a column per place (椎旁渗漏, 椎间盘渗漏 …): any leak, with its places as kinds."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from lib.intake.events import answers_by_row
from lib.intake.findings import Finding
from lib.intake.grid import TEXT
from lib.intake.methods import canonical_method
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import Table, TableColumn, about_column
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES

_FEWEST = 2
_AND = " + "
_IN_BRACKETS = re.compile(r"[(\[【]\s*([^()\[\]【】]+?)\s*[)\]】]")


def with_leak_places(roles: Roles, table: Table, findings: list[Finding]) -> Roles:
    """The roles with one that holds the leaks of all columns of places: where any says yes, and none where all say no.

    Missing otherwise. Nothing is derived where one of the columns cannot be understood, nor beside a column of leakage
    that cannot, since it may hold the leaks that the others do not; nor does one place beside such a column say that
    there was none elsewhere. A column that stands alone and beside no other of leakage is an event of its own.
    """
    roles = _without_brackets(roles)
    places = roles.of("leak_place")
    if not places:
        return roles
    leaks = [role for role in roles.of("event") if role.detail == "leakage"]
    has_leakage = bool(leaks)
    if has_leakage and all(answers_by_row(role, table)[0] is None for role in leaks):
        return roles
    if len(places) < _FEWEST and not has_leakage:
        alone = replace(places[0], term="event", detail=places[0].column.header)
        return replace(roles, roles=tuple(alone if role is places[0] else role for role in roles.roles))
    held: list[tuple[str, Column]] = []
    for role in places:
        answers, noticed = answers_by_row(replace(role, detail="leakage"), table)
        findings.extend(noticed)
        held.extend([] if answers is None else [(role.detail, answers)])
    if len(held) < len(places):
        return roles
    n, columns = len(places), ", ".join(role.column.header[:40] for role in places)
    first = places[0].column
    if has_leakage:
        findings.append(about_column(first, "leak_places_beside", severity="note", n=n, columns=columns))
    else:
        findings.append(
            about_column(first, "leak_places_read", taken_as="any_of_them", severity="note", n=n, columns=columns)
        )
    return replace(roles, roles=(*roles.roles, _together(places, held, says_none=n >= _FEWEST)))


def _without_brackets(roles: Roles) -> Roles:
    """The roles with several columns of leakage as places, where each names another in brackets: 渗漏（椎旁）."""
    leaks = [role for role in roles.of("event") if role.detail == "leakage" and role.reason == "header"]
    found = {id(role): match[1] for role in leaks if (match := _IN_BRACKETS.search(plain(role.column.header)))}
    are_places = len(found) == len({*found.values()}) == len(leaks) >= _FEWEST
    if not are_places or any(canonical_method(place) is not None for place in found.values()):
        return roles
    return replace(
        roles,
        roles=tuple(
            replace(role, term="leak_place", detail=found[id(role)]) if id(role) in found else role
            for role in roles.roles
        ),
    )


def _together(places: tuple[ColumnRole, ...], held: list[tuple[str, Column]], *, says_none: bool) -> ColumnRole:
    """One column of the places of leaks: per row the places with a leak, no, or nothing; single places come first."""
    is_leak = np.array([(one.code >= 0) & (one.code != one.levels.index(NOT)) for _, one in held])
    is_none = np.array([one.code == one.levels.index(NOT) for _, one in held]).all(axis=0)
    patterns, of_row = np.unique(is_leak, axis=1, return_inverse=True)
    found = [np.flatnonzero(one).tolist() for one in patterns.T]
    names = [_AND.join(held[place][0] for place in one) for one in found]
    in_order = [name for _, name in sorted(zip(found, names, strict=True), key=lambda one: (len(one[0]), one[0]))]
    levels = tuple(dict.fromkeys([NOT, YES, *filter(None, in_order)]))
    code = np.array([levels.index(name) if name else -1 for name in names], dtype=np.int64)[of_row.reshape(-1)]
    code = np.where((code < 0) & is_none & says_none, levels.index(NOT), code)
    is_blank = np.array([role.column.codes < 0 for role in places]).all(axis=0)
    first = places[0].column
    column = TableColumn(
        number=first.number,
        header=_AND.join(role.column.header for role in places),
        levels=(Cell(YES, TEXT),),
        codes=np.where(is_blank, -1, 0).astype(np.int32),
        origin=first.origin,
    )
    return ColumnRole(
        column=column,
        term="leakage_location",
        reason="header",
        detail="leakage",
        answers=Column(levels=levels, code=code),
    )
