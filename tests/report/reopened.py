"""Documents as they read: where lines must not be broken, spaces are ordinary ones again."""

from __future__ import annotations

import re
from typing import IO, Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.oxml.ns import qn as slide_qn

from lib.report.word.typesetting import JOINER, NO_BREAK

_WITHIN_A_WORD = re.compile(rf"(?<=[–-]){JOINER}(?=\w)")


def reopened_word(source: str | IO[bytes]) -> Document:
    """A docx file by its path or content."""
    document = docx.Document(source)
    for part in (document.element, *(section.footer._element for section in document.sections)):
        for node in part.iter(qn("w:t")):
            node.text = as_read(node.text)
    return document


def reopened_slides(source: str | IO[bytes]) -> Any:
    """A pptx file by its path or content."""
    deck = Presentation(source)
    for slide in deck.slides:
        for node in slide._element.iter(slide_qn("a:t")):
            node.text = as_read(node.text)
    return deck


def as_read(text: str | None) -> str:
    """A text with ordinary spaces and without joiners inside words."""
    return _WITHIN_A_WORD.sub("", (text or "").replace(NO_BREAK, " "))
