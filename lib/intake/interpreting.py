"""Cells -> cohort: layout, mapping, cleaning and pairing put together in order."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from lib.intake import choosing
from lib.intake.answer_codes import ask_codes, said_legends
from lib.intake.assembling import Scores, assemble_scores
from lib.intake.blank_events import with_blanks
from lib.intake.covariates import covariate_findings, covariate_of
from lib.intake.date_order import with_date_order
from lib.intake.dated_columns import with_dated_visits
from lib.intake.deaths import deaths_of, with_deaths
from lib.intake.describing import mapped_columns, noticed, says_synthetic, source_of, visit_labels, with_sheets
from lib.intake.diary import refuse_diary_of_one
from lib.intake.findings import Finding
from lib.intake.grouping import Grouping, group_rows
from lib.intake.guessing import is_bounded
from lib.intake.headers import column_term
from lib.intake.keys import patient_key
from lib.intake.leak_places import with_leak_places
from lib.intake.legends import decoded
from lib.intake.lesions import lesions_of
from lib.intake.level_rows import with_levels_above
from lib.intake.mapping import propose
from lib.intake.method_blocks import with_methods_below
from lib.intake.methods import names_methods
from lib.intake.neighbours import with_lost_baselines
from lib.intake.noted_legends import noted_legends, with_noted_visits
from lib.intake.odi_items import note_items
from lib.intake.odi_sections import with_computed_odi
from lib.intake.opened import Opened
from lib.intake.patients import Patients, identify
from lib.intake.plausibility import strange
from lib.intake.quarters import quarter_of_procedure
from lib.intake.questions import IntakeQuestion
from lib.intake.recorded_events import events_of
from lib.intake.remembering import forgetting
from lib.intake.repeats import Repeats, settle_repeats
from lib.intake.roles import ColumnRole, Roles
from lib.intake.row_visits import row_visits
from lib.intake.settings import ReadingSettings
from lib.intake.similar import ask_similar
from lib.intake.table import Table, about_column
from lib.intake.timeline import RowVisits, place_columns
from lib.intake.two_methods import ask_two_methods
from lib.intake.units import ReadScale
from lib.intake.vocabulary import plain
from lib.intake.withholding import without_names, without_names_in_headers
from lib.intake.workbook import Workbook
from lib.registry.cohort import Cohort, Column
from lib.terms import BASELINE, Covariate

_NOT_COVARIATES = frozenset((
    "score", "patient", "method", "visit", "event", "identifier", "date", "change", "ignored", "sheet",
    "operation_date", "follow_up_date", "leakage_location", "leak_place", "complication_grade",
    "death", "alive", "death_date",
))  # fmt: skip

_MOST_CANDIDATES = 12
_LONGEST_HEADER = 40


@dataclass(kw_only=True)
class _Notes:
    """What is collected on the way."""

    findings: list[Finding] = field(default_factory=list)
    questions: list[IntakeQuestion] = field(default_factory=list)
    scales: list[ReadScale] = field(default_factory=list)


@forgetting
def interpret(workbook: Workbook, settings: ReadingSettings) -> Opened:
    """The registry in a workbook that was read, as far as it can be understood. Raises UnreadableFile.

    Questions with a safe proposal are answered by it until the user does, and each gives a warning; what is asked only
    then comes after them.
    """
    opened = _interpret(workbook, settings)
    if not opened.questions or opened.blocking is not None:
        return opened
    proposed = settings
    for question in opened.questions:
        proposed = proposed.merged(question.taken.patch)
    taken = [
        Finding(severity="warning", code=question.code, parameters=question.parameters, taken_as=question.taken.code)
        for question in opened.questions
        if question.unanswered is None
    ]
    again = _interpret(workbook, proposed)
    asked = {question.code for question in opened.questions}
    if again.cohort is None and any(question.code not in asked for question in again.questions):
        again = interpret(workbook, proposed)
    later = tuple(question for question in again.questions if question.code not in asked)
    return replace(again, questions=(*opened.questions, *later), findings=(*again.findings, *taken), settings=settings)


def _interpret(workbook: Workbook, settings: ReadingSettings) -> Opened:
    notes, asked = _Notes(), settings
    notes.findings.extend(noticed(workbook))
    chosen = choosing.choose(workbook, settings)
    notes.findings.extend((*chosen.findings, *chosen.table.findings))
    notes.questions.extend(chosen.questions)
    settings = with_noted_visits(workbook, settings, notes.findings)
    table = without_names_in_headers(chosen.table, notes.findings)
    table = decoded(table, notes.findings, noted_legends(workbook, table) | said_legends(settings))
    roles = without_names(propose(table, settings, chosen.sheets_are), table, settings, notes.findings)
    note_items(roles, notes.findings)
    roles = with_computed_odi(roles, table, notes.findings)
    roles = _without_empty(roles, notes)
    notes.questions.extend(ask_two_methods(roles, settings))
    cohort, roles, grouping, visits = _cohort(table, roles, settings, notes, is_synthetic=says_synthetic(workbook))
    source = source_of(workbook, table, cohort)
    mapping = mapped_columns(table, roles, notes.findings)
    return Opened(
        cohort=None if any(not question.is_safe for question in notes.questions) else cohort,
        questions=tuple(sorted(notes.questions, key=lambda question: question.rank)),
        findings=with_sheets(notes.findings, mapping),
        mapping=mapping,
        method_values=grouping.recognised if grouping else (),
        visit_labels=visit_labels(roles, visits),
        scales=tuple(notes.scales),
        source=source,
        dropped_identifiers=tuple(role.column.header for role in roles.of("identifier")),
        readable=workbook,
        settings=asked,
    )


def _cohort(
    table: Table, roles: Roles, settings: ReadingSettings, notes: _Notes, *, is_synthetic: bool
) -> tuple[Cohort | None, Roles, Grouping | None, RowVisits | None]:
    _note_identifiers(roles, notes)
    similar = ask_similar(list(roles.roles))
    notes.questions.extend([] if similar is None else [similar])
    if not roles.of("score"):
        notes.questions.extend([] if similar is not None else [_scores_wanted(table, roles)])
        return None, roles, None, None
    refuse_diary_of_one(roles)
    roles = with_date_order(roles, settings, notes.questions)
    visits = row_visits(table, roles, settings, notes.findings, notes.questions) if roles.is_long else None
    if not roles.is_long:
        dated = with_dated_visits(table, roles, settings, notes.findings)
        placed = _with_scores(roles, place_columns(roles.of("score"), dated, notes.questions))
        roles = replace(placed, roles=tuple(with_lost_baselines(list(placed.roles), notes.findings)))
    notes.findings.extend(_about_roles(roles))
    above = with_levels_above(table, roles)
    roles = with_methods_below(table, above, visits, settings, notes.findings, notes.questions)
    patients = identify(table, patient_key(table, roles, visits, settings, notes.findings), notes.findings)
    if roles.is_long and patients.n == table.n_rows > 1:
        code = "ids_never_repeat" if patients.has_key else "no_patient_column"
        notes.findings.append(Finding(severity="warning", code=code))
    repeats = settle_repeats(table, roles, patients, visits, settings, notes.findings, notes.questions)
    grouping = group_rows(table, roles, repeats.patients, settings, notes.findings, repeats.counts)
    scores = assemble_scores(table, roles, repeats, visits, settings, notes.findings, notes.questions)
    notes.scales.extend(scores.read)
    deaths = deaths_of(scores, roles, repeats.patients)
    scores = with_deaths(scores, roles, repeats.patients, notes.findings)
    cohort = _put_together(
        table, roles, repeats, grouping, scores, notes, is_synthetic=is_synthetic, wanted=settings.covariates
    )
    notes.questions.extend(ask_codes(roles, settings))
    told = with_leak_places(roles, table, notes.findings)
    ticked = with_blanks(told, table, repeats.patients, settings, notes.questions)
    systems: dict[str, tuple[str, ...]] = {}
    events = events_of(table, ticked, repeats.patients, notes.findings, systems)
    events = {**events, **{name: one for name, one in deaths.items() if name not in events}}
    cohort = replace(cohort, events=events, graded_by=systems, lesions=lesions_of(table, ticked, repeats.patients))
    notes.findings.extend(strange(cohort, table, roles, repeats.patients))
    return cohort, roles, grouping, visits


def _without_empty(roles: Roles, notes: _Notes) -> Roles:
    """The roles with no column that would describe patients and holds nothing; those columns are told together."""
    empty = [
        role
        for role in roles.roles
        if role.term not in _NOT_COVARIATES and role.reason != "named" and not role.column.used_levels()
    ]
    if not empty:
        return roles
    headers = ", ".join(role.column.header[:_LONGEST_HEADER] for role in empty[:_MOST_CANDIDATES])
    told = headers + ", …" * (len(empty) > _MOST_CANDIDATES)
    notes.findings.append(
        Finding(severity="note", code="empty_columns", parameters={"columns": told}, taken_as="ignored")
    )
    left = [replace(role, term="ignored", reason="empty") if role in empty else role for role in roles.roles]
    return replace(roles, roles=tuple(left))


def _scores_wanted(table: Table, roles: Roles) -> IntakeQuestion:
    """No column was a score: how many there are, and which hold numbers."""
    numeric = [role.column.header for role in roles.roles if role.term == "other" and is_bounded(role.column, math.inf)]
    shown = [header[:_LONGEST_HEADER] for header in numeric[:_MOST_CANDIDATES]] + ["…"] * (
        len(numeric) > _MOST_CANDIDATES
    )
    changes = [plain(role.column.header)[:_LONGEST_HEADER] for role in roles.of("change")][:_MOST_CANDIDATES]
    told: dict[str, str | int | float] = {"n": len(table.columns)}
    told |= {"changes": ", ".join(changes)} if changes else {"columns": ", ".join(shown)} if shown else {}
    reason = "changes" if changes else ""
    return IntakeQuestion(code="columns_not_found", parameters=told, is_safe=False, rank=0, reason=reason)


def _about_roles(roles: Roles) -> list[Finding]:
    """What a column was taken for by what it does not say: its visit, or that it is a screening beside a baseline."""
    codes = {"after_treatment": ("after_treatment", "ignored"), "screening": ("screening_beside_baseline", "ignored"),
             "time_range": ("visit_is_range", "follow_up"), "no_visit": ("baseline_without_visit", BASELINE),
             "methods_marked": ("methods_marked", "method"),
             "day_zero": ("baseline_is_day_zero", BASELINE), "visit_alone": ("visit_alone", "follow_up")}  # fmt: skip
    return [
        about_column(role.column, codes[role.reason][0], taken_as=codes[role.reason][1], outcome=role.outcome or "")
        for role in sorted(roles.roles, key=lambda one: one.reason != "after_treatment")
        if role.reason in codes
    ]


def _with_scores(roles: Roles, placed: list[ColumnRole]) -> Roles:
    waiting = iter(placed)
    return replace(roles, roles=tuple(next(waiting) if role.term == "score" else role for role in roles.roles))


def _note_identifiers(roles: Roles, notes: _Notes) -> None:
    for role in roles.of("identifier"):
        notes.findings.append(about_column(role.column, "identifiers_found", taken_as="dropped", kind=role.detail))


def _put_together(
    table: Table,
    roles: Roles,
    repeats: Repeats,
    grouping: Grouping,
    scores: Scores,
    notes: _Notes,
    *,
    is_synthetic: bool,
    wanted: tuple[str, ...] | None,
) -> Cohort:
    patients = repeats.patients
    covariates, columns = _covariates(table, roles, patients, wanted, notes)
    return Cohort(
        methods=grouping.methods,
        method=grouping.method,
        scores=scores.columns,
        visit_days=scores.visit_days,
        scales=scores.scales,
        covariate_columns=columns,
        covariates=covariates,
        sheet=tuple(map(table.sheets.__getitem__, table.sheet[patients.first_row].tolist())),
        row=table.row[patients.first_row].astype(np.int64),
        kept=np.ones(patients.n, dtype=np.bool_),
        is_synthetic=is_synthetic,
        compared_by=_compared_by(roles),
    )


def _compared_by(roles: Roles) -> str:
    """The header of a column named in the place of the method though it says something else.

    One for groups or treatments (术式) says something else where another column is headed as the method.
    """
    named = [one.column.header for one in roles.of("method") if one.reason == "named" and not names_methods(one.column)]
    others = {column_term(one.column.header) for one in roles.roles if one.term != "method"}
    own = ("method",) if "method" in others else ("method", "group")
    return next((header for header in named if column_term(header) not in own), "")


def _covariates(
    table: Table, roles: Roles, patients: Patients, wanted: tuple[str, ...] | None, notes: _Notes
) -> tuple[tuple[Covariate, ...], dict[str, Column]]:
    found: list[Covariate] = []
    columns: dict[str, Column] = {}
    for role in roles.roles:
        is_wanted = wanted is None or role.term in wanted or role.column.header in wanted
        if role.term in _NOT_COVARIATES or not is_wanted:
            continue
        one = covariate_of(role, table, patients)
        notes.findings.extend(covariate_findings(table, role, one))
        if one.covariate is None or one.column is None:
            continue
        name = one.covariate.name
        while name in columns or name == "method":
            name = f"{name} ({role.column.letter})"
        found.append(replace(one.covariate, name=name))
        columns[name] = one.column
    quarter = quarter_of_procedure(roles, patients) if wanted is None else None
    if quarter is not None:
        found.append(quarter[0])
        columns[quarter[0].name] = quarter[1]
    return tuple(found), columns
