"""Take away: the sentence, the pictures and the tables of this view, rendered only when clicked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib.report import tables, wording
from lib.report.charts import change, trajectory
from lib.report.charts.style import ChartStyle
from lib.report.formulas import inert
from lib.report.language import one_after_another
from lib.ui import exporting, pictures, session, show, verdict_box
from lib.ui.selection import Selection
from lib.ui.show import text

PICTURES = ("trajectory", "change")
KINDS = {"png": "png", "column": "png", "svg": "svg", "pdf": "pdf"}
"""What a picture is offered as, with the ending of its file: across a journal's page, and in one column of it."""

WIDTHS = {"png": (760, 174.0), "column": (380, 84.0)}
"""Pixels that a picture is drawn in, and millimetres that it takes in print at 300 dpi: two columns, and one."""

TABLES = ("scores", "between", "within")


def menu(selection: Selection) -> None:
    """Copy the sentence; the pictures as PNG, SVG or PDF; the tables as Excel."""
    if selection.visit is None or selection.kept.n_patients == 0:
        return
    language = session.language()
    folded = st.popover(text("takeaway.menu"), icon=":material/download:", key="takeaway", on_change="rerun")
    if not folded.open:
        return
    with folded:
        verdict = verdict_box.verdict_of(selection)
        said = []
        if verdict is not None:
            synthetic = [text("takeaway.synthetic_sentence")] if selection.cohort.is_synthetic else []
            words = wording.verdict_text(verdict, language, is_filtered=selection.is_filtered_view)
            words = one_after_another([words, *verdict_box.under(selection, verdict)], language)
            said.append("\n".join([words, *synthetic]))
            st.caption(text("takeaway.copy"))
            st.code(inert(said[0]), language=None, wrap_lines=True)
        source = provenance(selection)
        st.caption(text("takeaway.picture"))
        for name in PICTURES:
            with st.container(horizontal=True):
                for kind in KINDS:
                    _button(name, kind, partial(picture, selection, name, kind, source, language))
        st.caption(text("takeaway.tables"))
        titles = [text(f"tables.{name}.heading") for name in TABLES]
        about = [*said, verdict_box.ledger(selection, verdict), *source]
        _button("tables", "xlsx", partial(workbook, selection, titles, text("takeaway.about"), about, language))
        exporting.buttons(selection, place="takeaway")


def picture(selection: Selection, name: str, kind: str, source: Sequence[str], language: str) -> bytes:
    """One picture of this view on white paper, titled, with what it leaves out and whether it is synthetic.

    Made when the button is pressed, outside the visitor's session: only from what it is handed.
    """
    from lib.report import figures  # noqa: PLC0415 (loaded by the first who takes a picture away)

    style = ChartStyle(language=language, methods=selection.cohort.methods)
    compared, at_visit = selection.compared(selection.outcome), pictures.comparison(selection)
    if name == "trajectory":
        chart = pictures.over_time_chart(selection, style)
        title, legend = trajectory.heading(compared, at_visit.visit, language)
    else:
        chart = pictures.change_chart(selection, style)
        title, legend = change.heading(at_visit, pictures.counts(selection), language)
    name_of_score = wording.outcome_name(selection.outcome, language)
    heading = (title if name == "trajectory" else f"{name_of_score} · {title}", " · ".join([legend, *source]))
    if kind in WIDTHS:
        width, millimetres = WIDTHS[kind]
        return figures.png(chart, width=width, scale=millimetres / 25.4 * figures.DPI / width, heading=heading)
    return (figures.svg if kind == "svg" else figures.pdf)(chart, heading=heading)


def workbook(
    selection: Selection, titles: Sequence[str], about_name: str, about: Sequence[str], language: str
) -> bytes:
    """The tables of this view as Excel, under the titles given; made when the button is pressed, as `picture` is."""
    from lib.report.workbook import tables_workbook  # noqa: PLC0415 (loaded by the first who takes a table away)

    compared, at_visit = selection.compared(selection.outcome), pictures.comparison(selection)
    pair = selection.pair
    frames = (
        tables.scores_by_visit(compared, pair, language),
        None if pair is None else tables.between_methods(at_visit, pair, language),
        tables.within_methods(at_visit, language),
    )
    shown = {title: frame for title, frame in zip(titles, frames, strict=True) if frame is not None}
    return tables_workbook(shown, about_name, about)


def provenance(selection: Selection) -> list[str]:
    """What every export carries: whether the patients are real, the filters, the data's fingerprint, the version."""
    language = session.language()
    return wording.provenance(
        is_synthetic=selection.cohort.is_synthetic,
        filters=wording.filters_text(selection.filters, selection.cohort.covariates, language),
        sha256=selection.reading.opened.source.sha256,
        language=language,
    )


def _button(name: str, kind: str, make: partial[bytes]) -> None:
    st.download_button(
        text(f"takeaway.{name}_{kind}"),
        make,
        file_name=f"trocar_{name}.{kind}" if kind != "column" else f"trocar_{name}_84mm.png",
        mime=show.MIME[KINDS.get(kind, kind)],
        on_click="ignore",
        key=f"take_{name}_{kind}",
    )
