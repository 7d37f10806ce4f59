"""同上 and 〃: a cell that says "as above" means the cell above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from lib.intake.findings import Finding
from lib.intake.grid import TEXT
from lib.intake.headers import score_header
from lib.intake.table import TableColumn, about_column
from lib.intake.vocabulary import is_one_of, vocabulary
from lib.intake.workbook import Sheet

_LONGEST = 8


def with_dittos(
    sheet: Sheet, columns: Sequence[tuple[int, TableColumn]], findings: list[Finding]
) -> Iterator[TableColumn]:
    """The columns (with their positions in the sheet) with every ditto replaced by the cell of the patient above.

    Not in a score: nobody gets another patient's. One in the first row has nothing above it and stays. Said per column.
    """
    for position, column in columns:
        marks = _dittos(sheet, position) if score_header(column.header) is None else []
        if not marks:
            yield column
            continue
        is_ditto = np.isin(column.codes, marks)
        above = np.maximum.accumulate(np.where(is_ditto, -1, np.arange(len(column.codes))))
        is_read = is_ditto & (above >= 0)
        if not is_read.any():
            yield column
            continue
        findings.append(about_column(column, "dittos_filled", taken_as="fill", severity="note", n=int(is_read.sum())))
        yield replace(column, codes=np.where(is_read, column.codes[above], column.codes).astype(np.int32))


def _dittos(sheet: Sheet, position: int) -> list[int]:
    """The codes of the cells of a column that say "as above"."""
    column = sheet.columns[position]
    if not any(word in column.whole for word in vocabulary()["dittos"]["words"]):
        return []
    return [
        code
        for code, cell in enumerate(column.levels)
        if cell.kind == TEXT and len(str(cell.value)) <= _LONGEST and is_one_of("dittos", "words", str(cell.value))
    ]
