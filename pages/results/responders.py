"""Responders: who improved by what matters to one patient, and how far the methods differ in that."""

from __future__ import annotations

import streamlit as st

from lib.ui import controls, deciding, opening, responding, selection, session, show, verdict_box

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

deciding.note_results_seen()
chosen = selection.current(visitor.reading)
show.header(show.text("menu.responders"))
controls.row(chosen)
verdict_box.moved(chosen)
responding.page(chosen)
