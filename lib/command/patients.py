"""The baseline table and its balance as flat records: shares as proportions, unrounded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lib.analysis.patients import BaselineRow, Characteristic
from lib.command.comparisons import Record
from lib.stats.describe import Description
from lib.stats.results import NotEstimable

FIGURES = ("mean", "sd", "median", "q1", "q3")


def baseline_records(rows: Iterable[BaselineRow]) -> list[Record]:
    """Each covariate (and each score before treatment) by method: numbers described, words counted by level."""
    return [record for row in rows for one in row.by_method for record in _records(row, one)]


def balance_records(rows: Iterable[BaselineRow]) -> list[Record]:
    """The standardised mean difference of every pair, experimental minus control."""
    return [
        {
            "covariate": _name(row),
            "experimental": one.experimental,
            "control": one.control,
            "smd": None if isinstance(one.smd, NotEstimable) else one.smd,
            "level": one.level,
            "chance": one.chance,
            "reason": one.smd.reason if isinstance(one.smd, NotEstimable) else None,
        }
        for row in rows
        for one in row.balance
    ]


def _records(row: BaselineRow, one: Characteristic) -> list[Record]:
    place = {"covariate": _name(row), "method": one.method, "n": one.n, "missing": one.missing}
    if row.is_numeric:
        figures: dict[str, Any] = {
            name: getattr(one.description, name) if isinstance(one.description, Description) else None
            for name in FIGURES
        }
        reason = one.description.reason if isinstance(one.description, NotEstimable) else None
        return [{**place, "level": None, **figures, "count": None, "share": None, "reason": reason}]
    nothing = dict.fromkeys(FIGURES)
    return [
        {**place, "level": level, **nothing, "count": count, "share": count / one.n if one.n else None,
         "reason": None if one.n else "no_values"}
        for level, count in one.counts
    ]  # fmt: skip


def _name(row: BaselineRow) -> str:
    """A score's value before treatment is named "VAS baseline"."""
    return f"{row.name} baseline" if row.is_score else row.name
