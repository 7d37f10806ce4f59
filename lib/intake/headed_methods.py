"""Methods that stand in the headers of the scores: CT组术前VAS beside DSA组术前VAS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.intake.collecting_sheets import says_method
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.methods import canonical_method
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import plain

_FEWEST_COLUMNS = 2


class _Headed(NamedTuple):
    """A score column whose header names a method: the method, (instrument, visit), and the column without it."""

    method: str
    meaning: tuple[str, str]
    column: TableColumn


def parted_by_headers(
    tables: list[Table], names: Sequence[str], settings: ReadingSettings
) -> tuple[list[Table], list[str]]:
    """The one table as a table per method, where every score has a column for each method; otherwise as they were.

    Not where a column says the method, nor where a study names such a score by its header. Where rows hold scores of
    two methods they hold two patients under one running number, so nothing but that number may stand beside the scores.
    """
    if len(tables) != 1 or any(map(says_method, tables[0].columns)):
        return list(tables), list(names)
    table = tables[0]
    scores = [one for one in table.columns if not is_change(one.header) and score_header(one.header) is not None]
    headed = [found for one in scores if (found := _headed(one)) is not None]
    methods = list(dict.fromkeys(one.method for one in headed))
    kinds = [sorted(one.meaning for one in headed if one.method == method) for method in methods]
    named = {plain(one.column) for one in settings.scores or ()}
    is_named = any(plain(one.header) in named for one in scores)
    is_grid = (
        not is_named and len(methods) > 1 and len(kinds[0]) >= _FEWEST_COLUMNS and len(set(kinds[0])) == len(kinds[0])
    )
    if len(headed) < len(scores) or not is_grid or any(one != kinds[0] for one in kinds):
        return list(tables), list(names)
    others = [one for one in table.columns if all(one is not score for score in scores)]
    filled = {method: _filled([one for one in headed if one.method == method]) for method in methods}
    are_two = bool((np.sum([*filled.values()], axis=0) > 1).any())
    if are_two and any(column_term(one.header) != "patient" and one.used_levels() for one in others):
        return list(tables), list(names)
    parts = []
    for method in methods:
        own = [one.column for one in headed if one.method == method]
        parts.append(replace(table, columns=(*others, *own)).kept(np.flatnonzero(filled[method]).astype(np.int32)))
    return parts, methods


def _headed(column: TableColumn) -> _Headed | None:
    score = score_header(column.header)
    if score is None or score.instrument is None:
        return None
    words = score.outcome.removeprefix(score.instrument).strip()
    method = canonical_method(words) if words else None
    visit = score.visit.name if score.visit is not None else score.label
    if method is None or not visit:
        return None
    header = plain(column.header)
    place = header.casefold().find(words)
    bare = plain(f"{header[:place]} {header[place + len(words) :]}") if place >= 0 else ""
    read = score_header(bare)
    is_kept = (
        read is not None and read.outcome == score.instrument and (read.visit, read.code) == (score.visit, score.code)
    )
    return _Headed(
        method,
        (score.instrument, visit),
        replace(column, header=bare if is_kept else f"{score.instrument} {visit}"),
    )


def _filled(headed: Sequence[_Headed]) -> NDArray[np.bool_]:
    """Whether a row has a cell in one of the columns."""
    found: NDArray[np.bool_] = np.any([one.column.codes >= 0 for one in headed], axis=0)
    return found
