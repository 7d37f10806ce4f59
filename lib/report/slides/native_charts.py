"""Charts that PowerPoint draws itself, so that they can be edited: means with their intervals, and rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from lib.analysis.results import OutcomeComparison
from lib.analysis.safety import EventComparison
from lib.registry.events import ANY
from lib.report.charts.style import LIGHT, ChartStyle, method_marks
from lib.report.formulas import inert
from lib.report.language import sentence
from lib.report.slides.deck import Room, Slide, colour
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.report.wording.rates import event_name
from lib.stats.describe import Description

AXIS_SIZE = 14
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "cross": XL_MARKER_STYLE.PLUS,
}
Half = tuple[float, float]
"""From the mean down to the lower limit, and up to the upper one."""


def means(slide: Slide, outcome: OutcomeComparison, style: ChartStyle, room: Room) -> None:
    """The mean of each method at every visit with its 95% interval, over the whole scale; visits equally spaced."""
    visits = list(dict.fromkeys(row.visit for row in outcome.summaries))
    data: Any = CategoryChartData(number_format="0.0")  # type: ignore[no-untyped-call]
    data.categories = [inert(visit_name(visit, style.language)) for visit in visits]
    halves: list[list[Half | None]] = []
    for method in outcome.methods:
        found = {row.visit: row.description for row in outcome.summaries if row.method == method}
        known = [one if isinstance(one := found.get(visit), Description) else None for visit in visits]
        data.add_series(
            inert(method_name(method, style.language)), [None if one is None else one.mean for one in known]
        )
        halves.append([_half(one) for one in known])
    shape = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *room.lengths, data)
    chart = shape.chart
    _look(chart, legend=len(outcome.methods) > 1)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = outcome.scale.low, outcome.scale.high
    axis.has_title, axis.axis_title.text_frame.text = True, outcome_name(outcome.outcome, style.language)
    _axis_title(axis)
    marks = method_marks(outcome.methods, style)
    for method, series, half in zip(outcome.methods, chart.plots[0].series, halves, strict=True):
        mark = marks[method]
        series.smooth = False
        series.format.line.width, series.format.line.color.rgb = Pt(2.5), colour(mark.colour)
        series.marker.style, series.marker.size = _MARKERS.get(mark.shape, XL_MARKER_STYLE.TRIANGLE), 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = series.marker.format.line.color.rgb = colour(mark.colour)
        _error_bars(series._element, half, mark.colour)


def rates(slide: Slide, events: Sequence[EventComparison], style: ChartStyle, room: Room) -> None:
    """Patients with each event, in percent of those of whom it is known."""
    methods = list(dict.fromkeys(one.method for found in events for one in found.rates))
    data: Any = CategoryChartData(number_format="0")  # type: ignore[no-untyped-call]
    data.categories = [inert(event_name(found.event, style.language)) for found in events]
    for method in methods:
        shares = []
        for found in events:
            one = next((one for one in found.rates if one.method == method and one.level == ANY), None)
            shares.append(None if one is None or one.n == 0 else 100 * one.events / one.n)
        data.add_series(inert(method_name(method, style.language)), shares)
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *room.lengths, data)
    chart = shape.chart
    _look(chart, legend=len(methods) > 1)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = 0, 100
    axis.has_title, axis.axis_title.text_frame.text = True, sentence(style.language, "slides.percent")
    _axis_title(axis)
    chart.category_axis.reverse_order = True  # the first event on top
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = '0"%"', False
    labels.font.size, labels.position = Pt(AXIS_SIZE), XL_LABEL_POSITION.OUTSIDE_END
    marks = method_marks(methods, style)
    for method, series in zip(methods, plot.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(marks[method].colour)


def _half(one: Description | None) -> Half | None:
    if one is None or one.mean_interval is None:
        return None
    return one.mean - one.mean_interval.low, one.mean_interval.high - one.mean


def _look(chart: Any, *, legend: bool) -> None:
    chart.font.size, chart.font.color.rgb = Pt(AXIS_SIZE), colour(LIGHT.text)
    chart.has_title, chart.has_legend = False, legend
    if legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(AXIS_SIZE)
    chart.value_axis.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    for axis in (chart.value_axis, chart.category_axis):
        axis.format.line.color.rgb = colour(LIGHT.quiet)
        axis.tick_labels.font.size = Pt(AXIS_SIZE)


def _axis_title(axis: Any) -> None:
    font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(AXIS_SIZE), False


def _error_bars(series: Any, halves: Sequence[Half | None], tint: str) -> None:
    """Custom error bars, which python-pptx does not know; they stand before the categories."""
    low, high = (_values([None if half is None else half[side] for half in halves]) for side in (0, 1))
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/><c:plus>{high}</c:plus><c:minus>{low}</c:minus><c:spPr><a:ln w="15875"><a:solidFill>'
        f'<a:srgbClr val="{tint.removeprefix("#")}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series.cat.addprevious(bars)


def _values(numbers: Sequence[float | None]) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{number!r}</c:v></c:pt>'
        for index, number in enumerate(float(one) if one is not None else 0.0 for one in numbers)
    )
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(numbers)}"/>{points}</c:numLit>'
