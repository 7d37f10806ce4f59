"""Names of persons among the values of a column and in headers; a registry keeps none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from lib.intake.identifiers import (
    COMPOUND_FAMILY_NAMES,
    FAMILY_NAMES,
    RARER_FAMILY_NAMES,
    holds_identity,
    identities_in,
)
from lib.intake.remembering import remembered
from lib.intake.vocabulary import is_one_of, key, loose, names, plain, simplified, term_of, vocabulary

HIDDEN = "…"
"""What stands where a name stood."""

_HEAD = re.compile(r"([A-Z]{2,})[- ]")
_IN_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_LETTER = re.compile(r"[^\W\d_]")
_HAN = re.compile("[\u4e00-\u9fff]+")
_CHINESE = re.compile(f"(?:[{FAMILY_NAMES}{RARER_FAMILY_NAMES}]|{COMPOUND_FAMILY_NAMES})([\u4e00-\u9fff]{{1,2}})")
_WORD = r"(?<![^\W\u4e00-\u9fff])[A-ZÀ-Þ][A-Za-zÀ-ÿĀ-ž'’-]*"
_WORDS = re.compile(rf"{_WORD}(?:,? {_WORD}){{1,2}}")
_INITIALS = re.compile(
    r"(?![LR]\.)[A-Z]\. ?(?:[A-Z]\. ?)?[A-Z][a-zà-þ'’-]{2,}|[A-Z][a-zà-þ'’-]{2,},? [A-Z]\.(?: ?[A-Z]\.)?"
)
_PLACE = re.compile(r"hospital|clinic|cent(?:re|er)|institut|universit|college|group|team", re.IGNORECASE)
_OF_DISEASES = frozenset("病症征瘤炎癌骨术")
"""What stands in the name of a disease that is called after persons."""

_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|[aeiouü])"
)
_DOTTED = re.compile("[\u4e00-\u9fff]{2,}(?:[·•・‧∙][\u4e00-\u9fff]{2,})+")
"""A name of a minority, in which a dot stands between given and family name."""

_BLANK_WITHIN = re.compile("(?<=^[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]{1,2}$)")
"""As in 张 伟, where two characters shall be as wide as three."""

_TITLED = re.compile(rf"(?<![A-Za-z])(?:Dr|Prof|Mr|Mrs|Ms|Miss)(?:\. ?| )({_WORD}(?: {_WORD})?)")
_INITIALS_WITHIN = re.compile(r"(?<![A-Za-z])(?![LRNAVMS]\.)[A-Z]\. ?(?:[A-Z]\. ?)?[A-Z][a-zà-þ'’-]{2,}")
"""As initials above, but no nerve, artery, vein or muscle of a longer text."""

_PINYIN = re.compile(rf"({_SYLLABLE}) ({_SYLLABLE}(?: ?{_SYLLABLE})?)")


def is_person(text: str) -> bool:
    """Whether a whole text is the name of a person, Chinese (张伟, 李医生, "Zhang Wei") or Western ("Mary Jones")."""
    if not _LETTER.search(text):
        return False
    shown = plain(text)
    return len(shown) <= _LONGEST and not _is_a_term(shown) and (_is_chinese(shown) or _is_western(shown))


_LONGEST = 40
_LOOKED_AT = 500
"""Characters of a longer text in which somebody is looked for."""

_BETWEEN_PIECES = re.compile(r"\s*[,，、;；/|()（）]+\s*|(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_TWO_WORDS = re.compile(rf"{_WORD} {_WORD}")
_OF_A_PERSON = re.compile(r"[男女MF]|(?:fe)?male|\d{2,3}(?:岁|y|yrs?)?|[A-Za-z]{0,3}\d{5,}", re.IGNORECASE)
_FEWEST_TOLD = 3
"""What is written beside names, the sex, an age or a number, in so many cells at least."""

_LENGTHS = (4, 3, 2)
"""Characters of a Chinese name, the longest first: only compound family names make four."""


def is_staff(header: str) -> bool:
    """Whether a header speaks of someone who treats, refers or assesses: 术者, "referred by"."""
    return term_of("columns", header) == "operator"


def tells_persons(texts: Iterable[str]) -> bool:
    """Whether half of some distinct texts, and at least two, are names of persons."""
    distinct = {plain(text) for text in texts}
    found = sum(map(is_person, distinct))
    return found >= 2 and found >= 0.5 * len(distinct)


def tells_persons_among_others(texts: Iterable[str]) -> bool:
    """Whether half of some distinct texts, and at least three, name a person beside a sex, an age or a number."""
    distinct = {plain(text) for text in texts}
    found = sum(map(_is_person_among_others, distinct))
    return found >= _FEWEST_TOLD and found >= 0.5 * len(distinct)


def _is_person_among_others(text: str) -> bool:
    """张三 男 65岁; 1234567 张三; Mary Jones, F, 67."""
    pieces = [piece for piece in _BETWEEN_PIECES.split(text[:_LONGEST]) if piece]
    if len(pieces) < 2 or not any(_OF_A_PERSON.fullmatch(piece) for piece in pieces):
        return False
    return any(is_person(piece) or _is_called(piece) or _TWO_WORDS.fullmatch(piece) for piece in pieces)


def tells_of_persons(texts: Iterable[str]) -> bool:
    """Whether half of some distinct texts, and at least three, are longer and name a person: 张伟之子代诉."""
    distinct = {plain(text) for text in texts}
    found = sum(bool(persons_in(text)) for text in distinct)
    return found >= _FEWEST_TOLD and found >= 0.5 * len(distinct)


def without_persons(text: str) -> str:
    """A text with "…" where it names a person or holds an identity number."""
    for found in (*persons_in(text), *identities_in(text)):
        text = text.replace(found, HIDDEN)
    return HIDDEN if holds_identity(text) else text


def persons_in(text: str) -> list[str]:
    """The names of persons within a text, as written there: in "VAS 张三 术前" it is 张三."""
    text = text[:_LOOKED_AT]
    if not _LETTER.search(text):
        return []
    if _is_a_term(text):  # also with somebody in brackets behind it
        text = " ".join(_IN_BRACKETS.findall(text))
    found = [start for run in _HAN.findall(text) if (start := _starting_name(run))]
    found += [name for run in _HAN.findall(text) for name in _names_beside_titles(run) + _names_beside_words(run)]
    found += [_without_capitals(words) for words in _WORDS.findall(text) if is_person(_without_capitals(words))]
    found += [one for one in _DOTTED.findall(text) if not set(one) & _OF_DISEASES]
    found += [*_TITLED.findall(text), *_INITIALS_WITHIN.findall(text)]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def _without_capitals(words: str) -> str:
    """Names without a method before them and without a third word in capitals, such as a score, behind them."""
    head = _HEAD.match(words)
    if head is not None and term_of("methods", head[1]):
        words = words[head.end() :]
    first, _, last = words.rpartition(" ")
    return first if " " in first and last.isupper() and len(last) > 1 else words


def _names_beside_titles(run: str) -> list[str]:
    """The names right before or behind a title within a run of Chinese characters: 护士张丽, CT引导张秀兰医生."""
    found: list[str] = []
    known = vocabulary()["person_names"]
    for title in (*known["titles"], *known["speaking"]):
        before, is_there, behind = run.partition(title)
        beside = [*(before[-n:] for n in _LENGTHS), *(behind[:n] for n in _LENGTHS)] if is_there else []
        if title in known["speaking"]:
            beside = [name for name in beside[: len(_LENGTHS)] if not any(word in name for word in _relations())]
        found += [name for name in beside if len(name) > 1 and _is_called(name)][:1]
    return found


def _names_beside_words(run: str) -> list[str]:
    """The names before or behind what persons do or are to each other: 张秀兰代诉, 家属张秀兰, 见张秀兰记录."""
    known = vocabulary()["person_names"]
    found: list[str] = []
    for word in known["before_persons"]:
        _, is_there, behind = run.partition(word)
        found += [behind[:length] for length in _LENGTHS if is_there and is_person(behind[:length])][:1]
    for word in known["behind_persons"]:
        before, is_there, _ = run.partition(word)
        found += [before[-length:] for length in _LENGTHS if is_there and is_person(before[-length:])][:1]
    return found


def _starting_name(run: str) -> str:
    """The name with which a run of Chinese characters begins, where what follows is nothing, 的, or a known word."""
    for length in (3, 2, 4):
        start, rest = run[:length], run[length:].removeprefix("的")
        is_rest = not rest or len(run) > length + len(rest) or key(rest).startswith(_followers())
        if len(start) == length and is_rest and is_person(start):
            return start
    return ""


@cache
def _followers() -> tuple[str, ...]:
    """Words that may be written onto a name: visits, scores, and terms of columns."""
    visits = (key(str(name)) for known in vocabulary()["visits"].values() for name in known)
    return tuple(
        word
        for word in (*visits, *names("columns"), *map(key, ("评分", "疼痛", "组", "整理", "录入", "登记")))
        if not word.isascii()
    )


@remembered
def _is_a_term(text: str) -> bool:
    return any(term_of(section, text) for section in ("columns", "events", "identifiers", "methods", "sexes"))


def _is_chinese(text: str) -> bool:
    known = vocabulary()["person_names"]
    text = _BLANK_WITHIN.sub("", simplified(text))
    if is_one_of("person_names", "examples", text) or (_DOTTED.fullmatch(text) and not set(text) & _OF_DISEASES):
        return True
    title = next((one for one in known["titles"] if text.endswith(one)), "")
    bare = text.removesuffix(title).strip()
    if title and len(bare) == 1 and bare in FAMILY_NAMES:
        return True
    return _is_called(bare) and (bool(title) or bool(set(bare[1:]) & set(known["given"])))


def _is_called(name: str) -> bool:
    """Whether a family name and one or two characters may be a name, where something beside them says so."""
    known = vocabulary()["person_names"]
    if is_one_of("person_names", "examples", name):
        return True
    match = _CHINESE.fullmatch(name)
    return match is not None and name not in known["not_names"] and not set(match[1]) & set(known["never"])


@cache
def _relations() -> tuple[str, ...]:
    """Who is no name: 家属, 护士, 患者."""
    known = vocabulary()["person_names"]
    return (*known["titles"], *known["before_persons"][2:], "患者", "病人", "本人", "家人", "家", "电话")


def _is_western(text: str) -> bool:
    known = vocabulary()["person_names"]
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    if _HAN.search(text) or _PLACE.search(text):
        return False
    if len(words) > 1 and words[0] in known["western_titles"] and words[1][:1].isupper():
        return True
    if _INITIALS.fullmatch(text):
        return True
    match = _PINYIN.fullmatch(loose(text))
    if match is not None and match[1] in known["families"]:
        return True
    is_shaped = len(words) == 1 or _WORDS.fullmatch(text) is not None
    return is_shaped and any(word in known["western"] for word in words)
