"""Kinds of an event of which one patient has several, written as one: a leak "椎旁 + 静脉" is at both places."""

from __future__ import annotations

import re
from collections.abc import Sequence

LEAK_TYPES = ("B", "S", "C")
"""Leaks along a basivertebral vein, a segmental vein, through the cortex: Yeom, J Bone Joint Surg Br 2003;85:83–89."""

_SIGNS = "[+＋]"
_SIGNS_OF = {"leakage": "[+＋、&]"}
"""Between kinds; places are listed, while another event may have a remark behind the sign of a list."""

_BESIDE = re.compile(r"yeom|type|typ|分型|类型|型|[\s:：()（）._-]", re.IGNORECASE)
_AND = re.compile(r"[+/,，、;；&和及]")
_OPEN, _CLOSED, _FIRST_IDEOGRAPH = re.compile(r"[(\[（【]"), re.compile(r"[)\]）】]"), "\u3400"


def joining_signs(event: str, kinds: Sequence[str]) -> str:
    """The pattern of the signs at which kinds of an event are several, "" where none is.

    None is either where a part would be no word, such as a grade "3+", and where all are types of Yeom, whose
    combinations are kinds of their own.
    """
    signs = _SIGNS_OF.get(event, _SIGNS)
    combined = [parts for parts in (re.split(signs, kind) for kind in kinds) if len(parts) > 1]
    if not combined or (event in _SIGNS_OF and are_leak_types(kinds)):
        return ""
    return signs if all(_is_word(part) for parts in combined for part in parts) else ""


def single_kinds(kind: str, signs: str) -> tuple[str, ...]:
    """The kinds that one kind holds, in their order and each once; itself without `signs`."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(signs, kind))) if signs else (kind,)


def are_leak_types(words: Sequence[str]) -> bool:
    """Whether every word is a type of Yeom ("B型", "type S") or several of them ("B+C")."""
    found = [leak_types_in(word) for word in words]
    return bool(found) and all(one and set(one) <= set(LEAK_TYPES) for one in found)


def leak_types_in(word: str) -> list[str]:
    """What a word holds beside the words for a type, in capitals: ["B", "C"] of "type b + C"."""
    return [_BESIDE.sub("", part).upper() for part in _AND.split(word) if part.strip()]


def _is_word(part: str) -> bool:
    letters = [letter for letter in part if letter.isalpha()]
    is_whole = len(_OPEN.findall(part)) == len(_CLOSED.findall(part))
    return is_whole and (len(letters) > 1 or any(letter >= _FIRST_IDEOGRAPH for letter in letters))
