"""Titles, merged headers, footers, several tables and sheets, hidden parts."""

from __future__ import annotations

from tests.difficult.cohort import BX, HDR, B, T, exp
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    NS,
    PNS,
    R,
    X,
    parts,
    sheet,
    xl,
    zwrite,
)

FILES = Files()
reg = FILES.add

L = "layout"
reg("300_empty_sheet.xlsx", L, "reject", "empty_sheet", "no cells at all", data=xl([]))
reg(
    "301_header_only.xlsx",
    L,
    "reject",
    "no_rows",
    "header without patients: 'no patients below the header in row 1'",
    data=xl([HDR]),
)
reg(
    "302_one_row.xlsx", L, "warn", "too_few_rows", "one patient: shown, no test computed", exp(B[:1]), data=xl(T(B[:1]))
)
reg("303_leading_blanks.xlsx", L, "accept", "ok", "table starts at D5", BX, data=xl(T(), r0=4, c0=3))
reg(
    "304_title_rows.xlsx",
    L,
    "accept",
    "ok",
    "three title rows above the header",
    BX,
    data=xl([["髂骨转移瘤骨水泥注射登记表"], ["制表: 介入科", None, None, "日期 2017-01-01"], []] + T()),
)
reg(
    "305_merged_two_row_header.xlsx",
    L,
    "accept",
    "ok",
    "two header rows with merged VAS / ODI over 术前 / 术后",
    BX,
    data=xl(
        [["编号", "引导方式", "VAS", None, "ODI", None], [None, None, "术前", "术后", "术前", "术后"]] + B,
        post='<mergeCells count="4"><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/><mergeCell ref="E1:F1"/></mergeCells>',
    ),
)
reg(
    "306_footer_notes.xlsx",
    L,
    "warn",
    "rows_skipped",
    "two note rows below are not patients",
    BX,
    data=xl(T() + [[], ["注: VAS 0-10分"], ["统计: 张某"]]),
)
reg(
    "307_totals_row.xlsx",
    L,
    "warn",
    "rows_skipped",
    "合计/平均/SD rows must not count as patients",
    BX,
    data=xl(
        T()
        + [
            ["合计", None, 120, 40, 1000, 400],
            ["平均值", None, 7.5, 2.5, 63, 26],
            ["均数±标准差", None, "7.5±1.1", "2.5±1.1", "63±4", "26±4"],
        ]
    ),
)
reg(
    "308_subheader_units_row.xlsx",
    L,
    "warn",
    "rows_skipped",
    "a units row under the header",
    BX,
    data=xl([HDR, ["-", "-", "分", "分", "%", "%"]] + B),
)
reg(
    "309_repeated_header.xlsx",
    L,
    "warn",
    "rows_skipped",
    "header repeated in the middle (printed pages)",
    BX,
    data=xl(T(B[:8]) + T(B[8:])),
)
reg(
    "310_duplicate_headers.xlsx",
    L,
    "reject",
    "ambiguous_columns",
    "two different columns both called vas_post: ask which, never take one silently",
    data=xl([HDR + ["vas_post"]] + [r + [r[3] + 5] for r in B]),
)
reg(
    "311_duplicate_headers_same.xlsx",
    L,
    "warn",
    "duplicate_column_same_values",
    "the same column twice with identical values",
    BX,
    data=xl([HDR + ["vas_post"]] + [r + [r[3]] for r in B]),
)
reg(
    "312_transposed.xlsx",
    L,
    "reject",
    "looks_transposed",
    "patients in columns: say so (or offer to turn it)",
    data=xl([list(c) for c in zip(*T())]),
)
reg(
    "313_sheet_per_group.xlsx",
    L,
    "accept",
    "combine_sheets",
    "sheets 'CT组' and 'DSA组' without a group column",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [
                ("CT组", sheet([HDR[:1] + HDR[2:]] + [r[:1] + r[2:] for r in B[:8]])),
                ("DSA组", sheet([HDR[:1] + HDR[2:]] + [r[:1] + r[2:] for r in B[8:]])),
            ]
        ),
    ),
)
reg(
    "314_sheet_per_time.xlsx",
    L,
    "accept",
    "combine_sheets",
    "sheets 术前 and 术后 joined by patient",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [
                ("术前", sheet([["编号", "引导方式", "VAS", "ODI"]] + [[r[0], r[1], r[2], r[4]] for r in B])),
                ("术后", sheet([["编号", "VAS", "ODI"]] + [[r[0], r[3], r[5]] for r in reversed(B)])),
            ]
        ),
    ),
)
reg(
    "315_long_layout.xlsx",
    L,
    "accept",
    "ok",
    "long layout: one row per patient and visit",
    BX,
    data=xl(
        [["patient_id", "group", "time", "vas", "odi"]]
        + [x for r in B for x in ([r[0], r[1], "pre", r[2], r[4]], [r[0], r[1], "post", r[3], r[5]])]
    ),
)
reg(
    "316_hidden_rows.xlsx",
    L,
    "warn",
    "hidden_rows",
    "4 rows hidden by hand: counted, and said",
    BX,
    data=xl(T(), rowattr=dict.fromkeys((3, 4, 5, 6), ' hidden="1"')),
)
reg(
    "317_autofilter_active.xlsx",
    L,
    "warn",
    "hidden_rows",
    "an active filter shows DSA only: all 16 counted, and said",
    BX,
    data=xl(
        T(),
        rowattr=dict.fromkeys(range(1, 9), ' hidden="1"'),
        post='<autoFilter ref="A1:F17"><filterColumn colId="1"><filters><filter val="DSA"/></filters></filterColumn></autoFilter>',
    ),
)
reg(
    "318_hidden_columns.xlsx",
    L,
    "warn",
    "hidden_columns",
    "group column hidden",
    BX,
    data=xl(T(), pre='<cols><col min="2" max="2" width="9" hidden="1" customWidth="1"/></cols>'),
)
reg(
    "319_hidden_sheet_has_data.xlsx",
    L,
    "warn",
    "choose_sheet",
    "first sheet is a cover, the data sheet is hidden",
    BX,
    fn=lambda p: zwrite(
        p, parts([("说明", sheet([["请勿修改"]])), ("data", sheet(T()))], states={1: ' state="hidden"'})
    ),
)
reg(
    "320_very_hidden_sheet.xlsx",
    L,
    "warn",
    "hidden_sheet_present",
    "a veryHidden sheet carries names: never shown by accident",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [
                ("Sheet1", sheet(T())),
                ("names", sheet([["编号", "姓名"]] + [[r[0], f"测试{i}"] for i, r in enumerate(B)])),
            ],
            states={1: ' state="veryHidden"'},
        ),
    ),
)
reg(
    "321_cover_sheet_first.xlsx",
    L,
    "accept",
    "choose_sheet",
    "cover sheet first, data second",
    BX,
    fn=lambda p: zwrite(p, parts([("封面", sheet([["项目说明"], ["版本1"]])), ("数据", sheet(T()))])),
)
reg(
    "322_two_tables_side_by_side.xlsx",
    L,
    "warn",
    "several_tables",
    "a second small table to the right of the data",
    BX,
    data=xl([t + [None, None] + x for t, x in zip(T(), [["组", "例数"], ["CT", 8], ["DSA", 8]] + [[]] * 14)]),
)
reg(
    "323_two_tables_stacked.xlsx",
    L,
    "warn",
    "several_tables",
    "group tables stacked with a blank row and own headers",
    BX,
    data=xl(T(B[:8]) + [[], []] + T(B[8:])),
)
reg(
    "324_merged_group_cells.xlsx",
    L,
    "accept",
    "ok",
    "group column merged downwards (value in the first row only): fill inside the merge",
    BX,
    data=xl(
        [HDR] + [[r[0], r[1] if i % 8 == 0 else None] + r[2:] for i, r in enumerate(B)],
        post='<mergeCells count="2"><mergeCell ref="B2:B9"/><mergeCell ref="B10:B17"/></mergeCells>',
    ),
)
reg(
    "325_group_blank_not_merged.xlsx",
    L,
    "warn",
    "missing_group",
    "group blank below its first row, NOT merged: do not fill silently, ask",
    data=xl([HDR] + [[r[0], r[1] if i % 8 == 0 else None] + r[2:] for i, r in enumerate(B)]),
)
reg(
    "326_header_linebreaks.xlsx",
    L,
    "accept",
    "ok",
    "headers with line breaks and blanks: 'VAS\\n术前 '",
    BX,
    data=xl([["编号 ", " 引导\n方式", "VAS\n术前 ", "VAS\n术后", "ODI\n术前(%)", "ODI\n术后(%)"]] + B),
)
reg(
    "327_numeric_headers.xlsx",
    L,
    "reject",
    "columns_not_found",
    "headers 1..6: ask for a mapping",
    data=xl([[1, 2, 3, 4, 5, 6]] + B),
)
reg(
    "328_no_header.xlsx",
    L,
    "reject",
    "columns_not_found",
    "no header row: the first patient must not become the header silently",
    data=xl(B),
)
reg(
    "329_missing_group_column.xlsx",
    L,
    "warn",
    "no_group_column",
    "no group: one-arm before/after analysis only",
    {"n": 16},
    data=xl([HDR[:1] + HDR[2:]] + [r[:1] + r[2:] for r in B]),
)
reg(
    "330_only_baseline.xlsx",
    L,
    "warn",
    "no_followup_columns",
    "no follow-up columns: baseline table only, no change plot",
    {"n": 16},
    data=xl([[HDR[0], HDR[1], HDR[2], HDR[4]]] + [[r[0], r[1], r[2], r[4]] for r in B]),
)
reg(
    "331_many_timepoints.xlsx",
    L,
    "accept",
    "ok",
    "pre, 1d, 1w, 1m, 3m, 6m",
    {"n": 16, "timepoints": 6},
    data=xl(
        [["patient_id", "group"] + [f"vas_{t}" for t in ("pre", "1d", "1w", "1m", "3m", "6m")]]
        + [[r[0], r[1]] + [max(0, r[2] - k) for k in range(6)] for r in B]
    ),
)
reg(
    "332_comments.xlsx",
    L,
    "accept",
    "ok",
    "cell comments are ignored and never displayed (may name patients)",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [("Sheet1", sheet(T(), post='<legacyDrawing r:id="rId2"/>'))],
            ct_extra='<Override PartName="/xl/comments1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>',
            sheetrels={
                "xl/worksheets/_rels/sheet1.xml.rels": X
                + f'<Relationships xmlns="{PNS}"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing" Target="../drawings/v1.vml"/></Relationships>'
            },
            extra=[
                (
                    "xl/comments1.xml",
                    X
                    + f'<comments xmlns="{NS}"><authors><author>测试医生</author></authors><commentList><comment ref="C2" authorId="0"><text><t>测试甲 电话00012345678</t></text></comment></commentList></comments>',
                ),
                ("xl/drawings/v1.vml", '<xml xmlns:v="urn:schemas-microsoft-com:vml"></xml>'),
            ],
        ),
    ),
)
reg(
    "333_rich_text_phonetic.xlsx",
    L,
    "accept",
    "ok",
    "rich-text runs and phonetic hints in group cells",
    BX,
    data=xl(
        [HDR]
        + [
            [
                r[0],
                R(
                    f't="inlineStr"><is><r><t>{r[1][:1]}</t></r><r><t>{r[1][1:]}</t></r><rPh sb="0" eb="1"><t>zz</t></rPh></is>'
                ),
            ]
            + r[2:]
            for r in B
        ]
    ),
)
