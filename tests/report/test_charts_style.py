from __future__ import annotations

import pytest

from lib.report.charts.style import DARK, LIGHT, ChartStyle, method_colours, method_marks, text_width
from lib.terms import METHODS

OWN = ("PVP", "PKP", "A", "B", "C", "D")


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours written as #RRGGBB."""
    levels = []
    for colour in (first, second):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        levels.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(levels) + 0.05) / (min(levels) + 0.05)


class TestMethodMarks:
    def test_gives_the_methods_their_fixed_colours_and_shapes(self) -> None:
        """CT is a blue circle, DSA an orange square, CBCT a green triangle, fluoroscopy a purple diamond."""
        methods = ("CT", "DSA", "CBCT", "Fluoroscopy")

        light = method_marks(methods, ChartStyle(language="en"))
        dark = method_colours(methods, ChartStyle(language="en", is_dark=True))

        assert [(mark.colour, mark.shape) for mark in light.values()] == [
            ("#0072B2", "circle"), ("#C04E00", "square"), ("#007A5A", "triangle-up"), ("#8A5A9E", "diamond"),
        ]  # fmt: skip
        assert list(dark.values()) == ["#56B4E9", "#F0883E", "#2FBF9B", "#C79BD9"]

    def test_keeps_a_colour_when_a_filter_drops_another(self) -> None:
        """A name of the registry's own has its colour from all methods of the registry, not from those shown."""
        style = ChartStyle(language="en", methods=OWN)

        assert method_colours(("PKP",), style)["PKP"] == method_colours(OWN, style)["PKP"]

    def test_gives_a_name_of_the_registrys_own_another_shape_than_ct_and_dsa(self) -> None:
        """CT is a circle and DSA a square also where a third method, DSA+CBCT, has no mark of its own."""
        marks = method_marks(("CT", "DSA", "DSA+CBCT"), ChartStyle(language="en"))

        assert len({mark.shape for mark in marks.values()}) == 3

    def test_tells_six_unknown_names_apart(self) -> None:
        """Six levels of another column have six colours and six shapes."""
        marks = method_marks(OWN, ChartStyle(language="en")).values()

        assert len({mark.colour for mark in marks}) == len({mark.shape for mark in marks}) == 6

    @pytest.mark.parametrize(("is_dark", "paper", "least"), [(False, "#FFFFFF", 4.8), (True, "#101415", 7.1)])
    def test_is_legible_on_the_page(self, is_dark: bool, paper: str, least: float) -> None:
        """Every method colour reaches the contrast of the design on white, and on the page's dark."""
        colours = method_colours((*METHODS, *OWN), ChartStyle(language="en", is_dark=is_dark)).values()

        assert min(contrast(colour, paper) for colour in colours) >= least

    @pytest.mark.parametrize("ink", [LIGHT, DARK])
    def test_words_are_legible(self, ink: object) -> None:
        """Words, also the quiet ones, have at least 4.5 : 1 on their paper."""
        assert isinstance(ink, type(LIGHT))
        assert min(contrast(ink.text, ink.paper), contrast(ink.quiet, ink.paper)) >= 4.5


class TestTextWidth:
    def test_counts_chinese_twice_as_wide_as_latin(self) -> None:
        """A Chinese character is a square of its size."""
        assert text_width("透视", 10) == 20
        assert text_width("CT", 10) == pytest.approx(14)
