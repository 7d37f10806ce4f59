"""Checks: what was found in the cells, and who is in every number."""

from __future__ import annotations

import streamlit as st

from lib.ui import checking, opening, selection, session, show

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

show.header(show.text("menu.checks"))
checking.findings(visitor.reading)
checking.ledger(selection.current(visitor.reading))
