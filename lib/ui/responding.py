"""The Responders page: a threshold for one patient, who reached it, and how far the methods differ in that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.analysis.consensus import consensus_at
from lib.analysis.responders import CHOSEN, RespondersAtVisit, responders_at, thresholds, thresholds_to_choose
from lib.analysis.safety import EventComparison
from lib.report import wording
from lib.report.charts import cumulative
from lib.report.charts import responders as chart
from lib.report.language import one_after_another
from lib.report.material import chosen_thresholds
from lib.report.tables.responders import consensus_states, sensitivity, states
from lib.report.wording.rates import rate_sentence, rate_stamps, single_rate
from lib.report.wording.responders import amount, threshold_label
from lib.stats.responder import Threshold
from lib.terms import Scale
from lib.ui import methods, session, show, verdict_box, widgets
from lib.ui.selection import Selection
from lib.ui.show import plain, text

Known = Mapping[str, tuple[str, Threshold]]
"""The thresholds on offer by code, each with its source."""


def page(selection: Selection) -> None:
    """Threshold, sentences, states, and the same by every published threshold."""
    language = session.language()
    scale = selection.cohort.scales[selection.outcome]
    own = chosen_thresholds(selection.mcids.get(selection.outcome), scale)
    known = thresholds_to_choose(scale, own)
    if selection.visit is None:
        st.markdown(text("responders.no_follow_up"))
        return
    if not known:
        st.markdown(text("responders.none", outcome=plain(wording.outcome_name(selection.outcome, language))))
        return
    listed = thresholds(scale, own)
    threshold = known[_chosen(known, listed, selection)][1]
    st.caption(text("responders.intro"))
    judged = {one: _found(selection, one) for one in dict.fromkeys(one for _, one in listed)}
    found = judged[threshold]
    _box(found, scale, selection)
    show.table(states(found, language), text("menu.responders"))
    _cumulative(selection, found.threshold, scale)
    if scale.unit == "points":
        st.caption(text("responders.pain_only"))
    _consensus(selection)
    if selection.pair is not None and len(judged) > 1:
        _by_threshold([(source, judged[one]) for source, one in listed], found.threshold, selection)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("mcid.note"), width="content")
        methods.popover("responders", methods.RESPONDERS)


def _chosen(known: Known, listed: Sequence[tuple[str, Threshold]], selection: Selection) -> str:
    """The code of the threshold that the page is about; the one chosen for the question stands first."""
    scale, language = selection.cohort.scales[selection.outcome], session.language()
    first = known[CHOSEN][1]
    labels = {code: threshold_label([source], one, scale, language) for code, (source, one) in known.items()}
    labels[CHOSEN] = threshold_label([source for source, one in listed if one == first], first, scale, language)
    key = widgets.responder_key(selection.cohort, selection.outcome)
    if session.get(key) not in known:
        session.put(key, CHOSEN)
    return st.selectbox(
        text("responders.threshold"),
        list(known),
        format_func=labels.__getitem__,
        key=key,
        width=420,
        persist_state="session",
    )


def _by_threshold(found: list[tuple[str, RespondersAtVisit]], chosen: Threshold, selection: Selection) -> None:
    """The difference under every published threshold, drawn and in a table with both ways to count the missing."""
    pair, scale, language = selection.pair, selection.cohort.scales[selection.outcome], session.language()
    if pair is None:
        return
    rows = chart.rows(found, chosen, pair, scale, language)
    heading = chart.heading(found, pair, language)
    if any(row.estimate is not None for row in rows):
        picture = chart.by_threshold(rows, pair, show.style(selection.cohort.methods))
        said = chart.alternative_text(rows, pair, language)
        show.chart(picture, heading, text("charts.responders.name"), said, key="by_threshold")
    else:
        show.heading(*heading)
    show.table(sensitivity(found, pair, scale, language), text("responders.sensitivity"))


def _cumulative(selection: Selection, threshold: Threshold, scale: Scale) -> None:
    """The share that improved by at least each amount, by method."""
    if selection.visit is None:
        return
    counts = selection.kept.score_counts(selection.outcome, selection.visit.name)
    flow = selection.kept.flow(selection.outcome, selection.visit.name)
    died = {row.method: row.died_after_baseline for row in flow if row.method is not None}
    curves = cumulative.steps(counts, died, scale)
    if not curves:
        return
    language = session.language()
    picture = cumulative.cumulative(curves, scale, threshold, show.style(selection.cohort.methods))
    said = cumulative.alternative_text(curves, scale, language)
    show.chart(picture, cumulative.heading(language), text("charts.cumulative.name"), said, key="cumulative")


def _found(selection: Selection, threshold: Threshold) -> RespondersAtVisit:
    if selection.visit is None:
        raise ValueError("responders are judged at a visit, and there is none")
    return responders_at(
        selection.kept,
        selection.outcome,
        selection.visit.name,
        threshold,
        selection.question,
        is_filtered_view=selection.is_filtered_view,
        shown=selection.pair,
    )


def _box(found: RespondersAtVisit, scale: Scale, selection: Selection) -> None:
    """The rates with the missing left out, then counted as failures."""
    language = session.language()
    title = text(
        "responders.heading",
        outcome=wording.outcome_name(found.outcome, language),
        visit=wording.visit_name(found.visit, language),
        threshold=amount(found.threshold, scale, language),
    )
    _both("responders", title, (found.compared, found.missing_as_failure), selection)


def _consensus(selection: Selection) -> None:
    """Pain and dose of opioids judged together, where the registry holds both doses."""
    if selection.visit is None:
        return
    visit, language = selection.visit, session.language()
    found = consensus_at(
        selection.kept,
        selection.outcome,
        visit.name,
        selection.question,
        is_filtered_view=selection.is_filtered_view,
        shown=selection.pair,
    )
    if found is None:
        return
    name, at = wording.outcome_name(found.outcome, language), wording.visit_name(visit, language)
    title = text("responders.consensus", outcome=name, visit=at)
    _both("consensus", title, (found.compared, found.missing_as_failure), selection)
    show.table(consensus_states(found, language), plain(title))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("responders.consensus_about"))
        methods.popover("consensus", methods.CONSENSUS)


def _both(key: str, title: str, found: tuple[EventComparison, EventComparison], selection: Selection) -> None:
    """The rates in a box, with the missing left out, then counted as failures."""
    language = session.language()
    with st.container(border=True, key=key):
        verdict = found[0].verdict_on(selection.pair)
        st.markdown(f"**{plain(title)}**" if verdict is None else verdict_box.headline(title, verdict.role))
        for convention, compared in zip(("missing_left_out", "missing_failure"), found, strict=True):
            st.markdown(one_after_another((text(f"responders.{convention}"), _said(compared, selection)), language))
        if verdict is not None and verdict.stamps:
            st.caption(plain(one_after_another(rate_stamps(verdict, language), language)))


def _said(compared: EventComparison, selection: Selection) -> str:
    language = session.language()
    verdict = compared.verdict_on(selection.pair)
    if verdict is None:
        return one_after_another((plain(single_rate(one, language)) for one in compared.rates), language)
    return plain(rate_sentence(verdict, language, is_filtered=selection.is_filtered_view))
