"""Registries full of text that programs could run, through every file that leaves: reopened, nothing in it is run."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from lib.__main__ import main
from lib.command.analyse import Analysed, analyse, results
from lib.command.material import material_of
from lib.intake.opening import SourceFile, read
from lib.report import reading_tables, tables
from lib.report.language import LANGUAGES
from lib.report.marked_workbook import marked_workbook
from lib.report.results_workbook import results_workbook
from lib.report.scripts.python import python_script
from lib.report.scripts.recipe import Recipe
from lib.report.wording import verdict_text
from lib.report.workbook import tables_workbook
from lib.study import Study, dump, load
from lib.ui import show, table_away
from tests.difficult import hostile_text
from tests.difficult.cohort import HDR, B
from tests.difficult.file import DifficultFile
from tests.difficult.workbook_parts import xl

EVERY_KIND = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", "a\n=1+1", " =1+1")
HOSTILE = [file for file in hostile_text.FILES if file.verdict != "reject"]
DOCUMENTS = {"report": "docx", "slides": "pptx", "script-python": "py", "script-r": "R", "json": "json"}
ONLY_PLAIN = re.compile(r"[A-Za-z0-9_ ,()<>=.+\-\n]*")
R_TEXT = re.compile(r'"(?:[A-Za-z0-9 _\-.,:;()/%+|]|\\[uU]\{[0-9a-f]+\})*"')


def is_unprotected(text: str) -> bool:
    """Whether a spreadsheet could run the text, or a line of it, by its first sign; full-width signs are as plain."""
    lines = [unicodedata.normalize("NFKC", line).lstrip(" \u3000\u00a0") for line in text.splitlines()]
    return any(line[:1] in tuple("=+-@\t\r") and line for line in lines)


def is_run_where_pasted(text: str) -> bool:
    """Whether a text of a document would be run by a spreadsheet; a number with its sign is one there too."""
    return is_unprotected(text) and re.fullmatch(r"[+-]\d+(\.\d+)?( \*)?", text) is None


def methods_called(names: tuple[str, ...]) -> bytes:
    """A workbook of patients with methods of these names, and a header and remarks of the same kinds."""
    rows = [
        [row[0], names[number % len(names)], *row[2:], EVERY_KIND[number % len(EVERY_KIND)]]
        for number, row in enumerate(B)
    ]
    content: bytes = xl([[*HDR, "=cmd|' /C calc'!A0"], *rows])
    return content


def documents(path: Path, language: str) -> dict[str, bytes]:
    """What the command writes of a registry, by its option; a registry that has no script has none."""
    made = {option: path.with_name(f"out.{ending}") for option, ending in DOCUMENTS.items()}
    given = [part for option, out in made.items() for part in (f"--{option}", str(out))]
    assert main(["analyse", str(path), "--lang", language, *given]) in (0, 2)
    return {option: out.read_bytes() for option, out in made.items() if out.exists()}


def workbooks(analysed: Analysed, path: Path, language: str) -> dict[str, bytes]:
    """The three workbooks: every list of results, the tables on screen, and the user's own with marks."""
    material = material_of(analysed)
    frames = {"scores": tables.scores_by_visit(material.compared(), material.pair, language)}
    if material.visit is not None and material.pair is not None:
        at_visit = material.compared().at(material.visit.name)
        frames["between"] = tables.between_methods(at_visit, material.pair, language)
        frames["within"] = tables.within_methods(at_visit, language)
    said = [verdict_text(one, language) for view in material.at_visit() for one in view.verdicts]
    sheets = read([SourceFile(name=path.name, content=path.read_bytes())]).sheets
    return {
        "results": results_workbook(results(analysed, language), said, language),
        "tables": tables_workbook(frames, "About", said),
        "marked": marked_workbook(sheets, analysed.findings, language),
    }


def cells_of(content: bytes) -> Iterator[Any]:
    """Every filled cell of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


def formulas_in(content: bytes) -> list[str]:
    """The cells of a workbook that are formulas, or texts that would become one when their cell is edited."""
    found = [f"{cell.coordinate}: {cell.value!r}" for cell in cells_of(content) if cell.data_type == "f"]
    texts = (cell for cell in cells_of(content) if isinstance(cell.value, str) and not cell.quotePrefix)
    return found + [f"{cell.coordinate}: {cell.value!r}" for cell in texts if is_unprotected(cell.value)]


def check_documents(made: dict[str, bytes]) -> None:
    """Word and slides: no link out, no field but ours, no text that a spreadsheet would run where it is pasted."""
    document = docx.Document(io.BytesIO(made["report"]))
    fields = {str(one.get(qn("w:instr"))).split()[0] for one in document.element.body.iter(qn("w:fldSimple"))}
    assert fields <= {"SEQ", "PAGE"} and not list(document.element.body.iter(qn("w:instrText"), qn("w:hyperlink")))
    texts = [one.text for one in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for slide in Presentation(io.BytesIO(made["slides"])).slides:
        texts.append(slide.notes_slide.notes_text_frame.text)
        texts += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        texts += [cell.text for one in slide.shapes if one.has_table for row in one.table.rows for cell in row.cells]
    assert [text for text in texts if is_run_where_pasted(text)] == []
    for name in ("report", "slides"):
        with zipfile.ZipFile(io.BytesIO(made[name])) as archive:
            members = {one: archive.read(one) for one in archive.namelist()}
        assert not any(b'TargetMode="External"' in content for content in members.values()), name
        for member, content in members.items():
            assert not member.endswith(".xlsx") or formulas_in(content) == [], (name, member)


def check_scripts(made: dict[str, bytes]) -> None:
    """Python's is the program with literals in it and nothing else; R's holds only plain words between its texts."""
    if "script-python" not in made:
        return
    empty = Recipe(
        file="", places=(), method_column=1, methods={}, scores=(), scales={}, no_scores={}, events={},
        pairs=(), deaths=(), better={}, thresholds=(), timed={}, expected={},
    )  # fmt: skip
    written, bare = (ast.parse(text) for text in (made["script-python"].decode("utf-8"), python_script(empty)))
    assert len(written.body) == len(bare.body)
    for node, model in zip(written.body, bare.body, strict=True):
        if isinstance(node, ast.Assign) and ast.dump(node) != ast.dump(model):
            ast.literal_eval(node.value)
            assert ast.dump(node.targets[0]) == ast.dump(model.targets[0])  # type: ignore[attr-defined]
        else:
            assert ast.dump(node) == ast.dump(model)
    decided = made["script-r"].decode("ascii").partition("(filled in by Trocar) ----\n")[2]
    decided = decided.partition("# ---- end of what was decided")[0]
    assert ONLY_PLAIN.fullmatch(R_TEXT.sub("", decided))


def check_texts(analysed: Analysed, made: dict[str, bytes], language: str) -> None:
    """The csv of the findings and a copied table hold no formula; JSON and study file hold names as they were."""
    frame = reading_tables.findings(analysed.findings, language)
    rows = list(csv.reader(io.StringIO(show.csv(frame).decode("utf-8-sig"))))
    assert len(rows) == len(frame) + 1
    material = material_of(analysed)
    copied = table_away.as_text(tables.scores_by_visit(material.compared(), material.pair, language))
    rows += [line.split("\t") for line in copied.split("\n")]
    assert [cell for row in rows for cell in row if is_unprotected(cell)] == []
    found = json.loads(made["json"].decode("utf-8"))
    assert {row["method"] for row in found["within"]} == set(analysed.view.registry.methods)
    study = Study(settings=analysed.study.settings)
    assert load(dump(study)) == study


def check_everything(content: bytes, folder: Path, language: str) -> None:
    """One registry through every export."""
    path = folder / "registry.xlsx"
    path.write_bytes(content)
    analysed, made = analyse(path), documents(path, language)
    check_documents(made)
    check_scripts(made)
    check_texts(analysed, made, language)
    for name, book in workbooks(analysed, path, language).items():
        assert formulas_in(book) == [], name


class TestInjection:
    @pytest.mark.parametrize(
        ("file", "language"),
        [(file, LANGUAGES[number % 2]) for number, file in enumerate(HOSTILE)],
        ids=lambda one: one.name[:24].encode("ascii", "replace").decode() if isinstance(one, DifficultFile) else one,
    )
    def test_nothing_is_run(self, file: DifficultFile, language: str, tmp_path: Path) -> None:
        """Formulas, scripts, markup, templates, control characters and endless names come out of every file as text."""
        check_everything(file.content, tmp_path, language)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("names", [EVERY_KIND[:4], EVERY_KIND[4:8], EVERY_KIND[8:], EVERY_KIND[:2]])
    def test_no_kind_of_formula(self, names: tuple[str, ...], language: str, tmp_path: Path) -> None:
        """Methods, a header and remarks that begin with = + - @ or a tab, in full width, and on a second line."""
        check_everything(methods_called(names), tmp_path, language)

    def test_an_unprotected_text_would_be_noticed(self) -> None:
        """The check itself: each kind is told, our minus and a protected text are not."""
        assert all(is_unprotected(text) for text in EVERY_KIND)
        assert not any(is_unprotected(text) for text in ("\u22120.4", "\u2060=1+1", "CT", "a = b", ""))
