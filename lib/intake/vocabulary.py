"""The names seen in registries and the terms they mean; the only reader of data/vocabulary.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib.intake.remembering import remembered

_FILE = Path(__file__).resolve().parents[2] / "data" / "vocabulary.toml"
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0e\ufe0f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_NOT_IN_KEY = re.compile(r"[\s_\-‐-―.,:;、，。：；·'\"`~^!?$\\\[\](){}<>《》【】“”‘’*#†‡§¶‖※★☆∗✱@&|/+=]+")
_PUNCTUATION = re.compile(r"[_\-‐-―.,:;、，。：；·'\"`~^!?$\\\[\](){}<>《》【】“”‘’*#†‡§¶‖※★☆∗✱@&|/+=]+")
_CAMEL = re.compile(r"([a-z])([A-Z][a-z])")
_SHORT_CEMENT = re.compile("(?<!骨)水泥")
_IN_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


def plain(text: str) -> str:
    """Full-width folded, invisible characters gone, blanks single: the text as a reader sees it, case kept."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def all_plain(texts: list[str]) -> list[str]:
    """Each text as `plain` gives it; a long list of which none needs to be changed is seen through at once."""
    whole = " ".join(texts)
    is_plain = whole.isascii() and whole.isprintable() and "  " not in f" {whole} "
    return texts if is_plain else [plain(text) for text in texts]


def key(text: str) -> str:
    """What names are compared by: plain, case folded, in simplified characters, without blanks and punctuation."""
    folded = simplified(plain(text).casefold())
    short = _NOT_IN_KEY.sub("", folded)
    return short or folded


def simplified(text: str) -> str:
    """The text with the traditional characters that registries use as simplified ones, place by place."""
    return text if text.isascii() else text.translate(_to_simplified())


@cache
def _to_simplified() -> Mapping[int, int]:
    known = vocabulary()["characters"]
    return str.maketrans(known["traditional"], known["simplified"])


def without_accents(text: str) -> str:
    """The text with Latin letters bare, as keyboards without them write it: preoperatoire, methode."""
    bare = (unicodedata.normalize("NFD", letter)[0] if "à" <= letter <= "ž" else letter for letter in text)
    return text if text.isascii() else "".join(bare)


def without_brackets(text: str) -> str:
    """A header without what stands in brackets: units, ranges, remarks."""
    shorter = _IN_BRACKETS.sub(" ", plain(text))
    return plain(shorter) or plain(text)


@cache
def vocabulary() -> Mapping[str, Any]:
    """The whole file."""
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def names(section: str) -> Mapping[str, str]:
    """Key of a name -> its term, for a section of terms with names ("columns", "methods", "identifiers" …)."""
    found: dict[str, str] = {}
    for term, known in vocabulary()[section].items():
        for name in known:
            found.setdefault(key(str(name)), term)
    for name, term in tuple(found.items()):
        found.setdefault(without_accents(name), term)
    return found


@cache
def words(section: str, term: str) -> frozenset[str]:
    """The keys of one list of names."""
    known = frozenset(key(str(name)) for name in vocabulary()[section][term])
    return known | frozenset(map(without_accents, known))


@remembered
def term_of(section: str, text: str) -> str | None:
    """The term that a name means, tried whole and without its brackets; 水泥 is the short form of 骨水泥."""
    known = names(section)
    in_full = _SHORT_CEMENT.sub("骨水泥", text)
    tried = dict.fromkeys((text, without_brackets(text), in_full, without_brackets(in_full)))
    return next((known[name] for name in map(key, tried) if name in known), None)


def is_one_of(section: str, term: str, text: str) -> bool:
    """Whether a text is one of the names of a list."""
    return key(text) in words(section, term)


@cache
def pattern(section: str, term: str) -> re.Pattern[str]:
    """Finds any name of a list in a text that went through `loose`; ASCII names only as whole words."""
    return re.compile(_alternatives(vocabulary()[section][term]))


def _alternatives(known: Iterable[str]) -> str:
    written = {loose(str(name)) for name in known}
    loosened = sorted(written | set(map(without_accents, written)), key=len, reverse=True)
    parts = []
    for name in loosened:
        body = re.escape(name).replace("\\ ", r"\s*")
        before = r"(?<![a-zäöü])" if name[:1].isascii() else ""
        after = r"(?![a-zäöü])" if name[-1:].isascii() else ""
        parts.append(before + body + after)
    return "|".join(parts)


def loose(text: str) -> str:
    """For searching inside a header: plain, case folded, simplified, punctuation and underscores as single blanks."""
    folded = simplified(_CAMEL.sub(r"\1 \2", plain(text)).casefold())
    return plain(_PUNCTUATION.sub(" ", folded))
