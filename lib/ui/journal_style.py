"""How files print their numbers: chosen once, on the Report page, for all of them; screens stay as they are."""

from __future__ import annotations

import streamlit as st

from lib.report.journal import PLAIN, STYLES
from lib.ui import session
from lib.ui.show import text

_KEY = "journal_style"


def choose() -> None:
    """The choice, kept over the pages of a session."""
    st.segmented_control(
        text("journal_styles.label"),
        STYLES,
        format_func=lambda style: text(f"journal_styles.{style}"),
        default=PLAIN,
        required=True,
        key=_KEY,
        persist_state="session",
    )


def chosen() -> str:
    """The style of the files, that of the screens where none was chosen."""
    return str(session.get(_KEY) or PLAIN)
