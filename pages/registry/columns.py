"""Columns: what every column was taken for and why, and a way to change it."""

from __future__ import annotations

import streamlit as st

from lib.ui import columns, opening, scales, session, show, studying

visitor = session.visitor()
reading = visitor.asked or visitor.reading
if reading is None:
    opening.nothing_open()
    st.stop()

show.header(show.text("menu.columns"))
studying.notes()
columns.compare_by(reading)
columns.mapping(reading)
scales.scales(reading)
columns.values(reading)
columns.change(reading)
