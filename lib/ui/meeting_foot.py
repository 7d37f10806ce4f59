"""The foot of a meeting screen: who and which data, and the buttons on, back and out with their keys."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.report import wording
from lib.ui import frame, session, verdict_box, widgets
from lib.ui.selection import Selection
from lib.ui.show import plain, text
from lib.version import VERSION

OTHER = {"en": "zh", "zh": "en"}


def foot(selection: Selection, codes: Sequence[str], at: int, view: Selection | None) -> None:
    """One line: patients, filters, fingerprint; then the buttons. `view` is that of a score, None for the whole."""
    with st.container(horizontal=True, vertical_alignment="center", key="meeting_foot"):
        st.caption(plain(_source(selection, view)), width="stretch")
        if codes:
            st.caption(text("meeting.place", at=at + 1, all=len(codes)), width="content")
        _step("back", "Left", codes, at - 1)
        _step("next", "Right", codes, at + 1)
        with st.container(key="meeting_presenter"):  # unseen: a presenter's remote control sends these keys
            _step("back", "PageUp", codes, at - 1, key="presenter_back")
            _step("next", "PageDown", codes, at + 1, key="presenter_next")
        st.button(text("meeting.language"), key="meeting_language", on_click=_switch_language)
        if st.button(text("meeting.leave"), icon=":material/close:", shortcut="Escape", key="meeting_leave"):
            st.switch_page(frame.page("outcomes"))


def _step(name: str, shortcut: str, codes: Sequence[str], to: int, *, key: str = "") -> None:
    is_there = 0 <= to < len(codes)
    st.button(
        text(f"meeting.{name}"),
        shortcut=shortcut,
        disabled=not is_there,
        key=key or f"meeting_{name}",
        on_click=session.put,
        args=(widgets.SCREEN, codes[to] if is_there else None),
    )


def _switch_language() -> None:
    session.put(session.LANGUAGE, OTHER[session.language()])
    session.follow_language()


def _source(selection: Selection, view: Selection | None) -> str:
    """Whether the data are synthetic, who is shown, which filters are on, and the data's fingerprint."""
    fingerprint = selection.reading.opened.source.sha256[:8]
    known = text("takeaway.fingerprint", fingerprint=fingerprint, version=VERSION)
    if view is not None:
        return " · ".join([verdict_box.ledger(view, None), known])
    language, count = session.language(), selection.kept.facets("method")
    parts = [text("takeaway.synthetic")] if selection.cohort.is_synthetic else []
    first = [one for one in selection.pair or () if one in selection.kept.methods]
    ordered = dict.fromkeys([*first, *selection.kept.methods])
    names = [wording.counted_name(wording.method_name(one, language), count[one]) for one in ordered]
    methods = text("numbers.list").join(names)
    parts.append(text("meeting.footer_patients", n=selection.kept.n_patients, methods=methods))
    filters = wording.filters_text(selection.filters, selection.cohort.covariates, language)
    return " · ".join([*parts, filters or text("ledger.no_filter"), known])
