"""What several sheets of the same shape are: groups, visits, more patients of one registry, or centres."""

from __future__ import annotations

from itertools import combinations

from lib.intake.collecting_sheets import says_method
from lib.intake.collisions import Collision, collision
from lib.intake.headers import score_header
from lib.intake.methods import canonical_method
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table
from lib.intake.visits import find_visit

SHEET_MEANINGS = ("groups", "visits", "parts", "centres")
"""What several sheets of the same shape may be: groups of patients, the same patients at other visits, more patients
of one registry, or centres that each number their patients from 1 on."""

UNNAMED = "#"
"""How a table without a label beside others is called, with its number."""

_MOST_COMPARED = 12


def meaning_of_sheets(tables: list[Table], labels: list[str], said: str | None) -> tuple[str, bool]:
    """What the sheets are, and whether the data say so; what the user said, but that parts may count anew."""
    if said is not None:
        restart = said == "parts" and any(met.are_others or met.restarts for met in _meetings(tables))
        return ("centres" if restart else said), True
    visits = [find_visit(text) for text in labels]
    names_visit = any(
        role.visit or role.code is not None for table in tables for role in map(score_header, _headers(table)) if role
    )
    if all(found is not None and not (found.rest and found.visit is None) for found in visits) and not names_visit:
        return "visits", True
    if all(canonical_method(text) is not None for text in labels):
        return "groups", True
    met = _meetings(tables)
    if any(one.is_copy for one in met):
        return "parts", True  # the same patients twice: as rows that repeat them
    if all(any(map(says_method, table.columns)) for table in tables):
        return _parts_or_centres(met, is_wide=names_visit)
    if all(text.startswith(UNNAMED) for text in labels):
        return ("groups", False) if any(one.shared for one in met) else ("parts", True)
    if names_visit:
        return "groups", True
    return "groups", all(one.shared < 0.2 * max(1, one.smaller) for one in met)


def _parts_or_centres(met: list[Collision], *, is_wide: bool) -> tuple[str, bool]:
    """More patients of one registry, or centres that each count from 1.

    A number that stands in two sheets at other visits may be anybody: that is asked about.
    """
    if any(one.are_others for one in met):
        return "centres", True
    if not any(one.restarts for one in met):
        return "parts", is_wide or not any(one.shared > one.same for one in met)
    return "centres", False


def _meetings(tables: list[Table]) -> list[Collision]:
    return [collision(one, other) for one, other in combinations(tables[:_MOST_COMPARED], 2)]


def _headers(table: Table) -> list[str]:
    return [column.header for column in table.columns]


def sheets_question(meaning: str) -> IntakeQuestion:
    """What the sheets are, with `meaning` proposed."""
    options = tuple(Option(code=code, patch=ReadingSettings(sheets_are=code)) for code in SHEET_MEANINGS)
    return IntakeQuestion(
        code="sheets_are",
        options=options,
        proposed=SHEET_MEANINGS.index(meaning),
        reason=meaning,
        is_safe=meaning in ("parts", "centres"),
        rank=1,
    )
