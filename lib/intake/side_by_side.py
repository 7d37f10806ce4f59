"""Tables that stand side by side in one sheet, with the same headers and a label above each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lib.intake.collisions import meaning_of
from lib.intake.grid import TEXT
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.layout import Head, texts_of
from lib.intake.methods import canonical_method
from lib.intake.vocabulary import key, plain
from lib.intake.workbook import Sheet

_COUNTED = re.compile(r"\.\d+$")
"""A number that programs add to a header that stands twice."""

_FEWEST_COLUMNS = 2
_ROWS_ABOVE = 3


def side_by_side(sheet: Sheet, head: Head) -> list[tuple[str, Sheet]]:
    """(label, the part of the sheet with its columns) of each table; empty where the sheet holds one.

    Tables are so told apart when the headers come again in blocks, each with a score, and each block has a number of
    the patient or the name of a method above it; or when blocks with other headers have numbers of their own, in
    another order. A block without a label has the label "". One running number at the left may be that of every table,
    where each has a method above it.
    """
    last = head.rows[-1]
    below = texts_of(sheet, last)
    ways = [(head.rows[0], head.texts)] if below == head.texts else [(head.rows[0], head.texts), (last, below)]
    for row, texts in ways:
        blocks = _blocks_of(sheet, row, texts, last + 1)
        if blocks:
            labels = _labels(sheet, row, blocks)
            return [(label, _part(sheet, block, row)) for label, block in zip(labels, blocks, strict=True)]
        first, *others = sorted(texts)
        is_shared = len(others) >= 2 * _FEWEST_COLUMNS and column_term(texts[first]) == "patient"
        blocks = _blocks_of(sheet, row, {place: texts[place] for place in others}, last + 1) if is_shared else []
        if blocks:
            labels = _labels(sheet, row, blocks)
            return [(label, _part(sheet, block, row, [first])) for label, block in zip(labels, blocks, strict=True)]
    return []


def _blocks_of(sheet: Sheet, row: int, texts: dict[int, str], data: int) -> list[list[int]]:
    positions = sorted(texts)
    starts = _starts([texts[place] for place in positions])
    if len(starts) < 2:
        return []
    names = {place: _name(texts[place]) for place in positions}
    ends = [*starts[1:], len(positions)]
    blocks = [positions[start:end] for start, end in zip(starts, ends, strict=True)]
    has_number = column_term(texts[positions[0]]) == "patient"
    if any(len(block) < _FEWEST_COLUMNS for block in blocks):
        return []
    if not any(_is_score(texts[place]) for place in blocks[0]):
        return []
    are_alike = all(sorted(names[place] for place in block) == sorted(names[p] for p in blocks[0]) for block in blocks)
    if not are_alike:
        numbers = [block[0] for block in blocks]
        is_same = len({key(_COUNTED.sub("", texts[place])) for place in numbers}) == 1
        is_told = has_number and (is_same or _are_shared(sheet, numbers, data))
        return blocks if is_told and _in_another_order(sheet, numbers, data) else []
    is_each_once = len({names[place] for place in blocks[0]}) == len(blocks[0])
    has_number = any(column_term(texts[place]) == "patient" for place in blocks[0])
    are_methods = all(canonical_method(label) is not None for label in _labels(sheet, row, blocks))
    return blocks if is_each_once and (has_number or are_methods) else []


def _starts(headers: list[str]) -> list[int]:
    """Where the first header comes again; one without a meaning only where its letters come again."""
    first = _name(headers[0])
    letters = key(_COUNTED.sub("", headers[0])) if meaning_of(_COUNTED.sub("", headers[0])) is None else None
    again = [at for at, header in enumerate(headers) if letters in (None, key(_COUNTED.sub("", header)))]
    return [at for at in again if _name(headers[at]) == first]


def _name(header: str) -> str:
    """What headers are compared by: their meaning, else their key without a number added to a second one."""
    bare = _COUNTED.sub("", header)
    meaning = meaning_of(bare)
    return key(bare) if meaning is None else repr(meaning)


def _in_another_order(sheet: Sheet, numbers: list[int], data: int) -> bool:
    """Whether a row has different numbers in two columns of numbers."""
    texts = [[None if (cell := sheet.cell(row, place)) is None else plain(cell.text) for place in numbers]
             for row in range(data, len(sheet.rows))]  # fmt: skip
    return any(len({text for text in row if text}) > 1 for row in texts)


def _are_shared(sheet: Sheet, numbers: list[int], data: int) -> bool:
    """Whether columns of numbers hold the same patients: 患者ID beside 编号 counts nobody again."""
    first, *others = (
        {plain(cell.text) for row in range(data, len(sheet.rows)) if (cell := sheet.cell(row, place)) is not None}
        for place in numbers
    )
    return all(2 * len(first & one) >= min(len(first), len(one)) for one in others)


def _is_score(header: str) -> bool:
    return score_header(header) is not None and not is_change(header)


def _labels(sheet: Sheet, header: int, blocks: list[list[int]]) -> list[str]:
    """The one text above each block in the nearest row where every block has one of its own; else all "".

    A merged cell stands at the left of its block.
    """
    for row in range(header - 1, max(-1, header - 1 - _ROWS_ABOVE), -1):
        found = [_texts(sheet, row, block, blocks) for block in blocks]
        if all(len(texts) == 1 for texts in found) and len({texts[0] for texts in found}) == len(blocks):
            return [texts[0] for texts in found]
    return [""] * len(blocks)


def _texts(sheet: Sheet, row: int, block: list[int], blocks: list[list[int]]) -> list[str]:
    later = [other[0] for other in blocks if other[0] > block[0]]
    end = min(later, default=len(sheet.columns))
    cells = [sheet.cell(row, place) for place in range(block[0], end)]
    return [plain(str(cell.value)) for cell in cells if cell is not None and cell.kind == TEXT]


def _part(sheet: Sheet, block: list[int], header: int, shared: Sequence[int] = ()) -> Sheet:
    """The sheet with the columns of a block, from its header on, without rows where they are blank.

    The columns `shared` by all blocks stand before its own.
    """
    is_filled = np.column_stack([sheet.columns[place].codes >= 0 for place in block]).any(axis=1)
    columns = [sheet.columns[place] for place in (*shared, *block)]
    rows = np.flatnonzero(is_filled & (np.arange(len(sheet.rows)) >= header))
    return replace(
        sheet, rows=sheet.rows[rows], columns=tuple(replace(column, codes=column.codes[rows]) for column in columns)
    )
