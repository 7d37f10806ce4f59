"""Take one table away: copied, as Excel or as Word, just as it stands on the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.report.formulas import inert
from lib.ui import session, show
from lib.ui.show import text


def menu(name: str, frame: pd.DataFrame, title: str, notes: Sequence[str], provenance: Sequence[str]) -> None:
    """A popover with the table as text to copy, and as files that are made when their button is pressed."""
    language = session.language()
    folded = st.popover(text("table_away.menu"), type="tertiary", key=f"away_{name}", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.caption(text("table_away.copy"))
        st.code(as_text(frame), language=None, height=160)
        excel = partial(_excel, frame, title, [*notes, *provenance], text("takeaway.about"))
        word = partial(_word, frame, title, notes, provenance, language)
        with st.container(horizontal=True):
            for kind, make in (("xlsx", excel), ("docx", word)):
                st.download_button(
                    text(f"table_away.{kind}"),
                    make,
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
