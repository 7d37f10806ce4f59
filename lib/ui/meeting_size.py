"""How large the words of a screen of meeting mode may be, so that it fills the wall and does not scroll."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

SIZES = (36, 33, 30, 28, 26, 24, 22, 20, 18)
"""Pixels of a sentence on a wall of 1280 × 720, each with a rule in the stylesheet; on a larger wall they grow."""

USUAL = 22
"""The size beside a chart."""

WIDTH, HEIGHT = 1190, 585
"""Pixels of that wall for words: without its margins and the line at its foot."""

HEADLINE, TABLE, NOTES = 1.36, 0.91, 0.73
"""How large headlines, tables and remarks are against a sentence."""

_LINE = 1.42
_LAST_NARROW = 0x2E7F
_NARROW = 0.45
_BETWEEN = 16
_CELL = 12


def fitting(headline: str, said: Sequence[str], table: pd.DataFrame | None = None, notes: str = "") -> int:
    """The largest size at which a headline, its lines, a table and remarks stand on one wall, else the smallest."""
    return next((size for size in SIZES if _height(size, headline, said, table, notes) <= HEIGHT), SIZES[-1])


def fits(headline: str, said: Sequence[str], table: pd.DataFrame | None = None, notes: str = "") -> bool:
    """Whether all of it stands on one wall in the size that sentences beside a chart have."""
    return _height(USUAL, headline, said, table, notes) <= HEIGHT


def _height(size: float, headline: str, said: Sequence[str], table: pd.DataFrame | None, notes: str) -> float:
    parts = [_lines([headline], HEADLINE * size), _lines(said, size), _lines([notes] if notes else [], NOTES * size)]
    if table is not None:
        parts.append(_rows(table, TABLE * size))
    return sum(parts) + _BETWEEN * (sum(part > 0 for part in parts) - 1)


def _lines(said: Iterable[str], size: float, width: float = WIDTH) -> float:
    """Pixels that some paragraphs are high."""
    return sum(math.ceil(_width(one, size) / width) for one in said) * size * _LINE


def _rows(table: pd.DataFrame, size: float) -> float:
    """Pixels that a table is high: its columns share the width by what they hold, as a browser sets them."""
    names = [str(name) for name in (table.index.name, *table.columns)]
    rows = [[str(name), *map(str, row)] for name, row in zip(table.index, table.to_numpy(), strict=True)]
    widest = [max(_width(row[place], size) for row in [names, *rows]) for place in range(len(names))]
    room = WIDTH - 2 * _CELL * len(names)
    share = min(1.0, room / max(1.0, sum(widest)))
    heights = (
        max(_lines([cell], size, max(one * share, size)) for cell, one in zip(row, widest, strict=True))
        for row in [names, *rows]
    )
    return sum(height + _CELL for height in heights)


def _width(text: str, size: float) -> float:
    """Pixels of a text on one line: a full-width character as wide as its size, others about half."""
    return size * sum(1 if ord(letter) > _LAST_NARROW else _NARROW for letter in text)
