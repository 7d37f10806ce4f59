"""What a column is by its header, and where that says nothing by its values."""

from __future__ import annotations

import re

from lib.intake.cleaning import clean_score
from lib.intake.explained import with_range, without_legend
from lib.intake.grid import DATE, TEXT
from lib.intake.headers import ScoreHeader, column_term, is_change, score_header, unit_of
from lib.intake.identifiers import holds_codes, identifier_kind, kind_by_value
from lib.intake.life_status import life_term
from lib.intake.methods import method_share
from lib.intake.named_events import leak_place, other_event
from lib.intake.persons import tells_of_persons, tells_persons, tells_persons_among_others
from lib.intake.roles import ColumnRole
from lib.intake.table import SHEET_HEADER, TableColumn
from lib.intake.times import is_range
from lib.intake.visits import find_visit
from lib.intake.vocabulary import key, loose, names, pattern, plain, term_of
from lib.intake.windows import holds_dates
from lib.terms import Visit

_HIGHEST_DOSE = 5000.0
"""Milligrams of oral morphine a day beyond which nothing is a dose."""

_MOSTLY_METHODS = 0.8


def guess(column: TableColumn, *, scores_are_named: bool = False) -> ColumnRole:
    """What a column's header, and then its values, say that it is; no scores are looked for where they are named."""
    if column.header == SHEET_HEADER:
        return ColumnRole(column=column, term="sheet", reason="sheet")
    header = without_legend(column.header)
    score = score_header(with_range(header))
    if is_change(header):
        return ColumnRole(column=column, term="change", reason="change_column")
    term = column_term(header)
    if not scores_are_named and score is not None and score.is_exact:
        return _score_role(column, score, 0.95)
    kind = identifier_kind(column) or _kind_by_persons(column, term)
    is_kept = term == "operator" or (term in ("patient", "method", "group") and kind == "free_text")
    if kind is not None and not is_kept:
        return _identifier(column, kind)
    life = life_term(column, header, term) if term_of("events", header) is None else None
    known = life or term
    if known is not None:
        return ColumnRole(column=column, term=known, reason="values" if life else "header", confidence=0.9)
    found = _event_or_dose(column, header)
    if found is not None:
        return found
    if not scores_are_named and score is not None and is_bounded(column, 10 if score.visit is None else 100):
        return _score_role(column, score, 0.7)
    return _guess_by_value(column)


def _identifier(column: TableColumn, kind: str) -> ColumnRole:
    """A column that says who a patient is; one that holds nothing identifies nobody."""
    if not column.used_levels():
        return ColumnRole(column=column, term="ignored", reason="empty", confidence=0.95)
    reason = "free_text" if kind == "free_text" else "identifier"
    return ColumnRole(column=column, term="identifier", detail=kind, reason=reason, confidence=0.95)


def beside_the_number(role: ColumnRole) -> ColumnRole:
    """A second column for the patient's number as an identifier, where it holds a hospital's codes or names."""
    if role.term != "other" or role.reason != "second_column" or column_term(role.column.header) != "patient":
        return role
    if holds_codes(role.column):
        return _identifier(role.column, "hospital_number")
    kind = kind_by_value(role.column) or _kind_by_persons(role.column, None)
    return role if kind is None else _identifier(role.column, kind)


def _kind_by_persons(column: TableColumn, term: str | None) -> str | None:
    """A name, where a column whose header says nothing holds persons, be they two or many."""
    if term is not None or term_of("events", column.header):
        return None
    texts = [cell.text for cell, _ in column.used_levels()[:2000] if cell.kind == TEXT]
    if tells_persons(texts):
        return "name"
    if not texts or method_share(column) >= _MOSTLY_METHODS:
        return None
    if tells_persons_among_others(texts):
        return "name"
    return "free_text" if tells_of_persons(texts) else None


def _event_or_dose(column: TableColumn, header: str) -> ColumnRole | None:
    event = term_of("events", header)
    if event is not None:
        return ColumnRole(column=column, term="event", detail=event, reason="header", confidence=0.9)
    place = leak_place(column, header)
    if place is not None:
        return ColumnRole(column=column, term="leak_place", detail=place, reason="header", confidence=0.8)
    other = other_event(column, header)
    if other is not None:
        return ColumnRole(column=column, term="event", detail=other, reason="header_and_answers", confidence=0.8)
    visit = opioid_visit(header)
    if visit is not None and is_bounded(column, _HIGHEST_DOSE):
        return ColumnRole(column=column, term="opioid", visit=visit, reason="header", confidence=0.9)
    if _is_afterwards(header):
        return ColumnRole(column=column, term="ignored", reason="after_treatment", confidence=0.5)
    return None


def _is_afterwards(header: str) -> bool:
    """Whether a header speaks of what happened after treatment, which describes no patient before it."""
    text = loose(header)
    return bool(pattern("afterwards", "words").search(text)) and not pattern("afterwards", "not_with").search(text)


def opioid_visit(header: str) -> Visit | None:
    """The visit at which a header speaks of a dose of opioids; None where it speaks of something else or no visit."""
    text = loose(header)
    match = pattern("doses", "opioid").search(text)
    if match is None or is_change(header):
        return None
    found = find_visit(text[: match.start()] + " " + text[match.end() :])
    return None if found is None else found.visit


def _score_role(column: TableColumn, score: ScoreHeader, confidence: float) -> ColumnRole:
    return ColumnRole(
        column=column,
        term="score",
        outcome=score.outcome,
        instrument=score.instrument,
        visit=score.visit,
        code=score.code,
        label=score.label,
        unit=score.unit or unit_of(f"x ({column.hint})" if column.hint else ""),
        reason=_reason(column.header, score),
        confidence=confidence,
    )


def _reason(header: str, score: ScoreHeader) -> str:
    if score.visit is not None and score.visit.days and is_range(plain(header)):
        return "time_range"
    return "header" if score.is_exact else "pain_word"


def _guess_by_value(column: TableColumn) -> ColumnRole:
    dated = term_of_dates(column)
    if dated is not None:
        return ColumnRole(column=column, term=dated, reason="values", confidence=0.8)
    cells = column.used_levels()
    if cells and sum(n for cell, n in cells if cell.kind == DATE) > 0.5 * sum(n for _, n in cells):
        return ColumnRole(column=column, term="date", reason="values", confidence=0.9)
    if method_share(column) >= _MOSTLY_METHODS:
        return ColumnRole(column=column, term="method", reason="values", confidence=0.8)
    token = first_word_term(column.header)
    if token is not None:
        return ColumnRole(column=column, term=token, reason="header_word", confidence=0.6)
    return ColumnRole(column=column, term="other", reason="header_kept", confidence=0.5)


def term_of_dates(column: TableColumn) -> str | None:
    """What a column of dates holds whose header leaves "date" out: "Procedure", 手术; None for every other column."""
    found = (column_term(f"{column.header}{word}") for word in (" date", "日期"))
    term = next((one for one in found if one in ("operation_date", "follow_up_date")), None)
    return term if term is not None and holds_dates(column) else None


def first_word_term(header: str) -> str | None:
    """A term named by the first word of a header: patient_é, "grp.1"."""
    parts = [part for part in re.split(r"[\W_]+", plain(header)) if part and not part.isdigit()]
    if len(parts) > 1 and parts[1].casefold() == "of":  # No. of lesions numbers nobody
        return None
    known = names("columns")
    whole = known.get(key(header))
    if whole:
        return whole
    for part in parts:
        term = known.get(key(part))
        if term in ("patient", "group", "method", "age", "sex"):
            return term
    return None


def is_bounded(column: TableColumn, high: float) -> bool:
    """Nearly all values are numbers from 0 to `high`, and more than two different ones."""
    total = inside = 0
    seen: set[float] = set()
    for cell, n in column.used_levels()[:5000]:
        clean = clean_score(cell, is_text_file=True)
        if clean.number is None and not clean.is_rejected:
            continue
        total += n
        if clean.number is not None and 0 <= clean.number <= high + 1e-6:
            inside += n
            seen.add(clean.number)
    return total > 0 and inside >= 0.8 * total and len(seen) > 2
