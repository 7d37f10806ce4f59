"""The difference lanes of the change chart, on the change axis shifted to the control's adjusted mean."""

from __future__ import annotations

from typing import Any

import altair as alt

from lib.report.charts.change_lanes import MEAN_AT
from lib.report.charts.change_layers import names_below
from lib.report.charts.change_stage import ChangeStage
from lib.report.charts.layers import Row, across, by, halo, inline, text_of, tooltip, upwards, words, x_at, y_at
from lib.report.charts.places import ticks
from lib.report.charts.style import text_width
from lib.report.differences import p_kind
from lib.report.language import sentence
from lib.report.numbers import DifferenceTexts, difference_texts, level, plain, printed_decimals, signed
from lib.report.wording.names import method_name
from lib.stats.results import Interval, TestResult

FIGURE_RISE = 4
"""Pixels between the upper end of an interval and the figure above it."""


def difference_lanes(stage: ChangeStage, margin: float | None) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """What lies behind the patients (axis, margin band) and what before them (guides, marks, names)."""
    if stage.zero is None:
        return [], []
    behind = _axis(stage, stage.zero, margin)
    if margin is not None:
        behind += _margin_band(stage, stage.zero, margin)
    return behind, [*_guides(stage, stage.zero), *_marks(stage, stage.zero, margin), *_names(stage)]


def _guides(stage: ChangeStage, zero: float) -> list[alt.Chart]:
    """Dotted lines from every mean to where its difference is read; the control's is the zero of the axis."""
    rows: list[Row] = [{"x": len(stage.methods) - 1 + MEAN_AT, "x2": round(stage.lanes.end, 4), "y": round(zero, 4)}]
    for index, (method, result) in enumerate(stage.differences.items()):
        start, end = stage.methods.index(method) + MEAN_AT, stage.lanes.difference_middle(index)
        rows.append({"x": start, "x2": end, "y": round(zero + result.estimate, 4)})
    look: dict[str, Any] = {"strokeDash": [1.5, 2.5], "strokeWidth": 1, "color": stage.style.ink.quiet}
    rule = alt.Chart(inline("guides", rows)).mark_rule(**look)
    return [rule.encode(x=across(), x2=alt.X2("x2"), y=upwards())]


def _margin_band(stage: ChangeStage, zero: float, margin: float) -> list[alt.Chart]:
    """The margin either side of no difference, behind the difference lanes, named once."""
    style, lanes = stage.style, stage.lanes
    start, end = lanes.difference(0)[0], lanes.end
    low, high = max(zero - margin, stage.domain[0]), min(zero + margin, stage.domain[1])
    row = {"x": start, "x2": round(end, 4), "y": round(low, 4), "y2": round(high, 4)}
    band = alt.Chart(inline("margin", [row])).mark_rect(color=style.ink.accent, opacity=0.12)
    size, owner = f"±{plain(margin)}", sentence(style.language, "charts.between")
    whole = sentence(style.language, "charts.margin", size=size, owner=owner)
    is_above = _is_name_above(stage, margin)
    name = [{"x": round(end, 4), "y": round(high if is_above else low, 4), "text": whole, "lines": f"{size}\n{owner}"}]
    in_two = f"({lanes.lane} * {round(end - start, 2)} < {round(text_width(whole, style.small)) + 6})"
    line = style.small + 2
    look: dict[str, Any] = {
        "align": "right",
        "baseline": "bottom" if is_above else "top",
        "dx": -2,
        "dy": by(f"{in_two} ? {-4 - line} : -4") if is_above else 4,
        "lineBreak": "\n",
        "lineHeight": line,
        "fontSize": style.small,
        "text": text_of(f"{in_two} ? datum.lines : datum.text"),
    }
    return [
        band.encode(x=across(), x2=alt.X2("x2"), y=upwards(), y2=alt.Y2("y2")),
        words("margin name", name, x=across(), y=upwards(), **look, **halo(style)),
        words("margin name", name, x=across(), y=upwards(), **look, color=style.ink.quiet),
    ]


def _is_name_above(stage: ChangeStage, margin: float) -> bool:
    """Above the band, unless the interval of a single pair ends there or the figures of several stand there."""
    intervals = [result.interval for result in stage.differences.values() if result.interval]
    if len(intervals) > 1:
        return False
    return sum(edge.high > margin for edge in intervals) <= sum(edge.low < -margin for edge in intervals)


def _marks(stage: ChangeStage, zero: float, margin: float | None) -> list[alt.Chart]:
    """The adjusted difference of every method from the control, with its interval and its figure."""
    rows = [
        _mark(stage, method, result, zero, index, margin)
        for index, (method, result) in enumerate(stage.differences.items())
    ]
    ink = stage.style.ink
    base = alt.Chart(inline("differences", rows)).encode(x=across(), y=upwards())
    rule = base.transform_calculate(y="datum.low").mark_rule(strokeWidth=2.6, color=ink.text).encode(y2=alt.Y2("high"))
    points = base.mark_point(shape="diamond", filled=True, size=80, opacity=1, color=ink.text)
    beside: dict[str, Any] = {"align": "left", "dx": 8}
    above: dict[str, Any] = {"align": "center", "baseline": "bottom", "dy": -FIGURE_RISE}
    look = (beside if len(rows) == 1 else above) | {"fontWeight": "bold"}
    named = base.transform_calculate(y="datum.figure") if len(rows) > 1 else base
    figures = [named.mark_text(**look, **ground).encode(text=alt.Text("text:N")) for ground in (halo(stage.style), {})]
    return [rule.encode(y2=alt.Y2("high")), points.encode(tooltip=tooltip()), *figures]


def _mark(stage: ChangeStage, method: str, result: TestResult, zero: float, index: int, margin: float | None) -> Row:
    interval = result.interval
    if interval is None:
        raise ValueError(f"the difference of {method} must have an interval to be drawn")
    texts = difference_texts(
        result.estimate, interval.low, interval.high, result.p_value,
        margin=margin, decimals=printed_decimals(stage.comparison.scale.decimals), spaced=stage.style.language != "zh",
    )  # fmt: skip
    high = min(zero + interval.high, stage.domain[1])
    return {
        "x": stage.lanes.difference_middle(index),
        "y": round(zero + result.estimate, 4),
        "low": round(max(zero + interval.low, stage.domain[0]), 4),
        "high": round(high, 4),
        "figure": round(_clear_of_guides(stage, zero, index, high), 4),
        "text": texts.estimate,
        "tip": _tip(stage, method, interval, texts),
    }


def _clear_of_guides(stage: ChangeStage, zero: float, index: int, high: float) -> float:
    """Where a figure stands: on its interval's upper end, or on a dotted line that would run through it from there."""
    passing = (zero, *(zero + one.estimate for one in list(stage.differences.values())[index + 1 :]))
    above = (FIGURE_RISE + stage.style.font_size) / stage.pixels_per_unit
    for guide in sorted(passing):
        if 0 < guide - high < above:
            high = guide
    return high


def _tip(stage: ChangeStage, method: str, interval: Interval, texts: DifferenceTexts) -> str:
    language = stage.style.language
    shown = sentence(language, "charts.interval", level=level(interval.level), low=texts.low, high=texts.high)
    parts = {"pair": _pair(stage, method), "estimate": texts.estimate, "interval": shown}
    if texts.p is None:
        return sentence(language, "charts.change.mark_difference_plain", **parts)
    parts["p_name"] = sentence(language, f"tables.between.{p_kind(stage.comparison, method, stage.control)}")
    return sentence(language, "charts.change.mark_difference", p=texts.p, **parts)


def _pair(stage: ChangeStage, method: str) -> str:
    language = stage.style.language
    experimental, control = method_name(method, language), method_name(stage.control, language)
    return sentence(language, "charts.difference", experimental=experimental, control=control)


def _names(stage: ChangeStage) -> list[alt.Chart]:
    """Below each difference lane what is subtracted, and for a single pair which way is better for whom."""
    style, is_single = stage.style, len(stage.methods) == 2
    way = "favours_down" if stage.comparison.scale.lower_is_better else "favours_up"
    upper: list[Row] = []
    lower: list[Row] = []
    for index, method in enumerate(stage.differences):
        x, name = stage.lanes.difference_middle(index), method_name(method, style.language)
        lane = len(stage.methods) + index
        text = _pair(stage, method) if is_single else name
        upper.append({"x": x, "lane": lane, "text": text, "colour": style.ink.text})
        favours = sentence(style.language, f"charts.change.{way}", method=name)
        minus = sentence(style.language, "charts.change.minus", method=method_name(stage.control, style.language))
        lower.append({"x": x, "text": favours if is_single else minus})
    look: dict[str, Any] = {"color": style.ink.quiet, "fontSize": style.small, "y": y_at("height - 8")}
    tight = "false" if is_single else stage.lanes.is_tight
    middle = round((stage.lanes.difference(0)[0] + stage.lanes.end) / 2, 4)
    return [
        *names_below("pairs", upper, stage, _room_of_pair(stage) if is_single else ""),
        words("pair notes", lower, x=across(), opacity=by(f"{tight} ? 0 : 1"), **look),
        words("pair note", [lower[0] | {"x": middle}], x=across(), opacity=by(f"{tight} ? 1 : 0"), **look),
    ]


def _room_of_pair(stage: ChangeStage) -> str:
    """The pixels for the name of a single pair: up to the name before it, and to the edge of the chart."""
    lanes, last = stage.lanes, len(stage.methods) - 1
    before = text_width(method_name(stage.methods[last], stage.style.language), stage.style.font_size)
    middle = lanes.difference_middle(0)
    left = f"{lanes.lane} * {round(middle - last - 0.5, 4)} - min({lanes.lane}, {round(before)}) / 2 - 6"
    right = f"{lanes.lane} * {round(lanes.end - middle, 4)} + {lanes.right - 2}"
    return f"2 * min({left}, {right})"


def _axis(stage: ChangeStage, zero: float, margin: float | None) -> list[alt.Chart]:
    """The difference axis at the right: same units per pixel, as far as intervals and margin reach and a tick on."""
    intervals = [result.interval for result in stage.differences.values() if result.interval]
    reach = max([abs(edge) for interval in intervals for edge in (interval.low, interval.high)] + [margin or 0.0])
    reach = max(reach + stage.step, 2 * stage.step)
    low, high = max(-reach, stage.domain[0] - zero), min(reach, stage.domain[1] - zero)
    decimals = 0 if stage.step.is_integer() else printed_decimals(stage.comparison.scale.decimals)
    start, end = stage.lanes.difference(0)[0], round(stage.lanes.end, 4)
    rows: list[Row] = [
        {"y": round(zero + tick, 4), "text": signed(tick, decimals), "x": start, "x2": end}
        for tick in ticks(low, high, stage.step)
    ]
    style = stage.style
    lines = alt.Chart(inline("difference grid", rows)).mark_rule(color=style.ink.grid, strokeWidth=1)
    at = x_at(f"width - {stage.lanes.right - 6}")
    return [
        lines.encode(x=across(), x2=alt.X2("x2"), y=upwards()),
        words("difference axis", rows, x=at, y=upwards(), align="left", color=style.ink.quiet),
    ]
