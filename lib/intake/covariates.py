"""Columns that describe patients: sex, age, centre, tumour, cement volume and whatever else has few levels."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.findings import Finding
from lib.intake.grid import BOOLEAN, DATE, ERROR, NO_RESULT
from lib.intake.identifiers import is_number_of_something
from lib.intake.missing_codes import find_codes
from lib.intake.patients import Patients, first_filled, n_varying
from lib.intake.roles import ColumnRole
from lib.intake.table import Table, TableColumn, about_row
from lib.intake.vocabulary import key, names, plain
from lib.intake.workbook import Cell, number_text
from lib.registry.cohort import Column
from lib.terms import Covariate, opioid_at

CONSTANT_TERMS = ("detection",)
"""Columns that say something also where every patient has the same: that nothing differs."""

NUMERIC_TERMS = (
    "age", "cement_volume", "injection_time", "operation_time", "fluoroscopy_time", "fluoroscopy_count",
    "radiation_dose", "opioid",
)  # fmt: skip
HIGHEST = {"age": 120.0}
"""What a recognised measure cannot exceed."""

SURELY_A_CODE = 777.0
MOST_LEVELS = 30
_MOST_NAMED = 200
_NEARLY_ALL = 0.6
"""Words that differ in more than this share of the patients may be names, numbers are a measure."""

_LEADING_NUMBER = re.compile(
    r"([-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?))\s*(?:岁|ml|毫升|min|分钟|years?|y|cc|次|mGy|s)?$",
    re.IGNORECASE,
)

_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
"""1,200 is twelve hundred; 12,5 is twelve and a half."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FoundCovariate:
    """A covariate with one value per patient; `why_not` says why a column is none ("varies", "too_many_levels" …).

    `implausible` are the column's levels, by position, that are codes for missing or cannot be (an age of 999 or −1):
    they are missing here.
    """

    covariate: Covariate | None = None
    column: Column | None = None
    why_not: str = ""
    implausible: tuple[int, ...] = ()


def covariate_of(role: ColumnRole, patients: Patients) -> FoundCovariate:
    """The covariate that a column makes, its value from each patient's first filled row."""
    column = role.column
    if any(cell.kind == DATE for cell in column.levels[:20]):
        return FoundCovariate(why_not="date")
    if role.term == "other" and is_number_of_something(column):
        return FoundCovariate(why_not="tells_patients_apart")
    varying, repeated = n_varying(column.codes, patients)
    if repeated and varying > 0.1 * repeated:
        return FoundCovariate(why_not="varies")
    codes = first_filled(column.codes, patients)
    name = _name(role)
    numbers = [_number(cell) for cell in column.levels]
    present = np.bincount(codes[codes >= 0], minlength=len(column.levels)) > 0
    numeric = [number for number, here in zip(numbers, present, strict=True) if here and number is not None]
    texts = [
        cell
        for cell, number, here in zip(column.levels, numbers, present, strict=True)
        if here and number is None and _text(cell, role.term)
    ]
    is_numeric = len(numeric) > 0 and len(texts) <= 0.2 * (len(numeric) + len(texts))
    most = max(2.0, _NEARLY_ALL * int((codes >= 0).sum()))
    if is_numeric and (role.term in NUMERIC_TERMS or len(set(numeric)) > min(6.0, most)):
        return _numeric(name, role.term, column, codes, numbers)
    return _categorical(name, role.term, column, codes)


def _name(role: ColumnRole) -> str:
    """The term, with the visit of a dose that is asked for at several; else the header."""
    if role.term == "opioid" and role.visit is not None:
        return opioid_at(role.visit.name)
    return role.term if role.term != "other" else role.column.header


def implausible_findings(table: Table, role: ColumnRole, found: FoundCovariate) -> list[Finding]:
    """Every cell that was taken for missing because its number cannot be a measurement."""
    rows = np.flatnonzero(np.isin(role.column.codes, found.implausible))
    return [
        about_row(
            table,
            int(row),
            "implausible_number",
            column=role.column,
            value=role.column.levels[int(role.column.codes[row])].text,
            taken_as="missing",
        )
        for row in rows[:_MOST_NAMED]
    ]


def _numeric(
    name: str, term: str, column: TableColumn, codes: np.ndarray, numbers: list[float | None]
) -> FoundCovariate:
    lookup = np.array([np.nan if number is None else number for number in numbers] + [np.nan])
    values = lookup[codes]
    is_implausible = _implausible(lookup, values[np.isfinite(values)], term)
    present = np.isin(np.arange(len(lookup)), codes)
    lookup[is_implausible] = np.nan
    held = Column.of_numbers(lookup[codes])
    low, high = (float(held.levels[0]), float(held.levels[-1])) if held.levels else (None, None)
    return FoundCovariate(
        covariate=Covariate(name=name, header=column.header, is_numeric=True, low=low, high=high),
        column=held,
        implausible=tuple(np.flatnonzero(is_implausible & present).tolist()),
    )


def _implausible(numbers: np.ndarray, of_patients: np.ndarray, term: str) -> np.ndarray:
    """Which numbers are no measurements: usual codes for missing that stand apart, and what the term cannot be.

    Of the columns whose meaning is known one such code suffices from 777 on; an age of 99 is left.
    """
    codes = find_codes({term: of_patients})
    missing = set(codes.missing)
    if term in NUMERIC_TERMS:
        missing |= {code for code in codes.apart if abs(code) >= SURELY_A_CODE}
    found = np.isin(numbers, list(missing))
    if term in NUMERIC_TERMS:
        found |= (numbers < 0) | (numbers > HIGHEST.get(term, np.inf))
    return found


def _categorical(name: str, term: str, column: TableColumn, codes: np.ndarray) -> FoundCovariate:
    levels: dict[str, int] = {}
    lookup = np.full(len(column.levels) + 1, -1, dtype=np.int64)
    present = np.bincount(codes[codes >= 0], minlength=len(column.levels)) > 0
    for position, cell in enumerate(column.levels):
        text = _text(cell, term) if present[position] else None
        if text is not None:
            lookup[position] = levels.setdefault(text, len(levels))
    if len(levels) > MOST_LEVELS or any(len(level) > 60 for level in levels):
        return FoundCovariate(why_not="too_many_levels")
    if not levels or (len(levels) == 1 and term not in CONSTANT_TERMS):
        return FoundCovariate(why_not="one_level")
    if name == column.header and len(levels) > max(2, _NEARLY_ALL * int((codes >= 0).sum())):
        return FoundCovariate(why_not="tells_patients_apart")
    held = Column(levels=tuple(levels), code=lookup[codes])
    return FoundCovariate(
        covariate=Covariate(name=name, header=column.header, is_numeric=False, levels=tuple(levels)), column=held
    )


def _number(cell: Cell) -> float | None:
    if cell.kind in (BOOLEAN, DATE, ERROR, NO_RESULT):
        return None
    if isinstance(cell.value, str):
        match = _LEADING_NUMBER.match(plain(cell.value))
        return float(_THOUSANDS.sub("", match[1]).replace(",", ".")) if match else None
    number = float(cell.value)
    return number if np.isfinite(number) else None


def _text(cell: Cell, term: str) -> str | None:
    """A level as shown; sexes as F and M; None for missing codes and errors."""
    if cell.kind in (ERROR, NO_RESULT):
        return None
    text = plain(cell.text) if isinstance(cell.value, str | bool) else number_text(float(cell.value))
    if term == "sex":
        sex = names("sexes").get(key(text))
        if sex:
            return sex
    if not text or (absence_of(text) and text not in ("无", "没有", "none", "一")):
        return None
    return text
