"""From an analysed registry to a script that rebuilds it: only what the script really finds again is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.analysis.mixed import model_visits
from lib.analysis.outcomes import model_covariates
from lib.command.analyse import Analysed, results
from lib.command.script_deaths import death_rules
from lib.command.script_documents import documents_numbers, points_for_one_patient, score_level, verdict_analysis
from lib.command.script_events import event_rules, kind_rules, lesion_rule
from lib.command.script_kinds import Describing, describing_rules
from lib.command.script_results import by_list, expected_numbers
from lib.command.script_rows import PatientRows, number_of, program, row_per_patient, row_per_visit
from lib.command.script_rules import AGREES, ScoreRules, VisitRule, method_rule, score_rules, visit_rule
from lib.intake.findings import UnreadableFile
from lib.intake.opened import Opened
from lib.intake.persons import without_persons
from lib.intake.workbook import Workbook
from lib.registry.cohort import Cohort
from lib.report.scripts.recipe import Name, Recipe
from lib.terms import GOOD_EVENTS

_READ = ("xlsx", "text")
"""Formats that both scripts read."""

_OF_PAIRS = ("between", "rate_differences", "responder_differences", "balance")
"""Lists with a record per pair, some of which a visitor may have turned round."""

_MODEL_AGREES = 1e-5
"""Relative, for the mixed model, whose likelihood the script climbs by another way."""


def recipe_of(analysed: Analysed) -> tuple[Recipe, tuple[Name, ...]]:
    """The recipe of a registry, and the names of numbers it does not rebuild.

    Patients may stand on several sheets of a workbook, each with its method or with a column that says it; in a long
    file a patient has a row per visit. Raises UnreadableFile no_script where rows, methods, visits or scores do not
    follow from the cells by a simple rule.
    """
    cohort, opened = analysed.view.registry, analysed.opened
    if not isinstance(cohort, Cohort) or len(opened.readable.files) != 1 or opened.readable.formats[0] not in _READ:
        raise UnreadableFile("no_script")
    kept = np.flatnonzero(cohort.kept)
    rows, patient_columns, visits, scored = _readable(opened, cohort, kept)
    method = [None if code < 0 else cohort.methods[code] for code in cohort.method[kept]]
    column = next((one for one in opened.mapping if one.term == "method"), None)
    lists = results(analysed, "en")
    events, happened = event_rules(cohort, kept, rows, opened.mapping)
    described = describing_rules(cohort, kept, rows, opened.mapping)
    kinds_of_events, joining, kinds = kind_rules(cohort, kept, rows, opened.mapping, happened)
    site_column, lesions = lesion_rule(cohort, rows, kept, opened.mapping, events)
    deaths = death_rules(cohort, kept, rows, opened.mapping, scored)
    plan = _plan(analysed, lists, scored, described)
    data = {
        "scored": scored.scored, "died": deaths.died, "told": deaths.told, "lost": scored.gone,
        "method": np.array(method, dtype=object),
        "happened": happened, "kinds_of_events": kinds, "covariates": described.values,
        "lesions": lesions,
    }  # fmt: skip
    found = program().computed(data, plan)
    promised = expected_numbers(
        lists, {**described.values, **{event: [*chain(*own)] for event, own in kinds.items()}}
    ) | documents_numbers(analysed)
    expected = {name: value for name, value in promised.items() if _is_found(name, found.get(name), value)}
    left = tuple(name for name in promised if name not in expected)
    recipe = Recipe(
        file=f"registry.{opened.readable.files[0].rpartition('.')[2]}",
        encoding=opened.readable.sheets[0].encoding,
        separator=opened.readable.sheets[0].separator or ",",
        places=tuple(
            (_sheet_as_told(sheet.name, opened.readable), "" if column else _only(method, patients), _ranges(here))
            for (sheet, here), (_, patients) in zip(rows.places, rows.patients_of(), strict=True)
        ),
        patient_columns=tuple(map(number_of, patient_columns)),
        visit_column=next((number_of(one.column) for one in opened.mapping if one.term == "visit"), 0),
        visits={} if visits is None else visits.visits,
        windows=() if visits is None else visits.windows,
        procedure_column=0 if visits is None else visits.procedure_column,
        method_column=0 if column is None else number_of(column.column),
        methods={} if column is None else method_rule(rows.of(column.column), rows.patient, method),
        scores=scored.scores,
        scales=scored.scales,
        no_scores=scored.no_scores,
        deaths=scored.deaths,
        lost=scored.lost,
        death_columns=deaths.columns,
        death_date_column=deaths.date_column,
        operation_column=deaths.operation_column,
        visit_days=deaths.visit_days,
        events=events,
        kinds_of_events=kinds_of_events,
        joining=joining,
        good_events=tuple(event for event in events if event in GOOD_EVENTS),
        site_column=site_column,
        measures=described.measures,
        kinds=described.kinds,
        quarters=described.quarters,
        n_quarters=described.n_quarters,
        pairs=plan["pairs"],
        family=plan["family"],
        adjusted_for=plan["adjusted_for"],
        margins=plan["margins"],
        level=plan["level"],
        score_level=plan["score_level"],
        analysis=plan["analysis"],
        matters=plan["matters"],
        better=plan["better"],
        thresholds=plan["thresholds"],
        timed=plan["timed"],
        expected=expected,
        left=by_list(left),
    )
    return recipe, left


def _readable(
    opened: Opened, cohort: Cohort, kept: NDArray[np.intp]
) -> tuple[PatientRows, tuple[str, ...], VisitRule | None, ScoreRules]:
    """(rows, columns that name the patient, visits, scores): the first way that gives what Trocar read."""
    visit = next((one for one in opened.mapping if one.term == "visit"), None)
    is_by_row = visit is None and not cohort.lesions
    for columns in [()] if is_by_row else [*_keys(opened), *([()] if visit is None else [])]:
        sheets = opened.readable.sheets
        rows = row_per_visit(sheets, cohort, kept, columns) if columns else row_per_patient(sheets, cohort, kept)
        if rows is None:
            continue
        told = None if visit is None else visit_rule(rows, opened.mapping, opened.visit_labels)
        scored = score_rules(cohort, kept, rows, opened.mapping, None if told is None else told.at)
        if scored is not None:
            return rows, columns, told, scored
    raise UnreadableFile("no_script")


def _keys(opened: Opened) -> list[tuple[str, ...]]:
    """What may tell patients apart in a long file: the number alone, or with the centre or the method beside it."""

    def letters(*terms: str) -> tuple[str, ...]:
        return tuple(one.column for one in opened.mapping if one.term in terms or f"{one.term} {one.detail}" in terms)

    number = letters("patient") or letters("identifier hospital_number")[:1]
    beside = [(), *((letter,) for letter in letters("centre", "method"))]
    return [(*number, *one) for one in beside] if number else []


def _plan(analysed: Analysed, lists: Mapping[str, Any], scored: ScoreRules, described: Describing) -> dict[str, Any]:
    """What the script is to compute."""
    cohort = analysed.view.registry
    compared = [one for listed in _OF_PAIRS for one in lists[listed]]
    pairs = dict.fromkeys((str(one["experimental"]), str(one["control"])) for one in compared)
    family = dict.fromkeys((str(one["experimental"]), str(one["control"])) for one in lists["between"])
    thresholds = dict.fromkeys(
        (str(one["outcome"]), str(one["rule"]), str(one["threshold"])) for one in lists["responders"]
    )
    return {
        "methods": list(cohort.methods),
        "pairs": tuple(pairs),
        "family": tuple(family),
        "thresholds": tuple(thresholds),
        "scales": scored.scales,
        "better": {outcome: scale.better for outcome, scale in cohort.scales.items()},
        "timed": {outcome: model_visits(cohort, outcome) for outcome in cohort.scales},
        "adjusted_for": model_covariates(cohort, analysed.view.question),
        "n_kinds": {name: n for name, (*_, n) in described.kinds.items()}
        | dict.fromkeys(described.quarters, described.n_quarters),
        "level": max((float(one["level"]) for one in lists["verdicts"]), default=0.95),
        "score_level": score_level(analysed),
        "analysis": verdict_analysis(analysed),
        "matters": {name: one for name in cohort.scales if (one := points_for_one_patient(analysed.study, name))},
        "margins": {str(one["outcome"]): float(one["margin"]) for one in lists["equivalence"]},
    }


def _sheet_as_told(name: str, workbook: Workbook) -> str | int:
    """The sheet's name, or its place from 1 on where the name is a person's."""
    names = [one.name for one in workbook.sheets]
    return name if without_persons(name) == name else names.index(name) + 1


def _only(methods: Sequence[str | None], patients: NDArray[np.intp]) -> str:
    """The method of all patients of a sheet. Raises UnreadableFile no_script where they have several."""
    found = {methods[int(one)] for one in patients}
    if len(found) != 1 or None in found:
        raise UnreadableFile("no_script")
    return str(found.pop())


def _is_found(name: Name, value: Any, expected: float) -> bool:
    agrees = _MODEL_AGREES if name[-2] == "mmrm" else AGREES
    return value is not None and abs(float(value) - expected) <= agrees * max(1.0, abs(expected))


def _ranges(rows: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """Row numbers in their order as ranges: 3, 4, 5, 9 are (3, 5) and (9, 9)."""
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    return tuple((int(part[0]), int(part[-1])) for part in np.split(rows, breaks) if len(part))
