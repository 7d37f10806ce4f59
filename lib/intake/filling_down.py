"""Merged cells: their value in every row that they cover, except that nobody gets another patient's score."""

from __future__ import annotations

import numpy as np

from lib.intake.findings import Finding
from lib.intake.headers import column_term, score_header
from lib.intake.workbook import Codes, Sheet, letter

_MOST_NAMED = 200


def filled_down(sheet: Sheet, headers: dict[int, str], rows: Codes, findings: list[Finding]) -> dict[int, Codes]:
    """Codes of the columns (by position) with merged cells filled; a score only within the rows of one patient.

    A score merged over several patients stays with the first of them and is missing in the others, which is told.
    """
    found = {position: _filled(sheet, position) for position in headers}
    keys = [found[position] for position, header in headers.items() if column_term(header) == "patient"]
    for position, header in headers.items():
        added = np.flatnonzero(found[position] != sheet.columns[position].codes)
        if not len(added) or score_header(header) is None:
            continue
        strange = [int(row) for row in added if not _is_same_patient(keys, int(row), sheet.columns[position].codes)]
        if strange:
            found[position] = found[position].copy()
            found[position][strange] = -1
        findings.extend(
            Finding(
                severity="warning", code="merged_score", sheet=sheet.name or None, row=int(sheet.rows[row]),
                column=letter(sheet.columns[position].number), taken_as="missing",
            )
            for row in sorted(set(strange) & set(rows.tolist()))[:_MOST_NAMED]
        )  # fmt: skip
    return found


def _filled(sheet: Sheet, position: int) -> Codes:
    column = sheet.columns[position]
    spans = [span for span in sheet.merged if span[1] <= column.number <= span[3] and span[2] > span[0]]
    if not spans:
        return column.codes
    codes = column.codes.copy()
    for top, left, bottom, _ in spans:
        if left != column.number:
            continue
        first, last = np.searchsorted(sheet.rows, [top, bottom + 1])
        if first < last and codes[first] >= 0:
            codes[first:last] = codes[first]
    return codes


def _is_same_patient(keys: list[Codes], row: int, written: Codes) -> bool:
    """Whether a filled row belongs to the patient of the row above it in which the value is written."""
    top = int(np.flatnonzero(written[:row] >= 0)[-1])
    return any(key[row] >= 0 and key[row] == key[top] for key in keys)
