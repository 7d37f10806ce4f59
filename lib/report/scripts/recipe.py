"""What a script must know to read the registry again: where everything stands, and what each cell was taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`file` is a stand-in for the file's name, which may name somebody.

    Columns are numbers from 1, rows ranges of Excel's row numbers, in the order of the file. `methods` and the answers
    of `events` are by the cell's text; `scales` are (factor, low, high); `no_scores` are numbers that stand for a
    missing value. `expected` are the results, unrounded, by name.
    """

    file: str
    sheet: str | int
    rows: tuple[tuple[int, int], ...]
    method_column: int
    methods: Mapping[str, str]
    scores: tuple[tuple[str, str, int], ...]
    scales: Mapping[str, tuple[float, float, float]]
    no_scores: Mapping[str, tuple[float, ...]]
    events: Mapping[str, tuple[int, Mapping[str, int]]]
    pairs: tuple[tuple[str, str], ...]
    expected: Mapping[Name, float]
