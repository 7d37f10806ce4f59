"""One file analysed from its bytes to records: every outcome at every visit for every pair of methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib import study as study_file
from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.exposure import exposures
from lib.analysis.outcomes import compare_outcome
from lib.analysis.patients import baseline_table
from lib.analysis.results import OutcomeComparison
from lib.analysis.safety import EventComparison, compare_event
from lib.command import comparisons, events, leakage, patients, reading, responders
from lib.intake.findings import Finding, UnreadableFile
from lib.intake.opening import Opened, SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.report.wording import refusal
from lib.study import Study, StudyInvalid, View
from lib.version import VERSION

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """A file with everything computed from it."""

    opened: Opened
    whole: Cohort
    findings: tuple[Finding, ...]
    study: Study
    view: View
    outcomes: tuple[OutcomeComparison, ...]
    events: tuple[EventComparison, ...]


def analyse(file: Path, study_path: Path | None = None) -> Analysed:
    """Read a registry, answer its questions from the study or by their safe proposals, and compare everything.

    Raises UnreadableFile where there is nothing to analyse: the file, an open question without a safe proposal, or
    the study.
    """
    study = _study(study_path)
    opened = open_registry([SourceFile(name=file.name, content=_content(file))], study.settings)
    if opened.cohort is None:
        asked = opened.blocking
        code, parameters = ("columns_not_found", {}) if asked is None else (asked.code, dict(asked.parameters))
        raise UnreadableFile(code, **parameters)
    fingerprint = opened.source.sha256
    view = study_file.view_of(study, opened.cohort, data_sha256=fingerprint)
    unused = study_file.unused_findings(
        study, opened.cohort, view, events=opened.cohort.events, data_sha256=fingerprint
    )
    outcomes = tuple(
        compare_outcome(view.registry, outcome, view.question, is_filtered_view=view.is_filtered_view)
        for outcome in view.registry.scales
    )
    return Analysed(
        opened=opened,
        whole=opened.cohort,
        findings=(*opened.findings, *reading.open_questions(opened), *unused),
        study=study,
        view=view,
        outcomes=outcomes,
        events=tuple(
            compare_event(
                view.registry,
                event,
                view.question,
                is_filtered_view=view.is_filtered_view,
                stated=study.detection,
            )
            for event in view.registry.events
        ),
    )


def results(analysed: Analysed, language: str) -> dict[str, Any]:
    """All lists of the interface, unrounded."""
    opened, outcomes, study = analysed.opened, analysed.outcomes, analysed.study
    margins: Sequence[tuple[str, float]] = [(outcome, margin.value) for outcome, margin in study.margins.items()]
    is_filtered = bool(analysed.view.inside or analysed.view.outside)
    found = responders.all_responders(study, analysed.view)
    known = responders.threshold_sources(study, analysed.view, language)
    registry = analysed.view.registry
    exposed = exposures(registry, DETECTED_EVENT) if DETECTED_EVENT in registry.events else ()
    table = baseline_table(analysed.view.registry, analysed.view.question)
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "lang": language,
        "source": reading.source_record(opened),
        "mapping": reading.mapping_records(opened),
        "findings": reading.finding_records(analysed.findings, language),
        "filters": reading.filter_records(analysed.whole, analysed.view),
        "flow": comparisons.flow_records(analysed.view.registry),
        "within": comparisons.within_records(outcomes),
        "between": comparisons.between_records(outcomes, language),
        "equivalence": comparisons.equivalence_records(outcomes, margins),
        "verdicts": [
            *comparisons.verdict_records(outcomes, analysed.whole.covariates, is_filtered=is_filtered),
            *events.event_verdict_records(analysed.events, is_filtered=is_filtered),
        ],
        "omnibus": comparisons.omnibus_records(outcomes),
        "pairwise": comparisons.pairwise_records(outcomes),
        "responders": responders.responder_records(found, known),
        "responder_differences": responders.responder_difference_records(found, known),
        "consensus": responders.consensus_records(responders.all_consensus(analysed.view)),
        "rates": events.rate_records(analysed.events),
        "rate_differences": events.difference_records(analysed.events),
        "rate_differences_within_centres": events.centre_difference_records(analysed.events),
        "lesion_rates": events.lesion_records(analysed.events),
        "lesion_differences": events.lesion_difference_records(analysed.events),
        "detection": leakage.detection_records(analysed.events),
        "definitions": leakage.definition_records(analysed.events, study.definitions, registry.graded_by),
        "exposure": leakage.exposure_records(exposed),
        "exposure_models": leakage.exposure_model_records(exposed),
        "baseline": patients.baseline_records(table),
        "balance": patients.balance_records(table),
    }


def failure(refused: UnreadableFile, language: str) -> dict[str, Any]:
    """Why a file cannot be analysed: its code, what was found, and what to do."""
    message, remedy = refusal(refused.code, refused.parameters, language, place="command")
    return {"schema": SCHEMA, "error": {"code": refused.code, "message": message, "remedy": remedy}}


def _study(path: Path | None) -> Study:
    if path is None:
        return Study()
    try:
        return study_file.load(path.read_text("utf-8-sig"))
    except OSError as reason:
        raise UnreadableFile("file_not_found", file=path.name) from reason
    except UnicodeDecodeError as reason:
        raise StudyInvalid("encoding") from reason


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as reason:
        raise UnreadableFile("file_not_found", file=path.name) from reason
