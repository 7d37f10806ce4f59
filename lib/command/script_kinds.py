"""The rules by which a script finds again who the patients are: measures, kinds, and the quarter of the procedure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.command.script_rows import PatientRows, number_of, program, text_of, texts_of, value_of
from lib.command.script_rules import AGREES
from lib.command.script_words import may_be_told
from lib.intake.cleaning import absence_of
from lib.intake.opened import MappedColumn
from lib.intake.workbook import Cell
from lib.registry.cohort import Cohort
from lib.registry.design import level_text
from lib.terms import OPERATION_QUARTER, Covariate

Measured = tuple[int, float, float, tuple[str, ...]]
"""(column, lowest, highest, units that stand behind numbers)."""

Kinds = tuple[int, Mapping[str, str | None], bool, int]
"""(column, the kind by the cell's text where that is not the kind itself, whether other texts are kinds, how many)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Describing:
    """The covariates that a script reads again, and their `values` by patient: numbers, or texts and None.

    The whole file has procedures in `n_quarters`.
    """

    measures: Mapping[str, Measured]
    kinds: Mapping[str, Kinds]
    quarters: Mapping[str, int]
    n_quarters: int
    values: Mapping[str, NDArray[Any]]


def describing_rules(
    cohort: Cohort, kept: NDArray[np.intp], rows: PatientRows, mapped: Sequence[MappedColumn]
) -> Describing:
    """How each covariate follows from the cells of one column; those that do not by a simple rule are left out."""
    measures: dict[str, Measured] = {}
    kinds: dict[str, Kinds] = {}
    quarters: dict[str, int] = {}
    values: dict[str, NDArray[Any]] = {}
    n_quarters = 0
    for one in cohort.covariates:
        held = cohort.covariate_columns[one.name]
        texts = [None if code < 0 else level_text(held.levels[code]) for code in held.code[kept]]
        for column in (known.column for known in mapped if known.header == one.header):
            cells, number = rows.of(column), number_of(column)
            if one.is_numeric and (measure := _measure(one, number, cells, rows, held.numbers[kept])):
                measures[one.name] = measure
                values[one.name] = held.numbers[kept]
            elif one.name == OPERATION_QUARTER and _by_patient(rows, map(_quarter, cells)) == texts:
                quarters[one.name], n_quarters = number, len(held.levels)
                values[one.name] = np.array(texts, dtype=object)
            elif not one.is_numeric and (kind := kinds_rule(number, cells, rows, texts, len(held.levels))):
                kinds[one.name] = kind
                values[one.name] = np.array(texts, dtype=object)
    return Describing(measures=measures, kinds=kinds, quarters=quarters, n_quarters=n_quarters, values=values)


def _by_patient(rows: PatientRows, read: Iterable[Any]) -> list[Any]:
    """The first of a patient's rows that says something."""
    found: list[Any] = [None] * rows.n
    for patient, value in zip(rows.patient.tolist(), read, strict=True):
        if found[patient] is None:
            found[patient] = value
    return found


def _quarter(cell: Cell | None) -> str | None:
    found: str | None = program().quarter(None if cell is None else cell.value)
    return found


def _measure(
    one: Covariate, column: int, cells: Sequence[Cell | None], rows: PatientRows, numbers: NDArray[np.float64]
) -> Measured | None:
    """Numbers within the limits, with the units that stand behind some of them."""
    if one.low is None or one.high is None:
        return None
    written = (program().MEASURE.match(text_of(cell)) for cell in set(cells) if isinstance(value_of(cell), str))
    units = {"", *((match[2] or "").lower() for match in written if match)}
    limits = (float(one.low), float(one.high))
    for tried in (units, {""}):
        known = {cell: program().measure(value_of(cell), limits, tried) for cell in set(cells)}
        first = _by_patient(rows, (None if np.isnan(known[cell]) else known[cell] for cell in cells))
        found = np.array(first, dtype=np.float64)
        is_found = np.allclose(found, numbers, rtol=0, atol=AGREES, equal_nan=True)
        if is_found and all(len(unit) <= _LONGEST_UNIT for unit in tried):
            return (column, *limits, tuple(sorted(tried)))
    return None


_LONGEST_UNIT = 6


def kinds_rule(
    column: int, cells: Sequence[Cell | None], rows: PatientRows, wanted: Sequence[str | None], n_kinds: int
) -> Kinds | None:
    """By the text itself where that is the kind, or by a list of texts; None where neither gives what Trocar read.

    A text that few patients have stands in no script: it may name somebody.
    """
    texts = texts_of(cells)
    of_patient: list[list[str]] = [[] for _ in wanted]
    for text, patient in zip(texts, rows.patient.tolist(), strict=True):
        if text and text not in of_patient[patient]:
            of_patient[patient].append(text)
    counted = Counter(text for own in of_patient for text in own)
    seen = {own[0]: kind for own, kind in zip(of_patient, wanted, strict=True) if len(own) == 1}
    levels = {kind for kind in wanted if kind is not None}
    read = {text: seen.get(text, text if text in levels else None) for text in counted}
    renamed = {text: kind for text, kind in read.items() if kind != text}
    for names, is_named_so in ((renamed, True), ({text: kind for text, kind in read.items() if kind}, False)):
        told = [text for text in names if not absence_of(text)]
        known = {text: program().kind(text, names, is_named_so) for text in {*texts}}
        if may_be_told(counted, told) and _by_patient(rows, (known[text] for text in texts)) == list(wanted):
            return column, names, is_named_so, n_kinds
    return None
