"""The Safety page: each event with its sentence, its table and what the reader must know of how it was recorded."""

from __future__ import annotations

import streamlit as st

from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.exposure import EXPOSURES, exposures
from lib.analysis.patients import covariate_table
from lib.analysis.safety import EventComparison, compare_event
from lib.intake.answer_codes import MOST_CODES, code_options, question_about
from lib.intake.describing import NOT_COUNTED, UNCOUNTED
from lib.intake.opened import MappedColumn
from lib.intake.recorded_events import SIDE_COLUMNS
from lib.report import wording
from lib.report.charts import rates as chart
from lib.report.language import one_after_another
from lib.report.tables.exposure import exposure, exposure_sentence
from lib.report.tables.procedure import procedure
from lib.report.tables.rates import rate_differences, rates
from lib.report.wording.rates import (
    event_name,
    lesion_sentence,
    overlap_line,
    rate_sentence,
    rate_stamps,
    rate_tag,
    single_rate,
)
from lib.terms import OF_THE_PROCEDURE
from lib.ui import frame, looking, methods, session, show, verdict_box
from lib.ui.selection import Selection
from lib.ui.show import plain, text

ORDER = ("technical_success", DETECTED_EVENT, "symptomatic_leakage", "complication")


def comparisons(selection: Selection) -> list[EventComparison]:
    """Every event of the registry among the patients kept: success, leakage, complications, then the others."""
    known = selection.kept.events
    names = [*(name for name in ORDER if name in known), *(name for name in known if name not in ORDER)]
    return [
        compare_event(
            selection.kept,
            name,
            selection.question,
            is_filtered_view=selection.is_filtered_view,
            shown=selection.pair,
            stated=selection.reading.study.detection,
        )
        for name in names
    ]


def absent(selection: Selection) -> None:
    """Say which columns were not found, or found and not counted, with the way to mend it."""
    unused = _unused(selection)
    for position, (event, column) in enumerate(unused):
        _not_counted(event, column, position, selection)
    if DETECTED_EVENT in {*selection.kept.events, *(event for event, _ in unused)}:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text("rates.no_leakage" if selection.kept.events else "rates.no_event"), width="content")
        st.page_link(frame.page("columns"), label=text("rates.choose"))


def _unused(selection: Selection) -> list[tuple[str, MappedColumn]]:
    """(event, its column) of the events that nothing counts, though a column is about them."""
    mapping = selection.reading.opened.mapping
    about = {**dict(SIDE_COLUMNS), "leak_place": DETECTED_EVENT}
    named = [(about.get(one.term, one.detail), one) for one in mapping if one.reason == NOT_COUNTED]
    return [(event, one) for event, one in named if event and event not in selection.kept.events]


def _not_counted(event: str, column: MappedColumn, position: int, selection: Selection) -> None:
    """Why a column of an event is not counted; where codes are the reason they can be explained in place."""
    language = session.language()
    found = [
        one
        for one in selection.reading.opened.findings
        if one.column in (column.column, *column.letters) and one.header == column.header and one.code in UNCOUNTED
    ]
    said = text(
        "rates.event_not_used", event=event_name(event, language), column=column.column, header=plain(column.header)
    )
    with st.container(border=True):
        st.markdown(
            one_after_another([said, *(plain(wording.finding_message(one, language)) for one in found)], language)
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            codes = next((str(one.parameters["codes"]).split(", ") for one in found if "codes" in one.parameters), [])
            if 1 < len(codes) <= MOST_CODES:
                st.markdown(text("rates.which_code"), width="content")
                kind = question_about(codes, event)
                for place, option in enumerate(code_options([column.header], codes, event)[:-1]):
                    st.button(
                        text(f"questions.{kind}.option_{option.code}", **option.parameters),
                        key=f"codes_{position}_{place}",
                        on_click=session.change_reading,
                        args=(option.patch,),
                    )
            st.page_link(frame.page("columns"), label=text("menu.columns"))


def block(found: EventComparison, selection: Selection) -> None:
    """One event: heading, how it was looked for, the sentence in its box, the table, the definition."""
    language = session.language()
    st.subheader(plain(event_name(found.event, language)), anchor=False)
    if found.event == DETECTED_EVENT:
        looking.shown(found.detection, selection)
    with st.container(border=True, key=f"event_{list(selection.kept.events).index(found.event)}"):
        _said(found, selection)
    show.table(rates(found.rates, language, found.lesions), event_name(found.event, language))
    if overlap := overlap_line(found, language):
        st.caption(plain(overlap))
    per_lesion = lesion_sentence(found.lesions, selection.pair, language)
    if per_lesion:
        st.markdown(plain(per_lesion))
    if len(found.verdicts) > 1:
        show.table(rate_differences(found.verdicts, language), event_name(found.event, language))
    shown = methods.RATES if found.lesions is None else (*methods.RATES, *methods.LESIONS)
    if any(one.within is not None for one in found.verdicts):
        shown = (*shown, *methods.CENTRES)
    with st.container(horizontal=True, vertical_alignment="center"):
        looking.definition(found.event, selection)
        methods.popover(f"event_{list(selection.kept.events).index(found.event)}", shown)


def by_exposure(selection: Selection) -> None:
    """Leakage by cement volume and timing of the injection, folded; computed when it is opened."""
    kept, language = selection.kept, session.language()
    known = {one.name: one for one in kept.covariates}
    if DETECTED_EVENT not in kept.events or not any(name in known for name in EXPOSURES):
        return
    folded = st.expander(text("exposure.heading"), key="by_exposure", on_change="rerun")
    if not folded.open:
        return
    with folded:
        found = exposures(kept, DETECTED_EVENT)
        for one in found:
            title = wording.covariate_name(known[one.covariate], language)
            show.table(exposure(one, known, language), title)
            if known[one.covariate].is_numeric:
                st.markdown(plain(exposure_sentence(one, known, language)))
        st.caption(text("exposure.note" if found else "exposure.same"))
        methods.popover("exposure", methods.EXPOSURE)


def differences(found: list[EventComparison], selection: Selection) -> None:
    """How far the rates of the pair on screen differ, event by event, on one axis."""
    if selection.pair is None:
        return
    language = session.language()
    rows = chart.rows(found, selection.pair, language)
    if not any(row.estimate is not None for row in rows):
        return
    heading = chart.heading(found, selection.pair, language)
    picture = chart.risk_differences(rows, selection.pair, show.style(selection.cohort.methods))
    said = chart.alternative_text(rows, selection.pair, language)
    show.chart(picture, heading, text("charts.rates.name"), said, key="rate_differences")


def of_the_procedure(selection: Selection) -> None:
    """Cement, injection, times and dose by method, where the registry has them."""
    kept, language = selection.kept, session.language()
    wanted = [one for one in kept.covariates if one.name in OF_THE_PROCEDURE]
    if not wanted or not kept.methods:
        return
    rows = covariate_table(kept, wanted, selection.question, selection.pair)
    st.subheader(text("rates.procedure"), anchor=False)
    show.table(procedure(rows, {one.name: one for one in wanted}, selection.pair, language), text("rates.procedure"))
    st.caption(text("rates.procedure_note"))


def _said(found: EventComparison, selection: Selection) -> None:
    """The verdict on the pair on screen; with one method its rate alone."""
    language = session.language()
    verdict = found.verdict_on(selection.pair)
    shown = found.rates[: len(selection.kept.methods)]
    if verdict is None:
        st.markdown("  \n".join(plain(single_rate(one, language)) for one in shown))
        return
    st.markdown(verdict_box.headline(rate_tag(verdict, language), verdict.role))
    st.markdown(plain(rate_sentence(verdict, language, is_filtered=selection.is_filtered_view)))
    compared = (verdict.difference.experimental, verdict.difference.control)
    edges = [one for one in shown if one.method in compared and one.n and one.events in (0, one.n)]
    if edges:
        st.markdown("  \n".join(plain(single_rate(one, language)) for one in edges))
    if verdict.stamps:
        st.caption(plain(one_after_another(rate_stamps(verdict, language), language)))
