"""Text that a spreadsheet program could take for a formula: a registry may hold anything."""

from __future__ import annotations

import re
import unicodedata

_SIGNED = re.compile(r"[+-]\d+(?:\.\d+)?(?: \*)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula, also in full-width signs or in a later line."""
    return any(
        unicodedata.normalize("NFKC", line).lstrip().startswith(_FORMULA[:4]) for line in text.splitlines()
    ) or text.startswith(_FORMULA)


def inert(text: str) -> str:
    """The text with an invisible joiner before each of its lines where one could be taken for a formula.

    A number with its sign, such as a difference of means, stays a number where it is pasted.
    """
    if not is_like_a_formula(text) or _SIGNED.fullmatch(text):
        return text
    return "".join(f"\u2060{line}" for line in text.splitlines(keepends=True))
