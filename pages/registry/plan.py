"""Analysis plan: what will be asked, fixed before the results are opened; and the facts of the design."""

from __future__ import annotations

import streamlit as st

from lib.ui import opening, planning, selection, session, show

visitor = session.visitor()
if visitor.reading is None:
    opening.nothing_open()
    st.stop()

chosen = selection.current(visitor.reading)
show.header(show.text("menu.plan"))
planning.page(chosen)
planning.design(chosen)
