"""Columns -> terms, each with a reason and a confidence; what the user named comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lib.intake.findings import UnreadableFile
from lib.intake.grid import BOOLEAN, DATE, NUMBER, TEXT
from lib.intake.headers import ScoreHeader, column_term, is_change, score_header, unit_of
from lib.intake.identifiers import identifier_kind
from lib.intake.methods import method_share
from lib.intake.settings import ReadingSettings
from lib.intake.table import SHEET_HEADER, Table, TableColumn
from lib.intake.vocabulary import key, names, plain, term_of, without_brackets
from lib.intake.visits import visit_of, visit_of_number
from lib.terms import SCALES, Visit

SINGLE = ("age", "sex", "centre", "operation_date", "follow_up_date")
"""Terms that at most one column may have."""


@dataclass(frozen=True, kw_only=True)
class ColumnRole:
    """What a column was taken for: `term` is score, patient, method, visit, event, identifier, date, change, a
    covariate's term, "other" (a covariate under its own header) or "ignored".

    `detail` is the event's name or the kind of identifier; `code` and `label` belong to a visit without meaning.
    """

    column: TableColumn
    term: str
    reason: str
    confidence: float = 1.0
    outcome: str | None = None
    instrument: str | None = None
    visit: Visit | None = None
    code: int | None = None
    label: str = ""
    unit: str | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The roles of all columns of a table, in its order."""

    roles: tuple[ColumnRole, ...]
    sheets_are: str | None = None
    extra: tuple[str, ...] = field(default=())

    def of(self, term: str) -> tuple[ColumnRole, ...]:
        """The columns taken for a term."""
        return tuple(role for role in self.roles if role.term == term)

    @property
    def is_long(self) -> bool:
        """Whether each row is one visit of a patient."""
        return bool(self.of("visit"))


def propose(table: Table, settings: ReadingSettings, sheets_are: str | None = None) -> Roles:
    """Take every column of a table for something. Raises UnreadableFile study_invalid for a header that is not there."""
    named = _named(table, settings)
    roles = [named.get(index) or _guess(column, table, settings) for index, column in enumerate(table.columns)]
    roles = _settled(roles, table, settings, sheets_are)
    return Roles(roles=tuple(roles), sheets_are=sheets_are)


# ---- what the user named


def _named(table: Table, settings: ReadingSettings) -> dict[int, ColumnRole]:
    found: dict[int, ColumnRole] = {}
    for term, headers in settings.columns:
        for header in headers:
            index = column_index(table, header, settings)
            found[index] = ColumnRole(column=table.columns[index], term=term, reason="named")
    for event in settings.events or ():
        index = column_index(table, event.column, settings)
        found[index] = ColumnRole(column=table.columns[index], term="event", detail=event.event, reason="named")
    for score in settings.scores or ():
        index = column_index(table, score.column, settings)
        column = table.columns[index]
        header = score_header(score.outcome)
        found[index] = ColumnRole(
            column=column,
            term="score",
            outcome=score.outcome,
            instrument=header.instrument if header else None,
            visit=None if score.visit is None else _named_visit(score.visit),
            unit=unit_of(f"{column.header} ({column.hint})"),
            reason="named",
        )
    for name in settings.covariates or ():
        index = _covariate_index(table, name, settings)
        if index is not None and index not in found:
            column = table.columns[index]
            found[index] = ColumnRole(column=column, term=_free_term(column.header) or "other", reason="named")
    return found


def _covariate_index(table: Table, name: str, settings: ReadingSettings) -> int | None:
    """A covariate may be named by its header or by its term ("age"); a term is left to the proposal."""
    try:
        return column_index(table, name, settings)
    except UnreadableFile:
        if name in names("columns").values():
            return None
        raise


def _named_visit(name: str) -> Visit:
    known = visit_of(name)
    return Visit(name, known.days if known is not None else None)


def column_index(table: Table, header: str, settings: ReadingSettings) -> int:
    """Position of the column with a header; a header that stands twice needs `settings.chosen`.

    Raises UnreadableFile study_invalid when no column has it.
    """
    written = [i for i, column in enumerate(table.columns) if column.header in (header, plain(header))]
    alike = written or [i for i, column in enumerate(table.columns) if key(column.header) == key(header) and key(header)]
    if not alike:
        raise UnreadableFile("study_invalid", part="columns", name=header)
    letters = dict(settings.chosen)
    return next((i for i in alike if table.columns[i].letter == letters.get(header)), alike[0])


# ---- what the data say


def _guess(column: TableColumn, table: Table, settings: ReadingSettings) -> ColumnRole:
    header = column.header
    if header == SHEET_HEADER:
        return ColumnRole(column=column, term="sheet", reason="sheet")
    score = score_header(header)
    if is_change(header) and not (score is not None and score.is_exact and score.visit is not None and not _says_change(header)):
        return ColumnRole(column=column, term="change", reason="change_column")
    term = column_term(header)
    if settings.scores is None and score is not None and score.is_exact:
        return _score_role(column, score, 0.95)
    kind = identifier_kind(column)
    if kind is not None and not (term in ("patient", "method", "group") and kind == "free_text"):
        return ColumnRole(column=column, term="identifier", detail=kind, reason="identifier", confidence=0.95)
    if term is not None:
        return ColumnRole(column=column, term=term, reason="header", confidence=0.9)
    event = term_of("events", header)
    if event is not None:
        return ColumnRole(column=column, term="event", detail=event, reason="header", confidence=0.9)
    if settings.scores is None and score is not None and _is_bounded(column, 10):
        return _score_role(column, score, 0.7)
    return _guess_by_value(column)


def _says_change(header: str) -> bool:
    return is_change(without_brackets(header))


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
        reason="header" if score.is_exact else "pain_word",
        confidence=confidence,
    )


def _guess_by_value(column: TableColumn) -> ColumnRole:
    cells = column.used_levels()
    if cells and sum(n for cell, n in cells if cell.kind == DATE) > 0.5 * sum(n for _, n in cells):
        return ColumnRole(column=column, term="date", reason="values", confidence=0.9)
    if method_share(column) >= 0.8:
        return ColumnRole(column=column, term="method", reason="values", confidence=0.8)
    token = _free_term(column.header)
    if token is not None:
        return ColumnRole(column=column, term=token, reason="header_word", confidence=0.6)
    return ColumnRole(column=column, term="other", reason="header_kept", confidence=0.5)


def _free_term(header: str) -> str | None:
    """A term named by the first word of a header: patient_é, "grp.1"."""
    import re

    parts = [part for part in re.split(r"[\W_]+", plain(header)) if part and not part.isdigit()]
    known = names("columns")
    whole = known.get(key(header))
    if whole:
        return whole
    for part in parts:
        term = known.get(key(part))
        if term in ("patient", "group", "method", "age", "sex"):
            return term
    return None


def _is_bounded(column: TableColumn, high: float) -> bool:
    """Nearly all values are numbers from 0 to `high`, and more than two different ones."""
    from lib.intake.cleaning import clean_score

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


# ---- one column per term


def _settled(
    roles: list[ColumnRole], table: Table, settings: ReadingSettings, sheets_are: str | None
) -> list[ColumnRole]:
    roles = _settle_method(roles, table, settings, sheets_are)
    roles = _settle_visit(roles, settings, sheets_are)
    roles = _settle_patient(roles, table, settings)
    for term in SINGLE:
        first = True
        for index, role in enumerate(roles):
            if role.term == term:
                roles[index] = role if first else replace(role, term="other", reason="second_column", confidence=0.5)
                first = False
    return roles


def _settle_method(
    roles: list[ColumnRole], table: Table, settings: ReadingSettings, sheets_are: str | None
) -> list[ColumnRole]:
    """One method column: named, then by header, then by values, then a group column, then the sheets."""
    if settings.column("method") is not None:
        return [replace(role, term="other") if role.term == "method" and role.reason != "named" or role.term == "group" else role
                for role in roles]  # fmt: skip
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
        return [replace(role, term="other") if role.term == "visit" and role.reason != "named" else role for role in roles]
    scores = [role for role in roles if role.term == "score"]
    is_wide = any(role.visit is not None or role.code is not None for role in scores)
    candidates = [] if is_wide else [role for role in roles if role.term == "visit" and is_visit_column(role.column)]
    best = candidates[0].column if candidates else None
    if best is None and not is_wide:
        others = [role for role in roles if role.term == "other" and is_visit_column(role.column, strictly=True)]
        best = others[0].column if others else None
    if best is None and sheets_are == "visits":
        best = next((role.column for role in roles if role.term == "sheet"), None)
    return [
        replace(role, term="visit") if role.column is best else replace(role, term="other") if role.term == "visit" else role
        for role in roles
    ]


def is_visit_column(column: TableColumn, *, strictly: bool = False) -> bool:
    """Whether the values are visits or visit codes; `strictly` wants a named baseline among words."""
    cells = [cell for cell, _ in column.used_levels()]
    if not 1 <= len(cells) <= 60:
        return False
    if strictly:
        visits = [visit_of(cell.text) for cell in cells if cell.kind == TEXT]
        return len(visits) >= 2 and all(visit is not None for visit in visits) and any(v is not None and v.is_baseline for v in visits)
    for cell in cells:
        if cell.kind in (DATE, BOOLEAN):
            return False
        if cell.kind == NUMBER and (visit_of_number(float(cell.value), column.header) or float(cell.value).is_integer()):
            continue
        from lib.intake.visits import find_visit

        found = find_visit(cell.text)
        if found is None and not plain(cell.text).lstrip("-").isdigit():
            return False
    return True


def _settle_patient(roles: list[ColumnRole], table: Table, settings: ReadingSettings) -> list[ColumnRole]:
    """One patient column; without one, an identifier that tells patients apart, else a column of distinct words."""
    if settings.column("patient") is not None:
        return [replace(role, term="other") if role.term == "patient" and role.reason != "named" else role for role in roles]
    candidates = [role for role in roles if role.term == "patient"]
    if not candidates:
        candidates = [
            role for role in roles
            if role.term == "other" and role.column.levels and role.column.codes.min(initial=0) >= 0
            and len(role.column.used_levels()) == table.n_rows > 1 and all(cell.kind == TEXT for cell in role.column.levels[:50])
            and not _is_bounded(role.column, 1e9)
        ]  # fmt: skip
    best = min(candidates, key=lambda role: (-role.confidence, -len(role.column.used_levels())), default=None)
    settled = [
        replace(role, term="patient") if best is not None and role.column is best.column
        else replace(role, term="other", reason="second_column") if role.term == "patient" else role
        for role in roles
    ]  # fmt: skip
    return settled


def is_instrument(outcome: str) -> bool:
    """Whether an outcome is one whose scale is known."""
    return outcome in SCALES
