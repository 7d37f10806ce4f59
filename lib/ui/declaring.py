"""The Columns page: a bounded score that Trocar does not know is declared with its name, range and direction."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from lib.intake.settings import ScaleSetting
from lib.ui.show import text

ANOTHER = "another_score"
"""The meaning of a column that is such a score."""

LONGEST_NAME = 30
DIRECTIONS = (True, False)


def declared(taken: Collection[str]) -> ScaleSetting | None:
    """Name, range and direction of the score as they are filled in; None until all are.

    The direction is never assumed, and a name that is `taken` is none.
    """
    name = st.text_input(
        text("columns_page.score_name"), placeholder=text("columns_page.score_names"), max_chars=LONGEST_NAME,
        key="score_name",
    ).strip()  # fmt: skip
    with st.container(horizontal=True):
        low = st.number_input(text("columns_page.lowest"), value=0.0, step=1.0, format="%g", key="score_low", width=160)
        high = st.number_input(
            text("columns_page.highest"), value=None, step=1.0, format="%g", key="score_high", width=160
        )
    lower = st.radio(
        text("columns_page.direction"),
        DIRECTIONS,
        index=None,
        format_func={True: text("columns_page.lower_better"), False: text("columns_page.higher_better")}.__getitem__,
        horizontal=True,
        key="score_direction",
    )
    if not name or name in taken or high is None or low >= high or lower is None:
        return None
    return ScaleSetting(outcome=name, low=low, high=high, lower_is_better=lower)
