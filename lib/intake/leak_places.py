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
from lib.intake.table import Table, TableColumn, about_column, about_rows
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell
from lib.registry.cohort import Column
from lib.registry.events import NOT, YES

_FEWEST = 2
_AND = " + "
_IN_BRACKETS = re.compile(r"[(\[【]\s*([^()\[\]【】]+?)\s*[)\]】]")


def with_leak_places(roles: Roles, table: Table, findings: list[Finding]) -> Roles:
    """The roles with one that holds the leaks of all columns of places: where any says yes, and none where all say no.

    None too where a column for it says so (无渗漏); missing otherwise. Nothing is derived where one of the columns is
    not understood, nor beside a column of leakage that is not, since it may hold the leaks that the others do not; nor
    does one place beside such a column say that there was none elsewhere. A column that stands alone and beside no
    other of leakage is an event of its own.
    """
    roles = _without_brackets(roles)
    leaks = [role for role in roles.of("event") if role.detail == "leakage"]
    places = _places(roles, findings, beside=bool(leaks))
    if not places or (leaks and all(answers_by_row(role, table)[0] is None for role in leaks)):
        return roles
    if len(places) < _FEWEST and not leaks:
        alone = replace(places[0], term="event", detail=places[0].column.header)
        return replace(roles, roles=tuple(alone if role is places[0] else role for role in roles.roles))
    held: list[tuple[str, Column]] = []
    for role in places:
        answers, noticed = answers_by_row(replace(role, detail="leakage"), table)
        findings.extend(one for one in noticed if role.detail != NOT or one.code != "event_mostly_one_text")
        held.extend([] if answers is None else [(role.detail, answers)])
    if len(held) < len(places):
        return roles
    findings.append(_how_read(places, beside=bool(leaks)))
    told, contradicted = _together(held)
    if contradicted:
        column = places[0].column
        findings.append(about_rows(table, contradicted, "leak_places_contradict", column=column, taken_as="missing"))
    return replace(roles, roles=(*roles.roles, _role(places, told)))


def _places(roles: Roles, findings: list[Finding], *, beside: bool) -> tuple[ColumnRole, ...]:
    """The columns of places; one for none (无渗漏) alone or `beside` one of leakage is told and left out.

    A "no" there may mean no leak as well as that it is not true that there was none.
    """
    places = roles.of("leak_place")
    named = tuple(role for role in places if role.detail != NOT)
    if named and not beside:
        return places
    left_out = (role.column for role in places if role.detail == NOT)
    findings.extend(about_column(column, "after_treatment", taken_as="ignored") for column in left_out)
    return named


def _how_read(places: tuple[ColumnRole, ...], *, beside: bool) -> Finding:
    """What is said of columns of places, `beside` one of leakage or not."""
    has_none = any(role.detail == NOT for role in places)
    alone = "leak_places_with_none_read" if has_none else "leak_places_read"
    return about_column(
        places[0].column,
        "leak_places_beside" if beside else alone,
        taken_as=None if beside else "any_of_them",
        severity="note",
        n=len(places),
        columns=", ".join(role.column.header[:40] for role in places),
    )


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


def _together(held: list[tuple[str, Column]]) -> tuple[Column, list[int]]:
    """The places of leaks of every row, no, or nothing, single places first; and the rows that contradict it."""
    says = np.array([one.code >= 0 for _, one in held])
    denies = np.array([one.code == one.levels.index(NOT) for _, one in held])
    of_none = np.array([name == NOT for name, _ in held])
    places = [name for name, _ in held if name != NOT]
    is_leak = (says & ~denies)[~of_none]
    is_none = (says & ~denies)[of_none].any(axis=0)
    is_some = denies[of_none].any(axis=0)
    are_all_denied = denies[~of_none].all(axis=0) & (len(places) >= _FEWEST or YES in places)
    patterns, of_row = np.unique(is_leak, axis=1, return_inverse=True)
    found = [np.flatnonzero(one).tolist() for one in patterns.T]
    names = [
        _AND.join([one for place in among if (one := places[place]) != YES] or [YES] * bool(among)) for among in found
    ]
    in_order = [name for _, name in sorted(zip(found, names, strict=True), key=lambda one: (len(one[0]), one[0]))]
    levels = tuple(dict.fromkeys([NOT, YES, *filter(None, in_order)]))
    code = np.array([levels.index(name) if name else -1 for name in names], dtype=np.int64)[of_row.reshape(-1)]
    has_place = code >= 0
    code[~has_place & is_some] = levels.index(YES)
    code[~has_place & (is_none | are_all_denied)] = levels.index(NOT)
    contradicts = (is_none & (has_place | is_some)) | (is_some & are_all_denied)
    code[contradicts] = -1
    return Column(levels=levels, code=code), np.flatnonzero(contradicts).tolist()


def _role(places: tuple[ColumnRole, ...], told: Column) -> ColumnRole:
    """The column that stands for those of the places, blank where all of them are."""
    is_blank = np.array([role.column.codes < 0 for role in places]).all(axis=0)
    first = places[0].column
    column = TableColumn(
        number=first.number,
        header=_AND.join(role.column.header for role in places),
        levels=(Cell(YES, TEXT),),
        codes=np.where(is_blank, -1, 0).astype(np.int32),
        origin=first.origin,
    )
    return ColumnRole(column=column, term="leakage_location", reason="header", detail="leakage", answers=told)
