"""From an analysed registry to a script that rebuilds it: only what the script really finds again is promised."""

from __future__ import annotations

import importlib.util
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.command.analyse import Analysed, results
from lib.intake.findings import UnreadableFile
from lib.intake.grid import BOOLEAN, FRACTION, NUMBER, PERCENT, TEXT
from lib.intake.opened import MappedColumn
from lib.intake.persons import without_persons
from lib.intake.vocabulary import key, names
from lib.intake.workbook import Cell, Sheet, Workbook
from lib.registry.cohort import Cohort
from lib.registry.events import NOT
from lib.report.scripts.python import PROGRAM
from lib.report.scripts.recipe import Name, Recipe
from lib.terms import Scale

FACTORS = (1.0, 0.1, 2.0, 100 / 45, 100.0)
"""From a cell to the reported unit: as written, millimetres, points of 50 or 45, proportions."""

_AGREES = 1e-9
_LONGEST_ANSWER = 60
_SHARED_BY = 3
"""Patients who must share a cell's text or number before it may stand in a script that is handed on."""

_GRADE = re.compile(r"(?:(?:grade|cirse|ctcae|sir)\s*)?(?:[0-6][ab]?|[A-F]|[IV]{1,3})\s*级?", re.IGNORECASE)
_SHOWN_AS = {PERCENT: "0%", FRACTION: "# ?/?"}
_WITHIN = (
    "n", "baseline_mean", "baseline_sd", "baseline_median", "baseline_q1", "baseline_q3", "follow_up_mean",
    "follow_up_sd", "follow_up_median", "follow_up_q1", "follow_up_q3", "change_mean", "change_sd", "change_low",
    "change_high", "paired_t", "paired_p", "signed_rank_p",
)  # fmt: skip
_BETWEEN = ("difference", "low", "high", "p_value")
_RATE_DIFFERENCE = ("difference", "newcombe_low", "newcombe_high", "fisher_p")


def recipe_of(analysed: Analysed) -> tuple[Recipe, tuple[Name, ...]]:
    """The recipe of a registry with a row per patient, and the names of numbers it does not rebuild.

    Patients may stand on several sheets of a workbook, each with its method or with a column that says it.

    Raises UnreadableFile no_script where rows, methods or scores do not follow from the cells by a simple rule.
    """
    cohort, opened = analysed.view.registry, analysed.opened
    columns = {one.column: one for one in opened.mapping}
    if not isinstance(cohort, Cohort) or len(opened.readable.files) != 1 or any(
        one.term == "visit" for one in opened.mapping
    ):  # fmt: skip
        raise UnreadableFile("no_script")
    kept = np.flatnonzero(cohort.kept & (cohort.method >= 0))
    cells = _Cells(opened.readable.sheets, cohort.sheet, cohort.row, kept)
    method = np.array([cohort.methods[code] for code in cohort.method[kept]], dtype=object)
    column = next((one for one in columns.values() if one.term == "method"), None)
    methods = {} if column is None else _answers(cells.of(column), list(method))
    of_sheets = {sheet.name: "" if column else _only(method[here]) for sheet, here in cells.places}
    if methods is None:
        raise UnreadableFile("no_script")
    scores, scales, no_scores, scored = _scores(cohort, cells, columns, kept)
    events, happened = _events(cohort, cells, columns, kept)
    pairs = tuple(dict.fromkeys((str(one["experimental"]), str(one["control"])) for one in _lists(analysed)["between"]))
    found = program().computed(scored, method, happened, list(cohort.methods), pairs)
    promised = _expected(_lists(analysed))
    recipe = Recipe(
        file=f"registry.{opened.readable.files[0].rpartition('.')[2]}",
        places=tuple(
            (_sheet_as_told(sheet.name, opened.readable), of_sheets[sheet.name], _ranges(cohort.row[kept[here]]))
            for sheet, here in cells.places
        ),
        method_column=0 if column is None else _number(column.column),
        methods=methods,
        scores=scores,
        scales=scales,
        no_scores=no_scores,
        events=events,
        pairs=pairs,
        expected={name: value for name, value in promised.items() if _is_found(found.get(name), value)},
    )
    return recipe, tuple(name for name in promised if name not in recipe.expected)


@cache
def program() -> ModuleType:
    """The script itself as a module: what it would read and compute."""
    specification = importlib.util.spec_from_file_location("trocar_rebuild", PROGRAM)
    if specification is None or specification.loader is None:
        raise UnreadableFile("no_script")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _sheet_as_told(name: str, workbook: Workbook) -> str | int:
    """The sheet's name, or its place from 1 on where the name is a person's."""
    names = [one.name for one in workbook.sheets]
    return name if without_persons(name) == name else names.index(name) + 1


class _Cells:
    """The cells of the patients' rows, by column; `places` are the sheets with the positions of their patients.

    Raises UnreadableFile no_script where a patient's sheet is not one of the file's.
    """

    def __init__(
        self, sheets: Sequence[Sheet], names: Sequence[str], rows: NDArray[np.int64], kept: NDArray[np.intp]
    ) -> None:
        own = np.array([names[int(one)] for one in kept], dtype=object)
        found = ((sheet, np.flatnonzero(own == sheet.name)) for sheet in sheets)
        self.places = [(sheet, here) for sheet, here in found if len(here)]
        self._rows, self._n = rows[kept], len(kept)
        if sum(len(here) for _, here in self.places) != self._n:
            raise UnreadableFile("no_script")

    def of(self, column: MappedColumn) -> list[Cell | None]:
        """One cell or None per row."""
        cells: list[Cell | None] = [None] * self._n
        for sheet, here in self.places:
            held = next((one for one in sheet.columns if one.number == _number(column.column)), None)
            if held is not None:
                codes = held.codes[np.searchsorted(sheet.rows, self._rows[here])]
                for position, code in zip(here, codes, strict=True):
                    cells[int(position)] = held.levels[code] if code >= 0 else None
        return cells


def _only(methods: NDArray[np.object_]) -> str:
    """The method of all patients of a sheet. Raises UnreadableFile no_script where they have several."""
    if len(set(methods)) != 1:
        raise UnreadableFile("no_script")
    return str(methods[0])


def _value(cell: Cell | None) -> Any:
    """What a script sees in a cell: its value, None for dates, errors and blanks."""
    return cell.value if cell is not None and cell.kind in (TEXT, NUMBER, BOOLEAN, PERCENT, FRACTION) else None


def _answers(cells: list[Cell | None], answers: list[Any]) -> dict[str, Any] | None:
    """The answer by the cell's text; None where one text has two answers, or a blank cell has one.

    None too where a text of few patients is no known word: a script is handed on, and a remark may name somebody.
    """
    found: dict[str, Any] = {}
    counted: Counter[str] = Counter()
    for cell, answer in zip(cells, answers, strict=True):
        value = _value(cell)
        if value is None:
            if answer is not None:
                return None
            continue
        text = program().plain(value)
        if len(text) > _LONGEST_ANSWER or found.setdefault(text, answer) != answer:
            return None
        counted[text] += 1
    told = {text: answer for text, answer in found.items() if answer is not None}
    return told if all(n >= _SHARED_BY or _is_known(text) for text, n in counted.items() if text in told) else None


def _is_known(text: str) -> bool:
    """A word of our own vocabulary or a bare grade: nobody's name can be in it, however rare it is."""
    known = (names(section).get(key(text)) for section in ("yes_no", "methods"))
    return any(known) or _GRADE.fullmatch(text) is not None


def _scores(
    cohort: Cohort, cells: _Cells, columns: Mapping[str, MappedColumn], kept: NDArray[np.intp]
) -> tuple[Any, Any, Any, Any]:
    """Score columns with the factor and the codes under which the script reads what Trocar read."""
    scores: list[tuple[str, str, int]] = []
    scales: dict[str, tuple[float, float, float]] = {}
    no_scores: dict[str, tuple[float, ...]] = {}
    scored: dict[tuple[str, str], NDArray[np.float64]] = {}
    for outcome, scale in cohort.scales.items():
        own = [one for one in columns.values() if one.term == "score" and one.outcome == outcome]
        read = {
            str(one.visit): (one, cells.of(one), cohort.scores[outcome, str(one.visit)].numbers[kept]) for one in own
        }
        known = {(outcome, visit): values for visit, (_, _, values) in read.items()}
        found = [one for factor in FACTORS if (one := _codes(read, scale, factor)) is not None]
        if len(own) != len(read) or not found:
            raise UnreadableFile("no_script")
        factor, codes = found[0]
        scores += [(outcome, visit, _number(one.column)) for visit, (one, _, _) in read.items()]
        scales[outcome] = (factor, float(scale.low), float(scale.high))
        no_scores[outcome] = codes
        scored |= known
    return tuple(scores), scales, {name: codes for name, codes in no_scores.items() if codes}, scored


def _codes(read: Mapping[str, Any], scale: Scale, factor: float) -> tuple[float, tuple[float, ...]] | None:
    """The numbers that stand for nothing under a factor; None where the cells do not give what Trocar read."""
    script, limits = program(), (factor, float(scale.low), float(scale.high))
    codes: Counter[float] = Counter()
    for _, cells, numbers in read.values():
        for cell, number in zip(cells, numbers, strict=True):
            value = _value(cell)
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            shown = "" if cell is None else _SHOWN_AS.get(cell.kind, "")
            if is_number and math.isnan(number) and not math.isnan(script.score(value, shown, limits, ())):
                codes[float(value)] += 1
    if any(n < _SHARED_BY and code not in script.USUAL_CODES for code, n in codes.items()):
        return None
    found = tuple(sorted(codes))
    for _, cells, numbers in read.values():
        for cell, number in zip(cells, numbers, strict=True):
            shown = "" if cell is None else _SHOWN_AS.get(cell.kind, "")
            again = script.score(_value(cell), shown, limits, found)
            if math.isnan(again) != math.isnan(number) or abs(again - number) > _AGREES:
                return None
    return factor, found


def _events(
    cohort: Cohort, cells: _Cells, columns: Mapping[str, MappedColumn], kept: NDArray[np.intp]
) -> tuple[dict[str, tuple[int, dict[str, int]]], dict[str, list[int | None]]]:
    """The events whose answers follow from the text of one column."""
    found: dict[str, tuple[int, dict[str, int]]] = {}
    happened: dict[str, list[int | None]] = {}
    for event, held in cohort.events.items():
        column = next((one for one in columns.values() if one.term == "event" and one.detail == event), None)
        codes = held.code[kept]
        answers = [None if code < 0 else int(held.levels[code] != NOT) for code in codes]
        rule = None if column is None else _answers(cells.of(column), answers)
        if column is not None and rule is not None:
            found[event] = (_number(column.column), rule)
            happened[event] = answers
    return found, happened


def _lists(analysed: Analysed) -> dict[str, Any]:
    return results(analysed, "en")


_RATE_KEYS = ("events", "n")
_NAMED: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("within", "within", ("outcome", "visit", "method"), _WITHIN),
    ("between", "between", ("outcome", "visit", "experimental", "control", "analysis"), _BETWEEN),
    ("rates", "rate", ("event", "method"), _RATE_KEYS),
    ("rate_differences", "rate_difference", ("event", "experimental", "control"), _RATE_DIFFERENCE),
)
"""(list of the results, its word in a name, the fields of its place, the fields that are numbers)."""


def _expected(lists: Mapping[str, Any]) -> dict[Name, float]:
    """Every number that the script may rebuild, by its name; of events only whether they happened."""
    found: dict[Name, Any] = {}
    for listed, word, place, keys in _NAMED:
        for one in lists[listed]:
            if one.get("level", "any") == "any" or listed == "between":
                found |= {(word, *(str(one[field]) for field in place), key): one[key] for key in keys}
    return {name: float(value) for name, value in found.items() if value is not None}


def _is_found(value: Any, expected: float) -> bool:
    return value is not None and abs(float(value) - expected) <= _AGREES * max(1.0, abs(expected))


def _ranges(rows: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """Row numbers in their order as ranges: 3, 4, 5, 9 are (3, 5) and (9, 9)."""
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    return tuple((int(part[0]), int(part[-1])) for part in np.split(rows, breaks) if len(part))


def _number(letters: str) -> int:
    """A column's number by its letters: 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
