"""Words of an SVG as outlines: what a paper prints then looks the same on a machine without the font."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from fontTools.misc.transform import Transform  # type: ignore[import-untyped]
from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

_TEXT = re.compile(r"<text([^>]*)>(.*?)</text>", re.DOTALL)
_LINE = re.compile(r"<tspan([^>]*)>(.*?)</tspan>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TYPOGRAPHY = ("text-anchor", "font-family", "font-size", "font-weight", "font-style")
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class _Face:
    """One font file: which character has which glyph, the glyphs, and the units of an em."""

    characters: dict[int, str]
    glyphs: Any
    em: float


def outlined(svg: str, fonts: Path) -> str:
    """The same SVG with every text as a path named by its words; `fonts` holds NotoSansSC-Regular and -Bold.

    A character that neither weight has is left out of the path; its words stay in the path's label.
    """
    return _TEXT.sub(lambda found: _outline(dict(_ATTRIBUTE.findall(found[1])), found[2], fonts), svg)


def _outline(attributes: dict[str, str], content: str, fonts: Path) -> str:
    size = float(attributes.get("font-size", "12px").removesuffix("px"))
    is_bold = attributes.get("font-weight", "normal") in {"bold", "600", "700", "800", "900"}
    share = _ANCHORS[attributes.get("text-anchor", "start")]
    lines = list(_lines(content))
    drawn = "".join(_path(words, size, share, down, is_bold=is_bold, fonts=fonts) for words, down in lines)
    kept = "".join(f' {name}="{value}"' for name, value in attributes.items() if name not in _TYPOGRAPHY)
    label = escape(" ".join(words for words, _ in lines), quote=True)
    return f'<path role="img" aria-label="{label}"{kept} d="{drawn}"/>'


def _lines(content: str) -> Iterator[tuple[str, float]]:
    """Each line of a text and how far below the first it stands."""
    spans = _LINE.findall(content)
    if not spans:
        yield unescape(content), 0.0
    down = 0.0
    for attributes, words in spans:
        down += float(dict(_ATTRIBUTE.findall(attributes)).get("dy", "0"))
        yield unescape(words), down


def _path(words: str, size: float, share: float, down: float, *, is_bold: bool, fonts: Path) -> str:
    """The outlines of one line, its start moved left by `share` of its width."""
    glyphs = [(face, name) for letter in words for face, name in [_glyph(letter, fonts, is_bold=is_bold)] if face]
    widths = [face.glyphs[name].width * size / face.em for face, name in glyphs]
    x = -share * sum(widths)
    pen = SVGPathPen(None, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    for (face, name), width in zip(glyphs, widths, strict=True):
        scale = size / face.em
        face.glyphs[name].draw(TransformPen(pen, Transform(scale, 0, 0, -scale, x, down)))
        x += width
    commands: str = pen.getCommands()
    return commands


def _glyph(letter: str, fonts: Path, *, is_bold: bool) -> tuple[_Face | None, str]:
    """The glyph of a letter in its weight, else in the regular one."""
    for weight in ("Bold", "Regular") if is_bold else ("Regular",):
        face = _face(fonts / f"NotoSansSC-{weight}.otf")
        if ord(letter) in face.characters:
            return face, face.characters[ord(letter)]
    return None, ""


@cache
def _face(path: Path) -> _Face:
    font = TTFont(path, lazy=True)
    return _Face(characters=font.getBestCmap(), glyphs=font.getGlyphSet(), em=font["head"].unitsPerEm)
