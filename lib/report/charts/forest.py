"""The difference of one pair at every visit, with the margin band: the chosen visit bold, the others lighter."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.report.charts.layered import LayeredChart
from lib.report.charts.listed import Axis, ListedRow, listed
from lib.report.charts.style import ChartStyle, text_width
from lib.report.differences import p_kind, shown_difference
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, p_value, plain, printed_decimals
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.report.wording.roles import role_at, visit_with_role
from lib.stats.results import Interval, TestResult
from lib.terms import Visit

Pair = tuple[str, str]

SIZES = {"primary": 130, "secondary": 90, "exploratory": 40}
"""The area of a mark by the role of its comparison, in square pixels."""

SHARE_OF_SCALE = 0.4
"""The axis reaches so far either way: ±4 for VAS, ±40 for ODI; further only for data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One visit: its difference with interval (None where there is none) and the figures printed beside it."""

    visit: Visit
    result: TestResult | None
    interval: Interval | None
    is_current: bool
    text: str
    role: str
    p_kind: str = "p"  # what its P value is corrected for


def forest(
    outcome: OutcomeComparison, pair: Pair, margin: float | None, style: ChartStyle, *, visit: Visit | None = None
) -> LayeredChart:
    """The adjusted difference (experimental minus control of `pair`) at every follow-up, earliest on top.

    `visit` is the one that the page is about: bold. The comparison that was asked for is named as such and has the
    largest mark, an exploratory one the smallest. The axis is symmetrical and fixed per score; `margin` is a band
    either side of 0. A visit without an estimate keeps its row.
    """
    language = style.language
    found = forest_rows(outcome, pair, margin, language, visit)
    rows = [
        ListedRow(
            name=_name(row, language, short=style.is_narrow),
            estimate=None if row.result is None else row.result.estimate,
            interval=row.interval,
            text=row.text,
            tip=_tip(row, pair, language),
            is_current=row.is_current,
            size=SIZES[row.role],
            longest=_longest_name(row, language, short=style.is_narrow),
        )
        for row in found
    ]
    return listed(rows, _axis(outcome, found, pair, margin, language), style, height=style.height)


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
        sentence(language, "charts.forest.alternative_row", visit=_name(row, language), value=row.text)
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
    is_current, role = visit is not None and comparison.visit.name == visit.name, role_at(comparison, pair)
    if not isinstance(result, TestResult) or result.interval is None:
        text = sentence(language, "charts.forest.not_estimable")
        return ForestRow(
            visit=comparison.visit, result=None, interval=None, is_current=is_current, text=text, role=role
        )
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
        role=role,
        p_kind=p_kind(comparison, *pair),
    )


def _name(row: ForestRow, language: str, *, short: bool = False) -> str:
    return visit_with_role(visit_name(row.visit, language, short=short), row.role, language)


def _longest_name(row: ForestRow, language: str, *, short: bool) -> str:
    """The visit's name with the longest role: filters make an exploratory comparison of the one that was asked for."""
    name = visit_name(row.visit, language, short=short)
    return max((visit_with_role(name, role, language) for role in SIZES), key=lambda said: text_width(said, 1))


def _axis(
    outcome: OutcomeComparison, rows: tuple[ForestRow, ...], pair: Pair, margin: float | None, language: str
) -> Axis:
    """The fixed axis of the score with the margin's band, and which side is better for whom."""
    reach, step = _reach(outcome, rows, margin)
    experimental, control = (method_name(name, language) for name in pair)
    left, right = (experimental, control) if outcome.scale.lower_is_better else (control, experimental)
    size, owner = f"±{plain(margin or 0.0)}", sentence(language, "charts.between")
    return Axis(
        reach=reach,
        step=step,
        band=margin,
        band_name="" if margin is None else sentence(language, "charts.margin", size=size, owner=owner),
        left=sentence(language, "charts.forest.favours_left", method=left),
        right=sentence(language, "charts.forest.favours_right", method=right),
    )


def _reach(outcome: OutcomeComparison, rows: tuple[ForestRow, ...], margin: float | None) -> tuple[float, float]:
    """How far the axis goes either way, and its step."""
    span = outcome.scale.high - outcome.scale.low
    step = span / 5
    edges = [abs(edge) for row in rows if row.interval for edge in (row.interval.low, row.interval.high)]
    needed = max([*edges, margin or 0.0, SHARE_OF_SCALE * span])
    return round(step * math.ceil(needed / step - 1e-9), 9), step


def _tip(row: ForestRow, pair: Pair, language: str) -> str:
    parts = {"visit": visit_name(row.visit, language), "pair": _pair(pair, language), "value": row.text}
    if row.result is None or row.result.p_value is None:
        return sentence(language, "charts.forest.tooltip_plain", **parts)
    parts["p_name"] = sentence(language, f"tables.between.{row.p_kind}")
    return sentence(language, "charts.forest.tooltip", p=p_value(row.result.p_value, spaced=language != "zh"), **parts)


def _pair(pair: Pair, language: str) -> str:
    experimental, control = (method_name(name, language) for name in pair)
    return sentence(language, "charts.difference", experimental=experimental, control=control)
