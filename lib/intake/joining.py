"""Tables of the same patients side by side: scores here, methods or other scores there, joined by the patient's id."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.collisions import collision, id_column, meaning_of, rows_of
from lib.intake.findings import Finding, Severity
from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.table import Table, TableColumn
from lib.intake.visits import find_visit
from lib.intake.vocabulary import key, plain
from lib.intake.workbook import Cell, Codes

LEAST_MATCHED = 0.5
"""Share of the patients of the main table that must stand in the other before the two are joined."""


def joined(main: Table, others: list[Table], findings: list[Finding]) -> Table:
    """The main table with the columns of other tables, cell by cell from the row with the same id.

    In long tables the id and the visit are looked for together. Another table is joined only when each id stands in it
    once and at least half the patients are found there; who was not found is counted, and a table left out because ids
    stand in it twice is named. A row without an id is never joined to anybody, nor is a patient of whom both tables say
    different things; a table that does so for many is not joined at all.
    """
    for other in others:
        mine, theirs = id_column(main), id_column(other)
        if mine is None or theirs is None:
            continue
        met = collision(main, other, most=other.n_rows)
        if met.are_others:
            findings.append(_about(other, "sheets_contradict", n=len(met.contradicted), k=met.compared))
            continue
        by_visit = with_visit(other, theirs)
        if by_visit is not theirs:
            mine, theirs = with_visit(main, mine), by_visit
        row_of, rows, is_by_number = _matched(mine, theirs, other.n_rows)
        rows[rows_of(main, met.contradicted)] = -1
        n_matched = int(np.sum(rows >= 0))
        known = {key(column.header) for column in main.columns}
        added = [column for column in other.columns if _is_new(column, known, main)]
        if row_of is None and added and _share_found(mine, theirs) >= LEAST_MATCHED:
            findings.append(_about(other, "sheet_ids_repeat"))
        n_told = int(np.sum(mine.codes >= 0))  # a number may stand once for the rows below it
        if not row_of or not added or n_matched < LEAST_MATCHED * n_told:
            continue
        main = replace(main, columns=(*main.columns, *(_taken(column, rows) for column in added)))
        severity: Severity = "note" if n_matched == n_told else "warning"
        findings.append(_about(other, "sheets_joined", severity, n=n_matched, k=n_told - n_matched))
        if is_by_number:
            findings.append(_about(other, "joined_without_zeros", "note", n=n_matched))
    return main


def with_visit(table: Table, ids: TableColumn) -> TableColumn:
    """The ids of a long table together with the visit of the row, so that they stand once; of any other the ids."""
    visit = next((column for column in table.columns if column_term(column.header) == "visit"), None)
    if visit is None or not _comes_again(ids) or any(find_visit(cell.text) is None for cell, _ in visit.used_levels()):
        return ids
    known = [
        found.visit.name if (found := find_visit(cell.text)) and found.visit else plain(cell.text).casefold()
        for cell in visit.levels
    ]
    levels: dict[Cell, int] = {}
    codes = np.full(len(ids.codes), -1, dtype=np.int32)
    for row in np.flatnonzero((ids.codes >= 0) & (visit.codes >= 0)):
        text = f"{plain(ids.levels[ids.codes[row]].text)}\t{known[visit.codes[row]]}"
        codes[row] = levels.setdefault(Cell(text, TEXT), len(levels))
    return replace(ids, levels=tuple(levels), codes=codes)


def _comes_again(column: TableColumn) -> bool:
    return any(n > 1 for _, n in column.used_levels())


def _share_found(mine: TableColumn, theirs: TableColumn) -> float:
    """The share of the ids here that stand in the other table at all."""
    own, other = ({plain(cell.text) for cell, _ in column.used_levels()} for column in (mine, theirs))
    return len(own & other) / max(1, len(own))


def _is_new(column: TableColumn, known: set[str], main: Table) -> bool:
    """Whether the main table does not say this, under whatever header: not a second number, nor a score twice."""
    if key(column.header) in known:
        return False
    meaning = meaning_of(column.header)
    return meaning is None or meaning == ("method",) or meaning not in {meaning_of(one.header) for one in main.columns}


def _about(table: Table, code: str, severity: Severity = "warning", **parameters: int) -> Finding:
    return Finding(severity=severity, code=code, sheet=table.sheets[0] or None, parameters={**parameters})


def _matched(mine: TableColumn, theirs: TableColumn, n_rows: int) -> tuple[dict[str, int] | None, Codes, bool]:
    """(row of each id in the other table or None, its row for every row here, whether 1 was taken for 001)."""
    row_of = _rows_by_id(theirs, n_rows)
    rows = _matching_rows(mine, row_of or {})
    shorter = _rows_by_id(theirs, n_rows, without_zeros=True) if row_of and not (rows >= 0).any() else None
    if shorter is None or not _are_numbers(mine) or not _are_numbers(theirs):
        return row_of, rows, False
    return shorter, _matching_rows(mine, shorter, without_zeros=True), True


def _are_numbers(column: TableColumn) -> bool:
    """Whether all ids are whole numbers that stay different without their zeros."""
    texts = [plain(cell.text) for cell, _ in column.used_levels()]
    return all(text.isdecimal() for text in texts) and len({int(text) for text in texts}) == len(set(texts))


def _rows_by_id(column: TableColumn, n_rows: int, *, without_zeros: bool = False) -> dict[str, int] | None:
    """Row of each id, None when an id stands twice."""
    found: dict[str, int] = {}
    for row in range(n_rows):
        code = int(column.codes[row])
        if code < 0:
            continue
        text = _id_text(column.levels[code], without_zeros=without_zeros)
        if text in found:
            return None
        found[text] = row
    return found or None


def _id_text(cell: Cell, *, without_zeros: bool) -> str:
    text = plain(cell.text)
    return text.lstrip("0") or text if without_zeros else text


def _matching_rows(column: TableColumn, row_of: dict[str, int], *, without_zeros: bool = False) -> Codes:
    by_level = [row_of.get(_id_text(cell, without_zeros=without_zeros), -1) for cell in column.levels]
    return np.array([*by_level, -1], dtype=np.int32)[column.codes]


def _taken(column: TableColumn, rows: Codes) -> TableColumn:
    codes = np.append(column.codes, np.int32(-1))[rows].astype(np.int32)
    return replace(column, codes=codes)
