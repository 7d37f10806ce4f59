"""A minimal writer of xlsx parts: the same bytes every time, and able to write what Excel never would."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from tests.difficult.cohort import HDR, B, T

ZDATE = (2020, 1, 1, 0, 0, 0)
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNS = "http://schemas.openxmlformats.org/package/2006/relationships"
X = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def col(i):
    s = ""
    i += 1
    while i:
        i, r = divmod(i - 1, 26)
        s = chr(65 + r) + s
    return s


class R(str):
    """raw cell xml body: R('t="e"><v>#N/A</v>') -> <c r="A1" t="e"><v>#N/A</v></c>"""


def cell(r, c, v):
    ref = f"{col(c)}{r + 1}"
    if v is None:
        return ""
    if isinstance(v, R):
        return f'<c r="{ref}" {v}</c>'
    if isinstance(v, bool):
        return f'<c r="{ref}" t="b"><v>{int(v)}</v></c>'
    if isinstance(v, (int, float)):
        return f'<c r="{ref}"><v>{v!r}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(str(v))}</t></is></c>'


def sheet(rows, pre="", post="", dim=None, rowattr=None, r0=0, c0=0):
    out = [X, f'<worksheet xmlns="{NS}" xmlns:r="{RNS}">']
    if dim:
        out.append(f'<dimension ref="{dim}"/>')
    out.append(pre + "<sheetData>")
    for i, row in enumerate(rows):
        a = (rowattr or {}).get(i, "")
        out.append(
            f'<row r="{i + r0 + 1}"{a}>' + "".join(cell(i + r0, j + c0, v) for j, v in enumerate(row)) + "</row>"
        )
    out.append("</sheetData>" + post + "</worksheet>")
    return "".join(out)


STYLES = (
    X + f'<styleSheet xmlns="{NS}"><numFmts count="1"><numFmt numFmtId="170" formatCode="# ?/?"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'  # 0 general
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'  # 1 date
    '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'  # 2 0%
    '<xf numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'  # 3 fraction
    '<xf numFmtId="16" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'  # 4 d-mmm
    "</cellXfs></styleSheet>"
)


def zwrite(path, parts, level=9, infos=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as z:
        for n, d in parts:
            zi = zipfile.ZipInfo(n, ZDATE)
            zi.compress_type = zipfile.ZIP_DEFLATED
            zi.external_attr = 0o600 << 16
            if infos and n in infos:
                infos[n](zi)
            if callable(d):  # streaming part: generator of bytes
                with z.open(zi, "w", force_zip64=True) as f:
                    for chunk in d():
                        f.write(chunk)
            else:
                z.writestr(zi, d.encode() if isinstance(d, str) else d, compresslevel=level)


def parts(
    sheets,
    sst=None,
    styles=STYLES,
    wbpr="",
    extra=(),
    rels_extra="",
    names=None,
    states=None,
    ct_extra="",
    macro=False,
    defined="",
    sheetrels=None,
    ns=NS,
    rns=RNS,
):
    """sheets: list of (name, xml or generator factory)"""
    ct = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        + (
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
            if macro
            else '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        )
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for i in range(len(sheets))
        )
        + '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        + (
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
            if sst
            else ""
        )
        + ct_extra
        + "</Types>"
    )
    st = states or {}
    wb = (
        f'<workbook xmlns="{ns}" xmlns:r="{rns}">'
        + wbpr
        + "<sheets>"
        + "".join(
            f'<sheet name={quoteattr(n)} sheetId="{i + 1}"{st.get(i, "")} r:id="rId{i + 1}"/>'
            for i, (n, _) in enumerate(sheets)
        )
        + "</sheets>"
        + defined
        + "</workbook>"
    )
    k = len(sheets)
    t = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rels = (
        f'<Relationships xmlns="{PNS}">'
        + "".join(
            f'<Relationship Id="rId{i + 1}" Type="{t}worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
            for i in range(k)
        )
        + f'<Relationship Id="rId{k + 1}" Type="{t}styles" Target="styles.xml"/>'
        + (f'<Relationship Id="rId{k + 2}" Type="{t}sharedStrings" Target="sharedStrings.xml"/>' if sst else "")
        + rels_extra
        + "</Relationships>"
    )
    p = [
        ("[Content_Types].xml", X + ct),
        (
            "_rels/.rels",
            X
            + f'<Relationships xmlns="{PNS}"><Relationship Id="rId1" Type="{t}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        ("xl/workbook.xml", X + wb),
        ("xl/_rels/workbook.xml.rels", X + rels),
        ("xl/styles.xml", styles),
    ]
    if sst:
        p.append(("xl/sharedStrings.xml", sst))
    for i, (_, d) in enumerate(sheets):
        p.append((f"xl/worksheets/sheet{i + 1}.xml", d))
    for n, d in (sheetrels or {}).items():
        p.append((n, d))
    return p + list(extra)


def book(path, rows, name="Sheet1", **kw):
    sk = {k: kw.pop(k) for k in ("pre", "post", "dim", "rowattr", "r0", "c0") if k in kw}
    zwrite(path, parts([(name, sheet(rows, **sk))], **kw))


def xl(rows, **kw):
    b = io.BytesIO()
    book(b, rows, **kw)
    return b.getvalue()


GOOD = xl(T())

SST = (
    X
    + f'<sst xmlns="{NS}" count="8" uniqueCount="8">'
    + "".join(f"<si><t>{h}</t></si>" for h in HDR + ["CT", "DSA"])
    + "</sst>"
)


def ssrows():
    out = [[R(f't="s"><v>{i}</v>') for i in range(6)]]
    for r in B:
        out.append([r[0], R(f't="s"><v>{6 if r[1] == "CT" else 7}</v>')] + r[2:])
    return out


HEADROW = '<row r="1">' + "".join(cell(0, j, h) for j, h in enumerate(HDR)) + "</row>"
