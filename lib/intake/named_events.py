"""Events that a header names in other words than the usual ones, where the cells answer yes or no."""

from __future__ import annotations

import re

from lib.intake.answer_codes import PAIR, codes_of
from lib.intake.cleaning import absence_of
from lib.intake.denials import denies
from lib.intake.grid import BOOLEAN
from lib.intake.methods import canonical_method
from lib.intake.table import TableColumn
from lib.intake.vocabulary import is_one_of, loose, pattern, plain, vocabulary, without_brackets
from lib.registry.events import NOT, YES

_MOSTLY = 0.8
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_YES_OR_NO = ("0", "1")
_TICK = "x"
"""A mark for yes where nothing else stands in the column."""


def other_event(column: TableColumn, header: str) -> str | None:
    """The event of `other_events` that a header names; None where its cells are no answers or it is about before."""
    text = loose(header)
    found = next((term for term in vocabulary()["other_events"] if pattern("other_events", term).search(text)), None)
    return None if found is None or _is_something_else(text) or not _answers(column) else found


def leak_place(column: TableColumn, header: str) -> str | None:
    """The words beside that of a leak in a header, "椎旁" of 椎旁渗漏, as a place; None where it names none.

    NOT for a column that says there was none (无渗漏, or 无 below 渗漏), YES for one of any leak. None too for what
    measures or grades a leak, tells how it was looked for, or has other cells than answers.
    """
    text = loose(without_brackets(header))
    if not pattern("leak_places", "words").search(text) or pattern("leak_places", "not_with").search(text):
        return None
    bare = plain(pattern("leak_places", "noise").sub(" ", pattern("leak_places", "words").sub(" ", text)))
    if not bare or canonical_method(bare) is not None or not _answers(column):
        return None
    if not _NUMBER.fullmatch(bare) and (denies(bare) or is_one_of("yes_no", "no", bare)):
        return NOT
    if not _NUMBER.fullmatch(bare) and is_one_of("yes_no", "yes", bare):
        return YES
    return None if _is_something_else(text) else bare


def _answers(column: TableColumn) -> bool:
    """Whether the cells say yes or no, be it as 1 and 2, of which it is asked which is which."""
    return answers_yes_or_no(column) or codes_of(column, "") == PAIR


def _is_something_else(text: str) -> bool:
    """Whether a header speaks of before treatment or of a risk, or says that there was none: 无感染, "no infection"."""
    return bool(pattern("afterwards", "not_with").search(text) or pattern("denials", "before").match(text))


def answers_yes_or_no(column: TableColumn) -> bool:
    """Whether the cells say yes or no for the better part, and none is a number but 0 and 1."""
    told = [(plain(cell.text), cell.kind, n) for cell, n in column.used_levels()]
    known = [(text, kind, n) for text, kind, n in told if not absence_of(text) or denies(text)]
    if not known or any(_NUMBER.fullmatch(text) and text not in _YES_OR_NO for text, _, _ in known):
        return False
    if len(known) == 1 and known[0][0].casefold() == _TICK:
        return True
    answered = sum(n for text, kind, n in known if kind == BOOLEAN or _is_answer(text))
    return answered >= _MOSTLY * sum(n for _, _, n in known)


def _is_answer(text: str) -> bool:
    return is_one_of("yes_no", "yes", text) or is_one_of("yes_no", "no", text) or denies(text)
