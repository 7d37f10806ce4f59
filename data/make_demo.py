"""Write the demo registry and the empty template in both languages: `python data/make_demo.py [folder]`.

The same seed gives the same bytes: patients from synthetic_patients.py, words from sheet_words.py.
"""

from __future__ import annotations

import datetime
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheet_words import LANGUAGES, Words
from synthetic_patients import ODI_VISITS, VISITS, SyntheticPatient, simulate

MADE = datetime.datetime(2026, 1, 1)
"""Printed in every workbook as its date, so that making it again changes nothing."""

Cell = str | int | float | datetime.date | None


def headers(words: Words) -> list[tuple[str, str]]:
    """Every column's header and the comment that says what to write there."""
    return [
        words.number, words.method, words.sex, words.age, words.tumour, words.cement,
        *((words.vas_header.format(visit=words.visits[visit]), words.vas_comment) for visit in VISITS),
        *((words.odi_header.format(visit=words.visits[visit]), words.odi_comment) for visit in ODI_VISITS),
        words.success, words.leak, words.leak_place, words.detection, words.complication, words.distribution,
        words.phase, words.injection_time, words.operation_time, words.fluoroscopy_time, words.opioid_before,
        words.opioid_after, words.date,
    ]  # fmt: skip


def row(patient: SyntheticPatient, words: Words) -> list[Cell]:
    """One patient as the department writes it."""
    say, procedure = words.values, patient.procedure
    return [
        patient.number, say[patient.method], say[patient.sex], patient.age, say[patient.tumour],
        _number(patient.cement),
        *(_score(patient.vas[visit], words) for visit in VISITS),
        *(_score(patient.odi[visit], words) for visit in ODI_VISITS),
        say["success" if patient.success else "no success"], say["leak" if patient.leak else "no leak"],
        None if procedure.leak_place is None else say[procedure.leak_place], say["looked for by CT"],
        say[procedure.complication], say[procedure.distribution], say[procedure.phase],
        _number(procedure.injection_time), procedure.operation_time, _number(procedure.fluoroscopy_time),
        procedure.opioid_before, _score(procedure.opioid_after, words), procedure.date,
    ]  # fmt: skip


def demo(words: Words) -> Workbook:
    """The registry: a title row that says synthetic, the header, 64 patients; a second sheet about it."""
    workbook = _workbook(words.demo_title)
    _table(workbook, words.demo_sheet, words.demo_title, headers(words), (row(p, words) for p in simulate()))
    about = workbook.create_sheet(words.about_sheet)
    about.column_dimensions["A"].width = 110
    for line in words.about:
        about.append([line])
    return workbook


def template(words: Words) -> Workbook:
    """The same columns without patients; each header explains itself in a comment."""
    workbook = _workbook(words.template_title)
    sheet = _table(workbook, words.demo_sheet, words.template_title, headers(words), ())
    for position, (_, text) in enumerate(headers(words), start=1):
        sheet.cell(row=2, column=position).comment = Comment(text, "Trocar", height=90, width=260)
    return workbook


def save(workbook: Workbook, path: Path) -> None:
    """Write the workbook with fixed times inside, so that the same content has the same bytes."""
    written = io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                date = MADE.isoformat().encode() + b"Z"
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + date, content)
            part = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, content)


def _workbook(title: str) -> Workbook:
    workbook = Workbook()
    workbook.properties.creator = "Trocar"
    workbook.properties.title = title
    workbook.properties.created = MADE
    return workbook


def _table(
    workbook: Workbook, name: str, title: str, columns: Sequence[tuple[str, str]], rows: Iterable[list[Cell]]
) -> Worksheet:
    sheet: Worksheet = workbook.worksheets[0]
    sheet.title = name
    sheet.append([title])
    sheet.append([header for header, _ in columns])
    for values in rows:
        sheet.append(values)
        for cell in sheet[sheet.max_row]:
            if cell.is_date:
                cell.number_format = "yyyy-mm-dd"
    sheet["A1"].font = Font(bold=True)
    for position, (header, _) in enumerate(columns, start=1):
        cell = sheet.cell(row=2, column=position)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(position)].width = 12 if header != columns[0][0] else 6
    sheet.freeze_panes = "C3"
    return sheet


def _score(value: float | str, words: Words) -> Cell:
    return words.missing[value] if isinstance(value, str) else _number(value)


def _number(value: float) -> int | float:
    """Whole numbers as people type them: 7, not 7.0."""
    return int(value) if value == int(value) else value


def main(folder: Path) -> None:
    """Write the four workbooks into a folder."""
    for language, words in LANGUAGES.items():
        save(demo(words), folder / f"demo_registry_{language}.xlsx")
        save(template(words), folder / f"template_{language}.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
