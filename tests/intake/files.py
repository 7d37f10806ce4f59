"""Small registries as bytes, for tests of reading."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from lib.intake.opening import Opened
from lib.intake.settings import ReadingSettings
from tests.intake.in_process import opened_here

HEADER = ["patient_id", "group", "vas_pre", "vas_post", "odi_pre", "odi_post"]
ROWS = [
    ["P01", "CT", 8, 3, 62, 30],
    ["P02", "CT", 7, 2, 58, 24],
    ["P03", "CT", 6, 4, 70, 36],
    ["P04", "DSA", 9, 4, 66, 40],
    ["P05", "DSA", 7, 1, 54, 20],
    ["P06", "DSA", 8, 2, 60, 28],
]


def xlsx(sheets: dict[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook with these sheets, as Excel would save it."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    held = io.BytesIO()
    workbook.save(held)
    return held.getvalue()


def csv(rows: Iterable[Sequence[Any]], separator: str = ",") -> str:
    """Rows as the text of a csv file."""
    return "\n".join(separator.join(str(cell) for cell in row) for row in rows) + "\n"


def with_column(position: int, values: Sequence[Any], rows: Sequence[Sequence[Any]] = ROWS) -> list[list[Any]]:
    """The rows with the first cells of a column replaced."""
    changed = [list(row) for row in rows]
    for row, value in zip(changed, values, strict=False):
        row[position] = value
    return changed


def opened(content: bytes, name: str = "registry.xlsx", settings: ReadingSettings | None = None) -> Opened:
    """One file opened, without a child process."""
    return opened_here(content, name, settings)


def opened_rows(rows: Iterable[Sequence[Any]], settings: ReadingSettings | None = None) -> Opened:
    """A workbook of one sheet opened."""
    return opened(xlsx({"Sheet1": rows}), settings=settings)


def codes(result: Opened) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in result.findings}


def values(result: Opened, outcome: str, visit: str) -> list[float | None]:
    """One score per patient in the order of the file, None where there is none."""
    assert result.cohort is not None
    numbers = result.cohort.scores[outcome, visit].numbers
    return [None if number != number else float(number) for number in numbers]  # noqa: PLR0124  # NaN is not itself
