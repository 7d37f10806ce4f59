"""The main page's second row: the score, the visit, the pair and what matters. No labels; every button says it."""

from __future__ import annotations

import streamlit as st

from lib.report import wording
from lib.report.charts.style import text_width
from lib.report.numbers import number
from lib.terms import Scale
from lib.ui import selection as selecting
from lib.ui import session, widgets
from lib.ui.address import smallest_step
from lib.ui.selection import Matters, Selection
from lib.ui.show import plain, text

MOST_BUTTONS = 6

_BY_ROLE = {"primary": ":small[**{}**]", "secondary": ":small[{}]", "exploratory": ":small[*{}*]"}
"""How a score's result stands on its button: the primary comparison's bold, an exploratory one's slanted."""


def row(selection: Selection, *, with_results: bool = True) -> None:
    """One line of controls; with one score or one follow-up its control goes. Results stand on the scores' buttons."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="controls"):
        _score(selection, with_results=with_results)
        _visit(selection)
        _pair(selection)
        if selection.pair is not None and selection.visit is not None:
            _matters(selection)


def _score(selection: Selection, *, with_results: bool) -> None:
    outcomes = list(selection.cohort.scales)
    if len(outcomes) > 1:
        label = _score_label if with_results else _score_name
        labels = {outcome: label(selection, outcome) for outcome in outcomes}
        st.segmented_control(
            text("controls.score"),
            outcomes,
            format_func=labels.__getitem__,
            required=True,
            key="score",
            label_visibility="collapsed",
            persist_state="session",
        )


def _score_name(_: Selection, outcome: str) -> str:
    return plain(wording.outcome_name(outcome, session.language()))


def _score_label(selection: Selection, outcome: str) -> str:
    """The score's name and, beside it, its adjusted difference at the chosen visit."""
    name = plain(wording.outcome_name(outcome, session.language()))
    found = selection.at_visit(outcome) if selection.pair is not None else None
    if found is None:
        return name
    verdict = next((one for one in found.verdicts if (one.experimental, one.control) == selection.pair), None)
    if verdict is None:
        return name
    matters = selecting.matters_of(selection.reading, outcome)
    margin = matters.margin.value if matters else None
    result = wording.score_button(verdict.result, found.scale, session.language(), margin=margin)
    return f"{name} {_BY_ROLE[verdict.role].format(plain(result))}" if result else name


def _visit(selection: Selection) -> None:
    visits = selecting.follow_ups(selection)
    if len(visits) < 2:
        return
    labels = {visit.name: wording.visit_name(visit, session.language(), short=True) for visit in visits}
    if len(visits) <= MOST_BUTTONS:
        st.segmented_control(
            text("controls.visit"),
            list(labels),
            format_func={name: plain(label) for name, label in labels.items()}.__getitem__,
            required=True,
            key="visit",
            label_visibility="collapsed",
            persist_state="session",
        )
    else:
        st.selectbox(
            text("controls.visit"),
            list(labels),
            format_func=labels.__getitem__,
            key="visit",
            label_visibility="collapsed",
            width=160,
            persist_state="session",
        )


def _pair(selection: Selection) -> None:
    if selection.pair is None:
        return
    labels = {pair: _against(pair) for pair in selecting.pairs(selection.kept.methods)}
    st.selectbox(
        text("controls.pair"),
        list(labels),
        format_func=labels.__getitem__,
        key="pair",
        label_visibility="collapsed",
        width=min(320, 66 + round(max(text_width(label, 14) for label in labels.values()))),
        persist_state="session",
    )


def _against(pair: tuple[str, str]) -> str:
    experimental, control = (wording.method_name(name, session.language()) for name in pair)
    return text("controls.against", experimental=experimental, control=control)


def _matters(selection: Selection) -> None:
    """What matters, kept per score: a preset with its source, half of it, or the visitor's own value and reason."""
    chosen = selection.matters
    label = _chosen_label(chosen, selection.cohort.scales[selection.outcome]) if chosen else text("matters.choose")
    with st.popover(label, type="secondary" if chosen else "primary", key="matters"):
        key = widgets.matters_key(selection.cohort, selection.outcome)
        choices = {one.code: one for one in selecting.choices_that_matter(selection.reading, selection.outcome)}
        if session.get(key) is None and "study" in choices:
            session.put(key, "study")
        labels = {code: choice_label(choices.get(code)) for code in (*choices, "own")}
        st.radio(
            text("matters.question"),
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            key=key,
            persist_state="session",
        )
        if session.get(key) == "own":
            _own(selection, key)
        if chosen and chosen.margin.value == chosen.mcid:
            st.caption(text("matters.equals_mcid"))
        st.caption(text("mcid.note"))


def _own(selection: Selection, key: str) -> None:
    scale = selection.cohort.scales[selection.outcome]
    step = smallest_step(scale)
    st.number_input(
        text("matters.own_value", unit=wording.unit_name(scale, session.language())),
        min_value=step,
        max_value=float(scale.high - scale.low),
        value=None,
        step=step,
        key=f"own_{key}",
        persist_state="session",
    )
    st.text_input(text("matters.own_reason"), key=f"reason_{key}", persist_state="session")


def choice_label(choice: Matters | None) -> str:
    """A choice with its value and source; None is the visitor's own value, not yet given."""
    if choice is None:
        return text("matters.own")
    value = value_of(choice)
    if choice.code == "study":
        return text("matters.study", value=value, reason=plain(choice.margin.reason))
    key = "matters.half" if choice.code.endswith("_half") else "matters.preset"
    return text(key, value=value, source=wording.mcid_source(choice.source, session.language()))


def _chosen_label(choice: Matters, scale: Scale) -> str:
    source = wording.mcid_source(choice.source, session.language()) if choice.source else ""
    value = value_of(choice)
    unit = wording.unit_name(scale, session.language())
    key = "matters.chosen_from" if source else "matters.chosen"
    return text(key, value=value, unit=unit, source=source)


def value_of(choice: Matters) -> str:
    """The margin as it is written: no more decimals than it has."""
    margin = choice.margin.value
    return number(margin, 2 if round(margin, 1) != margin else 1 if margin % 1 else 0)
