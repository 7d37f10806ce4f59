"""The layers of the trajectory, from the patients behind to the words in front."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from lib.analysis.results import VisitSummary
from lib.registry.cohort import Patient
from lib.report.charts.layers import TOP, Row, across, inline, own_colour, own_shape, tooltip, upwards, y2_at, y_at
from lib.report.charts.trajectory_stage import Stage
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, number, printed_decimals
from lib.report.wording.names import method_name, visit_name
from lib.stats.describe import Description
from lib.terms import Visit


def current_visit(stage: Stage, visit: Visit) -> alt.Chart:
    """A dotted line at the chosen visit."""
    rows = [{"x": round(stage.places[visit.name], 4)}] if visit.name in stage.places else []
    return (
        alt.Chart(inline("current", rows))
        .mark_rule(color=stage.style.ink.quiet, strokeDash=[2, 3], strokeWidth=1)
        .encode(x=across(), y=y_at(TOP), y2=y2_at(f"height - {stage.foot}"))
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
        .encode(x=across(), y=upwards(), color=own_colour(), detail=alt.Detail("p:N"))
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
        rows[row.visit.name in joined].append(
            {
                "x": round(stage.places[row.visit.name], 4),
                "y": found.q1,
                "y2": found.q3,
                "colour": stage.marks[row.method].colour,
                "o": stage.offset(row.method),
            }
        )
    opacity = 0.22 if stage.style.is_dark else 0.16
    drawn = [
        alt.Chart(inline("bands", rows[True]))
        .mark_area(opacity=opacity)
        .encode(x=across(), y=upwards().stack(None), y2=alt.Y2("y2"), color=own_colour())
    ]
    if rows[False]:
        bar = alt.Chart(inline("bars", rows[False])).mark_rule(
            strokeWidth=12, opacity=opacity, xOffset={"expr": "datum.o * 2.5"}
        )
        drawn.append(bar.encode(x=across(), y=upwards(), y2=alt.Y2("y2"), color=own_colour()))
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
        .encode(y2=alt.Y2("high"))
    )
    points = base.mark_point(filled=True, size=70, opacity=1, xOffset=aside)
    return [line, interval, points.encode(shape=own_shape(), tooltip=tooltip())]


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
    interval = sentence(
        language, "charts.interval", level=level(found.mean_interval.level), low=texts.low, high=texts.high
    )
    return drawn | {
        "low": round(max(low, scale.low), 4),
        "high": round(min(high, scale.high), 4),
        "tip": sentence(language, "charts.trajectory.tooltip", mean=texts.estimate, interval=interval, **named),
    }
