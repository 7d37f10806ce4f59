"""Tables of the same patients side by side: scores here, methods or other scores there, joined by the patient's id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lib.intake.collisions import collision, id_column, id_pair, meaning_of, rows_of
from lib.intake.event_logs import row_per_patient
from lib.intake.findings import Finding, Severity
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.matching import comes_again, matched, with_date, with_visit
from lib.intake.merging import merged, pairs_of
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.settings import ReadingSettings
from lib.intake.spellings import in_the_spelling_of
from lib.intake.table import Table, TableColumn, about_rows
from lib.intake.vocabulary import plain, term_of
from lib.intake.workbook import Codes

LEAST_MATCHED = 0.5
"""Share of the patients of the main table that must stand in the other before the two are joined."""

_FEWEST_MATCHED = 3
_HIGHEST_FIRST = 1000
"""A list that numbers its patients anew begins no later; numbers of a hospital are larger."""

_DIGITS = re.compile(r"\d+")
_JOIN = "join "


@dataclass(kw_only=True)
class Notes:
    """What is told and asked while tables are joined."""

    findings: list[Finding]
    questions: list[IntakeQuestion]


def joined(main: Table, others: list[Table], settings: ReadingSettings, notes: Notes) -> Table:
    """The main table with the columns of other tables, cell by cell from the row with the same id.

    In long tables the id and the visit are looked for together. Another table is joined only when each id stands in it
    once and at least half the patients are found there, or half of its own where the numbers tell persons apart; where
    both may count from 1 on, it is asked. A table that is left out is named. Its patients who stand in no
    row here come under it where it holds scores of them or is a list of the same patients. A row without an id is never
    joined to anybody, nor is a patient of whom both tables say different things; a table that does so for many is not
    joined at all. Who was not found, and where, is told row by row.
    """
    may_wait = len(others) > 1  # another may bring the numbers of these
    later = [other for other in others if may_wait and not _share_numbers(main, other)]
    for other in (*(one for one in others if all(one is not waiting for waiting in later)), *later):
        main = _with_one(main, other, settings, notes)
    return main


def _share_numbers(main: Table, other: Table) -> bool:
    """Whether some patient's number stands in both tables, be it in another spelling."""
    ids = id_pair(main, other)
    return ids is not None and (_share_found(*ids) > 0 or in_the_spelling_of(*ids)[1] > 0)


def _with_one(main: Table, written: Table, settings: ReadingSettings, notes: Notes) -> Table:
    """The main table with one other: who is who in both is settled first."""
    written, n_gathered = row_per_patient(written)
    ids = id_pair(main, written)
    if ids is None:
        return main
    mine, theirs = ids
    usual = id_column(main), id_column(written)
    numbers_all = usual[0] is mine and _share_found(mine, theirs) == 1  # a further number of every patient
    other = written if usual[1] is theirs or numbers_all else _without(written, usual[1])
    spelled, n_spelled = in_the_spelling_of(mine, theirs)
    if n_spelled:
        other = replace(other, columns=tuple(spelled if one is theirs else one for one in other.columns))
        theirs = spelled
    met = collision(main, other, most=other.n_rows, ids=(mine, theirs))
    if met.are_others:
        notes.findings.append(_about(other, "sheets_contradict", n=len(met.contradicted), k=met.compared))
        return main
    is_counted = usual[0] is not mine and usual[1] is not theirs and not n_spelled and usual[1] is not None
    before = _without(main, usual[0]) if is_counted and term_of("identifiers", mine.header) != "name" else main
    result = _with(before, other, (mine, theirs), met.contradicted, settings, notes)
    if result is before:
        return main
    told = {"events_gathered": n_gathered, "joined_in_other_spelling": n_spelled}
    notes.findings.extend(_about(other, code, n=n) for code, n in told.items() if n)
    if is_counted:
        notes.findings.append(_about(other, "running_numbers_differ"))
    return result


def _without(table: Table, column: TableColumn | None) -> Table:
    return replace(table, columns=tuple(one for one in table.columns if one is not column))


def about_unread(others: list[Table]) -> Iterator[Finding]:
    """What is said of tables with patients' numbers beside tables that each number their patients anew."""
    return (_about(other, "sheet_numbers_unclear", n=other.n_rows) for other in others if id_column(other) is not None)


def _with(
    main: Table,
    other: Table,
    ids: tuple[TableColumn, TableColumn],
    contradicted: frozenset[str],
    settings: ReadingSettings,
    notes: Notes,
) -> Table:
    """The main table with one other, or as it was."""
    mine, theirs = ids
    findings = notes.findings
    if comes_again(mine) and has_visits_in_headers(other) and not has_visits_in_headers(main):
        findings.append(_about(other, "sheet_of_other_shape"))
        return main
    by_visit = with_visit(other, theirs), with_visit(main, mine, is_by_visit=other.has_visits_apart)
    theirs_dated, mine_dated = with_date(other, theirs), with_date(main, mine)
    if theirs_dated is not None and mine_dated is not None:
        theirs, mine = theirs_dated, mine_dated
    elif by_visit[0] is not theirs and by_visit[1] is not mine:
        theirs, mine = by_visit
    row_of, rows, is_by_number = matched(mine, theirs, other)
    adds_columns = len(pairs_of(main, other, ids)) < len(other.columns)
    is_of_these = max(_share_found(*ids), _share_found(ids[1], ids[0])) >= LEAST_MATCHED
    is_of_these |= any(_is_score(column) for column in other.columns)
    if row_of is None and adds_columns and is_of_these:
        findings.append(_about(other, "sheet_ids_repeat"))
    if not row_of:
        return main
    rows[rows_of(ids[0], contradicted)] = -1
    is_met = np.isin(ids[0].id_codes, ids[0].id_codes[rows >= 0])
    if mine is not ids[0]:  # the same patients, be it at other visits
        is_met = _stands_in(ids[0], ids[1]) & ~np.isin(np.arange(main.n_rows), rows_of(ids[0], contradicted))
    is_met &= ids[0].id_codes >= 0
    added = _to_add(other, ids, rows, is_met, contradicted)
    firsts = np.array([*row_of.values()], dtype=np.int32)
    added = added[np.isin(added, firsts) | (theirs.codes[added] < 0)]  # a repeated row says nothing new
    if not len(added) and not adds_columns:
        return main
    n_matched, n_told = _n_patients(ids[0], is_met), _n_patients(ids[0], ids[0].id_codes >= 0)
    is_short = n_matched < LEAST_MATCHED * n_told
    left_out = _left_out(other, ids, is_met, settings, notes) if is_short else None
    if left_out is not None:
        findings.append(left_out)
        return main
    is_list = _tells_deaths(other) and is_short  # whoever is not on it did not die
    severity: Severity = "note" if n_matched == n_told or is_list else "warning"
    findings.append(_about(other, "sheets_joined", severity, n=n_matched, k=n_told - n_matched))
    if is_by_number:
        findings.append(_about(other, "joined_without_zeros", "note", n=n_matched))
    alone = _who_stands_alone(main, other, ids, is_met, rows, added, contradicted)
    findings.extend(one for one in alone if not is_list or one.code != "patients_not_there")
    of_patients = _rows_of_patients(ids, rows, contradicted) if other.has_visits_apart else None
    return merged(main, other, rows, added, ids, of_patients)


def _rows_of_patients(ids: tuple[TableColumn, TableColumn], rows: Codes, contradicted: frozenset[str]) -> Codes:
    """For every row the other table's row of its visit, else any of its patient: what does not change between visits.

    Of tables that had a column per visit, so that all rows of a patient say the same beside their scores.
    """
    first: dict[str, int] = {}
    for row in np.flatnonzero(ids[1].codes >= 0).tolist():
        first.setdefault(ids[1].plain_texts[int(ids[1].codes[row])], row)
    of_level = [-1 if text in contradicted else first.get(text, -1) for text in ids[0].plain_texts]
    return np.where(rows >= 0, rows, np.array([*of_level, -1], dtype=np.int32)[ids[0].codes]).astype(np.int32)


def _left_out(
    other: Table,
    ids: tuple[TableColumn, TableColumn],
    is_met: NDArray[np.bool_],
    settings: ReadingSettings,
    notes: Notes,
) -> Finding | None:
    """Why a table of fewer patients is left out; None where their numbers say, or it was answered, that they are these.

    Asked where most of its numbers stand in the main table too and one of the two may count its patients from 1 on.
    One or two patients suffice where all of them stand there: who leaked, was lost or died.
    """
    name = other.sheets[0]
    said = dict(settings.chosen).get(_JOIN + name)
    n_matched, n_theirs = _n_patients(ids[0], is_met), _n_patients(ids[1], ids[1].id_codes >= 0)
    is_few = n_matched < min(n_theirs, _FEWEST_MATCHED) or n_matched < LEAST_MATCHED * n_theirs
    if said is None and is_few:
        return _about(other, "sheet_not_joined", n=n_matched, k=_n_patients(ids[0], ids[0].id_codes >= 0))
    if said == "join" or not any(_is_counted(column) for column in ids):
        return None
    left_out = _about(other, "sheet_asked_about", n=n_matched, k=n_theirs)
    if said == "leave":
        return left_out
    patches = {code: ReadingSettings(chosen=((_JOIN + name, code),)) for code in ("join", "leave")}
    notes.questions.append(
        IntakeQuestion(
            code="sheet_of_same_patients",
            parameters={"sheet": name, "n": n_matched, "k": n_theirs},
            options=tuple(Option(code=code, patch=patch) for code, patch in patches.items()),
            unanswered=1,
            reason="numbers_found",
            rank=3,
        )
    )
    return left_out


def _tells_deaths(table: Table) -> bool:
    return any(column_term(column.header) in ("death", "death_date") for column in table.columns)


def _is_counted(column: TableColumn) -> bool:
    """Whether numbers may run from 1 on, as any list of patients does; so too where they hold no digits."""
    numbers = [int(found[-1]) for cell, _ in column.used_levels() if (found := _DIGITS.findall(plain(cell.text)))]
    return min(numbers, default=0) <= _HIGHEST_FIRST


def _n_patients(ids: TableColumn, rows: NDArray[np.bool_]) -> int:
    return len(np.unique(ids.id_codes[rows]))


def _stands_in(ids: TableColumn, others: TableColumn) -> NDArray[np.bool_]:
    """The rows whose number stands in the other column too."""
    known = {plain(cell.text) for cell, _ in others.used_levels()}
    return np.array([*(plain(cell.text) in known for cell in ids.levels), False])[ids.codes]


def _to_add(
    other: Table,
    ids: tuple[TableColumn, TableColumn],
    rows: Codes,
    is_met: NDArray[np.bool_],
    contradicted: frozenset[str],
) -> Codes:
    """The rows of the other table to put under the main one: of patients or visits that stand in none of its rows.

    Rows without a score only from a list of which half the patients are known: else it lists other patients as well.
    """
    theirs = ids[1]
    is_new = theirs.id_codes >= 0
    n_theirs = _n_patients(theirs, is_new)
    is_new[rows[rows >= 0]] = False
    is_new[rows_of(ids[1], contradicted)] = False
    if _n_patients(ids[0], is_met) < LEAST_MATCHED * n_theirs:
        scores = [column.codes >= 0 for column in other.columns if _is_score(column)]
        is_new &= np.logical_or.reduce(scores) if scores else False
    return np.flatnonzero(is_new).astype(np.int32)


def _is_score(column: TableColumn) -> bool:
    meaning = meaning_of(column.header)
    return meaning is not None and meaning[0] == "score"


def _who_stands_alone(
    main: Table,
    other: Table,
    ids: tuple[TableColumn, TableColumn],
    is_met: NDArray[np.bool_],
    rows: Codes,
    added: Codes,
    contradicted: frozenset[str],
) -> Iterator[Finding]:
    """The patients who stand in one of two joined tables only, and those of whom the two say different things."""
    differ = rows_of(ids[0], contradicted)
    alone = np.setdiff1d(np.flatnonzero((ids[0].id_codes >= 0) & ~is_met), differ)
    is_only_there = ~_stands_in(ids[1], ids[0])
    of_all = np.setdiff1d(np.flatnonzero(ids[1].id_codes >= 0), rows[rows >= 0])
    left_out = np.setdiff1d(np.setdiff1d(of_all, added), rows_of(ids[1], contradicted))
    only_there, left_out = added[is_only_there[added]], left_out[is_only_there[left_out]]
    told = (
        (main, ids[0], alone, "patients_not_there", "kept", other),
        (main, ids[0], differ, "patients_contradict", "not_joined", other),
        (other, ids[1], only_there, "patients_only_here", "added", main),
        (other, ids[1], left_out, "patients_only_here", "left_out", main),
    )
    for table, column, where, code, taken_as, beside in told:
        firsts = where[np.unique(column.id_codes[where], return_index=True)[1]].tolist()
        if firsts:
            yield about_rows(table, firsts, code, column=column, taken_as=taken_as, other=beside.sheets[0])


def has_visits_in_headers(table: Table) -> bool:
    """Whether a score column names its visit, so that each row is a patient."""
    scores = (score_header(column.header) for column in table.columns if not is_change(column.header))
    return any(score is not None and score.visit is not None for score in scores)


def _share_found(mine: TableColumn, theirs: TableColumn) -> float:
    """The share of the ids here that stand in the other table at all."""
    own, other = (
        {text for text, n in zip(one.plain_texts, one.counts().tolist(), strict=True) if n} for one in (mine, theirs)
    )
    return len(own & other) / max(1, len(own))


def _about(table: Table, code: str, severity: Severity = "warning", **parameters: int) -> Finding:
    return Finding(severity=severity, code=code, sheet=table.sheets[0] or None, parameters={**parameters})
