"""Pain and function: how the scores changed, and what the methods' difference is."""

from __future__ import annotations

import streamlit as st

from lib.ui import (
    controls,
    deciding,
    meeting,
    opening,
    pictures,
    selection,
    session,
    show,
    tables,
    takeaway,
    verdict_box,
)

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

deciding.note_results_seen()
chosen = selection.current(visitor.reading)


def actions() -> None:
    """What can be done with the whole view."""
    takeaway.menu(chosen)
    meeting.enter(chosen)


show.header(show.text("menu.outcomes"), actions=actions)
controls.row(chosen)
verdict_box.moved(chosen)
verdict_box.box(chosen)
if chosen.visit is None or chosen.kept.n_patients == 0:
    st.stop()

is_wide = len(chosen.kept.methods) > 2
left, right = st.columns([5, 6] if is_wide else [6, 5])
with left:
    pictures.over_time(chosen)
with right:
    pictures.change_and_difference(chosen)

tables.scores_by_visit(chosen)
if chosen.pair is not None:
    left, right = st.columns([5, 7])
    with left:
        pictures.at_every_visit(chosen)
    with right:
        tables.between_methods(chosen)
    tables.more_analyses(chosen)
tables.within_methods(chosen)
