"""The main page's third row: what the data say, who is in it, and what limits it."""

from __future__ import annotations

import streamlit as st

from lib.analysis.results import Verdict
from lib.report import wording
from lib.report.differences import analysed_patients, is_mixed, observed_patients
from lib.report.under_verdict import lines_under
from lib.report.wording.roles import EXPLORATORY
from lib.stats.results import NotEstimable
from lib.terms import Question, Visit
from lib.ui import deciding, filters, frame, methods, session
from lib.ui.selection import Selection
from lib.ui.show import plain, text
from lib.ui.studying import filter_values


def box(selection: Selection) -> None:
    """A neutral box: the headline tag, the sentence, and one grey line of ledger, filters and stamps."""
    with st.container(border=True, gap="xxsmall", key="verdict"):
        verdict = verdict_of(selection)
        if selection.kept.n_patients == 0:
            st.markdown(text("outcomes.no_patient"))
        elif verdict is None:
            _without_comparison(selection)
        else:
            st.markdown("\n\n".join(_said(selection, verdict)))
        with st.container(horizontal=True, vertical_alignment="center", key="ledger"):
            st.caption(plain(ledger(selection, verdict)), width="content")
            if verdict is not None:
                methods.popover("verdict", methods.of_verdict(selection))
            _about_filters(selection)


def _said(selection: Selection, verdict: Verdict) -> list[str]:
    """The verdict's paragraphs as Markdown, one element: each costs the browser time at every click."""
    language = session.language()
    lines = [wording.verdict_sentence(verdict, language, is_filtered=selection.is_filtered_view)]
    if wording.needs_margin(verdict):
        lines.append(text("verdict.no_margin"))
    lines += under(selection, verdict)
    return [headline(wording.verdict_tag(verdict, language), verdict.role), *map(plain, lines)]


def headline(tag: str, role: str) -> str:
    """A verdict's tag in bold with its role beside it; an exploratory one is drawn smaller."""
    said = f":small[:gray[{text(f'verdict.role.{role}')}]]"
    return f":small[**{plain(tag)}**] {said}" if role == EXPLORATORY else f"**{plain(tag)}** {said}"


def _about_filters(selection: Selection) -> None:
    """Clear the filters of the view, or make them part of the question; and take those of the question out again."""
    if selection.filters:
        args = (selection.cohort,)
        st.button(text("outcomes.clear"), type="tertiary", key="clear", on_click=filters.clear, args=args)
        st.button(text("plan.ask_of"), type="tertiary", key="ask_of", on_click=_ask_of, args=(selection,))
    if selection.asked_of:
        st.button(text("plan.ask_of_everybody"), type="tertiary", key="everybody", on_click=deciding.ask_of_everybody)


def _ask_of(selection: Selection) -> None:
    deciding.ask_of(filter_values(selection.filters))
    filters.clear(selection.cohort)


def under(selection: Selection, verdict: Verdict) -> list[str]:
    """The sentences that must be read with a verdict: adjustment, the mixed model where many are missing, bounds."""
    compared = selection.compared(selection.outcome).at(verdict.visit.name)
    return lines_under(compared, verdict, selection.cohort.covariates, session.language())


def verdict_of(selection: Selection) -> Verdict | None:
    """The verdict of the pair on screen; None with one method or without a follow-up."""
    if selection.pair is None or selection.visit is None:
        return None
    compared = selection.compared(selection.outcome).at(selection.visit.name)
    return next((one for one in compared.verdicts if (one.experimental, one.control) == selection.pair), None)


def ledger(selection: Selection, verdict: Verdict | None) -> str:
    """Whether the data are synthetic; in the file, after filters (which), analysed by method; then the stamps."""
    language = session.language()
    parts = [text("sidebar.synthetic")] if selection.cohort.is_synthetic else []
    parts.append(_counts(selection))
    left_out = [name for name in selection.cohort.methods if name not in selection.kept.methods]
    if left_out:
        count = selection.cohort.filtered((*selection.asked_of, *selection.filters)).facets("method")
        names = [wording.counted_name(wording.method_name(name, language), count[name]) for name in left_out]
        parts.append(text("outcomes.not_compared", methods=text("columns_page.separator").join(names)))
    parts += [wording.stamp(code, language) for code in (verdict.stamps if verdict else ())]
    return " · ".join(parts)


def _counts(selection: Selection) -> str:
    language = session.language()
    analysed, observed = _analysed(selection)
    return wording.ledger_line(
        in_file=selection.cohort.n_patients,
        after_filters=selection.kept.n_patients,
        filters=wording.filters_text((*selection.asked_of, *selection.filters), selection.cohort.covariates, language),
        analysed=analysed,
        language=language,
        observed=observed,
    )


def _analysed(selection: Selection) -> tuple[dict[str, int], int | None]:
    """Whom the primary analysis uses, by method; of a mixed model also how many have a score at the visit."""
    if selection.visit is None:
        return {}, None
    is_asked = isinstance(selection.question, Question) and selection.question.analysis == "mmrm"
    if is_asked and selection.pair is not None and selection.kept.n_patients:
        compared = selection.compared(selection.outcome).at(selection.visit.name)
        return analysed_patients(compared), observed_patients(compared) if is_mixed(compared) else None
    flow = selection.kept.flow(selection.outcome, selection.visit.name)
    return {row.method: row.analysed for row in flow if row.method is not None}, None


def _without_comparison(selection: Selection) -> None:
    """One method, no method, or nothing to compare with a baseline: a result with its sentence."""
    language = session.language()
    if selection.visit is None:
        st.markdown(text("outcomes.no_follow_up", outcome=plain(wording.outcome_name(selection.outcome, language))))
        st.page_link(frame.page("columns"), label=text("open.columns"))
        return
    if not selection.kept.methods:
        st.markdown(text("outcomes.no_method"))
        st.page_link(frame.page("columns"), label=text("open.columns"))
        return
    method = selection.kept.methods[0]
    found = NotEstimable(
        reason="one_method", parameters={"method": method, "n": selection.kept.facets("method")[method]}
    )
    st.markdown(f"**{plain(text('verdict.tag.one_method'))}**")
    if len(selection.cohort.methods) > 1:
        name, n = wording.method_name(method, language), selection.kept.facets("method")[method]
        st.markdown(plain(text("outcomes.one_chosen", method=name, patients=wording.patients(n, language))))
        return
    st.markdown(plain(wording.reason_sentence(found, language)))
    st.page_link(frame.page("columns"), label=text("outcomes.other_column"))


def moved(selection: Selection) -> None:
    """Say when the chosen score was not recorded at the visit that was on screen."""
    wanted = session.visitor().moved_from_visit
    if wanted is None or selection.visit is None:
        return
    language = session.language()
    days = selection.cohort.visit_days.get(wanted)
    st.caption(
        text(
            "outcomes.moved",
            outcome=plain(wording.outcome_name(selection.outcome, language)),
            wanted=plain(wording.visit_name(Visit(wanted, days), language)),
            shown=plain(wording.visit_name(selection.visit, language)),
        )
    )
