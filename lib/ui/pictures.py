"""The main page's charts: each drawn from the result on screen, each with its alternative text."""

from __future__ import annotations

from lib.analysis.results import VisitComparison
from lib.registry.counts import ScoreCounts
from lib.report import wording
from lib.report.charts import change, forest, trajectory
from lib.report.charts.layered import LayeredChart
from lib.report.charts.style import ChartStyle
from lib.ui import session, show
from lib.ui.selection import Selection
from lib.ui.show import text


def over_time(selection: Selection) -> None:
    """Every patient and every method's mean over the visits, with its heading."""
    compared, language = selection.compared(selection.outcome), session.language()
    heading = trajectory.heading(compared, comparison(selection).visit, language)
    alternative = trajectory.alternative_text(compared, language)
    show.chart(over_time_chart(selection), heading, name_of("trajectory", selection), alternative, key="trajectory")


def over_time_chart(selection: Selection, style: ChartStyle | None = None) -> LayeredChart:
    """The trajectory alone, for the screen or a file."""
    compared = selection.compared(selection.outcome)
    return trajectory.trajectory(
        compared,
        trajectory.drawn_singly(selection.kept, selection.outcome),
        comparison(selection).visit,
        style or show.style(selection.cohort.methods),
    )


def change_and_difference(selection: Selection) -> None:
    """The change of every patient, the adjusted means, and the difference between the methods."""
    compared, language = comparison(selection), session.language()
    heading = change.heading(compared, counts(selection), language)
    alternative = change.alternative_text(compared, selection.pair, language, margin=_margin(selection))
    show.chart(change_chart(selection), heading, name_of("change", selection), alternative, key="change")


def change_chart(selection: Selection, style: ChartStyle | None = None) -> LayeredChart:
    """The change and the difference alone, for the screen or a file."""
    return change.change_and_difference(
        comparison(selection),
        counts(selection),
        trajectory.drawn_singly(selection.kept, selection.outcome),
        selection.pair,
        mcid=selection.matters.mcid if selection.matters else None,
        margin=_margin(selection),
        style=style or show.style(selection.cohort.methods),
    )


def at_every_visit(selection: Selection) -> None:
    """The difference at every visit, with the margin's band."""
    if selection.pair is None:
        return
    compared, language = selection.compared(selection.outcome), session.language()
    heading = forest.heading(compared, selection.pair, language)
    style = show.style(selection.cohort.methods)
    picture = forest.forest(compared, selection.pair, _margin(selection), style, visit=selection.visit)
    alternative = forest.alternative_text(compared, selection.pair, language)
    show.chart(picture, heading, name_of("forest", selection), alternative, key="forest")


def comparison(selection: Selection) -> VisitComparison:
    """The comparison at the visit on screen."""
    compared = selection.compared(selection.outcome)
    return compared.at(selection.visit.name) if selection.visit else compared.visits[-1]


def counts(selection: Selection) -> ScoreCounts:
    """The complete pairs at the visit on screen."""
    return selection.kept.score_counts(selection.outcome, comparison(selection).visit.name)


def _margin(selection: Selection) -> float | None:
    return selection.matters.margin.value if selection.matters else None


def name_of(chart: str, selection: Selection) -> str:
    """What a chart is called for those who hear the page; the same whatever is filtered."""
    return text(f"charts.{chart}.name", outcome=wording.outcome_name(selection.outcome, session.language()))
