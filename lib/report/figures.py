"""A chart as a picture for a paper or a slide: PNG, PDF, or SVG whose words are outlines, legible on any machine."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from lib.report.charts.layered import LayeredChart
from lib.report.charts.style import DARK, LIGHT
from lib.report.outlines import outlined

FAMILY = "Noto Sans SC"
"""What pictures are written in: the file in data/fonts, so that no machine's own fonts matter."""

FONTS = Path(__file__).resolve().parents[2] / "data" / "fonts"

DPI = 300
"""Pixels per inch of a PNG, as journals ask for."""

_POINTS_PER_INCH = 72

TITLE_HEIGHT = 50
"""Pixels that a title with its subtitle adds."""

LINE_HEIGHT, LETTER_WIDTH = 15, 6.2
"""Pixels that a further line of the subtitle adds, and that one of its letters takes on average."""

LONGEST_TEXT = 300
"""Letters of a text in a picture; what is longer is cut off with a mark."""

_BETWEEN = " · "

_ON_SCREEN_ONLY = ("tooltip", "tip")
"""Tooltips name single patients; a picture that leaves the session must not."""

Heading = tuple[str, str]


def png(chart: LayeredChart, *, width: int = 760, scale: float = 2, heading: Heading | None = None) -> bytes:
    """The chart as a PNG of `width` pixels times `scale`, on the paper of its theme, titled by `heading`.

    It says of itself that its pixels are 300 to the inch, so that a manuscript takes it at its printed size.
    """
    spec = _for_paper(chart, width, heading)
    return vl_convert.vegalite_to_png(spec, scale=scale * _POINTS_PER_INCH / DPI, ppi=DPI)


def pdf(chart: LayeredChart, *, width: int = 760, heading: Heading | None = None) -> bytes:
    """The chart as a PDF of one page, with our font inside."""
    return vl_convert.vegalite_to_pdf(_for_paper(chart, width, heading))


def svg(chart: LayeredChart, *, width: int = 760, heading: Heading | None = None) -> bytes:
    """The chart as SVG (UTF-8) with its words drawn as outlines, so that Chinese needs no font."""
    return outlined(vl_convert.vegalite_to_svg(_for_paper(chart, width, heading)), FONTS).encode("utf-8")


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _for_paper(chart: LayeredChart, width: int, heading: Heading | None) -> dict[str, Any]:
    """The chart's specification at a fixed width, with our font and without what is for the screen only."""
    _register_fonts()
    spec: dict[str, Any] = _on_paper(json.loads(json.dumps(chart.to_dict(validate=False))))
    config = spec["config"]
    ink = DARK if config["text"]["color"] == DARK.text else LIGHT
    config["font"] = config["text"]["font"] = FAMILY
    config["aria"] = False  # its labels are English and tell places in the scale; the words stay as labels of paths
    for layer in spec["layer"]:
        layer["mark"] = _drawn_fast(layer["mark"])
    spec["width"] = width
    spec["background"] = ink.paper
    spec["padding"] = 10
    if heading is not None:
        below = [_shortened(line) for line in _lines(heading[1], width)]
        spec["height"] += TITLE_HEIGHT + LINE_HEIGHT * (len(below) - 1)
        spec["title"] = {
            "text": _shortened(heading[0]), "subtitle": below, "anchor": "start", "frame": "bounds", "offset": 12,
            "fontSize": 15, "subtitleFontSize": 12, "color": ink.text, "subtitleColor": ink.quiet,
            "font": FAMILY, "subtitleFont": FAMILY,
        }  # fmt: skip
    return spec


def _drawn_fast(mark: Any) -> Any:
    """A line that is seen through, by its stroke: the same picture, where a whole path's opacity is composed apart."""
    if not isinstance(mark, dict) or mark.get("type") != "line" or "opacity" not in mark:
        return mark
    return {**{name: value for name, value in mark.items() if name != "opacity"}, "strokeOpacity": mark["opacity"]}


def _lines(text: str, width: int) -> list[str]:
    """A subtitle broken between its parts, so that no line is wider than the picture."""
    lines: list[str] = []
    for part in text.split(_BETWEEN):
        joined = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and _printed(joined) * LETTER_WIDTH <= width - 20:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines


def _printed(text: str) -> int:
    """Letters that a text takes in print: Chinese characters as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _on_paper(part: Any) -> Any:
    """A part of a chart without its tooltips, its labels no longer than a label can be."""
    if isinstance(part, dict):
        kept = {key: _on_paper(value) for key, value in part.items() if key not in _ON_SCREEN_ONLY}
        label = kept.get("text")
        return kept | {"text": _shortened(label)} if isinstance(label, str) else kept
    return [_on_paper(one) for one in part] if isinstance(part, list) else part


def _shortened(text: str) -> str:
    """A text as long as a picture has room for: a registry may call a method by a whole page."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
