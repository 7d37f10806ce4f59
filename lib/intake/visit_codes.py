"""Visits that are only counted (T0, T1 …; time 1, 2): what they may be, and the question that settles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import ColumnRole
from lib.intake.settings import ReadingSettings
from lib.intake.vocabulary import plain
from lib.terms import BASELINE

SCHEDULES: dict[int, tuple[tuple[str, ...], ...]] = {
    1: (("1 week",), ("1 month",), ("3 months",)),
    2: (("1 week", "1 month"), ("1 month", "3 months"), ("3 months", "6 months")),
    3: (("1 week", "1 month", "3 months"), ("1 month", "3 months", "6 months")),
    4: (("1 week", "1 month", "3 months", "6 months"), ("1 day", "1 week", "1 month", "3 months")),
    5: (("1 day", "1 week", "1 month", "3 months", "6 months"),),
}
"""Follow-up schedules that papers on cementoplasty use, by the number of follow-ups."""

_LETTER_CODE = re.compile(r"[a-z]\d+")


def shown_label(label: str) -> str:
    """A code as people write it: T1, not t1."""
    return label.upper() if _LETTER_CODE.fullmatch(label) else label


def ask_visit_codes(labels: Sequence[str]) -> IntakeQuestion:
    """What visits labelled only by their order are; `labels` in that order, the first proposed as baseline.

    Proposed: in order, without days (nothing is invented). Otherwise a usual schedule with as many visits.
    """
    shown = [shown_label(label) for label in labels]
    options = [Option(code="in_order", patch=_patch(labels, shown[1:]))]
    for schedule in SCHEDULES.get(len(labels) - 1, ()):
        parameters = {"label": shown[1], "visit": schedule[0], "last_label": shown[-1], "last_visit": schedule[-1]}
        code = "schedule" if len(schedule) > 1 else "one_visit"
        options.append(Option(code=code, parameters=parameters, patch=_patch(labels, schedule)))
    return IntakeQuestion(
        code="visit_codes_assumed",
        parameters={"label": shown[0], "last_label": shown[-1]},
        options=tuple(options),
        reason="no_times",
        rank=3,
    )


def with_first_counted(roles: list[ColumnRole]) -> list[ColumnRole]:
    """The roles with the number before the others for a score without one: VAS before VAS.1, VAS before VAS2.

    Programs write so what has one header several times. Only where no column of the score names a visit, and the one
    without a number stands first. Columns of one bare header and other values are counted too, by their letters.
    """
    changed = list(roles)
    repeated: list[list[int]] = []
    is_long = any(role.term == "visit" for role in roles)
    for outcome in dict.fromkeys(role.outcome for role in roles if role.term == "score"):
        own = [place for place, role in enumerate(roles) if role.term == "score" and role.outcome == outcome]
        first, codes = roles[own[0]], [code for place in own[1:] if (code := roles[place].code) is not None]
        is_bare = first.code is None and all(roles[place].visit is None for place in own)
        if codes and is_bare and len(codes) == len(own) - 1 and min(codes) in (1, 2) and first.reason != "named":
            code = min(codes) - 1
            changed[own[0]] = replace(first, code=code, label=re.sub(r"\d+$", str(code), roles[own[1]].label))
        elif not is_long and len(own) > 1 and all(_is_repeated(roles[place], first) for place in own):
            repeated.append(own)
    for own in repeated:
        for code, place in enumerate(own, start=1):
            header, letter = plain(roles[place].column.header)[:40], roles[place].column.letter
            label = str(code) if len(repeated) > 1 else f"{header} ({letter})"  # several scores share their visits
            changed[place] = replace(roles[place], code=code, label=label)
    return changed


def _is_repeated(role: ColumnRole, first: ColumnRole) -> bool:
    """Whether a score has the bare header of the first and other values, or is the first."""
    is_bare = role.visit is None and role.code is None and role.reason != "named"
    is_alike = plain(role.column.header).casefold() == plain(first.column.header).casefold()
    differs = role is first or [cell.text for cell in role.column.levels] != [cell.text for cell in first.column.levels]
    return is_bare and is_alike and (differs or bool((role.column.codes != first.column.codes).any()))


def _patch(labels: Sequence[str], names: Sequence[str]) -> ReadingSettings:
    return ReadingSettings(visits=tuple(zip(labels, (BASELINE, *names), strict=True)))
