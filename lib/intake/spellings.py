"""One number of a patient in several spellings: 7 and 007, 14 and 14.0, A1 and a1, P-01 and "P 01", 1号 and No. 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.grid import NUMBER, TEXT
from lib.intake.table import Table, TableColumn, about_row, about_rows
from lib.intake.workbook import Cell

Codes = NDArray[np.integer[Any]]

_ZERO_DECIMALS = re.compile(r"(\d)\.0+$")
_PUNCTUATION = re.compile(r"[\W_]+")
_BETWEEN_LETTERS = re.compile(r"(?<!\d)-|-(?!\d)")
"""A mark that only parts letters from digits says nothing; between digits it does: 1-11 is not 11-1."""

_CODE = re.compile(r"([A-Za-z]*)\d+")

_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")

_NUMBER_WORDS = re.compile(
    r"^(?:no|nr|n°|n|num|number|#|第|编号|患者|病例|病人|patient|pat|pt|case|subject|subj|id)[\s.:#°-]*(?=\d+\s*(?:号|號|例|番|#)?$)"
    r"|(?<=\d)\s*(?:号|號|例|番|#)$",
    re.IGNORECASE | re.MULTILINE,
)
"""Words that say no more than that a number stands beside them: 1号, No. 1, #1, 第1例."""

_WAYS: tuple[Callable[[str], str], ...] = (
    lambda text: _ZERO_DECIMALS.sub(r"\1", text),
    str.casefold,
    lambda text: _NUMBER_WORDS.sub("", text),
    lambda text: _BETWEEN_LETTERS.sub("", _PUNCTUATION.sub("-", text).strip("-")),
    lambda text: _LEADING_ZEROS.sub("", text),
)
"""What a spelling may differ in, from the most harmless on; each on top of those accepted before it."""

_WAYS_BETWEEN_TABLES = _WAYS[1:4]
"""The same between two tables, where 12.0 may be a number of its own and 001 is asked of all at once."""


def one_spelling(
    column: TableColumn,
    apart: Sequence[Codes],
    agreeing: Sequence[Codes],
    visit: Codes | None,
    table: Table,
    findings: list[Finding],
) -> TableColumn:
    """The column with one spelling per number, where nothing in the file says that two spellings are two patients.

    `apart` number what tells equal numbers apart anyway (sheet, centre, method), `agreeing` what one patient cannot
    have in two ways (method, sex); −1 says nothing. Two spellings at the same visit are two patients, and then no
    spelling of the whole file that differs in the same way is joined. Both are told.
    """
    if all(cell.kind == NUMBER for cell in column.levels):
        return column
    texts = column.plain_texts
    if are_surely_different([text for text, n in zip(texts, column.counts().tolist(), strict=True) if n]):
        return column
    joined = list(texts)
    for way in _WAYS:
        proposed = [way(text) for text in joined]
        merges = len(set(proposed)) < len(set(joined))
        contradicted = _contradicted(column, joined, proposed, apart, agreeing, visit) if merges else None
        if contradicted is None:
            joined = proposed
        else:
            findings.append(about_row(table, contradicted, "ids_alike_apart", column=column, taken_as="separate"))
    if len(set(joined)) == len(set(texts)):
        return column
    first = {text: place for place, text in reversed(list(enumerate(joined)))}
    moved = np.array([first[text] for text in joined] + [-1], dtype=np.int32)
    changed = moved[column.codes] != column.codes
    n = len({joined[int(code)] for code in column.codes[changed]})
    rows = np.flatnonzero(changed).tolist()
    joined_ids = about_rows(table, rows, "ids_alike_joined", column=column, taken_as="same_patient")
    findings.append(replace(joined_ids, parameters={"n": n}))
    return replace(column, codes=moved[column.codes])


def in_the_spelling_of(mine: TableColumn, theirs: TableColumn) -> tuple[TableColumn, int]:
    """Their column with my spelling of every number, and how many of mine are found by that.

    Unchanged where no more are found, or where two numbers of one of the tables would be one: P-01 beside p01.
    """
    own, others = ({text for text, n in zip(one.plain_texts, one.counts().tolist(), strict=True) if n and text}
                   for one in (mine, theirs))  # fmt: skip
    n_exact = len(own & others)
    if n_exact == min(len(own), len(others)):
        return theirs, 0
    spelled: dict[str, str] = {}
    plain_own, plain_others = ({text: text for text in texts} for texts in (own, others))
    for way in _WAYS_BETWEEN_TABLES:
        plain_own, plain_others = (
            {text: way(one) for text, one in texts.items()} for texts in (plain_own, plain_others)
        )
        known = {one: text for text, one in plain_own.items()}
        if len(known) < len(own) or len({*plain_others.values()}) < len(others):
            break
        found = {text: known[one] for text, one in plain_others.items() if one in known}
        spelled = found if len(found) > max(n_exact, len(spelled)) else spelled
    if not spelled:
        return theirs, 0
    levels = tuple(
        Cell(spelled[text], TEXT) if spelled.get(text, text) != text else cell
        for text, cell in zip(theirs.plain_texts, theirs.levels, strict=True)
    )
    return replace(theirs, levels=levels), len(spelled) - n_exact


def are_surely_different(texts: list[str]) -> bool:
    """Whether no two are alike in any way; all at once, because nearly every file's are."""
    if _are_plain_numbers(texts):
        return True
    folded = re.sub(r"\.0+$", "", "\n".join(texts).casefold(), flags=re.MULTILINE)
    folded = _NUMBER_WORDS.sub("", folded)
    folded = _LEADING_ZEROS.sub("", re.sub(r"[^\w\n]|_", "", folded))
    return len(set(folded.split("\n"))) == len(texts)


def _are_plain_numbers(texts: list[str]) -> bool:
    """Whether all are the same letters, if any, before different numbers without leading zeros or of one length."""
    match = _CODE.fullmatch(texts[0]) if texts else None
    if match is None or len(set(texts)) < len(texts):
        return False
    before = "\n" + match[1]
    whole = "\n" + "\n".join(texts)
    digits = whole.replace(before, "") if whole.count(before) == len(texts) else ""
    are_of_one_length = len(set(map(len, texts))) == 1
    return digits.isascii() and digits.isdecimal() and (are_of_one_length or before + "0" not in whole)


def _contradicted(
    column: TableColumn,
    now: list[str],
    proposed: list[str],
    apart: Sequence[Codes],
    agreeing: Sequence[Codes],
    visit: Codes | None,
) -> int | None:
    """The first row of a patient that a proposed spelling would give to somebody else; None where there is none."""
    old, new = (_numbered(column, texts) for texts in (now, proposed))
    for part in apart:
        _, new = np.unique(np.column_stack([new, part]), axis=0, return_inverse=True)
    known = column.codes >= 0
    merged = _several(new[known], old[known])
    doubtful = known.copy()
    doubtful[known] = np.isin(new[known], merged)
    rows = np.flatnonzero(doubtful)
    if not len(rows):
        return None
    at = np.zeros(len(rows), dtype=np.int64) if visit is None else visit[rows]
    _, place = np.unique(np.column_stack([new[rows], at]), axis=0, return_inverse=True)
    wrong = np.isin(place, _several(place, old[rows]))
    for part in agreeing:
        filled = part[rows] >= 0
        wrong |= np.isin(new[rows], _several(new[rows][filled], part[rows][filled]))
    return int(rows[wrong][0]) if wrong.any() else None


def _numbered(column: TableColumn, texts: list[str]) -> Codes:
    known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return np.array([known[text] for text in texts] + [-1], dtype=np.int32)[column.codes]


def _several(one: Codes, other: Codes) -> Codes:
    """The values of `one` that stand beside more than one value of `other`."""
    pairs = np.unique(np.column_stack([one, other]), axis=0)
    values, n = np.unique(pairs[:, 0], return_counts=True)
    found: Codes = values[n > 1]
    return found
