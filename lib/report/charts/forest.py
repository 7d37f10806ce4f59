"""The difference of one pair at every visit, with the margin band: the chosen visit bold, the others lighter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import altair as alt

from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.report.charts.layers import Row, inline, labels_expression, pixels, tooltip, upwards, words
from lib.report.charts.places import ticks
from lib.report.charts.style import ChartStyle, finished, text_width
from lib.report.differences import shown_difference
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, plain, printed_decimals
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.stats.results import Interval, TestResult
from lib.terms import Visit

Pair = tuple[str, str]

SHARE_OF_SCALE = 0.4
"""The axis reaches so far either way: ±4 for VAS, ±40 for ODI; further only for data."""

HEAD, FOOT = 26, 46
"""Pixels above the first visit (the margin's name) and below the last (ticks, who is favoured)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One visit: its difference and interval, or None where there is none."""

    visit: Visit
    result: TestResult | None
    interval: Interval | None
    is_current: bool
    text: str


def forest(
    outcome: OutcomeComparison, pair: Pair, margin: float | None, style: ChartStyle, *, visit: Visit | None = None
) -> alt.LayerChart:
    """The adjusted difference (experimental minus control of `pair`) at every follow-up, earliest on top.

    `visit` is the one shown above the chart: bold; the others are exploratory and drawn lighter. The axis is fixed
    per score and symmetrical; `margin` is a band either side of 0. A visit without an estimate keeps its row.
    """
    rows = forest_rows(outcome, pair, margin, style.language, visit)
    domain, step = _domain(outcome, rows, margin)
    left = 12 + round(max((text_width(_name(row, style), style.font_size) for row in rows), default=0))
    right = 12 + round(max((text_width(row.text, style.font_size) for row in rows), default=0))
    height = min(style.height, HEAD + FOOT + max(1, len(rows)) * (style.row + 18))
    x = _axis(domain, step, left, right, style)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.5, max(1, len(rows)) - 0.5], range=[HEAD, {"expr": f"height - {FOOT - 20}"}], nice=False, zero=False))  # fmt: skip
    layers = [
        alt.Chart(inline("frame", [])).mark_point().encode(x=x, y=y),
        *_background(outcome, domain, step, margin, style),
        *_marks(outcome, rows, pair, style),
        *_words(rows, left, style),
        _favours(outcome, pair, domain, style),
    ]
    return finished(layers, style, height=height)
