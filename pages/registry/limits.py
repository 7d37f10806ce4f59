"""Limits and privacy: what is read, how much, and what is kept."""

from __future__ import annotations

import streamlit as st

from lib.ui import limits, opening, show

with st.container(width=opening.COLUMN_WIDTH):
    show.header(show.text("menu.limits"))
    limits.sections()
