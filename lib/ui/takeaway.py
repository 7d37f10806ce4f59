"""Take away: the sentence, the picture and the tables of this view, rendered only when clicked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.report import figures, wording
from lib.ui import pictures, session, verdict_box
from lib.ui.selection import Selection
from lib.ui.show import text


def menu(selection: Selection) -> None:
    """Copy the sentence; the picture of this view as PNG or SVG."""
    if selection.visit is None:
        return
    with st.popover(text("takeaway.menu"), icon=":material/download:", key="takeaway"):
        verdict = verdict_box.verdict_of(selection)
        if verdict is not None:
            st.caption(text("takeaway.copy"))
            words = wording.verdict_text(verdict, session.language(), is_filtered=selection.is_filtered_view)
            st.code(words, language=None, wrap_lines=True)
        st.caption(text("takeaway.picture"))
        for name, draw in (("trajectory", pictures.over_time_chart), ("change", pictures.change_chart)):
            with st.container(horizontal=True):
                _download(name, "png", lambda draw=draw: figures.png(draw(selection)))
                _download(name, "svg", lambda draw=draw: figures.svg(draw(selection)))


def _download(name: str, kind: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        text(f"takeaway.{name}_{kind}"),
        make,
        file_name=f"trocar_{name}.{kind}",
        mime={"png": "image/png", "svg": "image/svg+xml"}[kind],
        on_click="ignore",
        key=f"take_{name}_{kind}",
    )
