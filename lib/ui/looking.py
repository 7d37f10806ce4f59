"""How an event was looked for and what counted as one: said where the registry says it, asked where it does not."""

from __future__ import annotations

import streamlit as st

from lib.analysis.detection import DETECTION, Detection, comparable_way
from lib.report import wording
from lib.report.wording.rates import definition_line, detection_sentence
from lib.ui import deciding, session, widgets
from lib.ui.selection import Selection
from lib.ui.show import plain, text

WAYS = ("CT", "radiographs", "fluoroscopy")


def shown(detection: Detection | None, selection: Selection) -> None:
    """How leakage was looked for; a warning with the comparable subset where it differs, a question where unknown."""
    said = plain(detection_sentence(detection, session.language()))
    if detection is not None and detection.differs:
        st.warning(said)
        _subset(detection, selection)
    else:
        st.caption(said)
    if DETECTION not in {one.name for one in selection.cohort.covariates}:
        _asked(selection)


def definition(event: str, selection: Selection) -> None:
    """What counted as the event, and a place to say it."""
    place = list(selection.cohort.events).index(event)
    known = selection.reading.study.definitions
    systems = selection.cohort.graded_by.get(event, ())
    st.caption(plain(definition_line(event, known, systems, session.language())), width="content")
    with st.popover(text("rates.define"), type="tertiary", key=f"define_{place}"):
        key = f"definition_{place}"
        if session.get(key) is None:
            session.put(key, known.get(event, ""))
        st.text_input(text("rates.define_as"), key=key, max_chars=200, on_change=_defined, args=(event, key))


def _subset(detection: Detection, selection: Selection) -> None:
    """One click to the patients of all methods who were looked at in one way; only where a column tells them."""
    way = comparable_way(detection)
    is_column = DETECTION in {one.name for one in selection.cohort.covariates}
    if way is not None and is_column:
        st.button(text("rates.only_way", way=plain(way)), key="only_way", on_click=_keep, args=(selection, way))
    elif way is None:
        st.caption(text("rates.no_common_way"))


def _keep(selection: Selection, way: str) -> None:
    session.put(widgets.filter_key(selection.cohort, DETECTION), [way])
    session.put("added", list(dict.fromkeys([*(session.get("added") or []), DETECTION])))


def _asked(selection: Selection) -> None:
    known, language = selection.reading.study.detection, session.language()
    with st.popover(text("rates.say_detection"), type="tertiary", key="say_detection"):
        for place, method in enumerate(selection.cohort.methods):
            names = {"": text("rates.not_said"), **{way: text(f"rates.way.{way}") for way in WAYS}}
            if known.get(method) and known[method] not in names:
                names[known[method]] = known[method]  # a study file's own words
            key = f"looked_{place}"
            if session.get(key) not in names:
                session.put(key, known.get(method, ""))
            st.selectbox(
                plain(wording.method_name(method, language)),
                list(names),
                format_func=names.__getitem__,
                key=key,
                on_change=_said,
                args=(method, key),
            )


def _said(method: str, key: str) -> None:
    deciding.set_detection(method, str(session.get(key) or ""))


def _defined(event: str, key: str) -> None:
    deciding.set_definition(event, str(session.get(key) or "").strip())
