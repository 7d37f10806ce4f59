"""From an analysed registry to what a report is made of: the same results, and which of them are shown first."""

from __future__ import annotations

from lib.analysis.consensus import consensus_at
from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.exposure import exposures
from lib.analysis.patients import baseline_table
from lib.analysis.proposal import propose_pair
from lib.analysis.responders import responders_at, thresholds
from lib.command.analyse import Analysed
from lib.intake.answered import answered
from lib.report.material import Material, chosen_thresholds, stated_mcid
from lib.terms import OF_THE_PROCEDURE, Question, Visit, is_before_treatment


def material_of(
    analysed: Analysed,
    *,
    outcome: str | None = None,
    visit: Visit | None = None,
    pair: tuple[str, str] | None = None,
) -> Material:
    """The report's material; what is not chosen is that of the question, without one the first outcome's last visit."""
    view, asked = analysed.view, analysed.view.question
    question = asked if isinstance(asked, Question) else None
    name = outcome or (question.outcome if question else analysed.outcomes[0].outcome)
    chosen = visit or _visit(analysed, name, question.visit if question else None)
    methods = view.registry.methods
    shown = pair
    if shown is None and len(methods) > 1:
        shown = (question.experimental, question.control) if question else propose_pair(methods)
    described = baseline_table(view.registry, asked, shown)
    return Material(
        registry=view.registry,
        in_file=analysed.whole.n_patients,
        methods=analysed.whole.methods,
        covariates=analysed.whole.covariates,
        question=asked,
        study=analysed.study,
        outcome=name,
        visit=chosen,
        pair=shown,
        mcid=stated_mcid(analysed.study, name),
        filters=tuple(dict.fromkeys((*view.inside, *view.outside))),
        is_filtered_view=view.is_filtered_view,
        outcomes=analysed.outcomes,
        events=analysed.events,
        baseline=tuple(one for one in described if one.is_score or is_before_treatment(one.name)),
        procedure=tuple(one for one in described if not one.is_score and one.name in OF_THE_PROCEDURE),
        responders=tuple(
            (code, responders_at(view.registry, one.outcome, at.visit.name, threshold, asked,
                                 is_filtered_view=view.is_filtered_view, shown=shown))
            for one in analysed.outcomes
            for at in one.visits if chosen is not None and at.visit.name == chosen.name
            for code, threshold in thresholds(
                one.scale, chosen_thresholds(analysed.study.mcid.get(one.outcome), one.scale)
            )
        ),
        consensus=tuple(
            found
            for one in analysed.outcomes
            for at in one.visits if chosen is not None and at.visit.name == chosen.name
            if (found := consensus_at(view.registry, one.outcome, at.visit.name, asked,
                                      is_filtered_view=view.is_filtered_view, shown=shown)) is not None
        ),
        exposures=exposures(view.registry, DETECTED_EVENT) if DETECTED_EVENT in view.registry.events else (),
        fingerprint=analysed.opened.source.sha256,
        is_synthetic=analysed.whole.is_synthetic,
        findings=(*analysed.findings, *answered(analysed.opened)),
    )  # fmt: skip


def _visit(analysed: Analysed, outcome: str, wanted: str | None) -> Visit | None:
    """The visit that the question names, else the outcome's last; None where there is no follow-up."""
    visits = [view.visit for one in analysed.outcomes if one.outcome == outcome for view in one.visits]
    return next((visit for visit in visits if visit.name == wanted), visits[-1] if visits else None)
