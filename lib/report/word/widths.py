"""How wide the columns of a table are, so that no figure and no word of a head is broken where there is room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from docx.shared import Cm, Length

from lib.report.word.typesetting import unbroken

WIDTH = Cm(16.6)
"""Of the text of a page."""

NARROWEST, BROADEST, BROADEST_FIRST, BROADEST_OF_TWO = 12, 34, 44, 64
"""Letters of a column's longest text that its width is measured by, at least and at most: of the first and of two."""

LETTER = 0.185
"""Centimetres of a letter in a table."""

LONGEST_FIGURE, FIRST_LEAST = 20, 3.0
"""Letters up to which a text is a figure, and the centimetres of the first column, at least."""

SHORT_HEAD = 14
"""Letters of a head that is kept whole where there is room: SMD（CT−DSA）."""

SHORT_BRACKET = 16
"""Letters of what is kept whole in the brackets of a longer head: （校正组间差值）."""

WIDE = 6
"""Columns beyond which a figure's brackets stand on a line of their own."""


def widths(rows: list[list[str]]) -> list[Length]:
    """Widths of the columns by their longest texts, so that figures stand on one line where there is room.

    Where there are many columns their heads stand on two lines, and leave the room to the figures.
    """
    is_wide = len(rows[0]) > WIDE
    heads = [_in_two_lines(head) if is_wide else _printed(head) for head in rows[0]]
    bodies = [max(map(_printed, column), default=0) for column in zip(*rows[1:], strict=True)] or [0] * len(heads)
    longest = [max(pair) for pair in zip(heads, bodies, strict=True)]
    most = [BROADEST_FIRST, *[BROADEST] * len(longest)] if len(longest) > 2 else [BROADEST_OF_TWO] * 2
    shares = [min(max(length + 2, NARROWEST), high) for length, high in zip(longest, most, strict=False)]
    wanted = [WIDTH * share / sum(shares) for share in shares]
    columns = list(zip(rows[0], *_longest_lines(rows[1:], is_wide=is_wide), strict=True))
    ways = [_all_least(columns, has_short_head=short, is_first_whole=first) for short, first in _WAYS]
    fitting = next((_with_least(wanted, one) for one in ways if sum(one) <= WIDTH), None)
    scarce = [WIDTH * one / sum(ways[-1]) for one in ways[-1]]
    return [Length(round(width)) for width in fitting or scarce]


def narrow(text: str) -> str:
    """A figure of a narrow column with what stands in brackets on a line of its own, so that no number is broken."""
    return re.sub(r"(?<=\d) ?(?=[(（])", "\n", text)


def _longest_lines(rows: Sequence[Sequence[str]], *, is_wide: bool) -> list[list[str]]:
    """What must stand on one line of every cell: in a wide table the figure or its brackets alone."""
    if not is_wide:
        return [list(row) for row in rows]
    return [[row[0], *(max(narrow(text).split("\n"), key=_printed) for text in row[1:])] for row in rows]


_WAYS = ((True, True), (True, False), (False, True), (False, False))
"""Whether short heads and short texts of the first column are kept whole: as much as there is room for."""


def _all_least(columns: Sequence[Sequence[str]], *, has_short_head: bool, is_first_whole: bool) -> list[float]:
    """How wide each column must be, at least."""
    first = [_printed(text) for text in columns[0][1:] if is_first_whole and _printed(text) <= LONGEST_FIGURE]
    widest = max(Cm(FIRST_LEAST), Cm(LETTER * max(first, default=0) + 0.4))
    return [widest, *(_least(column, has_short_head=has_short_head) for column in columns[1:])]


def _least(column: Sequence[str], *, has_short_head: bool) -> float:
    """How wide a column must be for no figure, no word of its head and no difference (CT − DSA) to be broken.

    With `has_short_head` what is short and stands in Chinese brackets in the head is whole too: words break there.
    """
    figures = [_printed(text) for text in column[1:] if _printed(text) <= LONGEST_FIGURE]
    return Cm(LETTER * max([*figures, *_of_head(column[0], has_short_head=has_short_head)]) + 0.4)


def _of_head(head: str, *, has_short_head: bool) -> list[float]:
    """Letters of the parts of a head that stay whole; bold ones are wide."""
    if has_short_head and "（" in head and _printed(head) <= SHORT_HEAD:
        return [1.4 * _printed(head)]
    bracketed = [_printed(part) for part in re.findall("（[^（）]*）", head) if has_short_head]
    short = [float(n) for n in bracketed if n <= SHORT_BRACKET]
    parts = re.split(r" |[（(，、]|(?<=[\u2e80-\uffef])", unbroken(head))
    return [*short, *(1.1 * _printed(word) for word in parts)]


def _with_least(widths: Sequence[float], least: Sequence[float]) -> list[float]:
    """Widths of which none is below its least, at the expense of those above theirs."""
    lacking = sum(max(0.0, low - width) for width, low in zip(widths, least, strict=True))
    spare = [max(0.0, width - low) for width, low in zip(widths, least, strict=True)]
    if not lacking:
        return list(widths)
    share = lacking / sum(spare)
    return [max(width, low) - share * over for width, low, over in zip(widths, least, spare, strict=True)]


def _printed(text: str) -> int:
    """Letters that a text takes in print: Chinese characters and brackets as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _in_two_lines(head: str) -> int:
    """Letters of the longer of two lines that a head is broken into, no word broken; bold letters are wide."""
    words_of_it = [_printed(word) + 2 for word in re.split(r"[ （(]", head) if word.isascii()]
    return max((_printed(head) + 1) // 2, *words_of_it, 0)
