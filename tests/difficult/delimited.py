"""Text files: encodings, separators, quotes."""

from __future__ import annotations

import json
import zlib

from tests.difficult.cohort import BX, HDR, B, exp
from tests.difficult.file import Files

FILES = Files()
reg = FILES.add

C = "csv"


def cs(rows=None, sep=",", nl="\n", hdr=None):
    return nl.join(sep.join(map(str, r)) for r in [hdr or HDR] + (rows or B)) + nl


ZH = ["编号", "引导方式", "术前VAS", "术后VAS", "术前ODI", "术后ODI"]
reg(
    "600_gb18030.csv",
    C,
    "accept",
    "ok",
    "GB18030 Chinese CSV (what Chinese Excel saves)",
    BX,
    data=cs(hdr=ZH).replace("CT", "CT引导").replace("DSA", "DSA引导").encode("gb18030"),
)
reg("601_utf8_bom.csv", C, "accept", "ok", "UTF-8 with BOM", BX, data=b"\xef\xbb\xbf" + cs(hdr=ZH).encode())
reg(
    "602_utf16le_bom_tab.csv",
    C,
    "accept",
    "ok",
    "UTF-16 LE with BOM, tabs (Excel 'Unicode text')",
    BX,
    data=cs(hdr=ZH, sep="\t").encode("utf-16"),
)
reg(
    "603_utf16be_nobom.csv",
    C,
    "either",
    "ok",
    "UTF-16 BE without BOM (or a clear 'encoding not recognised')",
    BX,
    data=cs(hdr=ZH).encode("utf-16-be"),
)
reg(
    "604_big5.csv",
    C,
    "either",
    "ok",
    "Big5 (Taiwan/Hong Kong): headers right, not mojibake; ask if unsure",
    BX,
    data=cs(hdr=["編號", "引導方式", "術前VAS", "術後VAS", "術前ODI", "術後ODI"]).encode("big5"),
)
reg(
    "605_semicolon_decimal_comma.csv",
    C,
    "accept",
    "ok",
    "semicolons and decimal commas (European Excel)",
    exp([r[:2] + [r[2] + 0.5, r[3], r[4] + 0.5, r[5]] for r in B]),
    data=cs([r[:2] + [f"{r[2]},5", r[3], f"{r[4]},5", r[5]] for r in B], sep=";").encode(),
)
reg("606_tab.csv", C, "accept", "ok", "tabs", BX, data=cs(sep="\t").encode())
reg("607_pipe.csv", C, "accept", "ok", "pipes", BX, data=cs(sep="|").encode())
reg("608_crlf.csv", C, "accept", "ok", "CRLF", BX, data=cs(nl="\r\n").encode())
reg("609_cr_only.csv", C, "accept", "ok", "CR only (old Mac)", BX, data=cs(nl="\r").encode())
reg("610_mixed_newlines.csv", C, "accept", "ok", "mixed newlines", BX, data=cs().replace("\n", "\r\n", 5).encode())
reg(
    "611_embedded_newline_quotes.csv",
    C,
    "accept",
    "ok",
    "quoted notes with newlines, commas and doubled quotes",
    BX,
    data=(
        "patient_id,group,note,vas_pre,vas_post,odi_pre,odi_post\n"
        + "".join(f'{r[0]},{r[1]},"line1\nline2, ""quoted""",{r[2]},{r[3]},{r[4]},{r[5]}\n' for r in B)
    ).encode(),
)
reg(
    "612_unbalanced_quote.csv",
    C,
    "reject",
    "csv_quotes",
    "an opening quote that never closes: line named (never half the cohort silently)",
    data=cs().replace("P005", '"P005').encode(),
)
reg("613_nul_bytes.csv", C, "reject", "nul_bytes", "NUL bytes inside", data=cs().replace("P003", "P0\x0003").encode())
reg(
    "614_ragged_rows.csv",
    C,
    "warn",
    "ragged_rows",
    "two rows have an extra field, one lacks two: rows named",
    {"n": 16},
    data=cs().replace("P003,", "P003,extra,").replace("P004,", "P004,extra,").encode().replace(b",60,22", b"", 1),
)
reg("615_sep_line.csv", C, "accept", "ok", "first line 'sep=;'", BX, data=("sep=;\n" + cs(sep=";")).encode())
reg(
    "616_trailing_commas_blank_lines.csv",
    C,
    "accept",
    "ok",
    "trailing commas and blank lines",
    BX,
    data=("\n\n" + cs().replace("\n", ",,,\n") + ",,,,,,,,\n\n\n").encode(),
)
reg(
    "617_latin1.csv",
    C,
    "accept",
    "ok",
    "Latin-1 'guidée par CT' in a note",
    BX,
    data=cs([r[:6] for r in B]).replace("patient_id", "patient_é").encode("latin-1"),
)
reg(
    "618_mixed_encoding.csv",
    C,
    "reject",
    "encoding",
    "UTF-8 header, GBK rows: 'encoding is mixed', not mojibake",
    data=",".join(ZH).encode()
    + b"\n"
    + "".join(f"{r[0]},{'CT引导' if r[1] == 'CT' else 'DSA引导'},{r[2]},{r[3]},{r[4]},{r[5]}\n" for r in B).encode(
        "gbk"
    ),
)
reg(
    "619_thousands_sep.csv",
    C,
    "accept",
    "ok",
    "cost column '12,345.67' quoted does not shift columns",
    BX,
    data=(
        "patient_id,group,cost,vas_pre,vas_post,odi_pre,odi_post\n"
        + "".join(f'{r[0]},{r[1]},"12,345.67",{r[2]},{r[3]},{r[4]},{r[5]}\n' for r in B)
    ).encode(),
)
reg(
    "620_one_giant_line.csv",
    C,
    "reject",
    "no_table_found",
    "20 MB without a newline",
    fn=lambda p: p.write(b"a" * (20 << 20)),
)
reg(
    "621_million_columns.csv",
    C,
    "reject",
    "too_many_columns",
    "1,000,000 columns",
    fn=lambda p: p.write(
        (",".join("c" for _ in range(1000000)) + "\n" + ",".join("1" for _ in range(1000000)) + "\n").encode()
    ),
)
reg("622_json_named.csv", C, "reject", "not_a_spreadsheet", "JSON named .csv", data=json.dumps({"a": [1, 2]}).encode())
reg(
    "623_gzip_named.csv",
    C,
    "reject",
    "not_a_spreadsheet",
    "gzip bomb named .csv (100 MB of zeros)",
    fn=lambda p: p.write(
        zlib.compressobj(9, zlib.DEFLATED, 31).compress(b"")
        + (lambda o: o.compress(bytes(100 << 20)) + o.flush())(zlib.compressobj(9, zlib.DEFLATED, 31))
    ),
)
reg("624_header_only.csv", C, "reject", "no_rows", "header only", data=(",".join(HDR) + "\n").encode())
reg(
    "625_index_column.csv",
    C,
    "accept",
    "ok",
    "unnamed first index column (as pandas writes)",
    BX,
    data=("," + cs().replace("\n", "\n@,")).rstrip("@,").replace("@", "1").encode(),
)
