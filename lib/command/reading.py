"""What was read from a file, and what was noticed on the way, as flat records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lib.command.comparisons import ascii_minus
from lib.intake.findings import Finding
from lib.intake.opening import Opened
from lib.registry.protocol import Registry
from lib.report.wording import finding_message
from lib.study import View
from lib.terms import Filter

Record = dict[str, Any]


def source_record(opened: Opened) -> Record:
    """The file, its fingerprint and its size."""
    source = opened.source
    return {
        "file": source.file,
        "sheet": source.sheet,
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
            "term": one.outcome or one.term,
            "visit": one.visit,
            "reason": one.reason,
            "confidence": one.confidence,
        }
        for one in opened.mapping
    ]


def finding_records(findings: Iterable[Finding], language: str) -> list[Record]:
    """Everything noticed, with its message in the language."""
    return [
        {
            "severity": one.severity,
            "code": one.code,
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "header": one.header,
            "value": one.value,
            "parameters": dict(one.parameters),
            "message": ascii_minus(finding_message(one, language)),
            "taken_as": one.taken_as,
        }
        for one in findings
    ]


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
