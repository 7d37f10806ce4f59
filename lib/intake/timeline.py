"""Which visit each score column, or each row of a long file, belongs to."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import absence_of
from lib.intake.grid import NUMBER
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import ColumnRole
from lib.intake.settings import ReadingSettings
from lib.intake.starts import is_day_zero, is_perhaps_baseline, with_one_start
from lib.intake.table import TableColumn
from lib.intake.visit_codes import ask_visit_codes, shown_label
from lib.intake.visits import find_visit, visit_of, visit_of_number
from lib.intake.vocabulary import plain
from lib.intake.windows import are_many_days, days_between, days_from_first, holds_dates, place_days
from lib.intake.workbook import Cell, Codes
from lib.terms import BASELINE, Visit

FIRST_DATE = "first_date"
"""Under this name `ReadingSettings.chosen` holds that each patient's first date is the baseline."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RowVisits:
    """The visit of every row of a long file: `code` indexes `visits`, −1 where the cell names none.

    `day` holds the day of every row after the procedure where a visit may hold several: where visits are windows of
    days, or days before the procedure are given and all are the baseline. NaN where a row says none.
    """

    visits: tuple[Visit, ...]
    code: Codes
    labels: tuple[tuple[str, str, int], ...]
    day: NDArray[np.float64] | None = None


def place_columns(
    scores: tuple[ColumnRole, ...], settings: ReadingSettings, questions: list[IntakeQuestion]
) -> list[ColumnRole]:
    """The score columns of a wide file with their visit; a code without meaning (T1) is taken in order, and asked.

    A column that names no visit is the baseline of an outcome that has none and whose other columns do.
    """
    recoded = {plain(raw).casefold(): name for raw, name in settings.visits}
    placed: list[ColumnRole] = []
    scores = _numbers_as_written(scores)
    for role in scores:
        own = [other for other in scores if other.outcome == role.outcome]
        placed.append(_placed(role, own, recoded))
    starts = {role.outcome for role in scores if role.visit is not None and role.visit.is_baseline}
    coded = {
        role.label: role.code
        for role in scores
        if role.code is not None and role.visit is None and role.outcome not in starts
    }
    if any(plain(label).casefold() not in recoded for label in coded):
        questions.append(ask_visit_codes(sorted(coded, key=lambda label: coded[label] or 0)))
    return _one_name_per_day(with_one_start(placed))


def _numbers_as_written(scores: tuple[ColumnRole, ...]) -> tuple[ColumnRole, ...]:
    """VAS1, VAS2 keep their headers as labels where one score counts its visits so; ODI2 and VAS2 share a visit."""
    counted = [role for role in scores if role.label.isdigit()]
    if len({role.outcome for role in counted}) != 1:
        return scores
    return tuple(replace(role, label=plain(role.column.header)[:40]) if role in counted else role for role in scores)


def _placed(role: ColumnRole, own: list[ColumnRole], recoded: dict[str, str]) -> ColumnRole:
    label = role.label or role.column.header
    renamed = recoded.get(plain(label).casefold())
    if role.reason != "named" and renamed is not None:
        return replace(role, visit=named_visit(renamed))
    if role.visit is not None:
        return role
    has_baseline = any(other.visit is not None and other.visit.is_baseline for other in own)
    if role.code is not None:
        codes = [other.code for other in own if other.code is not None]
        if not has_baseline and role.code == min(codes):
            return replace(role, visit=Visit(BASELINE, 0.0))
        return replace(role, visit=Visit(shown_label(role.label), None))
    if has_baseline:
        return replace(role, visit=Visit(role.column.header, None))
    return replace(role, visit=Visit(BASELINE, 0.0), reason="no_visit") if _is_plain_baseline(role, own) else role


def _is_plain_baseline(role: ColumnRole, own: list[ColumnRole]) -> bool:
    """VAS beside VAS 1 month and VAS 3 months: the one column without a visit is the one before."""
    others = [other for other in own if other is not role]
    return bool(others) and all(other.visit is not None for other in others)


def named_visit(name: str) -> Visit:
    """A visit by the name a study file gives it, on its day where the name says one."""
    known = visit_of(name)
    return Visit(name, known.days if known is not None else None)


def _one_name_per_day(placed: list[ColumnRole]) -> list[ColumnRole]:
    """7 days and 1 week are one visit: the name first met."""
    names: dict[float, str] = {}
    found: list[ColumnRole] = []
    for role in placed:
        visit = role.visit
        if visit is not None and visit.days is not None and not visit.is_baseline and role.reason != "named":
            visit = Visit(names.setdefault(round(visit.days, 3), visit.name), visit.days)
        found.append(replace(role, visit=visit))
    return found


def place_rows(
    column: TableColumn,
    settings: ReadingSettings,
    questions: list[IntakeQuestion],
    procedure: TableColumn | None = None,
    patient: NDArray[np.int64] | None = None,
) -> RowVisits:
    """The visit of every row from a visit column; codes (1, 2; T0, T1) are taken in order, and asked.

    Dates beside the date of the `procedure`, and days of no schedule, are placed by windows. Without such a date days
    can only be counted from the first of each `patient` (a number per row, −1 for none), which is asked, not assumed.
    """
    recoded = {plain(raw).casefold(): name for raw, name in settings.visits}
    if procedure is None and patient is not None and holds_dates(column):
        if dict(settings.chosen).get(FIRST_DATE) is None:
            questions.append(_ask_first_date())
        day: NDArray[np.float64] | None = days_from_first(column, patient)
    else:
        day = _days(column, procedure)
    if day is not None:
        placed = place_days(day, recoded)
        return RowVisits(visits=placed.visits, code=placed.code, labels=placed.labels, day=day)
    used = column.used_levels()
    visits = {
        cell: _visit_of_cell(cell, column.header, recoded)
        for cell, _ in used
        if plain(cell.text).casefold() in recoded or not absence_of(cell.text)
    }
    coded = {cell: _code(cell) for cell, visit in visits.items() if visit is None}
    numbers = [code for code in coded.values() if code is not None]
    _settle_start(visits, recoded)
    has_baseline = any(visit is not None and visit.is_baseline for visit in visits.values())
    for cell, code in coded.items():
        is_first = code is not None and not has_baseline and code == min(numbers)
        visits[cell] = Visit(BASELINE, 0.0) if is_first else Visit(plain(cell.text), None)
    if numbers and not has_baseline:
        ordered_codes = {plain(cell.text): code for cell, code in coded.items() if code is not None}
        questions.append(ask_visit_codes(sorted(ordered_codes, key=ordered_codes.__getitem__)))
    names: dict[float, str] = {}
    known: dict[Visit, int] = {}
    lookup = np.full(len(column.levels) + 1, -1, dtype=np.int32)
    for position, cell in enumerate(column.levels):
        visit = visits.get(cell)
        if visit is None:
            continue
        if visit.days is not None and not visit.is_baseline and plain(cell.text).casefold() not in recoded:
            visit = Visit(names.setdefault(round(visit.days, 3), visit.name), visit.days)
        lookup[position] = known.setdefault(visit, len(known))
    ordered = list(known)
    labels = tuple(
        (cell.text, ordered[int(lookup[column.levels.index(cell)])].name, n) for cell, n in used if cell in visits
    )
    before = _days_before(column, visits)
    return RowVisits(visits=tuple(ordered), code=lookup[column.codes], labels=labels, day=before)


def _settle_start(visits: dict[Cell, Visit | None], recoded: dict[str, str]) -> None:
    """Day 0 is the baseline where no label is, and a screening is no visit beside a baseline."""
    said = {
        cell: visit
        for cell, visit in visits.items()
        if visit is not None and plain(cell.text).casefold() not in recoded
    }
    has_other = any(
        visit is not None and visit.is_baseline and not is_perhaps_baseline(cell.text) for cell, visit in visits.items()
    )
    for cell, visit in said.items():
        if visit.is_baseline and has_other and is_perhaps_baseline(cell.text):
            del visits[cell]
    if any(visit is not None and visit.is_baseline for visit in visits.values()):
        return
    for cell, visit in said.items():
        if visit.days == 0 and is_day_zero(cell.text):
            visits[cell] = Visit(BASELINE, 0.0)


def _days_before(column: TableColumn, visits: dict[Cell, Visit | None]) -> NDArray[np.float64] | None:
    """Of every row its number where several numbers, as days −1 and 0, are the baseline; else None."""
    starts = [cell if (visit := visits.get(cell)) is not None and visit.is_baseline else None for cell in column.levels]
    numbers = [None if cell is None else _number(cell) for cell in starts]
    day = np.array([*numbers, None], dtype=np.float64)
    return day[column.codes] if np.isfinite(day).sum() > 1 else None


def _ask_first_date() -> IntakeQuestion:
    patch = ReadingSettings(chosen=((FIRST_DATE, BASELINE),))
    return IntakeQuestion(
        code="dates_without_procedure",
        options=(Option(code="first", patch=patch),),
        reason="no_date",
        is_safe=False,
        rank=1,
    )


def _days(column: TableColumn, procedure: TableColumn | None) -> NDArray[np.float64] | None:
    """The day of every row after the procedure, where a column of dates or of many different days says it."""
    if procedure is not None and holds_dates(column):
        return days_between(procedure, column)
    days = [_day_of_cell(cell, column.header) for cell in column.levels]
    day = np.array([*days, np.nan])[column.codes]
    is_said = column.codes >= 0
    return day if np.isfinite(day[is_said]).all() and are_many_days(day) else None


def _day_of_cell(cell: Cell, header: str) -> float:
    """The day that a number under a header in days means, NaN for everything else."""
    one_day = visit_of_number(1, header)
    is_in_days = one_day is not None and one_day.days == 1
    return float(cell.value) if is_in_days and cell.kind == NUMBER else math.nan


def _visit_of_cell(cell: Cell, header: str, recoded: dict[str, str]) -> Visit | None:
    text = plain(cell.text)
    if text.casefold() in recoded:
        return named_visit(recoded[text.casefold()])
    number = _number(cell)
    if number is not None:
        return visit_of_number(number, header)
    found = find_visit(text)
    if found is not None and found.visit is not None and not (found.rest and found.visit.days is None):
        return found.visit
    return None


def _code(cell: Cell) -> float | None:
    """The number of a visit code; None for a label without one."""
    number = _number(cell)
    if number is not None:
        return number
    found = find_visit(plain(cell.text))
    return None if found is None or found.code is None else float(found.code)


def _number(cell: Cell) -> float | None:
    """The number of a cell that is one, as text too."""
    text = plain(cell.text)
    if cell.kind == NUMBER:
        return float(cell.value)
    return float(text) if text.lstrip("-").replace(".", "", 1).isdigit() else None
