"""Two tables of the same patients as one: the columns of both, and the rows of whoever stands in one of them only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.collisions import meaning_of
from lib.intake.methods import canonical_method
from lib.intake.table import Origin, Table, TableColumn
from lib.intake.vocabulary import key
from lib.intake.workbook import Cell, Codes


def merged(
    main: Table,
    other: Table,
    rows: Codes,
    added: Codes,
    ids: tuple[TableColumn, TableColumn],
    of_patients: Codes | None = None,
) -> Table:
    """The main table with the other's columns and, under it, the other's rows `added`.

    `rows` gives the other's row for every row of the main table, −1 for none; `ids` are the columns of the patients'
    numbers. `of_patients` gives a row for what belongs to the patient and not to a visit, where they differ. What both
    say fills blanks of the main table only; every cell that came from the other remembers its place.
    """
    of_visit = np.concatenate([rows, added]).astype(np.int32)
    of_patient = of_visit if of_patients is None else np.concatenate([of_patients, added]).astype(np.int32)
    sheets = tuple(dict.fromkeys((*main.sheets, *other.sheets)))
    sheet_of = np.array([sheets.index(name) for name in other.sheets], dtype=np.int32)[other.sheet]
    pairs = pairs_of(main, other, ids)
    columns = [
        _with_cells(
            column, pairs.get(id(column)), (main, other), of_visit if _is_of_visit(column) else of_patient, sheet_of
        )
        for column in main.columns
    ]
    paired = {id(column) for column in pairs.values()}
    columns += [
        replace(column, codes=_at(column.codes, taken), numbers=(), origin=_origin(column, other, taken, sheet_of))
        for column in other.columns
        for taken in (of_visit if _is_of_visit(column) else of_patient,)
        if id(column) not in paired
    ]
    return replace(
        main,
        columns=tuple(columns),
        sheets=sheets,
        sheet=np.concatenate([main.sheet, sheet_of[added]]).astype(np.int32),
        row=np.concatenate([main.row, other.row[added]]),
        part=None if main.part is None else np.concatenate([main.part, np.zeros(len(added), dtype=np.int32)]),
    )


def _is_of_visit(column: TableColumn) -> bool:
    """Whether a column holds scores or names visits."""
    meaning = meaning_of(column.header)
    return meaning is not None and meaning[0] in ("score", "visit")


def pairs_of(main: Table, other: Table, ids: tuple[TableColumn, TableColumn]) -> dict[int, TableColumn]:
    """id() of a column of the main table -> the other's column that says the same, under whatever header."""
    mine, theirs = ids
    found = {id(mine): theirs}
    waiting = [column for column in other.columns if column is not theirs]
    for column in main.columns:
        if column is mine:
            continue
        same = next((one for one in waiting if _say_the_same(column, one)), None)
        if same is not None:
            found[id(column)] = same
            waiting.remove(same)
    return found


def _say_the_same(one: TableColumn, other: TableColumn) -> bool:
    """By their headers, or by their meaning; two columns of methods only where they name one method in common."""
    meaning = meaning_of(one.header)
    if meaning is None or meaning != meaning_of(other.header):
        return key(one.header) == key(other.header)
    return meaning != ("method",) or bool(_methods(one) & _methods(other))


def _methods(column: TableColumn) -> set[str]:
    return {canonical_method(cell.text) or key(cell.text) for cell, _ in column.used_levels()}


def _at(codes: Codes, rows: Codes) -> Codes:
    """The codes in these rows, −1 for the row −1."""
    return np.append(codes, np.int32(-1))[rows].astype(np.int32)


def _with_cells(
    column: TableColumn, same: TableColumn | None, tables: tuple[Table, Table], taken: Codes, sheet_of: Codes
) -> TableColumn:
    """The main table's column, longer by the rows added, its blanks filled from the column that says the same."""
    main, other = tables
    n_added = len(taken) - main.n_rows
    none = np.full(n_added, -1, dtype=np.int32)
    codes = np.concatenate([column.codes, none])
    levels: dict[Cell, int] = {cell: place for place, cell in enumerate(column.levels)}
    is_filled = np.zeros(len(taken), dtype=np.bool_)
    found = Origin(sheet=np.full_like(taken, -1), row=np.zeros_like(taken), number=np.zeros_like(taken))
    if same is not None:
        new = np.array([levels.setdefault(cell, len(levels)) for cell in same.levels] + [-1], dtype=np.int32)
        theirs = new[_at(same.codes, taken)]
        is_filled = (codes < 0) & (theirs >= 0)
        codes = np.where(is_filled, theirs, codes).astype(np.int32)
        found = _origin(same, other, taken, sheet_of)
    if not n_added and not is_filled.any():
        return column
    before = column.origin or Origin(sheet=np.full_like(main.row, -1), row=main.row, number=main.numbers(column))
    is_theirs = is_filled | (np.arange(len(taken)) >= main.n_rows)
    pairs = ((before.sheet, found.sheet), (before.row, found.row), (before.number, found.number))
    sheet, row, number = (np.where(is_theirs, later, np.concatenate([own, none])) for own, later in pairs)
    return replace(
        column, levels=tuple(levels), codes=codes.astype(np.int32), origin=Origin(sheet=sheet, row=row, number=number)
    )


def _origin(column: TableColumn, other: Table, taken: Codes, sheet_of: Codes) -> Origin:
    """The places in the other table of what was taken from it; no column where nothing was."""
    numbers = np.append(other.numbers(column), np.int32(0))[taken]
    return Origin(sheet=_at(sheet_of, taken), row=_at(other.row, taken), number=numbers)
