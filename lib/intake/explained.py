"""What a header says its codes mean, as text: (0=有,1=无), "1: male; 2: female", 0有1无."""

from __future__ import annotations

import re
from functools import lru_cache

from lib.intake.vocabulary import is_one_of, plain, vocabulary

_WORD = r"[^\d\s,;、/|()\[\]【】=:.<>≤≥-][^,;、/|()\[\]【】=:]*?"
_END = r"(?=\s*(?:[,;、/|()\[\]【】]|$|-?\d{1,3}\s*[=:]))"
_CODE_FIRST = re.compile(rf"(?<![A-Za-z\d.~–-])(-?\d{{1,3}})\s*(?:[=:]|为|代表|表示)\s*({_WORD}){_END}")
_WORD_FIRST = re.compile(rf"(?<=[,;、/|(\[【\s])({_WORD})\s*=\s*(-?\d{{1,3}}){_END}")
_GROUP_CODE = (
    r"(?:观察|觀察|对照|對照|试验|试驗|实验|治疗|研究|控制|[甲乙丙丁]|[A-Z]|study|control|experimental|treatment|intervention)"
    r"\s*(?:组|組|group|arm)?"
)
_GROUP_CODE_FIRST = re.compile(
    rf"(?<![A-Za-z])({_GROUP_CODE})\s*(?:[=:]|为|代表|表示)\s*({_WORD})"
    rf"(?=\s*(?:[,;、/|()\[\]【】]|$|\s{_GROUP_CODE}\s*[=:]))",
    re.IGNORECASE,
)
_GROUP_WORD_FIRST = re.compile(
    rf"(?<=[,;、/|(\[【\s])({_WORD})\s*=\s*({_GROUP_CODE})(?=\s*(?:[,;、/|()\[\]【】]|$))", re.IGNORECASE
)
"""Letters and words for groups in the place of numbers: 组别(A:CT引导;B:DSA引导), "Arm (control = CT, study = DSA)"."""

_GROUP_AND_WHAT = re.compile(
    rf"(?<![A-Za-z])({_GROUP_CODE})\s*(?:采用|采取|使用|接受|给予|行|用|为|是|received|underwent|used|is|was)\s*"
    r"([^,;、。()（）]+?)(?=(?:骨水泥|经皮|椎体|治疗|手术|下)|[,;、。()（）]|$)",
    re.IGNORECASE,
)
_GROUP_IN_BRACKETS = re.compile(rf"(?<![A-Za-z])({_GROUP_CODE})\s*[(（]([^()（）]+)[)）]", re.IGNORECASE)
_GROUP_BESIDE = re.compile(
    rf"(?<![A-Za-z])({_GROUP_CODE})(?<=[组組])\s*([^,;、。()（）]+?)(?=(?:骨水泥|经皮|椎体|治疗|手术|疗效|下)|[,;、。()（）]|$)",
    re.IGNORECASE,
)
_GROUP_AFFIX = re.compile(r"^(?:groups?|arm|组别?|組)\s*(?=\S)|(?<=\S)\s*(?:组别?|組|groups?|arm)$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
_CODE_AND_WORD = re.compile(r"(\d)\s*[.:]?\s*([^\d\W][^\d]*)")
_OPENING, _CLOSING = "([【", ")]】"
_MOST = 300
_TOP = r"(?:10|45|50|100)"
_MAXIMUM = re.compile(
    rf"[(\[]?\s*(?:(?:满分|總分|总分|最高分?|上限|共|(?<![a-z])(?:max(?:imum)?(?:\s*score)?|out\s*of|total|range\s*to|top)[.:=]?)"
    rf"\s*(?:为|是|[:=])?\s*(?P<a>{_TOP})(?![\d.]|\s*(?:[dwmyh]|天|日|周|个?月|年|小时|例|次))\s*(?:分|points?|pts?)?"
    rf"|(?<![\d.])(?P<b>{_TOP})\s*(?:分制|分满分|-?\s*point\s*scale))\s*[)\]]?"
    rf"|[(\[]\s*(?P<c>{_TOP})\s*(?:分|points?|pts?)\s*[)\]]",
    re.IGNORECASE,
)
"""The maximum of a score as a header states it."""


def explained(header: str) -> dict[str, str]:
    """Code -> word, as the header gives them; empty where it gives none, or one code twice."""
    return _read(header)[0]


def without_legend(header: str) -> str:
    """The header without the explanation of its codes, and otherwise as written."""
    legend, begin, end = _read(header)
    if not legend:
        return header
    text = plain(header)
    while begin > 0 and text[begin - 1] in _OPENING + " ,;:":
        begin -= 1
    while end < len(text) and text[end] in _CLOSING + " ":
        end += 1
    return plain(f"{text[:begin]} {text[end:]}") or header


def group_code(text: str) -> str:
    """A code for a group as legends are looked up: A, a组, "Group A" and "arm a" are one."""
    return plain(_GROUP_AFFIX.sub("", plain(text))).upper()


def groups_explained(text: str) -> dict[str, str]:
    """Code -> word of a note that says what each group is: A组为CT引导，B组采用DSA引导; A组(CT引导); A组CT引导."""
    shown = plain(text)
    found = _read_groups(shown)[0]
    if found:
        return found
    for form in (_GROUP_AND_WHAT, _GROUP_IN_BRACKETS, _GROUP_BESIDE):
        matches = list(form.finditer(shown))
        legend = {group_code(match[1]): match[2].strip() for match in matches}
        if len(legend) > 1 and len(set(legend.values())) == len(legend):
            return legend
    return {}


def with_range(header: str) -> str:
    """The header with the maximum that it states as a range: ODI(45分制), ODI 满分45 and "ODI max 45" as ODI (0-45)."""
    return _MAXIMUM.sub(lambda found: f"(0-{found['a'] or found['b'] or found['c']})", plain(header))


def _read(header: str) -> tuple[dict[str, str], int, int]:
    """(legend, where it begins, where it ends) in the plain header."""
    if len(header) > _MOST:
        return {}, 0, 0
    text = plain(header)
    if not any(letter.isdigit() for letter in header):
        return _read_groups(text)
    for form, code, word in ((_CODE_FIRST, 1, 2), (_WORD_FIRST, 2, 1), (_bare(), 1, 2)):
        found = [match for match in form.finditer(text) if not match[word].isspace()]
        legend = {str(int(match[code])): match[word].strip() for match in found}
        is_told = len(found) > 1 or any(_is_answer(word) for word in legend.values())
        if is_told and len(legend) == len(found) and (form is not _bare() or len(found) > 1):
            return legend, found[0].start(), found[-1].end()
    return _read_list(text) or _read_groups(text)


def _read_list(text: str) -> tuple[dict[str, str], int, int] | None:
    """The same of a list in brackets without signs, one word of which is an answer: (0无 1椎旁 2椎间盘)."""
    for match in _IN_BRACKETS.finditer(text):
        parts = [_CODE_AND_WORD.fullmatch(part) for part in re.split(r"[\s,;、/|]+", match[1].strip())]
        found = [(int(part[1]), part[2]) for part in parts if part is not None]
        codes = [code for code, _ in found]
        are_in_turn = len(parts) == len(found) > 1 and codes == list(range(codes[0], codes[0] + len(codes)))
        if are_in_turn and any(_is_answer(word) for _, word in found):
            return {str(code): word for code, word in found}, match.start(1), match.end(1)
    return None


def _read_groups(text: str) -> tuple[dict[str, str], int, int]:
    """The same for codes that are letters or words for groups: at least two, each told once and in its own way."""
    for form, code, word in ((_GROUP_CODE_FIRST, 1, 2), (_GROUP_WORD_FIRST, 2, 1)):
        found = list(form.finditer(text))
        legend = {group_code(match[code]): match[word].strip() for match in found}
        if len(found) > 1 and len(found) == len(legend) == len(set(legend.values())):
            return legend, found[0].start(), found[-1].end()
    return {}, 0, 0


def _is_answer(word: str) -> bool:
    """Whether a word answers yes or no or says that there is nothing; one pair of another kind may be a visit."""
    return any(is_one_of("yes_no", one, word) for one in ("yes", "no")) or any(
        is_one_of("missing", one, word) for one in ("lost", "died", "missing")
    )


@lru_cache(maxsize=1)
def _bare() -> re.Pattern[str]:
    """0有1无, "0 no 1 yes": without a sign between, only well-known words are taken."""
    known = {word for section in ("yes_no", "sexes") for words in vocabulary()[section].values() for word in words}
    words = sorted((re.escape(word) for word in known if len(word) > 1 or not word.isascii()), key=len, reverse=True)
    return re.compile(rf"(?<!\d)(\d)\s*({'|'.join(words)})(?![a-z])", re.IGNORECASE)
