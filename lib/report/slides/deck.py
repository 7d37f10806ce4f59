"""PowerPoint itself: 16:9 slides with a title, words that fit their room, real tables, the footer, speaker notes."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from lib.report.charts.style import LIGHT
from lib.report.word.paper import EAST_ASIAN, LATIN, document_title, words
from lib.report.word.typesetting import JOINER, NOT_AT_END, NOT_AT_START, unbroken

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a slide."""

MARGIN = 0.6
TITLE_ONLY = 5
"""The template's layout with a title and nothing else."""

TITLE_SIZES, TEXT_SIZES, TABLE_SIZES = (28, 26, 24, 22, 20), (18, 17, 16, 15, 14), (16, 15, 14, 13, 12)
ALONE_SIZES, SIZES_OF_LONG = (24, 22, 20), (*TEXT_SIZES, 13, 12)
FOOTER_SIZE = 12
_LINE, _FULL_LINE = 1.25, 1.45
"""Lines of letters and of Chinese characters, in their size."""

_BETWEEN = 6
"""Points between two paragraphs."""

_LAST_NARROW = 0x2E7F
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without lines and fills."""

_SIGNED = re.compile(r"(?<=[\u2e80-\uffef])(?=[−+±]\d)")
"""Where a signed number follows a Chinese character: LibreOffice otherwise breaks lines between sign and number."""

BULLET = "• "
"""What a paragraph that is an item of a list begins with, where it is handed over."""

_POINTS = 72
_LATIN_WIDTH = 0.6
_MEETING = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A place on a slide, in inches from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def lengths(self) -> tuple[Length, Length, Length, Length]:
        """As python-pptx takes it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


WHOLE = Room(left=MARGIN, top=1.45, width=WIDTH - 2 * MARGIN, height=HEIGHT - 2.15)
"""The room between title and footer."""


class Slide:
    """One slide being written."""

    def __init__(self, deck: Deck, title: str) -> None:
        self._deck = deck
        self.shapes: Any = deck.presentation.slides.add_slide(deck.presentation.slide_layouts[TITLE_ONLY]).shapes
        room = Room(left=MARGIN, top=0.35, width=WIDTH - 2 * MARGIN, height=1.0)
        placed = self.shapes.title
        placed.left, placed.top, placed.width, placed.height = room.lengths
        _bare(placed.text_frame)
        placed.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        _write(placed.text_frame, [title], fitting(title, room, TITLE_SIZES), bold=(title,))

    def text(
        self,
        paragraphs: Sequence[str],
        room: Room,
        *,
        bold: Collection[str] = (),
        is_quiet: bool = False,
        is_alone: bool = False,
        most: int | None = None,
    ) -> None:
        """Paragraphs in the largest of our sizes that fits, larger where they stand alone; in `bold` are headings.

        With `most` it is one of the sizes of what is long, that one at most.
        """
        said = [one for one in paragraphs if one]
        if not said:
            return
        frame = self.shapes.add_textbox(*room.lengths).text_frame
        _bare(frame)
        sizes = (*(ALONE_SIZES if is_alone else ()), *TEXT_SIZES)
        if most is not None:
            sizes = tuple(one for one in SIZES_OF_LONG if one <= most)
        size = fitting("\n".join(said), room, sizes)
        _write(frame, said, size, bold=bold, is_quiet=is_quiet)

    def table(self, frame: pd.DataFrame, room: Room) -> None:
        """A frame of text as a table; the first column takes what it needs, the others share the rest."""
        rows = _rows(frame)
        shape = self.shapes.add_table(len(rows), len(rows[0]), *room.lengths)
        table = shape.table
        shape._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
        first, rest = _columns(rows, room.width)
        for position, column in enumerate(table.columns):
            column.width = Inches(first if position == 0 else rest)
        size = _table_size(rows, first, rest, room.height)
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            row.height = Inches(_row_height(texts, first, rest, size))
            for position, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                _fill_cell(cell, text, size, is_head=number == 0, is_first=position == 0)

    def picture(self, png: bytes, room: Room, alternative: str) -> None:
        """A picture as large as the room allows, in its middle, with its alternative text."""
        placed = self.shapes.add_picture(BytesIO(png), Inches(room.left), Inches(room.top), width=Inches(room.width))
        if placed.height > Inches(room.height):
            placed.width = round(placed.width * Inches(room.height) / placed.height)
            placed.height = Inches(room.height)
            placed.left = Inches(room.left) + (Inches(room.width) - placed.width) // 2
        placed._element.nvPicPr.cNvPr.set("descr", words(alternative))

    def notes(self, said: Iterable[str]) -> None:
        """What the speaker may say, and where the numbers come from."""
        slide = self.shapes.parent
        slide.notes_slide.notes_text_frame.text = words("\n".join(one for one in said if one))


class Deck:
    """A presentation being written, in one language; `foot` stands below every slide."""

    def __init__(self, language: str, title: str, foot: str) -> None:
        self.language, self._foot = language, foot
        self.presentation: Any = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.presentation.part._element.find(qn("p:notesSz")).addnext(_forbidden_at_breaks())
        about = self.presentation.core_properties
        about.title, about.author, about.language, about.comments = document_title(title), "Trocar", language, ""

    def slide(self, title: str, foot: str = "") -> Slide:
        """A new slide; `foot` comes before what stands below every slide."""
        added = Slide(self, title)
        room = Room(left=MARGIN, top=HEIGHT - 0.5, width=WIDTH - 2 * MARGIN, height=0.3)
        frame = added.shapes.add_textbox(*room.lengths).text_frame
        _bare(frame)
        _write(frame, [" · ".join(one for one in (foot, self._foot) if one)], FOOTER_SIZE, is_quiet=True)
        return added

    def content(self) -> bytes:
        """The presentation as the bytes of a pptx file."""
        out = BytesIO()
        self.presentation.save(out)
        return out.getvalue()


def table_fits(frame: pd.DataFrame, room: Room) -> bool:
    """Whether a frame's rows surely fit into a room, at the smallest of our sizes if need be.

    Programs wrap a little earlier than is reckoned here, so a tenth of the room is left free.
    """
    rows = _rows(frame)
    first, rest = _columns(rows, room.width)
    return sum(_row_height(row, first, rest, TABLE_SIZES[-1]) for row in rows) <= 0.9 * room.height


def fitting(text: str, room: Room, sizes: Sequence[int]) -> int:
    """The largest of some sizes in points at which a text fits into a room, the smallest where none does."""
    return next((size for size in sizes if height_of(text, room.width, size) <= room.height), sizes[-1])


def colour(hexadecimal: str) -> RGBColor:
    """A colour of the charts, "#0072B2", as PowerPoint takes it."""
    return RGBColor(*bytes.fromhex(hexadecimal.removeprefix("#")))  # type: ignore[no-untyped-call]


def height_of(text: str, width: float, size: float) -> float:
    """About how many inches a text is high, in lines of a width, with the space between its paragraphs."""
    parts = text.split("\n")
    lines = sum(max(1, math.ceil(_width(part, size) / width)) for part in parts)
    line = _LINE if text.isascii() or max(map(ord, text)) <= _LAST_NARROW else _FULL_LINE
    return (lines * size * line + (len(parts) - 1) * _BETWEEN) / _POINTS


def _width(text: str, size: float) -> float:
    """About how many inches a line of text is wide: a full-width character as wide as its size, others less.

    Programs leave a little space where the two kinds meet.
    """
    is_full = [ord(letter) > _LAST_NARROW for letter in text]
    meetings = sum(one != other for one, other in pairwise(is_full))
    return size * (sum(1 if full else _LATIN_WIDTH for full in is_full) + _MEETING * meetings) / _POINTS


def _forbidden_at_breaks() -> Any:
    """What PowerPoint never puts at a line's start or end in Chinese."""
    rule = parse_xml(f'<p:kinsoku {nsdecls("p")} lang="zh-CN"/>')
    rule.set("invalStChars", NOT_AT_START)
    rule.set("invalEndChars", NOT_AT_END)
    return rule


def _bare(frame: Any) -> None:
    """Words begin at the very edge of their room and are wrapped in it."""
    frame.word_wrap = True
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, side, 0)


def _write(
    frame: Any, paragraphs: Sequence[str], size: int, *, bold: Collection[str] = (), is_quiet: bool = False
) -> None:
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        if number:
            paragraph.space_before = Pt(_BETWEEN)
        shown = text.removeprefix(BULLET)
        if shown != text:
            _itemise(paragraph)
        _run(paragraph, unbroken(_SIGNED.sub(JOINER, shown)), size, is_bold=text in bold, is_quiet=is_quiet)


def _itemise(paragraph: Any) -> None:
    """A paragraph as an item of a list: the program's own bullet, before which nothing stands."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.2)))
    properties.set("indent", str(-Inches(0.2)))
    for tag in (f'<a:buFont {nsdecls("a")} typeface="Arial"/>', f'<a:buChar {nsdecls("a")} char="•"/>'):
        properties.append(parse_xml(tag))


def _run(paragraph: Any, text: str, size: float, *, is_bold: bool = False, is_quiet: bool = False) -> None:
    run = paragraph.add_run()
    run.text = words(text).replace("\n", " ")
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, LATIN
    run.font.color.rgb = colour(LIGHT.quiet if is_quiet else LIGHT.text)
    run._r.get_or_add_rPr().append(parse_xml(f'<a:ea {nsdecls("a")} typeface="{EAST_ASIAN}"/>'))


def _rows(frame: pd.DataFrame) -> list[list[str]]:
    """The head and the rows of a frame, the first column its index."""
    return [
        ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.columns)],
        *([str(name), *map(str, row)] for name, row in zip(frame.index, frame.to_numpy(), strict=True)),
    ]


def _columns(rows: Sequence[Sequence[str]], width: float) -> tuple[float, float]:
    """Inches of the first column, which takes what it needs, and of each of the others."""
    needed = max(_width(row[0], TABLE_SIZES[0]) for row in rows) + 0.3
    first = min(max(1.2, needed), 0.4 * width)
    return first, (width - first) / max(1, len(rows[0]) - 1)


def _table_size(rows: Sequence[Sequence[str]], first: float, rest: float, height: float) -> int:
    """The largest size at which all rows fit, cells wrapped."""
    fits = (size for size in TABLE_SIZES if sum(_row_height(row, first, rest, size) for row in rows) <= height)
    return next(fits, TABLE_SIZES[-1])


def _row_height(row: Sequence[str], first: float, rest: float, size: int) -> float:
    return max(height_of(text, (first if i == 0 else rest) - 0.2, size) for i, text in enumerate(row)) + 0.12


def _fill_cell(cell: Any, text: str, size: int, *, is_head: bool, is_first: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if is_first else PP_ALIGN.CENTER
    _run(paragraph, unbroken(text), size, is_bold=is_head)
    weight = 12700 if is_head else 6350
    tint = LIGHT.text if is_head else LIGHT.grid
    cell._tc.get_or_add_tcPr().append(
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="{weight}"><a:solidFill><a:srgbClr val="{tint.removeprefix("#")}"/></a:solidFill>'
            "</a:lnB>"
        )
    )
