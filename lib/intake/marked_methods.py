"""Guidance methods that have a column each, with a mark for every patient: √ under CT or under DSA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import absence_of
from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.methods import canonical_method, method_share
from lib.intake.roles import ColumnRole
from lib.intake.table import TableColumn
from lib.intake.vocabulary import key, names, plain
from lib.intake.workbook import Cell

MARKED, MARK = "methods_marked", "method_mark"
"""The reasons of the column in whose place the method is, and of those put together with it."""

_MARKS = frozenset("✔☑■●▲*xXvV")
_MOST_ANSWERS = 12
_NEARLY_ALL = 0.9
_METHODS = ("method", "group")


def method_headed(header: str) -> str | None:
    """The method that a header names, alone or behind one for methods: CT, "引导方式 CT"; None for any other header."""
    first, _, rest = plain(header).partition(" ")
    written = rest if rest and column_term(first) in _METHODS else plain(header)
    return written if canonical_method(written) is not None else None


def with_marked_methods(roles: list[ColumnRole]) -> list[ColumnRole]:
    """The roles with one column of methods in the place of the first that has marks, if nearly every row has one mark.

    A row with two marks has both methods (CT+DSA), one without any has none. Nothing changes where another column says
    the method, or where two columns are of the same.
    """
    read = {place: marked for place, role in enumerate(roles) if (marked := _marked(role.column)) is not None}
    headed = {place: method_headed(roles[place].column.header) for place in read} if len(read) > 1 else {}
    marks = {place: (written, read[place]) for place, written in headed.items() if written}
    known = {canonical_method(written) for written, _ in marks.values()}
    others = [role for place, role in enumerate(roles) if place not in marks and role.term in _METHODS]
    says_it = any(role.reason == "named" or method_share(role.column) > 0 for role in others)
    if len(marks) < 2 or len(known) < len(marks) or says_it:
        return roles
    n_marks = np.sum([marked for _, marked in marks.values()], axis=0)
    if np.count_nonzero(n_marks == 1) < _NEARLY_ALL * len(n_marks):
        return roles
    first = next((place for place in marks if roles[place].reason == "named"), next(iter(marks)))
    return [_role(role, place == first, marks) if place in marks else role for place, role in enumerate(roles)]


def _marked(column: TableColumn) -> NDArray[np.bool_] | None:
    """Per row whether there is a mark; None for a column that holds anything but marks, or none."""
    used = column.used_levels()
    if not 1 <= len(used) <= _MOST_ANSWERS:
        return None
    answers = {cell: _answer(cell) for cell, _ in used}
    if None in answers.values() or True not in answers.values():
        return None
    return np.array([answers.get(cell) is True for cell in column.levels] + [False])[column.codes]


def _answer(cell: Cell) -> bool | None:
    text = plain(cell.text)
    answer = names("yes_no").get(key(text))
    if answer is None and absence_of(text):
        return False
    return text in _MARKS or None if answer is None else answer == "yes"


def _role(role: ColumnRole, is_first: bool, marks: Mapping[int, tuple[str, NDArray[np.bool_]]]) -> ColumnRole:
    if not is_first:
        return replace(role, term="ignored", reason=MARK, outcome=None, visit=None, detail="part")
    written = [one for one, _ in marks.values()]
    which = np.array([marked for _, marked in marks.values()])
    numbers, codes = np.unique((which << np.arange(len(written))[:, None]).sum(axis=0), return_inverse=True)
    said = ["+".join(one for bit, one in enumerate(written) if number >> bit & 1) for number in numbers.tolist()]
    column = replace(
        role.column,
        levels=tuple(Cell(one, TEXT) for one in said if one),
        codes=(codes.reshape(-1) - (said[0] == "")).astype(np.int32),
    )
    reason = role.reason if role.reason == "named" else MARKED
    return replace(role, column=column, term="method", reason=reason, confidence=0.9, detail="")
