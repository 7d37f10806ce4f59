"""The Patients page: who was treated with each method, how alike they were, and who was observed at each visit."""

from __future__ import annotations

import streamlit as st

from lib.analysis.baseline_tests import baseline_p_values
from lib.analysis.concurrence import concurrence
from lib.analysis.patients import BaselineRow, baseline_table, covariate_table
from lib.report import tables, wording
from lib.report.charts import balance
from lib.report.charts.quarters import alternative_text, procedures_per_quarter
from lib.report.language import one_after_another
from lib.report.tables.cells import pair_name
from lib.report.tables.procedure import procedure
from lib.terms import is_before_treatment, is_co_treatment
from lib.ui import adjusting, flow, methods, session, show
from lib.ui.selection import Selection
from lib.ui.show import text


def baseline(selection: Selection) -> None:
    """The baseline table with its standardised mean differences."""
    kept, language = selection.kept, session.language()
    table = baseline_table(kept, selection.question, selection.pair)
    rows = [one for one in table if one.is_score or is_before_treatment(one.name)]
    if not rows or not kept.methods:
        st.markdown(text("patients.nothing"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{text('patients.heading')}**", width="stretch")
        explained = st.container(width="content")
        has_p = len(kept.methods) > 1 and st.toggle(text("patients.with_p"), key="baseline_p")
    with explained:
        methods.popover("patients", (*methods.PATIENTS, *(methods.BASELINE_TESTS if has_p else ())))
    covariates = {one.name: one for one in kept.covariates}
    p_values = baseline_p_values(rows) if has_p else None
    show.table(tables.baseline(rows, covariates, language, p_values), text("patients.heading"))
    if has_p:
        st.caption(text("patients.p_note"))
    _balance(rows, selection)
    if rows[0].balance:
        chance = rows[-1].balance[0].chance if len(rows[-1].balance) == 1 else None
        shown = "" if chance is None else wording.chance_note(chance, language)
        st.caption(one_after_another((text("patients.note"), shown), language))
    adjusting.side_by_side(selection, rows)


def _balance(rows: list[BaselineRow], selection: Selection) -> None:
    """How alike the two methods on screen were, with what chance alone does."""
    if selection.pair is None:
        return
    kept, pair, language = selection.kept, selection.pair, session.language()
    listed = balance.rows(rows, pair, {one.name: one for one in kept.covariates}, language)
    if not any(row.estimate is not None for row in listed):
        return
    names = pair_name(pair, language)
    heading = text("charts.balance.title"), text("charts.balance.subtitle", pair=names)
    picture = balance.balance_plot(listed, pair, show.style(selection.cohort.methods))
    said = balance.alternative_text(listed, pair, language)
    show.chart(picture, heading, text("charts.balance.name"), said, key="balance")


def quarters(selection: Selection) -> None:
    """When each method was used, with the warning where the controls are not concurrent."""
    found = concurrence(selection.kept, selection.pair)
    if found is None or not any(sum(counts) for counts in found.counts.values()):
        return
    heading = text("charts.quarters.title"), text("charts.quarters.subtitle")
    picture = procedures_per_quarter(found, show.style(selection.cohort.methods))
    said = alternative_text(found, session.language())
    show.chart(picture, heading, text("charts.quarters.name"), said, key="quarters")
    warning = wording.concurrence_line(found, session.language())
    if warning:
        st.warning(warning)


def co_treatments(selection: Selection) -> None:
    """Analgesics, radiotherapy, ablation given afterwards, by method; where none is recorded, that nothing is known."""
    kept, language = selection.kept, session.language()
    recorded = [one for one in kept.covariates if is_co_treatment(one)]
    if not recorded:
        st.caption(text("patients.no_co_treatment"))
        return
    later = [one for one in recorded if not is_before_treatment(one.name)]
    if not later or not kept.methods:
        return
    st.markdown(f"**{text('patients.co_treatment')}**")
    rows = covariate_table(kept, later, selection.question, selection.pair)
    known = {one.name: one for one in later}
    show.table(procedure(rows, known, selection.pair, language), text("patients.co_treatment"))
    st.caption(text("patients.co_treatment_note"))


def observed(selection: Selection) -> None:
    """Who is left at each step from the file to the analysis."""
    show.heading(text("flow.heading"), text("flow.hint"))
    flow.diagram(selection)
