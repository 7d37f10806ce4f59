"""Whether a patient lives: columns named for deaths at a visit, and columns whose values say dead or alive."""

from __future__ import annotations

import re

from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.table import TableColumn
from lib.intake.visits import find_visit
from lib.intake.vocabulary import is_one_of, loose, plain, words
from lib.terms import Visit

_MOSTLY = 0.5
_FILLERS = re.compile(r"(?<![a-z])(?:at|within|by|in|the|of)(?![a-z])|是否|时|内|的", re.IGNORECASE)
_DIED = re.compile(
    r"(?:死亡|病故|去世|亡故|已故)(?=\W|$)|因\S{1,20}死亡$|(?:died|deceased|dead|dod|doc)(?=\W|$)(?!\W*space)"
)
_ALIVE = re.compile(
    r"(?:alive|living|survived|surviving|survivor|awd|ned|存活|生存|健在|在世|活|带瘤生存|无瘤生存|生存中)(?=\W|$)"
)


def says_dead(text: str) -> bool | None:
    """True for 死亡, "died of disease", False for 存活, "alive and well", None for what says neither."""
    shown = plain(text).casefold()
    if is_one_of("missing", "died", text) or _DIED.match(shown):
        return True
    return False if _ALIVE.match(shown) else None


def life_term(column: TableColumn, header: str, term: str | None) -> str | None:
    """The term death or alive for a column that tells who died; None for any other.

    By its header with a visit in it ("Alive at 1 month", 术后1月死亡); by its values, where most say dead or alive; and
    where a header for what became of the patient (转归, status, 随访结果) stands over one that says dead.
    """
    if term not in (None, "visit"):
        return None
    named = column_term(_without_visit(header)) if term is None else None
    if named in ("death", "alive"):
        return named
    told = [(says_dead(cell.text), n) for cell, n in column.used_levels()[:200] if cell.kind == TEXT]
    n_told = sum(n for said, n in told if said is not None)
    if n_told and n_told >= _MOSTLY * sum(n for _, n in column.used_levels()):
        return "death"
    is_outcome = term is None and plain(_without_visit(header)).replace(" ", "") in words("life_status", "headers")
    return "death" if is_outcome and any(said for said, _ in told) else None


def visit_of_status(header: str) -> Visit | None:
    """The visit at which a header says that somebody lived or not; None where it names none."""
    found = find_visit(header)
    return None if found is None or found.visit is None or found.visit.days is None else found.visit


def _without_visit(header: str) -> str:
    found = find_visit(header)
    rest = header if found is None or found.visit is None or not found.rest else found.rest
    return plain(_FILLERS.sub(" ", loose(rest)))
