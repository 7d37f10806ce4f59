"""What the comparison is adjusted for beside the score before treatment, and what adjusting changes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib.analysis.outcomes import model_covariates
from lib.analysis.patients import BaselineRow
from lib.report import wording
from lib.report.tables.adjustment import adjustment
from lib.stats.results import NotEstimable
from lib.terms import is_before_treatment
from lib.ui import deciding, methods, session, show
from lib.ui.selection import Selection
from lib.ui.show import plain, text


def choose(selection: Selection) -> None:
    """Covariates for which the primary analysis is adjusted; they enter the study file with the question."""
    offered = {one.name: one for one in selection.cohort.covariates if is_before_treatment(one.name)}
    known = [name for name in selection.reading.study.asked.covariates if name in offered]
    if not offered:
        return
    session.put("covariates", known)
    labels = {name: wording.covariate_name(one, session.language()) for name, one in offered.items()}
    st.multiselect(
        text("plan.covariates"),
        list(offered),
        format_func=labels.__getitem__,
        placeholder=text("plan.no_covariates"),
        select_all=False,
        key="covariates",
        on_change=_chosen,
    )


def _chosen() -> None:
    deciding.set_covariates(tuple(session.get("covariates") or ()))


def side_by_side(selection: Selection, rows: list[BaselineRow]) -> None:
    """Unadjusted, by change and adjusted, for the score and visit of the main page; and why they may disagree."""
    if selection.pair is None or selection.visit is None or isinstance(selection.question, NotEstimable):
        return
    language, chosen = session.language(), selection.question.covariates
    title = f"{wording.outcome_name(selection.outcome, language)} · {wording.visit_name(selection.visit, language)}"
    with st.container(horizontal=True, vertical_alignment="center"):
        show.heading(text("adjustment.heading"), title)
        methods.popover("adjustment", methods.ADJUSTMENT)
    choose(selection)
    models = [(selection.compared_with(one), _names(selection, one)) for one in dict.fromkeys(((), chosen))]
    show.table(adjustment(models, selection.pair, language), text("adjustment.heading"))
    said = wording.baseline_sentence(rows, selection.pair, models[0][0].scale, language)
    if said:
        st.caption(plain(said))


def _names(selection: Selection, covariates: tuple[str, ...]) -> list[str]:
    """What a model with these covariates is adjusted for beside the baseline, the centre among them."""
    if isinstance(selection.question, NotEstimable):
        return []
    held = model_covariates(selection.kept, replace(selection.question, covariates=covariates))
    return [wording.covariate_name(one, session.language()) for one in selection.cohort.covariates if one.name in held]
