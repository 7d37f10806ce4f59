"""Day-month or month-day: one column of dates says it for all, else it is proposed, or asked if visits hang on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.dates import read_dates, said_order
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.windows import days_between, holds_dates

DATE_ORDER = "date_order"
"""Under this name `ReadingSettings.chosen` holds "day_first" or "month_first"."""

_TERMS = ("operation_date", "follow_up_date", "date", "death_date", "visit")
_EARLIEST, _LATEST = -60.0, 15 * 365.0
"""Days after the procedure at which a score of a registry may have been taken."""


def with_date_order(roles: Roles, settings: ReadingSettings, questions: list[IntakeQuestion]) -> Roles:
    """The columns with the order of their unclear dates where it is known: from other dates of the file, or an answer.

    It is asked only where visits are placed by dates; proposed is the order in which no score is taken long before the
    procedure. Where both would do nothing is safe to propose.
    """
    dated = [role for role in roles.roles if role.term in _TERMS]
    unclear = [role for role in dated if read_dates(role.column).ambiguous]
    if not unclear:
        return roles
    said = {order for role in dated if (order := said_order(role.column)) is not None}
    answer = dict(settings.chosen).get(DATE_ORDER)
    if answer is not None:
        return _ordered(roles, is_day_first=answer == "day_first")
    if len(said) == 1:
        return _ordered(roles, is_day_first=said.pop())
    if any(role.term == "visit" and holds_dates(role.column) for role in roles.roles):
        questions.append(_question(roles, unclear[0]))
        return _ordered(roles, is_day_first=questions[-1].proposed == 0)
    return roles


def _ordered(roles: Roles, *, is_day_first: bool) -> Roles:
    return replace(
        roles,
        roles=tuple(
            replace(role, column=replace(role.column, day_first=is_day_first)) if role.term in _TERMS else role
            for role in roles.roles
        ),
    )


def _question(roles: Roles, role: ColumnRole) -> IntakeQuestion:
    strange = [_n_strange(_ordered(roles, is_day_first=order)) for order in (True, False)]
    place = read_dates(role.column).ambiguous[0]
    is_known = min(strange) == 0 < max(strange)
    return IntakeQuestion(
        code="date_order_unclear",
        parameters={"header": role.column.header[:60], "example": role.column.levels[place].text[:20]},
        options=tuple(
            Option(code=code, patch=ReadingSettings(chosen=((DATE_ORDER, code),)))
            for code in ("day_first", "month_first")
        ),
        proposed=0 if strange[0] <= strange[1] else 1,
        reason="before_procedure" if is_known else "either",
        is_safe=is_known,
        rank=0,
    )


def _n_strange(roles: Roles) -> int:
    """Rows whose score would have been taken long before or after the procedure; 0 without its date."""
    procedure, visit = roles.of("operation_date"), roles.of("visit")
    if not procedure or not visit:
        return 0
    days = days_between(procedure[0].column, visit[0].column)
    return int(np.sum((days < _EARLIEST) | (days > _LATEST)))
