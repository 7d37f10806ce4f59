from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import altair as alt
import pytest
import vl_convert

from lib.report.charts.change import change_and_difference
from lib.report.charts.forest import forest
from lib.report.charts.layered import LayeredChart
from lib.report.charts.sent import as_sent
from lib.report.charts.style import ChartStyle
from lib.report.charts.trajectory import trajectory
from tests.report.examples import cohort, compared

PAIR = ("CT", "DSA")


@cache
def charts(sizes: tuple[int, ...], language: str = "en") -> dict[str, LayeredChart]:
    """The three charts of the main page for methods of these sizes."""
    registry = cohort(sizes)
    outcome, style = compared(registry, margin=1.5), ChartStyle(language=language)
    visit, patients = outcome.at("1 month"), registry.patients("VAS")
    counts = registry.score_counts("VAS", "1 month")
    return {
        "trajectory": trajectory(outcome, patients, visit.visit, style),
        "change": change_and_difference(visit, counts, patients, PAIR, 1.5, 1.5, style),
        "forest": forest(outcome, PAIR, 1.5, style, visit=visit.visit),
    }


def svg(specification: dict[str, Any]) -> str:
    """What Vega draws, 600 pixels wide."""
    return str(vl_convert.vegalite_to_svg({**json.loads(json.dumps(specification)), "width": 600}))


def layer(name: str, *rows: dict[str, Any]) -> alt.Chart:
    """One layer that holds these rows."""
    chart: alt.Chart = alt.Chart(alt.InlineData(values=list(rows), name=name)).mark_point().encode(x="x:Q", y="y:Q")
    return chart


def sent(*layers: alt.Chart) -> list[dict[str, Any]]:
    """The data of these layers, in a chart behind an empty one, as sent."""
    return [one["data"] for one in as_sent(LayeredChart(layers=(layer("frame"), *layers), whole={}))["layer"][1:]]


class TestAsSent:
    @pytest.mark.parametrize("name", ["trajectory", "change", "forest"])
    @pytest.mark.parametrize("sizes", [(32, 32), (200, 200), (1, 1)])
    def test_draws_the_same_picture(self, name: str, sizes: tuple[int, ...]) -> None:
        """Vega draws the very same SVG from what is sent as from Altair's own specification."""
        chart = charts(sizes)[name]

        assert svg(as_sent(chart)) == svg(chart.to_dict())

    @pytest.mark.parametrize("name", ["trajectory", "change", "forest"])
    def test_passes_altairs_check(self, name: str) -> None:
        """The check that is left out on the page finds nothing here."""
        specification = as_sent(charts((32, 32))[name])

        alt.LayerChart.from_dict(copy.deepcopy(specification), validate=True)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_is_shorter(self, language: str) -> None:
        """Three charts take at most four fifths of what Altair would send."""
        found = charts((32, 32), language).values()

        ours = sum(len(json.dumps(as_sent(chart))) for chart in found)
        assert ours <= 0.8 * sum(len(json.dumps(chart.to_dict())) for chart in found)

    def test_same_rows_once(self) -> None:
        """The second layer with the same rows names those of the first."""
        first, second = sent(layer("points", {"x": 1, "y": 2}), layer("words", {"x": 1, "y": 2}))

        assert second == {"name": first["name"]}
        assert first["values"] == [{"x": 1, "y": 2}]

    def test_rows_go_column_by_column(self) -> None:
        """Each field is named once, what is not there is null, and Vega makes rows of it again."""
        rows = [{"x": 1, "y": 2.5}, {"x": 2, "tip": "a"}, {"x": 3, "y": None, "tip": "b"}]

        specification = as_sent(LayeredChart(layers=(layer("frame"), layer("rows", *rows)), whole={}))

        long = specification["layer"][1]
        assert long["data"]["values"] == [{"x": [1, 2, 3], "y": [2.5, None, None], "tip": [None, "a", "b"]}]
        assert long["transform"] == [{"flatten": ["x", "y", "tip"]}]

    def test_no_data_has_a_format(self) -> None:
        """To read CSV the browser would evaluate a string, which the server forbids."""
        found = [as_sent(chart) for chart in charts((32, 32)).values()]

        assert all("format" not in layer.get("data", {}) for chart in found for layer in chart["layer"])

    def test_leaves_the_chart_alone(self) -> None:
        """What is drawn for a file afterwards is unchanged."""
        chart = charts((32, 32))["change"]
        before = json.dumps(chart.to_dict())

        as_sent(chart)

        assert json.dumps(chart.to_dict()) == before
