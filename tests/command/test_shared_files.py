"""What leaves Trocar to be shared: nobody's identity is in it, and nothing that a registry wrote is run by it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from lib.__main__ import main
from lib.command.analyse import analyse, results
from lib.report.results_workbook import results_workbook
from lib.study import Study, dump

CANARIES = {
    "name": "欧阳震华", "number": "11010119491231002X", "phone": "13912345678", "file": "CANARYFILE",
    "sheet": "赵小明", "comment": "CANARYCOMMENT", "title": "CANARYTITLE", "author": "CANARYAUTHOR",
    "hospital": "ZY0098761", "remark": "CANARYREMARK",
}  # fmt: skip
"""Invented: a name, an identity number, a phone and what else a hospital's workbook knows of somebody."""

OPTIONS = {"report": "docx", "slides": "pptx", "script-python": "py", "script-r": "R", "json": "json"}
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "a\n=1+1", '=HYPERLINK("http://x.example")')


def hospital_sheet(folder: Path, methods: tuple[str, ...] = ("CT", "DSA")) -> Path:
    """Forty patients with every canary in its place, two leaks among them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = CANARIES["sheet"]
    sheet.append(["编号", "姓名", "身份证号", "电话", "住院号", "备注", "引导方式", "术前VAS", "术后1个月VAS", "渗漏"])
    for n in range(40):
        who = (f"测试{n}", f"1101011949123{n:05d}", f"139000000{n:02d}", f"ZY00{n:05d}", None)
        leak = "否"
        if n in (3, 8):
            who = tuple(CANARIES[kind] for kind in ("name", "number", "phone", "hospital", "remark"))
            leak = f"是 {CANARIES['name']}"
        sheet.append([n + 1, *who, methods[n % len(methods)], 6 + n % 4, 1 + n % 5, leak])
    sheet["B2"].comment = Comment(CANARIES["comment"], CANARIES["author"])
    book.properties.title, book.properties.creator = CANARIES["title"], CANARIES["author"]
    path = folder / f"{CANARIES['file']}.xlsx"
    book.save(path)
    return path


def shared(path: Path, folder: Path) -> dict[str, bytes]:
    """Everything that can be made of a registry and handed on, unpacked, by name."""
    made = {option: folder / f"out.{ending}" for option, ending in OPTIONS.items()}
    given = [part for option, out in made.items() for part in (f"--{option}", str(out))]
    assert main(["analyse", str(path), *given]) == 0
    analysed = analyse(path, None)
    contents = {option: out.read_bytes() for option, out in made.items()}
    contents["results"] = results_workbook(results(analysed, "en"), ["line"], "en")
    contents["study"] = dump(Study(settings=analysed.study.settings)).encode()
    return {name: unpacked(content) for name, content in contents.items()}


def unpacked(content: bytes) -> bytes:
    """The members of an archive one after another, workbooks inside it too; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(name.encode() + unpacked(archive.read(name)) for name in archive.namelist())


def said(content: bytes) -> str:
    """The text in some bytes, letters that a script writes by their number included."""
    text = content.decode("utf-8", "replace")
    return text + re.sub(r"\\u\{?([0-9a-fA-F]{4})\}?", lambda code: chr(int(code[1], 16)), text)


class TestCanaries:
    def test_nobody_is_in_what_is_shared(self, tmp_path: Path) -> None:
        """No canary in the report, the slides, the scripts, the results or the study file; JSON names only the file."""
        for name, content in shared(hospital_sheet(tmp_path), tmp_path).items():
            found = {kind for kind, canary in CANARIES.items() if canary in said(content)}

            assert found <= ({"file"} if name == "json" else set()), name


class TestInjection:
    def test_no_text_of_a_registry_becomes_a_formula(self, tmp_path: Path) -> None:
        """Methods called like formulas are text in the results, and no link in any document."""
        path = hospital_sheet(tmp_path, FORMULAS)

        contents = shared(path, tmp_path)

        book = openpyxl.load_workbook(io.BytesIO(results_workbook(results(analyse(path, None), "en"), ["line"], "en")))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds and "s" in kinds
        assert not any(b'TargetMode="External"' in contents[name] for name in ("report", "slides", "results"))
        assert not any(b"<f>" in contents[name] for name in ("slides", "results"))
