"""The layers of the trajectory, from the patients behind to the words in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from lib.analysis.results import OutcomeComparison, VisitSummary
from lib.registry.cohort import Patient
from lib.report.charts.layers import (
    TOP,
    Row,
    across,
    inline,
    own_colour,
    own_shape,
    pixels,
    score_axis,
    tooltip,
    upwards,
    words,
)
from lib.report.charts.places import spread, visit_places
from lib.report.charts.style import ChartStyle, Mark, method_marks, text_width
from lib.report.language import sentence
from lib.report.numbers import difference_texts, number, printed_decimals
from lib.report.wording.names import method_name, visit_name
from lib.stats.describe import Description
from lib.terms import Visit

LABELS_APART = 15
"""Pixels between the labels at the ends of the means."""

LEFT = 22
"""Pixels from the axis to the first visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every layer needs: the visits and their places, the methods and their marks, the two axes.

    `foot` are the pixels below the scale (visit names, n per method), `right` those beside the last visit (labels).
    """

    outcome: OutcomeComparison
    style: ChartStyle
    visits: tuple[Visit, ...]
    places: dict[str, float]
    marks: dict[str, Mark]
    ticks: list[float]
    x: alt.X
    y: alt.Y
    foot: int
    right: int
    gutter: int

    @property
    def joined(self) -> tuple[Visit, ...]:
        """The visits that lines join: baseline and those with a day."""
        return tuple(visit for visit in self.visits if visit.is_baseline or visit.days is not None)

    @property
    def described(self) -> list[tuple[VisitSummary, Description]]:
        """What can be drawn: the summaries that have values."""
        return [(row, row.description) for row in self.outcome.summaries if isinstance(row.description, Description)]

    def offset(self, method: str) -> float:
        """Pixels by which a method stands beside the visit, so that intervals do not hide each other."""
        methods = list(self.marks)
        return (methods.index(method) - (len(methods) - 1) / 2) * (6 if len(methods) < 3 else 4.5)


def stage(outcome: OutcomeComparison, style: ChartStyle) -> Stage:
    """Lay out a trajectory: gutters as wide as the names need, at most a share of the chart."""
    visits = tuple(sorted(dict.fromkeys(row.visit for row in outcome.summaries), key=lambda visit: visit.order))
    names = [method_name(method, style.language) for method in outcome.methods]
    most = 76 if style.is_narrow else 96
    right = 20 + round(min(most, max((text_width(name, style.font_size + 1) for name in names), default=0)))
    counted = [sentence(style.language, "charts.trajectory.n", method=name) for name in names]
    gutter = max(30, 10 + round(min(most, max((text_width(name, style.small) for name in counted), default=0))))
    foot = 44 + style.row * (len(names) - 1)
    scale = outcome.scale
    ticks = [round(scale.low + index * (scale.high - scale.low) / 5, 9) for index in range(6)]
    inset: list[Any] = [LEFT, {"expr": f"width - {right}"}]
    return Stage(
        outcome=outcome,
        style=style,
        visits=visits,
        places=visit_places(visits),
        marks=method_marks(outcome.methods, style),
        ticks=ticks,
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=inset, nice=False, zero=False)),
        y=score_axis((scale.low, scale.high), ticks, style, foot=foot, gutter=gutter),
        foot=foot,
        right=right,
        gutter=gutter,
    )


def current_visit(stage: Stage, visit: Visit) -> alt.Chart:
    """A dotted line at the chosen visit."""
    rows = [{"x": round(stage.places[visit.name], 4)}] if visit.name in stage.places else []
    return (
        alt.Chart(inline("current", rows))
        .mark_rule(color=stage.style.ink.quiet, strokeDash=[2, 3], strokeWidth=1)
        .encode(x=across(), y=alt.value(TOP), y2=pixels(f"height - {stage.foot}"))
    )


def patient_lines(stage: Stage, patients: Sequence[Patient]) -> list[alt.Chart]:
    """A thin line per patient through the visits with a day, and a faint dot at the last follow-up."""
    keys = {visit.name: f"v{index}" for index, visit in enumerate(stage.visits)}
    rows: list[Row] = [
        {
            "p": index,
            "colour": stage.marks[patient.method].colour,
            "o": stage.offset(patient.method),
            **{key: patient.scores.get(name) for name, key in keys.items()},
        }
        for index, patient in enumerate(patients)
        if patient.method in stage.marks
    ]
    place = ",".join(f"{keys[name]}:{round(at, 4)}" for name, at in stage.places.items())
    opacity = 0.30 if stage.style.is_dark else 0.22
    folded = (
        alt.Chart(inline("patients", rows))
        .transform_fold(list(keys.values()), as_=["v", "y"])
        .transform_filter("isValid(datum.y)")
        .transform_calculate(x=f"({{{place}}})[datum.v]")
        .encode(x=across(), y=upwards(), color=own_colour(), detail="p:N")
    )
    joined = [keys[visit.name] for visit in stage.joined]
    apart = [key for key in keys.values() if key not in joined]
    drawn = [
        folded.transform_filter(alt.FieldOneOfPredicate(field="v", oneOf=joined)).mark_line(
            strokeWidth=0.7, opacity=opacity, strokeJoin="round"
        )
    ]
    if apart:
        dots = folded.transform_filter(alt.FieldOneOfPredicate(field="v", oneOf=apart))
        drawn.append(dots.mark_point(filled=True, size=14, opacity=opacity, xOffset={"expr": "datum.o * 2.5"}))
    return drawn


def bands(stage: Stage) -> list[alt.Chart]:
    """From the lower to the upper quartile of each method: joined over the visits with a day, a bar where alone."""
    joined = {visit.name for visit in stage.joined}
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for row, found in stage.described:
        rows[row.visit.name in joined].append({
            "x": round(stage.places[row.visit.name], 4),
            "y": found.q1,
            "y2": found.q3,
            "colour": stage.marks[row.method].colour,
            "o": stage.offset(row.method),
        })
    opacity = 0.22 if stage.style.is_dark else 0.16
    drawn = [
        alt.Chart(inline("bands", rows[True]))
        .mark_area(opacity=opacity)
        .encode(x=across(), y=upwards().stack(None), y2="y2:Q", color=own_colour())
    ]
    if rows[False]:
        bar = alt.Chart(inline("bars", rows[False])).mark_rule(
            strokeWidth=12, opacity=opacity, xOffset={"expr": "datum.o * 2.5"}
        )
        drawn.append(bar.encode(x=across(), y=upwards(), y2="y2:Q", color=own_colour()))
    return drawn


def means(stage: Stage) -> list[alt.Chart]:
    """Mean and 95% interval of each method, joined over the visits with a day."""
    joined = {visit.name for visit in stage.joined}
    rows = [_mean_row(stage, row, found) for row, found in stage.described]
    for row, (summary, _) in zip(rows, stage.described, strict=True):
        row["joined"] = summary.visit.name in joined
    aside = {"expr": "datum.o"}
    base = alt.Chart(inline("means", rows)).encode(x=across(), y=upwards(), color=own_colour())
    line = base.transform_filter("datum.joined").mark_line(strokeWidth=2.6, xOffset=aside, strokeJoin="round")
    interval = (
        base.transform_filter("isValid(datum.low)")
        .transform_calculate(y="datum.low")
        .mark_rule(strokeWidth=2.6, xOffset=aside)
        .encode(y2="high:Q")
    )
    points = base.mark_point(filled=True, size=70, opacity=1, xOffset=aside)
    return [line, interval, points.encode(shape=own_shape(), tooltip=tooltip())]


def end_labels(stage: Stage) -> alt.Chart:
    """The name of each method beside its last mean, labels at least 14 pixels apart."""
    last: dict[str, float] = {}
    for row, found in sorted(stage.described, key=lambda pair: pair[0].visit.order):
        last[row.method] = found.mean
    scale = stage.outcome.scale
    per_pixel = (scale.high - scale.low) / (stage.style.height - 4 - stage.foot - TOP)
    levels = spread(list(last.values()), LABELS_APART * per_pixel, scale.low, scale.high)
    rows = [
        {"y": round(level, 4), "text": method_name(method, stage.style.language), "colour": stage.marks[method].colour}
        for method, level in zip(last, levels, strict=True)
    ]
    size = stage.style.font_size + 1
    return words(
        "labels", rows, x=pixels(f"width - {stage.right - 16}"), y=upwards(),
        align="left", fontSize=size, fontWeight="bold", limit=stage.right - 16,
    )  # fmt: skip


def visit_names(stage: Stage, visit: Visit) -> list[alt.Chart]:
    """The visits below the scale, the chosen one in full ink; on a phone only those that fit beside each other."""
    style = stage.style
    names = {name.name: visit_name(name, style.language, short=True) for name in stage.visits}
    shown = _fitting(stage, names, visit.name)
    rows = [{"x": round(stage.places[name], 4), "text": names[name]} for name in shown]
    at = pixels(f"height - {stage.foot - 16}")
    look: dict[str, Any] = {"x": across(), "y": at, "fontSize": style.font_size}
    others = [row for row, name in zip(rows, shown, strict=True) if name != visit.name]
    chosen = [row for row, name in zip(rows, shown, strict=True) if name == visit.name]
    return [
        words("visits", others, color=style.ink.quiet, **look),
        words("current visit", chosen, color=style.ink.text, fontWeight="bold", **look),
    ]


def numbers_below(stage: Stage) -> list[alt.Chart]:
    """Patients observed with a baseline, under each visit, one row per method."""
    rows: list[Row] = []
    titles: list[Row] = []
    for index, (method, mark) in enumerate(stage.marks.items()):
        up = stage.style.row * (len(stage.marks) - 1 - index) + 8
        titled = sentence(stage.style.language, "charts.trajectory.n", method=method_name(method, stage.style.language))
        titles.append({"up": up, "text": titled, "colour": mark.colour})
        rows.extend(
            {"x": round(stage.places[visit.name], 4), "up": up, "text": _count(stage, method, visit),
             "colour": mark.colour}
            for visit in stage.visits
        )  # fmt: skip
    down = pixels("height")
    look: dict[str, Any] = {"yOffset": {"expr": "-datum.up"}, "fontSize": stage.style.small, "y": down}
    return [
        words("n", rows, x=across(), **look),
        words("n titles", titles, x=alt.value(-6), align="right", limit=stage.gutter - 6, **look),
    ]


def _count(stage: Stage, method: str, visit: Visit) -> str:
    for row, found in stage.described:
        if row.method == method and row.visit == visit:
            return str(found.n)
    return "0"


def _mean_row(stage: Stage, row: VisitSummary, found: Description) -> Row:
    """One mean with its sentence; an interval that leaves the scale is drawn up to its edge."""
    language, scale = stage.style.language, stage.outcome.scale
    decimals = printed_decimals(scale.decimals)
    named = {"method": method_name(row.method, language), "visit": visit_name(row.visit, language), "n": found.n}
    drawn: Row = {
        "x": round(stage.places[row.visit.name], 4),
        "y": round(found.mean, 4),
        "o": stage.offset(row.method),
        "colour": stage.marks[row.method].colour,
        "shape": stage.marks[row.method].shape,
    }
    mean = number(found.mean, decimals)
    if found.mean_interval is None:
        return drawn | {"tip": sentence(language, "charts.trajectory.tooltip_plain", mean=mean, **named)}
    low, high = found.mean_interval.low, found.mean_interval.high
    texts = difference_texts(found.mean, low, high, None, decimals=decimals)
    interval = sentence(language, "charts.interval", level="95", low=texts.low, high=texts.high)
    return drawn | {
        "low": round(max(low, scale.low), 4),
        "high": round(min(high, scale.high), 4),
        "tip": sentence(language, "charts.trajectory.tooltip", mean=texts.estimate, interval=interval, **named),
    }


def _fitting(stage: Stage, names: dict[str, str], chosen: str) -> list[str]:
    """The visits whose names fit: the chosen, the first and the last before the others, from the left."""
    room = (345 if stage.style.is_narrow else 480) - stage.gutter - stage.right - LEFT
    wanted = sorted(names, key=lambda name: (name != chosen, name not in (stage.visits[0].name, stage.visits[-1].name)))
    taken: list[tuple[float, float]] = []
    for name in wanted:
        half = text_width(names[name], stage.style.font_size) / 2 + 2
        centre = stage.places[name] * room
        if all(abs(centre - other) >= half + beside for other, beside in taken) or name == chosen:
            taken.append((centre, half))
        else:
            names = {key: value for key, value in names.items() if key != name}
    return list(names)
