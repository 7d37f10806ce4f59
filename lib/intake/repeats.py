"""Patients who stand in a file more than once: counted once when the rows agree, asked about when they do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.grouping import codes_of_names, level_names
from lib.intake.patients import Patients, n_varying, numbered, repeated_rows
from lib.intake.questions import IntakeQuestion, Option, sheets_named
from lib.intake.roles import Roles
from lib.intake.same_persons import same_persons
from lib.intake.settings import ReadingSettings
from lib.intake.several import measured_several_times, settle_several, without
from lib.intake.table import Table, about_row
from lib.intake.timeline import RowVisits
from lib.intake.workbook import Codes

REPEATED = ("first", "last", "separate")
"""What may be done with rows of one patient that disagree: keep the first, keep the last, each row is a patient."""

_FEWEST_WHOLESALE = 3
_SHARE_WHOLESALE = 0.3
"""Share of the numbers in conflict from which on the numbers themselves seem to start again."""

_FEWEST_IN_RUN = 2
_MOST_NAMED = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class Repeats:
    """The patients, and which rows count: a repeated row does not.

    Rows of one patient and visit that all count are several measurements, of which the mean is taken.
    """

    patients: Patients
    counts: NDArray[np.bool_]


def settle_repeats(
    table: Table,
    roles: Roles,
    patients: Patients,
    visits: RowVisits | None,
    settings: ReadingSettings,
    findings: list[Finding],
    questions: list[IntakeQuestion],
) -> Repeats:
    """Leave out rows that repeat a patient (and visit) with the same scores; ask when the scores differ.

    An event may differ between them (a row per treated level); the worst answer counts, whichever row holds it.
    """
    counts = np.ones(table.n_rows, dtype=np.bool_)
    twice: list[Codes] = []
    patients = same_persons(table, roles, patients, visits, settings, findings, twice)
    questions.extend(_about_twice(table, twice, patients.n, settings))
    if not patients.has_key:
        return Repeats(patients=patients, counts=counts)
    if settings.repeated == "separate" and visits is None:
        return _every_row(table)
    if visits is not None:
        _settle_two_methods(table, roles, patients, counts, settings, findings, questions)
    same, different = _alike(table, roles, patients, visits, counts)
    if visits is not None and settings.repeated != "separate":
        groups = (*same, *different)
        several = measured_several_times(groups, visits.day, roles, patients)
        same, different = without(same, several), without(different, several)
        reason = "in_turn" if visits.day is None else "other_days"
        settle_several(table, several, patients, counts, settings, questions, reason)
    for rows in same:
        counts[rows[1:]] = False
        first = table.where(int(rows[0]))[1]
        code = "several_levels" if _are_levels(roles, rows) else "duplicate_rows"
        findings.append(about_row(table, int(rows[1]), code, taken_as="counted_once", first=first))
    if different and settings.repeated is None and _rows_are_patients(settings, visits):
        findings.extend(_differ(table, rows, "separate") for rows in different)
        return _every_row(table)
    if different and visits is not None and settings.repeated == "separate":
        findings.extend(_separated_finding(table, rows) for rows in different)
        return Repeats(patients=_separated(patients, visits, different, counts), counts=counts)
    for rows in different:
        findings.append(_differ(table, rows, settings.repeated))
        counts[_left_out(rows, settings.repeated, is_long=visits is not None)] = False
    if different and settings.repeated is None and not questions_about_repeats(questions):
        n = len(np.unique(patients.of_row[[rows[0] for rows in different]]))
        are_adjacent = visits is not None and all(bool(np.all(np.diff(rows) == 1)) for rows in different)
        reason = "measured_in_runs" if are_adjacent else "rows_differ"
        questions.append(_question(table, different[0], n, patients.n, reason, is_long=visits is not None))
    return Repeats(patients=patients, counts=counts)


def _about_twice(table: Table, twice: list[Codes], n: int, settings: ReadingSettings) -> list[IntakeQuestion]:
    """Which entry counts of persons who were entered under two methods with the same scores."""
    is_asked = twice and settings.repeated is None
    return [_question(table, twice[0], len(twice), n, "two_methods")] if is_asked else []


def _left_out(rows: Codes, repeated: str | None, *, is_long: bool) -> Codes:
    """Of rows that differ those that do not count: none where their mean does, all but the last, or but the first."""
    if repeated == "mean" and is_long:
        return rows[:0]
    return rows[:-1] if repeated == "last" else rows[1:]


def questions_about_repeats(questions: list[IntakeQuestion]) -> bool:
    """Whether it is already asked what repeated rows are."""
    return any(question.code in ("duplicate_patient_conflict", "ids_collide") for question in questions)


def _alike(
    table: Table, roles: Roles, patients: Patients, visits: RowVisits | None, counts: NDArray[np.bool_]
) -> tuple[list[Codes], list[Codes]]:
    """The rows that repeat a patient (and visit) with the same values, and those with different ones.

    Events are not compared: a registry with a row per treated level says of each level whether cement leaked there.
    A row without a score repeats the first that has one, if it agrees with it: a further level, its patient said once.
    Rows of one visit that each hold other scores complete one another, and neither repeats the other.
    """
    scores = [role.column.codes for role in roles.of("score")]
    others = [role.column.codes for role in roles.roles if role.term in ("method", "age", "sex")]
    same: list[Codes] = []
    different: list[Codes] = []
    is_bare = np.logical_and.reduce([codes < 0 for codes in scores]) & (visits is None)
    for group in repeated_rows(patients.of_row, None if visits is None else visits.code):
        rows = group[counts[group]]
        if (visits is not None or table.has_scores_apart) and _complete_each_other(rows, scores, others):
            continue
        telling = rows[~is_bare[rows]]
        if 0 < len(telling) < len(rows) and all(_adds_nothing(codes[rows], codes[telling[0]]) for codes in others):
            same.append(np.concatenate([telling[:1], rows[is_bare[rows]]]))
            rows = telling
        if len(rows) > 1:
            (same if all(len(set(codes[rows].tolist())) == 1 for codes in (*scores, *others)) else different).append(
                rows
            )
    return same, different


def _complete_each_other(rows: Codes, scores: list[Codes], others: list[Codes]) -> bool:
    """Whether several rows hold a score, none is in two of them, and nothing else about the patient differs.

    A row without any adds nothing: the score of its name is missing.
    """
    filled = np.array([codes[rows] >= 0 for codes in scores])
    is_apart = bool((filled.sum(axis=1) <= 1).all())
    return is_apart and all(len(set(codes[rows][codes[rows] >= 0].tolist())) <= 1 for codes in others)


def _adds_nothing(codes: Codes, first: np.int32) -> bool:
    """Whether every code is blank or the first one's."""
    return bool(np.all((codes < 0) | (codes == first)))


def _are_levels(roles: Roles, rows: Codes) -> bool:
    """Whether the rows of one patient name several sites or answer an event differently: levels, no repetition."""
    telling = (*roles.of("event"), *roles.of("site"))
    return any(len(set(role.column.codes[rows].tolist())) > 1 for role in telling)


def _separated(patients: Patients, visits: RowVisits, different: list[Codes], counts: NDArray[np.bool_]) -> Patients:
    """Patients who share a number in a long file, told apart by their runs of rows.

    The runs of a number are its patients where each has several rows, begins with the same visit and has no visit
    twice. Elsewhere nothing tells the rows apart and each is a patient of its own, so that nobody is mispaired.
    """
    of_row = patients.of_row.astype(np.int64)
    starts = np.concatenate([[True], of_row[1:] != of_row[:-1]])
    run = np.cumsum(starts) - 1
    is_shared = np.isin(of_row, of_row[[rows[0] for rows in different]])
    counted = np.flatnonzero(is_shared & counts)
    seen, n = np.unique(np.column_stack([run[counted], visits.code[counted]]), axis=0, return_counts=True)
    first_rows = np.flatnonzero(starts)
    first_visit = np.full(patients.n, -2)
    first_visit[of_row[first_rows[::-1]]] = visits.code[first_rows[::-1]]
    is_doubtful = (np.bincount(run) < _FEWEST_IN_RUN) | (visits.code[first_rows] != first_visit[of_row[first_rows]])
    is_doubtful[seen[n > 1, 0]] = True
    is_mixed = is_shared & np.isin(of_row, of_row[first_rows[is_doubtful]])
    result = np.where(is_shared, patients.n + run, of_row)
    result[is_mixed] = patients.n + run[-1] + 1 + np.flatnonzero(is_mixed)
    return numbered(result)


def _differ(table: Table, rows: Codes, taken_as: str | None) -> Finding:
    first = table.where(int(rows[0]))[1]
    code = "duplicate_patient_conflict"
    return about_row(table, int(rows[1]), code, taken_as=taken_as, first=first)


def _separated_finding(table: Table, rows: Codes) -> Finding:
    first = table.where(int(rows[0]))[1]
    return about_row(table, int(rows[1]), "patients_separated", taken_as="separate", first=first)


def _rows_are_patients(settings: ReadingSettings, visits: RowVisits | None) -> bool:
    """A study file that names the score of every visit and no patient column says that each row is a patient."""
    return visits is None and settings.scores is not None and settings.column("patient") is None


def _every_row(table: Table) -> Repeats:
    rows = np.arange(table.n_rows, dtype=np.int32)
    patients = Patients(of_row=rows, first_row=rows, has_key=False)
    return Repeats(patients=patients, counts=np.ones(table.n_rows, dtype=np.bool_))


def _question(table: Table, rows: Codes, n: int, of: int, reason: str, *, is_long: bool = False) -> IntakeQuestion:
    """What the rows of one number are; where the numbers collide wholesale, whether they are different patients.

    In a long file they may be measurements of one visit, as proposed where they stand one under another.
    """
    (sheet, first), (other, second) = table.where(int(rows[0])), table.where(int(rows[1]))
    is_wholesale = n >= _FEWEST_WHOLESALE and n >= _SHARE_WHOLESALE * of
    are_in_runs = is_wholesale and reason == "measured_in_runs"
    codes = ("separate", *(("mean",) if is_long else ()), "first", "last") if is_wholesale else REPEATED
    return IntakeQuestion(
        code="ids_collide" if is_wholesale else "duplicate_patient_conflict",
        parameters={"first": first, "second": second, "n": n, "k": of, **sheets_named(sheet, other)},
        options=tuple(Option(code=code, patch=ReadingSettings(repeated=code)) for code in codes),
        proposed=codes.index("mean" if are_in_runs else "separate" if reason == "two_methods" else codes[0]),
        reason=reason if are_in_runs else "numbers_start_again" if is_wholesale else _reason_of_few(reason),
        is_safe=False,
        rank=0,
    )


def _reason_of_few(reason: str) -> str:
    """A few repeated rows differ, whether or not they stand together."""
    return "rows_differ" if reason == "measured_in_runs" else reason


def _settle_two_methods(
    table: Table, roles: Roles, patients: Patients, counts: NDArray[np.bool_], settings: ReadingSettings,
    findings: list[Finding], questions: list[IntakeQuestion],
) -> None:  # fmt: skip
    """A patient with two methods in a long file is nobody's patient: only the rows of one method count, or it is asked.

    The rows of the method met first count, or of the last: never a baseline of one with a follow-up of another.
    """
    method = roles.of("method")
    if not method:
        return
    column = method[0].column
    codes = codes_of_names(column, level_names(column, settings))
    varying, _ = n_varying(codes, patients)
    if not varying:
        return
    several = [rows[codes[rows] >= 0] for rows in repeated_rows(patients.of_row, None)]
    several = [rows for rows in several if len(set(codes[rows].tolist())) > 1]
    if settings.repeated is None:
        rows = several[0]
        other = int(np.flatnonzero(codes[rows] != codes[rows[0]])[0])
        questions.append(_question(table, rows[[0, other]], varying, patients.n, "two_methods"))
    for rows in several[:_MOST_NAMED]:
        other = int(np.flatnonzero(codes[rows] != codes[rows[0]])[0])
        findings.append(_differ(table, rows[[0, other]], settings.repeated))
    for rows in several:
        kept = codes[rows[-1 if settings.repeated == "last" else 0]]
        counts[rows[codes[rows] != kept]] = False
