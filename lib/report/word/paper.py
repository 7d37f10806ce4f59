"""Word itself: styles with fonts for both scripts, captions that count themselves, real tables, the footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx
import pandas as pd
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from lib.report.formulas import inert
from lib.report.language import sentence
from lib.report.tables.cells import without_share
from lib.report.word.typesetting import forbid_at_breaks, unbroken, unbroken_cell
from lib.report.word.widths import WIDE, WIDTH, narrow, widths

LATIN, EAST_ASIAN = "Calibri", "Microsoft YaHei"
"""Fonts of the styles; a program without them takes its own of the same script."""

TABLE_STYLE, NOTE_STYLE = "Trocar Table", "Trocar Note"
ROW = 10.5
"""Points from line to line in a table."""

KEPT_TOGETHER, KEPT_WHOLE = 3, 14
"""Rows that stay together at either end of a table, so that none stands alone; and of a table that is not broken."""

LONGEST_TITLE = 255
"""Letters of a title that a document's properties hold."""

_SIZES = {"Normal": 10, "Title": 20, "Heading 1": 13, "Heading 2": 11, "Caption": 9, "Footer": 8}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paper:
    """A document being written, in one language."""

    def __init__(self, language: str, title: str) -> None:
        self.document: Document = docx.Document()
        self.language = language
        _page(self.document)
        forbid_at_breaks(self.document)
        for style in self.document.styles:
            _fonts(style, language)
        for name, size in _SIZES.items():
            _look(self.document.styles[name], size)
        _look(self.document.styles["Caption"], _SIZES["Caption"], before=6)
        _add_styles(self.document, language)
        about = self.document.core_properties
        about.title, about.author, about.language, about.comments = document_title(title), "Trocar", language, ""
        about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
        self.document.add_paragraph(_set(title), style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that Word's outline shows."""
        self.document.add_heading(_set(text), level)

    def text(self, text: str, *, is_bold: bool = False, leads_on: bool = False) -> None:
        """One paragraph; one that leads on, as bold ones do, stands on the page of what follows it."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run(_set(text)).bold = is_bold or None
        paragraph.paragraph_format.keep_with_next = leads_on or is_bold or None

    def bullets(self, items: Sequence[str]) -> None:
        """A short list that stands whole on one page, with the heading before it."""
        for place, item in enumerate(items, start=1):
            paragraph = self.document.add_paragraph(_set(item), style="List Bullet")
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = place < len(items) or None

    def note(self, text: str) -> None:
        """A small grey line below a table or a figure."""
        self._stays_below()
        self.document.add_paragraph(_set(text), style=NOTE_STYLE)

    def table(self, frame: pd.DataFrame, caption: str) -> None:
        """A frame of text as a table of Word under its numbered caption; the first row is repeated on every page."""
        self._caption(caption, sentence(self.language, "document.table"), "Table")
        rows = [
            ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.columns)],
            *([str(name), *map(str, row)] for name, row in zip(frame.index, frame.to_numpy(), strict=True)),
        ]
        table = self.document.add_table(len(rows), len(rows[0]), style=TABLE_STYLE)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _fill(table, rows)
        self.note(without_share(frame, self.language))

    def picture(self, png: bytes, caption: str, label: str, alternative: str) -> None:
        """A picture as wide as the text, with its alternative text, over its numbered caption."""
        self.document.add_picture(BytesIO(png), width=WIDTH)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.document.inline_shapes[-1]._inline.docPr.set("descr", words(alternative))
        self._caption(caption, label, "Figure", is_above=False)

    def footer(self, parts: Iterable[str]) -> None:
        """What stands on every page, then the page's number."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(words(" · ".join(parts)) + " · ")
        _field(paragraph, "PAGE", "1")

    def content(self) -> bytes:
        """The document as the bytes of a docx file."""
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _stays_below(self) -> None:
        """Keep what comes next on the page of the table that it follows, with or without a line between."""
        blocks = list(self.document.iter_inner_content())[-2:]
        table = next((one for one in blocks if isinstance(one, Table)), None)
        if table is None:
            return
        between = [one for one in blocks[blocks.index(table) + 1 :] if isinstance(one, Paragraph)]
        if any(one.text for one in between):
            return
        last = [paragraph for cell in table.rows[-1].cells for paragraph in cell.paragraphs]
        for paragraph in (*last, *between):
            paragraph.paragraph_format.keep_with_next = True

    def _caption(self, text: str, label: str, sequence: str, *, is_above: bool = True) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = is_above
        paragraph.add_run(f"{label} ")
        counted = sum(f"SEQ {sequence} " in str(one.get(qn("w:instr"))) for one in _fields(self.document))
        _field(paragraph, f"SEQ {sequence} \\* ARABIC", str(counted + 1))
        paragraph.add_run(_set(f"  {text}"))


def words(text: str) -> str:
    """Text as Word can hold it, without the control characters that XML forbids; no formula where it is pasted."""
    return inert(_NOT_XML.sub("", text))


def _set(text: str) -> str:
    """Text as it is set: without breaks where none should be."""
    return words(unbroken(text))


def document_title(text: str) -> str:
    """A title as the properties of a document can hold it."""
    return words(text)[:LONGEST_TITLE]


def _fields(document: Document) -> list[BaseOxmlElement]:
    return list(document.element.body.iter(qn("w:fldSimple")))


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run(shown)
    field.append(run._r)
    paragraph._p.append(field)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)


def _fonts(style: BaseStyle, language: str) -> None:
    """Both scripts' fonts by name, in place of the theme's, and the language for the spelling checker."""
    properties = style.element.find(qn("w:rPr"))
    if properties is None and style.name != "Normal":
        return
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:lang"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{EAST_ASIAN}"'
    hint = ' w:hint="eastAsia"' if language == "zh" else ""
    properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {fonts}{hint}/>"))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))


def _look(style: BaseStyle, size: float, *, before: float | None = None) -> None:
    if isinstance(style, ParagraphStyle):
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.space_before = style.paragraph_format.space_before if before is None else Pt(before)


def _add_styles(document: Document, language: str) -> None:
    note = document.styles.add_style(NOTE_STYLE, 1)
    note.base_style = document.styles["Normal"]
    _fonts(note, language)
    _look(note, 8)
    line = 'w:val="single" w:sz="{size}" w:space="0" w:color="1A1A1A"'
    thick, thin = line.format(size=12), line.format(size=6)
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TrocarTable">'
            f'<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/>'
            '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="17"/></w:rPr>'
            f"<w:tblPr><w:tblBorders><w:top {thick}/><w:bottom {thick}/></w:tblBorders></w:tblPr>"
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
            f"<w:bottom {thin}/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
        )
    )


def _stays_with_next(number: int, n: int) -> bool:
    """Whether a row must stand on the page of the next: all of a short table, the ends of a long one."""
    is_at_an_end = number < KEPT_TOGETHER or number >= n - KEPT_TOGETHER
    return number < n - 1 and (n <= KEPT_WHOLE or is_at_an_end)


def _fill(table: Table, rows: list[list[str]]) -> None:
    wide = widths(rows)
    table.autofit = False
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for position, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = wide[position]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(ROW)  # the same for both scripts and for empty cells
            paragraph.paragraph_format.space_before = Pt(1.5)
            paragraph.paragraph_format.space_after = Pt(1.5)
            paragraph.paragraph_format.keep_with_next = _stays_with_next(number, len(rows)) or None
            run = paragraph.add_run(words(unbroken_cell(narrow(text) if position and len(texts) > WIDE else text)))
            run.font.size = Pt(8.5)
            if position and len(texts) > 2:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
