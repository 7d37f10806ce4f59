"""One score over time: a thin line per patient (or the band of the middle half), and the mean of each method."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from lib.analysis.results import OutcomeComparison
from lib.registry.cohort import Cohort, Patient
from lib.registry.protocol import Registry
from lib.report.charts import trajectory_layers as layers
from lib.report.charts import trajectory_words
from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import frame, grid, score_words
from lib.report.charts.style import ChartStyle, finished
from lib.report.charts.trajectory_stage import stage as layout
from lib.report.language import sentence
from lib.report.numbers import number, plain, printed_decimals
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.stats.describe import Description
from lib.terms import Visit

LINES_UP_TO = 150
"""Analysed patients up to whom each has a line; above, the band of the middle half."""

MEANS_ONLY_FROM = 3
"""So many methods show means only: more lines than that nobody can follow."""


def trajectory(
    outcome: OutcomeComparison, patients: Sequence[Patient], visit: Visit, style: ChartStyle
) -> LayeredChart:
    """The course of one score by method; `visit` is marked. `patients` may be empty where counts must do.

    The score axis is that of the scale, whatever the filter. Up to 150 analysed patients each has a line, above them
    a band holds the middle half; three methods or more show means only.
    """
    stage = layout(outcome, style)
    drawn: list[alt.Chart] = [
        frame(stage.x, stage.y),
        grid(stage.ticks, style),
        score_words(stage.ticks, style),
        layers.current_visit(stage, visit),
    ]
    if len(outcome.methods) < MEANS_ONLY_FROM:
        is_crowded = analysed(outcome, visit) > LINES_UP_TO
        drawn.extend(layers.bands(stage) if is_crowded else layers.patient_lines(stage, patients))
    drawn.extend(layers.means(stage))
    drawn.append(trajectory_words.end_labels(stage))
    drawn.extend(trajectory_words.visit_names(stage, visit))
    drawn.extend(trajectory_words.numbers_below(stage, visit))
    return finished(drawn, style)


def drawn_singly(registry: Registry, outcome: str) -> tuple[Patient, ...]:
    """Every patient where a picture can show each; beyond, and of a source that knows none, the counts are enough."""
    if not isinstance(registry, Cohort) or registry.n_patients > 2 * LINES_UP_TO:
        return ()
    return registry.patients(outcome)


def analysed(outcome: OutcomeComparison, visit: Visit) -> int:
    """Patients with both scores at the visit; where it is no follow-up of the outcome, the most at any."""
    numbers = {row.visit.name: sum(within.n for within in row.within) for row in outcome.visits}
    return numbers.get(visit.name, max(numbers.values(), default=0))


def heading(outcome: OutcomeComparison, visit: Visit, language: str) -> tuple[str, str]:
    """Title and subtitle: what the lines are, and that the time axis is not to scale."""
    parts = [sentence(language, "charts.mean_interval"), sentence(language, "charts.not_to_scale")]
    if len(outcome.methods) < MEANS_ONLY_FROM:
        kind = "band" if analysed(outcome, visit) > LINES_UP_TO else "lines"
        parts.insert(0, sentence(language, f"charts.trajectory.{kind}"))
    title = sentence(language, "charts.trajectory.title", outcome=outcome_name(outcome.outcome, language))
    return title, sentence(language, "charts.dot").join(parts)


def alternative_text(outcome: OutcomeComparison, language: str) -> str:
    """The means of every method at every visit, in words."""
    rows = [
        sentence(
            language,
            "charts.trajectory.alternative_row",
            method=method_name(method, language),
            values=_values(outcome, method, language),
        )
        for method in outcome.methods
    ]
    return sentence(
        language,
        "charts.trajectory.alternative",
        outcome=outcome_name(outcome.outcome, language),
        low=plain(outcome.scale.low),
        high=plain(outcome.scale.high),
        rows=sentence(language, "charts.list").join(rows),
    )


def _values(outcome: OutcomeComparison, method: str, language: str) -> str:
    decimals = printed_decimals(outcome.scale.decimals)
    values = [
        sentence(
            language,
            "charts.trajectory.alternative_value",
            visit=visit_name(row.visit, language),
            mean=number(row.description.mean, decimals),
            n=row.description.n,
        )
        for row in outcome.summaries
        if row.method == method and isinstance(row.description, Description)
    ]
    return sentence(language, "charts.comma").join(values) or sentence(language, "charts.no_value")
