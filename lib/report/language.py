"""Sentences by key and language: the only reader of messages/en.toml and messages/zh.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("en", "zh")
"""English and simplified Chinese."""

_FOLDER = Path(__file__).parent / "messages"


@cache
def catalogue(language: str) -> MappingProxyType[str, str]:
    """All messages of a language by dotted key ("verdict.tag.superior")."""
    tree = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    return MappingProxyType(dict(_flat(tree, "")))


def sentence(language: str, key: str, /, **parameters: object) -> str:
    """The message `key` in `language` with its {placeholders} filled; an unknown key is a KeyError of ours."""
    return catalogue(language)[key].format(**parameters) if parameters else catalogue(language)[key]


def has_sentence(language: str, key: str) -> bool:
    """Whether the language has a message under this key."""
    return key in catalogue(language)


def _flat(tree: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        found.extend(_flat(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))])
    return found
