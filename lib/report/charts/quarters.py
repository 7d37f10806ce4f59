"""Procedures per quarter by method: bars side by side, every quarter between the first and the last."""

from __future__ import annotations

from typing import Any

import altair as alt

from lib.analysis.concurrence import Concurrence
from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import across, frame, grid, inline, own_colour, score_words, tooltip, upwards, words, y_at
from lib.report.charts.places import nice_step, ticks
from lib.report.charts.style import ChartStyle, finished, method_colours
from lib.report.language import sentence
from lib.report.wording.names import method_name

FOOT, GUTTER, HEIGHT, TOP = 40, 34, 220, 10
_WIDE = 0.8
"""The part of a quarter that its bars fill."""


def every_quarter(first: str, last: str) -> list[str]:
    """All quarters from one to another, those without a procedure too."""
    begin, end = (4 * int(one[:4]) + int(one[-1]) - 1 for one in (first, last))
    return [f"{place // 4} Q{place % 4 + 1}" for place in range(begin, end + 1)]


def procedures_per_quarter(found: Concurrence, style: ChartStyle) -> LayeredChart:
    """A bar per method and quarter; the years stand below."""
    quarters = every_quarter(found.quarters[0], found.quarters[-1])
    most = max(n for counts in found.counts.values() for n in counts)
    step = nice_step(most / 4, 1.0)
    top = step * -(-most // step)
    room: dict[str, Any] = {"minExtent": GUTTER, "maxExtent": GUTTER}
    axis = alt.Axis(title=None, labels=False, grid=False, domain=False, ticks=False, **room)
    fall: list[Any] = [{"expr": f"height - {FOOT}"}, TOP]
    domain = [-0.5, len(quarters) - 0.5]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=domain, nice=False, zero=False))
    y = alt.Y("y:Q", axis=axis, scale=alt.Scale(domain=[0, top], range=fall, nice=False, zero=False))
    levels = ticks(0, top, step)
    colours = method_colours(tuple(found.counts), style)
    layers = [frame(x, y), grid(levels, style), score_words(levels, style), _bars(found, quarters, colours, style)]
    return finished([*layers, *_below(quarters, colours, style)], style, height=HEIGHT)


def alternative_text(found: Concurrence, language: str) -> str:
    """How many procedures of each method, from which quarter to which."""
    rows = []
    for method, counts in found.counts.items():
        used = [quarter for quarter, n in zip(found.quarters, counts, strict=True) if n]
        if used:
            said = {"method": method_name(method, language), "n": sum(counts), "first": used[0], "last": used[-1]}
            rows.append(sentence(language, "charts.quarters.row", **said))
    return sentence(language, "charts.quarters.alternative", rows=sentence(language, "charts.list").join(rows))


def _bars(found: Concurrence, quarters: list[str], colours: dict[str, str], style: ChartStyle) -> alt.Chart:
    wide = _WIDE / len(found.counts)
    rows = []
    for place, (method, counts) in enumerate(found.counts.items()):
        for quarter, n in zip(found.quarters, counts, strict=True):
            left = quarters.index(quarter) - _WIDE / 2 + place * wide
            said = {"quarter": quarter, "method": method_name(method, style.language), "n": n}
            tip = sentence(style.language, "charts.quarters.tooltip", **said)
            rows.append({"x": left, "x2": left + wide, "y": n, "zero": 0, "colour": colours[method], "tip": tip})
    bars = alt.Chart(inline("procedures", rows)).mark_rect()
    encoded: alt.Chart = bars.encode(
        x=across(), x2=alt.X2("x2"), y=upwards(), y2=alt.Y2("zero"), color=own_colour(), tooltip=tooltip()
    )
    return encoded


def _below(quarters: list[str], colours: dict[str, str], style: ChartStyle) -> list[alt.Chart]:
    """The first quarter of every year by its year, and which colour is which method."""
    years = [{"x": i, "text": one[:4]} for i, one in enumerate(quarters) if one.endswith("Q1") or i == 0]
    keys = [
        {"text": f"■ {method_name(method, style.language)}", "colour": colour, "px": GUTTER / 4 + 90 * place}
        for place, (method, colour) in enumerate(colours.items())
    ]
    x = alt.X("px:Q", scale=None, axis=None)
    return [
        words("years", years, x=across(), y=y_at(f"height - {FOOT - 12}"), color=style.ink.quiet),
        words("methods", keys, x=x, y=y_at("height - 8"), align="left", fontWeight="bold"),
    ]
