"""Take one table away: copied, as Excel or as Word, as it stands on the page but in the style chosen for files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.report.formulas import inert
from lib.report.journal import PLAIN, printed_as
from lib.report.language import one_after_another
from lib.report.tables.cells import without_share
from lib.ui import journal_style, session, show
from lib.ui.show import text


def menu(name: str, make: Callable[[], tuple[pd.DataFrame, str]], title: str, provenance: Sequence[str]) -> None:
    """A popover with the table as text to copy, and as files that are made when their button is pressed.

    `make` gives the table and its note in the style in which it is called.
    """
    language, style = session.language(), journal_style.chosen()
    folded = st.popover(text("table_away.menu"), type="tertiary", key=f"away_{name}", on_change="rerun")
    if not folded.open:
        return
    with folded:
        with printed_as(style):
            frame, note = make()
            note = one_after_another([note, without_share(frame, language)], language)
        st.caption(text("table_away.copy"))
        if style != PLAIN:
            st.caption(text("table_away.style", style=text(f"journal_styles.{style}")))
        st.code(as_text(frame), language=None, height=160)
        as_excel = partial(_excel, frame, title, [note, *provenance], text("takeaway.about"))
        as_word = partial(_word, frame, title, [note], provenance, language)
        with st.container(horizontal=True):
            for kind, made in (("xlsx", as_excel), ("docx", as_word)):
                st.download_button(
                    text(f"table_away.{kind}"),
                    made,
                    file_name=f"trocar_{name}.{kind}",
                    mime=show.MIME[kind],
                    on_click="ignore",
                    key=f"away_{name}_{kind}",
                )


def as_text(frame: pd.DataFrame) -> str:
    """A table with tabs between its cells, as spreadsheets take it from the clipboard: none becomes a formula there."""
    head = ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.columns)]
    rows = ([str(label), *map(str, row)] for label, row in zip(frame.index, frame.to_numpy(), strict=True))
    return "\n".join("\t".join(inert(" ".join(cell.split())) for cell in row) for row in (head, *rows))


def _excel(frame: pd.DataFrame, title: str, about: Sequence[str], about_name: str) -> bytes:
    from lib.report.workbook import tables_workbook  # noqa: PLC0415 (loaded by the first who takes a table away)

    return tables_workbook({title: frame}, about_name, about)


def _word(frame: pd.DataFrame, title: str, notes: Sequence[str], provenance: Sequence[str], language: str) -> bytes:
    from lib.report.word.one_table import table_document  # noqa: PLC0415 (loaded by the first who takes a table away)

    return table_document(frame, title, notes, provenance, language)
