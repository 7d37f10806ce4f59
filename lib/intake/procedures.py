"""The procedure in the name of a visit or of a method: PVP术前 says when, and CT引导下PVP（L1） by which method."""

from __future__ import annotations

import re

from lib.intake.vocabulary import key, names, pattern, plain, without_brackets

_GROUP = re.compile("组|(?<![a-z])(?:group|arm)(?![a-z])")
_JOINING = re.compile(r"(?:^|\s)(?:at|on|in|of|术)$")

_LEVELS = re.compile(
    r"(?<![A-Za-z])[CTLS]\d{1,2}(?:\s*[-~～、,，/+]\s*[CTLS]?\d{1,2})*(?!\d)|[颈胸腰骶]\s*\d{1,2}", re.IGNORECASE
)
"""Vertebrae: L1, T12、L2, 腰1."""

_ADDS_NOTHING = re.compile("经皮|percutaneous|治疗|手术|术")


def without_procedure(rest: str) -> str:
    """The words beside a visit, as `loose` gives them, without the procedure that the visit is before or after.

    "pain" for "pain at" of "pain at presentation" too. The name of a group keeps its procedure: PVP组 is who, not when.
    """
    if _GROUP.search(rest):
        return rest
    return plain(_JOINING.sub("", plain(pattern("procedures", "words").sub(" ", rest))))


def procedure_key(written: str) -> str:
    """What procedures are compared by: 经皮椎体成形术(L1) and "PVP T12" are pvp; PVP+RFA is another."""
    short = key(_LEVELS.sub(" ", without_brackets(written)))
    known = names("procedure_names")
    for name in sorted(known, key=len, reverse=True):
        short = short.replace(name, known[name])
    return _ADDS_NOTHING.sub("", short) or short
