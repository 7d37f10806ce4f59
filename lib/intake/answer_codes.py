"""Numbers in the column of an event that say nothing without their legend: which of 1 and 2, or of 1 to 3, is yes?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.intake.cleaning import absence_of
from lib.intake.denials import denies
from lib.intake.headers import speaks_of_grades
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import TableColumn
from lib.intake.vocabulary import is_one_of, plain

ONLY_YES_OR_NO = ("technical_success",)
"""Events without categories: another word there is not understood."""

NOT_KNOWN = "unknown"
"""The answer that leaves a coded column out."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_USUAL_CODES, _FEW = (8.0, 9.0), 2.0
PAIR = ("1", "2")
"""The codes of which one is yes and the other no; by custom the first is yes."""

MOST_CODES = 6
"""More different numbers are no code of answers."""

WHICH_NO, WHICH_YES = "event_codes_which_no", "event_codes_which_yes"
"""The questions about more codes than two: which means that nothing happened, and of success which means success."""

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
    """8 or 9 where every other number is 0, 1 or 2: a code for "not known" and not how many.

    So too 1 and 2 beside both a yes and a no in words: whoever wrote them counted no leaks, and which is yes?
    """
    numbers = {text for text in texts if _NUMBER.fullmatch(text)}
    odd = {text for text in numbers if float(text) in _USUAL_CODES}
    others, told = numbers - odd, texts - numbers
    if not all(0 <= float(text) <= _FEW for text in others):
        return set()
    is_told = any(is_one_of("yes_no", "yes", text) for text in told) and any(map(denies, told))
    are_pair = is_told and {float(text) for text in others} == {float(code) for code in PAIR}
    return numbers if are_pair else odd if others else set()


def ask_codes(roles: Roles, settings: ReadingSettings) -> list[IntakeQuestion]:
    """One question for all events coded 1 and 2 without a legend, places of leaks too, and one for others coded alike.

    One registry codes them alike. Of 1 and 2 the proposal is 1 for yes; of more codes there is none. Until it is
    answered the columns are not used, since the other way round a rate of 20% becomes one of 80%.
    """
    said = dict(settings.chosen)
    coded: dict[tuple[str, tuple[str, ...]], list[ColumnRole]] = {}
    for role in (*roles.of("event"), *roles.of("leak_place")):
        event = "leakage" if role.term == "leak_place" else role.detail
        is_open = _KEY + role.column.header not in said and role.answers is None
        codes = codes_of(role.column, event) if is_open and not speaks_of_grades(role.column.header) else ()
        if 1 < len(codes) <= MOST_CODES:
            coded.setdefault((question_about(codes, event), codes), []).append(role)
    return [_question(kind, codes, columns) for (kind, codes), columns in coded.items()]


def question_about(codes: Sequence[str], event: str) -> str:
    """The code of the question what these codes of an event mean."""
    if tuple(codes) == PAIR:
        return "event_codes_unclear"
    return WHICH_YES if event in ONLY_YES_OR_NO else WHICH_NO


def _question(kind: str, codes: tuple[str, ...], roles: list[ColumnRole]) -> IntakeQuestion:
    columns = [role.column for role in roles]
    headers = list(dict.fromkeys(column.header for column in columns))
    options = code_options(headers, codes, roles[0].detail)
    return IntakeQuestion(
        code=kind,
        parameters={
            "header": ", ".join(headers)[:_LONGEST],
            "codes": ", ".join(codes),
            "counts": "; ".join(_counts(column, codes) for column in columns)[: 2 * _LONGEST],
        },
        options=options,
        proposed=0 if kind == "event_codes_unclear" else len(options) - 1,
        unanswered=len(options) - 1,
        reason="custom" if kind == "event_codes_unclear" else "counts",
        rank=2,
    )


def _counts(column: TableColumn, codes: Sequence[str]) -> str:
    """How often each code stands in a column, so that who knows the rate sees which is yes: "渗漏: 1 × 47, 2 × 13"."""
    held = [(plain(cell.text), n) for cell, n in column.used_levels()]
    told = (f"{code} × {sum(n for text, n in held if _is_code(text, code))}" for code in codes)
    return f"{column.header[:_LONGEST]}: {', '.join(told)}"


def _is_code(text: str, code: str) -> bool:
    """Whether a text is this number, also as 1.0."""
    return bool(_NUMBER.fullmatch(text)) and float(text) == float(code)


def code_options(headers: Sequence[str], codes: Sequence[str], event: str) -> tuple[Option, ...]:
    """What codes may mean in the columns with these headers, and at last that it is not known.

    Of 1 and 2 either is yes. Of more, success is one of them; of any other event one means that there was none, and
    the others are its kinds.
    """
    if tuple(codes) == PAIR:
        meant = [Option(code="yes", parameters={"yes": yes, "no": no}, patch=_patch(headers, yes))
                 for yes, no in (PAIR, PAIR[::-1])]  # fmt: skip
    else:
        word = "yes" if event in ONLY_YES_OR_NO else "no"
        meant = [
            Option(code=word, parameters={word: one, "others": ", ".join(code for code in codes if code != one)},
                   patch=_patch(headers, " ".join([word, one, *(code for code in codes if code != one)])))
            for one in codes
        ]  # fmt: skip
    return (*meant, Option(code=NOT_KNOWN, patch=_patch(headers, NOT_KNOWN)))


def _patch(headers: Sequence[str], meant: str) -> ReadingSettings:
    """The settings that say what the codes mean: of a pair which is yes; else yes or no, its code, and the others.

    NOT_KNOWN leaves the columns out.
    """
    return ReadingSettings(chosen=tuple((_KEY + header, meant) for header in headers))


def said_legends(settings: ReadingSettings) -> dict[str, dict[str, str]]:
    """Code -> word by header, as the questions were answered."""
    said = {name.removeprefix(_KEY): meant for name, meant in settings.chosen if name.startswith(_KEY)}
    return {header: legend for header, meant in said.items() if (legend := _legend(meant, header))}


def _legend(meant: str, header: str) -> dict[str, str]:
    """Code -> word of one answer, in the language of the header."""
    yes, no, code = ("是", "否", "代码{}") if _CHINESE.search(header) else ("yes", "no", "code {}")
    word, *codes = meant.split(" ")
    if meant in PAIR:
        return {one: yes if one == meant else no for one in PAIR}
    if word == "yes":
        return {one: yes if one == codes[0] else no for one in codes}
    return {one: no if one == codes[0] else code.format(one) for one in codes} if word == "no" else {}
