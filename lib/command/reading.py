"""What was read from a file, and what was noticed on the way, as flat records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lib.command.comparisons import ascii_minus
from lib.intake.findings import Finding
from lib.intake.opening import Opened
from lib.intake.persons import without_persons
from lib.registry.protocol import Registry
from lib.report.wording import finding_message
from lib.study import View
from lib.terms import Filter

Record = dict[str, Any]


def source_record(opened: Opened) -> Record:
    """The file, its fingerprint and its size; persons in the names of file and sheet are not repeated."""
    source = opened.source
    return {
        "file": without_persons(source.file),
        "sheet": without_persons(source.sheet),
        "sha256": source.sha256,
        "rows": source.rows,
        "patients": source.patients,
    }


def mapping_records(opened: Opened) -> list[Record]:
    """Every column of the file by its header, what it was taken for and why."""
    return [
        {
            "column": one.header,
            "letter": one.column,
            "term": one.outcome or (one.detail if one.term == "event" else "") or one.term,
            "visit": one.visit,
            "reason": one.reason,
            "confidence": one.confidence,
        }
        for one in opened.mapping
    ]


def open_questions(opened: Opened) -> tuple[Finding, ...]:
    """A warning per question that nobody has answered and whose safe proposal was taken."""
    known = {one.code for one in opened.findings}
    return tuple(
        Finding(
            severity="warning",
            code=one.code,
            parameters=dict(one.parameters),
            taken_as=one.taken.code if one.options else None,
        )
        for one in opened.questions
        if one.is_safe and one.code not in known
    )


def finding_records(findings: Iterable[Finding], language: str) -> list[Record]:
    """Everything noticed, with its message in the language; whatever names a person in its figures is taken out."""
    noticed = (replace(one, parameters=_without_persons(one.parameters)) for one in findings)
    return [
        {
            "severity": one.severity,
            "code": one.code,
            "sheet": None if one.sheet is None else without_persons(one.sheet),
            "row": one.row,
            "column": one.column,
            "header": one.header,
            "value": one.value,
            "parameters": dict(one.parameters),
            "message": ascii_minus(finding_message(one, language)),
            "taken_as": None if one.taken_as is None else without_persons(one.taken_as),
        }
        for one in noticed
    ]


def _without_persons(parameters: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    return {name: without_persons(value) if isinstance(value, str) else value for name, value in parameters.items()}


def filter_records(registry: Registry, view: View) -> list[Record]:
    """Every filter, whether it is part of the question, and how many patients of the whole file have no value."""
    return [
        {
            "filter": one.name,
            "part": part,
            "levels": list(one.levels) if one.levels is not None else None,
            "low": one.low,
            "high": one.high,
            "missing": _without_value(registry, one.name),
        }
        for part, filters in (("question", view.inside), ("view", view.outside))
        for one in filters
    ]


def _without_value(registry: Registry, name: str) -> int:
    """Patients whom a filter excludes because they have no value at all."""
    numeric = {covariate.name for covariate in registry.covariates if covariate.is_numeric}
    present = (
        registry.filtered([Filter(name=name)]).n_patients if name in numeric else sum(registry.facets(name).values())
    )
    return registry.n_patients - present
