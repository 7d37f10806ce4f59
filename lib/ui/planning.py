"""The analysis plan: what will be asked, fixed before the results are opened; and the facts of the design."""

from __future__ import annotations

import streamlit as st

from lib.report import wording
from lib.report.language import one_after_another
from lib.report.wording.plan import filters_sentence, fixed_sentence, plan_rows
from lib.stats.results import NotEstimable
from lib.study import Design
from lib.ui import adjusting, controls, deciding, filters, frame, session, studying
from lib.ui.selection import Selection
from lib.ui.show import plain, text

ANSWERS = ("unknown", "yes", "no")
FACTS = ("randomised", "consecutive", "prospective")


def page(selection: Selection) -> None:
    """What is chosen, without a result; then the plan in words, and the button that fixes it."""
    st.markdown(text("plan.intro"))
    controls.row(selection, with_results=False)
    adjusting.choose(selection)
    _population(selection)
    if isinstance(selection.question, NotEstimable):
        st.markdown(text("plan.nothing"))
        return
    with st.container(border=True, key="plan"):
        rows = _rows(selection)
        lines = [f"- {plain(text('filter_words.other', name=item, levels=answer))}" for item, answer in rows]
        st.markdown("\n".join(lines))
        _fixing(selection)


def design(selection: Selection) -> None:
    """The facts that no table of scores can tell; they go into the study file and the methods paragraph."""
    known = selection.reading.study.design
    st.subheader(text("plan.design"), anchor=False)
    st.caption(text("plan.design_about"))
    with st.form("design"):
        with st.container(horizontal=True):
            chosen = [_fact(name, getattr(known, name)) for name in FACTS]
        period = st.text_input(text("plan.period"), value=known.period or "", key="design_period")
        ethics = st.text_input(text("plan.ethics"), value=known.ethics or "", key="design_ethics")
        if st.form_submit_button(text("plan.use"), key="design_use"):
            facts = dict(zip(FACTS, chosen, strict=True))
            deciding.set_design(Design(**facts, period=period.strip() or None, ethics=ethics.strip() or None))
            st.rerun()


def _fact(name: str, known: bool | None) -> bool | None:
    now = "unknown" if known is None else "yes" if known else "no"
    picked = st.selectbox(
        text(f"plan.{name}"),
        ANSWERS,
        index=ANSWERS.index(now),
        format_func={one: text(f"plan.answer.{one}") for one in ANSWERS}.__getitem__,
        key=f"design_{name}",
        width=200,
    )
    return None if picked == "unknown" else picked == "yes"


def _population(selection: Selection) -> None:
    words = wording.filters_text(selection.asked_of, selection.cohort.covariates, session.language())
    others = wording.filters_text(selection.filters, selection.cohort.covariates, session.language())
    decided = filters_sentence(selection.reading.study, session.language())
    shown = [text("plan.asked_of", filters=words), decided] if words else []
    shown += [text("plan.filters", filters=others)] if others else []
    st.caption(plain(one_after_another(shown, session.language()) or text("plan.everybody")))


def _rows(selection: Selection) -> list[tuple[str, str]]:
    study = studying.study_of(selection)
    whom = (*selection.asked_of, *selection.filters)
    language = session.language()
    return plan_rows(study, selection.kept, selection.pair, selection.outcome, selection.visit, whom, language)


def _fixing(selection: Selection) -> None:
    study = selection.reading.study
    if study.fixed is not None:
        said = fixed_sentence(study, selection.reading.opened.source.sha256, session.language())
        st.markdown(f"**{plain(said)}**")
        st.button(text("plan.forget"), key="plan_forget", on_click=deciding.forget_plan)
        return
    if deciding.were_results_seen():
        st.caption(text("plan.seen"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            text("plan.fix"),
            type="primary",
            key="plan_fix",
            on_click=_fixed,
            args=(selection,),
        )
        st.page_link(frame.page("outcomes"), label=text("plan.results"))


def _fixed(selection: Selection) -> None:
    study = studying.study_of(selection)
    view = selection.outcome, None if selection.visit is None else selection.visit.name, selection.pair
    deciding.fix(studying.asking(study, *view))
    filters.clear(selection.cohort)
