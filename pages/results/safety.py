"""Safety: technical success, leakage and complications, with their limits and what the rates do not show."""

from __future__ import annotations

import streamlit as st

from lib.ui import deciding, events, opening, selection, session, show

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

deciding.note_results_seen()
chosen = selection.current(visitor.reading)
show.header(show.text("menu.safety"))
events.absent(chosen)
compared = events.comparisons(chosen)
for found in compared:
    events.block(found, chosen)
events.differences(compared, chosen)
events.by_exposure(chosen)
events.of_the_procedure(chosen)
