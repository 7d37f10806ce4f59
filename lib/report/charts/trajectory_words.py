"""The words of the trajectory: methods beside their means, visits and patients below."""

from __future__ import annotations

from typing import Any

import altair as alt

from lib.report.charts.layers import TOP, Row, across, by, inline, own_colour, own_shape, upwards, words, x_at, y_at
from lib.report.charts.places import spread
from lib.report.charts.style import NARROW, USUAL_SIZE, text_width
from lib.report.charts.trajectory_stage import LEFT, SHORT_TITLE, Stage, row_title
from lib.report.wording.names import method_name, visit_name
from lib.terms import Visit

LABELS_APART = 15
"""Pixels between the labels at the ends of the means."""

ROOMS = (900, 60)
"""Widths of the time axis, in pixels, between which it is looked at which words fit."""


def end_labels(stage: Stage) -> alt.Chart:
    """The name of each method beside its last mean, labels at least 14 pixels apart."""
    last: dict[str, float] = {}
    for row, found in sorted(stage.described, key=lambda pair: pair[0].visit.order):
        last[row.method] = found.mean
    scale = stage.outcome.scale
    per_pixel = (scale.high - scale.low) / (stage.style.height - 4 - stage.foot - TOP)
    levels = spread(list(last.values()), stage.style.sized(LABELS_APART) * per_pixel, scale.low, scale.high)
    rows = [
        {"y": round(level, 4), "text": method_name(method, stage.style.language), "colour": stage.marks[method].colour}
        for method, level in zip(last, levels, strict=True)
    ]
    size = stage.style.font_size + 1
    return words(
        "labels", rows, x=x_at(f"width - {stage.right - 16}"), y=upwards(),
        align="left", fontSize=size, fontWeight="bold", limit=stage.right - 12,
    )  # fmt: skip


def visit_names(stage: Stage, visit: Visit) -> list[alt.Chart]:
    """The visits below the scale, the chosen one in full ink; as the chart gets narrower, fewer of them."""
    style = stage.style
    names = {one.name: visit_name(one, style.language, short=True) for one in stage.visits}
    room = _room_needed(stage, names, visit.name, style.font_size)
    drawn: list[alt.Chart] = []
    for is_current in (False, True):
        rows = [
            {"x": round(stage.places[name], 4), "text": text, **room[name]}
            for name, text in names.items()
            if (name == visit.name) == is_current
        ]
        look: dict[str, Any] = {"color": style.ink.text if is_current else style.ink.quiet}
        look |= {"fontWeight": "bold"} if is_current else {"opacity": _if_room(stage)}
        y = y_at(f"height - {stage.foot - 16}")
        drawn.append(words("current visit" if is_current else "visits", rows, x=across(), y=y, **look))
    return drawn


def numbers_below(stage: Stage, visit: Visit) -> list[alt.Chart]:
    """Patients observed with a baseline, under each visit, one row per method."""
    style = stage.style
    counts = {(row.method, row.visit.name): str(found.n) for row, found in stage.described}
    widest = {
        one.name: max((counts.get((method, one.name), "0") for method in stage.marks), key=len, default="")
        for one in stage.visits
    }
    room = _room_needed(stage, widest, visit.name, style.small)
    rows: list[Row] = []
    for row, (method, mark) in enumerate(stage.marks.items()):
        rows.extend(
            {"x": round(place, 4), "up": _row_height(stage, row), "text": counts.get((method, name), "0"),
             **room[name], "colour": mark.colour}
            for name, place in stage.places.items()
        )  # fmt: skip
    look: dict[str, Any] = {"yOffset": by("-datum.up"), "fontSize": style.small, "y": y_at("height")}
    return [words("n", rows, x=across(), opacity=_if_room(stage), **look), *_n_titles(stage, look)]


def _n_titles(stage: Stage, look: dict[str, Any]) -> list[alt.Chart]:
    """The words "n CT" before each row, or "n" and the shape of the method where names are long."""
    style = stage.style
    texts = [row_title(method_name(method, style.language), style) for method in stage.marks]
    are_short = all(text_width(text, style.small) <= style.sized(SHORT_TITLE) for text in texts)
    rows: list[Row] = [
        {
            "up": _row_height(stage, row),
            "text": text if are_short else "n",
            "colour": mark.colour,
            "shape": mark.shape,
        }
        for row, (mark, text) in enumerate(zip(stage.marks.values(), texts, strict=True))
    ]
    at = x_at(-6 if are_short else -18)
    titles = [words("n titles", rows, x=at, align="right", **look)]
    if not are_short:
        shapes = alt.Chart(inline("n shapes", rows)).mark_point(
            filled=True, size=48, opacity=1, yOffset=look["yOffset"]
        )
        titles.append(shapes.encode(x=x_at(-10), y=look["y"], color=own_colour(), shape=own_shape()))
    return titles


def _row_height(stage: Stage, row: int) -> int:
    """Pixels above the bottom of the n of a method."""
    return stage.style.row * (len(stage.marks) - 1 - row) + 8


def _if_room(stage: Stage) -> Any:
    needed = "datum.room" if stage.style.font_size <= USUAL_SIZE else f"(width < {NARROW} ? datum.phone : datum.room)"
    return by(f"width - {LEFT + stage.right} >= {needed} ? 1 : 0")


def _room_needed(stage: Stage, texts: dict[str, str], chosen: str, size: float) -> dict[str, dict[str, int]]:
    """The `room` that each text needs and, where letters are larger than usual, what it needs on a `phone`."""
    room = _fits_from(stage, texts, chosen, size)
    if stage.style.font_size <= USUAL_SIZE:
        return {name: {"room": room[name]} for name in texts}
    phone = _fits_from(stage, texts, chosen, USUAL_SIZE)
    return {name: {"room": room[name], "phone": phone[name]} for name in texts}


def _fits_from(stage: Stage, texts: dict[str, str], chosen: str, size: float) -> dict[str, int]:
    """How many pixels the time axis must have for each text to be shown: 0 always, else from where it fits.

    The chosen visit comes first, then the ends, then the others from the left.
    """
    ends = (stage.visits[0].name, stage.visits[-1].name) if stage.visits else ()
    wanted = sorted(texts, key=lambda name: (name != chosen, name not in ends))
    needed = dict.fromkeys(texts, 0)
    halves = {name: text_width(text, size) / 2 + 1.5 for name, text in texts.items()}
    for room in range(ROOMS[0], ROOMS[1], -10):
        taken: list[tuple[float, float]] = []
        for name in wanted:
            centre, half = stage.places[name] * room, halves[name]
            if all(abs(centre - other) >= half + beside for other, beside in taken):
                taken.append((centre, half))
            else:
                needed[name] = max(needed[name], room + 10)
    return needed
