"""The difference lanes of the change chart, on the change axis shifted to the control's adjusted mean."""

from __future__ import annotations

from typing import Any

import altair as alt

from lib.report.charts.change_lanes import MEAN_AT, ChangeStage
from lib.report.charts.change_layers import names_below
from lib.report.charts.layers import Row, across, inline, pixels, tooltip, upwards, words
from lib.report.charts.places import ticks
from lib.report.charts.style import text_width
from lib.report.language import sentence
from lib.report.numbers import DifferenceTexts, difference_texts, level, plain, printed_decimals, signed
from lib.report.wording.names import method_name
from lib.stats.results import TestResult


def guides(stage: ChangeStage) -> list[alt.Chart]:
    """Dotted lines from every mean to where its difference is read; the control's is the zero of the axis."""
    if stage.zero is None:
        return []
    end = stage.difference_lane(len(stage.differences) - 1)[1]
    rows: list[Row] = [{"x": len(stage.lanes) - 1 + MEAN_AT, "x2": end, "y": round(stage.zero, 4)}]
    for index, method in enumerate(stage.differences):
        start = stage.lanes.index(method) + MEAN_AT
        left, right = stage.difference_lane(index)
        level_of_mark = round(stage.zero + stage.differences[method].estimate, 4)
        rows.append({"x": start, "x2": (left + right) / 2, "y": level_of_mark})
    rule = alt.Chart(inline("guides", rows)).mark_rule(
        strokeDash=[1.5, 2.5], strokeWidth=1, color=stage.style.ink.quiet
    )
    return [rule.encode(x=across(), x2="x2:Q", y=upwards())]


def margin_band(stage: ChangeStage, margin: float) -> list[alt.Chart]:
    """The margin either side of no difference, behind the difference lanes, named once."""
    if stage.zero is None:
        return []
    style = stage.style
    start, end = stage.difference_lane(0)[0], stage.difference_lane(len(stage.differences) - 1)[1]
    low, high = max(stage.zero - margin, stage.domain[0]), min(stage.zero + margin, stage.domain[1])
    row = {"x": start, "x2": end, "y": round(low, 4), "y2": round(high, 4)}
    is_above = _is_name_above(stage, margin)
    room = stage.lane_pixels * (end - start) - 4
    texts = _margin_lines(stage, margin, room)
    band = alt.Chart(inline("margin", [row])).mark_rect(color=style.ink.accent, opacity=0.12)
    name = [{"x": end, "y": round(high if is_above else low, 4), "text": "\n".join(texts)}]
    look: dict[str, Any] = {
        "x": across(), "y": upwards(), "align": "right", "baseline": "bottom" if is_above else "top", "dx": -2,
        "dy": -4 - (style.small + 2) * (len(texts) - 1) if is_above else 4,
        "lineBreak": "\n", "fontSize": style.small, "lineHeight": style.small + 2,
    }  # fmt: skip
    return [
        band.encode(x=across(), x2="x2:Q", y=upwards(), y2="y2:Q"),
        words("margin name", name, stroke=style.ink.paper, strokeWidth=3, **look),
        words("margin name", name, color=style.ink.quiet, **look),
    ]


def _is_name_above(stage: ChangeStage, margin: float) -> bool:
    """Above the band, unless the interval of a single pair ends there or the figures of several stand there."""
    if len(stage.differences) > 1:
        return False
    intervals = [result.interval for result in stage.differences.values() if result.interval]
    return sum(edge.high > margin for edge in intervals) <= sum(edge.low < -margin for edge in intervals)


def _margin_lines(stage: ChangeStage, margin: float, room: float) -> list[str]:
    """The band's name in one line, or in two where the lanes are too narrow for it."""
    language = stage.style.language
    size, owner = f"±{plain(margin)}", sentence(language, "charts.between")
    whole = sentence(language, "charts.margin", size=size, owner=owner)
    return [whole] if text_width(whole, stage.style.small) <= room else [size, owner]


def marks(stage: ChangeStage, margin: float | None) -> list[alt.Chart]:
    """The adjusted difference of every method from the control, with its interval and its figure."""
    if stage.zero is None:
        return []
    rows: list[Row] = []
    for index, (method, result) in enumerate(stage.differences.items()):
        left, right = stage.difference_lane(index)
        rows.append(_mark(stage, method, result, stage.zero, (left + right) / 2, margin))
    ink = stage.style.ink
    base = alt.Chart(inline("differences", rows)).encode(x=across(), y=upwards())
    rule = base.transform_calculate(y="datum.low").mark_rule(strokeWidth=2.6, color=ink.text).encode(y2="high:Q")
    points = base.mark_point(shape="diamond", filled=True, size=80, opacity=1, color=ink.text)
    beside: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 8}
    above: dict[str, Any] = {"align": "center", "baseline": "bottom", "dy": -4}
    look = (beside if len(rows) == 1 else above) | {"fontWeight": "bold", "fontSize": stage.style.font_size}
    named = base.transform_calculate(y="datum.high") if len(rows) > 1 else base
    texts = named.mark_text(**look, color=ink.text).encode(text="text:N")
    halo = named.mark_text(**look, stroke=ink.paper, strokeWidth=3).encode(text="text:N")
    return [rule, points.encode(tooltip=tooltip()), halo, texts]


def _mark(
    stage: ChangeStage, method: str, result: TestResult, zero: float, x: float, margin: float | None
) -> Row:
    interval = result.interval
    if interval is None:
        raise ValueError(f"the difference of {method} must have an interval to be drawn")
    texts = _texts(stage, result, margin)
    return {
        "x": x,
        "y": round(zero + result.estimate, 4),
        "low": round(max(zero + interval.low, stage.domain[0]), 4),
        "high": round(min(zero + interval.high, stage.domain[1]), 4),
        "text": texts.estimate,
        "tip": _tip(stage, method, result, texts),
    }


def _texts(stage: ChangeStage, result: TestResult, margin: float | None) -> DifferenceTexts:
    low, high = (result.interval.low, result.interval.high) if result.interval else (result.estimate, result.estimate)
    decimals = printed_decimals(stage.comparison.scale.decimals)
    spaced = stage.style.language != "zh"
    return difference_texts(result.estimate, low, high, result.p_value, margin=margin, decimals=decimals, spaced=spaced)


def _tip(stage: ChangeStage, method: str, result: TestResult, texts: DifferenceTexts) -> str:
    language = stage.style.language
    shown = level(result.interval.level) if result.interval else ""
    parts = {
        "pair": _pair(stage, method),
        "estimate": texts.estimate,
        "interval": sentence(language, "charts.interval", level=shown, low=texts.low, high=texts.high),
    }
    if texts.p is None:
        return sentence(language, "charts.change.mark_difference_plain", **parts)
    return sentence(language, "charts.change.mark_difference", p=texts.p, **parts)


def _pair(stage: ChangeStage, method: str) -> str:
    names = (method_name(name, stage.style.language) for name in (method, stage.control or ""))
    return sentence(stage.style.language, "charts.difference", **dict(zip(("experimental", "control"), names, strict=True)))


def lane_names(stage: ChangeStage) -> list[alt.Chart]:
    """Below each difference lane what is subtracted, and for a single pair which way is better for whom."""
    style = stage.style
    upper: list[Row] = []
    lower: list[Row] = []
    is_single = len(stage.lanes) == 2
    for index, method in enumerate(stage.differences):
        left, right = stage.difference_lane(index)
        x, name = (left + right) / 2, method_name(method, style.language)
        control = method_name(stage.control, style.language)
        way = "favours_down" if stage.comparison.scale.lower_is_better else "favours_up"
        below = (
            sentence(style.language, f"charts.change.{way}", method=name)
            if is_single
            else sentence(style.language, "charts.change.minus", method=control)
        )
        upper.append({
            "x": x,
            "up": stage.name_level(len(stage.lanes) + index),
            "text": _pair(stage, method) if is_single else name,
            "colour": style.ink.text,
        })
        lower.append({"x": x, "text": below})
    look: dict[str, Any] = {"color": style.ink.quiet, "fontSize": style.small, "limit": round(stage.lane_pixels) + 20}
    return [
        names_below("pairs", upper, stage),
        words("pair notes", lower, x=across(), y=pixels("height - 8"), **look),
    ]


def axis_labels(stage: ChangeStage, margin: float | None) -> list[alt.Chart]:
    """The difference axis at the right: the same units per pixel, as far as intervals and margin reach, and a tick on."""
    if stage.zero is None:
        return []
    intervals = [result.interval for result in stage.differences.values() if result.interval]
    reach = max([abs(edge) for interval in intervals for edge in (interval.low, interval.high)] + [margin or 0.0])
    reach = max(reach + stage.step, 2 * stage.step)
    low, high = max(-reach, stage.domain[0] - stage.zero), min(reach, stage.domain[1] - stage.zero)
    decimals = 0 if float(stage.step).is_integer() else printed_decimals(stage.comparison.scale.decimals)
    rows: list[Row] = [
        {"y": round(stage.zero + tick, 4), "text": signed(tick, decimals), "x": stage.difference_lane(0)[0],
         "x2": stage.total}
        for tick in ticks(low, high, stage.step)
    ]  # fmt: skip
    style = stage.style
    lines = alt.Chart(inline("difference grid", rows)).mark_rule(color=style.ink.grid, strokeWidth=1)
    return [
        lines.encode(x=across(), x2="x2:Q", y=upwards()),
        words(
            "difference axis", rows, x=pixels(f"width - {stage.right - 6}"), y=upwards(), align="left",
            color=style.ink.quiet, fontSize=style.font_size,
        ),
    ]  # fmt: skip
