"""Cells that are not plain numbers."""

from __future__ import annotations

from tests.difficult.cohort import BX, HDR, B, T, base, clean, exp, put
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    R,
    xl,
)

FILES = Files()
reg = FILES.add

V = "values"


def vas(name, vals, ok, verdict, code, text, j=2, expected=True):
    e = exp(clean(j, ok)) if expected is True else expected
    reg(name, V, verdict, code, text, e, data=xl(T(put(j, vals))))


vas("500_vas_slash10.xlsx", ["7/10", "8/10", "6/10"], [7, 8, 6], "accept", "parsed_text", "'7/10' is 7")
vas("501_vas_fen.xlsx", ["7分", "8 分", "6分"], [7, 8, 6], "accept", "parsed_text", "'7分' is 7")
vas("502_vas_fullwidth.xlsx", ["７", "８．５", "６"], [7, 8.5, 6], "accept", "parsed_text", "full-width digits")
vas("503_vas_decimal_comma.xlsx", ["7,5", "8,0", "6,5"], [7.5, 8, 6.5], "warn", "parsed_text", "'7,5' is 7.5, said")
vas(
    "504_vas_range.xlsx",
    ["7-8", "5~6", "6至7"],
    [None, None, None],
    "warn",
    "unreadable_values",
    "'7-8' is a range: missing, row named (never -1, never 78)",
)
vas(
    "505_vas_words.xlsx",
    ["重度", "severe", "疼痛明显"],
    [None, None, None],
    "warn",
    "unreadable_values",
    "words: missing, rows named",
)
vas("506_vas_negative.xlsx", [-1, "-1"], [None, None], "warn", "out_of_range", "-1: not used, row named")
vas(
    "507_vas_eleven.xlsx",
    [11, 10, 0],
    [None, 10, 0],
    "warn",
    "out_of_range",
    "11 on a 0-10 scale: not used, row named; 10 and 0 are fine",
)
reg(
    "508_vas_mm_scale.xlsx",
    V,
    "warn",
    "scale_0_100",
    "whole cohort on 0-100 mm: recognised, converted or kept, never mixed silently",
    exp([[r[0], r[1], r[2], r[3], r[4], r[5]] for r in B], scale="mm/10"),
    data=xl([HDR] + [[r[0], r[1], r[2] * 10, r[3] * 10, r[4], r[5]] for r in B]),
)
reg(
    "509_vas_mixed_scale.xlsx",
    V,
    "reject",
    "mixed_scale",
    "half the cohort in mm (70), half in cm (7): stop",
    data=xl(
        [HDR]
        + [[r[0], r[1], r[2] * (10 if i % 2 else 1), r[3] * (10 if i % 2 else 1), r[4], r[5]] for i, r in enumerate(B)]
    ),
)
vas("510_vas_mm_one.xlsx", [70], [None], "warn", "out_of_range", "one 70 among 0-10 scores: not used, row named")
reg(
    "511_odi_fraction.xlsx",
    V,
    "warn",
    "scale_0_1",
    "ODI as 0.42 for the whole cohort: recognised as proportion",
    BX,
    data=xl([HDR] + [[r[0], r[1], r[2], r[3], r[4] / 100, r[5] / 100] for r in B]),
)
reg(
    "512_odi_percent_text.xlsx",
    V,
    "accept",
    "parsed_text",
    "ODI as text '42%'",
    BX,
    data=xl([HDR] + [r[:4] + [f"{r[4]}%", f"{r[5]}％"] for r in B]),
)
reg(
    "513_odi_percent_format.xlsx",
    V,
    "accept",
    "scale_0_1",
    "ODI stored 0.42 with cell format 0% (Excel shows 42%)",
    BX,
    data=xl([HDR] + [r[:4] + [R(f's="2"><v>{r[4] / 100}</v>'), R(f's="2"><v>{r[5] / 100}</v>')] for r in B]),
)
reg(
    "514_odi_points_of_50.xlsx",
    V,
    "warn",
    "scale_0_50",
    "ODI raw points 0-50 (header says /50): doubled to percent, said",
    exp(B),
    data=xl([HDR[:4] + ["odi_pre (/50)", "odi_post (/50)"]] + [r[:4] + [r[4] // 2, r[5] // 2] for r in B]),
)
vas(
    "515_odi_of_50_text.xlsx",
    ["21/50", "30/50", "28 of 50"],
    [42, 60, 56],
    "accept",
    "parsed_text",
    "'21/50' is 42%",
    j=4,
)
vas(
    "516_odi_420.xlsx",
    [420, 101, -5],
    [None, None, None],
    "warn",
    "out_of_range",
    "420, 101, -5: not used, rows named",
    j=4,
)
vas(
    "517_missing_codes.xlsx",
    ["NA", "—", "/", "失访", "无", "N/A", "未测", "-"],
    [None] * 8,
    "warn",
    "missing_values",
    "eight codes for missing: missing, counted per code",
    j=3,
)
vas(
    "518_missing_999.xlsx",
    [999, 99, -9, -99, 9999],
    [None] * 5,
    "warn",
    "missing_codes_or_out_of_range",
    "999 / 99 / -9 as missing: never averaged in",
    j=3,
)
reg(
    "519_numbers_as_text.xlsx",
    V,
    "accept",
    "parsed_text",
    "all scores stored as text",
    BX,
    data=xl([HDR] + [r[:2] + [str(x) for x in r[2:]] for r in B]),
)
reg(
    "520_numbers_apostrophe_nbsp.xlsx",
    V,
    "accept",
    "parsed_text",
    "scores with leading apostrophe, NBSP, zero-width blank",
    BX,
    data=xl(
        [HDR]
        + [r[:2] + ["'" + str(r[2]), "\u00a0" + str(r[3]), str(r[4]) + "\u200b", " " + str(r[5]) + "\u3000"] for r in B]
    ),
)
reg(
    "521_excel_errors.xlsx",
    V,
    "warn",
    "excel_errors",
    "#DIV/0! #N/A #VALUE! #REF!: missing, cells named",
    exp(put(3, [None] * 4)),
    data=xl(T(put(3, [R(f't="e"><v>{e}</v>') for e in ("#DIV/0!", "#N/A", "#VALUE!", "#REF!")]))),
)
reg(
    "522_formulas_no_cache.xlsx",
    V,
    "reject",
    "formulas_without_values",
    "vas_post = C2-5 without cached results (file written by a program): 'open in Excel and save'",
    data=xl([HDR] + [r[:3] + [R(f"><f>C{i + 2}-5</f>")] + r[4:] for i, r in enumerate(B)]),
)
reg(
    "523_formulas_cached.xlsx",
    V,
    "accept",
    "ok",
    "formulas with cached results",
    BX,
    data=xl([HDR] + [r[:3] + [R(f"><f>C{i + 2}-{r[2] - r[3]}</f><v>{r[3]}</v>")] + r[4:] for i, r in enumerate(B)]),
)
reg(
    "524_formula_partial_cache.xlsx",
    V,
    "warn",
    "formulas_without_values",
    "4 of 16 formulas have no cached value: those rows named",
    exp(put(3, [None] * 4)),
    data=xl(
        [HDR]
        + [
            r[:3] + [R(f"><f>C{i + 2}-{r[2] - r[3]}</f>" + (f"<v>{r[3]}</v>" if i >= 4 else ""))] + r[4:]
            for i, r in enumerate(B)
        ]
    ),
)
reg(
    "525_scores_became_dates.xlsx",
    V,
    "warn",
    "dates_in_scores",
    "'3/4' became 4-Mar in 4 cells: missing, cells named (never 45000)",
    exp(put(3, [None] * 4)),
    data=xl(T(put(3, [R(f's="4"><v>{42798 + i}</v>') for i in range(4)]))),
)
reg(
    "526_fraction_format.xlsx",
    V,
    "warn",
    "proportion_values",
    "7/10 typed into a fraction-formatted cell is 0.7: flagged, not averaged as 0.7",
    exp(put(2, [None] * 4)),
    data=xl(T(put(2, [R(f's="3"><v>0.{7 + i % 2}</v>') for i in range(4)]))),
)
reg(
    "527_date1904.xlsx",
    V,
    "accept",
    "ok",
    "1904 date system: the operation date is 2016-05-03, not 4 years off",
    dict(BX, op_date="2016-05-03"),
    data=xl([HDR + ["op_date"]] + [r + [R('s="1"><v>41031</v>')] for r in B], wbpr='<workbookPr date1904="1"/>'),
)
reg(
    "528_date1900.xlsx",
    V,
    "accept",
    "ok",
    "1900 date system: 2016-05-03",
    dict(BX, op_date="2016-05-03"),
    data=xl([HDR + ["op_date"]] + [r + [R('s="1"><v>42493</v>')] for r in B]),
)
reg(
    "529_dates_text_mixed.xlsx",
    V,
    "warn",
    "ambiguous_dates",
    "2016年5月3日 / 2016.5.3 / 03-05-2016 / 5/3/16 / 20160503: ambiguous ones named",
    BX,
    data=xl(
        [HDR + ["op_date"]]
        + [r + [["2016年5月3日", "2016.5.3", "03-05-2016", "5/3/16", "20160503"][i % 5]] for i, r in enumerate(B)]
    ),
)
reg(
    "530_followup_before_baseline.xlsx",
    V,
    "warn",
    "date_order",
    "follow-up dated before the operation in 2 rows",
    BX,
    data=xl(
        [HDR + ["op_date", "fu_date"]]
        + [r + [R('s="1"><v>42493</v>'), R(f's="1"><v>{42400 if i < 2 else 42523}</v>')] for i, r in enumerate(B)]
    ),
)
reg(
    "531_booleans.xlsx",
    V,
    "warn",
    "unreadable_values",
    "TRUE/FALSE in score cells: missing, never 1/0",
    exp(put(3, [None, None])),
    data=xl(T(put(3, [True, False]))),
)
reg(
    "532_all_identical.xlsx",
    V,
    "warn",
    "no_variance",
    "every score the same: no t-test division by zero, no NaN on screen",
    exp([[r[0], r[1], 7, 7, 60, 60] for r in B]),
    data=xl([HDR] + [[r[0], r[1], 7, 7, 60, 60] for r in B]),
)
reg(
    "533_constant_change.xlsx",
    V,
    "warn",
    "no_variance",
    "every patient improves by exactly 5 (SD of change 0)",
    exp([[r[0], r[1], r[2], r[2] - 5, r[4], r[4] - 30] for r in B]),
    data=xl([HDR] + [[r[0], r[1], r[2], r[2] - 5, r[4], r[4] - 30] for r in B]),
)
reg(
    "534_all_missing_followup.xlsx",
    V,
    "warn",
    "no_followup_values",
    "follow-up columns are all empty",
    exp([r[:3] + [None, r[4], None] for r in B]),
    data=xl([HDR] + [r[:3] + [None, r[4], None] for r in B]),
)
reg(
    "535_one_arm_no_followup.xlsx",
    V,
    "warn",
    "no_followup_values",
    "DSA arm has no follow-up at all (differential loss)",
    exp(B[:8] + [r[:3] + [None, r[4], None] for r in B[8:]]),
    data=xl([HDR] + B[:8] + [r[:3] + [None, r[4], None] for r in B[8:]]),
)
reg(
    "536_inf_nan_1e308.xlsx",
    V,
    "warn",
    "out_of_range",
    "1e308, -1e308, 'inf', 'NaN', 'Infinity', 1e-320",
    exp(put(3, [None] * 5 + [None])),
    data=xl(T(put(3, [R("><v>1e308</v>"), R("><v>-1e308</v>"), "inf", "NaN", "Infinity", R("><v>1e999</v>")]))),
)
reg(
    "537_mean_sd_cells.xlsx",
    V,
    "reject",
    "summary_not_patients",
    "a results table (mean±SD per group) instead of patients: point to 'check a published table'",
    data=xl(
        [["组别", "例数", "VAS术前", "VAS术后"], ["CT", 32, "7.2±1.1", "2.3±0.8"], ["DSA", 32, "7.1±1.0", "2.4±0.9"]]
    ),
)
vas(
    "538_footnote_marks.xlsx",
    ["7*", "8#", "6①", "7.0△"],
    [7, 8, 6, 7],
    "warn",
    "parsed_text",
    "footnote marks after numbers",
)
vas(
    "539_chinese_numerals.xlsx",
    ["七", "八分", "六"],
    [7, 8, 6],
    "warn",
    "parsed_text",
    "Chinese numerals (read, or named as unreadable: never silently dropped)",
)
vas(
    "540_two_values_in_cell.xlsx",
    ["静息3/活动7", "7(6)", "7→3"],
    [None] * 3,
    "warn",
    "unreadable_values",
    "two values in one cell: missing, rows named",
)
vas("541_units.xlsx", ["7cm", "8 points", "6.0 cm"], [7, 8, 6], "accept", "parsed_text", "units after the number")
vas("542_inequality.xlsx", ["<1", "≥7", "约6"], [None] * 3, "warn", "unreadable_values", "inequalities / 'about'")
reg(
    "543_long_decimals.xlsx",
    V,
    "accept",
    "ok",
    "7.000000000000001 style noise does not break range checks at 10",
    exp(put(2, [10, 7, 6])),
    data=xl(T(put(2, [R("><v>10.000000000000002</v>"), R("><v>6.9999999999999991</v>"), R("><v>6</v>")]))),
)
reg(
    "544_yes_no_variants.xlsx",
    V,
    "warn",
    "coded_yes_no",
    "leakage as 有 无 是 否 √ × + - Y N 1 0 阳性 阴性 True 未见: 8 yes / 8 no",
    dict(BX, leakage_yes=8),
    data=xl(
        [HDR + ["骨水泥渗漏"]]
        + [
            r
            + [["有", "无", "是", "否", "√", "×", "+", "-", "Y", "N", "1", "0", "阳性", "阴性", "有(椎旁)", "未见"][i]]
            for i, r in enumerate(B)
        ]
    ),
)
reg(
    "545_post_worse_everywhere.xlsx",
    V,
    "warn",
    "pre_post_swapped",
    "all scores rise after treatment: ask whether the columns are swapped",
    exp([[r[0], r[1], r[3], r[2], r[5], r[4]] for r in B]),
    data=xl([HDR] + [[r[0], r[1], r[3], r[2], r[5], r[4]] for r in B]),
)
reg(
    "546_outlier_typo.xlsx",
    V,
    "warn",
    "out_of_range",
    "75 typed for 7.5",
    exp(put(2, [None])),
    data=xl(T(put(2, [75]))),
)
reg(
    "547_seed_summary_64.xlsx",
    "control",
    "accept",
    "ok",
    "64 patients 32/32 (the seed's size)",
    exp(base(32)),
    data=xl(T(base(32))),
)
