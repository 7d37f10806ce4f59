"""The Report page and its buttons: Word and Excel from the results on screen, made only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from lib.analysis.outcomes import compare_outcome
from lib.analysis.results import OutcomeComparison
from lib.analysis.safety import compare_event
from lib.command.analyse import Analysed, results
from lib.command.material import material_of
from lib.command.reading import open_questions
from lib.intake.findings import UnreadableFile
from lib.report.journal import PLAIN, printed_as
from lib.report.language import one_after_another, sentence
from lib.report.material import Material
from lib.report.wording import refusal
from lib.stats.results import NotEstimable
from lib.study import View
from lib.terms import Filter, Margin
from lib.ui import journal_style, session, show, studying
from lib.ui.selection import Selection
from lib.ui.show import plain, text

Margins = Mapping[str, Margin]

KINDS = {"word": "docx", "slides": "pptx", "excel": "xlsx"}
NAMES = {"word": "report", "slides": "slides", "excel": "results"}


def page(selection: Selection) -> None:
    """What each file holds, with its button."""
    if selection.kept.n_patients == 0:
        st.markdown(text("outcomes.no_patient"))
        return
    st.markdown(text("export.intro"))
    journal_style.choose()
    for kind in KINDS:
        with st.container(border=True):
            st.markdown(f"**{text(f'export.{kind}')}**  \n{text(f'export.{kind}_about')}")
            _button(kind, selection, "page")
    _script(selection)
    studying.button(selection)


def _script(selection: Selection) -> None:
    """The script is looked at before it is offered: only what it finds again is promised, else the reason is said."""
    from lib.command.recipe import recipe_of  # noqa: PLC0415 (loaded by the first who opens the report page)
    from lib.report.scripts.python import python_script  # noqa: PLC0415
    from lib.report.scripts.r import r_script  # noqa: PLC0415

    with st.container(border=True):
        st.markdown(f"**{text('export.script')}**  \n{text('export.script_about')}")
        if not st.button(text("export.script_make"), key="script_make"):
            return
        try:
            analysed = analysed_of(selection, _margins(selection))
            recipe, _ = recipe_of(analysed)
        except UnreadableFile as refused:
            language = session.language()
            st.info(plain(one_after_another(refusal(refused.code, refused.parameters, language), language)))
            return
        st.caption(plain(_rebuilt(len(recipe.expected), recipe.left)))
        for name, ending, made in (("python", "py", python_script), ("r", "R", r_script)):
            st.download_button(
                text(f"export.script_{name}"),
                made(recipe).encode("utf-8"),
                file_name=f"rebuild.{ending}",
                mime="text/plain",
                on_click="ignore",
                key=f"script_{name}",
            )


def _rebuilt(n: int, left: Mapping[str, int]) -> str:
    """How many numbers the scripts rebuild, and of which lists they leave how many."""
    if not left:
        return text("export.script_all", n=n)
    names = {name: f"result_lists.{name}" if name != "documents" else "export.script_documents" for name in left}
    lists = (text("export.script_list", name=text(names[name]), n=rest) for name, rest in left.items())
    return text("export.script_left", n=n, lists=text("reading.list").join(lists))


def buttons(selection: Selection, place: str) -> None:
    """The same files where a page offers them beside other things."""
    with st.container(horizontal=True):
        for kind in KINDS:
            _button(kind, selection, place)


def word(selection: Selection, margins: Margins, language: str, style: str = PLAIN) -> bytes:
    """The Word report of this view in a style; made when the button is pressed, from what it is handed."""
    from lib.report.word.report import report  # noqa: PLC0415 (loaded by the first who asks for a report)

    material = _material(analysed_of(selection, margins), selection)
    return report(replace(material, mcid=selection.mcid, style=style), language)


def slides(selection: Selection, margins: Margins, language: str, style: str = PLAIN) -> bytes:
    """The slides of this view in a style; made as `word` is."""
    from lib.report.slides.slides import slides as made  # noqa: PLC0415 (likewise)

    material = _material(analysed_of(selection, margins), selection)
    return made(replace(material, mcid=selection.mcid, style=style), language)


def excel(selection: Selection, margins: Margins, language: str, style: str = PLAIN) -> bytes:
    """Every list of results as a workbook, with what the numbers are; made as `word` is, its sentences in a style."""
    from lib.report.results_workbook import results_workbook  # noqa: PLC0415 (likewise)

    analysed = analysed_of(selection, margins)
    with printed_as(style):
        lines = [
            *_material(analysed, selection).provenance(language),
            *(sentence(language, f"export.about.{name}") for name in ("direction", "units", "values")),
        ]
        return results_workbook(results(analysed, language), lines, language)


def analysed_of(selection: Selection, margins: Margins) -> Analysed:
    """What is on screen as `python -m lib analyse` holds it: the same result objects."""
    reading, question = selection.reading, selection.question
    if not isinstance(question, NotEstimable):
        question = replace(question, margins=margins)
    inside = () if isinstance(question, NotEstimable) else question.filters
    left_out = len(selection.kept.methods) < len(selection.cohort.methods)
    methods = (Filter(name="method", levels=selection.kept.methods),) if left_out else ()
    is_filtered = selection.is_filtered_view
    return Analysed(
        opened=reading.opened,
        whole=selection.cohort,
        findings=(*reading.opened.findings, *open_questions(reading.opened)),
        study=replace(reading.study, margins=margins, mcid=selection.mcids),
        view=View(registry=selection.kept, question=question, inside=inside, outside=(*methods, *selection.filters)),
        outcomes=tuple(_compared(selection, outcome) for outcome in selection.kept.scales),
        events=tuple(
            compare_event(
                selection.kept,
                event,
                question,
                is_filtered_view=is_filtered,
                shown=selection.pair,
                stated=reading.study.detection,
            )
            for event in selection.kept.events
        ),
    )


def _margins(selection: Selection) -> Margins:
    """What the visitor chose as mattering, in words: known to the session alone, and so asked before the click."""
    return studying.margins_in_words(selection.reading, selection.cohort)


def _compared(selection: Selection, outcome: str) -> OutcomeComparison:
    """The result on screen, else the same made now: another score is compared only when its file is asked for."""
    return selection.results.get(outcome) or compare_outcome(
        selection.kept,
        outcome,
        selection.question,
        is_filtered_view=selection.is_filtered_view,
        shown=selection.pair,
    )


def _material(analysed: Analysed, selection: Selection) -> Material:
    return material_of(analysed, outcome=selection.outcome, visit=selection.visit, pair=selection.pair)


def _button(kind: str, selection: Selection, place: str) -> None:
    """A download whose file is made on the click, outside the run and the session: only from what it is handed."""
    making = {"word": word, "slides": slides, "excel": excel}
    given = (selection, _margins(selection), session.language(), journal_style.chosen())
    st.download_button(
        text(f"export.{kind}"),
        partial(making[kind], *given),
        file_name=f"trocar_{NAMES[kind]}.{KINDS[kind]}",
        mime=show.MIME[KINDS[kind]],
        on_click="ignore",
        key=f"{place}_{kind}",
    )
