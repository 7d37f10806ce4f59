"""The Checks page: the findings with their download, and the pairing ledger."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.intake.choosing import labelled
from lib.report import reading_tables
from lib.ui import flow, session, show
from lib.ui.selection import Selection
from lib.ui.session import Reading
from lib.ui.show import text

MOST_ROWS = 200
MOST_CELLS = 300_000
"""Filled cells beyond which no marked workbook is offered: writing it would keep the visitor waiting."""

SEVERITIES = ("error", "warning", "note")


def findings(reading: Reading) -> None:
    """Severity, cell, value, what is wrong and what it was taken as; errors first. A column of blanks is left out."""
    found = sorted(reading.opened.findings, key=lambda one: SEVERITIES.index(one.severity))
    if not found:
        st.markdown(text("checks.clean"))
        return
    st.markdown(text("checks.intro"))
    kinds = [severity for severity in SEVERITIES if any(one.severity == severity for one in found)]
    if len(kinds) > 1:
        labels = {"every": text("checks.every"), **{kind: text(f"checks.severity.{kind}") for kind in kinds}}
        shown = st.segmented_control(
            text("checks.only"),
            list(labels),
            format_func=labels.__getitem__,
            default="every",
            required=True,
            key="severity",
            label_visibility="collapsed",
        )
        found = [one for one in found if shown in ("every", one.severity)]
    frame = reading_tables.findings(found, session.language())
    first = frame.head(MOST_ROWS)
    with st.container(key="wide_findings"):
        show.table(first[[head for head in first if any(first[head])]], text("menu.checks"), hide_index=True)
    if len(frame) > MOST_ROWS:
        st.caption(text("checks.more", n=len(frame) - MOST_ROWS))
    st.download_button(
        text("checks.download"),
        lambda: show.csv(frame),
        file_name="trocar_checks.csv",
        mime=show.MIME["csv"],
        on_click="ignore",
        key="take_findings",
    )
    _marked(reading)


def _marked(reading: Reading) -> None:
    """The visitor's own workbook with the findings in it; made when the button is pressed, outside the session."""
    sheets = reading.workbook.sheets
    if sum(int(sheet.filled.sum()) for sheet in sheets) > MOST_CELLS:
        st.caption(text("marked.too_large", most=f"{MOST_CELLS:,}"))
        return
    st.download_button(
        text("marked.download"),
        partial(_marked_workbook, reading, session.language()),
        file_name="trocar_marked_contains_identifiers.xlsx",
        mime=show.MIME["xlsx"],
        on_click="ignore",
        key="take_marked",
        help=text("marked.contains"),
    )


def _marked_workbook(reading: Reading, language: str) -> bytes:
    from lib.report.marked_workbook import marked_workbook  # noqa: PLC0415 (loaded by the first who takes it away)

    return marked_workbook(labelled(reading.workbook), reading.opened.findings, language)


def ledger(selection: Selection) -> None:
    """Who is left at each step towards the numbers, for every score and visit."""
    if selection.visit is None:
        return
    show.heading(text("flow.heading"), text("flow.hint"))
    flow.diagram(selection)
