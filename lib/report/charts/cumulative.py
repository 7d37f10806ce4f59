"""Who improved by at least how much: the share of each method's patients at every threshold, as steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from lib.registry.counts import ScoreCounts
from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import (
    Row,
    across,
    frame,
    grid,
    inline,
    own_colour,
    tooltip,
    upwards,
    words,
    x_at,
    y2_at,
    y_at,
)
from lib.report.charts.places import ticks
from lib.report.charts.style import ChartStyle, finished, method_colours
from lib.report.language import sentence
from lib.report.numbers import number, plain
from lib.report.wording.names import method_name, outcome_name, unit_name
from lib.stats.responder import Threshold, cumulative_responders
from lib.stats.results import NotEstimable
from lib.terms import Scale

GUTTER, FOOT, TOP = 40, 46, 26
HEIGHT = 300
_STEPS = 5

Steps = list[tuple[float, float]]
"""(gain, share in percent of those who improved by at least it), gains ascending from 0."""


def steps(counts: ScoreCounts, died: Mapping[str, int], scale: Scale) -> dict[str, Steps]:
    """The curve of every method with a complete pair; who died is among the patients and improved by nothing."""
    found: dict[str, Steps] = {}
    for method in counts.methods:
        pairs = counts.of(method)
        curve = cumulative_responders(pairs.change, pairs.count, better=scale.better)
        if isinstance(curve, NotEstimable):
            continue
        gains, shares = curve
        alive = pairs.n / (pairs.n + died.get(method, 0))
        above = [
            (float(gain), 100 * alive * float(share)) for gain, share in zip(gains, shares, strict=True) if gain > 0
        ]
        at_zero = next((100 * alive * float(s) for g, s in zip(gains, shares, strict=True) if g >= 0), 0.0)
        last = above[-1][0] if above else 0.0
        found[method] = [(0.0, at_zero), *above, (last, 0.0), (scale.high - scale.low, 0.0)]
    return found


def cumulative(curves: Mapping[str, Steps], scale: Scale, threshold: Threshold, style: ChartStyle) -> LayeredChart:
    """The steps over the whole range of the score; a threshold in points is a dashed line."""
    span = scale.high - scale.low
    room: dict[str, Any] = {"minExtent": GUTTER, "maxExtent": GUTTER}
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, span], nice=False, zero=False))
    axis = alt.Axis(title=None, labels=False, grid=False, domain=False, ticks=False, **room)
    fall: list[Any] = [{"expr": f"height - {FOOT}"}, TOP]
    y = alt.Y("y:Q", axis=axis, scale=alt.Scale(domain=[0, 100], range=fall, nice=False, zero=False))
    colours = method_colours(tuple(curves), style)
    layers = [
        frame(x, y),
        grid([0, 25, 50, 75, 100], style),
        *_axes(span, scale, style),
        *_threshold(threshold, style),
        *_curves(curves, colours, style),
        _legend(colours, style),
    ]
    return finished(layers, style, height=HEIGHT)


def heading(language: str) -> tuple[str, str]:
    """Title and subtitle."""
    return sentence(language, "charts.cumulative.title"), sentence(language, "charts.cumulative.subtitle")


def alternative_text(curves: Mapping[str, Steps], scale: Scale, language: str) -> str:
    """The share of each method at every fifth of the range, in words."""
    span = scale.high - scale.low
    rows = []
    for method, curve in curves.items():
        values = [
            sentence(language, "charts.cumulative.value", gain=plain(gain), share=number(share_at(curve, gain), 0))
            for gain in ticks(span / _STEPS, span, span / _STEPS)
        ]
        joined = sentence(language, "charts.comma").join(values)
        name = method_name(method, language)
        rows.append(sentence(language, "charts.trajectory.alternative_row", method=name, values=joined))
    shown = sentence(language, "charts.list").join(rows)
    return sentence(
        language, "charts.cumulative.alternative", outcome=outcome_name(scale.outcome, language), rows=shown
    )


def share_at(curve: Steps, gain: float) -> float:
    """The share that a curve shows at a gain: of those who improved by at least so much."""
    return next((share for reached, share in curve if reached >= gain - 1e-9), 0.0)


def _axes(span: float, scale: Scale, style: ChartStyle) -> list[alt.Chart]:
    quiet: dict[str, Any] = {"color": style.ink.quiet, "fontSize": style.font_size}
    across_words = [{"x": value, "text": plain(value)} for value in ticks(0, span, span / _STEPS)]
    up = [
        {"y": value, "text": sentence(style.language, "charts.cumulative.percent", n=value)} for value in (0, 50, 100)
    ]
    unit = unit_name(scale, style.language)
    title = [{"x": 0, "text": sentence(style.language, "charts.cumulative.axis", unit=unit)}]
    return [
        words("gains", across_words, x=across(), y=y_at(f"height - {FOOT - 14}"), **quiet),
        words("shares", up, x=x_at(-6), y=upwards(), align="right", **quiet),
        words("axis", title, x=x_at("width"), y=y_at("height - 10"), align="right", **quiet),
    ]


def _threshold(threshold: Threshold, style: ChartStyle) -> list[alt.Chart]:
    if threshold.rule != "points":
        return []
    rule = alt.Chart(inline("threshold", [{"x": threshold.value}])).mark_rule(color=style.ink.quiet, strokeDash=[4, 3])
    return [rule.encode(x=across(), y=y_at(TOP), y2=y2_at(f"height - {FOOT}"))]


def _curves(curves: Mapping[str, Steps], colours: Mapping[str, str], style: ChartStyle) -> list[alt.Chart]:
    drawn: list[alt.Chart] = []
    for position, (method, curve) in enumerate(curves.items()):
        name = method_name(method, style.language)
        rows: list[Row] = [
            {
                "x": gain,
                "y": round(share, 3),
                "colour": colours[method],
                "tip": sentence(
                    style.language, "charts.cumulative.tooltip", method=name, gain=plain(gain), share=number(share, 0)
                ),
            }
            for gain, share in curve
        ]
        line = alt.Chart(inline(f"curve {position + 1}", rows)).mark_line(interpolate="step-before", strokeWidth=2.4)
        drawn.append(line.encode(x=across(), y=upwards(), color=own_colour(), tooltip=tooltip()))
    return drawn


def _legend(colours: Mapping[str, str], style: ChartStyle) -> alt.Chart:
    rows = [
        {"text": f"— {method_name(method, style.language)}", "colour": colour, "line": place}
        for place, (method, colour) in enumerate(colours.items())
    ]
    placed = [{**row, "py": TOP + 12 + style.row * int(str(row["line"]))} for row in rows]
    y = alt.Y("py:Q", scale=None, axis=None)
    return words("legend", placed, x=x_at("width - 4"), y=y, align="right", fontSize=style.font_size, fontWeight="bold")
