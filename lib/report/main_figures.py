"""The two main figures of a report as pictures: scores over time, and the change with the methods' difference."""

from __future__ import annotations

from lib.report import figures, wording
from lib.report.charts import change, trajectory
from lib.report.charts.style import ChartStyle
from lib.report.language import sentence
from lib.report.material import Material
from lib.terms import Question


def over_time_picture(material: Material, language: str) -> bytes:
    """Scores over time as a PNG; only with a follow-up."""
    if material.visit is None:
        raise ValueError("a figure needs a follow-up visit, but there is none")
    compared, style = material.compared(), ChartStyle(language=language, methods=material.methods)
    title, legend = trajectory.heading(compared, material.visit, language)
    chart = trajectory.trajectory(
        compared, trajectory.drawn_singly(material.registry, material.outcome), material.visit, style
    )
    return figures.png(chart, heading=(title, _below(legend, material, language)))


def change_picture(material: Material, language: str) -> bytes:
    """Change and difference at the visit as a titled PNG; only with a follow-up."""
    if material.visit is None:
        raise ValueError("a figure needs a follow-up visit, but there is none")
    at_visit = material.compared().at(material.visit.name)
    counts = material.registry.score_counts(material.outcome, material.visit.name)
    title, legend = change.heading(at_visit, counts, language)
    heading = (f"{wording.outcome_name(material.outcome, language)} · {title}", _below(legend, material, language))
    return change_figure(material, ChartStyle(language=language, methods=material.methods), heading=heading)


def change_figure(
    material: Material, style: ChartStyle, *, width: int = 760, heading: figures.Heading | None = None
) -> bytes:
    """Change and difference at the visit as a PNG of a width in pixels, in a style; only with a follow-up."""
    if material.visit is None:
        raise ValueError("a figure needs a follow-up visit, but there is none")
    margins = material.question.margins if isinstance(material.question, Question) else {}
    margin = margins.get(material.outcome)
    chart = change.change_and_difference(
        material.compared().at(material.visit.name),
        material.registry.score_counts(material.outcome, material.visit.name),
        trajectory.drawn_singly(material.registry, material.outcome),
        material.pair,
        mcid=None if material.mcid is None else material.mcid.points,
        margin=None if margin is None else margin.value,
        style=style,
    )
    return figures.png(chart, width=width, heading=heading)


def _below(legend: str, material: Material, language: str) -> str:
    """The legend, and that the patients are synthetic where they are; the rest stands in the report's footer."""
    return " · ".join([legend, sentence(language, "takeaway.synthetic")]) if material.is_synthetic else legend
