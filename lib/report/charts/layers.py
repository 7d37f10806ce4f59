"""The pieces that charts share: data under a name, axes in pixels and scores, grid lines, rows of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import altair as alt

from lib.report.charts.style import ChartStyle, letters
from lib.report.numbers import plain

Row = dict[str, Any]

TOP = 10
"""Pixels between the top of a chart and the top of its scale."""


class Rows:
    """Rows that Altair hands on as they are; a list it would copy and look through at every step."""

    _schema: ClassVar[dict[str, str]] = {"type": "array"}

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)

    def to_dict(self, *_: object, **__: object) -> list[Row]:
        """The rows, as Altair asks its own parts for theirs."""
        return self._rows


def inline(name: str, rows: Sequence[Row]) -> alt.InlineData:
    """Rows that stay inside the chart under a name of ours: no second copy, and none of Streamlit's Arrow tables."""
    return alt.InlineData(values=Rows(rows), name=name)  # type: ignore[arg-type]  # Altair's types name its own parts only


def by(expression: str) -> Any:
    """What the browser works out, such as a place that follows the size of the chart: "width - 80"."""
    return {"expr": expression}


def _pixels(place: float | str) -> Any:
    return by(place) if isinstance(place, str) else place


def x_at(place: float | str) -> Any:
    """A place in pixels from the left, or an expression for one."""
    return alt.XValue(_pixels(place))  # type: ignore[no-untyped-call]


def x2_at(place: float | str) -> Any:
    """The other end, in pixels from the left."""
    return alt.X2Value(_pixels(place))  # type: ignore[no-untyped-call]


def y_at(place: float | str) -> Any:
    """A place in pixels from the top, or an expression for one."""
    return alt.YValue(_pixels(place))  # type: ignore[no-untyped-call]


def y2_at(place: float | str) -> Any:
    """The other end, in pixels from the top."""
    return alt.Y2Value(_pixels(place))  # type: ignore[no-untyped-call]


def text_of(expression: str) -> Any:
    """Words that the browser chooses."""
    return alt.TextValue(by(expression))


def score_axis(domain: tuple[float, float], *, foot: int | str, gutter: int) -> alt.Y:
    """The score upwards, its lowest value `foot` pixels above the bottom, beside a gutter for its figures."""
    room: dict[str, Any] = {"minExtent": gutter, "maxExtent": gutter}
    axis = alt.Axis(title=None, labels=False, grid=False, domain=False, ticks=False, **room)
    fall = [by(f"height - {foot}"), TOP]
    return alt.Y("y:Q", axis=axis, scale=alt.Scale(domain=list(domain), range=fall, nice=False, zero=False))


def score_words(values: Sequence[float], style: ChartStyle) -> alt.Chart:
    """The figures of the score in its gutter, written as all our numbers are."""
    rows = [{"y": value, "text": plain(value)} for value in values]
    return words("score", rows, x=x_at(-6), y=upwards(), align="right", color=style.ink.quiet)


def frame(x: alt.X, y: alt.Y) -> alt.Chart:
    """The axes and scales, said once; the layers above name only their fields and share them."""
    chart: alt.Chart = alt.Chart(inline("frame", [])).mark_point(aria=False).encode(x=x, y=y)
    return chart


def across() -> alt.X:
    """The field `x` on the scale of the frame."""
    return alt.X("x:Q", axis=None)


def upwards() -> alt.Y:
    """The field `y` on the scale of the frame."""
    return alt.Y("y:Q", title=None)


def grid(values: Sequence[float], style: ChartStyle) -> alt.Chart:
    """A light line at every tick over the whole chart."""
    rules = alt.Chart(inline("grid", [{"y": value} for value in values])).mark_rule(color=style.ink.grid)
    chart: alt.Chart = rules.encode(x=x_at(0), x2=x2_at("width"), y=upwards())
    return chart


def words(name: str, rows: Sequence[Row], *, x: Any, y: Any, text: Any = None, **look: Any) -> alt.Chart:
    """Words at places: each row has `text` and, where the look varies, `colour`."""
    encodings: dict[str, Any] = {"x": x, "y": y, "text": text or alt.Text("text:N")}
    if rows and "colour" in rows[0]:
        encodings["color"] = own_colour()
    if "fontSize" in look:
        look["fontSize"] = letters(look["fontSize"])
    chart: alt.Chart = alt.Chart(inline(name, rows)).mark_text(**look).encode(**encodings)
    return chart


def halo(style: ChartStyle) -> Row:
    """The look of the paper-coloured edge behind words that lie on data."""
    return {"stroke": style.ink.paper, "strokeWidth": 3, "strokeJoin": "round", "color": style.ink.paper}


def own_colour() -> alt.Color:
    """The colour that each row brings along."""
    return alt.Color("colour:N", scale=None, legend=None)


def own_shape() -> alt.Shape:
    """The shape that each row brings along."""
    return alt.Shape("shape:N", scale=None, legend=None)


def tooltip() -> alt.Tooltip:
    """The sentence that each row brings along, without a name before it."""
    return alt.Tooltip("tip:N", title="")
