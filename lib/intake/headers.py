"""What a header says: which term, or which score at which visit in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.intake.explained import without_legend
from lib.intake.procedures import without_procedure
from lib.intake.remembering import remembered
from lib.intake.times import later_end
from lib.intake.visits import FoundVisit, find_visit, with_signs
from lib.intake.vocabulary import key, loose, pattern, plain, simplified, term_of, vocabulary, without_brackets, words
from lib.terms import Visit

_UNIT_FORMS = (
    (
        "mm",
        re.compile(r"(?<![a-z])(?:100\s*mm|mm|毫米)(?![a-z])|0\s*[-–~～至]\s*100(?!\d)|/\s*100(?!\d)", re.IGNORECASE),
    ),
    ("cm", re.compile(r"(?<![a-z])(?:10\s*cm|cm|厘米)(?![a-z])|0\s*[-–~～至]\s*10(?!\d)|/\s*10(?!\d)", re.IGNORECASE)),
    ("of50", re.compile(r"0\s*[-–~～至]\s*50(?!\d)|/\s*50(?!\d)|50\s*分制|满分\s*50(?!\d)", re.IGNORECASE)),
    ("of45", re.compile(r"0\s*[-–~～至]\s*45(?!\d)|/\s*45(?!\d)|满分\s*45(?!\d)", re.IGNORECASE)),
    ("fraction", re.compile(r"0\s*[-–~～至]\s*1(?![\d.])", re.IGNORECASE)),
    (
        "percent",
        re.compile(
            r"[%％]|百分(?:比|数|率|制|点)?|(?<![a-z])(?:percent(?:age)?|per\s?cent|pct)(?![a-z])", re.IGNORECASE
        ),
    ),
    ("points", re.compile(r"(?<=[(（\[])\s*(?:分|points?)\s*(?=[)）\]])", re.IGNORECASE)),
)
_NOISE = re.compile(
    r"(?<![a-z])(?:scores?|scoring|values?|index|total|raw|questionnaire|points?|x\s*s|mean|sd|the|of|at|in|on)(?![a-z])"
    r"|评分法?|得分|分值|总分|指数|数值|[值分时](?=\s|$)|x\s*±\s*s|(?<![a-z])(?:within|anytime|nearest)(?![a-z])"
)


_UNIT_BEHIND = re.compile(
    r"\s*[(\[【]\s*(?:分|points?|%|mm|cm|n(?:\s*=\s*\d+)?|0\s*[-–~至]\s*\d{2,3}\s*分?)\s*[)\]】]$|[得评]分$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\s*[)\]）】]")
_WRITTEN_BEFORE = (
    "pre",
    "post",
    "preop",
    "postop",
    "before",
    "after",
    "baseline",
    r"\d[hdwmy]",
    r"\dmo",
    r"\dwk",
    r"\dyr",
    r"\dmon",
)
"""Visits that are written onto the name of a score: preVAS, 术后1dODI."""

_SHARE = re.compile(r"(?<![a-z])(?:pct|percentage|percent)(?![a-z])")
_SHARE_OF_BASELINE = re.compile(r"(?:%|(?<![a-z])(?:pct|percentage|percent|per cent))\s*(?:of|from|vs|versus)\s")
_START = r"(?:术前|術前|治疗前|治療前|基线|(?<![a-z])(?:pre(?:[ -]?op)?|baseline)(?![a-z]))"
_END = r"(?:(?:术后|術後|治疗后|治療後)[^\s()（）]{0,6}|(?<![a-z])post(?:[ -]?op)?(?![a-z]))"
_LESS = r"\s*(?:[-−–]|减|減|vs\.?)\s*"
_AT = r"\d{1,2}\s*(?:个?月|周|天|年|mo(?:nths?)?|w(?:ee)?ks?|days?|[dwmy])"
_DIFFERENCE = re.compile(f"{_START}{_LESS}{_END}|(?:{_END}|{_AT}){_LESS}{_START}")
"""术前-术后1月, 1月-术前, "post - pre": a change, where no visit stands beside it."""

_NOT_A_CHANGE = re.compile("[最较更很][差重]|标准差")
"""差 is a difference, and 最差 the worst."""

_DELTA = re.compile(r"[δ∆]|△\s*(?=\w)|(?<![a-z\d])(?<!\d[\s_-])d[\s_-]?(?:vas|nrs|odi)(?![a-z])")
"""ΔVAS, △VAS, dVAS, as papers write a change; 180 d VAS is a score after 180 days."""

_NOT_A_SCORE = re.compile(
    r"(?<![a-z])(?:dates?|days?|time|timing|yes|no|done|form|version|grade|category|rater|assessor|health|satisfaction"
    r"|eq|eq ?5d|euroqol)(?![a-z])"
    r"|日期|时间|备注|医生|方式|健康|满意|分级|等级|版本|评估者|评定者|评分者|例数|人数"
)
"""Words that make of a visual analogue scale something else than pain: EQ-VAS is one of health, higher is better."""


_ONLY_PAIN = re.compile(
    r"疼痛(?:程度|强度)?|pain(?: intensity| severity)?|douleurs?|dolor|dolore|schmerz(?:en)?|pijn|dor|ból"
    r"|smärta|боль|痛み|통증"
)
"""A word that adds nothing to a scale of pain: 疼痛评分(VAS)."""

_ONLY_DISABILITY = re.compile(
    r"(?:腰椎|腰部|腰痛|脊柱|躯体|日常)?(?:功能)?(?:障碍|障礙)|(?:腰椎|腰部|脊柱|躯体|日常)?功能(?:状态|狀態)?"
    r"|function(?:al)?(?: disability| status)?|disability|handicap|discapacidad|incapacité|behinderung"
)
"""A word that adds nothing to the index of disability: 功能评分(ODI)."""

_LONGEST_GRADE_HEADER = 40


@dataclass(frozen=True, slots=True)
class ScoreHeader:
    """A header that names a score.

    `outcome` is VAS, NRS, ODI with what qualifies it ("VAS leg"), or the header's own words; `visit` is None where the
    header gives none, and `code` the number of a visit without meaning (T1). `is_exact`: a known instrument.
    """

    outcome: str
    instrument: str | None
    visit: Visit | None
    code: int | None
    label: str
    unit: str | None
    is_exact: bool


def unit_of(header: str) -> str | None:
    """mm, cm, of50, of45, fraction, percent or points, where the header says so."""
    text = plain(header).casefold()
    return next((unit for unit, form in _UNIT_FORMS if form.search(text)), None)


@remembered
def is_change(header: str) -> bool:
    """Whether a header speaks of a change or percent change, which is not a visit.

    A percentage alone is the unit of an ODI, and a change of any other score.
    """
    lowered = loose(header)
    if pattern("rows", "change").search(_NOT_A_CHANGE.sub(" ", lowered)):
        return True
    shown = plain(header).casefold()
    between = _DIFFERENCE.search(shown)
    if between and find_visit(shown[: between.start()] + " " + shown[between.end() :]) is None:
        return True
    if _SHARE_OF_BASELINE.search(lowered) or _DELTA.search(shown):
        return True
    return bool(_SHARE.search(lowered)) and _instrument(lowered)[0] != "ODI"


@remembered
def score_header(header: str) -> ScoreHeader | None:
    """The score that a header names, None when it names none. Change columns are not asked about here."""
    text = later_end(plain(without_legend(header))[:200])
    for _, form in _UNIT_FORMS:
        text = form.sub(" ", text)
    lowered = loose(with_signs(text))
    instrument, rest = _instrument(lowered)
    if instrument is None:
        return _pain_header(header, text, lowered)
    found = find_visit(rest)
    left = _without_repeated(found) if found else rest
    if found is not None and found.visit is not None:
        left = without_procedure(pattern("moments", "words").sub(" ", left))  # 术前(手术当日): when, not what
    qualifier = plain(_NOISE.sub(" ", left))
    if _NOT_A_SCORE.search(qualifier):
        return None
    if found is not None and found.visit is not None and qualifier.isdigit():
        qualifier = ""  # VAS1(术前): the number counts columns
    if (_ONLY_DISABILITY if instrument == "ODI" else _ONLY_PAIN).fullmatch(qualifier):
        qualifier = ""
    return ScoreHeader(
        outcome=f"{instrument} {qualifier}".strip() if len(qualifier) <= 40 else instrument,
        instrument=instrument,
        visit=found.visit if found else None,
        code=found.code if found else None,
        label=as_written(found.label, header) if found else "",
        unit=unit_of(header),
        is_exact=True,
    )


def instrument_and_rest(text: str) -> tuple[str | None, str]:
    """The instrument that a text names, and its other words in small letters; None and all words without one."""
    return _instrument(loose(with_signs(plain(text))))


def _without_repeated(found: FoundVisit) -> str:
    """The words beside a visit, without the same visit in another language: VAS 术后1月 1 month."""
    again = find_visit(found.rest) if found.rest and found.visit is not None else None
    return again.rest if again is not None and again.visit == found.visit else found.rest


def _instrument(lowered: str) -> tuple[str | None, str]:
    """The instrument named and the header without its name; the longest name wins."""
    best: tuple[int, str, str] | None = None
    for outcome in vocabulary()["outcomes"]:
        match = _instrument_pattern(outcome).search(lowered)
        if match and (best is None or match.end() - match.start() > best[0]):
            rest = plain(lowered[: match.start()] + " " + lowered[match.end() :])
            rest = plain(_instrument_pattern(outcome).sub(" ", rest))
            best = (match.end() - match.start(), outcome, rest)
    return (None, lowered) if best is None else (best[1], best[2])


@lru_cache(maxsize=16)
def _instrument_pattern(outcome: str) -> re.Pattern[str]:
    """Names as whole words, but a visit may be written onto them: VASpre, vas3m."""
    forms = sorted({loose(name) for name in vocabulary()["outcomes"][outcome]}, key=len, reverse=True)
    body = "|".join(re.escape(form).replace("\\ ", r"\s*") for form in forms)
    before = "|".join(rf"(?<={word})" for word in _WRITTEN_BEFORE)
    return re.compile(rf"(?<![a-z])(?:{body})(?=pre|post|base|before|after|[^a-z]|$)|(?:{before})(?:{body})(?![a-z])")


def _pain_header(header: str, text: str, lowered: str) -> ScoreHeader | None:
    if not pattern("pain", "words").search(lowered):
        return None
    found = find_visit(text)
    if pattern("pain", "not_with").search(found.rest if found else lowered):
        return None
    stem = header
    if found is not None and (found.rest or found.visit or found.code is not None):
        rest = without_procedure(found.rest) or found.rest
        stem = as_written(rest, header) if rest else header
    return ScoreHeader(
        outcome=plain(stem),
        instrument=None,
        visit=found.visit if found else None,
        code=found.code if found else None,
        label=found.label if found else "",
        unit=unit_of(header),
        is_exact=False,
    )


def as_written(rest: str, header: str) -> str:
    """The words of `rest` as the header spells them."""
    form = r"[\W_]*".join(re.escape(word) for word in rest.split())
    shown = plain(header)
    match = re.search(form, simplified(shown), re.IGNORECASE)
    if match is None:
        return rest
    closing = _CLOSING.match(shown, match.end())
    found = shown[match.start() : match.end()]
    opened = sum(map(found.count, "([（【")) - sum(map(found.count, ")]）】"))
    return found + (closing[0] if closing and opened > 0 else "")


@remembered
def column_term(header: str) -> str | None:
    """The term of `columns` that a header names, whole or without its brackets; grades of complications by their words.

    "CIRSE grade", 并发症分级 and 并发症（CIRSE） are columns of grades.
    """
    known = term_of("columns", header) or ("complication_grade" if speaks_of_grades(header) else None)
    return known or ("patient" if _numbers_patients(header) else None)


@remembered
def _numbers_patients(header: str) -> bool:
    """Whether a header is made of a word for a patient and one for a number, in either order: 病人ID, "Nr. Patient"."""
    if len(header) > _LONGEST_GRADE_HEADER:
        return False
    text = key(without_brackets(header))
    who, number = (words("patient_number", part) for part in ("who", "number"))
    halves = ((text[:place], text[place:]) for place in range(1, len(text)))
    return any((one in who and other in number) or (one in number and other in who) for one, other in halves)


def speaks_of_grades(header: str) -> bool:
    """Whether a header speaks of the grades of complications: by their system, or by both words."""
    if len(header) > _LONGEST_GRADE_HEADER:
        return False
    lowered = loose(header)
    if pattern("grades", "systems").search(lowered):
        return True
    return bool(pattern("grades", "of").search(lowered) and pattern("grades", "words").search(lowered))


def are_complete(headers: Sequence[str]) -> bool:
    """Whether headers say all of their scores, each with its visit and none twice: a word over them is a title."""
    scores = [found for found in map(score_header, headers) if found is not None]
    has_times = "visit" in map(column_term, headers)
    are_timed = all(has_times or found.visit is not None or found.code is not None for found in scores)
    return bool(scores) and are_timed and len({*map(key, headers)}) == len(headers)


@remembered
def is_known(header: str) -> float:
    """How surely a text is a header: 1 for a term, a score, an event or an identifier; a half for a visit."""
    if len(header) > 20_000:
        return 0.0
    if column_term(header) or term_of("events", header) or term_of("identifiers", header):
        return 1.0
    found = score_header(header)
    if found is not None and (found.is_exact or len(header) <= 40):
        return 1.0
    visit = find_visit(_UNIT_BEHIND.sub("", header)) if len(header) <= 40 else None
    if visit is not None and not visit.rest and (visit.visit is not None or key(header)[:1] in "tv"):
        return 0.5
    return 0.0
