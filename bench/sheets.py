"""Simulated registries as xlsx files of any size, written as Excel writes them: shared strings, references, styles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import numpy as np

from lib.intake.workbook import letter

HEADERS = (
    "Patient ID", "Guidance", "Age", "Sex", "Centre", "Level", "VAS before", "VAS 1 week", "VAS 1 month",
    "VAS 3 months", "VAS 6 months", "ODI before", "ODI 1 week", "ODI 1 month", "ODI 3 months", "ODI 6 months",
    "Leakage", "BMI", "Bone density", "Duration (min)",
)  # fmt: skip
EXCEL_ROWS = 1_048_576
_MISSING = 0.08
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CHUNK = 10_000


def registry(patients: int, columns: int = len(HEADERS), seed: int = 1) -> bytes:
    """One row per patient; words are shared strings, scores numbers, 8% of the follow-ups blank."""
    strings: dict[str, int] = {}
    cells = [_column(name, patients, strings, np.random.default_rng([seed, i])) for i, name in enumerate(HEADERS)]
    heads = [f"<v>{strings.setdefault(name, len(strings))}</v>" for name in HEADERS[:columns]]
    first = "".join(f'<c r="{letter(i + 1)}1" t="s">{head}</c>' for i, head in enumerate(heads))

    def pieces() -> Iterator[str]:
        yield f'<row r="1" spans="1:{columns}">{first}</row>'
        for start in range(0, patients, _CHUNK):
            yield "".join(_row(cells[:columns], i) for i in range(start, min(start + _CHUNK, patients)))

    return _workbook(pieces(), strings)


def blank_rows(patients: int) -> bytes:
    """A small registry below which every row that Excel has is formatted and empty."""
    strings = {
        name: position for position, name in enumerate((*HEADERS[:2], "VAS before", "VAS 3 months", "CT", "DSA"))
    }
    head = "".join(f'<c r="{letter(i + 1)}1" t="s"><v>{i}</v></c>' for i in range(4))

    def pieces() -> Iterator[str]:
        yield f'<row r="1">{head}</row>'
        for row in range(2, patients + 2):
            yield (
                f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="s"><v>{4 + row % 2}</v></c>'
                f'<c r="C{row}"><v>{6 + row % 4}</v></c><c r="D{row}"><v>{1 + row % 3}</v></c></row>'
            )
        for start in range(patients + 2, EXCEL_ROWS + 1, _CHUNK):
            yield "".join(
                f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
                for row in range(start, min(start + _CHUNK, EXCEL_ROWS + 1))
            )

    return _workbook(pieces(), strings)


def _row(cells: list[list[str]], position: int) -> str:
    number = position + 2
    written = "".join(
        f'<c r="{letter(i + 1)}{number}"{column[position]}' for i, column in enumerate(cells) if column[position]
    )
    return f'<row r="{number}" spans="1:{len(cells)}">{written}</row>'


def _column(name: str, n: int, strings: dict[str, int], random: np.random.Generator) -> list[str]:
    """The rest of each cell of one column, from its type on; "" where it is blank."""
    words = {"Guidance": ("CT", "DSA"), "Sex": ("F", "M"), "Centre": ("A", "B", "C", "D"), "Leakage": ("yes", "no"),
             "Level": ("T11", "T12", "L1", "L2", "L3")}.get(name)  # fmt: skip
    if name == "Patient ID":
        return [f' t="s"><v>{strings.setdefault(f"S{i:07d}", len(strings))}</v></c>' for i in range(1, n + 1)]
    if words is not None:
        known = [f' t="s"><v>{strings.setdefault(word, len(strings))}</v></c>' for word in words]
        return [known[i] for i in random.integers(0, len(words), n)]
    low, high, decimals = {"VAS": (0, 10, 1), "ODI": (0, 50, 0), "Age": (40, 90, 0), "BMI": (18, 35, 1),
                           "Bon": (-4, 0, 2), "Dur": (20, 90, 0)}[name[:3]]  # fmt: skip
    numbers = np.round(random.uniform(low, high, n), decimals) * (2 if name.startswith("ODI") else 1)
    written = [f"><v>{number:g}</v></c>" for number in numbers.tolist()]
    is_follow_up = name.startswith(("VAS", "ODI")) and not name.endswith("before")
    for place in np.flatnonzero(random.random(n) < _MISSING) if is_follow_up else ():
        written[place] = ""
    return written


def _workbook(rows: Iterator[str], strings: dict[str, int]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _FRAME.items():
            archive.writestr(name, _XML + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for piece in rows:
                sheet.write(piece.encode())
            sheet.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{text}</t></si>" for text in strings)
        archive.writestr(
            "xl/sharedStrings.xml",
            f'{_XML}<sst xmlns="{_MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>',
        )
    return held.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{i}" Type="{_PARTS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_FRAME = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
    "xl/_rels/workbook.xml.rels": _relations(
        ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_PARTS}">'
        '<sheets><sheet name="Registry" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="0" fontId="0"/></cellXfs></styleSheet>'
    ),
}
