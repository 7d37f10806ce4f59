"""An older copy of a sheet beside it (备份, a hidden 旧版, last month's export): the same patients, no other centre."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.intake.collisions import Collision, Facts, Meaning, collision, facts_of, id_column, meaning_of, rows_of
from lib.intake.findings import Finding
from lib.intake.methods import canonical_method
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table
from lib.intake.visits import find_visit
from lib.intake.vocabulary import plain
from lib.intake.workbook import Codes

_OLDER = re.compile(
    r"备份|旧|历史版|副本|原始版|初稿|作废|(?<![a-z])(?:old|older|backup|bak|copy|previous|archived?|obsolete|kopie|alt)(?![a-z])",
    re.IGNORECASE,
)
_FEWEST = 3
_NEARLY_ALL = 0.9
_ONE_AND_ITS_COPY = 2
_COINCIDENCE = 0.05
"""Less probable than this by chance, two sheets that agree are the same patients."""


@dataclass(frozen=True, kw_only=True)
class WithoutCopies:
    """The tables without the rows that an older copy repeats, their labels, and what was left out.

    `question` is asked where the data do not tell which of two sheets counts: both have values that the other
    contradicts, or the one left out has patients of its own. `beside` are the tables that have the same patients with
    scores of other visits, to be joined by the patient's number.
    """

    tables: tuple[Table, ...]
    labels: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    question: IntakeQuestion | None = None
    beside: tuple[Table, ...] = ()


def without_copies(tables: Sequence[Table], labels: Sequence[str], hidden: frozenset[str]) -> WithoutCopies:
    """Each patient from one sheet: the visible one, the one not called old, the one with more rows, scores, the later.

    Two sheets hold the same patients where most numbers of the smaller stand in the other, the method and the scores
    before treatment agree for nearly all of them, and that is no coincidence; the follow-ups may differ, since they
    are filled in and corrected. Sheets that are named after their methods or visits are neither's copy.
    """
    held = WithoutCopies(tables=tuple(tables), labels=tuple(labels))
    if len(tables) == 1 or all(canonical_method(text) is not None for text in labels):
        return held
    are_visits = all(map(_is_visit, labels))
    facts = [_facts(table) for table in tables]
    before = [_before(one) for one in facts]
    order = sorted(range(len(tables)), key=lambda i: _rank(tables[i], labels[i], facts[i], hidden, i), reverse=True)
    kept: dict[int, Table] = {}
    findings: list[Finding] = []
    question = None
    beside: list[Table] = []
    for here in order:
        are_plain = len(tables) == _ONE_AND_ITS_COPY and not _is_older(tables[here], labels[here], hidden)
        met = {one: collision(tables[one], tables[here], known=(facts[one], facts[here])) for one in kept}
        there = next((one for one in kept if _is_copy(met[one], before[one], before[here], may_repeat=are_plain)), None)
        has_others = there is not None and not _scores(tables[here]) <= _scores(tables[there])
        if there is None or (are_visits and not has_others):
            kept[here] = tables[here]
            continue
        own, contradicted = _own_rows(tables[there], tables[here]), _n_contradicted(facts[there], facts[here])
        if len(own):
            kept[here] = tables[here].kept(own)
        if has_others:
            beside.append(tables[here])
            continue
        told: dict[str, str | int] = {
            "kept": labels[there],
            "n": tables[here].n_rows - len(own),
            "k": contradicted,
            "others": len(own),
        }
        if len(own) or (contradicted and not _is_older(tables[here], labels[here], hidden)):
            question = question or _question(labels[here], told)
        findings.append(
            Finding(severity="warning", code="copy_not_read", sheet=labels[here], parameters=told, taken_as="left_out")
        )
    places = sorted(kept)
    return WithoutCopies(
        tables=tuple(kept[i] for i in places),
        labels=tuple(labels[i] for i in places),
        findings=tuple(findings),
        question=question,
        beside=tuple(beside),
    )


def _question(label: str, told: dict[str, str | int]) -> IntakeQuestion:
    return IntakeQuestion(
        code="copy_differs",
        parameters={"other": label, **told},
        options=tuple(Option(code=code, patch=ReadingSettings(sheets_are=code)) for code in ("parts", "centres")),
        reason="same_patients",
        is_safe=False,
        rank=1,
    )


def _is_visit(label: str) -> bool:
    found = find_visit(label)
    return found is not None and found.visit is not None and not found.rest


def _is_older(table: Table, label: str, hidden: frozenset[str]) -> bool:
    return table.sheets[0] in hidden or bool(_OLDER.search(label))


def _rank(
    table: Table, label: str, facts: dict[str, Facts], hidden: frozenset[str], place: int
) -> tuple[bool, bool, int, int, int]:
    n_scores = sum(map(len, facts.values()))
    return table.sheets[0] not in hidden, not _OLDER.search(label), table.n_rows, n_scores, place


def _facts(table: Table) -> dict[str, Facts]:
    ids = id_column(table)
    return {} if ids is None else facts_of(table, ids, {plain(cell.text) for cell, _ in ids.used_levels()} - {""})


def _scores(table: Table) -> set[Meaning]:
    return {meaning for column in table.columns if (meaning := meaning_of(column.header)) and meaning[0] == "score"}


def _is_copy(met: Collision, mine: dict[str, Facts], theirs: dict[str, Facts], *, may_repeat: bool) -> bool:
    """Whether two tables hold the same patients, with later values in one; of two tables a plain copy may repeat rows.

    `mine` and `theirs` are what `_before` gives of them.

    What agrees is the method and every score before treatment that both have; it counts as no coincidence when so
    many patients would agree by chance less often than once in twenty.
    """
    if (met.is_copy and may_repeat) or met.shared < _FEWEST or met.shared < 0.8 * met.smaller:
        return False
    shared = [text for text in mine if text in theirs]
    both = {meaning for text in shared for meaning in mine[text]} & {m for text in shared for m in theirs[text]}
    if not any(meaning[0] == "score" for meaning in both):
        return False
    first, second = (
        [tuple(frozenset(facts[text].get(meaning, ())) for meaning in sorted(both)) for text in shared]
        for facts in (mine, theirs)
    )
    agree = sum(map(_agrees, first, second))
    by_chance = sum(n * n for n in Counter(first).values()) / len(first) ** 2
    return agree >= max(_FEWEST, _NEARLY_ALL * len(first)) and by_chance**agree < _COINCIDENCE


def _agrees(one: tuple[frozenset[str | float], ...], other: tuple[frozenset[str | float], ...]) -> bool:
    """Whether no value contradicts the other table's; a blank contradicts nothing."""
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _before(facts: dict[str, Facts]) -> dict[str, Facts]:
    """Each patient's method and scores before treatment, the visit in the header or in the row."""
    kept = {
        meaning
        for meaning in {meaning for told in facts.values() for meaning in told}
        if meaning[0] == "method" or (meaning[0] == "score" and any(map(_is_baseline, meaning[2:])))
    }
    return {text: {one: values for one, values in told.items() if one in kept} for text, told in facts.items()}


def _is_baseline(text: str) -> bool:
    found = find_visit(text)
    return text == "baseline" or (found is not None and found.visit is not None and found.visit.name == "baseline")


def _n_contradicted(mine: dict[str, Facts], theirs: dict[str, Facts]) -> int:
    """Patients of whom the two tables have different values, blank cells apart."""
    return sum(
        any(meaning in theirs[text] and not values & theirs[text][meaning] for meaning, values in facts.items())
        for text, facts in mine.items()
        if text in theirs
    )


def _own_rows(kept: Table, copy: Table) -> Codes:
    """The rows of the copy whose patient's number is not in the table that is kept."""
    ids = id_column(kept)
    texts = frozenset() if ids is None else frozenset(plain(cell.text) for cell, _ in ids.used_levels())
    theirs = id_column(copy)
    known = np.empty(0, dtype=np.int32) if theirs is None else rows_of(theirs, texts)
    own: Codes = np.setdiff1d(np.arange(copy.n_rows), known).astype(np.int32)
    return own
