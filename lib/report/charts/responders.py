"""How far the shares of responders differ under every published threshold, in percentage points."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.responders import RespondersAtVisit, by_amount
from lib.report.charts.layered import LayeredChart
from lib.report.charts.listed import Axis, ListedRow, listed, reach_of
from lib.report.charts.rates import Pair, has_within, row_of
from lib.report.charts.style import ChartStyle
from lib.report.language import sentence
from lib.report.wording.names import method_name
from lib.report.wording.responders import amount
from lib.stats.responder import Threshold
from lib.terms import Scale

UNIT, LEAST = 10.0, 40.0
"""Percentage points to which the axis is rounded, and how far it always goes, so that a filter leaves it alone."""


def rows(
    found: Sequence[tuple[str, RespondersAtVisit]], chosen: Threshold, pair: Pair, scale: Scale, language: str
) -> list[ListedRow]:
    """One row per threshold, those missing left out of the shares; the chosen one is current."""
    verdicts = [(one.threshold, one.compared.verdict_on(pair)) for _, one in by_amount(found)]
    return [
        row_of(amount(threshold, scale, language), verdict, language, is_current=threshold == chosen)
        for threshold, verdict in verdicts
        if verdict is not None
    ]


def by_threshold(found: Sequence[ListedRow], pair: Pair, style: ChartStyle) -> LayeredChart:
    """The rows on one axis, on which more responders are better."""
    reach, step = reach_of(found, UNIT, LEAST)
    experimental, control = (method_name(name, style.language) for name in pair)
    axis = Axis(
        reach=reach,
        step=step,
        left=sentence(style.language, "charts.forest.favours_left", method=control),
        right=sentence(style.language, "charts.forest.favours_right", method=experimental),
    )
    return listed(found, axis, style)


def heading(found: Sequence[tuple[str, RespondersAtVisit]], pair: Pair, language: str) -> tuple[str, str]:
    """Title and subtitle, which names the interval: Newcombe's, and where a row is within centres that one too."""
    is_within = has_within([one.compared for _, one in found], pair)
    key = "charts.responders.subtitle_within" if is_within else "charts.responders.subtitle"
    return sentence(language, "responders.sensitivity"), sentence(language, key, pair=_difference(pair, language))


def alternative_text(found: Sequence[ListedRow], pair: Pair, language: str) -> str:
    """Every difference in words."""
    said = [sentence(language, "charts.forest.alternative_row", visit=row.name, value=row.text) for row in found]
    joined = sentence(language, "charts.list").join(said)
    return sentence(language, "charts.responders.alternative", rows=joined, pair=_difference(pair, language))


def _difference(pair: Pair, language: str) -> str:
    experimental, control = (method_name(name, language) for name in pair)
    return sentence(language, "charts.difference", experimental=experimental, control=control)
