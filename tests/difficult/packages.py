"""What may be odd inside the zip of an xlsx: paths, links, parts that are missing or not well-formed."""

from __future__ import annotations

from tests.difficult.cohort import BX, B, T
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    NS,
    PNS,
    RNS,
    X,
    parts,
    sheet,
    zwrite,
)

FILES = Files()
reg = FILES.add

reg(
    "133_zip_path_traversal.xlsx",
    "container",
    "warn",
    "suspicious_parts_ignored",
    "members ../../../var/evil_traversal, /var/evil_abs, C:\\evil: data read, nothing written anywhere",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [("Sheet1", sheet(T()))],
            extra=[("../../../var/evil_traversal", "x"), ("/var/evil_abs", "x"), ("C:\\evil", "x")],
        ),
    ),
)


def _sym(zi):
    zi.create_system = 3
    zi.external_attr = 0o120777 << 16


reg(
    "134_zip_symlink.xlsx",
    "container",
    "warn",
    "suspicious_parts_ignored",
    "a symlink member to /etc/passwd is ignored",
    BX,
    fn=lambda p: zwrite(
        p, parts([("Sheet1", sheet(T()))], extra=[("xl/media/link", "/etc/passwd")]), infos={"xl/media/link": _sym}
    ),
)
reg(
    "135_rel_target_traversal.xlsx",
    "container",
    "reject",
    "corrupt_file",
    "the sheet's relationship target is ../../../../etc/passwd: no file outside the zip is opened",
    fn=lambda p: zwrite(
        p,
        [
            (
                n,
                d
                if n != "xl/_rels/workbook.xml.rels"
                else d.replace("worksheets/sheet1.xml", "../../../../../../etc/passwd"),
            )
            for n, d in parts([("Sheet1", sheet(T()))])
        ],
    ),
)
reg(
    "136_external_link.xlsx",
    "container",
    "warn",
    "external_links_ignored",
    "external workbook link to http://127.0.0.1:9/: no network request",
    BX,
    fn=lambda p: zwrite(
        p,
        parts(
            [("Sheet1", sheet(T()))],
            ct_extra='<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>',
            rels_extra='<Relationship Id="rId50" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/>',
            extra=[
                (
                    "xl/externalLinks/externalLink1.xml",
                    X + f'<externalLink xmlns="{NS}" xmlns:r="{RNS}"><externalBook r:id="rId1"/></externalLink>',
                ),
                (
                    "xl/externalLinks/_rels/externalLink1.xml.rels",
                    X
                    + f'<Relationships xmlns="{PNS}"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="http://127.0.0.1:9/evil.xlsx" TargetMode="External"/></Relationships>',
                ),
            ],
        ),
    ),
)
SNS, SRNS = "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships"
reg(
    "137_strict_ooxml.xlsx",
    "container",
    "accept",
    "ok",
    "'Strict Open XML Spreadsheet' as Excel can save it",
    BX,
    fn=lambda p: zwrite(
        p,
        [
            (n, d.replace(NS, SNS).replace(RNS + "/", SRNS + "/").replace(RNS, SRNS))
            for n, d in parts([("Sheet1", sheet(T()))])
        ],
    ),
)
reg(
    "138_no_styles_no_ct.xlsx",
    "container",
    "accept",
    "ok",
    "no styles.xml (as some Java exporters write)",
    BX,
    fn=lambda p: zwrite(
        p,
        [
            (
                n,
                (
                    d.replace(
                        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>',
                        "",
                    )
                    if n[0] == "["
                    else d.replace(
                        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>',
                        "",
                    )
                ),
            )
            for n, d in parts([("Sheet1", sheet(T()))])
            if n != "xl/styles.xml"
        ],
    ),
)
reg(
    "139_sheet_xml_gb18030.xlsx",
    "container",
    "either",
    "corrupt_file",
    "sheet XML declared and encoded in GB18030 (not allowed by OOXML): clear message (or read right)",
    fn=lambda p: zwrite(
        p,
        [
            (
                n,
                d
                if "sheet1" not in n or not n.startswith("xl/work")
                else sheet([["编号", "引导方式", "术前VAS", "术后VAS", "术前ODI", "术后ODI"]] + B)
                .replace('encoding="UTF-8"', 'encoding="GB18030"')
                .encode("gb18030"),
            )
            for n, d in parts([("Sheet1", sheet(T()))])
        ],
    ),
)
reg(
    "140_xml_not_wellformed.xlsx",
    "container",
    "reject",
    "corrupt_file",
    "sheet XML cut in the middle of a tag",
    fn=lambda p: zwrite(
        p, [(n, d if n != "xl/worksheets/sheet1.xml" else d[:700]) for n, d in parts([("Sheet1", sheet(T()))])]
    ),
)
reg(
    "141_xml_illegal_char.xlsx",
    "container",
    "reject",
    "corrupt_file",
    "&#0; in a cell",
    fn=lambda p: zwrite(
        p,
        [
            (n, d if n != "xl/worksheets/sheet1.xml" else d.replace(">P001<", ">P0&#0;1<"))
            for n, d in parts([("Sheet1", sheet(T()))])
        ],
    ),
)
reg(
    "142_missing_sheet_part.xlsx",
    "container",
    "reject",
    "corrupt_file",
    "workbook names a sheet that is not in the zip",
    fn=lambda p: zwrite(p, [x for x in parts([("Sheet1", sheet(T()))]) if x[0] != "xl/worksheets/sheet1.xml"]),
)
