"""How every chart looks: ink, fonts, sizes, and one colour and shape per method, the same in every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from lib.report.charts.layered import LayeredChart

FONT = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
"""The page's letters: Streamlit's own for Latin; for Chinese the reader's, then the file that ships with Trocar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The colour and the shape of one method."""

    colour: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The colours that belong to no method.

    `text` carries data and current names, `quiet` labels (at least 4.5:1 on `paper`), `grid` the lines behind;
    `accent` tints the margin band; `paper` is the page, used only as a halo around words that lie on data.
    """

    text: str
    quiet: str
    grid: str
    accent: str
    paper: str


LIGHT = Ink(text="#1B2326", quiet="#5A6569", grid="#E7EAEA", accent="#0F766E", paper="#FFFFFF")
DARK = Ink(text="#EDF1F1", quiet="#A9B2B4", grid="#2E3538", accent="#4CC9BA", paper="#101415")

_NAMED: dict[str, tuple[str, str, str]] = {
    "CT": ("#0072B2", "#56B4E9", "circle"),
    "DSA": ("#C04E00", "#F0883E", "square"),
    "CBCT": ("#007A5A", "#2FBF9B", "triangle-up"),
    "Fluoroscopy": ("#8A5A9E", "#C79BD9", "diamond"),
    "O-arm": ("#A8326E", "#F08DBB", "triangle-down"),
    "Navigation": ("#6B6A00", "#C9C23F", "cross"),
    "Robot": ("#3D55B8", "#A3B2F7", "triangle-right"),
    "Ultrasound": ("#8A4B2A", "#D9A27E", "triangle-left"),
}
"""Light colour, dark colour, shape: all at least 4.8:1 on white and 7.4:1 on dark (proven in the tests)."""

_FURTHER: tuple[tuple[str, str, str], ...] = (
    ("#3D55B8", "#A3B2F7", "circle"),
    ("#A8326E", "#F08DBB", "square"),
    ("#5F6B00", "#C4CC4A", "triangle-up"),
    ("#8A4B2A", "#D9A27E", "diamond"),
    ("#00707A", "#4CC3CF", "triangle-down"),
    ("#5A5F66", "#B8BEC6", "cross"),
)
"""For names of the registry's own (PVP, an operator, a centre), in the order first met."""


USUAL_SIZE = 12
"""Pixels of axis text on a page; rooms for words are measured for it."""


NARROW = 480
"""Pixels of a chart on a phone: narrower, and larger words than the usual would hide each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartStyle:
    """For whom a chart is drawn.

    `methods` are all methods of the registry in the order first met, so that a name of the registry's own keeps its
    colour when a filter drops another; without them the order of the chart's own methods counts. Charts thin their
    labels by themselves as they get narrower; `is_narrow` shortens words where the page knows that it is on
    a phone. `font_size` is that of axis text in pixels (16 for a meeting room).
    """

    language: str
    is_dark: bool = False
    is_narrow: bool = False
    methods: tuple[str, ...] = ()
    font_size: int = USUAL_SIZE
    height: int = 340

    @property
    def ink(self) -> Ink:
        """The inks of the theme."""
        return DARK if self.is_dark else LIGHT

    @property
    def small(self) -> int:
        """The size of the smallest words, in pixels."""
        return self.font_size - 1

    def sized(self, pixels: float) -> int:
        """Pixels of room for words, given for the usual font size, at this one."""
        return round(pixels * self.font_size / USUAL_SIZE)

    @property
    def row(self) -> int:
        """The height of one row of words inside a chart, in pixels."""
        return self.font_size + 4


def method_marks(methods: Sequence[str], style: ChartStyle) -> dict[str, Mark]:
    """The mark of each method: by name where the name is known, else from the fixed list in the registry's order.

    A shape that a known name has is given to another one last, so that a print without colours tells them apart.
    """
    known = dict.fromkeys([*style.methods, *methods])
    further = [name for name in known if name not in _NAMED]
    colours, _, shapes = ({row[part] for name, row in _NAMED.items() if name in known} for part in range(3))
    free = [row for row in _FURTHER if row[0] not in colours] or list(_FURTHER)
    free.sort(key=lambda row: row[2] in shapes)
    rows = {name: _NAMED.get(name) or free[further.index(name) % len(free)] for name in known}
    return {name: Mark(colour=rows[name][style.is_dark], shape=rows[name][2]) for name in methods}


def method_colours(methods: Sequence[str], style: ChartStyle) -> dict[str, str]:
    """The colour of each method, the same in every figure."""
    return {name: mark.colour for name, mark in method_marks(methods, style).items()}


def letters(size: float) -> Any:
    """The size of words: where it is larger than the usual, the usual on a chart as narrow as on a phone."""
    return size if size <= USUAL_SIZE + 1 else {"expr": f"width < {NARROW} ? {USUAL_SIZE} : {size}"}


def text_width(words: str, size: float) -> float:
    """At most about how many pixels some words take, also in the widest of the system fonts.

    A full-width character is as wide as its size, a capital and a wide letter seven tenths of it, a blank three,
    another six.
    """
    return sum(size * _width(letter) for letter in words)


def _width(letter: str) -> float:
    if ord(letter) > 0x2E7F:
        return 1
    return 0.3 if letter == " " else 0.7 if letter.isupper() or letter in "mw%" else 0.6


def finished(layers: Sequence[alt.Chart], style: ChartStyle, *, height: int | None = None) -> LayeredChart:
    """The layers as one chart that stretches to its container, whole at every width, in its own colours."""
    ink = style.ink
    whole: dict[str, Any] = {
        "width": "container",
        "height": height or style.height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 0, "right": 2, "top": 2, "bottom": 2},
        "config": {
            "background": "transparent",
            "font": FONT,
            "view": {"stroke": None},
            "text": {"fontSize": letters(style.font_size), "color": ink.text, "font": FONT, "baseline": "middle"},
        },
    }
    return LayeredChart(layers=tuple(layers), whole=whole)
