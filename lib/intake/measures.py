"""Cells of a measure that describes a patient (age, volume, time, dose) -> numbers, or what is wrong with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.grid import BOOLEAN, DATE, ERROR, NO_RESULT
from lib.intake.missing_codes import find_codes
from lib.intake.table import TableColumn
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell

NUMERIC_TERMS = (
    "age", "cement_volume", "injection_time", "operation_time", "fluoroscopy_time", "fluoroscopy_count",
    "radiation_dose", "opioid",
)  # fmt: skip
HIGHEST = {"age": 120.0}
"""What a recognised measure cannot exceed."""

_USUAL_AGES = frozenset((77.0, 88.0))
"""Codes for missing that are ages of patients as well."""

SURELY_A_CODE = 777.0
SURELY_NO_MEASURE = 1e9
"""A number as long as a telephone's measures nothing."""

_UNITS = {
    "year": r"周?岁|years?(?: old)?|yrs?|y/?o|y",
    "month": r"个?月(?:龄)?|months?|mos?",
    "ml": r"ml|毫升|cc",
    "min": r"min(?:ute)?s?|分钟?|'",
    "s": r"s(?:ec(?:ond)?s?)?|秒",
    "h": r"h(?:(?:ou)?rs?)?|小时|时",
    "times": r"次|times",
    "mGy": r"mgy",
    "Gy": r"gy",
    "kg": r"kg|公斤|千克",
    "cm": r"cm|厘米",
    "mm": r"mm|毫米",
    "m": r"m|米",
    "percent": r"%",
}
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
_MEASURE = re.compile(
    rf"({_NUMBER})\s*(?:{'|'.join(f'(?P<{unit}>{form})' for unit, form in _UNITS.items())})?", re.IGNORECASE
)
_IN_HEADER = re.compile(
    rf"[(\[（【/,，_ ]\s*(?:{'|'.join(f'(?P<{unit}>{form})' for unit, form in _UNITS.items())})\s*[)\]）】]?\s*$",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
"""1,200 is twelve hundred; 12,5 is twelve and a half."""

_UNIT_OF = {"age": "year", "cement_volume": "ml"}
"""The unit of a recognised measure whose header states none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a cell says: a `number` in its `unit` ("" for none), or None; `note` is the code of its finding."""

    number: float | None = None
    unit: str = ""
    note: str = ""


def read_measures(column: TableColumn, term: str, *, is_text_file: bool) -> list[Measure]:
    """One measure per distinct cell. Ranges, inequalities, words and another unit than the column's are not used."""
    read = [_read(cell, is_text_file=is_text_file) for cell in column.levels]
    unit = unit_of(column, read, term)
    return [
        Measure(note="unreadable_measure") if one.unit and one.unit != unit else one
        for one in read
    ]  # fmt: skip


def unit_of(column: TableColumn, read: Sequence[Measure], term: str) -> str:
    """The unit of a measure, a key of the messages [measure_units]; "" where neither header nor cells state one."""
    stated = _IN_HEADER.search(plain(f"{column.header} ({column.hint})" if column.hint else column.header))
    known = Counter(one.unit for one, n in zip(read, column.counts(), strict=True) if one.unit and n)
    return (stated and stated.lastgroup) or _UNIT_OF.get(term) or (known.most_common(1)[0][0] if known else "")


def _read(cell: Cell, *, is_text_file: bool) -> Measure:
    if cell.kind in (BOOLEAN, DATE, ERROR, NO_RESULT):
        return Measure(note={ERROR: "excel_errors", NO_RESULT: "formulas_without_values"}.get(cell.kind, _UNREADABLE))
    if not isinstance(cell.value, str):
        number = float(cell.value)
        return Measure(number=number) if np.isfinite(number) else Measure(note=_UNREADABLE)
    text = plain(cell.value).lstrip("'’`").strip()
    if not text:
        return Measure()
    if absence_of(text):
        return Measure(note="missing_values")
    match = _MEASURE.fullmatch(text)
    if match is None:
        return Measure(note=_UNREADABLE)
    number = float(_THOUSANDS.sub("", match[1]).replace(",", "."))
    is_plain = is_text_file and text == match[1] and "," not in text
    return Measure(number=number, unit=match.lastgroup or "", note="" if is_plain else "parsed_text")


_UNREADABLE = "unreadable_measure"


def without_impossible(measures: Sequence[Measure], of_patients: np.ndarray, term: str) -> list[Measure]:
    """The measures without what cannot be one: codes for missing that stand apart, and what the term cannot be.

    `of_patients` holds one number per patient. Of the columns whose meaning is known one such code suffices from 777
    on; an age of 99 is left. Ages of 77 and 88 are not rare among the old: they stay, and are said where they stand
    apart.
    """
    codes = find_codes({term: of_patients})
    missing = set(codes.missing)
    doubtful = missing & _USUAL_AGES if term == "age" else set()
    missing -= doubtful
    if term in NUMERIC_TERMS:
        missing |= {code for code in codes.apart if abs(code) >= SURELY_A_CODE}
    low, high = (0.0, HIGHEST.get(term, SURELY_NO_MEASURE)) if term in NUMERIC_TERMS else (-np.inf, SURELY_NO_MEASURE)
    return [
        replace(one, number=None, note="implausible_number")
        if one.number is not None and (one.number in missing or not low <= one.number <= high)
        else replace(one, note="possible_missing_code")
        if one.number in doubtful
        else one
        for one in measures
    ]
