"""The Columns page: the mapping, the values behind it, and one form to change a column's meaning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import streamlit as st

from lib.intake.methods import canonical_method
from lib.intake.opened import Recognised
from lib.intake.opening import MappedColumn
from lib.intake.settings import EventColumn, ReadingSettings, ScaleSetting, ScoreColumn
from lib.intake.visits import visit_of
from lib.report import reading_tables, wording
from lib.report.wording.reasons import FREE_TEXT
from lib.terms import BASELINE, LAST_FOLLOW_UP, SCALES
from lib.ui import declaring, frame, session, show
from lib.ui.session import Reading
from lib.ui.show import plain, text

EVENTS = ("leakage", "symptomatic_leakage", "technical_success", "complication")
MEANINGS = ("score", "method", "patient", "visit", "centre", "sex", "age", *EVENTS, "complication_grade", "other")
LEVELS_TO_COMPARE = (2, 6)
NEVER_COMPARED = (
    "score",
    "patient",
    "identifier",
    "change",
    "visit",
    "date",
    "operation_date",
    "death_date",
    "follow_up_date",
    "sheet",
)
RECOGNISED = ""
"""Compared by the guidance method as it was found, be it in a column, in names of sheets or files, or in titles."""
VISITS = (BASELINE, "1 day", "1 week", "2 weeks", "1 month", "3 months", "6 months", "1 year", LAST_FOLLOW_UP)


def mapping(reading: Reading) -> None:
    """Every column, three example values, what it was taken for and why."""
    st.markdown(text("columns_page.intro"))
    frame = reading_tables.columns(reading.opened.mapping, session.language())
    with st.container(key="wide_columns"):
        show.table(frame, text("menu.columns"), hide_index=True)
    identifiers = (one for one in reading.opened.mapping if one.term == "identifier")
    dropped = [one.header for one in identifiers if one.detail != FREE_TEXT]
    if dropped:
        st.caption(text("columns_page.dropped", headers=plain(text("columns_page.separator").join(dropped))))


def values(reading: Reading) -> None:
    """Which spellings became which method and visit; what a value or a label means can be said here."""
    language = session.language()
    shown = (
        ("methods", reading.opened.method_values, wording.method_name),
        ("labels", reading.opened.visit_labels, wording.visit_name),
    )
    for key, recognised, name in shown:
        if recognised:
            with st.expander(text(f"columns_page.{key}")):
                lines = [
                    text("columns_page.value_row", raw=plain(one.raw), name=plain(name(one.name, language)), n=one.n)
                    for one in recognised
                ]
                st.markdown("\n".join(f"- {line}" for line in lines))
                if key == "methods":
                    _name_value(recognised)
                else:
                    _name_visit(reading, recognised)


def _name_value(recognised: tuple[Recognised, ...]) -> None:
    """Say which method a value stands for: one with a name of its own, or another in the visitor's words."""
    raw = st.selectbox(text("columns_page.value"), [one.raw for one in recognised], key="value_named")
    name = st.text_input(
        text("columns_page.meaning"), placeholder=text("columns_page.value_names"), max_chars=60, key="value_meaning"
    ).strip()
    if st.button(text("columns_page.apply"), key="value_apply") and raw and name:
        session.change_reading(ReadingSettings(methods=((raw, canonical_method(name) or name),)))
        go_on()


def _name_visit(reading: Reading, recognised: tuple[Recognised, ...]) -> None:
    """Say which visit a label stands for; where columns are visits, every score of that visit moves with it."""
    is_long = any(one.term == "visit" for one in reading.opened.mapping)
    labels = {
        one.raw if is_long else one.name: one.raw if is_long else wording.visit_name(one.name, session.language())
        for one in recognised
    }
    label = st.selectbox(text("columns_page.label"), list(labels), format_func=labels.__getitem__, key="visit_named")
    said = st.text_input(
        text("columns_page.meaning"), placeholder=text("columns_page.visit_names"), max_chars=60, key="visit_meaning"
    ).strip()
    if st.button(text("columns_page.apply"), key="visit_apply") and label and said:
        known = visit_of(said)
        session.change_reading(visit_patch(reading.opened.mapping, label, known.name if known else said))
        go_on()


def visit_patch(columns: tuple[MappedColumn, ...], label: str, name: str) -> ReadingSettings:
    """The settings that call a visit by another name: a label of a long file, or a visit of a wide one's columns."""
    if any(one.term == "visit" for one in columns):
        return ReadingSettings(visits=((label, name),))
    scores = [
        ScoreColumn(outcome=one.outcome, column=one.header, visit=name if one.visit == label else one.visit)
        for one in columns
        if one.term == "score" and one.outcome is not None
    ]
    return ReadingSettings(scores=tuple(scores))


def compare_by(reading: Reading) -> None:
    """By which column patients are compared: the guidance method, or any with two to six values in its place."""
    columns, cohort = reading.opened.mapping, reading.opened.cohort
    offered = [one.header for one in columns if one.term == "method" or _can_compare(one)]
    now = next((one.header for one in columns if one.term == "method"), None)
    if now is None and cohort is not None and len(cohort.methods) > 1:
        now = RECOGNISED
    if now == RECOGNISED or reading.study.settings.column("method"):
        offered = [RECOGNISED, *offered]
    if not offered:
        return
    named = {one: one or text("columns_page.compare_by_recognised") for one in offered}
    session.put("compare_by", now)
    st.selectbox(
        text("columns_page.compare_by"),
        list(named),
        format_func=named.__getitem__,
        placeholder=text("columns_page.compare_by_none"),
        help=text("columns_page.compare_by_help"),
        key="compare_by",
        on_change=_compare_by_chosen,
        width=360,
    )


def _can_compare(column: MappedColumn) -> bool:
    fewest, most = LEVELS_TO_COMPARE
    return column.term not in NEVER_COMPARED and fewest <= column.n_levels <= most


def _compare_by_chosen() -> None:
    header = session.get("compare_by")
    if header is not None:
        session.change_reading(ReadingSettings(columns=(("method", (header,) if header != RECOGNISED else ()),)))


def change(reading: Reading) -> None:
    """Say what one column means; the file is understood again and the view stays."""
    columns = reading.opened.mapping
    if reading.opened.blocking is not None:
        st.info(plain(wording.question_title(reading.opened.blocking, session.language())))
    with st.expander(text("columns_page.change"), expanded=reading.opened.cohort is None):
        headers = [one.header for one in columns]
        header = st.selectbox(text("columns_page.which"), headers, key="column_changed")
        own = [one.outcome for one in columns if one.outcome is not None and one.outcome not in SCALES]
        scores = (*SCALES, *dict.fromkeys(own))
        meanings = {one: _meaning_name(one, scores) for one in (*scores, declaring.ANOTHER, *MEANINGS[1:])}
        meaning = st.selectbox(
            text("columns_page.meaning"),
            list(meanings),
            format_func=meanings.__getitem__,
            key="column_meaning",
        )
        visit = None
        setting = declaring.declared((*SCALES, *MEANINGS)) if meaning == declaring.ANOTHER else None
        if meaning in scores or meaning == declaring.ANOTHER:
            visits = {one: wording.visit_name(one, session.language()) for one in VISITS}
            visit = st.selectbox(
                text("columns_page.at"),
                list(visits),
                format_func=visits.__getitem__,
                key="column_visit",
            )
        is_open = meaning == declaring.ANOTHER and setting is None
        if st.button(text("columns_page.apply"), key="column_apply", disabled=is_open) and header and meaning:
            session.change_reading(patch(columns, header, setting or meaning, visit))
            go_on()
    frame.show_refusal("questions")


def go_on() -> None:
    """After an upload that asked for its columns: the results once nothing is left to ask, else the questions."""
    asked = session.visitor().asked
    if asked is None:
        st.rerun()
    if asked.opened.cohort is not None and not asked.opened.questions:
        session.answer([])
        st.switch_page(frame.after_reading())
    if asked.opened.blocking is None or asked.opened.blocking.options:
        st.switch_page(frame.page("open"))
    st.rerun()


def patch(
    columns: tuple[MappedColumn, ...], header: str, meaning: str | ScaleSetting, visit: str | None
) -> ReadingSettings:
    """The settings that give one column another meaning and leave the others as they were taken.

    A score that is declared is its `meaning` with range and direction.
    """
    if isinstance(meaning, ScaleSetting):
        return replace(patch(columns, header, meaning.outcome, visit), scales=(meaning,))
    scores = [
        ScoreColumn(outcome=one.outcome, column=one.header, visit=one.visit)
        for one in columns
        if one.term == "score" and one.outcome is not None and one.header != header
    ]
    if meaning not in MEANINGS:
        is_long = any(one.term == "visit" for one in columns)
        scores.append(ScoreColumn(outcome=meaning, column=header, visit=None if is_long else visit))
        return ReadingSettings(scores=tuple(scores), events=_events(columns, header, meaning))
    events = _events(columns, header, meaning)
    if meaning in EVENTS:
        return ReadingSettings(events=events, scores=_left(columns, scores, header))
    named = () if meaning == "other" else ((meaning, (header,)),)
    return ReadingSettings(columns=named, scores=_left(columns, scores, header), events=events)


def _left(columns: tuple[MappedColumn, ...], scores: list[ScoreColumn], header: str) -> tuple[ScoreColumn, ...] | None:
    """The other scores, where the column that changes was one; else nothing is said of scores."""
    was_score = any(one.header == header and one.term == "score" for one in columns)
    return tuple(scores) if was_score else None


def _events(columns: tuple[MappedColumn, ...], header: str, meaning: str) -> tuple[EventColumn, ...] | None:
    """The events after the change; None where the column neither was nor becomes one."""
    known = [EventColumn(event=one.detail, column=one.header) for one in columns if one.term == "event"]
    if meaning not in EVENTS and all(one.column != header for one in known):
        return None
    kept = [one for one in known if one.column != header and one.event != meaning]
    added = [EventColumn(event=meaning, column=header)] if meaning in EVENTS else []
    return (*kept, *added)


def _meaning_name(meaning: str, scores: Collection[str]) -> str:
    language = session.language()
    if meaning == declaring.ANOTHER:
        return text("columns_page.another_score")
    if meaning in scores:
        return wording.outcome_name(meaning, language)
    if meaning in ("method", "patient", "visit", "other"):
        return text(f"columns.term.{meaning}")
    return wording.covariate_name(meaning, language)
