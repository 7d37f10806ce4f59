"""The baseline where no word says so plainly: day 0 and screening are it where nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace

from lib.intake.roles import ColumnRole
from lib.intake.times import UNITS
from lib.intake.vocabulary import loose, pattern
from lib.terms import BASELINE, Visit

_UNIT = "|".join(UNITS.values())
_ZERO = re.compile(rf"(?<![a-z])(?:{_UNIT})\s*0(?![\d.])|(?:(?<![\d.a-z])|(?<=vas|nrs|odi))0\s*(?:{_UNIT})(?![a-zà-ÿ])")


def is_day_zero(label: str) -> bool:
    """Whether a label counts from 0 without saying that it lies after the procedure: J0, M0, "day 0", 0周."""
    text = loose(label)
    is_after = any(pattern("visits", which).search(text) for which in ("after", "immediate"))
    return _ZERO.search(text) is not None and not is_after


def is_perhaps_baseline(label: str) -> bool:
    """Whether only a word such as "screening" makes a label a baseline, which it is where there is no other."""
    doubtful = pattern("visits", "perhaps_baseline")
    text = loose(label)
    return doubtful.search(text) is not None and not pattern("visits", "baseline").search(doubtful.sub(" ", text))


def with_one_start(placed: list[ColumnRole]) -> list[ColumnRole]:
    """The score columns with day 0 as the baseline of a score that has none, and without a screening beside another."""
    found: list[ColumnRole] = []
    for role in placed:
        own = [one for one in placed if one.outcome == role.outcome and one.visit is not None and one is not role]
        starts = [one for one in own if one.visit is not None and one.visit.is_baseline]
        if role.reason == "named" or role.visit is None:
            found.append(role)
        elif role.visit.is_baseline and is_perhaps_baseline(role.column.header) and starts:
            is_alone = all(is_perhaps_baseline(one.column.header) for one in starts)
            found.append(role if is_alone else replace(role, term="ignored", visit=None, reason="screening"))
        elif role.visit.days == 0 and not role.visit.is_baseline and not starts and is_day_zero(role.column.header):
            found.append(replace(role, visit=Visit(BASELINE, 0.0), reason="day_zero"))
        else:
            found.append(role)
    return found
