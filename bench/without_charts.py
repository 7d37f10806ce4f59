"""Trocar as it is, but nothing is drawn where a chart would be: what a click costs besides the charts."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from lib.server import ready_for_visitors  # noqa: E402 (found only from here on)
from lib.ui import show  # noqa: E402


def no_chart(*_: object, **__: object) -> None:
    """Instead of show.chart."""


show.chart = no_chart
app = st.App(ROOT / "app.py", lifespan=ready_for_visitors)
