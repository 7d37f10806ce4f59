"""A baseline column whose header was lost, found by its place beside the follow-up."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lib.intake.findings import Finding
from lib.intake.guessing import is_bounded
from lib.intake.roles import ColumnRole
from lib.intake.table import about_column
from lib.intake.vocabulary import plain
from lib.terms import BASELINE, SCALES, Visit

_NAMELESS = re.compile(r"[=+\-@#]|(?:unnamed|column|col|列|未命名|field|var|f|v|x)[\s:_]*\d*$|$", re.IGNORECASE)


def with_lost_baselines(roles: list[ColumnRole], findings: list[Finding]) -> list[ColumnRole]:
    """Take a column without a real header as the baseline of the score to its right.

    Only where that score has follow-ups and no baseline, the values fit its scale, and another score of the same file
    stands in the same order: baseline, then follow-up. It is said as a warning.
    """
    pairs = {role.outcome for left, role in pairwise(roles) if _is_pair(left, role)}
    found = list(roles)
    for index, role in enumerate(roles[1:], start=1):
        left = roles[index - 1]
        if not _lacks_baseline(role, roles) or not pairs - {role.outcome} or left.term != "other":
            continue
        scale = SCALES.get(role.instrument or "")
        if scale is None or not _NAMELESS.match(plain(left.column.header)) or not is_bounded(left.column, scale.high):
            continue
        found[index - 1] = replace(
            role, column=left.column, visit=Visit(BASELINE, 0.0), reason="position", confidence=0.5, code=None, label=""
        )
        findings.append(
            about_column(left.column, "baseline_by_position", taken_as=BASELINE, outcome=role.outcome or "")
        )
        return found
    return found


def _is_pair(left: ColumnRole, right: ColumnRole) -> bool:
    """A baseline directly followed by a follow-up of the same score."""
    if left.term != "score" or right.term != "score" or left.outcome != right.outcome:
        return False
    return left.visit is not None and left.visit.is_baseline


def _lacks_baseline(role: ColumnRole, roles: list[ColumnRole]) -> bool:
    if role.term != "score" or role.visit is None or role.visit.is_baseline or role.reason == "named":
        return False
    return not any(one.outcome == role.outcome and one.visit is not None and one.visit.is_baseline for one in roles)
