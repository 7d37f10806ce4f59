"""The main page's charts: each drawn from the result on screen, each with its alternative text."""

from __future__ import annotations

import altair as alt
import streamlit as st

from lib.analysis.results import VisitComparison
from lib.registry.cohort import Patient
from lib.report import wording
from lib.report.charts import change, forest, trajectory
from lib.report.charts.style import ChartStyle
from lib.ui import session, show
from lib.ui.selection import Selection
from lib.ui.show import plain, text

MOST_LINES = 150


def over_time(selection: Selection) -> None:
    """Every patient and every method's mean over the visits, with its heading."""
    compared = selection.compared(selection.outcome)
    name = plain(wording.outcome_name(selection.outcome, session.language()))
    legend = trajectory.legend(compared, _few_patients(selection), show.style())
    heading(text("charts.trajectory.heading", outcome=name), legend)
    alternative = trajectory.alternative_text(compared, show.style())
    show.chart(over_time_chart(selection), alternative, key="trajectory")


def over_time_chart(selection: Selection, style: ChartStyle | None = None) -> alt.LayerChart:
    """The trajectory alone, for the screen or a file."""
    compared = selection.compared(selection.outcome)
    visit = selection.visit or compared.visits[-1].visit
    return trajectory.trajectory(compared, _few_patients(selection), visit, style or show.style())


def change_and_difference(selection: Selection) -> None:
    """The change of every patient, the adjusted means, and the difference between the methods."""
    compared = comparison(selection)
    heading(
        text("charts.change.heading", visit=plain(wording.visit_name(compared.visit, session.language()))),
        text("charts.change.legend"),
    )
    alternative = change.alternative_text(compared, selection.pair, show.style())
    show.chart(change_chart(selection), alternative, key="change")


def change_chart(selection: Selection, style: ChartStyle | None = None) -> alt.LayerChart:
    """The change and the difference alone, for the screen or a file."""
    compared = comparison(selection)
    matters = selection.matters
    return change.change_and_difference(
        compared,
        selection.kept.score_counts(selection.outcome, compared.visit.name),
        _few_patients(selection),
        selection.pair,
        mcid=matters.mcid if matters else None,
        margin=matters.margin.value if matters else None,
        style=style or show.style(),
    )


def comparison(selection: Selection) -> VisitComparison:
    """The comparison at the visit on screen."""
    compared = selection.compared(selection.outcome)
    return compared.at(selection.visit.name) if selection.visit else compared.visits[-1]


def at_every_visit(selection: Selection) -> None:
    """The difference at every visit, with the margin's band."""
    if selection.pair is None or selection.visit is None:
        return
    compared = selection.compared(selection.outcome)
    margin = selection.matters.margin.value if selection.matters else None
    heading(text("charts.forest.heading"), text("charts.forest.legend"))
    picture = forest.forest(compared, selection.pair, margin, selection.visit, show.style())
    show.chart(picture, forest.alternative_text(compared, selection.pair, show.style()), key="forest")


def heading(title: str, legend: str) -> None:
    """A chart's bold title with its legend in grey beside it."""
    st.markdown(f"**{title}** :small[:gray[{legend}]]")


def _few_patients(selection: Selection) -> tuple[Patient, ...]:
    """Single patients only where a picture can show them; beyond that the counts are enough."""
    if selection.kept.n_patients > MOST_LINES * 2:
        return ()
    return selection.kept.patients(selection.outcome)
