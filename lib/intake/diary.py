"""A diary of one person is no registry: its rows are days, not patients."""

from __future__ import annotations

from lib.intake.findings import UnreadableFile
from lib.intake.roles import Roles
from lib.intake.windows import is_daily

_WHO_OR_WHEN = ("patient", "method", "visit", "sex", "age")


def refuse_diary_of_one(roles: Roles) -> None:
    """Raises UnreadableFile diary_of_one where nothing tells patients apart and the dates run on day by day."""
    if any(roles.of(term) for term in _WHO_OR_WHEN) or any(role.visit is not None for role in roles.of("score")):
        return
    for role in roles.roles:
        if role.term in ("date", "follow_up_date", "operation_date", "other") and is_daily(role.column):
            n = int((role.column.codes >= 0).sum())
            raise UnreadableFile("diary_of_one", n=n, header=role.column.header[:60])
