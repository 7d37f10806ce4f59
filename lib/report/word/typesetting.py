"""What may not stand at the ends of a Chinese line: Word's and PowerPoint's own lists, and the sign of a number."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

NOT_AT_START = "!%),.:;?]}¢°·ˇˉ―‖’”…‰′″℃∶、。〃〉》」』】〕〗！％），．：；？］｀｜｝～"
NOT_AT_END = "([{£¥·‘“〈《「『【〔〖（．［｛￡￥−+±"
"""The usual characters for simplified Chinese (ECMA-376, noLineBreaksAfter), and the signs of numbers."""


def forbid_at_breaks(document: Document) -> None:
    """Keep a sign with its number and marks with their words where Word breaks lines of Chinese."""
    before = document.settings.element.find(qn("w:characterSpacingControl"))
    for tag, characters in (("w:noLineBreaksBefore", NOT_AT_START), ("w:noLineBreaksAfter", NOT_AT_END)):
        rule = OxmlElement(tag)
        rule.set(qn("w:lang"), "zh-CN")
        rule.set(qn("w:val"), characters)
        before.addnext(rule)
