"""Entities, nesting, dimensions, references and sizes that lie."""

from __future__ import annotations

from tests.difficult.cohort import BX, HDR, B, T
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    NS,
    SST,
    R,
    X,
    parts,
    sheet,
    ssrows,
    xl,
    zwrite,
)

FILES = Files()
reg = FILES.add

LOL = (
    '<!DOCTYPE lolz [<!ENTITY l0 "lolololololololololo">'
    + "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 10))
    + "]>"
)


def dtd(part, doctype, body):
    p = parts(
        [("Sheet1", sheet(ssrows() if part.endswith("Strings.xml") else T()))],
        sst=SST if part.endswith("Strings.xml") else None,
    )
    out = []
    for n, d in p:
        if n == part:
            d = d.replace(X, X + doctype).replace(*body)
        out.append((n, d))
    return out


reg(
    "210_billion_laughs_sst.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "billion laughs (2e10 bytes) in sharedStrings.xml",
    fn=lambda p: zwrite(p, dtd("xl/sharedStrings.xml", LOL, ("<t>CT</t>", "<t>&l9;</t>"))),
)
reg(
    "211_billion_laughs_sheet.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "billion laughs in sheet1.xml",
    fn=lambda p: zwrite(p, dtd("xl/worksheets/sheet1.xml", LOL, (">P001<", ">&l9;<"))),
)
reg(
    "212_billion_laughs_workbook.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "billion laughs in workbook.xml (sheet name)",
    fn=lambda p: zwrite(p, dtd("xl/workbook.xml", LOL, ('name="Sheet1"', 'name="&l9;"'))),
)
QUAD = '<!DOCTYPE q [<!ENTITY a "' + "A" * 100000 + '">]>'
reg(
    "213_quadratic_blowup.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "one 100 KB entity used 20,000 times (2 GB)",
    fn=lambda p: zwrite(p, dtd("xl/worksheets/sheet1.xml", QUAD, (">P001<", ">" + "&a;" * 20000 + "<"))),
)
reg(
    "214_xxe_file.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "external entity file:///etc/passwd: its content must appear nowhere",
    fn=lambda p: zwrite(
        p,
        dtd("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', (">P001<", ">&e;<")),
    ),
)
reg(
    "215_xxe_http.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "external entity http://127.0.0.1:9/: no request leaves the server",
    fn=lambda p: zwrite(
        p,
        dtd(
            "xl/sharedStrings.xml",
            '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>',
            ("<t>CT</t>", "<t>&e;</t>"),
        ),
    ),
)
reg(
    "216_external_dtd.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "external DTD reference",
    fn=lambda p: zwrite(p, dtd("xl/workbook.xml", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ("zzz", "zzz"))),
)
reg(
    "217_param_entity.xlsx",
    "xml",
    "reject",
    "xml_entities",
    "parameter entity",
    fn=lambda p: zwrite(
        p, dtd("xl/styles.xml", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>', ("zzz", "zzz"))
    ),
)
reg(
    "218_deep_nesting.xlsx",
    "xml",
    "reject",
    "corrupt_file",
    "200,000 nested elements in the sheet",
    fn=lambda p: zwrite(
        p,
        [
            (
                n,
                d
                if n != "xl/worksheets/sheet1.xml"
                else X
                + f'<worksheet xmlns="{NS}"><sheetData>'
                + "<row>" * 200000
                + "</row>" * 200000
                + "</sheetData></worksheet>",
            )
            for n, d in parts([("Sheet1", "")])
        ],
    ),
)
reg(
    "219_huge_attribute.xlsx",
    "xml",
    "reject",
    "unpacks_too_large",
    "one 300 MB attribute",
    fn=lambda p: zwrite(
        p,
        parts(
            [
                (
                    "Sheet1",
                    lambda: iter(
                        [(X + f'<worksheet xmlns="{NS}"><sheetData><row r="1" spans="').encode()]
                        + [b"1" * (1 << 20)] * 300
                        + [b'"/></sheetData></worksheet>']
                    ),
                )
            ]
        ),
    ),
)
reg(
    "220_dimension_lie_huge.xlsx",
    "resource",
    "accept",
    "ok",
    "<dimension A1:XFD1048576> declared (17e9 cells) over 17 rows: use real cells",
    BX,
    data=xl(T(), dim="A1:XFD1048576"),
)
reg(
    "221_one_cell_at_XFD1048576.xlsx",
    "resource",
    "warn",
    "stray_cells_ignored",
    "good table plus one stray cell at XFD1048576 (fastexcel #487: 52 GB allocation)",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [
                (
                    "Sheet1",
                    sheet(T()).replace(
                        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                    ),
                )
            ]
        ),
    ),
)
reg(
    "222_one_cell_at_XFD18.xlsx",
    "resource",
    "warn",
    "stray_cells_ignored",
    "stray cell far to the right in the last row",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [("Sheet1", sheet(T()).replace("</sheetData>", '<row r="18"><c r="XFD18"><v>1</v></c></row></sheetData>'))]
        ),
    ),
)
reg(
    "223_dimension_too_small.xlsx",
    "layout",
    "accept",
    "ok",
    "<dimension A1> declared but 17 rows follow: all rows are read",
    BX,
    data=xl(T(), dim="A1"),
)
reg(
    "224_cell_ref_out_of_range.xlsx",
    "container",
    "reject",
    "corrupt_file",
    "cell reference ZZZZ99999999 outside Excel's grid",
    fn=lambda p: zwrite(
        p,
        parts(
            [
                (
                    "Sheet1",
                    sheet(T()).replace(
                        "</sheetData>", '<row r="99999999"><c r="ZZZZ99999999"><v>1</v></c></row></sheetData>'
                    ),
                )
            ]
        ),
    ),
)
reg(
    "225_sst_count_lie.xlsx",
    "resource",
    "either",
    "ok",
    "sharedStrings uniqueCount=4294967295 with 8 strings (calamine #684)",
    BX,
    data=xl(
        ssrows(),
        sst=SST.replace('uniqueCount="8"', 'uniqueCount="4294967295"').replace('count="8"', 'count="4294967295"', 1),
    ),
)
reg(
    "226_sst_index_out_of_range.xlsx",
    "container",
    "reject",
    "corrupt_file",
    "a cell points at shared string 999999",
    data=xl([[R('t="s"><v>999999</v>')] + HDR[1:]] + B, sst=SST),
)
