"""One column per term: which of several candidates is the method, the visit, the patient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.intake.grid import BOOLEAN, DATE, NUMBER, TEXT
from lib.intake.guessing import is_bounded
from lib.intake.methods import method_share
from lib.intake.repeating import comes_again, is_once_per_visit, share_of_several
from lib.intake.roles import ColumnRole
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, TableColumn
from lib.intake.visits import find_visit, visit_of, visit_of_number
from lib.intake.vocabulary import is_one_of, plain
from lib.intake.windows import holds_dates
from lib.intake.workbook import Cell

SINGLE = ("age", "sex", "centre", "operation_date", "follow_up_date")
"""Terms that at most one column may have."""

TELLS_PATIENTS = "tells_patients"
"""The reason of a column of names by which rows are put together, where a running number contradicts it."""

_MOSTLY_VISITS = 0.6
"""Share of rows with visits from which on another word among them, under a header for visits, is a visit too."""

_SHARE_CONTRADICTED = 0.2
"""Share of an id's values with several hospital numbers from which on the id is no patient."""


_MOST_PATIENTS = 0.7
"""Patients for a row, at most, where each has a row per visit."""

_MOSTLY_BLANK = 0.5
_FEWEST_PATIENTS = 3


def settle(
    roles: list[ColumnRole], table: Table, settings: ReadingSettings, sheets_are: str | None
) -> list[ColumnRole]:
    """The roles with at most one method, one visit, one patient column, and one column per term of `SINGLE`."""
    roles = _settle_method(roles, settings, sheets_are)
    roles = _settle_visit(roles, settings, sheets_are)
    roles = _settle_patient(roles, table, settings)
    for term in SINGLE:
        first = True
        for index, role in enumerate(roles):
            if role.term == term:
                roles[index] = role if first else replace(role, term="other", reason="second_column", confidence=0.5)
                first = False
    return roles


def _settle_method(roles: list[ColumnRole], settings: ReadingSettings, sheets_are: str | None) -> list[ColumnRole]:
    """One method column: named, then by header, then by values, then a group column, then the sheets."""
    if settings.column("method") is not None:
        return [
            replace(role, term="other") if role.term in ("method", "group") and role.reason != "named" else role
            for role in roles
        ]
    candidates = [role for role in roles if role.term in ("method", "group")]
    ranked = sorted(candidates, key=_method_rank)
    best = ranked[0].column if ranked else None
    settled = [
        replace(role, term="method") if role.column is best
        else replace(role, term="other") if role.term in ("method", "group") else role
        for role in roles
    ]  # fmt: skip
    if best is None and sheets_are == "groups":
        return [replace(role, term="method") if role.term == "sheet" else role for role in settled]
    return settled


def _method_rank(role: ColumnRole) -> tuple[int, float]:
    share = method_share(role.column)
    filled = int((role.column.codes >= 0).sum())
    if filled == 0:
        return (9, 0)
    if role.term == "method" and role.reason == "header" and share > 0:
        return (0, -share)
    if share >= 0.8:
        return (1, -share)
    return (2 if role.reason == "header" and role.term == "method" else 3 if role.reason == "header" else 4, -share)


def _settle_visit(roles: list[ColumnRole], settings: ReadingSettings, sheets_are: str | None) -> list[ColumnRole]:
    """A visit column only where scores do not name their visit and the values are visits."""
    if settings.column("visit") is not None:
        return [
            replace(role, term="other") if role.term == "visit" and role.reason != "named" else role for role in roles
        ]
    scores = [role for role in roles if role.term == "score"]
    is_wide = any(role.visit is not None or role.code is not None for role in scores)
    is_wide &= not _have_starts_beside(roles, scores)
    best = None if is_wide else _telling_apart(roles)
    if best is None and sheets_are == "visits":
        best = next((role.column for role in roles if role.term == "sheet"), None)
    if best is None and not is_wide and len(scores) > 0:
        best = _measured_on(roles)
    return [
        replace(role, term="visit", reason="values" if role.reason == "header_kept" else role.reason)
        if role.column is best
        else replace(role, term="other")
        if role.term == "visit"
        else role
        for role in roles
    ]


def _telling_apart(roles: list[ColumnRole]) -> TableColumn | None:
    """The first column of visits by which a patient has one row per visit, as how long one was followed does not."""
    found = [role.column for role in roles if role.term == "visit" and is_visit_column(role.column)]
    found += [role.column for role in roles if role.term == "other" and is_visit_column(role.column, strictly=True)]
    who = next((role.column for role in roles if role.term == "patient" and len(found) > 1), None)
    return next((one for one in found if who and is_once_per_visit(who, one)), found[0] if found else None)


def _have_starts_beside(roles: list[ColumnRole], scores: list[ColumnRole]) -> bool:
    """Whether a long table repeats the scores before treatment in every row of a patient: 术前VAS beside 时间 and VAS.

    Its visits are all later; of every patient who comes again each of these columns says one and the same.
    """
    placed = [role for role in scores if role.visit is not None or role.code is not None]
    bare = {role.outcome for role in scores} & {role.outcome for role in scores if role not in placed}
    who = next((role.column for role in roles if role.term == "patient"), None)
    when = next((role.column for role in roles if role.term == "visit" and is_visit_column(role.column)), None)
    if who is None or when is None or not comes_again(who) or not is_once_per_visit(who, when):
        return False
    if _holds_a_start(when) or len(who.used_levels()) > _MOST_PATIENTS * len(who.codes):
        return False
    return all(
        role.visit is not None and role.visit.is_baseline and role.outcome in bare
        and share_of_several(who, role.column) == 0
        for role in placed
    )  # fmt: skip


def _holds_a_start(column: TableColumn) -> bool:
    """Whether a visit before treatment stands in a column, or a 0 that may be one."""
    found = [visit_of(cell.text) for cell, _ in column.used_levels()]
    texts = {plain(cell.text) for cell, _ in column.used_levels()}
    return "0" in texts or any(visit is not None and visit.is_baseline for visit in found)


def _measured_on(roles: list[ColumnRole]) -> TableColumn | None:
    """The one column of dates, where patients come again; beside the date of the procedure under any header."""
    ids = [
        role.column
        for role in roles
        if role.term == "patient" or role.detail == "hospital_number"
        or is_one_of("perhaps_patient", "headers", role.column.header)
    ]  # fmt: skip
    if not any(map(comes_again, ids)):
        return None
    has_procedure = any(role.term == "operation_date" for role in roles)
    terms = ("follow_up_date", "date", "visit", "other") if has_procedure else ("follow_up_date", "date", "visit")
    dates = [role.column for role in roles if role.term in terms and holds_dates(role.column)]
    return dates[0] if len(dates) == 1 else None


def is_visit_column(column: TableColumn, *, strictly: bool = False) -> bool:
    """Whether the values are visits or visit codes, most of them at least where the baseline and another are named.

    `strictly` wants all to be words, a named baseline among them.
    """
    cells = [cell for cell, _ in column.used_levels()]
    if not 1 <= len(cells) <= 60:
        return False
    if strictly:
        visits = [visit_of(cell.text) for cell in cells if cell.kind == TEXT]
        return (
            len(visits) >= 2
            and all(visit is not None for visit in visits)
            and any(v is not None and (v.is_baseline or v.days == 0) for v in visits)
        )
    if any(cell.kind in (DATE, BOOLEAN) for cell in cells):
        return False
    known = sum(n for cell, n in column.used_levels() if _may_be_visit(cell, column.header))
    if known == sum(n for _, n in column.used_levels()):
        return True
    named = [found for cell in cells if cell.kind == TEXT and (found := visit_of(cell.text)) is not None]
    is_mostly = known >= _MOSTLY_VISITS * sum(n for _, n in column.used_levels())
    return is_mostly and len(named) > 1 and any(visit.is_baseline for visit in named)


def _may_be_visit(cell: Cell, header: str) -> bool:
    """Whether a cell names a visit, in words or as a number."""
    if cell.kind == NUMBER:
        return visit_of_number(float(cell.value), header) is not None or float(cell.value).is_integer()
    return find_visit(cell.text) is not None or plain(cell.text).lstrip("-").isdigit()


def _settle_patient(roles: list[ColumnRole], table: Table, settings: ReadingSettings) -> list[ColumnRole]:
    """One patient column; without one, an identifier that tells patients apart, else a column of distinct words."""
    if settings.column("patient") is not None:
        return [
            replace(role, term="other") if role.term == "patient" and role.reason != "named" else role for role in roles
        ]
    candidates = [role for role in roles if role.term == "patient"]
    numbers = [role.column for role in roles if role.term == "identifier" and role.detail == "hospital_number"]
    if any(role.term == "visit" for role in roles):
        names = [role.column for role in roles if role.term == "identifier" and role.detail == "name"]
        persons = [*numbers, *names]
        known = [*persons, *(role.column for role in candidates)]
        counters = [role for role in candidates if _is_no_patient(role.column, known, persons)]
        candidates = [role for role in candidates if role not in counters]
        visit = next(role.column for role in roles if role.term == "visit")
        by_name = not numbers and any(_names_patients(name, visit) for name in names[:1])
        if not candidates and (counters or by_name):
            return _without_counters(roles, counters, persons)
    else:
        site = next((role.column for role in roles if role.term == "site"), None)
        counters = [role for role in candidates if site is not None and _counts_lesions(role.column, numbers, site)]
        if counters and len(counters) == len(candidates):
            return [replace(role, term="other", reason="second_column") if role in counters else role for role in roles]
    if not candidates:
        candidates = [role for role in roles if role.term == "other" and _tells_rows_apart(role.column, table.n_rows)]
    if not candidates:
        other = next((role.column for role in roles if role.term == "visit"), None)
        candidates = [role for role in roles if role.term == "other" and _tells_patients_apart(role.column, other)]
    best = min(candidates, key=lambda role: (-role.confidence, -len(role.column.used_levels())), default=None)
    return [
        _as_patient(role) if best is not None and role.column is best.column
        else replace(role, term="other", reason="second_column") if role.term == "patient" else role
        for role in roles
    ]  # fmt: skip


def _names_patients(name: TableColumn, visit: TableColumn) -> bool:
    """Whether names stand once per visit and come again, or once per patient with blanks below."""
    n_blank = np.count_nonzero(name.codes < 0)
    is_block = bool(name.codes[:1].min(initial=0) >= 0 and n_blank >= _MOSTLY_BLANK * len(name.codes))
    return (is_block or comes_again(name)) and is_once_per_visit(name, visit)


def _as_patient(role: ColumnRole) -> ColumnRole:
    """The column as the patient's, for its values where its header did not say so."""
    return replace(role, term="patient", reason="values" if role.reason == "header_kept" else role.reason)


def _without_counters(
    roles: list[ColumnRole], counters: list[ColumnRole], persons: list[TableColumn]
) -> list[ColumnRole]:
    """The roles without the running numbers; who is who the first of the hospital numbers and names says."""
    return [
        replace(role, term="other", reason="second_column") if role in counters
        else replace(role, reason=TELLS_PATIENTS) if persons and role.column is persons[0] and role.detail == "name"
        else role
        for role in roles
    ]  # fmt: skip


def _is_no_patient(column: TableColumn, others: list[TableColumn], hospital_numbers: list[TableColumn]) -> bool:
    """Whether an "id" of a long file is a row number: never twice the same while another id comes again.

    Or, where it begins again in every sheet, it stands for several hospital numbers.
    """
    repeating = [other for other in others if other is not column and comes_again(other)]
    if repeating and not comes_again(column):
        return True
    return any(
        share_of_several(column, number) >= _SHARE_CONTRADICTED for number in hospital_numbers if number in repeating
    )


def _counts_lesions(column: TableColumn, hospital_numbers: list[TableColumn], site: TableColumn) -> bool:
    """Whether a number that is never twice the same numbers the rows of a registry with a row per lesion.

    There a hospital number comes again, and never twice with one site.
    """
    if comes_again(column) or len(column.used_levels()) <= 1:
        return False
    for number in hospital_numbers:
        known = (number.codes >= 0) & (site.codes >= 0)
        pairs = np.unique(np.column_stack([number.codes[known], site.codes[known]]), axis=0)
        if comes_again(number) and len(pairs) == int(known.sum()):
            return True
    return False


def _tells_rows_apart(column: TableColumn, n_rows: int) -> bool:
    """Words other than dates that differ in every row: an id under a header that does not say so."""
    if not column.levels or column.codes.min(initial=0) < 0 or len(column.used_levels()) != n_rows or n_rows < 2:
        return False
    are_words = all(cell.kind == TEXT for cell in column.levels[:50]) and not is_bounded(column, 1e9)
    return are_words and not holds_dates(column)


def _tells_patients_apart(column: TableColumn, visit: TableColumn | None) -> bool:
    """Whether a "code" numbers patients: different in nearly every row, of a long file at each visit."""
    is_named = is_one_of("perhaps_patient", "headers", column.header)
    return is_named and len(column.used_levels()) >= _FEWEST_PATIENTS and is_once_per_visit(column, visit)
