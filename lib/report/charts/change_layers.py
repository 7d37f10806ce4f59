"""The patient lanes of the change chart around the patients: grid, MCID line, bold means, names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from lib.report.charts.change_lanes import MEAN_AT
from lib.report.charts.change_stage import Centre, ChangeStage
from lib.report.charts.layers import (
    Row,
    across,
    by,
    halo,
    inline,
    own_colour,
    own_shape,
    score_words,
    text_of,
    tooltip,
    upwards,
    words,
    x2_at,
    x_at,
    y_at,
)
from lib.report.charts.places import ticks
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, number, plain, printed_decimals
from lib.report.wording.names import method_name
from lib.stats.describe import Description


def background(stage: ChangeStage) -> list[alt.Chart]:
    """Grid lines at every tick of the patient lanes, the line of no change stronger."""
    ink, lanes = stage.style.ink, stage.lanes
    rows = [
        {"x": lanes.start, "x2": lanes.patients_end, "y": tick, "colour": ink.grid if tick else ink.quiet}
        for tick in ticks(*stage.domain, stage.step)
    ]
    rule = alt.Chart(inline("grid", rows)).mark_rule(strokeWidth=1)
    lines = rule.encode(x=across(), x2=alt.X2("x2"), y=upwards(), color=own_colour())
    return [lines, score_words(ticks(*stage.domain, stage.step), stage.style)]


def mcid_line(stage: ChangeStage, mcid: float) -> list[alt.Chart]:
    """The smallest change that matters to one patient: a dashed line across the patient lanes, named at its start."""
    style, at = stage.style, stage.comparison.scale.better * mcid
    line = alt.Chart(inline("mcid", [{"x": stage.lanes.patients_end, "y": at}])).mark_rule(
        strokeDash=[5, 4], strokeWidth=1.2, color=style.ink.quiet
    )
    label: dict[str, Any] = {"x": x_at(style.small / 2), "y": upwards(), "align": "left", "fontSize": style.small}
    above = [{"y": at, "text": sentence(style.language, "charts.change.mcid", value=plain(mcid))}]
    below = [{"y": at, "text": sentence(style.language, "charts.change.for_one")}]
    looks = (halo(style), {"color": style.ink.quiet})
    return [
        *(words("mcid name", above, dy=-style.small * 0.75, **look, **label) for look in looks),
        *(words("mcid owner", below, dy=style.small * 0.8, **look, **label) for look in looks),
        line.encode(x=across(), x2=x2_at(0), y=upwards()),
    ]


def means(stage: ChangeStage) -> list[alt.Chart]:
    """The bold mean of each lane beside its patients; hollow where it is not adjusted."""
    rows = [
        _mean(stage, lane, stage.centres[method])
        for lane, method in enumerate(stage.methods)
        if method in stage.centres
    ]
    ink = stage.style.ink
    base = alt.Chart(inline("means", rows)).encode(x=across(), y=upwards())
    rule = (
        base.transform_filter("isValid(datum.low)")
        .transform_calculate(y="datum.low")
        .mark_rule(strokeWidth=2.6, color=ink.text)
        .encode(y2=alt.Y2("high"))
    )
    points = base.mark_point(size=64, opacity=1, stroke=ink.text, strokeWidth=1.6, filled=False)
    fill = alt.Fill("fill:N", scale=None, legend=None)
    return [rule, points.encode(shape=own_shape(), fill=fill, tooltip=tooltip())]


def _mean(stage: ChangeStage, lane: int, centre: Centre) -> Row:
    ink, method = stage.style.ink, stage.methods[lane]
    row: Row = {
        "x": lane + MEAN_AT,
        "y": round(centre.value, 4),
        "shape": stage.marks[method].shape,
        "fill": ink.text if centre.is_adjusted else ink.paper,
        "tip": _tip(stage, method, centre),
    }
    if centre.interval is None:
        return row
    return row | {"low": round(centre.interval.low, 4), "high": round(centre.interval.high, 4)}


def _tip(stage: ChangeStage, method: str, centre: Centre) -> str:
    """The mean in words; an adjusted one names the plain one too."""
    language, within = stage.style.language, stage.within[method]
    decimals = printed_decimals(stage.comparison.scale.decimals)
    raw = within.change.mean if isinstance(within.change, Description) else centre.value
    named = {"method": method_name(method, language), "raw": number(raw, decimals), "n": within.n}
    if centre.interval is None:
        change = number(centre.value, decimals)
        return sentence(language, "charts.change.mark_raw_plain", change=change, **named)
    texts = difference_texts(centre.value, centre.interval.low, centre.interval.high, None, decimals=decimals)
    shown = level(centre.interval.level)
    interval = sentence(language, "charts.interval", level=shown, low=texts.low, high=texts.high)
    key = "mark_adjusted" if centre.is_adjusted else "mark_raw"
    return sentence(language, f"charts.change.{key}", change=texts.estimate, interval=interval, **named)


def lane_names(stage: ChangeStage) -> list[alt.Chart]:
    """Below each patient lane its method and how many patients it shows; in tight lanes "n" stands once."""
    style, tight = stage.style, stage.lanes.is_tight
    names: list[Row] = []
    numbers: list[Row] = []
    for lane, method in enumerate(stage.methods):
        n = stage.within[method].n
        text = method_name(method, style.language)
        names.append({"x": lane + 0.5, "lane": lane, "text": text, "colour": stage.marks[method].colour})
        numbers.append({"x": lane + 0.5, "n": str(n), "text": sentence(style.language, "charts.change.n", n=n)})
    look: dict[str, Any] = {"y": y_at("height - 8"), "color": style.ink.quiet, "fontSize": style.small}
    shown = text_of(f"{tight} ? datum.n : datum.text")
    title = [{"text": "n"}]
    return [
        *names_below("lanes", names, stage),
        words("lane n", numbers, x=across(), text=shown, **look),
        words("n title", title, x=x_at(-6), align="right", opacity=by(f"{tight} ? 1 : 0"), **look),
    ]


def names_below(name: str, rows: Sequence[Row], stage: ChangeStage, room: str = "") -> list[alt.Chart]:
    """Bold names below their lanes; where lanes are tight every other one stands a row higher.

    `room` is how many pixels a name may take, where that is not its lane.
    """
    room = room or f"{stage.lanes.lane} * ({stage.lanes.is_tight} ? 2.7 : 1) - 2"
    look: dict[str, Any] = {"fontWeight": "bold", "fontSize": stage.style.font_size, "limit": by(room)}
    drawn: list[alt.Chart] = []
    for parity in (0, 1):
        some = [
            {key: value for key, value in row.items() if key != "lane"} for row in rows if row["lane"] % 2 == parity
        ]
        if some:
            y = y_at(f"height - {stage.lanes.name_height(parity)}")
            drawn.append(words(f"{name} {parity}", some, x=across(), y=y, **look))
    return drawn
