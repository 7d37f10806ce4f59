"""The rules by which a script reads the cells of a registry as they were read here, or that there are none."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.command.script_rows import PatientRows, number_of, program, shown_as, text_of, texts_of, value_of
from lib.command.script_words import LONGEST_ANSWER, SHARED_BY, may_be_told
from lib.intake.findings import UnreadableFile
from lib.intake.grid import NUMBER
from lib.intake.opened import MappedColumn, Recognised
from lib.intake.visits import visit_of
from lib.intake.vocabulary import is_one_of
from lib.intake.workbook import Cell
from lib.registry.cohort import Cohort
from lib.terms import Scale

FACTORS = (1.0, 0.1, 2.0, 100 / 45, 100.0)
"""From a cell to the reported unit: as written, millimetres, points of 50 or 45, proportions."""

AGREES = 1e-9
_WINDOW = re.compile(r"(?:(\d+)–|≤)(\d+) d")

_ALWAYS = -1e9
"""A first day before all others."""

Array = NDArray[np.float64]
Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreRules:
    """Where the scores stand and what their cells mean.

    `scored`, `died` and `gone` are what a script finds, by patient; `deaths` and `lost` the words in the place of a
    score that say so.
    """

    scores: tuple[tuple[str, str, int], ...]
    scales: Mapping[str, tuple[float, float, float]]
    no_scores: Mapping[str, tuple[float, ...]]
    deaths: tuple[str, ...]
    lost: tuple[str, ...]
    scored: Mapping[Place, Array]
    died: Mapping[Place, NDArray[np.bool_]]
    gone: Mapping[Place, NDArray[np.bool_]]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Read:
    """The cells of one score at one visit with their patients, and the numbers that the registry holds of these."""

    visit: str
    column: int
    cells: Sequence[Cell | None]
    patient: NDArray[np.intp]
    numbers: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class VisitRule:
    """The visit `at` of every row, by the texts of its cells or by windows of days, as a script finds it."""

    visits: Mapping[str, str]
    windows: tuple[tuple[float, float, str], ...]
    procedure_column: int
    at: Sequence[str | None]


def visit_rule(rows: PatientRows, mapped: Sequence[MappedColumn], labels: Sequence[Recognised]) -> VisitRule:
    """How the visit follows from its column. Raises UnreadableFile no_script where it does not by a simple rule."""
    column = next(one for one in mapped if one.term == "visit")
    windows = tuple(
        (float(match[1]) - 0.5 if match[1] else _ALWAYS, float(match[2]) + 0.5, one.name)
        for one in labels if (match := _WINDOW.fullmatch(one.raw))
    )  # fmt: skip
    if windows and len(windows) == len(labels):
        return _by_days(rows, column, next((one for one in mapped if one.term == "operation_date"), None), windows)
    known = {one.raw: one.name for one in labels}
    found: dict[str, str] = {}
    held: dict[str, set[int]] = {}
    for cell, patient in zip(rows.of(column.column), rows.patient.tolist(), strict=True):
        text, name = text_of(cell), None if cell is None else known.get(cell.text)
        if name is not None and found.setdefault(text, name) != name:
            raise UnreadableFile("no_script")
        held.setdefault(text, set()).add(patient)
    if "" in found or any(len(held[text]) < SHARED_BY and not _names_visit(text) for text in found):
        raise UnreadableFile("no_script")
    at = [found.get(text) for text in rows.texts(column.column)]
    return VisitRule(visits=found, windows=(), procedure_column=0, at=at)


def _by_days(
    rows: PatientRows,
    column: MappedColumn,
    procedure: MappedColumn | None,
    windows: tuple[tuple[float, float, str], ...],
) -> VisitRule:
    """Days as numbers, or dates after the date of the procedure."""
    cells = rows.of(column.column)
    is_of_dates = not all(cell is None or cell.kind == NUMBER for cell in cells)
    day = np.array([_day(cell) for cell in cells])
    if is_of_dates:
        if procedure is None:
            raise UnreadableFile("no_script")
        day -= np.array([_day(cell) for cell in rows.of(procedure.column)])
    return VisitRule(
        visits={},
        windows=windows,
        procedure_column=number_of(procedure.column) if is_of_dates and procedure else 0,
        at=[next((name for low, high, name in windows if low <= one <= high), None) for one in day],
    )


def _day(cell: Cell | None) -> float:
    return float(program().day_of(None if cell is None else cell.value))


def _names_visit(text: str) -> bool:
    return text.removeprefix("-").isdecimal() or visit_of(text) is not None


def score_rules(
    cohort: Cohort,
    kept: NDArray[np.intp],
    rows: PatientRows,
    mapped: Iterable[MappedColumn],
    visits: Sequence[str | None] | None,
) -> ScoreRules | None:
    """Score columns with the factor and the codes under which the script reads what Trocar read; None without such.

    `visits` are those of the rows of a long file.
    """
    scores: list[tuple[str, str, int]] = []
    scales: dict[str, tuple[float, float, float]] = {}
    no_scores: dict[str, tuple[float, ...]] = {}
    cells: dict[Place, _Read] = {}
    columns = [one for one in mapped if one.term == "score"]
    for outcome, scale in cohort.scales.items():
        own = [one for one in columns if one.outcome == outcome]
        read = _read(cohort, kept, rows, own, visits)
        ways = (one for factor in FACTORS if (one := _codes(read, scale, factor)) is not None)
        found = next(ways, None)
        if {one.visit for one in read} != {visit.name for visit in cohort.visits(outcome)} or found is None:
            return None
        scores += [(outcome, one.visit, one.column) for one in read]
        scales[outcome] = (found[0], float(scale.low), float(scale.high))
        no_scores[outcome] = found[1]
        cells |= {(outcome, one.visit): one for one in read}
    return ScoreRules(
        scores=tuple(scores),
        scales=scales,
        no_scores={name: codes for name, codes in no_scores.items() if codes},
        deaths=tuple(sorted({text for one in cells.values() for text in _words(one, "died")})),
        lost=tuple(sorted({text for one in cells.values() for text in _words(one, "lost")})),
        scored={place: one.numbers for place, one in cells.items()},
        died={place: _told(one, "died", rows.n) for place, one in cells.items()},
        gone={place: _told(one, "lost", rows.n) for place, one in cells.items()},
    )


def _read(
    cohort: Cohort, kept: NDArray[np.intp], rows: PatientRows, own: Sequence[MappedColumn],
    visits: Sequence[str | None] | None,
) -> list[_Read]:  # fmt: skip
    """One score at each of its visits: a column of its own for each, or the rows that name the visit."""
    found: list[_Read] = []
    for one in own:
        cells = rows.of(one.column)
        for visit in [str(one.visit)] if visits is None else [at.name for at in cohort.visits(str(one.outcome))]:
            held = cohort.scores.get((str(one.outcome), visit))
            here = np.array([visits is None or at == visit for at in (visits or cells)], dtype=np.bool_)
            if held is not None:
                found.append(
                    _Read(
                        visit=visit,
                        column=number_of(one.column),
                        cells=[cell for cell, is_here in zip(cells, here, strict=True) if is_here],
                        patient=rows.patient[here],
                        numbers=held.numbers[kept],
                    )
                )
    return found


def _codes(read: Sequence[_Read], scale: Scale, factor: float) -> tuple[float, tuple[float, ...]] | None:
    """The numbers that stand for nothing under a factor; None where the cells do not give what Trocar read."""
    script, limits = program(), (factor, float(scale.low), float(scale.high))
    codes: Counter[float] = Counter()
    for one in read:
        absent = np.isnan(one.numbers[one.patient]).tolist()
        for cell, n in Counter(cell for cell, is_absent in zip(one.cells, absent, strict=True) if is_absent).items():
            value = value_of(cell)
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if is_number and not math.isnan(script.score(value, shown_as(cell), limits, ())):
                codes[float(value)] += n
    if any(n < SHARED_BY and code not in script.USUAL_CODES for code, n in codes.items()):
        return None
    found = tuple(sorted(codes))
    is_found = all(_agree(_again(one, limits, found), one.numbers) for one in read)
    return (factor, found) if is_found else None


def _again(one: _Read, limits: tuple[float, float, float], codes: tuple[float, ...]) -> Array:
    """The numbers by patient that the script reads: the mean where there are several."""
    script = program()
    known = {cell: script.score(value_of(cell), shown_as(cell), limits, codes) for cell in set(one.cells)}
    values = np.array([known[cell] for cell in one.cells], dtype=np.float64)
    is_number = np.isfinite(values)
    n = np.bincount(one.patient[is_number], minlength=len(one.numbers))
    total = np.bincount(one.patient[is_number], weights=values[is_number], minlength=len(one.numbers))
    mean: Array = np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)
    return mean


def _agree(found: Array, expected: Array) -> bool:
    return bool(np.allclose(found, expected, rtol=0, atol=AGREES, equal_nan=True))


def _words(one: _Read, reason: str) -> set[str]:
    """Words in the place of a score that say that the patient died, or was lost."""
    texts = {text_of(cell) for cell in set(one.cells) if isinstance(value_of(cell), str)}
    return {text for text in texts if is_one_of("missing", reason, text)}


def _told(one: _Read, reason: str, n: int) -> NDArray[np.bool_]:
    found, words = np.zeros(n, dtype=np.bool_), _words(one, reason)
    if words:
        found[one.patient[[text in words for text in texts_of(one.cells)]]] = True
    return found


def method_rule(
    cells: Sequence[Cell | None], patient: NDArray[np.intp], methods: Sequence[str | None]
) -> dict[str, str]:
    """The method by the text of a patient's first filled cell; every other text, as a blank one, is none's.

    Raises UnreadableFile no_script where one text stands for several, or may name somebody.
    """
    first: dict[int, str] = {}
    for text, one in zip(texts_of(cells), patient.tolist(), strict=True):
        if text:
            first.setdefault(one, text)
    found: dict[str, str] = {}
    for one, name in enumerate(methods):
        text = first.get(one, "")
        if name is None:
            continue
        if not text or len(text) > LONGEST_ANSWER or found.setdefault(text, name) != name:
            raise UnreadableFile("no_script")
    others = {first.get(one, "") for one, name in enumerate(methods) if name is None}
    if others & found.keys() or not may_be_told(Counter(first.values()), found):
        raise UnreadableFile("no_script")
    return found
