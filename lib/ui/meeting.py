"""Meeting mode: the view on screen as up to seven screens for a wall, from the same results and charts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.outcomes import model_covariates
from lib.analysis.safety import EventComparison
from lib.report import wording
from lib.report.charts import change, trajectory
from lib.report.charts.style import ChartStyle
from lib.report.differences import analysed_patients
from lib.report.language import one_after_another
from lib.report.tables.meeting import compared_methods, event_overview
from lib.report.under_verdict import family_line
from lib.report.wording import meeting as words
from lib.report.wording.rates import definition_lines, detection_sentence, rate_sentence, rate_stamps, rate_tag
from lib.terms import GOOD_EVENTS, SCALES, Question
from lib.ui import controls, events, frame, pictures, session, show, verdict_box, widgets
from lib.ui import selection as selecting
from lib.ui.address import SCREENS_OF_A_SCORE, screen_code
from lib.ui.meeting_foot import foot
from lib.ui.meeting_size import fits, fitting
from lib.ui.selection import Selection
from lib.ui.show import plain, text

MOST_SCORES = 2
FONT_SIZE = 17
"""Pixels of axis text; the smallest words of a chart are one less."""

HEIGHT = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen: its code in the address, its kind, and the view of the score that it is about."""

    code: str
    kind: str
    about: Selection


def enter(selection: Selection) -> None:
    """The button on the main page; there is nothing to show while nobody is kept."""
    if selection.visit is None or selection.kept.n_patients == 0:
        return
    if st.button(text("meeting.enter"), icon=":material/co_present:", key="meeting"):
        st.switch_page(frame.page(frame.MEETING))


def screens(selection: Selection) -> tuple[Screen, ...]:
    """The question, each score's course and change, safety, the conclusion; what has no data is skipped."""
    cohort = selection.cohort
    views = _scores(selection)
    found: list[tuple[str, str | None, Selection]] = [("question", None, selection)]
    found += [(kind, one.outcome, one) for one in views for kind in SCREENS_OF_A_SCORE]
    found += [("safety", None, selection)] if selection.kept.events else []
    found += [("conclusion", None, selection)] if any(verdict_box.verdict_of(one) for one in views) else []
    return tuple(
        Screen(code=screen_code(kind, outcome, cohort), kind=kind, about=about) for kind, outcome, about in found
    )


def show_screen(selection: Selection) -> None:
    """The screen that the address names, else the first, with what leads on, back and out."""
    show.stylesheet("meeting")
    if selection.kept.n_patients == 0 or not _scores(selection):
        _headline(text("outcomes.no_patient") if selection.kept.n_patients == 0 else text("meeting.no_change"))
        foot(selection, (), 0, selection)
        return
    available = screens(selection)
    codes = [one.code for one in available]
    at = codes.index(session.get(widgets.SCREEN)) if session.get(widgets.SCREEN) in codes else 0
    session.put(widgets.SCREEN, codes[at])
    shown = available[at]
    {"question": _question, "course": _course, "change": _change, "safety": _safety, "conclusion": _conclusion}[
        shown.kind
    ](shown.about)
    foot(selection, codes, at, shown.about if shown.kind in SCREENS_OF_A_SCORE else None)


def _scores(selection: Selection) -> list[Selection]:
    """The view of at most two scores with a follow-up: VAS, NRS and ODI first; the one on screen is among them."""
    views = [view for outcome in selection.cohort.scales if (view := _at(selection, outcome)) is not None]
    views.sort(key=lambda view: view.outcome not in SCALES)
    shown = views[:MOST_SCORES]
    if all(view.outcome != selection.outcome for view in shown):
        shown[-1:] = [view for view in views if view.outcome == selection.outcome] or shown[-1:]
    return shown


def _at(selection: Selection, outcome: str) -> Selection | None:
    """The same view of another score, at the visit on screen or the nearest; None without a follow-up."""
    view = replace(selection, outcome=outcome, matters=selecting.matters_of(selection.reading, outcome))
    visits = selecting.follow_ups(view)
    if not visits:
        return None
    same = [one for one in visits if selection.visit is not None and one.name == selection.visit.name]
    days = selection.visit.days if selection.visit is not None else None
    return replace(view, visit=same[0] if same else selecting.nearest(visits, days))


def _question(selection: Selection) -> None:
    language, views = session.language(), _scores(selection)
    methods = selection.kept.methods if selection.pair is None or len(selection.kept.methods) > 2 else selection.pair
    said = []
    asked = selection.question
    if isinstance(asked, Question) and selection.pair == (asked.experimental, asked.control):
        said.append(words.primary_sentence(asked, language, _adjusted(selection, asked)))
    if selection.pair is not None:
        said += [_margin_line(one) for one in views]
    if selection.reading.study.design.period:
        said.append(text("meeting.period", period=selection.reading.study.design.period))
    count = selection.kept.facets("method")
    analysed = [
        (one.outcome, pictures.comparison(one).visit, analysed_patients(pictures.comparison(one))) for one in views
    ]
    table = compared_methods({name: count[name] for name in methods}, analysed, language)
    headline = words.question_headline(methods, [one.outcome for one in views], language)
    _slide(headline, said, table, text("meeting.enter"))


def _adjusted(selection: Selection, asked: Question) -> str:
    names = model_covariates(selection.kept, asked)
    return wording.covariate_names(names, selection.cohort.covariates, session.language())


def _margin_line(view: Selection) -> str:
    """What matters for a score, with its reason; that nothing was chosen where that is so."""
    name, chosen = wording.outcome_name(view.outcome, session.language()), view.matters
    if chosen is None:
        return text("meeting.no_margin", outcome=name)
    choice = controls.choice_label(chosen)
    if chosen.code == "own":
        key = "meeting.own" if chosen.margin.reason else "meeting.own_plain"
        choice = text(key, value=controls.value_of(chosen), reason=chosen.margin.reason)
    return text("meeting.matters", outcome=name, choice=choice)


def _course(view: Selection) -> None:
    language, compared = session.language(), pictures.comparison(view)
    outcome = view.compared(view.outcome)
    _headline(words.course_headline(compared, language, view.pair))
    _said(plain(words.course_sentence(compared, language, view.pair)))
    heading = "", trajectory.heading(outcome, compared.visit, language)[1]
    picture = pictures.over_time_chart(view, _style(view))
    alternative = trajectory.alternative_text(outcome, language)
    name = pictures.name_of("trajectory", view)
    show.chart(picture, heading, name, alternative, key="meeting_course", fills=True)


def _change(view: Selection) -> None:
    language, compared, verdict = session.language(), pictures.comparison(view), verdict_box.verdict_of(view)
    if verdict is None:
        _headline(text("verdict.tag.one_method"))
        said = [words.course_sentence(compared, language, view.pair)]
        if view.pair is None:
            count, is_chosen = view.kept.facets("method"), len(view.cohort.methods) > len(view.kept.methods)
            left = {name: count[name] for name in view.kept.methods}
            said.append(wording.one_method_sentence(left, language, is_chosen=is_chosen))
        _said(plain(one_after_another(said, language)))
    else:
        _headline(wording.verdict_tag(verdict, language))
        words_said = [wording.verdict_sentence(verdict, language, is_filtered=view.is_filtered_view)]
        words_said.append(wording.adjustment_line(compared, verdict, view.cohort.covariates, language))
        _said(plain(one_after_another(words_said, language)))  # the rest of what stands under it: on the last screen
        said = [wording.comparison_role(verdict.role, language)]
        said += [wording.stamp(code, language) for code in verdict.stamps if code != "E"]
        _small(" · ".join(one for one in (*said, family_line(verdict, language)) if one), key="notes")
    heading = "", change.heading(compared, pictures.counts(view), language)[1]
    margin = view.matters.margin.value if view.matters else None
    alternative = change.alternative_text(compared, view.pair, language, margin=margin)
    name = pictures.name_of("change", view)
    show.chart(pictures.change_chart(view, _style(view)), heading, name, alternative, key="meeting_change", fills=True)


def _safety(selection: Selection) -> None:
    language, found = session.language(), events.comparisons(selection)
    first = next((one for one in found if one.event == DETECTED_EVENT), found[0])
    verdict = first.verdict_on(selection.pair)
    judged = [one.verdict_on(selection.pair) for one in found if one is first or one.event in GOOD_EVENTS]
    said = [rate_sentence(one, language, is_filtered=selection.is_filtered_view) for one in judged[::-1] if one]
    table = event_overview(found, selection.pair, language)
    stamps = () if verdict is None else rate_stamps(verdict, language)
    told = [first.event, *(one.event for one in found if one is not first)]
    defined = definition_lines(told, selection.reading.study.definitions, selection.cohort.graded_by, language)
    headline = text("menu.safety") if verdict is None else rate_tag(verdict, language)
    notes = one_after_another([_detection(first), *stamps, defined], language)
    if not fits(headline, said, table, notes):
        said = said[:1]  # the figures of the others stand in the table
    _slide(headline, said, table, text("menu.safety"), notes)


def _detection(found: EventComparison) -> str:
    is_leakage = found.event == DETECTED_EVENT
    return detection_sentence(found.detection, session.language()) if is_leakage else ""


def _conclusion(selection: Selection) -> None:
    """Both verdicts in full; a stamp that all of them carry is said once, below."""
    language = session.language()
    views = [(view, found) for view in _scores(selection) if (found := verdict_box.verdict_of(view)) is not None]
    stamps = [wording.presented_stamps(one, language) for _, one in views]
    shared = [one for one in stamps[0] if all(one in others for others in stamps)]
    tags = [wording.verdict_tag(verdict, language) for _, verdict in views]
    said = []
    for (view, verdict), own in zip(views, stamps, strict=True):
        one = [wording.verdict_sentence(verdict, language, is_filtered=selection.is_filtered_view)]
        one += [*verdict_box.under(view, verdict), *(stamp for stamp in own if stamp not in shared)]
        said.append(one_after_another(one, language))
    below = one_after_another(shared, language)
    size = fitting(text("meeting.conclusion"), [*tags, *said, below, ""])
    with st.container(key=f"fill_{size}"):
        _headline(text("meeting.conclusion"))
        with st.container(key="verdicts", gap="xsmall"):
            for tag, words_said in zip(tags, said, strict=True):
                st.header(plain(tag), anchor=False)
                st.markdown(plain(words_said))
            if shared:
                st.markdown(plain(below))


def _style(view: Selection) -> ChartStyle:
    return replace(show.style(view.cohort.methods), font_size=FONT_SIZE, height=HEIGHT)


def _slide(headline: str, said: list[str], table: pd.DataFrame, name: str, notes: str = "") -> None:
    """Headline, lines, a table and remarks, as large as one wall holds them."""
    with st.container(key=f"fill_{fitting(headline, said, table, notes)}"):
        _headline(headline)
        _said("  \n".join(plain(one) for one in said))
        with st.container(key="meeting_table"):
            show.table(table, name)
        if notes:
            _small(notes, key="notes")


def _headline(words_shown: str) -> None:
    with st.container(key="headline"):
        st.title(plain(words_shown), anchor=False)


def _said(safe: str) -> None:
    if safe:
        with st.container(key="said"):
            st.markdown(safe)


def _small(words_shown: str, *, key: str) -> None:
    with st.container(key=key):
        st.markdown(f":gray[{plain(words_shown.strip())}]")
