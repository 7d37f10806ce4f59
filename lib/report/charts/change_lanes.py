"""How the change chart is laid out: the lanes, the shifted axis, the pixels below and beside."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import altair as alt

from lib.analysis.results import AdjustedMean, VisitComparison, Within
from lib.registry.counts import ScoreCounts
from lib.report.charts.layers import TOP, score_axis
from lib.report.charts.places import ticks
from lib.report.charts.style import ChartStyle, Mark, method_marks, text_width
from lib.report.differences import shown_difference
from lib.report.wording.names import method_name
from lib.stats.describe import Description
from lib.stats.results import Interval, TestResult

DOTS_UP_TO = 150
"""Patients up to whom each has a dot; above, bars."""

GUTTER = 34
"""Pixels for the labels of the change axis."""

RIGHT = 36
"""Pixels for the labels of the difference axis."""

PATIENTS_AT = 0.45
MEAN_AT = 0.88
"""Where in a lane of width 1 the patients and the mean stand."""

DIFFERENCE_WIDTH = 0.95
GAP = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The bold mark of a lane: an adjusted mean change or, where there is none, the plain one."""

    value: float
    interval: Interval | None
    is_adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStage:
    """What every layer needs. Lanes have width 1 from 0 on; `differences` follow after a gap.

    `lanes` are the methods from left to right, the control last; `zero` is the change at which the difference axis
    has its zero (the control's adjusted mean), None without differences.
    """

    comparison: VisitComparison
    style: ChartStyle
    lanes: tuple[str, ...]
    marks: dict[str, Mark]
    within: dict[str, Within]
    centres: dict[str, Centre]
    control: str | None
    differences: dict[str, TestResult]
    zero: float | None
    domain: tuple[float, float]
    step: float
    x: alt.X
    y: alt.Y
    foot: int
    left: int
    right: int
    is_tight: bool

    @property
    def start(self) -> float:
        """Where the lane axis begins; a single lane keeps the width that it has beside another."""
        return lane_start(len(self.lanes))

    @property
    def patients_end(self) -> float:
        """Where the patient lanes end on the lane axis."""
        return len(self.lanes) - self.start

    @property
    def total(self) -> float:
        """Where the lane axis ends."""
        return lane_total(len(self.lanes), len(self.differences))

    @property
    def pixels_per_unit(self) -> float:
        """Pixels of one unit of the score at the height the chart is made for."""
        return (self.style.height - 4 - self.foot - TOP) / (self.domain[1] - self.domain[0])

    @property
    def lane_pixels(self) -> float:
        """About how wide a lane is, in pixels."""
        return lane_pixels(self.style, self.left + self.right, self.total - self.start)

    def name_level(self, lane: int) -> int:
        """Pixels above the bottom at which the name of a lane stands."""
        return self.style.row * (2 if self.is_tight and lane % 2 == 0 else 1) + 8

    def difference_lane(self, index: int) -> tuple[float, float]:
        """Left and right end of a difference lane."""
        start = self.patients_end + GAP + DIFFERENCE_WIDTH * index
        return start, start + DIFFERENCE_WIDTH


def lane_total(n_methods: int, n_differences: int) -> float:
    """Length of the lane axis."""
    return n_methods - lane_start(n_methods) + (GAP + DIFFERENCE_WIDTH * n_differences if n_differences else 0.0)


def lane_start(n_methods: int) -> float:
    """Where the lane axis begins: half a lane further out on both sides of a single one."""
    return -0.5 if n_methods == 1 else 0.0


def lane_pixels(style: ChartStyle, beside: int, lanes: float) -> float:
    """About how wide a lane is, in pixels, in a column of the page or on a phone."""
    return ((345 if style.is_narrow else 470) - GUTTER - beside) / lanes


def stage(
    comparison: VisitComparison,
    counts: ScoreCounts,
    pair: tuple[str, str] | None,
    has_mcid: bool,
    style: ChartStyle,
) -> ChangeStage:
    """Lay out the chart for the methods of the comparison; a `pair` that is not among them gives no difference."""
    is_compared = pair is not None and set(pair) <= set(comparison.methods)
    control = pair[1] if pair is not None and is_compared else None
    first = [pair[0]] if pair is not None and is_compared else []
    others = [method for method in comparison.methods if method not in (*first, control)]
    lanes = (*first, *others, *([control] if control is not None else []))
    centres = _centres(comparison, lanes)
    differences = _differences(comparison, lanes, control, centres)
    domain, step = _domain(comparison, counts, centres)
    left = (30 if style.is_narrow else 40) if has_mcid else 6
    right = RIGHT if differences else 4
    start, total = lane_start(len(lanes)), lane_total(len(lanes), len(differences))
    room = lane_pixels(style, left + right, total - start)
    is_tight = any(text_width(method_name(name, style.language), style.font_size) > room - 4 for name in lanes)
    foot = (3 if is_tight else 2) * style.row + 14
    span: list[Any] = [left, {"expr": f"width - {right}"}]
    return ChangeStage(
        comparison=comparison,
        style=style,
        lanes=lanes,
        marks=method_marks(lanes, style),
        within={row.method: row for row in comparison.within},
        centres=centres,
        control=control,
        differences=differences,
        zero=centres[control].value if control is not None and differences else None,
        domain=domain,
        step=step,
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[start, total], range=span, nice=False, zero=False)),
        y=score_axis(domain, ticks(*domain, step), style, foot=foot, gutter=GUTTER),
        foot=foot,
        left=left,
        right=right,
        is_tight=is_tight,
    )


def _centres(comparison: VisitComparison, lanes: tuple[str, ...]) -> dict[str, Centre]:
    adjusted: dict[str, AdjustedMean] = {row.method: row for row in comparison.adjusted_means}
    found: dict[str, Centre] = {}
    for within in comparison.within:
        if within.method in adjusted:
            row = adjusted[within.method]
            found[within.method] = Centre(value=row.change, interval=row.interval, is_adjusted=True)
        elif isinstance(within.change, Description) and within.method in lanes:
            interval = within.change.mean_interval
            found[within.method] = Centre(value=within.change.mean, interval=interval, is_adjusted=False)
    return found


def _differences(
    comparison: VisitComparison, lanes: tuple[str, ...], control: str | None, centres: dict[str, Centre]
) -> dict[str, TestResult]:
    """What can be drawn on the shifted axis: it needs the control's adjusted mean for its zero."""
    if control is None or control not in centres or not centres[control].is_adjusted:
        return {}
    found = {method: shown_difference(comparison, method, control) for method in lanes if method != control}
    return {
        method: result
        for method, result in found.items()
        if isinstance(result, TestResult) and result.interval is not None
    }


def _domain(
    comparison: VisitComparison, counts: ScoreCounts, centres: dict[str, Centre]
) -> tuple[tuple[float, float], float]:
    """−10 to +4 for VAS, −100 to +40 for ODI, the other way round where higher is better; wider only for data."""
    scale = comparison.scale
    reach = scale.high - scale.low
    step = reach / 5
    low, high = (-reach, 0.4 * reach) if scale.lower_is_better else (-0.4 * reach, reach)
    seen = [float(value) for value in counts.only(comparison.methods).follow_up - counts.only(comparison.methods).baseline]
    for centre in centres.values():
        seen.extend([centre.value] if centre.interval is None else [centre.interval.low, centre.interval.high])
    low = min([low, *(step * math.floor(value / step + 1e-9) for value in seen)])
    high = max([high, *(step * math.ceil(value / step - 1e-9) for value in seen)])
    return (round(low, 9), round(high, 9)), step
