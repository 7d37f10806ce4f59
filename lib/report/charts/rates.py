"""How far the rates of two methods differ, event by event, in percentage points."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.safety import EventComparison, RateVerdict
from lib.report.charts.layered import LayeredChart
from lib.report.charts.listed import Axis, ListedRow, listed, reach_of
from lib.report.charts.style import ChartStyle
from lib.report.language import sentence
from lib.report.wording.centres import within_figures
from lib.report.wording.names import method_name
from lib.report.wording.rates import difference_figures, event_name
from lib.stats.proportion import newcombe
from lib.stats.results import Interval, TestResult

Pair = tuple[str, str]
UNIT = 5.0
"""Percentage points to which the axis is rounded."""


def rows(found: Sequence[EventComparison], pair: Pair, language: str) -> list[ListedRow]:
    """One row per event that was compared in the pair, in its order: the risk difference with Newcombe's interval."""
    verdicts = [(one.event, one.verdict_on(pair)) for one in found]
    return [
        row_of(event_name(event, language), verdict, language) for event, verdict in verdicts if verdict is not None
    ]


def risk_differences(found: Sequence[ListedRow], pair: Pair, style: ChartStyle) -> LayeredChart:
    """The rows with a neutral axis: of success more is better, of a leak less."""
    reach, step = reach_of(found, UNIT)
    experimental = method_name(pair[0], style.language)
    axis = Axis(
        reach=reach,
        step=step,
        left=sentence(style.language, "charts.rates.fewer", method=experimental),
        right=sentence(style.language, "charts.rates.more", method=experimental),
    )
    return listed(found, axis, style)


def heading(found: Sequence[EventComparison], pair: Pair, language: str) -> tuple[str, str]:
    """Title and subtitle, which names the interval: Newcombe's, and where a row is within centres that one too."""
    key = "charts.rates.subtitle_within" if has_within(found, pair) else "charts.rates.subtitle"
    return sentence(language, "charts.rates.title"), sentence(language, key, **_names(pair, language))


def has_within(found: Sequence[EventComparison], pair: Pair) -> bool:
    """Whether a pair's difference within centres stands in a row, or in several."""
    verdicts = [one.verdict_on(pair) for one in found]
    return any(one is not None and one.within is not None and one.within.carries for one in verdicts)


def alternative_text(found: Sequence[ListedRow], pair: Pair, language: str) -> str:
    """Every difference in words."""
    said = [sentence(language, "charts.forest.alternative_row", visit=row.name, value=row.text) for row in found]
    joined = sentence(language, "charts.list").join(said)
    return sentence(language, "charts.rates.alternative", rows=joined, **_names(pair, language))


def _names(pair: Pair, language: str) -> dict[str, str]:
    experimental, control = (method_name(name, language) for name in pair)
    return {"pair": sentence(language, "charts.difference", experimental=experimental, control=control)}


def row_of(name: str, verdict: RateVerdict, language: str, *, is_current: bool = False) -> ListedRow:
    """One row: the risk difference in percentage points with Newcombe's interval at the family's level.

    Where there are several centres it is the difference within them, as the name says.
    """
    one = verdict.difference
    texts = within_figures(verdict, language)
    if texts is not None and verdict.within is not None:
        result = verdict.within.result
        name = sentence(language, "charts.rates.within", name=name)
    else:
        result = newcombe(
            one.events_experimental, one.n_experimental, one.events_control, one.n_control, level=verdict.level
        )
        texts = difference_figures(one, verdict.level, language, margin=verdict.margin)
    if texts is None or not isinstance(result, TestResult) or result.interval is None:
        text = sentence(language, "charts.no_value")
        return ListedRow(name=name, estimate=None, interval=None, text=text, is_current=is_current)
    figures = {"estimate": texts.estimate, "low": texts.low, "high": texts.high}
    text = sentence(language, "charts.estimate", **figures)
    return ListedRow(
        name=name,
        estimate=100 * result.estimate,
        interval=Interval(100 * result.interval.low, 100 * result.interval.high, verdict.level),
        text=text,
        tip=sentence(language, "charts.forest.alternative_row", visit=name, value=text),
        is_current=is_current,
    )
