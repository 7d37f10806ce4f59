"""The data files that R read, as the counts that the statistics take."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[1] / "r"
Floats = NDArray[np.float64]


class Counts(NamedTuple):
    """Distinct values and their weights."""

    values: Floats
    weights: Floats


class Pairs(NamedTuple):
    """Distinct (baseline, follow-up) pairs and their weights."""

    baseline: Floats
    follow_up: Floats
    weights: Floats

    @property
    def change(self) -> Floats:
        """Follow-up minus baseline, without the noise of decimals."""
        return np.round(self.follow_up - self.baseline, 6)


@cache
def golden() -> dict[str, Any]:
    """What R wrote."""
    text = (FOLDER / "golden" / "golden.json").read_text(encoding="utf-8")
    answers: dict[str, Any] = json.loads(text)
    return answers


@cache
def further() -> dict[str, Any]:
    """What R wrote about what the first oracle does not hold."""
    answers: dict[str, Any] = json.loads((FOLDER / "golden" / "further.json").read_text(encoding="utf-8"))
    return answers


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one data file."""
    with (FOLDER / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def numbers(name: str, column: str) -> Floats:
    """One column as numbers, NaN where empty."""
    return np.array([float(row[column]) if row[column] else np.nan for row in rows(name)])


def groups(name: str) -> NDArray[np.str_]:
    """The group of each row, empty where missing."""
    return np.array([row["group"] for row in rows(name)])


def count(values: Floats) -> Counts:
    """Count the distinct values that are not missing."""
    found, weights = np.unique(values[np.isfinite(values)], return_counts=True)
    return Counts(found, weights.astype(float))


def count_rows(*columns: Floats) -> tuple[Floats, ...]:
    """The distinct complete rows of several columns, and last their weights."""
    table = np.column_stack(columns)
    found, weights = np.unique(table[np.isfinite(table).all(axis=1)], axis=0, return_counts=True)
    return (*found.T, weights.astype(float))


def scores(name: str, outcome: str, group: str, when: str) -> Counts:
    """The counts of one group's scores: `when` is pre, post or change."""
    mine = groups(name) == group
    before, after = numbers(name, f"{outcome}_pre")[mine], numbers(name, f"{outcome}_post")[mine]
    return count({"pre": before, "post": after, "change": np.round(after - before, 6)}[when])


def pairs(name: str, outcome: str, group: str) -> Pairs:
    """The counts of one group's complete pairs."""
    mine = groups(name) == group
    return Pairs(*count_rows(numbers(name, f"{outcome}_pre")[mine], numbers(name, f"{outcome}_post")[mine]))
