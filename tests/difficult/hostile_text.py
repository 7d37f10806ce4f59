"""Text that would be run, if it were ever taken for code."""

from __future__ import annotations

from tests.difficult.cohort import BX, HDR, B, T, exp
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    GOOD,
    xl,
)

FILES = Files()
reg = FILES.add

INJECTION = "injection"


def idg(name, gs, text, verdict="accept", code="ok", ids=None):
    rows = [
        [(ids[i % len(ids)] + f"#{i}") if ids else r[0], gs[0] if r[1] == "CT" else gs[1]] + r[2:]
        for i, r in enumerate(B)
    ]
    reg(name, INJECTION, verdict, code, text, exp(rows), data=xl([HDR] + rows))


idg(
    "700_formula_groups.xlsx",
    ['=HYPERLINK("http://127.0.0.1:9/?"&A1,"CT")', "+cmd|' /C calc'!A0"],
    "formula strings as TEXT in group names: shown as text; every CSV/Excel export neutralises them",
)
idg(
    "701_formula_ids.xlsx",
    ["CT", "DSA"],
    "ids '@SUM(1+1)*cmd|x', '-2+3', '\\t=1+1', '\\r=1+1', ' =1+1'",
    ids=["@SUM(1+1)*cmd|' /C calc'!A0", "-2+3+cmd|x", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "|calc", "%0A=1"],
)
idg(
    "702_script_groups.xlsx",
    ["<script>window.__pwned=1</script>", "<img src=x onerror=window.__pwned=1>"],
    "script tags are shown as text; window.__pwned stays undefined",
)
idg(
    "703_svg_iframe_groups.xlsx",
    ["<svg/onload=window.__pwned=1>", "<iframe srcdoc='<script>parent.__pwned=1</script>'>"],
    "svg / iframe as text",
)
idg(
    "704_markdown_groups.xlsx",
    ["![x](http://127.0.0.1:9/track.png)", "[click](javascript:window.__pwned=1)"],
    "markdown image / javascript link: no request, no link",
)
idg(
    "705_streamlit_markdown.xlsx",
    [":red[CT] :material/delete: $\\href{javascript:alert(1)}{x}$", "# H1\n- item **bold** `code` ~~s~~"],
    "Streamlit colour / icon / LaTeX directives are not interpreted",
)
idg(
    "706_vega_expressions.xlsx",
    ["'+alert(1)+'", "datum.constructor.constructor('window.__pwned=1')()"],
    "Vega expression strings as group names: domains, filters and tooltips treat them as data",
)
idg(
    "707_quotes_groups.xlsx",
    ["CT'\"`\\", "DSA\\'; --"],
    "quotes and backslashes in group names survive filter expressions",
)
idg(
    "708_sql_groups.xlsx",
    ["CT'; DROP TABLE patients; --", 'DSA" OR "1"="1'],
    "SQL strings: DuckDB queries are parameterised",
)
idg(
    "709_pandas_query.xlsx",
    ["@__import__('os').system('touch /var/evil_query')", "`DSA` == 1 or 1==1"],
    "pandas query / eval strings are never evaluated",
)
idg(
    "710_template_groups.xlsx",
    ["{{7*7}} {% raw %} ${7*7}", "{0.__class__} %s %(x)s"],
    "template and format strings stay as they are (no '49')",
)
idg(
    "711_rtl_zero_width.xlsx",
    ["\u202eTC\u202c", "DSA\u200b\u200d\ufeff"],
    "bidi override and zero-width characters are made visible or stripped",
    "warn",
    "groups_merged",
)
idg("712_emoji_combining.xlsx", ["CT👩‍⚕️🏥", "D\u0301S\u0302A\u0303é"], "emoji and combining marks in names")
idg(
    "713_control_chars.xlsx",
    ["CT_x000B__x0001_", "DSA_x0008_"],
    "escaped control characters (they break python-docx / XML export if unescaped)",
)
idg(
    "714_very_long_group.xlsx",
    ["CT" + "长" * 32000, "DSA" + "x" * 32000],
    "32,000-character group names: shortened on screen, legend readable, < 2 s",
    "warn",
    "long_names",
)
idg(
    "715_path_ids.xlsx",
    ["CT", "DSA"],
    "ids like paths and URLs: never part of a file name",
    ids=["../../../../var/evil_id", "/etc/passwd", "C:\\Windows\\x", "file:///etc/passwd", "CON", "nul.txt"],
)
idg(
    "716_proto_groups.xlsx",
    ["__proto__", "constructor"],
    "JavaScript prototype names as groups: bars drawn, counts right",
)
idg("717_null_undefined_groups.xlsx", ["null", "undefined"], "'null', 'undefined' are names, not missing")
idg("718_nan_true_groups.xlsx", ["NaN", "True"], "'NaN', 'True' are names in a group column (pandas drops 'NaN')")
idg(
    "719_none_na_groups.xlsx",
    ["None", "NA"],
    "'None','NA' as group names: not dropped silently (ask)",
    "warn",
    "missing_group",
)
for k, (nm, hs, tx) in enumerate(
    [
        ("dots", ["id.x", "grp.1", "vas.pre", "vas.post", "odi.pre", "odi.post"], "dots"),
        ("brackets", ["id[1]", "group[a]", "VAS[术前]", "VAS[术后]", "ODI[术前]", "ODI[术后]"], "square brackets"),
        ("colons", ["id:Q", "group:N", "VAS:pre", "VAS:post", "ODI:pre", "ODI:post"], "colons (Altair type shorthand)"),
        (
            "backslash_quotes",
            ["id\\", "gr'oup", 'VAS"pre"', "VAS\\post", "ODI'pre", "ODI`post"],
            "backslashes and quotes",
        ),
        (
            "aggregates",
            ["count()", "mean(group)", "vas_pre", "vas_post", "odi_pre", "odi_post"],
            "names that are Altair aggregates",
        ),
        (
            "proto",
            ["__proto__", "constructor", "vas_pre", "vas_post", "odi_pre", "odi_post"],
            "__proto__ / constructor",
        ),
        (
            "internal",
            ["index", "level_0", "variable", "value", "group", "change"],
            "names an app uses inside (index, variable, value, change)",
        ),
        (
            "markup",
            ["<b>id</b>", "<script>window.__pwned=1</script>", "**VAS** pre", "VAS _post_", "ODI $pre$", "ODI $post$"],
            "markup in headers",
        ),
        (
            "formulas",
            ["=1+1", "+group", "-vas_pre", "@vas_post", '=HYPERLINK("x")', "odi_post"],
            "formula-like headers",
        ),
        (
            "empty_spaces",
            ["patient_id", "group", " vas_pre ", "vas_post\u00a0", "\u3000odi_pre", "odi_post\u200b"],
            "blanks around header names",
        ),
        ("case_collide", ["patient_id", "group", "VAS_Pre", "vas_POST", "Odi_Pre", "ODI_POST"], "mixed case"),
        (
            "very_long",
            ["patient_id", "group", "vas_pre " + "说" * 5000, "vas_post " + "明" * 5000, "odi_pre", "odi_post"],
            "10,000-character headers",
        ),
    ],
    start=730,
):
    reg(
        f"{k}_header_{nm}.xlsx",
        INJECTION,
        "accept" if nm != "internal" else "reject",
        "ok" if nm != "internal" else "columns_not_found",
        f"column names with {tx}: mapped (or a mapping is asked for) and every chart still draws its points",
        BX if nm != "internal" else None,
        data=xl([hs] + B),
    )
reg(
    "745_sheetname_script.xlsx",
    INJECTION,
    "accept",
    "ok",
    "sheet name carries markup",
    BX,
    data=xl(T(), name="<img src=x onerror=x>'!A1"),
)
reg(
    "746_filename_;rm -rf $(x)`'\".xlsx",
    INJECTION,
    "accept",
    "ok",
    "shell metacharacters in the file name",
    BX,
    data=GOOD,
)
reg("747_" + "长" * 70 + ".xlsx", INJECTION, "accept", "ok", "over-long file name (225 bytes)", BX, data=GOOD)
reg(
    "748_defined_name_formula.xlsx",
    INJECTION,
    "warn",
    "external_links_ignored",
    "defined name with a DDE / external reference",
    BX,
    data=xl(T(), defined="<definedNames><definedName name=\"evil\">cmd|'/C calc'!A0</definedName></definedNames>"),
)
