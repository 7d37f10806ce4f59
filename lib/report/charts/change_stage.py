"""What the change chart shows, before it is drawn: lanes, bold means, differences, the shifted axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import altair as alt

from lib.analysis.results import AdjustedMean, VisitComparison, Within
from lib.registry.counts import ScoreCounts
from lib.report.charts.change_lanes import Lanes
from lib.report.charts.layers import TOP, by, score_axis
from lib.report.charts.style import ChartStyle, Mark, method_marks, text_width
from lib.report.differences import shown_difference
from lib.report.wording.names import method_name
from lib.stats.describe import Description
from lib.stats.results import Interval, TestResult

Pair = tuple[str, str]

GUTTER = 34
"""Pixels for the labels of the change axis."""

RIGHT = 36
"""Pixels for the labels of the difference axis."""

MCID_ROOM = 36
"""Pixels before the first lane for the name of the MCID line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The bold mark of a lane: an adjusted mean change or, where there is none, the plain one."""

    value: float
    interval: Interval | None
    is_adjusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStage:
    """What every layer needs.

    `methods` are in the order of their lanes, the control last; `differences` are those minus the control that can be
    drawn; `zero` is the change at which their axis has its zero (the control's adjusted mean), None without any.
    """

    comparison: VisitComparison
    style: ChartStyle
    methods: tuple[str, ...]
    marks: dict[str, Mark]
    within: dict[str, Within]
    centres: dict[str, Centre]
    control: str | None
    differences: dict[str, TestResult]
    zero: float | None
    lanes: Lanes
    domain: tuple[float, float]
    step: float

    @property
    def x(self) -> alt.X:
        """The lanes, from left to right."""
        span = [self.lanes.left, by(f"width - {self.lanes.right}")]
        domain = [self.lanes.start, round(self.lanes.end, 4)]
        return alt.X("x:Q", axis=None, scale=alt.Scale(domain=domain, range=span, nice=False, zero=False))

    @property
    def y(self) -> alt.Y:
        """The change, upwards."""
        return score_axis(self.domain, foot=self.lanes.foot, gutter=self.style.sized(GUTTER))

    @property
    def pixels_per_unit(self) -> float:
        """Pixels of one unit of the score at the height the chart is made for."""
        return (self.style.height - 4 - self.lanes.foot_pixels - TOP) / (self.domain[1] - self.domain[0])


def stage(
    comparison: VisitComparison, counts: ScoreCounts, pair: Pair | None, *, has_mcid: bool, style: ChartStyle
) -> ChangeStage:
    """Lay out the chart for the methods of the comparison; a `pair` that is not among them gives no difference."""
    experimental, control = pair if pair is not None and set(pair) <= set(comparison.methods) else (None, None)
    others = [method for method in comparison.methods if method not in (experimental, control)]
    methods = tuple(method for method in (experimental, *others, control) if method is not None)
    centres = _centres(comparison)
    differences = _differences(comparison, methods, control, centres)
    domain, step = _domain(comparison, counts.only(methods), centres)
    lanes = Lanes(
        methods=len(methods),
        differences=len(differences),
        left=style.sized(MCID_ROOM) if has_mcid else 6,
        right=style.sized(RIGHT) if differences else 4,
        widest_name=max(
            (text_width(method_name(name, style.language), style.font_size) for name in methods), default=0.0
        ),
        row=style.row,
    )
    return ChangeStage(
        comparison=comparison,
        style=style,
        methods=methods,
        marks=method_marks(methods, style),
        within={row.method: row for row in comparison.within},
        centres=centres,
        control=control,
        differences=differences,
        zero=centres[control].value if control is not None and differences else None,
        lanes=lanes,
        domain=domain,
        step=step,
    )


def _centres(comparison: VisitComparison) -> dict[str, Centre]:
    adjusted: dict[str, AdjustedMean] = {row.method: row for row in comparison.adjusted_means}
    found: dict[str, Centre] = {}
    for within in comparison.within:
        if within.method in adjusted:
            row = adjusted[within.method]
            found[within.method] = Centre(value=row.change, interval=row.interval, is_adjusted=True)
        elif isinstance(within.change, Description):
            interval = within.change.mean_interval
            found[within.method] = Centre(value=within.change.mean, interval=interval, is_adjusted=False)
    return found


def _differences(
    comparison: VisitComparison, methods: tuple[str, ...], control: str | None, centres: dict[str, Centre]
) -> dict[str, TestResult]:
    """What can be drawn on the shifted axis: it needs the control's adjusted mean for its zero."""
    if control is None or control not in centres or not centres[control].is_adjusted:
        return {}
    found = {method: shown_difference(comparison, method, control) for method in methods if method != control}
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
    changes = counts.follow_up - counts.baseline
    seen = [float(changes.min()), float(changes.max())] if len(changes) else []
    for centre in centres.values():
        seen.extend([centre.value] if centre.interval is None else [centre.interval.low, centre.interval.high])
    if seen:
        low = min(low, step * math.floor(min(seen) / step + 1e-9))
        high = max(high, step * math.ceil(max(seen) / step - 1e-9))
    return (round(low, 9), round(high, 9)), step
