"""Meeting mode: the results of this view on seven screens for a wall."""

from __future__ import annotations

import streamlit as st

from lib.ui import deciding, meeting, opening, selection, session

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

deciding.note_results_seen()
meeting.show_screen(selection.current(visitor.reading))
