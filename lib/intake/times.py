"""Times after a procedure in words: the units, the numerals, and parts of a unit in whole smaller units."""

from __future__ import annotations

import re

DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
UNITS = {
    "minute": r"分钟|分鐘|min(?:ute)?s?",
    "hour": r"小时|(?<=\d)时间|(?<=\d )时间|시간|hours?|hrs?|hr|h|stunden?|std|heures?|horas?|or[ae]|uur|uren",
    "day": r"天|日|일|days?|d|tage?n?|tg|jours?|j(?=\s*\d)|d[ií]as?|giorn[oi]|dag(?:en|ar)?|dzie[nń]|dni(?:u|ach)?"
    "|день|дня|дней",
    "week": "周间?|星期|주|weeks?|wks?|wk|w|wochen?|wo|semaines?|semanas?|sem|settiman[ae]|we(?:ek|ken)|veck(?:a|or)"
    "|tydzie[nń]|tygodni(?:e|a|u|ach)?|недел[яиь]ю?",
    "month": "个月|개월|[ヶケかカヵ箇]月|月|months?|mouths?|mths?|mos?|mon|m|monate?n?|mois|m[eê]s(?:es)?|mes[ei]"
    "|maand(?:en)?|m[aå]nad(?:er)?|miesi[aą]c(?:e|a|u|ach)?|miesi[eę]cy|месяц(?:а|ев)?",
    "year": "周年|年|년|years?|yrs?|yr|y|jahre?n?|ann[eé]es?|ans?|a[nñ]os?|ann[oi]|jaar|jaren|[aå]r|rok|lata"
    "|год(?:а)?|лет",
}  # fmt: skip
_WORDS = {
    "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12,
    **{f"{tens}十{ones}": 10 * ten + one for ten, tens in enumerate(("", *"二三四五六七八九"), start=1)
       for one, ones in enumerate(("", *"一二三四五六七八九"))},
}  # fmt: skip
NUMERALS = {"半": 0.5, **_WORDS}
_FORMS = (
    r"\d+(?:\.\d+)?|twelve|three|four|one|two|six|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两兩三四五六七八九]"
)
_COUNT = f"({_FORMS})"
NUMBER = f"({_FORMS}|半)"
"""A number of units in digits or a word of `NUMERALS`; `_COUNT` without the half."""

UNIT = "(" + "|".join(f"(?P<{name}>{forms})" for name, forms in UNITS.items()) + ")"

_SMALLER = {
    "year": ("months", 12), "month": ("days", 30), "week": ("days", 7), "day": ("hours", 24), "hour": ("minutes", 60),
}  # fmt: skip
_START, _END = r"(?<![\d.,a-z])", "(?![a-zà-ÿ])"
_IN_PARTS = tuple(re.compile(form, re.IGNORECASE) for form in (
    rf"{_START}(?P<whole>\d{{1,2}})[.,](?P<part>25|5|75)\s*{UNIT}{_END}",
    rf"{_START}(?P<whole>{_COUNT})(?:\s*[个個]?\s*半\s*|\s+and\s+a\s+half\s+){UNIT}{_END}",
    rf"{_START}(?P<whole>{_COUNT})\s*{UNIT}半",
    rf"(?<![a-z])half\s+(?:an?\s+)?{UNIT}{_END}",
))  # fmt: skip
"""1.5个月, 0,5 h; 1个半月, "one and a half years"; 1年半; "half a year"."""

_LONG = "|".join(UNITS[unit] for unit in ("week", "month", "year"))
_ANY = "|".join(UNITS.values())
_TIME = rf"第?{NUMBER}\s*(?:{_ANY}){_END}"
_WHOLE = re.compile(rf"{_START}(\d{{1,2}})\.0+(?=\s*(?:{_ANY}){_END})", re.IGNORECASE)
_LEFT_OUT = (
    re.compile(rf"(?:(?:门诊)?复[查诊]|满|大?约|超过|大于|至少|[>≥＞])(?=[\s(（]*{_TIME})", re.IGNORECASE),
    re.compile(r"(?<=[月周年天])(?:(?:门诊)?复[查诊]|(?:左右|以[上内]|之?内|余)(?![\u4e00-\u9fff]))"),
)
"""What stands around a time without changing the visit: 复查1月, 满一月, 约3月, 1月左右, 3月以上."""

_AFTER_WHAT = re.compile(rf"(?:治疗|手术|介入|注射|干预)(?=\s*{_TIME}[后後])", re.IGNORECASE)
_DISCHARGED = re.compile(rf"(?:出院|退院)[后後]?(?=\s*第?{NUMBER}\s*(?:{_LONG}){_END})", re.IGNORECASE)
_SINCE_DISCHARGE = re.compile(
    rf"{_START}({NUMBER}[\s-]*(?:{_LONG}))[\s-]+(?:after|post|following)[\s-]+(?:hospital\s+)?discharge", re.IGNORECASE
)
_RANGE = re.compile(
    rf"(?<![\d.\-])\d{{1,3}}\s*(?:[-~～–—至到]|to)\s*(\d{{1,3}}\s*(?:小时|天|日|周|个?月|年|(?:{_ANY}){_END}))",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile("[次翌]日")
_QUARTERS = re.compile(r"(?<=[后後])\s*第?([1-4一二两三四])\s*[个個]?季度?(?:末)?")
_OF_A_UNIT = re.compile(r"(?:(?<=[a-z)][ (])|(?<=[a-z] \())(\d{1,2})/(7|52|12)(?![\d/])", re.IGNORECASE)
_UNITS_OF = {"7": "days", "52": "weeks", "12": "months"}
"""4/52, as British notes write 4 weeks; 5/7 and 3/12 likewise."""

_MAY_CHANGE = re.compile(
    r"\d/(?:7|52|12)|[季半复满约超大至>≥＞左以内余院次翌疗手介注干]|\d[.,]\d|half|discharge", re.IGNORECASE
)
"""What one of the forms above needs: nearly all headers have none of it."""


def whole_times(text: str) -> str:
    """The text with whole numbers of units: 45 days for 1.5个月, 18 months for 1年半, 1天 for 次日.

    A check after a time, or about it, is the visit of that time. Weeks or more after the discharge count as after the
    procedure, which was a few days before.
    """
    if _MAY_CHANGE.search(text) is None:
        return text
    text = _OF_A_UNIT.sub(lambda match: f"{match[1]} {_UNITS_OF[match[2]]}", text)
    text = _QUARTERS.sub(lambda match: f"{3 * int(_WORDS.get(match[1], match[1]))}月", text)
    text = _AFTER_WHAT.sub("术后", _WHOLE.sub(r"\1", text))
    for form in _LEFT_OUT:
        text = form.sub(" ", text)
    for form in _IN_PARTS:
        text = form.sub(_in_smaller_units, text)
    return _SINCE_DISCHARGE.sub(r"\1", _DISCHARGED.sub("术后", _NEXT_DAY.sub("1天", text)))


def is_range(text: str) -> bool:
    """Whether a text names two ends of a time: 术后1-3天, "3 to 6 months"."""
    return _RANGE.search(text) is not None


def later_end(text: str) -> str:
    """The text with the later end of a time that has two: 术后3天 for 术后1-3天."""
    return _RANGE.sub(r"\1", text)


def _in_smaller_units(match: re.Match[str]) -> str:
    held = match.groupdict()
    unit = next(name for name in DAYS if held.get(name))
    if unit not in _SMALLER:
        return match[0]
    whole = held.get("whole") or "0"
    number = float(_WORDS.get(whole.casefold(), whole)) + float(f"0.{held.get('part') or 5}")
    smaller, times = _SMALLER[unit]
    return f" {round(number * times)} {smaller} "
