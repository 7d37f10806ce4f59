"""The flow: who is left at each step from the file to the analysis, and behind each number the list of its patients."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.analysis.proposal import follow_up_visits
from lib.registry.counts import FlowCounts
from lib.registry.members import members
from lib.report import wording
from lib.report.differences import analysed_patients, is_mixed
from lib.terms import Visit
from lib.ui import session, show
from lib.ui.selection import Selection
from lib.ui.show import plain, text

MOST_LISTED = 200
"""Patients that a list shows; how many more there are is said below it."""

WHY_NOT = ("died", "lost", "not_recorded")


def diagram(selection: Selection) -> None:
    """One column per method: in the file, with a baseline, observed at each visit, analysed at the chosen visit."""
    kept = selection.kept
    outcome = _outcome(selection)
    visits = follow_up_visits(kept, outcome)
    if not visits:
        st.markdown(text("flow.no_follow_up"))
        return
    chosen = next((one for one in visits if selection.visit and one.name == selection.visit.name), visits[-1])
    by_visit = {visit: {row.method: row for row in kept.flow(outcome, visit.name)} for visit in visits}
    methods = list(by_visit[chosen])
    _of_the_model(selection, outcome, chosen)
    for method, column in zip(methods, st.columns(len(methods)), strict=True):
        with column, st.container(key=f"flow_{methods.index(method)}", gap="small"):
            name = text("checks.no_method") if method is None else wording.method_name(method, session.language())
            st.markdown(f"**{plain(name)}**")
            if method is None:
                _step(selection, outcome, chosen, by_visit[chosen][None], ("in_file",))
            else:
                _method(selection, outcome, chosen, {visit: rows[method] for visit, rows in by_visit.items()})


def _of_the_model(selection: Selection, outcome: str, visit: Visit) -> None:
    """Where a mixed model is primary it uses more patients than those of the last step, and this is said."""
    if selection.pair is None:
        return
    compared, language = selection.compared(outcome).at(visit.name), session.language()
    if not is_mixed(compared):
        return
    used = analysed_patients(compared)
    names = [wording.counted_name(wording.method_name(name, language), n) for name, n in used.items()]
    listed = text("numbers.list").join(names)
    at = wording.visit_name(visit, language)
    st.caption(plain(text("flow.mixed", n=sum(used.values()), methods=listed, visit=at)))


def _outcome(selection: Selection) -> str:
    """The score whose flow is shown: of several the visitor's choice, at first the one on the main page."""
    outcomes = list(selection.kept.scales)
    if len(outcomes) < 2:
        return selection.outcome
    language = session.language()
    chosen: str = st.segmented_control(
        text("flow.score"),
        outcomes,
        default=selection.outcome,
        format_func=lambda one: plain(wording.outcome_name(one, language)),
        required=True,
        key="flow_score",
        label_visibility="collapsed",
    )
    return chosen


def _method(selection: Selection, outcome: str, chosen: Visit, rows: dict[Visit, FlowCounts]) -> None:
    at_chosen = rows[chosen]
    _step(selection, outcome, chosen, at_chosen, ("in_file",))
    _step(selection, outcome, chosen, at_chosen, ("with_baseline", "without_baseline"))
    for visit, row in rows.items():
        _step(selection, outcome, visit, row, ("with_follow_up", *WHY_NOT))
    _step(selection, outcome, chosen, at_chosen, ("analysed",))


def _step(selection: Selection, outcome: str, visit: Visit, row: FlowCounts, steps: Sequence[str]) -> None:
    """One box: the patients of the step, and beside them those who are not in it, each number a button."""
    method = len(selection.kept.methods) if row.method is None else selection.kept.methods.index(row.method)
    shown = [step for step in steps if step == steps[0] or getattr(row, step)]
    box = f"flowbox_{method}_{steps[0]}_{visit.name}"
    with st.container(border=True, horizontal=True, gap="small", vertical_alignment="center", key=box):
        for step in shown:
            n = getattr(row, step)
            label = text(f"flow.{step}", n=n, visit=plain(wording.visit_name(visit, session.language())))
            key = f"flow_{outcome}_{visit.name}_{method}_{step}"
            if st.button(label, key=key, type="tertiary", disabled=n == 0):
                _list(selection, outcome, visit, row.method, step, label)


def _list(selection: Selection, outcome: str, visit: Visit, method: str | None, step: str, label: str) -> None:
    """The patients behind a number, by the labels made here and their places in the file; never in an export."""
    language = session.language()
    found = members(selection.kept, outcome, visit.name, method, step)
    name = text("checks.no_method") if method is None else wording.method_name(method, language)
    when = [wording.visit_name(visit, language)] if step in WHY_NOT else []
    parts = (wording.outcome_name(outcome, language), name, *when)

    @st.dialog(" · ".join(plain(part) for part in parts))
    def listed() -> None:
        st.markdown(label)
        heads = [text("flow.patient"), text("checks.heads.sheet"), text("checks.heads.row")]
        rows = [(one.label, one.sheet, str(one.row)) for one in found[:MOST_LISTED]]
        show.table(pd.DataFrame(rows, columns=heads, dtype="str"), label, hide_index=True)
        if len(found) > MOST_LISTED:
            st.caption(text("flow.more", n=len(found) - MOST_LISTED))

    listed()
