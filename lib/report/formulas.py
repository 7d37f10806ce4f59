"""Text that a spreadsheet program could take for a formula: a registry may hold anything."""

from __future__ import annotations

import unicodedata

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula, also in full-width signs or in a later line."""
    return any(
        unicodedata.normalize("NFKC", line).lstrip().startswith(_FORMULA[:4]) for line in text.splitlines()
    ) or text.startswith(_FORMULA)


def inert(text: str) -> str:
    """The text with an invisible joiner before it where it could be taken for a formula."""
    return f"\u2060{text}" if is_like_a_formula(text) else text
