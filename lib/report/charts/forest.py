"""The difference of one pair at every visit, with the margin band: the chosen visit bold, the others lighter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import altair as alt

from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import Row, across, by, frame, inline, tooltip, upwards, words, x_at, y2_at, y_at
from lib.report.charts.places import ticks
from lib.report.charts.style import ChartStyle, finished, text_width
from lib.report.differences import p_kind, shown_difference
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, p_value, plain, printed_decimals
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.stats.results import Interval, TestResult
from lib.terms import Visit

Pair = tuple[str, str]

SHARE_OF_SCALE = 0.4
"""The axis reaches so far either way: ±4 for VAS, ±40 for ODI; further only for data."""

HEAD, FOOT = 24, 48
"""Pixels above the first visit (the margin's name) and below the last (ticks, who is favoured)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One visit: its difference with interval (None where there is none) and the figures printed beside it."""

    visit: Visit
    result: TestResult | None
    interval: Interval | None
    is_current: bool
    text: str
    p_kind: str = "p"  # what its P value is corrected for


def forest(
    outcome: OutcomeComparison, pair: Pair, margin: float | None, style: ChartStyle, *, visit: Visit | None = None
) -> LayeredChart:
    """The adjusted difference (experimental minus control of `pair`) at every follow-up, earliest on top.

    `visit` is the one that the page is about: bold; the others are exploratory and drawn lighter. The axis is
    symmetrical and fixed per score; `margin` is a band either side of 0. A visit without an estimate keeps its row.
    """
    rows = forest_rows(outcome, pair, margin, style.language, visit)
    reach, step = _reach(outcome, rows, margin)
    names = [visit_name(row.visit, style.language, short=style.is_narrow) for row in rows]
    left = 14 + round(max((text_width(name, style.font_size) for name in names), default=0))
    right = 12 + round(
        0.9 * max((text_width(row.text, style.font_size) for row in rows), default=0.0)
    )  # figures are narrow
    height = min(style.height, HEAD + FOOT + max(2, len(rows)) * (style.row + 18))
    span: list[Any] = [left, by(f"width - {right}")]
    fall: list[Any] = [HEAD, by(f"height - {FOOT}")]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-reach, reach], range=span, nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.5, len(rows) - 0.5], range=fall, nice=False, zero=False))
    layers = [
        frame(x, y),
        *_background(reach, step, margin, style),
        *_marks(rows, pair, style),
        *_words(rows, names, style),
        *_favours(outcome, pair, style),
    ]
    return finished(layers, style, height=height)


def forest_rows(
    outcome: OutcomeComparison, pair: Pair, margin: float | None, language: str, visit: Visit | None
) -> tuple[ForestRow, ...]:
    """The follow-up visits by day, each with what the chart shows of it."""
    ordered = sorted(outcome.visits, key=lambda comparison: comparison.visit.order)
    return tuple(_row(comparison, pair, margin, language, visit) for comparison in ordered)


def heading(outcome: OutcomeComparison, pair: Pair, language: str) -> tuple[str, str]:
    """Title and subtitle: which difference, at which level of confidence."""
    found = [row.interval for row in forest_rows(outcome, pair, None, language, None) if row.interval]
    shown = level(found[0].level) if found else "95"
    subtitle = sentence(language, "charts.forest.subtitle", pair=_pair(pair, language), level=shown)
    return sentence(language, "charts.forest.title"), subtitle


def alternative_text(outcome: OutcomeComparison, pair: Pair, language: str, *, margin: float | None = None) -> str:
    """The difference at every visit, in words."""
    rows = [
        sentence(language, "charts.forest.alternative_row", visit=visit_name(row.visit, language), value=row.text)
        for row in forest_rows(outcome, pair, margin, language, None)
    ]
    return sentence(
        language,
        "charts.forest.alternative",
        outcome=outcome_name(outcome.outcome, language),
        pair=_pair(pair, language),
        rows=sentence(language, "charts.list").join(rows) or sentence(language, "charts.no_value"),
    )


def _row(
    comparison: VisitComparison, pair: Pair, margin: float | None, language: str, visit: Visit | None
) -> ForestRow:
    result = shown_difference(comparison, *pair)
    is_current = visit is not None and comparison.visit.name == visit.name
    if not isinstance(result, TestResult) or result.interval is None:
        text = sentence(language, "charts.forest.not_estimable")
        return ForestRow(visit=comparison.visit, result=None, interval=None, is_current=is_current, text=text)
    low, high = result.interval.low, result.interval.high
    decimals = printed_decimals(comparison.scale.decimals)
    texts = difference_texts(result.estimate, low, high, result.p_value, margin=margin, decimals=decimals)
    text = sentence(language, "charts.estimate", estimate=texts.estimate, low=texts.low, high=texts.high)
    return ForestRow(
        visit=comparison.visit,
        result=result,
        interval=result.interval,
        is_current=is_current,
        text=text,
        p_kind=p_kind(comparison, *pair),
    )


def _reach(outcome: OutcomeComparison, rows: tuple[ForestRow, ...], margin: float | None) -> tuple[float, float]:
    """How far the axis goes either way, and its step."""
    span = outcome.scale.high - outcome.scale.low
    step = span / 5
    edges = [abs(edge) for row in rows if row.interval for edge in (row.interval.low, row.interval.high)]
    needed = max([*edges, margin or 0.0, SHARE_OF_SCALE * span])
    return round(step * math.ceil(needed / step - 1e-9), 9), step


def _background(reach: float, step: float, margin: float | None, style: ChartStyle) -> list[alt.Chart]:
    """Ticks with their figures, the line of no difference, and the margin band, named once."""
    ink, values = style.ink, ticks(-reach, reach, step)
    bottom = y2_at(f"height - {FOOT}")
    grid = [{"x": value, "text": plain(value)} for value in values]
    drawn = [
        alt.Chart(inline("grid", grid)).mark_rule(color=ink.grid).encode(x=across(), y=y_at(HEAD), y2=bottom),
        words("ticks", grid, x=across(), y=y_at(f"height - {FOOT - 12}"), color=ink.quiet, fontSize=style.font_size),
    ]
    if margin is not None:
        edges = {"x": -margin, "x2": margin}
        owner = sentence(style.language, "charts.between")
        name = [{"x": 0, "text": sentence(style.language, "charts.margin", size=f"±{plain(margin)}", owner=owner)}]
        label: dict[str, Any] = {"y": y_at(HEAD - 10), "color": ink.quiet, "fontSize": style.small}
        band = alt.Chart(inline("margin", [edges])).mark_rect(color=ink.accent, opacity=0.12)
        drawn += [
            band.encode(x=across(), x2=alt.X2("x2:Q"), y=y_at(HEAD), y2=bottom),
            words("margin name", name, x=across(), **label),
        ]
    zero = alt.Chart(inline("zero", [{"x": 0}])).mark_rule(color=ink.quiet)
    return [*drawn, zero.encode(x=across(), y=y_at(HEAD), y2=bottom)]


def _marks(rows: tuple[ForestRow, ...], pair: Pair, style: ChartStyle) -> list[alt.Chart]:
    """Estimate and interval of each visit; all are drawn alike where no visit is chosen."""
    has_current = any(row.is_current for row in rows)
    drawn: list[alt.Chart] = []
    for is_bold in (False, True):
        found: list[Row] = [
            {
                "x": round(row.result.estimate, 4),
                "low": round(row.interval.low, 4),
                "high": round(row.interval.high, 4),
                "y": index,
                "tip": _tip(row, pair, style.language),
            }
            for index, row in enumerate(rows)
            if row.result is not None and row.interval is not None and (row.is_current or not has_current) == is_bold
        ]
        if not found:
            continue
        ink, opacity = style.ink.text, 1.0 if is_bold else 0.55
        base = alt.Chart(inline("current" if is_bold else "others", found)).encode(y=upwards())
        rule = base.transform_calculate(x="datum.low").mark_rule(
            strokeWidth=2.6 if is_bold else 1.4, color=ink, opacity=opacity
        )
        points = base.mark_point(shape="diamond", filled=True, size=90 if is_bold else 46, color=ink, opacity=opacity)
        drawn += [rule.encode(x=across(), x2=alt.X2("high:Q")), points.encode(x=across(), tooltip=tooltip())]
    return drawn


def _tip(row: ForestRow, pair: Pair, language: str) -> str:
    parts = {"visit": visit_name(row.visit, language), "pair": _pair(pair, language), "value": row.text}
    if row.result is None or row.result.p_value is None:
        return sentence(language, "charts.forest.tooltip_plain", **parts)
    parts["p_name"] = sentence(language, f"tables.between.{row.p_kind}")
    return sentence(language, "charts.forest.tooltip", p=p_value(row.result.p_value, spaced=language != "zh"), **parts)


def _words(rows: tuple[ForestRow, ...], names: list[str], style: ChartStyle) -> list[alt.Chart]:
    """The visit before and the figures behind each interval; the chosen visit in bold ink."""
    drawn: list[alt.Chart] = []
    for is_current in (False, True):
        look: dict[str, Any] = {
            "y": upwards(),
            "fontSize": style.font_size,
            "color": style.ink.text if is_current else style.ink.quiet,
            "fontWeight": "bold" if is_current else "normal",
        }
        before = [{"y": i, "text": names[i]} for i, row in enumerate(rows) if row.is_current == is_current]
        behind = [{"y": i, "text": row.text} for i, row in enumerate(rows) if row.is_current == is_current]
        if before:
            kind = "current" if is_current else "other"
            drawn.append(words(f"{kind} visits", before, x=x_at(0), align="left", **look))
            drawn.append(words(f"{kind} figures", behind, x=x_at("width"), align="right", **look))
    return drawn


def _favours(outcome: OutcomeComparison, pair: Pair, style: ChartStyle) -> list[alt.Chart]:
    """Which side is better for whom."""
    experimental, control = (method_name(name, style.language) for name in pair)
    left, right = (experimental, control) if outcome.scale.lower_is_better else (control, experimental)
    sides = {
        "right": sentence(style.language, "charts.forest.favours_left", method=left),
        "left": sentence(style.language, "charts.forest.favours_right", method=right),
    }
    look: dict[str, Any] = {"y": y_at("height - 10"), "color": style.ink.quiet, "fontSize": style.small}
    return [
        words(f"favours {side}", [{"x": 0, "text": text}], x=across(), align=side, dx=aside, **look)
        for (side, text), aside in zip(sides.items(), (-10, 10), strict=True)
    ]


def _pair(pair: Pair, language: str) -> str:
    experimental, control = (method_name(name, language) for name in pair)
    return sentence(language, "charts.difference", experimental=experimental, control=control)
