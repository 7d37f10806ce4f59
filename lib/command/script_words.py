"""Which words of a registry may stand in a script, which is handed on: none that may name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lib.intake.vocabulary import is_one_of, key, names

LONGEST_ANSWER = 60
SHARED_BY = 3
"""Patients who must share a cell's text or number before it may stand in a script that is handed on."""

_GRADE = re.compile(r"(?:(?:grade|cirse|ctcae|sir)\s*)?(?:[0-6][ab]?|[A-F]|[IV]{1,3})\s*级?", re.IGNORECASE)


def may_be_told(counted: Mapping[str, int], told: Iterable[str]) -> bool:
    """Whether each text is a word of our own vocabulary, a bare grade, or shared: nobody's name can be in it."""
    return all(counted[text] >= SHARED_BY or _is_known(text) for text in told)


def _is_known(text: str) -> bool:
    known = (names(section).get(key(text)) for section in ("yes_no", "methods"))
    return any(known) or is_one_of("missing", "died", text) or _GRADE.fullmatch(text) is not None
