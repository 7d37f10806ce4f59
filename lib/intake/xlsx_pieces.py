"""A piece of plain rows of a large sheet, taken apart with numpy: which cells each column has, before any is in a grid.

Imported only where a sheet is so large that it repays loading numpy. Every tag of a piece is looked at, eight bytes
at a time; whatever is not exactly a plain row leaves the whole piece to `xlsx_rows`, and from there to the XML parser.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.intake.xlsx_rows import LAST_ROW

Places = NDArray[np.int64]
Words = NDArray[np.uint64]

_MASK: Words = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
"""The first n of eight bytes."""

_LONGEST, _LONGEST_ROW = 24, 160
"""Bytes of a cell's attributes or its value, and of a row's attributes."""

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
_SLOT_BITS = 16
_ROW_REST = re.compile(
    rb'(?: spans="[0-9:]*")?(?: s="[0-9]*")?(?: customFormat="[a-z0-9]*")?(?: ht="[0-9.]*")?'
    rb'(?: customHeight="[a-z0-9]*")?(?: x14ac:dyDescent="[0-9.]*")?/?'
)
_CELL_REST = re.compile(rb'(?: s="[0-9]{1,6}")?(?: t="(?:n|s|b|e|str)")?')
_LETTERS = re.compile(rb"[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D]")


class _NotPlain(Exception):
    """A piece that is not wholly made of plain rows."""


class _Tags(NamedTuple):
    """Where the tags of a piece begin, and its end; the last three are positions in this list or about the cells."""

    text: bytes
    words: Words
    opens: Places
    rows: Places
    cells: Places
    is_filled: NDArray[np.bool_]


class _Rows(NamedTuple):
    """Per row its number, the word and the count of its digits, and how many cells it has."""

    numbers: NDArray[np.int32]
    digits: Words
    n_digits: Places
    n_cells: Places


class Group(NamedTuple):
    """The filled cells of one column in a piece: each distinct one once, and which of these stands in each row.

    Where all have the attributes `head`, `values` holds what is between their tags; else `cells` holds them whole.
    """

    letters: bytes
    head: bytes
    values: list[str]
    cells: list[bytes]
    which: Places
    rows: NDArray[np.int32]


class Ready(NamedTuple):
    """What a plain piece holds, before anything of it is in the grid."""

    last_row: int
    groups: list[Group]


def ready(piece: bytes) -> Ready | None:
    """What a piece holds, None where it is not wholly made of plain rows."""
    try:
        tags = _tags(piece)
        rows = _row_tags(tags)
        return Ready(int(rows.numbers[-1]), _groups(tags, rows))
    except _NotPlain:
        return None


def _groups(tags: _Tags, rows: _Rows) -> list[Group]:
    text, words, opens = tags.text, tags.words, tags.opens
    starts = opens[tags.cells] + 6
    letters, rests = _references(words, starts, rows)
    ends = opens[tags.cells + 1] - 1 - ~tags.is_filled
    _check(_CELL_REST, tags, rests, ends, _LONGEST)
    filled = tags.cells[tags.is_filled]
    row_of = np.repeat(rows.numbers, rows.n_cells)[tags.is_filled]
    first, column_of = _first_met(letters)
    names = [int(word).to_bytes(8, "little").rstrip(b"\0") for word in letters[first]]
    if any(_LETTERS.fullmatch(name) is None for name in names):
        raise _NotPlain
    column_of = column_of[tags.is_filled].astype(np.uint8 if len(names) < 256 else np.int16)  # few bytes sort soon
    heads, ends = rests[tags.is_filled], ends[tags.is_filled]
    cells = _Cells(text, words, heads, ends, opens[filled + 1] + 3, opens[filled + 2], text.decode())
    order = np.argsort(column_of, kind="stable")
    bounds = np.searchsorted(column_of[order], np.arange(len(names) + 1))
    parts = [(name, order[a:b]) for name, a, b in zip(names, bounds[:-1], bounds[1:], strict=True) if b > a]
    return [cells.group(name, places, row_of[places]) for name, places in parts]


class _Cells(NamedTuple):
    """The filled cells of a piece: heads[i]:ends[i] are the attributes behind the reference, starts:stops the value."""

    text: bytes
    words: Words
    heads: Places
    ends: Places
    starts: Places
    stops: Places
    written: str

    def group(self, letters: bytes, places: Places, rows: NDArray[np.int32]) -> Group:
        """The cells of one column, each distinct one as it is written. Raises _NotPlain where they cannot be told."""
        first, which, is_uniform = self.distinct(places)
        ordered = places[first]
        if is_uniform:
            spans = zip(self.starts[ordered].tolist(), self.stops[ordered].tolist(), strict=True)
            head = self.text[self.heads[places[0]] : self.ends[places[0]]]
            return Group(letters, head, [self.written[a:b] for a, b in spans], [], which, rows)
        spans = zip(self.heads[ordered].tolist(), self.stops[ordered].tolist(), strict=True)
        return Group(letters, b"", [], [self.text[a : b + 4] for a, b in spans], which, rows)

    def distinct(self, places: Places) -> tuple[Places, Places, bool]:
        """(the first place of each distinct cell, ascending; which each cell is; whether all have the same attributes).

        Cells are compared by the bytes of their attributes and values, never by a mixture of these alone.
        """
        heads = _varying(self._parts(self.heads[places], self.ends[places]))
        parts = [*heads, *_varying(self._parts(self.starts[places], self.stops[places]))]
        if not parts:
            return np.zeros(1, dtype=np.int64), np.zeros(len(places), dtype=np.int64), True
        mixed = parts[0]
        for part in parts[1:]:
            mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[0] + part * _MIX[1]
        first, inverse = _first_met(mixed)
        if len(parts) > 1 and any((part[first][inverse] != part).any() for part in parts):
            raise _NotPlain
        return first, inverse, not heads

    def _parts(self, starts: Places, stops: Places) -> list[Words]:
        lengths = stops - starts
        longest = int(lengths.max(initial=0))
        if longest > _LONGEST:
            raise _NotPlain
        if longest <= 8:
            return [self.words[starts] & _MASK[lengths]]
        return [_first_bytes(self.words, starts, lengths, offset) for offset in range(0, longest, 8)]


def _first_met(words: Words) -> tuple[Places, Places]:
    """(the first place of each distinct word, ascending; which of these each word is). Sorts only where it must."""
    slots = ((words * _MIX[0]) >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
    places = np.arange(len(words))
    table = np.empty(1 << _SLOT_BITS, dtype=np.int64)
    table[slots[::-1]] = places[::-1]  # the last that is written stays: the first place
    met = table[slots]
    if (words[met] != words).any():  # two words in one slot
        _, first, inverse = np.unique(words, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return first[order], rank[inverse]
    is_first = met == places
    return np.flatnonzero(is_first), (np.cumsum(is_first) - 1)[met]


def _first_bytes(words: Words, starts: Places, lengths: Places, offset: int) -> Words:
    """The eight bytes from `offset` on of texts that begin at `starts`; 0 where a text has ended."""
    found: Words = words[starts + offset] & _MASK[np.clip(lengths - offset, 0, 8)]
    return found


def _varying(parts: list[Words]) -> list[Words]:
    return [part for part in parts if (part != part[0]).any()]


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


def _tags(piece: bytes) -> _Tags:
    """The tags of a piece. Raises _NotPlain where another tag, an entity, or text between tags is among them.

    Each tag but `<v>` ends right before the next one begins; there are no more ends than beginnings, so no other tag.
    """
    held = np.frombuffer(piece, dtype=np.uint8)
    if b"&" in piece or held.min(initial=32) < 32 or held.max(initial=32) > 126:
        raise _NotPlain
    words: Words = np.ndarray((len(piece) + _LONGEST_ROW,), "<u8", piece + bytes(_LONGEST_ROW + 8), strides=(1,))
    opens = np.append(np.flatnonzero(held == 60), len(piece))
    if np.count_nonzero(held == 62) != len(opens) - 1 or not (piece.startswith(b"<") and piece.endswith(b">")):
        raise _NotPlain
    kinds = held[opens[:-1] + 1]
    rows, cells = np.flatnonzero(kinds == ord("r")), np.flatnonzero(kinds == ord("c"))
    tags = _Tags(piece, words, opens, rows, cells, held[opens[cells + 1] - 2] != 47)
    n_filled = int(np.count_nonzero(tags.is_filled))
    n_ends = int(np.count_nonzero(kinds == 47)) - 2 * n_filled
    if not (_are_cells(tags, held) and _are_rows(tags, held, n_ends)):
        raise _NotPlain
    if len(cells) + 3 * n_filled + len(rows) + n_ends != len(opens) - 1:
        raise _NotPlain
    return tags


def _are_cells(tags: _Tags, held: NDArray[np.uint8]) -> bool:
    """Whether each cell is one tag, or one with a value and nothing else behind it."""
    words, opens, cells = tags.words, tags.opens, tags.cells
    filled = cells[tags.is_filled]
    if len(filled) and filled[-1] + 4 >= len(opens):
        return False
    stops = opens[filled + 2]
    return bool(
        ((words[opens[cells]] & _MASK[6]) == _word(b'<c r="')).all()
        and (held[opens[cells + 1] - 1] == 62).all()
        and ((words[opens[filled + 1]] & _MASK[3]) == _word(b"<v>")).all()
        and (words[stops] == _word(b"</v></c>")).all()
        and (opens[filled + 4] == stops + 8).all()
    )


def _are_rows(tags: _Tags, held: NDArray[np.uint8], n_ends: int) -> bool:
    """Whether every row ends before the next begins, with nothing in between; a blank row is one tag."""
    words, opens, rows = tags.words, tags.opens, tags.rows
    if len(rows) == 0 or rows[0] != 0:
        return False
    behind = np.append(rows[1:], len(opens) - 1)
    is_blank = held[opens[rows + 1] - 2] == 47
    ends = behind[~is_blank] - 1
    return bool(
        (words[opens[rows]] == _word(b'<row r="')).all()
        and (held[opens[rows + 1] - 1] == 62).all()
        and (behind[is_blank] == rows[is_blank] + 1).all()
        and ((words[opens[ends]] & _MASK[6]) == _word(b"</row>")).all()
        and (opens[ends + 1] == opens[ends] + 6).all()
        and len(ends) == n_ends
    )


def _row_tags(tags: _Tags) -> _Rows:
    starts = tags.opens[tags.rows] + 8
    words = tags.words[starts]
    octets = words.astype("<u8").view(np.uint8).reshape(-1, 8)
    n_digits = np.argmax(octets == 34, axis=1)
    numbers = np.zeros(len(starts), dtype=np.int64)
    for place in range(int(n_digits.max(initial=0))):
        digit = octets[:, place].astype(np.int64) - 48
        is_digit = place < n_digits
        if ((digit < 0) | (digit > 9))[is_digit].any():
            raise _NotPlain
        numbers = np.where(is_digit, 10 * numbers + digit, numbers)
    if (n_digits == 0).any() or (octets[:, 0] == 48).any() or (numbers > LAST_ROW).any():
        raise _NotPlain
    _check(_ROW_REST, tags, starts + n_digits + 1, tags.opens[tags.rows + 1] - 1, _LONGEST_ROW)
    n_cells = np.diff(np.append(np.searchsorted(tags.cells, tags.rows), len(tags.cells)))
    return _Rows(numbers.astype(np.int32), words & _MASK[n_digits], n_digits, n_cells)


def _references(words: Words, starts: Places, rows: _Rows) -> tuple[Words, Places]:
    """(the word of each cell's letters, where its attributes begin). Raises _NotPlain for another row's reference."""
    firsts = words[starts]
    second, third = (firsts >> np.uint64(8)) & np.uint64(255), (firsts >> np.uint64(16)) & np.uint64(255)
    n_letters = 1 + (second >= 65) + ((second >= 65) & (third >= 65)).astype(np.int64)
    n_digits = np.repeat(rows.n_digits, rows.n_cells)
    behind = words[starts + n_letters]
    is_quoted = (behind >> (np.uint64(8) * n_digits.astype(np.uint64))) & np.uint64(255) == 34
    if not is_quoted.all() or not ((behind & _MASK[n_digits]) == np.repeat(rows.digits, rows.n_cells)).all():
        raise _NotPlain
    return firsts & _MASK[n_letters], starts + n_letters + n_digits + 1


def _check(form: re.Pattern[bytes], tags: _Tags, starts: Places, ends: Places, longest: int) -> None:
    """Raises _NotPlain where attributes from `starts` to `ends` have another form or are longer than `longest`."""
    lengths = ends - starts
    if len(lengths) and (lengths.min() < 0 or lengths.max() > longest):
        raise _NotPlain
    offsets = range(0, int(lengths.max(initial=0)), 8)
    parts = [_first_bytes(tags.words, starts, lengths, offset) for offset in offsets]
    found: set[bytes] = set()
    left = np.arange(len(lengths))
    while len(left) and len(found) < 4096:  # one after another: few are distinct
        head = left[0]
        found.add(tags.text[starts[head] : ends[head]])
        same = np.ones(len(left), dtype=np.bool_)
        for part in parts:
            same &= part[left] == part[head]
        left = left[~same]
    if len(left) or any(form.fullmatch(head) is None for head in found):
        raise _NotPlain
