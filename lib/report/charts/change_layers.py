"""The patient lanes of the change chart: dots or bars, the MCID line, the bold means, names and numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from lib.registry.cohort import Patient
from lib.registry.counts import PairedCounts, ScoreCounts
from lib.report.charts.change_lanes import DOTS_UP_TO, MEAN_AT, PATIENTS_AT, Centre, ChangeStage
from lib.report.charts.layers import Row, across, inline, own_colour, own_shape, pixels, tooltip, upwards, words
from lib.report.charts.places import nice_step, side_by_side, ticks
from lib.report.language import sentence
from lib.report.numbers import difference_texts, number, plain, printed_decimals
from lib.report.numbers import interval as interval_text
from lib.report.wording.names import method_name
from lib.stats.describe import Description
from lib.terms import BASELINE

BAR_PIXELS = 4
"""A bar is at least so high; finer score steps are drawn together."""

BAR_WIDTH = 0.74
"""Width of the longest bar, as a share of its lane."""


def background(stage: ChangeStage) -> list[alt.Chart]:
    """Grid lines at every tick of the patient lanes, the line of no change stronger."""
    rows = [
        {"x": stage.start, "x2": stage.patients_end, "y": tick, "colour": stage.style.ink.quiet if tick == 0 else stage.style.ink.grid}
        for tick in ticks(*stage.domain, stage.step)
    ]
    rule = alt.Chart(inline("grid", rows)).mark_rule(strokeWidth=1)
    return [rule.encode(x=across(), x2="x2:Q", y=upwards(), color=own_colour())]


def patients(stage: ChangeStage, counts: ScoreCounts, known: Sequence[Patient]) -> list[alt.Chart]:
    """A dot per patient, ties side by side; above 150 patients a centred bar per score step."""
    if counts.only(stage.lanes).n > DOTS_UP_TO:
        return _bars(stage, counts)
    return _dots(stage, counts, known)


def _dots(stage: ChangeStage, counts: ScoreCounts, known: Sequence[Patient]) -> list[alt.Chart]:
    diameter = 5.2 if stage.style.is_narrow else 6.6
    rows: list[Row] = []
    for lane, method in enumerate(stage.lanes):
        tips = _tips(stage, known, method) or [(float(v), "") for v in _expanded(counts.of(method))]
        beside = side_by_side([change for change, _ in tips], diameter / stage.pixels_per_unit)
        mark = stage.marks[method]
        for (change, tip), place in zip(tips, beside, strict=True):
            row: Row = {"x": lane + PATIENTS_AT, "y": change, "o": place, "colour": mark.colour, "shape": mark.shape}
            rows.append(row | {"tip": tip} if tip else row)
    widest = max((abs(row["o"]) for row in rows), default=0.0) + 0.5
    lane_width = f"(width - {stage.left + stage.right}) / {round(stage.total - stage.start, 4)}"
    step = f"min({diameter}, {PATIENTS_AT - 0.08} * {lane_width} / {round(widest, 3)})"
    dots = alt.Chart(inline("patients", rows)).mark_point(
        filled=True, size=(diameter - 0.8) ** 2, opacity=0.72, xOffset={"expr": f"datum.o * {step}"}
    )
    drawn = dots.encode(x=across(), y=upwards(), color=own_colour(), shape=own_shape())
    return [drawn.encode(tooltip=tooltip()) if known else drawn]


def _expanded(pairs: PairedCounts) -> list[float]:
    return np.repeat(pairs.change, pairs.count).tolist()


def _tips(stage: ChangeStage, known: Sequence[Patient], method: str) -> list[tuple[float, str]]:
    """Change and sentence of every patient of a method who has both scores."""
    language, decimals = stage.style.language, stage.comparison.scale.decimals
    after = stage.comparison.visit.name
    found: list[tuple[float, str]] = []
    for patient in known:
        if patient.method != method or BASELINE not in patient.scores or after not in patient.scores:
            continue
        baseline, follow_up = patient.scores[BASELINE], patient.scores[after]
        change = round(follow_up - baseline, 6)
        key = "patient" if patient.sheet else "patient_without_sheet"
        tip = sentence(
            language,
            f"charts.change.{key}",
            patient=patient.label,
            sheet=patient.sheet,
            row=patient.row,
            baseline=plain(baseline),
            follow_up=plain(follow_up),
            change=number(change, decimals),
        )
        found.append((change, tip))
    return found


def _bars(stage: ChangeStage, counts: ScoreCounts) -> list[alt.Chart]:
    seen = np.unique(counts.only(stage.lanes).follow_up - counts.only(stage.lanes).baseline)
    gaps = np.diff(np.unique(np.round(seen, 6)))
    grid = float(gaps.min()) if len(gaps) else stage.step / 10
    step = nice_step(BAR_PIXELS / stage.pixels_per_unit, round(grid, 6))
    rows: list[Row] = []
    for lane, method in enumerate(stage.lanes):
        pairs = counts.of(method)
        bins: dict[int, list[tuple[float, int]]] = {}
        for change, count in zip(pairs.change.tolist(), pairs.count.tolist(), strict=True):
            bins.setdefault(math.floor(change / step + 0.5 + 1e-9), []).append((change, count))
        rows.extend(_bar(stage, lane, index * step, step, members) for index, members in sorted(bins.items()))
    longest = max(row["share"] for row in rows)
    for row in rows:
        half = BAR_WIDTH / 2 * row.pop("share") / longest
        row.update(x=round(row["x"] - half, 4), x2=round(row["x"] + half, 4))
    bars = alt.Chart(inline("patients", rows)).mark_rect(opacity=0.62)
    titles = {key: sentence(stage.style.language, f"charts.change.bar_{key}") for key in ("change", "n")}
    tips = [alt.Tooltip(f"{key}:N", title=title) for key, title in titles.items()]
    return [bars.encode(x=across(), x2="x2:Q", y=upwards(), y2="y2:Q", color=own_colour(), tooltip=tips)]


def _bar(stage: ChangeStage, lane: int, middle: float, step: float, members: list[tuple[float, int]]) -> Row:
    """One bar; its length goes with its share of the method's patients, so that shapes can be compared."""
    method = stage.lanes[lane]
    decimals = stage.comparison.scale.decimals
    n = sum(count for _, count in members)
    lowest, highest = (number(edge, decimals) for edge in (min(members)[0], max(members)[0]))
    return {
        "x": lane + PATIENTS_AT,
        "y": round(middle - 0.42 * step, 4),
        "y2": round(middle + 0.42 * step, 4),
        "share": n / stage.within[method].n,
        "colour": stage.marks[method].colour,
        "change": lowest if lowest == highest else interval_text(lowest, highest, stage.style.language),
        "n": n,
    }


def mcid_line(stage: ChangeStage, mcid: float) -> list[alt.Chart]:
    """The smallest change that matters to one patient: a dashed line across the patient lanes, named at its start."""
    style, scale = stage.style, stage.comparison.scale
    at = scale.better * mcid
    line = alt.Chart(inline("mcid", [{"y": at}])).mark_rule(
        strokeDash=[5, 4], strokeWidth=1.2, color=style.ink.quiet
    )
    name = sentence(style.language, "charts.change.mcid", value=plain(mcid))
    owner = sentence(style.language, "charts.change.for_one")
    label: dict[str, Any] = {"x": alt.value(0), "y": upwards(), "align": "left", "fontSize": style.small}
    above = [{"y": at, "text": name}]
    below = [{"y": at, "text": owner}]
    halo = {"stroke": style.ink.paper, "strokeWidth": 3, "strokeJoin": "round"}
    shown = {"color": style.ink.quiet}
    return [
        line.encode(x=alt.value(0), x2=pixels(_right_of_patients(stage)), y=upwards()),
        *(words("mcid name", above, dy=-style.small * 0.75, **look, **label) for look in (halo, shown)),
        *(words("mcid owner", below, dy=style.small * 0.8, **look, **label) for look in (halo, shown)),
    ]


def _right_of_patients(stage: ChangeStage) -> str:
    share = round((stage.patients_end - stage.start) / (stage.total - stage.start), 5)
    return f"{stage.left} + (width - {stage.left + stage.right}) * {share}"


def means(stage: ChangeStage) -> list[alt.Chart]:
    """The bold mean of each lane beside its patients; hollow where it is not adjusted."""
    rows = [
        _mean_row(stage, lane, stage.centres[method])
        for lane, method in enumerate(stage.lanes)
        if method in stage.centres
    ]
    ink = stage.style.ink
    base = alt.Chart(inline("means", rows)).encode(x=across(), y=upwards())
    rule = (
        base.transform_filter("isValid(datum.low)")
        .transform_calculate(y="datum.low")
        .mark_rule(strokeWidth=2.6, color=ink.text)
        .encode(y2="high:Q")
    )
    points = base.mark_point(size=64, opacity=1, stroke=ink.text, strokeWidth=1.6, filled=False)
    fill = alt.Fill("fill:N", scale=None, legend=None)
    return [rule, points.encode(shape=own_shape(), fill=fill, tooltip=tooltip())]


def _mean_row(stage: ChangeStage, lane: int, centre: Centre) -> Row:
    language, method = stage.style.language, stage.lanes[lane]
    decimals = printed_decimals(stage.comparison.scale.decimals)
    within = stage.within[method]
    raw = within.change.mean if isinstance(within.change, Description) else centre.value
    named: dict[str, object] = {
        "method": method_name(method, language), "raw": number(raw, decimals), "n": within.n,
        "change": number(centre.value, decimals),
    }  # fmt: skip
    row: Row = {
        "x": lane + MEAN_AT,
        "y": round(centre.value, 4),
        "shape": stage.marks[method].shape,
        "fill": stage.style.ink.text if centre.is_adjusted else stage.style.ink.paper,
    }
    if centre.interval is None:
        return row | {"tip": sentence(language, "charts.change.mark_raw_plain", **named)}
    low, high = centre.interval.low, centre.interval.high
    texts = difference_texts(centre.value, low, high, None, decimals=decimals)
    interval = sentence(language, "charts.interval", level="95", low=texts.low, high=texts.high)
    named |= {"change": texts.estimate, "interval": interval}
    key = "mark_adjusted" if centre.is_adjusted else "mark_raw"
    drawn = {"low": round(low, 4), "high": round(high, 4), "tip": sentence(language, f"charts.change.{key}", **named)}
    return row | drawn


def lane_names(stage: ChangeStage) -> list[alt.Chart]:
    """Below each patient lane its method and how many patients it shows; in tight lanes "n" stands once, at the left."""
    style = stage.style
    rows: list[Row] = []
    numbers: list[Row] = []
    for lane, method in enumerate(stage.lanes):
        x, n = lane + 0.5, stage.within[method].n
        name = method_name(method, style.language)
        rows.append({"x": x, "up": stage.name_level(lane), "text": name, "colour": stage.marks[method].colour})
        numbers.append({"x": x, "text": str(n) if stage.is_tight else sentence(style.language, "charts.change.n", n=n)})
    drawn = [
        names_below("lanes", rows, stage),
        words("lane n", numbers, x=across(), y=pixels("height - 8"), color=style.ink.quiet, fontSize=style.small),
    ]
    if stage.is_tight:
        title: dict[str, Any] = {"align": "right", "color": style.ink.quiet, "fontSize": style.small}
        drawn.append(words("n title", [{"text": "n"}], x=alt.value(-6), y=pixels("height - 8"), **title))
    return drawn


def names_below(name: str, rows: Sequence[Row], stage: ChangeStage) -> alt.Chart:
    """Bold names below their lanes; where lanes are tight every other one stands a row higher."""
    room = round(stage.lane_pixels * (2 if stage.is_tight else 1)) - 6
    size = stage.style.small if stage.is_tight else stage.style.font_size
    look: dict[str, Any] = {"fontWeight": "bold", "fontSize": size, "limit": room, "yOffset": {"expr": "-datum.up"}}
    return words(name, rows, x=across(), y=pixels("height"), **look)
