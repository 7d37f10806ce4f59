"""The frame around every page: page config, language, navigation, the shared sidebar."""

from __future__ import annotations

import streamlit as st

from lib.ui import frame, session

st.set_page_config(page_title="Trocar", layout="wide", initial_sidebar_state="auto")
session.begin()
page = frame.navigation()
frame.sidebar(page)
page.run()
session.write_address()
