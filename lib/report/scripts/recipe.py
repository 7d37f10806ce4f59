"""What a script must know to read the registry again: where everything stands, and what each cell was taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Name = tuple[str, ...]
Place = tuple[str | int, str, tuple[tuple[int, int], ...]]
"""A sheet by name or number, the method of all its patients ("" where a column says it), and ranges of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`file` is a stand-in for the file's name, which may name somebody.

    Columns are numbers from 1 and the same on every sheet, rows are Excel's, in the order of the file. `method_column`
    is 0 where every sheet has one method. `methods` and the answers of `events` are by the cell's text; `scales` are
    (factor, low, high); `no_scores` are numbers that stand for a missing value. `expected` are the results, unrounded,
    by name.
    """

    file: str
    places: tuple[Place, ...]
    method_column: int
    methods: Mapping[str, str]
    scores: tuple[tuple[str, str, int], ...]
    scales: Mapping[str, tuple[float, float, float]]
    no_scores: Mapping[str, tuple[float, ...]]
    events: Mapping[str, tuple[int, Mapping[str, int]]]
    pairs: tuple[tuple[str, str], ...]
    expected: Mapping[Name, float]
