"""Columns of scores that only their place tells: a baseline without a header, follow-ups that name only their visit."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lib.intake.findings import Finding
from lib.intake.guessing import is_bounded
from lib.intake.roles import ColumnRole
from lib.intake.table import about_column
from lib.intake.visits import visit_of
from lib.intake.vocabulary import plain
from lib.terms import BASELINE, SCALES, Visit

_NAMELESS = re.compile(r"[=+\-@#]|(?:unnamed|column|col|列|未命名|field|var|f|v|x)[\s:_]*\d*$|$", re.IGNORECASE)

_BASELINE = Visit(BASELINE, 0.0)
SHORT_SCALE, LONG_SCALE = 10, 100
"""Highest values of scores in points or centimetres, and in percent or millimetres."""


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


def with_visits_alone(roles: list[ColumnRole]) -> list[ColumnRole]:
    """Take columns headed only by a visit ("VAS before, 1 week, 1 month") as the score that they directly follow.

    Only in the order of the visits, and where the numbers fit the scale on which that score is written. Two scores
    before treatment side by side leave open whose follow-ups these are.
    """
    found = list(roles)
    if any(role.term == "visit" for role in roles):
        return found
    for index in range(1, len(found)):
        visit = _visit_alone(found[index])
        if visit is not None and _continues(found[: index + 1], visit):
            left = found[index - 1]
            found[index] = replace(left, column=found[index].column, visit=visit, reason="visit_alone", confidence=0.6,
                                   code=None, label="")  # fmt: skip
    return found


def _visit_alone(role: ColumnRole) -> Visit | None:
    if role.term not in ("other", "ignored") or role.reason not in ("header_kept", "after_treatment"):
        return None
    return visit_of(role.column.header)


def _continues(roles: list[ColumnRole], visit: Visit) -> bool:
    """Whether the last column continues the score to its left at a later visit."""
    left, column = roles[-2], roles[-1].column
    if left.term != "score" or left.code is not None or _place(left) >= visit.order:
        return False
    before = [role for role in roles[-3:-2] if role.term == "score" and role.outcome != left.outcome]
    if any(_place(role) == _place(left) == _BASELINE.order for role in before):
        return False
    is_short = is_bounded(left.column, SHORT_SCALE)
    return is_bounded(column, LONG_SCALE) and is_bounded(column, SHORT_SCALE) == is_short


def _place(role: ColumnRole) -> tuple[float, str]:
    """The place of a score among the visits; one that names none is before treatment, beside its follow-ups."""
    return (role.visit or _BASELINE).order


def _is_pair(left: ColumnRole, right: ColumnRole) -> bool:
    """A baseline directly followed by a follow-up of the same score."""
    if left.term != "score" or right.term != "score" or left.outcome != right.outcome:
        return False
    return left.visit is not None and left.visit.is_baseline


def _lacks_baseline(role: ColumnRole, roles: list[ColumnRole]) -> bool:
    if role.term != "score" or role.visit is None or role.visit.is_baseline or role.reason == "named":
        return False
    return not any(one.outcome == role.outcome and one.visit is not None and one.visit.is_baseline for one in roles)
