"""Excel 97, encrypted, macro, OpenDocument, binary and other formats."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from pyxlsbwriter import XlsbWriter

from tests.difficult.cohort import BX, T
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    GOOD,
    X,
    parts,
    sheet,
    xl,
    zwrite,
)

FILES = Files()
reg = FILES.add


def biff(path):
    wb = xlwt.Workbook(encoding="utf-8")
    ws = wb.add_sheet("Sheet1")
    for i, r in enumerate(T()):
        for j, v in enumerate(r):
            if v is not None:
                ws.write(i, j, v)
    wb.save(path)


def biffbytes():
    b = io.BytesIO()
    biff(b)
    return b.getvalue()


reg("119_biff8.xls", "container", "accept", "ok", "real Excel 97-2003 file", BX, fn=biff)
reg("120_wps.et", "container", "either", "ok", "WPS table (.et is BIFF in OLE) or a clear 'save as .xlsx'", BX, fn=biff)
BIFF = biffbytes()
reg(
    "121_biff_truncated.xls",
    "container",
    "reject",
    "corrupt_file",
    "first 60% of a BIFF file",
    data=BIFF[: int(len(BIFF) * 0.6)],
)
_f = bytearray(BIFF)
_f[44:48] = struct.pack("<I", 0xFFFFFFF0)
reg(
    "122_biff_fat_count_bomb.xls",
    "resource",
    "either",
    "corrupt_file",
    "OLE header declares 4.29e9 FAT sectors (calamine #684: unbounded allocation)",
    data=bytes(_f),
)
_f = bytearray(BIFF)
_f[72:76] = struct.pack("<I", 0xFFFFFFF0)
reg(
    "123_biff_difat_count_bomb.xls",
    "resource",
    "either",
    "corrupt_file",
    "OLE header declares 4.29e9 DIFAT sectors (calamine #684)",
    data=bytes(_f),
)


def ole_encrypted(path):
    """Encrypted as Excel does it; salts and dates differ from run to run, what a reader sees does not."""
    OOXMLFile(io.BytesIO(GOOD)).encrypt("secret", path)


reg(
    "124_password_ole.xlsx",
    "container",
    "reject",
    "password_protected",
    "password-protected workbook (OLE EncryptedPackage): 'remove the password and upload again' - never ask for the password",
    fn=ole_encrypted,
)
_z = bytearray(GOOD)
for sig, off in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
    _p = _z.find(sig)
    while _p != -1:
        _z[_p + off] |= 1
        _p = _z.find(sig, _p + 4)
reg(
    "125_zip_encrypted_flag.xlsx",
    "container",
    "reject",
    "password_protected",
    "zip members flagged encrypted",
    data=bytes(_z),
)
reg(
    "126_sheet_protected.xlsx",
    "container",
    "accept",
    "ok",
    "sheet protection (no encryption) does not hinder reading",
    BX,
    data=xl(T(), post='<sheetProtection password="CC1A" sheet="1" objects="1"/>'),
)
reg(
    "127_macro.xlsm",
    "container",
    "warn",
    "macros_ignored",
    "macro-enabled: data read, macros never run, one notice",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [("Sheet1", sheet(T()))],
            macro=True,
            extra=[("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))],
            rels_extra='<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>',
        ),
    ),
)
ODS_NS = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def ods(path, rows=None, rep=""):
    def c(v):
        if isinstance(v, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{v}"><text:p>{v}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(v))}</text:p></table:table-cell>'

    body = "".join("<table:table-row>" + "".join(c(v) for v in r) + "</table:table-row>" for r in rows or T())
    ct = (
        X
        + f'<office:document-content {ODS_NS} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Sheet1">{body}{rep}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    zwrite(
        path,
        [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            (
                "META-INF/manifest.xml",
                X
                + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
            ),
            ("content.xml", ct),
        ],
    )


reg(
    "128_open_document.ods",
    "container",
    "either",
    "ok",
    "LibreOffice spreadsheet (or a clear 'save as .xlsx')",
    BX,
    fn=ods,
)
reg(
    "129_ods_repeat_bomb.ods",
    "resource",
    "accept",
    "ok",
    "ODS whose last row repeats 1,048,560 x 16,384 empty cells in 1 KB (LibreOffice writes such rows): must not allocate them",
    BX,
    fn=lambda p: ods(
        p,
        rep='<table:table-row table:number-rows-repeated="1048560"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ),
)
reg(
    "130_ods_repeat_value_bomb.ods",
    "resource",
    "reject",
    "too_many_cells",
    "ODS repeating a VALUE 1,048,560 x 16,384 times (1.7e10 cells in 1 KB)",
    fn=lambda p: ods(
        p,
        rep='<table:table-row table:number-rows-repeated="1048560"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row>',
    ),
)


def xlsb(path):
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "binary.xlsb"
        with XlsbWriter(str(written)) as w:
            w.add_sheet("Sheet1")
            w.write_sheet(T())
        with zipfile.ZipFile(written) as z:  # fixed dates
            p = [(i.filename, z.read(i)) for i in z.infolist()]
    zwrite(path, p)


reg("131_binary.xlsb", "container", "either", "ok", "binary workbook (or a clear 'save as .xlsx')", BX, fn=xlsb)
_b = io.BytesIO()
zwrite(_b, [("Index/Document.iwa", b"\x00" * 64), ("Metadata/Properties.plist", b"bplist00")])
reg(
    "132_apple.numbers",
    "container",
    "reject",
    "unsupported_format",
    "Apple Numbers: 'export as .xlsx'",
    data=_b.getvalue(),
)
