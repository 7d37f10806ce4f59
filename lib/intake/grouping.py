"""The guidance method of every patient, under one name per method."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import absence_of
from lib.intake.findings import Finding
from lib.intake.grid import BOOLEAN, DATE, ERROR, NO_RESULT, NUMBER, TEXT
from lib.intake.methods import (
    canonical_method,
    guided,
    is_judged,
    names_two_methods,
    resembled_method,
    uncounted,
    written_name,
)
from lib.intake.opened import Recognised
from lib.intake.patients import Patients, first_filled
from lib.intake.persons import persons_in
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import SHEET_HEADER, Table, TableColumn, about_column, about_rows
from lib.intake.vocabulary import plain, without_brackets
from lib.intake.workbook import Cell, Codes
from lib.registry.counts import Integers
from lib.terms import ALL_PATIENTS, ALWAYS_CONTROL, ALWAYS_EXPERIMENTAL

MOST_METHODS = 12
_LONGEST_SHOWN = 40
_IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")
"""A word in Latin letters, a Chinese character, or a number."""
_MOSTLY_KNOWN = 0.8
_NAMES_THAT_MAY_BE_MISSING = ("na", "none", "nan", "null", "n/a", "undefined", "<undefined>", "nil")


@dataclass(frozen=True, kw_only=True, eq=False)
class Grouping:
    """`methods` in the order first met, `method` a position per patient (−1 none), and the values recognised."""

    methods: tuple[str, ...]
    method: Integers
    recognised: tuple[Recognised, ...]


def group_rows(
    table: Table,
    roles: Roles,
    patients: Patients,
    settings: ReadingSettings,
    findings: list[Finding],
    counts: NDArray[np.bool_] | None = None,
) -> Grouping:
    """Take the method of each patient from the method column; patients without one stay, and are counted.

    Without a method column all patients are one group. The rows that count say the method before those that do not.
    """
    found = roles.of("method")
    if not found:
        findings.append(Finding(severity="warning", code="no_group_column"))
        return Grouping(methods=(ALL_PATIENTS,), method=np.zeros(patients.n, dtype=np.int64), recognised=())
    column = found[0].column
    names = level_names(column, settings)
    methods: dict[str, int] = {}
    lookup = np.full(len(column.levels) + 1, -1, dtype=np.int64)
    for position in _in_shown_order(_by_first_row(column), names):
        name = names[position]
        if name is not None:
            lookup[position] = methods.setdefault(name, len(methods))
    codes = np.where(lookup[column.codes] >= 0, column.codes, -1).astype(np.int32)
    first_of_all = first_filled(codes, patients)
    first_counted = first_of_all if counts is None else first_filled(np.where(counts, codes, -1), patients)
    method = lookup[np.where(first_counted >= 0, first_counted, first_of_all)]
    recognised = tuple(
        Recognised(raw=cell.text[:80], name=names[position] or "", n=int(n))
        for position, (cell, n) in enumerate(zip(column.levels, column.counts(), strict=True)) if n
    )  # fmt: skip
    findings.extend(_report(column, names, methods, method, are_recoded=bool(settings.methods)))
    findings.extend(_doubtful(table, column, names, settings))
    findings.extend(_judged(table, column, names, settings))
    findings.extend(_report_missing(table, column, names, method, patients))
    return Grouping(methods=tuple(methods), method=method, recognised=recognised)


def level_names(column: TableColumn, settings: ReadingSettings) -> list[str | None]:
    """The method that each distinct cell names: recoded, canonical, or as written; None for a missing code."""
    recoded = {plain(raw).casefold(): name for raw, name in settings.methods}
    used = column.counts() > 0
    named = [_name(cell, recoded) if here else None for cell, here in zip(column.levels, used, strict=True)]
    named = _without_what_all_share(column, _without_file(column, named))
    named = _without_procedure(_without_numbers(column, named, recoded))
    first: dict[str, str] = {}  # "Group A" and "group a " are one name, as first written
    named = [None if name is None else first.setdefault(plain(name).casefold(), name) for name in named]
    real = {name for name in named if name is not None}
    doubtful = {name for name in real if name.casefold() in _NAMES_THAT_MAY_BE_MISSING}
    if doubtful and len(real - doubtful) >= 2:
        return [None if name in doubtful else name for name in named]
    return named


def _without_file(column: TableColumn, named: list[str | None]) -> list[str | None]:
    """Of sheets of several files, "一院 CT组" and "二院 CT组", the methods where every sheet's own name is one."""
    if column.header != SHEET_HEADER or any(name is not None and canonical_method(name) for name in named):
        return named
    own = [None if name is None else _at_the_end(name) for name in named]
    return own if all(one is not None for one, name in zip(own, named, strict=True) if name is not None) else named


def _at_the_end(name: str) -> str | None:
    """The method that the last words of a name say, as many as say one: CBCT for "2020 cone-beam CT"."""
    words = name.split(" ")
    return next((known for at in range(1, len(words)) if (known := canonical_method(" ".join(words[at:])))), None)


def _without_what_all_share(column: TableColumn, named: list[str | None]) -> list[str | None]:
    """Of sheets or files "2024 CT patients" and "2024 DSA patients" the methods, where only these differ."""
    words = {name: _WORD.findall(name) for name in named if name is not None}
    if column.header != SHEET_HEADER or len(words) < 2 or any(canonical_method(name) for name in words):
        return named
    n_first = _n_shared([*words.values()])
    rest = {name: one[n_first:] for name, one in words.items()}
    n_last = _n_shared([one[::-1] for one in rest.values()])
    own = {name: canonical_method(" ".join(one[: len(one) - n_last])) for name, one in rest.items()}
    is_told = None not in own.values() and len(set(own.values())) == len(own)
    return [None if name is None else own[name] for name in named] if is_told else named


def _n_shared(texts: list[list[str]]) -> int:
    """How many words all begin with, in any case of their letters."""
    shared = (len({word.casefold() for word in words}) == 1 for words in zip(*texts, strict=False))
    return sum(1 for _ in takewhile(bool, shared))


def _without_procedure(named: list[str | None]) -> list[str | None]:
    """Of "CT引导下椎体成形术" and "DSA引导下椎体成形术" the methods, where all name one procedure; else as written."""
    told = [None if name is None else guided(name) for name in named]
    procedures = {one[1] for one in told if one is not None}
    is_known = all(
        name is None or one is not None or canonical_method(name) for name, one in zip(named, told, strict=True)
    )
    if len(procedures) != 1 or not is_known:
        return named
    return [name if one is None else one[0] for name, one in zip(named, told, strict=True)]


def _without_numbers(column: TableColumn, named: list[str | None], recoded: dict[str, str]) -> list[str | None]:
    """Without the few numbers and dates among known methods: an age that slipped into the column is none."""
    is_odd = np.array([cell.kind in (NUMBER, DATE) for cell in column.levels], dtype=np.bool_)
    is_odd &= [plain(cell.text).casefold() not in recoded for cell in column.levels]
    is_known = np.array([name is not None and canonical_method(name) is not None for name in named], dtype=np.bool_)
    known = {name for name, here in zip(named, is_known, strict=True) if here}
    if len(known) < 2 or int(column.counts()[is_known].sum()) < _MOSTLY_KNOWN * int(column.counts().sum()):
        return named
    return [None if odd else name for name, odd in zip(named, is_odd, strict=True)]


def _name(cell: Cell, recoded: dict[str, str]) -> str | None:
    if cell.kind in (ERROR, NO_RESULT):
        return None
    written = written_name(cell.text) if cell.kind != BOOLEAN else cell.text.capitalize()
    if not written:
        return None
    if written.casefold() in recoded:
        return recoded[written.casefold()]
    known = canonical_method(written)
    if known is not None and canonical_method(cell.text) is not None:
        return known
    if any(map(persons_in, _IN_BRACKETS.findall(written))):  # CT（张秀兰医生）
        written = without_brackets(written)
        return canonical_method(written) or written
    if written.casefold() not in _NAMES_THAT_MAY_BE_MISSING and absence_of(written):
        return None
    shorter = uncounted(written)
    return written if shorter == plain(written) else shorter


def _in_shown_order(positions: list[int], names: list[str | None]) -> list[int]:
    """As first met, but CT before all others and DSA after them: tables then stand in the order of the charts."""
    return sorted(
        positions, key=lambda position: (names[position] != ALWAYS_EXPERIMENTAL, names[position] == ALWAYS_CONTROL)
    )


def _by_first_row(column: TableColumn) -> list[int]:
    """Positions of the distinct cells in the order in which rows use them."""
    codes = column.codes[column.codes >= 0]
    values, first = np.unique(codes, return_index=True)
    return [int(value) for value in values[np.argsort(first)]]


def _report(
    column: TableColumn,
    names: list[str | None],
    methods: dict[str, int],
    method: NDArray[np.int64],
    *,
    are_recoded: bool,
) -> list[Finding]:
    """What there is to say about the names of the methods."""
    found: list[Finding] = []
    written: dict[str, set[str]] = {}
    for cell, name in zip(column.levels, names, strict=True):
        if name is not None:
            written.setdefault(name, set()).add(cell.text)
    merged = [texts for texts in written.values() if len(texts) > 1 or any(_is_cleaned(text) for text in texts)]
    if merged:
        n = sum(len(texts) for texts in merged)
        found.append(about_column(column, "groups_merged", n=n, k=len(merged)))
    if methods and not are_recoded and all(name.lstrip("-").isdigit() or len(name) == 1 for name in methods):
        found.append(about_column(column, "coded_groups", names=", ".join(methods)))
    if len(methods) > MOST_METHODS:
        found.append(about_column(column, "too_many_groups", n=len(methods)))
    if len(methods) == 1:
        found.append(about_column(column, "one_group", method=next(iter(methods))[:80], n=int(np.sum(method >= 0))))
    if any(len(name) > 100 for name in methods):
        found.append(about_column(column, "long_names"))
    return found


def _is_cleaned(text: str) -> bool:
    return text.strip() != written_name(text) and canonical_method(text) is None


def _doubtful(table: Table, column: TableColumn, names: list[str | None], settings: ReadingSettings) -> list[Finding]:
    """Each name beside known methods that is nearly one of them or joins two, with its cells; it stays as written."""
    known = {name for name in names if name is not None and canonical_method(name) is not None}
    recoded = {name for _, name in settings.methods}
    found: list[Finding] = []
    for name in dict.fromkeys(name for name in names if name is not None and name not in known | recoded):
        meant = resembled_method(name)
        code = "methods_combined" if names_two_methods(name) else "method_doubtful" if meant in known else None
        if code is None or not known:
            continue
        places = [place for place, one in enumerate(names) if one == name]
        rows = np.flatnonzero(np.isin(column.codes, places)).tolist()
        parameters = {"written": name[:40], "name": meant} if code == "method_doubtful" else {"written": name[:40]}
        found.append(about_rows(table, rows, code, column=column, taken_as="as_written", **parameters))
    return found


def _judged(table: Table, column: TableColumn, names: list[str | None], settings: ReadingSettings) -> list[Finding]:
    """The cells that name a device, with the method that it was taken for, once per method; not what the user named."""
    recoded = {name for _, name in settings.methods}
    places: dict[str, list[int]] = {}
    for place, (cell, name) in enumerate(zip(column.levels, names, strict=True)):
        if name is not None and name not in recoded and is_judged(cell.text):
            places.setdefault(name, []).append(place)
    return [
        about_rows(
            table,
            np.flatnonzero(np.isin(column.codes, where)).tolist(),
            "method_by_device",
            column=column,
            severity="note",
            value=column.levels[where[0]].text[:_LONGEST_SHOWN],
            written=", ".join(dict.fromkeys(written_name(column.levels[place].text) for place in where))[
                :_LONGEST_SHOWN
            ],
            method=name,
        )
        for name, where in places.items()
    ]


def _report_missing(
    table: Table, column: TableColumn, names: list[str | None], method: Integers, patients: Patients
) -> list[Finding]:
    """Patients without a method, or names such as NA that may mean none."""
    without = np.flatnonzero(method < 0)
    if len(without):
        rows = patients.first_row[without].tolist()
        return [about_rows(table, rows, "missing_group", column=column, taken_as="left_out")]
    if any(name is not None and name.casefold() in ("na", "none", "n/a") for name in names):
        return [about_column(column, "missing_group", taken_as="kept", n=0)]
    return []


def named_column(column: TableColumn, settings: ReadingSettings) -> TableColumn:
    """The method column with one cell per method instead of one per spelling."""
    names = level_names(column, settings)
    levels = tuple(Cell(name, TEXT) for name in dict.fromkeys(name for name in names if name is not None))
    return replace(column, levels=levels, codes=codes_of_names(column, names))


def codes_of_names(column: TableColumn, names: list[str | None]) -> Codes:
    """A number per row for the method named there, −1 for none."""
    known: dict[str, int] = {}
    lookup = np.array(
        [-1 if name is None else known.setdefault(name, len(known)) for name in names] + [-1], dtype=np.int32
    )
    return lookup[column.codes]
