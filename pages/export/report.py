"""Report: the results as a Word document and as an Excel workbook, each made when its button is pressed."""

from __future__ import annotations

import streamlit as st

from lib.ui import controls, deciding, exporting, opening, selection, session, show

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

deciding.note_results_seen()
chosen = selection.current(visitor.reading)
show.header(show.text("menu.report"))
controls.row(chosen)
exporting.page(chosen)
