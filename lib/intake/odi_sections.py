"""The ODI computed from its sections, each 0 to 5, where a registry has no total of that visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import CleanCell, clean_score, quotable
from lib.intake.explained import with_range, without_legend
from lib.intake.findings import Finding
from lib.intake.grid import NUMBER
from lib.intake.headers import score_header
from lib.intake.odi_items import HIGHEST, MOST_NAMED, N_ITEMS, item_asked, item_of, may_be_item
from lib.intake.roles import OWN_SCALE, ColumnRole, Roles
from lib.intake.table import Table, TableColumn, about_column, about_row, about_rows
from lib.intake.visits import find_visit
from lib.intake.vocabulary import plain
from lib.intake.workbook import Cell
from lib.terms import Visit

COMPUTED, SECTION = "odi_computed", "odi_section"
"""The reasons of the column in whose place the ODI is, and of the other sections."""

FEWEST_ANSWERED = 8
"""Sections of ten that must be answered; fewer make no score. The rule is Trocar's own."""

_MOST_CELLS = 200
_NEARLY_ALL = 0.8
_When = tuple[Visit | None, int | None]
"""A visit, or the code of one (T1)."""


def with_computed_odi(roles: Roles, table: Table, findings: list[Finding]) -> Roles:
    """The roles with an ODI per visit in the place of its first section: 100 × sum / (5 × answered), in per cent.

    Only where at least eight different sections stand at a visit, nearly all their numbers 0 to 5, and no total does.
    Where scores were named, one of the sections must be among them. Source: Fairbank and Pynsent, Spine 2000;25:2940.
    """
    are_named = any(role.term == "score" and role.reason == "named" for role in roles.roles)
    changed: dict[int, ColumnRole] = {}
    for (visit, code), own in _by_visit(roles.roles).items():
        named = [role for role, _ in own if role.reason == "named"]
        if are_named and not named:
            continue
        first = named[0] if named else own[0][0]
        columns = [role.column for role, _ in own]
        reason = first.reason if first.reason == "named" else COMPUTED
        total = replace(
            first, column=_total(first.column, columns, table, findings), outcome="ODI", instrument="ODI",
            term="score", visit=first.visit or visit, code=code if first.code is None else first.code, unit=None,
            reason=reason, confidence=0.9, detail=OWN_SCALE,
        )  # fmt: skip
        for role, _ in own:
            changed[id(role)] = replace(role, term="ignored", reason=SECTION, outcome=None, visit=None, detail="part")
        changed[id(first)] = total
    return replace(roles, roles=tuple(changed.get(id(role), role) for role in roles.roles))


def without_codes(roles: list[ColumnRole]) -> list[ColumnRole]:
    """The roles with no section (ODI1 … ODI10) taken for a visit by its number."""
    sections = {id(role) for own in _by_visit(roles).values() for role, _ in own}
    return [
        replace(role, code=None, label="") if id(role) in sections and role.reason != "named" else role
        for role in roles
    ]


def _by_visit(roles: Sequence[ColumnRole]) -> dict[_When, list[tuple[ColumnRole, int]]]:
    """The sections of each visit that has enough of them, each once, and no total."""
    found: dict[_When, list[tuple[ColumnRole, int]]] = {}
    totals: set[_When] = set()
    if sum(may_be_item(role.column.header) for role in roles) < FEWEST_ANSWERED:  # nearly every registry
        return found
    for role in roles:
        is_odi, when, number = _read(role.column.header)
        if is_odi and number is None and role.term == "score":
            totals.add(when)
        elif number is not None and role.term in ("score", "other"):
            found.setdefault(when, []).append((role, number))
    return {when: own for when, own in found.items() if when not in totals and _are_sections(own)}


def _read(header: str) -> tuple[bool, _When, int | None]:
    """(whether a header names the ODI, its visit, the number of the section that it names, be it by what this asks)."""
    score = score_header(with_range(without_legend(header)))
    if score is not None and score.instrument == "ODI":
        item = item_of(header, score.outcome)
        number = None if item is None else item[0]
        return True, (score.visit, None if score.code == number else score.code), number
    found = find_visit(plain(header)) if score is None or score.instrument is None else None
    words = plain(header) if found is None else found.rest
    when = (found.visit, found.code) if found else (None, None)
    return False, when, item_asked(words) if score is None or not score.is_exact else None


def _are_sections(own: list[tuple[ColumnRole, int]]) -> bool:
    numbers = [number for _, number in own]
    n_sections = sum(_holds_answers(role.column) for role, _ in own)
    return len(set(numbers)) == len(numbers) and n_sections >= FEWEST_ANSWERED


def _holds_answers(column: TableColumn) -> bool:
    """Whether nearly all numbers of a column are whole and at most 5; a few 9 for missing do not matter."""
    read = [(clean_score(cell), n) for cell, n in column.used_levels()[:_MOST_CELLS]]
    n_numbers = sum(n for one, n in read if one.number is not None)
    n_answers = sum(n for one, n in read if _is_answer(one))
    return n_answers > 0 and n_answers >= _NEARLY_ALL * n_numbers


def _total(first: TableColumn, sections: list[TableColumn], table: Table, findings: list[Finding]) -> TableColumn:
    """A column of the ODI in per cent; a code for lost or dead in a section stands where none is answered."""
    answers = np.array([_answers(one, table, findings) for one in sections])
    answered = np.isfinite(answers).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = np.round(100 * np.nansum(answers, axis=0) / (HIGHEST * answered), 10)
    is_scored = answered >= FEWEST_ANSWERED
    values, codes = np.unique(percent[is_scored], return_inverse=True)
    levels = [Cell(float(value), NUMBER) for value in values]
    of_row = np.full(table.n_rows, -1, dtype=np.int32)
    of_row[is_scored] = codes
    for section in sections[::-1]:
        clean = [clean_score(cell) for cell in section.levels]
        said = [place for place, one in enumerate(clean) if one.absence not in ("", "empty") and not one.is_rejected]
        for place in said:
            of_row[(section.codes == place) & (answered == 0)] = len(levels)
            levels.append(section.levels[place])
    _tell(first, sections, answered, table, findings)
    return replace(first, levels=tuple(levels), codes=of_row)


def _answers(section: TableColumn, table: Table, findings: list[Finding]) -> NDArray[np.float64]:
    """Per row the answer from 0 to 5, NaN where there is none; what is no answer is told cell by cell."""
    clean = [clean_score(cell, is_text_file=table.is_text_file) for cell in section.levels]
    for place, (cell, one) in enumerate(zip(section.levels, clean, strict=True)):
        rows = np.flatnonzero(section.codes == place).tolist()
        if _is_answer(one):
            if one.note and rows:
                findings.append(
                    about_rows(table, rows, "parsed_text", column=section, taken_as="number", severity="note")
                )
        elif one.is_rejected or one.number is not None:
            code, value = one.note if one.is_rejected else "out_of_range", quotable(cell)
            findings.extend(
                about_row(table, row, code, column=section, value=value, taken_as="missing")
                for row in rows[:_MOST_CELLS]
            )
    numbers = [one.number if _is_answer(one) and one.number is not None else np.nan for one in clean]
    return np.array([*numbers, np.nan])[section.codes]


def _is_answer(one: CleanCell) -> bool:
    return one.number is not None and float(one.number).is_integer() and 0 <= one.number <= HIGHEST


def _tell(
    first: TableColumn, sections: list[TableColumn], answered: NDArray[np.int64], table: Table, findings: list[Finding]
) -> None:
    named = [plain(one.header)[:40] for one in sections[:MOST_NAMED]] + ["…"] * (len(sections) > MOST_NAMED)
    told: Mapping[str, str | int | float] = {"n": len(sections), "columns": ", ".join(named)}
    findings.append(about_column(first, "odi_computed", taken_as="converted", severity="note", **told))
    partly = np.flatnonzero((answered >= FEWEST_ANSWERED) & (answered < N_ITEMS)).tolist()
    if partly:
        findings.append(about_rows(table, partly, "odi_partly_answered", column=first, severity="note"))
    few = np.flatnonzero((answered > 0) & (answered < FEWEST_ANSWERED)).tolist()
    if few:
        findings.append(about_rows(table, few, "odi_too_few_answered", column=first, taken_as="missing"))
