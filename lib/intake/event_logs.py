"""A log with a row for every event as a list with a row for every patient, which can be joined to the scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.collisions import id_column, meaning_of
from lib.intake.denials import denies
from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.matching import comes_again
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import term_of
from lib.intake.workbook import Cell, Codes

_MOST_ROWS = 10_000
_BETWEEN = "; "


def row_per_patient(log: Table) -> tuple[Table, int]:
    """(the table with the events of each patient in one row, how many patients had several); or as it was, and 0.

    So read are tables with a column of events in words that deny none, and without scores, visits
    and grades. Events stand behind each other, each once; of other columns the first cell of a patient counts.
    """
    ids = id_column(log) if log.n_rows <= _MOST_ROWS else None
    events = [column for column in log.columns if _tells_events(column)]
    if ids is None or not events or not comes_again(ids) or any(map(_is_no_log, log.columns)):
        return log, 0
    if not all(_are_words(column) for column in events):
        return log, 0
    rows_of: dict[int, list[int]] = {}
    for row, code in enumerate(ids.id_codes.tolist()):
        rows_of.setdefault(code if code >= 0 else -1 - row, []).append(row)
    groups = [*rows_of.values()]
    kept = log.kept(np.array([rows[0] for rows in groups], dtype=np.int32))
    columns = [
        _together(short, groups, column.codes, is_joined=column in events)
        for short, column in zip(kept.columns, log.columns, strict=True)
    ]
    return replace(kept, columns=tuple(columns)), sum(len(rows) > 1 for rows in groups)


def _tells_events(column: TableColumn) -> bool:
    return term_of("events", column.header) is not None or column_term(column.header) == "leakage_location"


def _is_no_log(column: TableColumn) -> bool:
    """Whether a table with such a column has rows of something else: scores, visits, grades of which one is worst."""
    meaning = meaning_of(column.header)
    return column_term(column.header) in ("visit", "complication_grade") or (meaning or ("",))[0] == "score"


def _are_words(column: TableColumn) -> bool:
    """Whether all cells name what happened: no yes and no, no codes, nothing that is missing."""
    cells = [cell for cell, _ in column.used_levels()]
    return all(cell.kind == TEXT and not denies(cell.text) and not absence_of(cell.text) for cell in cells)


def _together(short: TableColumn, groups: list[list[int]], codes: Codes, *, is_joined: bool) -> TableColumn:
    """The column of one row per patient with what all rows of the patient say."""
    levels = {cell: code for code, cell in enumerate(short.levels)}
    found = short.codes.copy()
    for place, rows in enumerate(groups):
        said = dict.fromkeys(int(codes[row]) for row in rows if codes[row] >= 0)
        if is_joined and len(said) > 1:
            cell = Cell(_BETWEEN.join(dict.fromkeys(short.levels[code].text for code in said)), TEXT)
            found[place] = levels.setdefault(cell, len(levels))
        elif said:
            found[place] = next(iter(said))
    return replace(short, levels=tuple(levels), codes=found)
