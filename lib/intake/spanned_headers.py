"""The parts of a header that reaches over several columns: 无, 椎间盘, 椎旁 in the row below 渗漏."""

from __future__ import annotations

from collections.abc import Mapping

from lib.intake.vocabulary import key

_FEWEST = 2


def are_parts_below(upper: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """Whether a row of texts names the columns that headers above reach over, and nothing else.

    A header reaches over the columns without a name at its right. Two parts at least stand below each that has any, all
    different, and every other column is blank: a patient would have a number, a method or a score there.
    """
    if len(below) < _FEWEST:
        return False
    first = min(upper, default=0)
    parts: dict[int, list[str]] = {}
    for position, text in below.items():
        if position < first:
            return False
        above = max(named for named in upper if named <= position)
        parts.setdefault(above, []).append(key(text))
    return all(len(texts) >= _FEWEST and len(set(texts)) == len(texts) for texts in parts.values())
