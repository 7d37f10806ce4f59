"""Methods and patients: spellings, codes, duplicates, identifiers."""

from __future__ import annotations

from tests.difficult.cohort import BX, HDR, B, T, exp, put
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    GOOD,
    R,
    X,
    parts,
    sheet,
    xl,
    zwrite,
)

FILES = Files()
reg = FILES.add

G = "groups"


def grp(vals):
    return [[r[0], vals[i % len(vals)]] + r[2:] for i, r in enumerate(B)]


_v = ["CT", "ct ", " Ct", "ＣＴ", "CT引导", "CT-guided", "CT\u00a0", "CT组"]
_d = ["DSA", "dsa", "ＤＳＡ", "DSA引导", "DSA guided", "Dsa ", "DSA组", "\u200bDSA"]
reg(
    "400_group_variants.xlsx",
    G,
    "warn",
    "groups_merged",
    "16 spellings of CT / DSA (case, blanks, full width, NBSP, zero width, 引导): 8 + 8, with the merge shown",
    BX,
    data=xl([HDR] + [[r[0], (_v if i < 8 else _d)[i % 8]] + r[2:] for i, r in enumerate(B)]),
)
reg(
    "401_group_codes.xlsx",
    G,
    "warn",
    "coded_groups",
    "groups coded 1 / 2: ask what they mean",
    {"n": 16, "groups": {"1": 8, "2": 8}},
    data=xl([HDR] + [[r[0], 1 if r[1] == "CT" else 2] + r[2:] for r in B]),
)
reg(
    "402_fifty_groups.xlsx",
    G,
    "warn",
    "too_many_groups",
    "50 groups of 4: no 50-way test matrix, no crash, legend readable",
    {"n": 200},
    data=xl([HDR] + [[f"P{i:03d}", f"method {i % 50}", 7, 2, 60, 20 + i % 7] for i in range(200)]),
)
reg(
    "403_one_group.xlsx",
    G,
    "warn",
    "one_group",
    "one group only: before/after, no between-group test",
    exp(B[:8]),
    data=xl(T(B[:8])),
)
reg(
    "404_two_groups_n1.xlsx",
    G,
    "warn",
    "too_few_rows",
    "n=1 in each group: values shown, p not computed, no NaN printed",
    exp([B[0], B[8]]),
    data=xl(T([B[0], B[8]])),
)
reg(
    "405_group_blank_some.xlsx",
    G,
    "warn",
    "missing_group",
    "3 patients without a group: named by row, left out of group tests",
    {"n": 16, "ungrouped": 3},
    data=xl(T(put(1, [None, "", "  "]))),
)
reg(
    "406_group_is_free_text.xlsx",
    G,
    "warn",
    "too_many_groups",
    "16 different sentences in the group column",
    {"n": 16},
    data=xl([HDR] + [[r[0], f"在CT引导下第{i}例,俯卧位"] + r[2:] for i, r in enumerate(B)]),
)
reg(
    "407_duplicate_exact.xlsx",
    G,
    "warn",
    "duplicate_rows",
    "two patients entered twice, identical: counted once, rows named",
    BX,
    data=xl(T(B + [list(B[0]), list(B[9])])),
)
reg(
    "408_duplicate_conflict.xlsx",
    G,
    "reject",
    "duplicate_patient_conflict",
    "P001 twice with different scores: stop and name both rows",
    data=xl(T(B + [["P001", "CT", 9, 9, 90, 90]])),
)
reg(
    "409_duplicate_two_groups.xlsx",
    G,
    "reject",
    "duplicate_patient_conflict",
    "P001 in both groups",
    data=xl(T(B + [["P001", "DSA"] + B[0][2:]])),
)
reg(
    "410_blank_ids.xlsx",
    G,
    "warn",
    "missing_id",
    "ids missing in 3 rows: rows kept, named",
    BX,
    data=xl(T(put(0, [None, "", " "]))),
)
reg(
    "411_ids_leading_zero.csv",
    G,
    "accept",
    "ok",
    "ids 001..016 stay text (007 is not 7)",
    BX,
    data=(
        "\n".join([",".join(HDR)] + [",".join(map(str, [f"{i + 1:03d}"] + r[1:])) for i, r in enumerate(B)])
    ).encode(),
)
reg(
    "412_ids_18_digits_as_float.xlsx",
    G,
    "warn",
    "identifiers_found",
    "18-digit ID numbers stored as numbers (precision lost: all end in 000): flagged as ID numbers, never used to join",
    {"n": 16},
    data=xl([["身份证号"] + HDR[1:]] + [[R(f"><v>9.9999919500101{i:02d}E+17</v>")] + r[1:] for i, r in enumerate(B)]),
)
reg(
    "413_identifiers.xlsx",
    "privacy",
    "warn",
    "identifiers_found",
    "columns 姓名 身份证号 住院号 电话 住址 出生日期: named, dropped before anything is stored or drawn",
    BX,
    data=xl(
        [["姓名", "身份证号", "住院号", "联系电话", "家庭住址", "出生日期"] + HDR]
        + [
            [
                f"测试{chr(0x4E00 + i)}",
                f"99999919500101{i:03d}X",
                f"ZY{i:08d}",
                f"000{i:08d}",
                "测试省测试市1号",
                R(f's="1"><v>{18000 + i}</v>'),
            ]
            + r
            for i, r in enumerate(B)
        ]
    ),
)
reg(
    "414_identifiers_in_text.xlsx",
    "privacy",
    "warn",
    "identifiers_found",
    "a remarks column carries a phone and an ID number in free text",
    BX,
    data=xl(
        [HDR + ["备注"]]
        + [
            r + [f"家属电话00012345{i:03d}, 身份证99999919500101{i:03d}X" if i % 5 == 0 else ""]
            for i, r in enumerate(B)
        ]
    ),
)
reg(
    "415_identifiers_disguised.xlsx",
    "privacy",
    "warn",
    "identifiers_found",
    "header 'no.' holds 18-digit ID numbers as text",
    {"n": 16},
    data=xl([["no."] + HDR[1:]] + [[f"99999919500101{i:03d}X"] + r[1:] for i, r in enumerate(B)]),
)
reg(
    "416_测试张三_住院号ZY0001.xlsx",
    "privacy",
    "accept",
    "ok",
    "patient name in the FILE name: never in a log, a URL, a report or a temp path",
    BX,
    data=GOOD,
)
reg(
    "417_name_in_docprops.xlsx",
    "privacy",
    "accept",
    "ok",
    "author name in docProps: not carried into the report",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [("Sheet1", sheet(T()))],
            extra=[
                (
                    "docProps/core.xml",
                    X
                    + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>测试医生</dc:creator></cp:coreProperties>',
                )
            ],
        ),
    ),
)
reg(
    "418_age_over_89.xlsx",
    "privacy",
    "warn",
    "small_cells",
    "ages 91 and 97 and one-patient groups: grouped as 90+ / hidden below the cell limit in shared output",
    BX,
    data=xl([HDR + ["age"]] + [r + [[91, 97, 55][i % 3]] for i, r in enumerate(B)]),
)
