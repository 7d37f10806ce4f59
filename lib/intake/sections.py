"""Tables under one another in one sheet, each below a row that names its method or its visit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.collisions import meaning_of
from lib.intake.explained import explained, without_legend
from lib.intake.grid import TEXT
from lib.intake.headers import column_term, unit_of
from lib.intake.layout import Head, find_head
from lib.intake.methods import canonical_method
from lib.intake.row_labels import method_title
from lib.intake.visits import find_visit
from lib.intake.vocabulary import key, plain, without_brackets
from lib.intake.workbook import Codes, Sheet

_ROWS_ABOVE = 3
_LONGEST_LABEL = 30
_FEWEST_SECTIONS = 2
_FEWEST_CELLS = 3
_MOST_HEADERS = 20
_MOST_LABELS = 200
"""Rows of one cell; a sheet with more of them has no sections."""


def sections(sheet: Sheet, head: Head) -> list[tuple[str, Sheet]]:
    """(label, the header with the rows below it) of each section; empty where rows do not plainly fall into sections.

    A label is the only cell of its row and names a method (or, in every label, a visit; so always where a column says
    the method); the first stands above the header or right below it, so that every row has one. A section may have a
    header of its own. Without labels, a header that comes again with other units or codes begins another table.
    """
    header = head.rows[:-1] if len(head.rows) > 1 and _is_label(sheet, head.rows[-1]) else head.rows
    first_row = header[-1] + 1
    header = (*range(head.rows[0] - head.n_above, head.rows[0]), *header)
    alone = np.flatnonzero(sheet.filled.sum(axis=1) == 1)
    if len(alone) > _MOST_LABELS:
        return _under_other_headers(sheet, head)
    below = {int(row): label for row in alone if row >= first_row and (label := _label(sheet, int(row)))}
    above = [label for row in alone[::-1] if head.rows[0] - _ROWS_ABOVE <= row < head.rows[0]
             and (label := _label(sheet, int(row)))]  # fmt: skip
    starts = list(below)
    labels = list(below.values())
    if first_row not in below:
        starts, labels = [first_row - 1, *starts], [*above[:1], *labels]
    are_all = len(labels) == len(starts) >= _FEWEST_SECTIONS and len(set(labels)) == len(labels)
    has_method = any(column_term(text) in ("method", "group") for text in head.texts.values())
    if not are_all or not (_are_visits(labels) or (_are_methods(labels) and not has_method)):
        return _under_other_headers(sheet, head)
    ends = [*starts[1:], len(sheet.rows)]
    return [
        (label, _part(sheet, header, np.arange(start + 1, end, dtype=np.int32)))
        for label, start, end in zip(labels, starts, ends, strict=True)
    ]


def _under_other_headers(sheet: Sheet, head: Head) -> list[tuple[str, Sheet]]:
    """The header and every later one with the rows below it, where the later ones explain codes or units otherwise."""
    own = head.rows[-1]
    if len(head.rows) > 1 or head.n_above:
        return []
    of_columns = [sheet.columns[position].codes for position in head.texts]
    places = {int(row) for codes in of_columns for row in np.flatnonzero(codes == codes[own])[: 2 * _MOST_HEADERS]}
    alike = sorted(row for row in places if row > own)[:_MOST_HEADERS]
    told = {row: _differs(sheet, head, row) for row in alike}
    again = [row for row, differs in told.items() if differs is not None]
    if not any(told.values()):
        return []
    starts = [own, *again]
    ends = [*again, len(sheet.rows)]
    return [
        ("", _with_rows(sheet, np.arange(start, end, dtype=np.int32))) for start, end in zip(starts, ends, strict=True)
    ]


def _differs(sheet: Sheet, head: Head, row: int) -> bool | None:
    """Whether a row that repeats the header says something else of units or codes; None where it is no header."""
    cells = {place: cell.text for place in head.texts if (cell := sheet.cell(row, place)) is not None}
    other = [(text, head.texts[place]) for place, text in cells.items() if key(text) != key(head.texts[place])]
    if len(cells) < _FEWEST_CELLS or any(_called(text) != _called(first) for text, first in other):
        return None
    return any(explained(text) != explained(first) or unit_of(text) != unit_of(first) for text, first in other)


def _called(header: str) -> str:
    """What a header names, without its legend and its unit."""
    meaning = meaning_of(header)
    return key(without_brackets(without_legend(header))) if meaning is None else repr(meaning)


def _is_label(sheet: Sheet, row: int) -> bool:
    """Whether a row that was taken for one of the header is a label alone."""
    return int(sheet.filled[row].sum()) == 1 and bool(_label(sheet, row))


def _label(sheet: Sheet, row: int) -> str:
    """The text of a row's only cell if it may be a label, without a count of patients; else ""."""
    place = int(np.argmax(sheet.filled[row]))
    cell = sheet.cell(row, place)
    text = plain(str(cell.value)) if cell is not None and cell.kind == TEXT else ""
    text = method_title(text) or text
    return text if len(text) <= _LONGEST_LABEL and (_are_methods([text]) or _are_visits([text])) else ""


def _are_methods(labels: list[str]) -> bool:
    return all(canonical_method(label) is not None for label in labels)


def _are_visits(labels: list[str]) -> bool:
    found = [find_visit(label) for label in labels]
    return all(one is not None and one.visit is not None and not one.rest for one in found)


def _part(sheet: Sheet, header: tuple[int, ...], rows: Codes) -> Sheet:
    """The header with some rows, or these rows alone where they begin with a header of their own."""
    own = _with_rows(sheet, rows)
    head = find_head(own)
    if head is not None and head.known >= 2 and head.rows[0] == 0:
        return own
    return _with_rows(sheet, np.concatenate([np.array(header, dtype=np.int32), rows]))


def _with_rows(sheet: Sheet, rows: Codes) -> Sheet:
    columns = tuple(replace(column, codes=column.codes[rows]) for column in sheet.columns)
    return replace(sheet, rows=sheet.rows[rows], columns=columns)
