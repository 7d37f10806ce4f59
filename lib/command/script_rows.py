"""The rows of the analysed patients, as a script finds them again in the file."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import UnreadableFile
from lib.intake.grid import BOOLEAN, FRACTION, NUMBER, PERCENT, TEXT
from lib.intake.workbook import Cell, Sheet
from lib.registry.cohort import Cohort
from lib.report.scripts.python import PROGRAM

_SHOWN_AS = {PERCENT: "0%", FRACTION: "# ?/?"}


@cache
def program() -> ModuleType:
    """The script itself as a module: what it would read and compute."""
    specification = importlib.util.spec_from_file_location("trocar_rebuild", PROGRAM)
    if specification is None or specification.loader is None:
        raise UnreadableFile("no_script")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def value_of(cell: Cell | None) -> Any:
    """What a script sees in a cell: its value, None for dates, errors and blanks."""
    return cell.value if cell is not None and cell.kind in (TEXT, NUMBER, BOOLEAN, PERCENT, FRACTION) else None


def text_of(cell: Cell | None) -> str:
    """The cell's text as a script compares it, empty where it is blank."""
    value = value_of(cell)
    return "" if value is None else str(program().plain(value))


def texts_of(cells: Sequence[Cell | None]) -> list[str]:
    """The texts of many cells, each distinct one looked at once."""
    known = {cell: text_of(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def shown_as(cell: Cell | None) -> str:
    """The number format, as far as it changes what a number means."""
    return "" if cell is None else _SHOWN_AS.get(cell.kind, "")


def number_of(letters: str) -> int:
    """A column's number by its letters: 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


@dataclass(frozen=True, kw_only=True, eq=False)
class PatientRows:
    """Rows by sheet, and the `patient` of each row of all sheets, one after another, as a position among `n`."""

    places: tuple[tuple[Sheet, NDArray[np.int64]], ...]
    patient: NDArray[np.intp]
    n: int

    def of(self, letters: str) -> list[Cell | None]:
        """One cell or None per row."""
        found: list[Cell | None] = []
        for sheet, rows in self.places:
            held = next((one for one in sheet.columns if one.number == number_of(letters)), None)
            if held is None:
                found += [None] * len(rows)
                continue
            codes = held.codes[np.searchsorted(sheet.rows, rows)]
            found += [held.levels[code] if code >= 0 else None for code in codes]
        return found

    def texts(self, letters: str) -> list[str]:
        """One text per row, empty where the cell is blank."""
        return texts_of(self.of(letters))

    def patients_of(self) -> list[tuple[Sheet, NDArray[np.intp]]]:
        """The patients of each sheet."""
        ends = np.cumsum([len(rows) for _, rows in self.places])
        parts = np.split(self.patient, ends[:-1])
        return [(sheet, part) for (sheet, _), part in zip(self.places, parts, strict=True)]


def row_per_patient(sheets: Sequence[Sheet], cohort: Cohort, kept: NDArray[np.intp]) -> PatientRows:
    """One row for each of the kept patients.

    Raises UnreadableFile no_script where a patient's sheet is not one of the file's.
    """
    own = np.array([cohort.sheet[int(one)] for one in kept], dtype=object)
    found = [(sheet, np.flatnonzero(own == sheet.name)) for sheet in sheets]
    here = [(sheet, patients) for sheet, patients in found if len(patients)]
    if sum(len(patients) for _, patients in here) != len(kept):
        raise UnreadableFile("no_script")
    return PatientRows(
        places=tuple((sheet, cohort.row[kept[patients]]) for sheet, patients in here),
        patient=np.concatenate([patients for _, patients in here]) if here else np.empty(0, dtype=np.intp),
        n=len(kept),
    )


def row_per_visit(
    sheets: Sequence[Sheet], cohort: Cohort, kept: NDArray[np.intp], columns: Sequence[str]
) -> PatientRows | None:
    """All rows of the kept patients, told apart by what stands in `columns`; None where these name other patients.

    A patient is who begins in the row where the registry says so.
    """
    wanted = {(cohort.sheet[int(one)], int(cohort.row[one])): place for place, one in enumerate(kept)}
    of_number: dict[tuple[str, ...], int] = {}
    places: list[tuple[Sheet, NDArray[np.int64]]] = []
    patient: list[int] = []
    for sheet in (one for one in sheets if one.name in {name for name, _ in wanted}):
        everything = np.asarray(sheet.rows, dtype=np.int64)
        whole = PatientRows(places=((sheet, everything),), patient=np.empty(0, dtype=np.intp), n=0)
        numbers = zip(*(whole.texts(column) for column in columns), strict=True)
        of_row = np.full(len(everything), -1)
        for place, (row, number) in enumerate(zip(everything.tolist(), numbers, strict=True)):
            begins = wanted.get((sheet.name, row), -1)
            of_row[place] = of_number.setdefault(number, begins) if all(number) else begins
        places.append((sheet, everything[of_row >= 0]))
        patient += of_row[of_row >= 0].tolist()
    found = PatientRows(places=tuple(places), patient=np.array(patient, dtype=np.intp), n=len(kept))
    return found if len(np.unique(found.patient)) == len(kept) else None
