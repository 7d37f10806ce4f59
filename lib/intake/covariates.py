"""Columns that describe patients: sex, age, centre, tumour, cement volume and whatever else has few levels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import absence_of, quotable
from lib.intake.findings import Finding
from lib.intake.grid import DATE, ERROR, NO_RESULT
from lib.intake.identifiers import is_number_of_something
from lib.intake.measures import NUMERIC_TERMS, Measure, read_measures, unit_of, without_impossible
from lib.intake.ordinals import in_order
from lib.intake.patients import Patients, first_filled, n_varying
from lib.intake.roles import ColumnRole
from lib.intake.sexes import sexes_of
from lib.intake.table import Table, TableColumn, about_column, about_row, about_rows
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell, Codes, number_text
from lib.registry.cohort import Column
from lib.terms import Covariate, opioid_at

CONSTANT_TERMS = ("detection",)
"""Columns that say something also where every patient has the same: that nothing differs."""

MOST_LEVELS = 30
_MOST_NAMED = 200
_LONGEST = 60
_NEARLY_ALL = 0.6
"""Words that differ in more than this share of the patients may be names, numbers are a measure."""

_MOSTLY = 0.8
_FEW = 0.2
_COUNTED = ("parsed_text", "missing_values", "possible_missing_code")
"""Notes that are told together, with how many cells."""

_NOT_USED = {"varies": "covariate_varies", "too_many_levels": "covariate_too_many_levels"}
"""What is said of a column that describes nobody."""

_SEXES = ("F", "M")
_CODE = re.compile(r"\d|[A-Za-z]")
"""What stands for a sex where the column names none: 1 and 2 stay as they are."""

_NOT_MISSING = ("无", "没有", "none", "一")
"""Words that are a level of their own where a column describes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FoundCovariate:
    """A covariate with one value per patient; `why_not` says why a column is none ("varies", "too_many_levels" …).

    `notes` gives the code of a finding for each of the column's distinct cells, by position, that was not taken as it
    stands; `differing` are rows whose value is not the one taken for their patient.
    """

    covariate: Covariate | None = None
    column: Column | None = None
    why_not: str = ""
    notes: Mapping[int, str] = field(default_factory=dict)
    differing: tuple[int, ...] = ()


def covariate_of(role: ColumnRole, table: Table, patients: Patients) -> FoundCovariate:
    """The covariate that a column makes, its value from each patient's first row that has one."""
    column = role.column
    if any(cell.kind == DATE for cell in column.levels[:20]):
        return FoundCovariate(why_not="date")
    if role.term == "other" and is_number_of_something(column):
        return FoundCovariate(why_not="tells_patients_apart")
    measures = read_measures(column, role.term, is_text_file=table.is_text_file)
    if _is_numeric(measures, column, role.term, int((first_filled(column.codes, patients) >= 0).sum())):
        return _numeric(role, measures, patients)
    return _categorical(role, patients)


def _name(role: ColumnRole) -> str:
    """The term, with the visit of a dose that is asked for at several; else the header."""
    if role.term == "opioid" and role.visit is not None:
        return opioid_at(role.visit.name)
    return role.term if role.term != "other" else role.column.header


def _is_numeric(measures: Sequence[Measure], column: TableColumn, term: str, n_patients: int) -> bool:
    """Whether a column measures: of a known measure, some numbers suffice unless a few words come again and again."""
    rows = column.counts()
    numbers = {one.number for one, n in zip(measures, rows, strict=True) if n and one.number is not None}
    n_numbers = sum(int(n) for one, n in zip(measures, rows, strict=True) if one.number is not None)
    words = [int(n) for one, n in zip(measures, rows, strict=True) if n and one.note == "unreadable_measure"]
    if not numbers:
        return False
    share = n_numbers / (n_numbers + sum(words))
    if term in NUMERIC_TERMS:
        return share > _FEW or len(words) > _NEARLY_ALL * sum(words)
    is_mostly = share >= _MOSTLY or len(words) <= _FEW * (len(numbers) + len(words))
    return is_mostly and len(numbers) > min(6.0, max(2.0, _NEARLY_ALL * n_patients))


def covariate_findings(table: Table, role: ColumnRole, found: FoundCovariate) -> list[Finding]:
    """Every cell that was not taken as it stands: what was converted once per column, the others one by one.

    A code for missing is told once per word, a death as a death, as for scores.
    """
    column = role.column
    counted: dict[tuple[str, str, str | None], list[int]] = {}
    noticed: list[Finding] = []
    for position, code in found.notes.items():
        rows, cell = np.flatnonzero(column.codes == position), column.levels[position]
        if code in _COUNTED:
            counted.setdefault((code, *_taken(cell, code)), []).extend(rows.tolist())
            continue
        noticed += [
            about_row(table, int(row), code, column=column, value=quotable(cell), taken_as="missing")
            for row in rows[:_MOST_NAMED]
        ]
    noticed += [
        about_rows(table, where, code, column=column, value=value, taken_as=taken, severity="note")
        for (code, taken, value), where in counted.items()
    ]
    noticed += [about_row(table, row, "covariate_differs", column=column, taken_as="first") for row in found.differing]
    if role.term == "sex" and found.covariate is not None and not {*found.covariate.levels} & {*_SEXES}:
        told = ", ".join(found.covariate.levels)[:_LONGEST]
        noticed.append(about_column(column, "sex_codes_unclear", taken_as="as_written", severity="note", codes=told))
    not_used = _NOT_USED.get(found.why_not)
    if not_used is not None and role.term != "other":
        noticed.append(about_column(column, not_used, taken_as="ignored", severity="note"))
    return noticed


def _taken(cell: Cell, code: str) -> tuple[str, str | None]:
    """What became of a cell that is counted, and the word that stands in it where that is a code for missing."""
    if code != "missing_values":
        return "number", None if code == "parsed_text" else plain(cell.text)[:_LONGEST]
    absence = absence_of(cell.text)
    return absence or "missing", plain(cell.text)[:_LONGEST] if absence else quotable(cell)


def _per_patient(
    lookup: NDArray[np.int64], column: TableColumn, patients: Patients
) -> tuple[Codes, tuple[int, ...], bool]:
    """(each patient's first value, rows that say another, whether too many patients have several values)."""
    read = np.append(lookup, -1)[column.codes].astype(np.int32)
    varying, repeated = n_varying(read, patients)
    first = first_filled(read, patients)
    if repeated and varying > 0.1 * repeated:
        return first, (), True
    differs = np.flatnonzero((read >= 0) & (read != first[patients.of_row])) if varying else np.empty(0, dtype=int)
    return first, tuple(differs[:_MOST_NAMED].tolist()), False


def _numeric(role: ColumnRole, measures: Sequence[Measure], patients: Patients) -> FoundCovariate:
    column = role.column
    values = np.array([np.nan if one.number is None else one.number for one in measures])
    _, of_level = np.unique(values, return_inverse=True)
    code = np.where(np.isfinite(values), of_level, -1)
    first, _, _ = _per_patient(code, column, patients)
    of_patients = np.unique(values)[first[first >= 0]]
    measures = without_impossible(measures, of_patients, role.term)
    code = np.array(
        [-1 if one.number is None else old for one, old in zip(measures, code, strict=True)], dtype=np.int64
    )
    first, differing, varies = _per_patient(code, column, patients)
    used = column.counts() > 0
    notes = {place: one.note for place, one in enumerate(measures) if one.note and used[place]}
    if varies:
        return FoundCovariate(why_not="varies")
    held = Column.of_numbers(np.append(np.unique(values), np.nan)[first])
    low, high = (float(held.levels[0]), float(held.levels[-1])) if held.levels else (None, None)
    unit = unit_of(column, measures, role.term)
    covariate = Covariate(name=_name(role), header=column.header, is_numeric=True, low=low, high=high, unit=unit)
    return FoundCovariate(covariate=covariate, column=held, notes=notes, differing=differing)


def _categorical(role: ColumnRole, patients: Patients) -> FoundCovariate:
    column, term, name = role.column, role.term, _name(role)
    texts, notes = _read_kinds(column, term)
    order = {text: n for n, text in enumerate(dict.fromkeys(text for text in texts if text is not None))}
    first, differing, varies = _per_patient(
        np.array([-1 if text is None else order[text] for text in texts], dtype=np.int64), column, patients
    )
    if varies:
        return FoundCovariate(why_not="varies")
    levels = tuple(text for n, text in enumerate(order) if np.any(first == n))
    if len(levels) > MOST_LEVELS or any(len(level) > 60 for level in levels):
        return FoundCovariate(why_not="too_many_levels")
    if not levels or (len(levels) == 1 and term not in CONSTANT_TERMS):
        return FoundCovariate(why_not="one_level")
    if name == column.header and len(levels) > max(2, _NEARLY_ALL * int((first >= 0).sum())):
        return FoundCovariate(why_not="tells_patients_apart")
    levels = in_order(levels)
    moved = np.array([levels.index(text) if text in levels else -1 for text in order] + [-1], dtype=np.int64)
    return FoundCovariate(
        covariate=Covariate(name=name, header=column.header, is_numeric=False, levels=levels),
        column=Column(levels=levels, code=moved[first]),
        notes=notes,
        differing=differing,
    )


def _read_kinds(column: TableColumn, term: str) -> tuple[list[str | None], dict[int, str]]:
    """(the level of each distinct cell or None, the code of the finding of each cell that is no level)."""
    used = column.counts() > 0
    sexes = (
        sexes_of([cell.text if here else "" for cell, here in zip(column.levels, used, strict=True)])
        if term == "sex"
        else [None] * len(used)
    )
    texts = [(sex or _text(cell)) if here else None for cell, here, sex in zip(column.levels, used, sexes, strict=True)]
    notes: dict[int, str] = {}
    is_known = any(text in _SEXES for text in texts)
    for place, (cell, text) in enumerate(zip(column.levels, texts, strict=True)):
        if text is None and used[place] and not (isinstance(cell.value, str) and not plain(cell.value)):
            notes[place] = {ERROR: "excel_errors", NO_RESULT: "formulas_without_values"}.get(
                cell.kind, "missing_values"
            )
        elif text is not None and term == "sex" and not (text in _SEXES or (not is_known and _CODE.fullmatch(text))):
            texts[place], notes[place] = None, "unknown_sex"
    return texts, notes


def _text(cell: Cell) -> str | None:
    """A level as shown; None for missing codes and errors."""
    if cell.kind in (ERROR, NO_RESULT):
        return None
    text = plain(cell.text) if isinstance(cell.value, str | bool) else number_text(float(cell.value))
    if not text or (absence_of(text) and text not in _NOT_MISSING):
        return None
    return text
