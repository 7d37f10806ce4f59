"""The report's part on safety: every event with its sentence and table, and how the procedure was done."""

from __future__ import annotations

from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.safety import EventComparison
from lib.report.language import sentence
from lib.report.material import Material
from lib.report.tables.exposure import exposure, exposure_sentence
from lib.report.tables.procedure import procedure
from lib.report.tables.rates import rate_differences, rates
from lib.report.word.paper import Paper
from lib.report.wording.names import covariate_name
from lib.report.wording.rates import (
    definition_line,
    detection_sentence,
    event_name,
    lesion_sentence,
    overlap_line,
    rate_sentence,
    rate_stamps,
    rate_tag,
    single_rate,
)
from lib.report.wording.roles import comparison_role


def safety(paper: Paper, material: Material) -> None:
    """Success, leakage and complications, then cement, injection, times and dose."""
    language = paper.language
    paper.heading(sentence(language, "menu.safety"))
    if not material.events:
        paper.text(sentence(language, "rates.no_event"))
    for found in material.events:
        _event(paper, material, found)
    _exposures(paper, material)
    if material.procedure and material.registry.methods:
        covariates = {one.name: one for one in material.registry.covariates}
        paper.heading(sentence(language, "rates.procedure"), 2)
        table = procedure(material.procedure, covariates, material.pair, language)
        paper.table(table, sentence(language, "rates.procedure"))
        paper.note(sentence(language, "rates.procedure_note"))


def _exposures(paper: Paper, material: Material) -> None:
    """Leakage by cement volume and timing of the injection, over all methods together."""
    language = paper.language
    if not material.exposures:
        return
    known = {one.name: one for one in material.registry.covariates}
    paper.heading(sentence(language, "exposure.heading"), 2)
    for one in material.exposures:
        paper.table(exposure(one, known, language), covariate_name(known[one.covariate], language))
        if known[one.covariate].is_numeric:
            paper.text(exposure_sentence(one, known, language))
    paper.note(sentence(language, "exposure.note"))


def _event(paper: Paper, material: Material, found: EventComparison) -> None:
    language = paper.language
    paper.heading(event_name(found.event, language), 2)
    verdict = found.verdict_on(material.pair)
    if verdict is not None:
        paper.text(rate_tag(verdict, language), is_bold=True)
        paper.text(rate_sentence(verdict, language, is_filtered=material.is_filtered_view), leads_on=True)
        paper.note(comparison_role(verdict.role, language))
        for stamp in rate_stamps(verdict, language):
            paper.note(stamp)
    if material.pair is None:
        for rate in found.rates[: len(material.registry.methods)]:
            paper.text(single_rate(rate, language))
    if found.event == DETECTED_EVENT:
        paper.note(detection_sentence(found.detection, language))
    paper.table(rates(found.rates, language, found.lesions), event_name(found.event, language))
    if overlap := overlap_line(found, language):
        paper.note(overlap)
    per_lesion = lesion_sentence(found.lesions, material.pair, language)
    if per_lesion:
        paper.text(per_lesion)
    if len(found.verdicts) > 1:
        paper.table(rate_differences(found.verdicts, language), event_name(found.event, language))
    systems = material.registry.graded_by.get(found.event, ())
    paper.note(definition_line(found.event, material.study.definitions, systems, language))
