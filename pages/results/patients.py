"""Patients: who was treated with each method, how alike they were, and who was observed."""

from __future__ import annotations

import streamlit as st

from lib.ui import describing, opening, selection, session, show

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

chosen = selection.current(visitor.reading)
show.header(show.text("menu.patients"))
describing.baseline(chosen)
describing.co_treatments(chosen)
describing.quarters(chosen)
describing.observed(chosen)
