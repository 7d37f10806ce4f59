"""What denies an event: "no leakage seen", 未见渗漏, nil; and what begins like a denial and says something else."""

from __future__ import annotations

import re
from functools import cache

from lib.intake.vocabulary import key, plain, simplified, vocabulary, words

_WHAT = r"(?:渗漏|外溢|外渗|外漏|泄漏|泄露|[并併]发症|不良事件|不良反应|异常|不适|特殊|殊)"
_OF_WHAT = r"(?:leak(?:age|ages|s)?|extravasations?|complications?|adverseevents?|adversereactions?|events?|ae|aes)"
_SEEN = r"(?:seen|noted|found|observed|detected|identified|reported|occurred|evident|visible|present)"
_GRADED = r"(?:cirse|sir|ctcae|claviendindo|clavien|grade|grad|gr|class|level|types?|分级|级别)"
_NONE = re.compile(
    rf"0?(?:无|未见到?|未发现|未出现|未发生|未诉|未|没有|没|否认)(?:任何|明显|发生|出现|术后|手术|相关){{0,3}}"
    rf"(?:骨水泥|造影剂)?{_WHAT}?(?:发生|出现|征象)?0?"
    rf"|0?(?:no|none|nil|without|notany)(?:obvious|visible|evidenceof|signsof|signof)?"
    rf"(?:bone)?(?:cement|pmma)?{_OF_WHAT}?(?:was|were)?{_SEEN}?0?"
    rf"|{_OF_WHAT}free"
    rf"|not(?:seen|noted|found|observed|detected|identified|occurred|evident|visible|present)"
    rf"|0(?:级|度|类|型|期|例|次|处|个|分|椎|节段|节|ml|毫升|cc|mm|cases?|events?|levels?|segments?|vertebrae?|leaks?)|{_GRADED}{{0,3}}0"
    rf"|(?:术后|恢复|情况|病情|一般情况|过程|手术过程|经过){{0,2}}(?:良好|正常|平稳|顺利|平顺)|uneventful|good|normal|well|stable|fine|ok"
)
"""Whole cells, as `key` writes them, that say it did not happen; a code 0 may stand beside them."""

_SEEN_BY = re.compile(
    r"^(?:术后|术中|即刻|复查|随访)*(?:多?排?螺旋)?(?:ct|mri?|dsa|dr|x线|x光|x片|平片|透视|造影|影像学?|xrays?|imaging|scan)"
    r"(?:检查|扫描|复查|片)?(?:均|皆)?(?:示|提示|显示|证实|showed|shows?|with)?"
)
"""By what it was seen, before what was seen."""

_DENIED = re.compile(
    rf"(?:未见到?|未发现|未出现|未发生|无|没有)(?:明显|任何|发生)*(?:骨水泥|造影剂)?{_WHAT}|no(?:cement)?{_OF_WHAT}"
)
_BEGINS = re.compile(
    r"(?:0\W*)?(?:(?:无(?![力尿脉])|未|没|否)|(?:no|not|none|nil|without|negative|neg)\b)", re.IGNORECASE
)
_ASYMPTOMATIC = re.compile(r"(?:无|没有)(?:明显|临床|相关){0,2}症状的?性?(?P<what>.*)")


_DURING = re.compile(r"^(?:术中|术后|术毕|治疗后|随访)(?=.)")
_GRAVER = r"major|severe|serious|严重|重度|重大?"
_LESSER = r"non-?serious|minor|mild|moderate|others?|非严重|一般|轻微|轻度?|中度|其他|其它"
_NAMED = rf"(?:{_WHAT}|adverse\s(?:events?|reactions?)|complications?|leak(?:age)?s?|extravasation|events?|aes?)"
_WHEN = r"(?:术中|术后|围手?术期|随访|(?:intra|post|peri)-?\s?op(?:erative(?:ly)?)?)"
_LABELLED = re.compile(
    rf"(?<![a-z-])(?:(?:(?P<graver>{_GRAVER})|(?P<lesser>{_LESSER})|{_WHEN})\s*{_NAMED}?|{_NAMED})(?:\s*[:=：]\s*|\s[-–—]\s)"
    r"(?P<answer>[^;,；，/|:=：]+?)(?:\s*[;,；，/|]\s*|\s+(?=[^:=：]+[:=：])|$)",
    re.IGNORECASE,
)
"""What is asked (lesser or graver events, those of a time, or just the events) and what is said of it."""

_UNCERTAIN = re.compile(
    r"可疑|疑似|疑有|怀疑|可能|不能除外|不除外|不能排除|不排除|待查|待复查|待定|待排|不明确|不确定"
    r"|(?:possible|possibly|probable|probably|equivocal|unclear|uncertain|suspected|suspicious|questionable|indeterminate"
    r"|cannot (?:be )?exclude|can not (?:be )?exclude|can't exclude|not excluded|to be confirmed|pending)",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"(?:有|是|阳性?|yes|y)[/／\\|或→-]+(?:无|否|没有|阴性?|no|n)|(?:无|否|no|n)[/／\\|或]+(?:有|是|yes|y)"
)


_NEITHER = ("±", "+/-", "+-", "-/+", "(±)", "(+/-)")
"""Between negative and positive."""

_REMARKED = re.compile(
    r"(?P<answer>[^(\[【,;:、。—–-]{1,14}?)\s*(?:[(\[【,;:、。]|\s[—–-]\s|[—–])\s*(?P<remark>.+?)[)\]】。.]?"
)
_HARMLESS = re.compile(
    rf"(?:{_SEEN_BY.pattern.removeprefix('^')})?(?:confirmed|verified|checked|proven|negative|证实|确认|阴性)?"
    r"(?:by|on|with|于|经)?(?:术后|术中|即刻|复查|随访|followup|postop)*"
    r"(?:ct|mri?|dsa|dr|x线|x光|x片|平片|透视|造影|xrays?|imaging|scan|检查)*(?:证实|确认|检查|scan)?"
    r"|(?:discharged|recovered|well|fine|good|stable|healthy|uneventful|恢复良好|恢复可|良好|出院|已出院|平稳|顺利)(?:home|出院)?"
)
"""A remark that says how "no" was found, or how the patient is; anything else may take the "no" back."""

_BUT = re.compile(
    r"部分|不完全|失败|未成|改(?!善)|转(?!归)|中止|终止|放弃|但|partial|incomplete|fail|abandon|abort|convert|but\b|except",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?<=[^\W\d])\s*(?:[*†‡#¹²³①-⑳]+|\d)$")


def answer_and_remark(text: str) -> tuple[str, str]:
    """("无", "术后CT") of 无(术后CT), ("no", "confirmed by CT") of "no - confirmed by CT"; (text, "") without a remark.

    The mark of a footnote is none: "否*" and "否1" are 否.
    """
    bare = _FOOTNOTE.sub("", text)
    match = _REMARKED.fullmatch(bare)
    return (match["answer"].strip(), match["remark"]) if match else (bare, "")


def is_harmless(remark: str) -> bool:
    """Whether a remark behind "no" leaves it a "no"."""
    return _HARMLESS.fullmatch(key(remark)) is not None or denies(remark)


def takes_back(remark: str) -> bool:
    """Whether a remark behind the answer about a success may take it back: 部分, 改DSA, "but", "converted"."""
    return _BUT.search(remark) is not None or is_uncertain(remark)


def is_uncertain(text: str) -> bool:
    """Whether a cell leaves open if it happened: 可疑, "possible leak", a question mark, a form's untouched 有/无."""
    shown = plain(text).casefold()
    return (
        bool(_UNCERTAIN.match(shown))
        or shown.endswith("?")
        or shown in _NEITHER
        or bool(_TEMPLATE.fullmatch(shown.replace(" ", "")))
    )


def is_partial(text: str) -> bool:
    """Whether a cell calls a success partial: 部分成功, 基本成功, "partially successful"."""
    return re.match(r"(?:大?部分|基本|不完全)|partial|mostly", plain(text).casefold()) is not None


def denies(text: str) -> bool:
    """Whether a whole cell says that the event did not happen, also "CT: no leak", 術後無滲漏 and "kein Austritt"."""
    said = _DURING.sub("", _SEEN_BY.sub("", key(text)))
    return _NONE.fullmatch(said) is not None or _in_words().fullmatch(said) is not None or _labelled_denials(text)


def _labelled_denials(text: str) -> bool:
    """Whether a cell denies each thing that it asks: "AE: none", 术中：无；术后：无, "minor: none; major: none".

    Lesser events denied alone leave the graver ones open, and the other way round.
    """
    shown = simplified(plain(text))
    found = list(_LABELLED.finditer(shown))
    is_all = bool(found) and not plain(_LABELLED.sub("", shown)) and all(denies(match["answer"]) for match in found)
    has_graver, has_lesser = (any(match[gravity] for match in found) for gravity in ("graver", "lesser"))
    return is_all and has_graver == has_lesser


@cache
def _in_words() -> re.Pattern[str]:
    """Whole cells that deny in one word, or of what is looked for, in the languages of the vocabulary."""
    whole, before, after, what = (
        "|".join(sorted(map(re.escape, words("denials", term)), key=len, reverse=True))
        for term in ("words", "before", "after", "what")
    )
    return re.compile(rf"0?(?:{whole}|(?:{before})(?:{what})|(?:{what})(?:{after}))0?")


@cache
def _begins_or_ends() -> re.Pattern[str]:
    begins, ends = (
        "|".join(sorted(map(re.escape, vocabulary()["denials"][term]), key=len, reverse=True))
        for term in ("begins", "ends")
    )
    return re.compile(rf"(?:{begins})(?![a-zà-ÿ]).*|.*(?:{ends})", re.IGNORECASE)


def denies_in_part(text: str) -> bool:
    """Whether a cell denies a leak or complication somewhere and names none elsewhere: 少量，椎管内无渗漏."""
    rest, n = _DENIED.subn("", key(text))
    return n > 0 and re.search(rf"{_WHAT}|{_OF_WHAT}", rest) is None


def is_unclear_denial(text: str, *, is_leakage: bool) -> bool:
    """Whether a cell begins with a denial and goes on to something that is neither "none" nor an event.

    无法评估 (could not be judged), 未复查CT, "no CT done" and "no serious complication" must not count as events.
    A leak without symptoms is a leak; among complications 无症状 alone is not one.
    """
    without_symptoms = _ASYMPTOMATIC.fullmatch(key(text))
    if without_symptoms:
        return not (is_leakage or without_symptoms["what"])
    shown = simplified(plain(text))
    graded = [match for match in _LABELLED.finditer(shown) if match["graver"] or match["lesser"]]
    if graded:
        return all(denies(match["answer"]) for match in graded)
    return _BEGINS.match(shown) is not None or _begins_or_ends().fullmatch(plain(text)) is not None
