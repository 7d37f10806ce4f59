"""Two columns that both name methods and differ: what was planned beside what was done."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.intake.grouping import level_names
from lib.intake.methods import names_methods
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import TableColumn
from lib.intake.vocabulary import loose, pattern, plain

_MOSTLY_AGREE = 0.7


def ask_two_methods(roles: Roles, settings: ReadingSettings) -> list[IntakeQuestion]:
    """Which of two columns says the method, where they differ for some patients; proposed is the one that was done.

    Nothing where the visitor named the column, where there is one, or where both say the same. A column that says
    neither planned nor done must agree for most patients: else it is about something else, such as imaging later.
    """
    taken = next(iter(roles.of("method")), None)
    if taken is None or settings.column("method") is not None or not names_methods(taken.column):
        return []
    for role in roles.of("other"):
        if role.column.header == taken.column.header or not _may_be_method(role.column):
            continue
        differs, agreement = _differences(taken.column, role.column, settings)
        is_said = _rank(role) != _rank(taken)
        if differs.any() and (is_said or agreement >= _MOSTLY_AGREE):
            return [_question(taken, role, _n_patients(differs, roles))]
    return []


def _question(taken: ColumnRole, other: ColumnRole, n: int) -> IntakeQuestion:
    first, second = sorted((taken, other), key=_rank)  # keeps the one taken first where the headers say nothing
    is_said = _rank(first) != _rank(second)
    headers = [plain(role.column.header)[:40] for role in (first, second)]
    return IntakeQuestion(
        code="two_methods",
        parameters={"first": headers[0], "second": headers[1], "n": n},
        options=tuple(
            Option(code="column", parameters={"header": shown},
                   patch=ReadingSettings(columns=(("method", (role.column.header,)),)))
            for role, shown in zip((first, second), headers, strict=True)
        ),
        reason="done" if is_said else "first",
        rank=1,
    )  # fmt: skip


def _rank(role: ColumnRole) -> int:
    """0 for what was done, 2 for what was planned, 1 where the header says neither."""
    text = loose(role.column.header)
    if pattern("carried_out", "done").search(text):
        return 0
    return 2 if pattern("carried_out", "planned").search(text) else 1


def _may_be_method(column: TableColumn) -> bool:
    return len(column.used_levels()) > 1 and names_methods(column)


def _differences(one: TableColumn, other: TableColumn, settings: ReadingSettings) -> tuple[NDArray[np.bool_], float]:
    """The rows in which two columns name different methods, and the share of those with both that agree."""
    names = [np.array([*(name or "" for name in level_names(column, settings)), ""]) for column in (one, other)]
    first, second = names[0][one.codes], names[1][other.codes]
    both = (first != "") & (second != "")
    differs = both & (first != second)
    return differs, 1 - float(differs.sum()) / max(1, int(both.sum()))


def _n_patients(rows: NDArray[np.bool_], roles: Roles) -> int:
    ids = next((role.column.id_codes for role in roles.of("patient")), None)
    return int(rows.sum()) if ids is None else len(np.unique(ids[rows]))
