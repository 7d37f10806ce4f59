"""Numbers in the column of an event that say nothing without their legend: which of 1 and 2 is yes?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.intake.cleaning import absence_of
from lib.intake.denials import denies
from lib.intake.headers import speaks_of_grades
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import TableColumn
from lib.intake.vocabulary import plain

ONLY_YES_OR_NO = ("technical_success",)
"""Events without categories: another word there is not understood."""

NOT_KNOWN = "unknown"
"""The answer that leaves a coded column out."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_USUAL_CODES, _FEW = (8.0, 9.0), 2.0
PAIR = ("1", "2")
"""The codes of which one is yes and the other no; by custom the first is yes."""

_KEY = "codes "
_LONGEST = 80
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def codes_of(column: TableColumn, event: str) -> tuple[str, ...]:
    """The codes of a column whose answers are numbers that say nothing without their legend, ascending; else ().

    Several numbers from 1 on and no 0; and for success, which cannot be counted in one patient, any beside 0 and 1.
    8 or 9 for "not known" is none of them.
    """
    texts = {plain(cell.text) for cell, _ in column.used_levels()}
    known = {text for text in texts if denies(text) or not absence_of(text)}
    if not known or not all(_NUMBER.fullmatch(text) for text in known):
        return ()
    numbers = {float(text) for text in known}
    is_coded = not numbers <= {0.0, 1.0} if event in ONLY_YES_OR_NO else 0.0 not in numbers and numbers != {1.0}
    told = {float(text) for text in known - codes_for_unknown(known)}
    return tuple(f"{number:g}" for number in sorted(told)) if is_coded else ()


def codes_for_unknown(texts: set[str]) -> set[str]:
    """8 or 9 where every other number is 0, 1 or 2: a code for "not known" and not how many."""
    numbers = {text for text in texts if _NUMBER.fullmatch(text)}
    odd = {text for text in numbers if float(text) in _USUAL_CODES}
    return odd if numbers - odd and all(0 <= float(text) <= _FEW for text in numbers - odd) else set()


def ask_codes(roles: Roles, settings: ReadingSettings) -> list[IntakeQuestion]:
    """One question for all events that are coded 1 and 2 without a legend: one registry codes them alike.

    The proposal is 1 for yes; until it is answered the columns are not used, since the other way round a rate of 20%
    becomes one of 80%.
    """
    said = dict(settings.chosen)
    coded = [
        role.column
        for role in roles.of("event")
        if _KEY + role.column.header not in said
        and role.answers is None
        and not speaks_of_grades(role.column.header)
        and codes_of(role.column, role.detail) == PAIR
    ]
    if not coded:
        return []
    headers = list(dict.fromkeys(column.header for column in coded))
    return [
        IntakeQuestion(
            code="event_codes_unclear",
            parameters={
                "header": ", ".join(headers)[:_LONGEST],
                "codes": ", ".join(PAIR),
                "counts": "; ".join(map(_counts, coded))[: 2 * _LONGEST],
            },
            options=code_options(headers),
            unanswered=len(PAIR),
            reason="custom",
            rank=2,
        )
    ]


def _counts(column: TableColumn) -> str:
    """How often each code stands in a column, so that who knows the rate sees which is yes: "渗漏: 1 × 47, 2 × 13"."""
    held = [(plain(cell.text), n) for cell, n in column.used_levels()]
    told = (f"{code} × {sum(n for text, n in held if _is_code(text, code))}" for code in PAIR)
    return f"{column.header[:_LONGEST]}: {', '.join(told)}"


def _is_code(text: str, code: str) -> bool:
    """Whether a text is this number, also as 1.0."""
    return bool(_NUMBER.fullmatch(text)) and float(text) == float(code)


def code_options(headers: Sequence[str]) -> tuple[Option, ...]:
    """What the codes 1 and 2 may mean in the columns with these headers: 1 is yes, 2 is yes, or it is not known."""
    return (
        *(
            Option(code="yes", parameters={"yes": yes, "no": no}, patch=_patch(headers, yes))
            for yes, no in (PAIR, PAIR[::-1])
        ),
        Option(code=NOT_KNOWN, patch=_patch(headers, NOT_KNOWN)),
    )


def _patch(headers: Sequence[str], yes: str) -> ReadingSettings:
    """The settings that say which code means yes; NOT_KNOWN leaves the columns out."""
    return ReadingSettings(chosen=tuple((_KEY + header, yes) for header in headers))


def said_legends(settings: ReadingSettings) -> dict[str, dict[str, str]]:
    """Code -> word by header, as the questions were answered."""
    said = {name.removeprefix(_KEY): yes for name, yes in settings.chosen if name.startswith(_KEY) and yes in PAIR}
    return {
        header: {code: ("是" if code == yes else "否") if _CHINESE.search(header) else ("yes" if code == yes else "no")
                 for code in PAIR}
        for header, yes in said.items()
    }  # fmt: skip
