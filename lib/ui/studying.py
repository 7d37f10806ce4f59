"""The study file: what was decided about the registry on screen, to be kept and used with next month's registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from lib import study as study_file
from lib.registry.cohort import Cohort
from lib.report import wording
from lib.report.language import one_after_another
from lib.stats.results import NotEstimable
from lib.study import FilterValues, Mcid, Shown, Study
from lib.terms import Filter, Margin
from lib.ui import selection as selecting
from lib.ui import session
from lib.ui.selection import Matters, Selection
from lib.ui.session import Reading
from lib.ui.show import plain, text

MIME = "application/json"


def button(selection: Selection) -> None:
    """Take the study file away; it holds no patient and no cell of the registry but names of groups and visits."""
    with st.container(border=True):
        st.markdown(f"**{text('study.heading')}**  \n{text('study.about')}")
        st.download_button(
            text("study.download"),
            study_file.dump(study_of(selection)).encode("utf-8"),
            file_name="trocar_study.json",
            mime=MIME,
            on_click="ignore",
            key="study_file",
        )


def notes() -> None:
    """What of a study file did not fit the registry that is open; said until another file is opened."""
    known = session.visitor()
    if known.study_waits:
        st.info(text("study.waits"))
    if known.study_misfits:
        columns, others = known.study_misfits
        said = []
        if columns:
            named = text("numbers.list").join(text("reading.quoted", header=header) for header in columns)
            said.append(text("study.columns_missing", headers=named))
        if others:
            said.append(text("study.left_out", parts=text("numbers.list").join(others)))
        st.warning(plain(one_after_another(said, session.language())))


def study_of(selection: Selection) -> Study:
    """Everything decided so far, as a study file holds it."""
    reading, question = selection.reading, selection.question
    known = _matters(reading, selection.cohort)
    asked = reading.study.asked
    if not isinstance(question, NotEstimable):
        asked = replace(
            asked,
            experimental=question.experimental,
            control=question.control,
            outcome=question.outcome,
            visit=question.visit,
            analysis=question.analysis,
            covariates=question.covariates,
            filters=filter_values(question.filters),
        )
    left_out = len(selection.kept.methods) < len(selection.cohort.methods)
    methods = (Filter(name="method", levels=selection.kept.methods),) if left_out else ()
    return replace(
        reading.study,
        asked=asked,
        margins=margins_in_words(reading, selection.cohort),
        mcid=_mcids(reading.study.mcid, known),
        filters=filter_values((*methods, *selection.filters)),
        shown=Shown(
            outcome=selection.outcome,
            visit=None if selection.visit is None else selection.visit.name,
            pair=selection.pair or (),
        ),
    )


def asking(study: Study, outcome: str, visit: str | None, pair: tuple[str, str] | None) -> Study:
    """The study with the view on screen as its primary question."""
    experimental, control = pair or (study.asked.experimental, study.asked.control)
    asked = replace(study.asked, outcome=outcome, visit=visit, experimental=experimental, control=control)
    return replace(study, asked=asked)


def filter_values(filters: tuple[Filter, ...]) -> FilterValues:
    """Filters as a study file holds them."""
    return {one.name: one.levels if one.levels is not None else (one.low, one.high) for one in filters}


def margins_in_words(reading: Reading, cohort: Cohort) -> dict[str, Margin]:
    """What matters for each score, with its reason as people read it."""
    return {outcome: margin_in_words(one) for outcome, one in _matters(reading, cohort).items()}


def _matters(reading: Reading, cohort: Cohort) -> dict[str, Matters]:
    chosen = {outcome: selecting.matters_of(reading, outcome) for outcome in cohort.scales}
    return {outcome: one for outcome, one in chosen.items() if one is not None}


def margin_in_words(one: Matters) -> Margin:
    """The margin with its reason in words, where it was a preset."""
    if not one.source:
        return one.margin
    name = wording.mcid_source(one.source, session.language())
    key = "study.half_of" if one.code.endswith("_half") else "study.mcid_of"
    return Margin(value=one.margin.value, reason=text(key, source=name))


def _mcids(stated: Mapping[str, Mcid], known: Mapping[str, Matters]) -> dict[str, Mcid]:
    """What the study file stated, with its source and percent, wherever nothing else was chosen since."""
    chosen = {outcome: found for outcome, one in known.items() if (found := _mcid(one))}
    changed = {
        outcome: one for outcome, one in chosen.items() if outcome not in stated or stated[outcome].points != one.points
    }
    return {**stated, **changed}


def _mcid(one: Matters) -> Mcid | None:
    if one.mcid is None:
        return None
    source = wording.mcid_source(one.source, session.language()) if one.source else ""
    return Mcid(points=one.mcid, source=source)
