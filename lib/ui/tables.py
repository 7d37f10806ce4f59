"""The main page's tables, drawn from the same results as its charts."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.mcid import suggested
from lib.analysis.results import VisitComparison
from lib.analysis.unobserved import unobserved
from lib.analysis.verdict import TESTED_FROM
from lib.report import journal, tables, wording
from lib.report.language import one_after_another
from lib.report.tables.unobserved import stable_sentence, tipping_points
from lib.report.wording.roles import comparison_role, role_at, roles_note
from lib.terms import Question
from lib.ui import methods, session, show, table_away, takeaway, verdict_box
from lib.ui.selection import Selection
from lib.ui.show import plain, text


def scores_by_visit(selection: Selection) -> None:
    """Methods in rows, visits in columns; a switch gives the form that Chinese journals print."""
    language, is_journal = session.language(), bool(session.get("journal"))
    frame = tables.scores_by_visit(selection.compared(selection.outcome), selection.pair, language, journal=is_journal)
    note = _scores_note(selection, is_journal=is_journal)
    with st.container(horizontal=True, vertical_alignment="center"):
        title = text("tables.scores.heading")
        show.heading(title, "")
        about = f"{wording.outcome_name(selection.outcome, language)} · {title}"
        table_away.menu("scores", partial(_scores_taken, selection, is_journal), about, takeaway.provenance(selection))
        methods.popover("scores", methods.of_scores(selection))
        st.toggle(text("tables.journal"), key="journal", persist_state="session")
    show.table(frame, title, note=note)


def _scores_taken(selection: Selection, is_journal: bool) -> tuple[pd.DataFrame, str]:
    """The table and its note for a file: x̄±s also where the files are to be in the Chinese form."""
    in_form, language = is_journal or journal.chosen() == journal.CHINESE, session.language()
    frame = tables.scores_by_visit(selection.compared(selection.outcome), selection.pair, language, journal=in_form)
    return frame, _scores_note(selection, is_journal=in_form)


def _scores_note(selection: Selection, *, is_journal: bool) -> str:
    """What a cell holds, and which role the pair's comparisons have."""
    language, compared = session.language(), selection.compared(selection.outcome)
    covariates = selection.cohort.covariates
    said = [wording.scores_note(compared, selection.pair, covariates, language, is_journal=is_journal)]
    if selection.pair is not None:
        is_proposed = selection.reading.study.asked.visit is None
        said.append(roles_note(compared, selection.pair, language, is_visit_proposed=is_proposed))
    return one_after_another(said, language)


def between_methods(selection: Selection) -> None:
    """One estimate, one interval, one P."""
    if selection.visit is None or selection.pair is None:
        return
    compared = selection.compared(selection.outcome).at(selection.visit.name)
    with st.container(horizontal=True, vertical_alignment="center", key="between_head"):
        role = comparison_role(role_at(compared, selection.pair), session.language())
        show.heading(text("tables.between.heading"), f"{_legend(selection, compared)} · {role}")
        methods.popover("between", methods.of_comparison(selection))
    language = session.language()
    primary = tables.between_methods(compared, selection.pair, language, only_primary=True)
    show.table(primary, text("tables.between.heading"))
    for one in compared.omnibus:
        if one.test == "ancova_hc3_f" and all(row.n >= TESTED_FROM for row in compared.within if row.n):
            st.markdown(plain(wording.omnibus_sentence(one, compared, language)))


def _legend(selection: Selection, compared: VisitComparison) -> str:
    """For what the primary analysis is adjusted: the baseline, and the centre and covariates where they are in it."""
    question = selection.question
    is_mixed = isinstance(question, Question) and question.analysis == "mmrm"
    said = wording.covariate_names(compared.covariates, selection.cohort.covariates, session.language())
    if is_mixed or not said:
        return text("tables.between.legend")
    return text("tables.between.legend_with", covariates=said)


def more_analyses(selection: Selection) -> None:
    """The sensitivity analyses, folded, over the whole width: beside the forest they would leave it alone up there."""
    if selection.visit is None or selection.pair is None:
        return
    compared, language = selection.compared(selection.outcome).at(selection.visit.name), session.language()
    folded = st.expander(text("tables.between.more"), key="more_analyses", on_change="rerun")
    if folded.open:
        with folded:
            show.table(tables.between_methods(compared, selection.pair, language), text("tables.between.more"))
            _unobserved(selection, compared)


def _unobserved(selection: Selection, compared: VisitComparison) -> None:
    """Whether the conclusion would change if the patients without a score were worse or better than expected."""
    verdict = verdict_box.verdict_of(selection)
    if verdict is None:
        return
    found = unobserved(compared, verdict, selection.mcid or suggested(selection.outcome))
    if found is None:
        return
    language = session.language()
    st.markdown(f"**{text('tipping.heading')}**")
    st.markdown(plain(stable_sentence(found, language)))
    if not found.is_stable:
        show.table(tipping_points(found, language), text("tipping.heading"))
    methods.popover("tipping", methods.TIPPING)


def within_methods(selection: Selection) -> None:
    """Within each method, folded, with the sentence that keeps it from being read as a comparison."""
    if selection.visit is None:
        return
    compared = selection.compared(selection.outcome).at(selection.visit.name)
    language = session.language()
    folded = st.expander(text("tables.within.heading"), key="within_methods", on_change="rerun")
    if folded.open:
        with folded:
            for one in compared.within:
                st.markdown(plain(wording.within_sentence(one, compared.scale, language, selection.cohort.compared_by)))
            show.table(tables.within_methods(compared, language), text("tables.within.heading"))
            methods.popover("within", methods.WITHIN)
