"""From results to the screen: what every page uses to show text, charts and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd
import streamlit as st

from lib.report.charts.layered import LayeredChart
from lib.report.charts.sent import as_sent
from lib.report.charts.style import ChartStyle
from lib.report.formulas import is_like_a_formula
from lib.report.language import sentence
from lib.ui import printed, session

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What a download is, by the ending of its name."""

_STYLES = Path(__file__).parent / "styles"
_LINK = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?<=\w)(?=@)", re.IGNORECASE)
_APART = "\u2060"  # takes no room; without it the browser makes links of addresses
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=\"'/])")


def text(key: str, /, **parameters: object) -> str:
    """A sentence in the page's language."""
    return sentence(session.language(), key, **parameters)


def plain(words: object) -> str:
    """Registry text for a place that reads Markdown: shown as written, never interpreted, never a link."""
    return _MARKDOWN.sub(r"\\\1", _LINK.sub(_APART, str(words))).replace("\n", " ")


def style(methods: tuple[str, ...]) -> ChartStyle:
    """How charts are drawn for this visitor: language, theme, and the same colour for a method everywhere."""
    return ChartStyle(language=session.language(), is_dark=st.context.theme.type == "dark", methods=methods)


def chart(
    picture: LayeredChart, heading: tuple[str, str], name: str, alternative: str, *, key: str, fills: bool = False
) -> None:
    """One layered chart in its own colours under its title and legend.

    `alternative` says what it shows to those who hear the page.
    `fills` lets it take all the height that its place leaves free, never less than its own.
    `name` stays the same whatever is filtered: with another the browser would draw the whole chart anew.
    """
    height: Literal["stretch", "content"] = "stretch" if fills else "content"
    st.html(printed.heading(*heading, heard=alternative))
    st.vega_lite_chart(spec=as_sent(picture), theme=None, width="stretch", height=height, alt=name, key=key)


def heading(title: str, legend: str) -> None:
    """A bold title with its legend in grey beside it, above what is no chart."""
    st.html(printed.heading(title, legend))


def table(frame: pd.DataFrame, name: str, *, hide_index: bool = False, note: str = "") -> None:
    """A small table of text with what is to be said below it; `name` is for those who hear the page."""
    st.html(printed.table(frame, name, hide_index=hide_index, note=note))


def csv(frame: pd.DataFrame) -> bytes:
    """A table as UTF-8 text that Excel opens as such; a cell that would be a formula there stays text."""
    return b"\xef\xbb\xbf" + frame.map(_not_a_formula).to_csv(index=False).encode("utf-8")


def _not_a_formula(cell: str) -> str:
    return f"'{cell}" if is_like_a_formula(cell) else cell


def styles() -> None:
    """The few rules that Streamlit's theme has no option for, and its own visible words in Chinese."""
    st.html(_STYLES / "page.css")
    if session.language() == "zh":
        st.html(_STYLES / "words_zh.css")


def stylesheet(name: str) -> None:
    """The rules of one page."""
    st.html(_STYLES / f"{name}.css")


def header(title: str, actions: Callable[[], None] | None = None) -> None:
    """A page's first row: its title, what can be done with the whole page, and the language switch."""
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        st.title(title, anchor=False, width="stretch")
        if actions is not None:
            actions()
        language_switch()


def language_switch() -> None:
    """English or Chinese; every page shows it."""
    st.segmented_control(
        text("frame.language"),
        ["en", "zh"],
        format_func={"en": "EN", "zh": "中文"}.__getitem__,
        required=True,
        key=session.LANGUAGE,
        label_visibility="collapsed",
        persist_state="session",
        on_change=session.follow_language,
    )
