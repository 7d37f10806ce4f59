"""What may not stand at the ends of a Chinese line: Word's and PowerPoint's own lists, and the sign of a number."""

from __future__ import annotations

import re

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

NOT_AT_START = "!%),.:;?]}¢°·ˇˉ―‖’”…‰′″℃∶、。〃〉》」』】〕〗！％），．：；？］｀｜｝～"
NOT_AT_END = "([{£¥·‘“〈《「『【〔〖（．［｛￡￥−+±"
"""The usual characters for simplified Chinese (ECMA-376, noLineBreaksAfter), and the signs of numbers."""

NO_BREAK, JOINER = "\u00a0", "\ufeff"
"""A space at which no line is broken, and a place without a width at which none is."""

_UNITS = "percentage|points?|mL|mm|cm|min|mGy|Gy|patients|days?|weeks?|months?|years?"
_TOGETHER = re.compile(
    r"(?<=\S) (?=− \S)|(?<= −) (?=\S)|(?<=[=<>≥≤]) (?=[\d−])|(?<=\bP) (?=[=<>≥≤])|(?<=\d%) (?=CI\b)"
    rf"|(?<=\d) (?=(?:{_UNITS})\b)|(?<=\d) (?=to [\d−])|(?<=\bto) (?=[\d−])|(?<=\d) (?=→ \d)|(?<=\d →) (?=\d)"
    r"|(?<=\S) (?=· )"
)
_WITHIN_A_WORD = re.compile(r"(?<=Q1–)(?=Q3)|(?<=ollow-)(?=up)")


def unbroken(text: str) -> str:
    """A text in which no line is broken within what belongs together.

    That is a difference (CT − DSA), P = 0.03, 95% CI, 1.5 points, −1.0 to 0.5 and 7.4 → 1.8; and no line begins with
    the dot between two parts.
    """
    return _TOGETHER.sub(NO_BREAK, text)


def unbroken_cell(text: str) -> str:
    """The same for a cell, in which Q1–Q3 and follow-up are whole too: lines are so short there that it is seen.

    Elsewhere a joiner would make its line higher, where the font has none.
    """
    return _WITHIN_A_WORD.sub(JOINER, unbroken(text))


def forbid_at_breaks(document: Document) -> None:
    """Keep a sign with its number and marks with their words where Word breaks lines of Chinese."""
    before = document.settings.element.find(qn("w:characterSpacingControl"))
    for tag, characters in (("w:noLineBreaksBefore", NOT_AT_START), ("w:noLineBreaksAfter", NOT_AT_END)):
        rule = OxmlElement(tag)
        rule.set(qn("w:lang"), "zh-CN")
        rule.set(qn("w:val"), characters)
        before.addnext(rule)
