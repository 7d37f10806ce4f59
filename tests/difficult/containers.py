"""Files that are damaged, renamed, or not a spreadsheet at all; and the controls."""

from __future__ import annotations

import io
import random

from tests.difficult.cohort import BX, CSV, B, T
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    GOOD,
    SST,
    ssrows,
    xl,
    zwrite,
)

FILES = Files()
reg = FILES.add

reg(
    "000_control_good.xlsx",
    "control",
    "accept",
    "ok",
    "clean 16-patient cohort: all readers must give these values",
    BX,
    data=GOOD,
)
reg(
    "001_control_shared_strings.xlsx",
    "control",
    "accept",
    "ok",
    "same cohort with shared strings as Excel writes them",
    BX,
    data=xl(ssrows(), sst=SST),
)
reg(
    "002_control_zh_headers.xlsx",
    "control",
    "accept",
    "ok",
    "Chinese headers 编号/引导方式/术前VAS/术后VAS/术前ODI/术后ODI are mapped",
    BX,
    data=xl([["编号", "引导方式", "术前VAS评分", "术后VAS评分", "术前ODI(%)", "术后ODI(%)"]] + B),
)

reg("100_zero_bytes.xlsx", "container", "reject", "empty_file", "0-byte file: 'the file is empty'", data=b"")
rnd = random.Random(1)
reg(
    "101_random_bytes.xlsx",
    "container",
    "reject",
    "not_a_spreadsheet",
    "4 KB of noise: 'not a spreadsheet'",
    data=bytes(rnd.randrange(256) for _ in range(4096)),
)
reg(
    "102_truncated_half.xlsx",
    "container",
    "reject",
    "corrupt_zip",
    "first half of a good file (interrupted copy): 'the file is incomplete; save or copy it again'",
    data=GOOD[: len(GOOD) // 2],
)
reg("103_truncated_eocd.xlsx", "container", "reject", "corrupt_zip", "last 22 bytes missing", data=GOOD[:-22])
_cd = bytearray(GOOD)
_p = _cd.rfind(b"PK\x01\x02")
_cd[_p + 42 : _p + 46] = b"\xff\xff\xff\x7f"
reg(
    "104_corrupt_central_dir.xlsx",
    "container",
    "reject",
    "corrupt_zip",
    "central directory offset of one member points outside the file",
    data=bytes(_cd),
)
_s = bytearray(GOOD)
_q = _s.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
for _k in range(12):
    _s[_q + _k] ^= 0x5A
reg(
    "105_corrupt_deflate.xlsx",
    "container",
    "reject",
    "corrupt_zip",
    "bytes flipped inside the sheet's deflate stream / CRC mismatch",
    data=bytes(_s),
)
_b = io.BytesIO()
zwrite(_b, [("readme.txt", "hello")])
reg("106_plain_zip.xlsx", "container", "reject", "not_a_spreadsheet", "a zip without a workbook", data=_b.getvalue())
_b = io.BytesIO()
zwrite(_b, [("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")])
reg("107_docx_named.xlsx", "container", "reject", "not_a_spreadsheet", "a Word file renamed", data=_b.getvalue())
reg(
    "108_pdf_named.xlsx",
    "container",
    "reject",
    "not_a_spreadsheet",
    "a PDF renamed",
    data=b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
)
reg(
    "109_png_named.xlsx",
    "container",
    "reject",
    "not_a_spreadsheet",
    "a screenshot renamed",
    data=b"\x89PNG\r\n\x1a\n" + bytes(64),
)
reg(
    "110_csv_named.xlsx",
    "container",
    "accept",
    "content_type_differs",
    "CSV text named .xlsx: recognise by content, read as CSV, say so",
    BX,
    data=CSV,
)
reg(
    "111_xlsx_named.csv",
    "container",
    "accept",
    "content_type_differs",
    "xlsx named .csv: recognise by content",
    BX,
    data=GOOD,
)
reg("112_xlsx_named.xls", "container", "accept", "content_type_differs", "xlsx named .xls", BX, data=GOOD)
reg("113_UPPER.XLSX", "container", "accept", "ok", "upper-case extension", BX, data=GOOD)
HTML = (
    "<html><head><meta charset='utf-8'></head><body><table border=1>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in T())
    + "</table></body></html>"
)
reg(
    "114_html_named.xls",
    "container",
    "either",
    "html_table",
    "HTML table named .xls (how many hospital systems 'export Excel'): read the one table, or reject saying 'open in Excel and save as xlsx'",
    BX,
    data=HTML.encode(),
)
_h = (
    "<html><meta http-equiv='Content-Type' content='text/html; charset=gb2312'><table><tr><td>编号</td><td>引导方式</td><td>术前VAS</td><td>术后VAS</td><td>术前ODI</td><td>术后ODI</td></tr>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in B)
    + "</table></html>"
)
reg(
    "115_html_gb2312_named.xls",
    "container",
    "either",
    "html_table",
    "the same in GB2312 with Chinese headers",
    BX,
    data=_h.encode("gb18030"),
)
reg(
    "116_html_with_script.xls",
    "container",
    "either",
    "html_table",
    "HTML .xls with <script> and remote <img>: nothing is executed or fetched",
    BX,
    data=HTML.replace(
        "<table", "<script>fetch('http://127.0.0.1:9/x')</script><img src='http://127.0.0.1:9/p.png'><table"
    ).encode(),
)
reg(
    "117_tsv_named.xls",
    "container",
    "accept",
    "content_type_differs",
    "tab-separated text named .xls (older HIS exports)",
    BX,
    data=CSV.replace(b",", b"\t"),
)
SML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
    + "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="{"Number" if isinstance(c, int) else "String"}">{c}</Data></Cell>' for c in r)
        + "</Row>"
        for r in T()
    )
    + "</Table></Worksheet></Workbook>"
)
reg(
    "118_spreadsheetml2003.xls",
    "container",
    "either",
    "unsupported_format",
    "Excel 2003 XML: 'save as .xlsx' (or accept)",
    data=SML.encode(),
)
