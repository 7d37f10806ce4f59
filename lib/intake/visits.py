"""Visit labels -> visits on a day axis: 术后1周, POD 7, 3 mo, 末次随访, T1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.intake.remembering import remembered
from lib.intake.times import DAYS, NUMBER, NUMERALS, UNIT, UNITS, whole_times
from lib.intake.vocabulary import loose, pattern, plain
from lib.terms import AFTER, BASELINE, DISCHARGE, IMMEDIATELY, LAST_FOLLOW_UP, Visit

_ORDINAL = r"st|nd|rd|th|er|[eè]re|i?[eè]me|ste|(?:e|o|a|de)(?=\s+[^\W\d]{3})"
_NUMBER_UNIT = re.compile(
    rf"(?:(?<![\d.a-z])|(?<=fu|op)|(?<=post))(?:第)?{NUMBER}\s*(?:{_ORDINAL})?\s*{UNIT}(?:(?<![a-zà-ÿ])|(?![a-zà-ÿ]))"
)
_UNIT_NUMBER = re.compile(rf"(?<![a-z]){UNIT}\s*{NUMBER}(?![\d.])")
_MINUS = re.compile(
    rf"(?<![a-z])(?:{'|'.join(UNITS.values())})\s+[-−]\d+(?![\d.])|(?<!\S)[-−]\d+\s*(?:{'|'.join(UNITS.values())})(?![a-z])"
    r"|(?<![a-z])[dj][-−]\d+(?!\d)",
    re.IGNORECASE,
)
"""A day before the procedure: "day -1", -1天, D-1; not "day-1" and not "VAS - 1 week", where a stroke parts words."""

_BEFORE_A_TIME = re.compile(
    r"(?:(?<!\S)(?:à|a|au|aux|après|apres|nach|na|po|om|dopo|tras|después de|despues de|efter|il|el|la|le|les|los|las"
    r"|am|zum|via|etter|через|спустя|al|alla|alle|ai|der|den|dem|die|das|im|bei|de|des|del|em|aos|ao|após|apos)\s*)+$"
)
"""Words of other languages that lead to a time: à 3 mois, a los 3 meses, nach der 1. Woche."""

_WITHIN = re.compile(rf"(?:(?<![a-z])within\s*)?{_NUMBER_UNIT.pattern}\s*(?:以内|之内|内)?")
_CALENDAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s*年度?(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?")
"""A year or a date of the calendar is no time after a procedure: 2022年CT, 2022年3月."""

_POD = re.compile(
    r"(?<![a-z])(?:(?P<day>pod|postoperative day|post op day)|(?P<week>pow)|(?P<month>pom))\s*(\d+)(?!\d)"
)
_CODE_WORDS = (
    "t|v|time|visit|timepoint|time point|wave|round|fu|follow up|follow|assessment|evaluation|测量|时间点|随访"
    "|评估|测评|访视|复查|复诊|第"
)
_CODE = re.compile(
    rf"(?<![a-z\d])(?:(?:{_CODE_WORDS})\s*(\d{{1,2}})\s*(?:次|回)?(?:随访|复查|评估|测评|访视|复诊)?)(?![\d.a-z])"
)
_BARE = re.compile(r"^\s*(\d{1,2})\s*$")


@dataclass(frozen=True, slots=True)
class FoundVisit:
    """A visit in a text: `visit` where its time is known, else the number of a `code` (T1, time 2); and the `rest`."""

    visit: Visit | None
    rest: str
    code: int | None = None
    label: str = ""


_LOOKED_AT = 500
"""Characters of a longer label in which a visit is looked for."""


@remembered
def find_visit(text: str) -> FoundVisit | None:
    """The visit that a header or a value names, with the words that were not needed; None when it names none."""
    text = text[:_LOOKED_AT]
    lowered = loose(with_signs(text))
    return (
        _before(lowered) or _named(lowered, "last") or _named(lowered, "discharge") or _named(lowered, "immediate")
        or _timed(lowered) or _coded(lowered, text) or _named(lowered, "after")
    )  # fmt: skip


def with_signs(text: str) -> str:
    """The text with what `loose` would drop in words: "baseline" before the procedure, 45 days for 1.5个月."""
    return whole_times(_MINUS.sub(" baseline ", plain(text)))


def visit_of(label: str) -> Visit | None:
    """The visit of a label that names one and nothing else; None for codes and for other text."""
    found = find_visit(label)
    if found is None or found.visit is None or found.rest.strip():
        return None
    return found.visit


def visit_of_number(number: float, header: str) -> Visit | None:
    """The visit of a number under a header that says its unit ("week", "随访(月)"); 0 and less are baseline."""
    match = re.search(rf"(?<![a-z]){UNIT}(?![a-z])", loose(header))
    if match is None:
        return None
    unit = next(name for name in DAYS if match.group(name))
    if number <= 0:
        return Visit(BASELINE, 0.0)
    return _visit(number, unit)


def days_of(name: str) -> float | None:
    """The day of a canonical visit name, None where it has none."""
    if name == BASELINE:
        return 0.0
    visit = visit_of(name)
    return None if visit is None else visit.days


def _before(text: str) -> FoundVisit | None:
    which = next((one for one in ("baseline", "perhaps_baseline") if pattern("visits", one).search(text)), "")
    match = pattern("visits", which).search(text) if which else None
    if match is None:
        return None
    if pattern("visits", "discharge").search(text):
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    rest = _WITHIN.sub(" ", _UNIT_NUMBER.sub(" ", rest))  # "术前1d", "2 days pre-operation", "术前（2周内）"
    return FoundVisit(Visit(BASELINE, 0.0), plain(pattern("visits", which).sub(" ", rest)))


def _timed(text: str) -> FoundVisit | None:
    text = _CALENDAR.sub(" ", text) if "年" in text else text
    match = _POD.search(text)
    if match:
        return FoundVisit(_visit(float(match[match.lastindex or 0]), _unit_in(match)), _leftover(text, match))
    match = _NUMBER_UNIT.search(text)
    number = match[1] if match else None
    if match is None:
        match = _UNIT_NUMBER.search(text)
        number = match[match.lastindex or 0] if match else None
    if match is None or number is None:
        return None
    unit = _unit_in(match)
    value = NUMERALS.get(number)
    return FoundVisit(_visit(float(number) if value is None else float(value), unit), _leftover(text, match))


def _unit_in(match: re.Match[str]) -> str:
    """The unit whose words a match holds."""
    held = match.groupdict()
    return next(name for name in DAYS if held.get(name))


def _visit(number: float, unit: str) -> Visit:
    """Canonical name and day: 3 months are day 90, 12 months a year, half a year is 6 months."""
    if number != int(number) and unit in ("year", "month"):
        number, unit = (number * 12, "month") if unit == "year" else (round(number * 30), "day")
    days = number * DAYS[unit]
    if unit == "month" and number % 12 == 0:
        days = number / 12 * 365
    shown = str(int(number)) if number == int(number) else str(number)
    if days == 0:
        return Visit(IMMEDIATELY, 0.0)
    return Visit(f"{shown} {unit}" + ("" if number == 1 else "s"), days)


def _named(text: str, which: str) -> FoundVisit | None:
    match = pattern("visits", which).search(text)
    if match is None:
        return None
    visit = {
        "last": Visit(LAST_FOLLOW_UP, None), "discharge": Visit(DISCHARGE, None),
        "immediate": Visit(IMMEDIATELY, 0.0), "after": Visit(AFTER, None),
    }[which]  # fmt: skip
    return FoundVisit(visit, _leftover(text, match))


def _coded(text: str, written: str) -> FoundVisit | None:
    match = _CODE.search(text) or _BARE.search(text)
    if match is None:
        return None
    rest = plain(text[: match.start()] + " " + text[match.end() :])
    return FoundVisit(None, rest, code=int(match[1]), label=_as_written(match[0], written))


def _as_written(found: str, written: str) -> str:
    """The code as the header writes it: Time2 rather than time2."""
    compact = re.sub(r"\s+", "", found)
    match = re.search(r"[\s_\-]*".join(map(re.escape, compact)), plain(written), re.IGNORECASE)
    return match[0].strip(" _-") if match else found.strip()


def _leftover(text: str, match: re.Match[str]) -> str:
    rest = _BEFORE_A_TIME.sub(" ", text[: match.start()]) + " " + text[match.end() :]
    return plain(pattern("visits", "after").sub(" ", rest))
