"""Honest files that are large: strings, blank rows, columns, merges, styles, sheets, patients."""

from __future__ import annotations

from tests.difficult.cohort import BX, HDR, B, T
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    HEADROW,
    NS,
    STYLES,
    X,
    cell,
    parts,
    sheet,
    ssrows,
    xl,
    zwrite,
)

FILES = Files()
reg = FILES.add


def sst1e6():
    yield (X + f'<sst xmlns="{NS}" count="1000000" uniqueCount="1000000">').encode()
    yield "".join(f"<si><t>{h}</t></si>" for h in HDR + ["CT", "DSA"]).encode()
    for k in range(0, 999992, 8192):
        yield "".join(f"<si><t>s{i}</t></si>" for i in range(k, min(k + 8192, 999992))).encode()
    yield b"</sst>"


reg(
    "227_sst_1e6_strings.xlsx",
    "resource",
    "accept",
    "ok",
    "1,000,000 unused shared strings: read within the memory bound",
    BX,
    fn=lambda p: zwrite(p, parts([("Sheet1", sheet(ssrows()))], sst=sst1e6), level=6),
)


def blankrows():
    yield (
        X
        + f'<worksheet xmlns="{NS}"><sheetData>'
        + "".join(
            f'<row r="{i + 1}">' + "".join(cell(i, j, v) for j, v in enumerate(r)) + "</row>" for i, r in enumerate(T())
        )
    ).encode()
    for k in range(17, 1048576, 8192):
        yield "".join(
            f'<row r="{i + 1}" s="1" customFormat="1"><c r="A{i + 1}" s="1"/><c r="B{i + 1}" s="1"/></row>'
            for i in range(k, min(k + 8192, 1048576))
        ).encode()
    yield b"</sheetData></worksheet>"


reg(
    "228_blank_formatted_1048576_rows.xlsx",
    "resource",
    "accept",
    "ok",
    "16 patients then formatted blank rows down to row 1,048,576 (very common): 16 patients",
    BX,
    fn=lambda p: zwrite(p, parts([("Sheet1", blankrows)]), level=6),
)
reg(
    "229_16384_columns.xlsx",
    "resource",
    "warn",
    "extra_columns_ignored",
    "table plus 16,378 filler columns",
    BX,
    fn=lambda p: p.write(xl([HDR + [f"x{i}" for i in range(16384 - 6)]] + [r + [0] * (16384 - 6) for r in B])),
)
reg(
    "230_merged_100k.xlsx",
    "resource",
    "accept",
    "ok",
    "100,000 merged ranges below the table",
    BX,
    fn=lambda p: p.write(
        xl(
            T(),
            post='<mergeCells count="100000">'
            + "".join(f'<mergeCell ref="H{i}:I{i}"/>' for i in range(100, 100100))
            + "</mergeCells>",
        )
    ),
)
reg(
    "231_styles_60k.xlsx",
    "resource",
    "accept",
    "ok",
    "60,000 cell styles (old Chinese registry files carry them)",
    BX,
    fn=lambda p: p.write(
        xl(
            T(),
            styles=STYLES.replace('<cellXfs count="5">', '<cellXfs count="60005">').replace(
                "</cellXfs>", '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 60000 + "</cellXfs>"
            ),
        )
    ),
)
reg(
    "232_merge_whole_sheet.xlsx",
    "resource",
    "reject",
    "no_table_found",
    "one merge A1:XFD1048576",
    data=xl([["title"]], post='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
)
reg(
    "233_1000_sheets.xlsx",
    "resource",
    "warn",
    "choose_sheet",
    "1,000 sheets, data on the last",
    BX,
    fn=lambda p: zwrite(p, parts([(f"S{i}", sheet([])) for i in range(999)] + [("data", sheet(T()))]), level=1),
)
reg(
    "234_rows_300k_real.xlsx",
    "resource",
    "accept",
    "ok",
    "300,000 real patients: inside the time and memory bound",
    {"n": 300000, "groups": {"CT": 150000, "DSA": 150000}},
    fn=lambda p: zwrite(
        p,
        parts(
            [
                (
                    "Sheet1",
                    lambda: iter(
                        [(X + f'<worksheet xmlns="{NS}"><sheetData>' + HEADROW).encode()]
                        + [
                            "".join(
                                "<row>"
                                + f'<c t="inlineStr"><is><t>P{i:06d}</t></is></c><c t="inlineStr"><is><t>{"CT" if i % 2 else "DSA"}</t></is></c><c><v>{6 + i % 4}</v></c><c><v>{1 + i % 3}</v></c><c><v>{50 + i % 20}</v></c><c><v>{20 + i % 10}</v></c></row>'
                                for i in range(k, k + 10000)
                            ).encode()
                            for k in range(0, 300000, 10000)
                        ]
                        + [b"</sheetData></worksheet>"]
                    ),
                )
            ]
        ),
        level=6,
    ),
)
