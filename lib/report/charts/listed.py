"""Estimates under one another on one axis: a name before each, its interval, and its figures behind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import Row, across, by, frame, inline, text_of, tooltip, upwards, words, x_at, y2_at, y_at
from lib.report.charts.places import nice_step, ticks
from lib.report.charts.style import ChartStyle, finished, text_width
from lib.report.numbers import plain
from lib.stats.results import Interval

HEAD, FOOT = 24, 48
"""Pixels above the first row (the band's name) and below the last (ticks, the sides)."""

_STEPS = 2
_BETWEEN_ROWS = 18
_ROOM, _USUAL_ROOM = 12, 192
"""Pixels of the figures' room: its step, and what nearly all figures need."""

_NAMES, _FIGURES = 0.42, 0.3
"""At most these shares of the width are the names' and the figures'; the axis keeps the rest, also on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """One row: `estimate` is None where there is none; `text` are its figures and `tip` says them with their names.

    `band` is a range of this row alone, drawn behind it as the axis' band is. `size` is the area of its mark in square
    pixels, where it differs from the usual. `longest` is the longest name that the row can have: its room is kept, so
    that another name does not draw the chart anew.
    """

    name: str
    estimate: float | None
    interval: Interval | None
    text: str
    tip: str = ""
    is_current: bool = False
    band: tuple[float, float] | None = None
    size: int | None = None
    longest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The common axis, symmetrical about 0: how far it goes either way and its step.

    `band` is a range either side of 0; `band_name` names it, or the rows' own bands; `left` and `right` say what either
    side means.
    """

    reach: float
    step: float
    band: float | None = None
    band_name: str = ""
    left: str = ""
    right: str = ""


def reach_of(rows: Sequence[ListedRow], unit: float, *others: float) -> tuple[float, float]:
    """How far an axis must go for every limit and the `others`, and a step of 1, 2 or 5 times `unit`."""
    edges = [abs(one.estimate) for one in rows if one.estimate is not None]
    edges += [abs(edge) for one in rows if one.interval for edge in (one.interval.low, one.interval.high)]
    needed = max([*edges, *others, unit])
    step = nice_step(needed / _STEPS, unit)
    return round(step * math.ceil(needed / step - 1e-9), 9), step


def listed(rows: Sequence[ListedRow], axis: Axis, style: ChartStyle, *, height: int | None = None) -> LayeredChart:
    """The rows, the first on top; the current one bold, the others lighter; all alike where none is current."""
    left = 14 + round(max((text_width(row.longest or row.name, style.font_size) for row in rows), default=0))
    # The room of the figures is what all usual ones need, so that a figure more or less does not draw the chart anew.
    right = 12 + max((text_width(row.text, style.font_size) for row in rows), default=0.0)
    right = max(_USUAL_ROOM, _ROOM * math.ceil(right / _ROOM))
    tall = HEAD + FOOT + max(2, len(rows)) * (style.row + _BETWEEN_ROWS)
    span: list[Any] = [by(f"min({left}, width * {_NAMES})"), by(f"max(width - {right}, width * {1 - _FIGURES})")]
    fall: list[Any] = [HEAD, by(f"height - {FOOT}")]
    domain = [-axis.reach, axis.reach]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=domain, range=span, nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.5, len(rows) - 0.5], range=fall, nice=False, zero=False))
    behind = [*_bands(rows, style), *_background(axis, style)]
    layers = [frame(x, y), *behind, *_marks(rows, style), *_words(rows, style), *_sides(axis, style)]
    return finished(layers, style, height=min(height, tall) if height else tall)


def _bands(rows: Sequence[ListedRow], style: ChartStyle) -> list[alt.Chart]:
    """Each row's own range behind its mark."""
    found: list[Row] = [
        {"x": round(row.band[0], 4), "x2": round(row.band[1], 4), "y": index - 0.5, "y2": index + 0.5}
        for index, row in enumerate(rows)
        if row.band is not None
    ]
    if not found:
        return []
    drawn = alt.Chart(inline("bands", found)).mark_rect(color=style.ink.accent, opacity=0.12)
    return [drawn.encode(x=across(), x2=alt.X2("x2"), y=upwards(), y2=alt.Y2("y2"))]


def _background(axis: Axis, style: ChartStyle) -> list[alt.Chart]:
    """Ticks with their figures, the line of no difference, and the band, named once."""
    ink = style.ink
    bottom = y2_at(f"height - {FOOT}")
    grid = [{"x": value, "text": plain(value)} for value in ticks(-axis.reach, axis.reach, axis.step)]
    drawn = [
        alt.Chart(inline("grid", grid)).mark_rule(color=ink.grid).encode(x=across(), y=y_at(HEAD), y2=bottom),
        words("ticks", grid, x=across(), y=y_at(f"height - {FOOT - 12}"), color=ink.quiet, fontSize=style.font_size),
    ]
    if axis.band is not None:
        edges = {"x": -axis.band, "x2": axis.band}
        band = alt.Chart(inline("margin", [edges])).mark_rect(color=ink.accent, opacity=0.12)
        drawn.append(band.encode(x=across(), x2=alt.X2("x2"), y=y_at(HEAD), y2=bottom))
    if axis.band_name:
        label: dict[str, Any] = {"y": y_at(HEAD - 10), "color": ink.quiet, "fontSize": style.small}
        drawn.append(words("margin name", [{"x": 0, "text": axis.band_name}], x=across(), **label))
    zero = alt.Chart(inline("zero", [{"x": 0}])).mark_rule(color=ink.quiet)
    return [*drawn, zero.encode(x=across(), y=y_at(HEAD), y2=bottom)]


def _marks(rows: Sequence[ListedRow], style: ChartStyle) -> list[alt.Chart]:
    """Estimate and interval of each row."""
    has_current = any(row.is_current for row in rows)
    drawn: list[alt.Chart] = []
    for is_bold in (False, True):
        found: list[Row] = [
            {
                "x": round(row.estimate, 4),
                "low": round(row.interval.low if row.interval else row.estimate, 4),
                "high": round(row.interval.high if row.interval else row.estimate, 4),
                "y": index,
                "tip": row.tip,
                "size": row.size or (90 if is_bold else 46),
            }
            for index, row in enumerate(rows)
            if row.estimate is not None and (row.is_current or not has_current) == is_bold
        ]
        if not found:
            continue
        ink, opacity = style.ink.text, 1.0 if is_bold else 0.55
        base = alt.Chart(inline("current" if is_bold else "others", found)).encode(y=upwards())
        rule = base.transform_calculate(x="datum.low").mark_rule(
            strokeWidth=2.6 if is_bold else 1.4, color=ink, opacity=opacity
        )
        points = base.mark_point(shape="diamond", filled=True, color=ink, opacity=opacity)
        size = alt.Size("size:Q", scale=None, legend=None)
        drawn += [rule.encode(x=across(), x2=alt.X2("high")), points.encode(x=across(), size=size, tooltip=tooltip())]
    return drawn


def _words(rows: Sequence[ListedRow], style: ChartStyle) -> list[alt.Chart]:
    """The name before and the figures behind each interval; the current row in bold ink."""
    drawn: list[alt.Chart] = []
    for is_current in (False, True):
        look: dict[str, Any] = {
            "y": upwards(),
            "fontSize": style.font_size,
            "color": style.ink.text if is_current else style.ink.quiet,
            "fontWeight": "bold" if is_current else "normal",
        }
        before = [_name(i, row.name, style) for i, row in enumerate(rows) if row.is_current == is_current]
        behind = [{"y": i, "text": row.text} for i, row in enumerate(rows) if row.is_current == is_current]
        if before:
            kind = "current" if is_current else "other"
            drawn.append(words(f"{kind} visits", before, x=x_at(0), align="left", **_wrapped(style), **look))
            drawn.append(words(f"{kind} figures", behind, x=x_at("width"), align="right", **look))
    return drawn


def _name(place: int, name: str, style: ChartStyle) -> Row:
    """A row's name, and the same in two lines: broken at the blank or full-width letter nearest its middle."""
    breaks = [at for at, letter in enumerate(name) if at and (letter == " " or text_width(letter, 1) == 1)]
    at = min(breaks, key=lambda one: abs(text_width(name[:one], 1) - text_width(name[one:], 1)), default=0)
    lines = f"{name[:at].rstrip()}\n{name[at:].lstrip()}" if at else name
    return {"y": place, "text": name, "lines": lines, "room": round(text_width(name, style.font_size))}


def _wrapped(style: ChartStyle) -> dict[str, Any]:
    """The look of names that take two lines where one does not fit, and lose their end where two do not."""
    is_wide, line = f"width * {_NAMES} >= datum.room", style.font_size + 2
    return {
        "text": text_of(f"{is_wide} ? datum.text : datum.lines"),
        "dy": by(f"{is_wide} || datum.lines == datum.text ? 0 : {-line / 2}"),
        "lineBreak": "\n",
        "lineHeight": line,
        "limit": by(f"width * {_NAMES}"),
    }


def _sides(axis: Axis, style: ChartStyle) -> list[alt.Chart]:
    """What either side of 0 means."""
    look: dict[str, Any] = {"y": y_at("height - 10"), "color": style.ink.quiet, "fontSize": style.small}
    return [
        words(f"favours {align}", [{"x": 0, "text": text}], x=across(), align=align, dx=aside, **look)
        for align, text, aside in (("right", axis.left, -10), ("left", axis.right, 10))
        if text
    ]
