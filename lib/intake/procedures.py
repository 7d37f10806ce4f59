"""The procedure in the name of a visit: PVP术前 and "before vertebroplasty" say when, and name no other score."""

from __future__ import annotations

import re

from lib.intake.vocabulary import pattern, plain

_GROUP = re.compile("组|(?<![a-z])(?:group|arm)(?![a-z])")
_JOINING = re.compile(r"(?:^|\s)(?:at|on|in|of|术)$")


def without_procedure(rest: str) -> str:
    """The words beside a visit, as `loose` gives them, without the procedure that the visit is before or after.

    "pain" for "pain at" of "pain at presentation" too. The name of a group keeps its procedure: PVP组 is who, not when.
    """
    if _GROUP.search(rest):
        return rest
    return plain(_JOINING.sub("", plain(pattern("procedures", "words").sub(" ", rest))))
