"""The ten items of the ODI (each 0 to 5) beside its total: left out, the total is the outcome."""

from __future__ import annotations

import re

from lib.intake.cleaning import clean_score
from lib.intake.findings import Finding
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import TableColumn, about_column
from lib.intake.visits import find_visit
from lib.intake.vocabulary import plain

N_ITEMS = 10
HIGHEST = 5.0
"""Of one item (Fairbank and Pynsent 2000)."""

_REASON = "odi_item"
_FEWEST_IN_WORDS = 2
_FEWEST_BARE = 8
"""Numbers alone may be visits; the items on sex life and another are often left out."""

MOST_NAMED = 24
_IN_WORDS = re.compile(
    r"(?:(?<![a-z])(?:items?|questions?|sections?|q)|条目|项目?|题目?|问题)[\s_.#-]*(\d{1,2})(?!\d)"
    r"|第\s*(\d{1,2}|[一二三四五六七八九十])\s*(?:题|项|条|问|个条目)",
    re.IGNORECASE,
)
_BARE = re.compile(r"odi[\s_-]*(\d{1,2})(?=[\s_]*$|[\s_]*[(（:：-]|[\s_]*(?:术|pre|post|base))", re.IGNORECASE)
_BARE_BEFORE = re.compile(r"odi[\s_-]*(\d{1,2})[\s_-]+(\S.*)", re.IGNORECASE)
_NAMES = (
    "疼痛|pain|schmerz|douleur", "(?:日常|个人)?(?:生活)?(?:自理|料理)|洗漱|穿衣|personal ?care|washing",
    "提物|举物|提举|lifting",
    "行走|步行|walking", "坐|sitting", "站|standing", "睡眠|sleep", "性生活|sex", "社会|社交|social",
    "旅行|旅游|出行|郊游|travel|employment|homemaking",
)  # fmt: skip
"""What the items ask about, in their order (Fairbank and Pynsent 2000)."""

_CHINESE = "一二三四五六七八九十"
_MAY_BE = re.compile(rf"odi\D{{0,4}}\d|{_IN_WORDS.pattern}|{'|'.join(_NAMES)}", re.IGNORECASE)


def without_items(roles: list[ColumnRole]) -> list[ColumnRole]:
    """The roles with ODI items that stand beside a total of the same visit left out, their reason "odi_item".

    A blank item, or one with a code for missing, goes with the others.
    """
    scores = [role for role in roles if role.term == "score" and role.instrument == "ODI"]
    items = [(role, found) for role in scores if role.reason != "named" and (found := _item(role))]
    totals = [role for role in scores if not _item(role)]
    visits = {role.visit for role in totals if _highest(role.column) > HIGHEST}
    left: list[ColumnRole] = []
    for visit in dict.fromkeys(role.visit for role, _ in items):
        own = [(role, found) for role, found in items if role.visit == visit]
        is_beside = visit in visits or (visit is None and bool(visits))
        for is_in_words, fewest in ((True, _FEWEST_IN_WORDS), (False, _FEWEST_BARE)):
            alike = [(role, found[0]) for role, found in own if found[1] == is_in_words]
            if is_beside and len({number for role, number in alike if _highest(role.column) <= HIGHEST}) >= fewest:
                left += [role for role, _ in alike]
    letters = {role.column.letter for role in left}
    return [
        ColumnRole(column=role.column, term="ignored", reason=_REASON) if role.column.letter in letters else role
        for role in roles
    ]


def note_items(roles: Roles, findings: list[Finding]) -> None:
    """One finding that names the items which were left out."""
    left = [role for role in roles.of("ignored") if role.reason == _REASON]
    if not left:
        return
    named = [plain(role.column.header)[:40] for role in left[:MOST_NAMED]] + ["…"] * (len(left) > MOST_NAMED)
    findings.append(
        about_column(left[0].column, "odi_items", taken_as="ignored", severity="note", n=len(left),
                     columns=", ".join(named))
    )  # fmt: skip


def _item(role: ColumnRole) -> tuple[int, bool] | None:
    return item_of(role.column.header, role.outcome or "")


def item_of(written: str, outcome: str) -> tuple[int, bool] | None:
    """The number of the item that a header names, and whether in words; None for any other.

    `outcome` is what the header names beside its visit, as `score_header` gives it.
    """
    header = plain(written)
    match = _IN_WORDS.search(header)
    is_in_words = match is not None
    match = match or _BARE.search(header) or _before_visit(header)
    if match is None:
        number = item_asked(outcome)
        return (number, True) if number is not None else None
    text = match[1] or match[2]
    number = _CHINESE.index(text) + 1 if text in _CHINESE else int(text)
    return (number, is_in_words) if 1 <= number <= N_ITEMS else None


def may_be_item(header: str) -> bool:
    """Whether a header has a number or a word that an item has: what has neither need not be read."""
    return _MAY_BE.search(header) is not None


def item_asked(words: str) -> int | None:
    """The number of the item that asks about what some words begin with: 2 for 生活自理; None for any other words."""
    named = words.casefold().removeprefix("odi").strip()
    return next((number for number, asked in enumerate(_NAMES, start=1) if re.match(asked, named)), None)


def _before_visit(header: str) -> re.Match[str] | None:
    """ODI3 1 month: a number before a visit that is whole without it."""
    match = _BARE_BEFORE.match(header)
    found = find_visit(match[2]) if match else None
    return match if found is not None and found.visit is not None and not found.rest else None


def _highest(column: TableColumn) -> float:
    """The largest number in a column; infinite where it has none, or small ones that are not whole and so no item."""
    numbers = [number for cell, _ in column.used_levels() if (number := clean_score(cell).number) is not None]
    is_whole = bool(numbers) and all(float(number).is_integer() for number in numbers)
    return max(numbers) if is_whole or (numbers and max(numbers) > HIGHEST) else float("inf")
