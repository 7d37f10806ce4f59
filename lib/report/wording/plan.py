"""The analysis plan in words: what is asked, with which margin and why, of whom, and when that was fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lib.analysis.outcomes import with_centre
from lib.registry.protocol import Registry
from lib.report import wording
from lib.report.language import sentence
from lib.report.numbers import plain
from lib.study import Fixed, Study, is_fixed_for
from lib.terms import Filter, Margin, Scale, Visit

Pair = tuple[str, str]
Rows = list[tuple[str, str]]


def plan_rows(
    study: Study,
    registry: Registry,
    pair: Pair | None,
    outcome: str,
    visit: Visit | None,
    filters: tuple[Filter, ...],
    language: str,
) -> Rows:
    """Item and answer of what would be fixed: methods, primary comparison, analysis, covariates, margins, patients."""
    names = [wording.method_name(name, language) for name in pair or registry.methods]
    at = "" if visit is None else f" · {wording.visit_name(visit, language)}"
    adjusted = wording.covariate_names(with_centre(registry, study.asked.covariates), registry.covariates, language)
    analysis = study.asked.analysis
    whom = wording.filters_text(filters, registry.covariates, language)
    rows = [
        ("methods", sentence(language, "document.against").join(names)),
        ("primary", f"{wording.outcome_name(outcome, language, full=True)}{at}"),
        ("analysis", wording.procedure_name(analysis, "", language, adjusted=adjusted)),
        ("covariates", adjusted_for(analysis, adjusted, language)),
        *(("margin", line) for line in margin_lines(registry.scales.values(), study.margins, language)),
        ("population", whom or sentence(language, "plan.everybody")),
    ]
    return [(sentence(language, f"document.plan.{name}"), answer) for name, answer in rows]


def adjusted_for(analysis: str, adjusted: str, language: str) -> str:
    """What the primary analysis is adjusted for beside the baseline; the mixed model is for nothing, and says so."""
    if not adjusted:
        return sentence(language, "document.plan_none")
    return sentence(language, "document.plan_mixed", covariates=adjusted) if analysis == "mmrm" else adjusted


def margin_lines(scales: Iterable[Scale], margins: Mapping[str, Margin], language: str) -> list[str]:
    """Each outcome's margin with its reason, or that none was chosen."""
    found = []
    for scale in scales:
        name, margin = wording.outcome_name(scale.outcome, language), margins.get(scale.outcome)
        if margin is None:
            found.append(sentence(language, "document.no_margin", outcome=name))
            continue
        shown = plain(margin.value)
        unit = wording.unit_name(scale, language, amount=shown)
        reason = margin.reason or sentence(language, "document.no_reason")
        found.append(sentence(language, "document.margin", outcome=name, value=shown, unit=unit, reason=reason))
    return found


def filters_sentence(study: Study, language: str) -> str:
    """When the question's filters became part of it, and whether results had been seen; "" where nobody recorded it."""
    asked = study.asked
    if not asked.filters or asked.filters_at is None or asked.filters_after_results is None:
        return ""
    key = "document.filters_late" if asked.filters_after_results else "document.filters_before"
    return sentence(language, key, at=asked.filters_at)


def fixed_sentence(study: Study, sha256: str, language: str) -> str:
    """When the plan was fixed and by whom it is vouched for; exploratory where results had been seen, or other data."""
    fixed = study.fixed
    if fixed is None or not is_fixed_for(study, sha256):
        key = "exploratory" if fixed is None or not _is_declared(fixed) else "declared_late"
        return sentence(language, f"document.{key}", at="" if fixed is None else fixed.at or "")
    if _is_declared(fixed):
        fingerprint = (fixed.data_sha256 or "")[:8]
        return sentence(language, "document.declared", at=fixed.at or "", fingerprint=fingerprint)
    return sentence(language, "document.stated", at=fixed.at or "").strip()


def _is_declared(fixed: Fixed) -> bool:
    return fixed.declared_by == "trocar"
