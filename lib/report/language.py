"""Sentences by key and language: the only reader of messages/en.toml and messages/zh.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lib.report import journal

LANGUAGES = ("en", "zh")
"""English and simplified Chinese."""

_FOLDER = Path(__file__).parent / "messages"


@cache
def catalogue(language: str) -> MappingProxyType[str, str]:
    """All messages of a language by dotted key ("verdict.tag.superior")."""
    tree = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    return MappingProxyType(dict(_flat(tree, "")))


def sentence(language: str, key: str, /, **parameters: object) -> str:
    """The message `key` in `language` with its {placeholders} filled; an unknown key is a KeyError of ours.

    Where the style of a document has a wording of its own, it is that one: in it {range} are {low} and {high}, and
    {percent_range} the same as percents.
    """
    known = catalogue(language)
    own = next((name for name in journal.own_keys(key) if name in known), key)
    message = known[own]
    if own != key and {"low", "high"} <= parameters.keys():
        for name, unit in (("range", ""), ("percent_range", "%")):
            low, high = (f"{parameters[end]}{unit}" for end in ("low", "high"))
            parameters[name] = journal.limits(low, high, known["numbers.interval"])
    return message.format(**parameters) if parameters else message


def one_after_another(parts: Iterable[str], language: str) -> str:
    """Sentences in a row: a space between them in English, none after the full-width stops of Chinese."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)


def has_sentence(language: str, key: str) -> bool:
    """Whether the language has a message under this key."""
    return key in catalogue(language)


def _flat(tree: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        found.extend(_flat(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))])
    return found
