"""The patients of the change chart: a dot each, ties side by side, or a centred bar per score step."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
from numpy.typing import NDArray

from lib.registry.cohort import Patient
from lib.registry.counts import PairedCounts, ScoreCounts
from lib.report.charts.change_lanes import PATIENTS_AT
from lib.report.charts.change_stage import ChangeStage
from lib.report.charts.layers import Row, across, by, inline, own_colour, own_shape, tooltip, upwards
from lib.report.charts.places import nice_step, side_by_side
from lib.report.language import sentence
from lib.report.numbers import interval, number, plain
from lib.terms import BASELINE

DOTS_UP_TO = 150
"""Patients up to whom each has a dot; above, bars."""

DIAMETER = 6.6
"""Pixels of a dot and the gap beside it; less where a lane is too narrow for its longest row."""

HALF_ROOM = 0.37
"""The dots of a lane reach at most so far from their middle, as a share of the lane."""

BAR_PIXELS = 4
"""A bar is at least so high; finer score steps are drawn together."""

BAR_WIDTH = 0.74
"""Length of the longest bar, as a share of its lane."""


def dots_or_bars(stage: ChangeStage, counts: ScoreCounts, known: Sequence[Patient]) -> list[alt.Chart]:
    """A dot per patient, named where `known`; above 150 patients in `counts` a bar per score step."""
    shown = counts.only(stage.methods)
    return _bars(stage, shown) if shown.n > DOTS_UP_TO else _dots(stage, shown, known)


def _dots(stage: ChangeStage, counts: ScoreCounts, known: Sequence[Patient]) -> list[alt.Chart]:
    rows: list[Row] = []
    for lane, method in enumerate(stage.methods):
        named = _named(stage, known, method) if known else [(change, "") for change in _changes(counts.of(method))]
        beside = side_by_side([change for change, _ in named], DIAMETER / stage.pixels_per_unit)
        mark = stage.marks[method]
        for (change, tip), place in zip(named, beside, strict=True):
            row: Row = {"x": lane + PATIENTS_AT, "y": change, "o": place, "colour": mark.colour, "shape": mark.shape}
            rows.append(row | {"tip": tip} if tip else row)
    widest = max((abs(row["o"]) for row in rows), default=0.0) + 0.5
    for row in rows:
        row["widest"] = round(widest, 3)
    diameter = f"min({DIAMETER}, {HALF_ROOM} * {stage.lanes.lane} / datum.widest)"
    dots = alt.Chart(inline("patients", rows)).mark_point(
        filled=True, opacity=0.72, size=by(f"pow(max(1.6, {diameter} - 0.8), 2)"), xOffset=by(f"datum.o * {diameter}")
    )
    drawn = dots.encode(x=across(), y=upwards(), color=own_colour(), shape=own_shape())
    return [drawn.encode(tooltip=tooltip()) if known else drawn]


def _changes(pairs: PairedCounts) -> list[float]:
    repeated: list[float] = np.repeat(pairs.change, pairs.count).tolist()
    return repeated


def _named(stage: ChangeStage, known: Sequence[Patient], method: str) -> list[tuple[float, str]]:
    """Change and sentence of every patient of a method who has both scores."""
    after = stage.comparison.visit.name
    return [
        (round(patient.scores[after] - patient.scores[BASELINE], 6), _tip(stage, patient))
        for patient in known
        if patient.method == method and BASELINE in patient.scores and after in patient.scores
    ]


def _tip(stage: ChangeStage, patient: Patient) -> str:
    """Who a dot is: "P012 · sheet CT组, row 15 · 9.5 → 0 · −9.5"."""
    before, after = patient.scores[BASELINE], patient.scores[stage.comparison.visit.name]
    return sentence(
        stage.style.language,
        "charts.change.patient" if patient.sheet else "charts.change.patient_without_sheet",
        patient=patient.label,
        sheet=patient.sheet,
        row=patient.row,
        baseline=plain(before),
        follow_up=plain(after),
        change=plain(after - before),
    )


def _bars(stage: ChangeStage, counts: ScoreCounts) -> list[alt.Chart]:
    step = _bar_step(stage, counts)
    rows: list[Row] = []
    for lane, method in enumerate(stage.methods):
        pairs = counts.of(method)
        bins, member_of = np.unique(np.floor(pairs.change / step + 0.5 + 1e-9), return_inverse=True)
        for position, index in enumerate(bins.tolist()):
            members = member_of == position
            rows.append(_bar(stage, lane, index * step, step, pairs.change[members], int(pairs.count[members].sum())))
    longest = max(row["share"] for row in rows)
    for row in rows:
        half = BAR_WIDTH / 2 * row.pop("share") / longest
        row.update(x=round(row["x"] - half, 4), x2=round(row["x"] + half, 4))
    titles = {key: sentence(stage.style.language, f"charts.change.bar_{key}") for key in ("change", "n")}
    tips = [alt.Tooltip(f"{key}:N", title=title) for key, title in titles.items()]
    bars = alt.Chart(inline("patients", rows)).mark_rect(opacity=0.62)
    return [bars.encode(x=across(), x2=alt.X2("x2"), y=upwards(), y2=alt.Y2("y2"), color=own_colour(), tooltip=tips)]


def _bar_step(stage: ChangeStage, counts: ScoreCounts) -> float:
    """The step of the scores, or as many of them together as make a bar high enough to be seen."""
    gaps = np.diff(np.unique(np.round(counts.follow_up - counts.baseline, 6)))
    grid = float(gaps.min()) if len(gaps) else stage.step / 10
    return nice_step(BAR_PIXELS / stage.pixels_per_unit, round(grid, 6))


def _bar(stage: ChangeStage, lane: int, middle: float, step: float, changes: NDArray[np.float64], n: int) -> Row:
    """One bar of `n` patients; its length goes with its share of the method's, so that shapes can be compared."""
    method, decimals = stage.methods[lane], stage.comparison.scale.decimals
    lowest, highest = (number(float(edge), decimals) for edge in (changes.min(), changes.max()))
    return {
        "x": lane + PATIENTS_AT,
        "y": round(middle - 0.42 * step, 4),
        "y2": round(middle + 0.42 * step, 4),
        "share": n / stage.within[method].n,
        "colour": stage.marks[method].colour,
        "change": lowest if lowest == highest else interval(lowest, highest, stage.style.language),
        "n": n,
    }
