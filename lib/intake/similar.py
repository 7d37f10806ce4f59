"""Headers that nearly say something known, such as "VSA 1 month" or "guidence": asked about, never taken silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from lib.intake.guessing import guess, is_bounded
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.roles import ColumnRole
from lib.intake.settings import ReadingSettings, ScoreColumn
from lib.intake.settling import is_visit_column
from lib.intake.table import TableColumn
from lib.intake.vocabulary import loose, plain, vocabulary

_TERMS = ("method", "group", "patient", "visit")
_SCALE_TOP = 100
_SHORTEST = 3
_LONG = 6
"""Letters from which on two may differ; in shorter words one."""

_SHORTEST_CHINESE = 4
_MOST_METHODS = 10
_WORDS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+", re.IGNORECASE)
_VISIT_WORDS = (
    "before",
    "after",
    "preoperative",
    "postoperative",
    "baseline",
    "month",
    "months",
    "week",
    "weeks",
    "day",
)


def ask_similar(roles: list[ColumnRole]) -> IntakeQuestion | None:
    """The one question about all headers that nearly name a score, or a method, patient or visit that is missing.

    None where there is none, or where a score's visit is only a code: its place depends on the others.
    """
    if any(role.term == "score" and role.visit is None and role.code is not None for role in roles):
        return None
    known = {role.term for role in roles}
    if any(role.term == "score" and role.visit is not None for role in roles):
        known.add("visit")  # the scores name their visits themselves
    found = [
        (role, read)
        for role in roles
        if role.term == "other" and role.reason == "header_kept" and (read := _read_as(role, known)) is not None
    ]
    if not found:
        return None
    shown = "; ".join(f"{plain(role.column.header)[:40]} → {read.column.header[:40]}" for role, read in found)
    headers = tuple(role.column.header for role, _ in found)
    return IntakeQuestion(
        code="similar_header",
        parameters={"n": len(found), "proposals": shown},
        options=(
            Option(code="yes", patch=_accepted(roles, found)),
            Option(code="no", patch=ReadingSettings(columns=(("other", headers),))),
        ),
        reason="spelling",
        rank=1,
    )


def _read_as(role: ColumnRole, known: set[str]) -> ColumnRole | None:
    """What the column would be under a known spelling of its header, if its values allow it."""
    for header in corrected(role.column.header):
        score = score_header(header)
        is_score = score is not None and score.is_exact and not is_change(header) and score.code is None
        if is_score and is_bounded(role.column, _SCALE_TOP):
            return guess(replace(role.column, header=header))
        term = column_term(header)
        is_missing = term not in known and not (term in ("method", "group") and known & {"method", "group"})
        if term in _TERMS and is_missing and _values_fit(role.column, term):
            return guess(replace(role.column, header=header))
    return None


def _values_fit(column: TableColumn, term: str) -> bool:
    """Whether a column can be what its header nearly says: few methods, visits, or patients that mostly differ."""
    n = len(column.used_levels())
    if term == "visit":
        return is_visit_column(column)
    return 2 * n >= len(column.codes) if term == "patient" else 2 <= n <= _MOST_METHODS


def _accepted(roles: list[ColumnRole], found: list[tuple[ColumnRole, ColumnRole]]) -> ReadingSettings:
    """The settings under which the headers are read as proposed and everything else as it was."""
    new = {id(role): read for role, read in found}
    scores = tuple(
        ScoreColumn(outcome=one.outcome or "", column=role.column.header, visit=one.visit.name if one.visit else None)
        for role in roles
        if (one := new.get(id(role), role)).term == "score"
    )
    columns = tuple(
        ("method" if read.term == "group" else read.term, (role.column.header,))
        for role, read in found
        if read.term != "score"
    )
    has_new_score = any(read.term == "score" for _, read in found)
    return ReadingSettings(scores=scores if has_new_score else None, columns=columns)


def corrected(header: str) -> Iterator[str]:
    """The header with one of its words in each known spelling that differs by a letter (in long words by two)."""
    for match in _WORDS.finditer(plain(header)):
        word = match[0].casefold()
        candidates = _latin() if word.isascii() else _chinese()
        if len(word) < _SHORTEST or word in candidates or column_term(word) is not None:
            continue
        for known in candidates if word.isascii() else ():
            if _is_close(word, known):
                yield plain(header)[: match.start()] + _shown(known) + plain(header)[match.end() :]
        for known in () if word.isascii() else candidates:
            for start in range(len(word) - len(known) + 1):
                part = word[start : start + len(known)]
                if part != known and DamerauLevenshtein.distance(part, known, score_cutoff=1) <= 1:
                    place = match.start() + start
                    yield plain(header)[:place] + known + plain(header)[place + len(known) :]


def _is_close(word: str, known: str) -> bool:
    if len(known) < _SHORTEST or abs(len(word) - len(known)) > 1:
        return False
    allowed = 2 if min(len(word), len(known)) >= _LONG else 1
    return bool(DamerauLevenshtein.distance(word, known, score_cutoff=allowed) <= allowed)


def _shown(word: str) -> str:
    return word.upper() if word in {loose(name) for name in vocabulary()["outcomes"]} else word


@cache
def _latin() -> frozenset[str]:
    """Words of the names of scores and of the terms asked about, and of visits."""
    texts = [name for known in vocabulary()["outcomes"].values() for name in known]
    texts += [name for term in _TERMS for name in vocabulary()["columns"][term]]
    words = {word for text in texts for word in re.findall("[a-z]+", loose(text)) if len(word) >= _SHORTEST}
    return frozenset(words | set(_VISIT_WORDS))


@cache
def _chinese() -> frozenset[str]:
    texts = [name for known in vocabulary()["outcomes"].values() for name in known]
    texts += [name for term in _TERMS for name in vocabulary()["columns"][term]]
    return frozenset(
        word for text in texts for word in re.findall("[\u4e00-\u9fff]+", text) if len(word) >= _SHORTEST_CHINESE
    )
