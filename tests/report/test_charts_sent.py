from __future__ import annotations

import json
from functools import cache
from typing import Any

import altair as alt
import pytest
import vl_convert

from lib.report.charts.change import change_and_difference
from lib.report.charts.forest import forest
from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import inline
from lib.report.charts.sent import as_sent
from lib.report.charts.style import ChartStyle
from lib.report.charts.trajectory import trajectory
from tests.report.chart_reading import size_of, with_rows
from tests.report.examples import cohort, compared

PAIR = ("CT", "DSA")


@cache
def charts(sizes: tuple[int, ...], language: str = "en", *, is_filtered: bool = False) -> dict[str, LayeredChart]:
    """The three charts of the main page for methods of these sizes."""
    registry, style = cohort(sizes), ChartStyle(language=language)
    outcome = compared(registry, margin=1.5, is_filtered_view=is_filtered)
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
    chart: alt.Chart = alt.Chart(inline(name, rows)).mark_point().encode(x="x:Q", y="y:Q")
    return chart


def sent(*layers: alt.Chart) -> dict[str, Any]:
    """These layers behind an empty one, as sent."""
    return as_sent(LayeredChart(layers=(layer("frame"), *layers), whole={}))


def specification_of(chart: LayeredChart) -> dict[str, Any]:
    """What is sent without the rows."""
    return {key: value for key, value in as_sent(chart).items() if key != "datasets"}


class TestSpecification:
    @pytest.mark.parametrize("sizes", [(32, 32), (200, 200), (20, 20, 20)])
    @pytest.mark.parametrize("name", ["trajectory", "change", "forest"])
    def test_is_written_as_altair_writes_it(self, name: str, sizes: tuple[int, ...]) -> None:
        """Every layer says the same as Altair's own to_dict()."""
        for layer in charts(sizes)[name].layers:
            theirs = alt.SchemaBase.to_dict(layer, validate=False, ignore=["data"], context={})
            ours = LayeredChart(layers=(layer,), whole={}).to_dict(validate=False)["layer"][0]
            del ours["data"]
            assert ours == theirs


class TestAsSent:
    @pytest.mark.parametrize("name", ["trajectory", "change", "forest"])
    @pytest.mark.parametrize("sizes", [(32, 32), (200, 200), (1, 1)])
    def test_draws_the_same_picture(self, name: str, sizes: tuple[int, ...]) -> None:
        """Vega draws the very same SVG from what is sent as from Altair's own specification."""
        chart = charts(sizes)[name]

        assert svg(with_rows(as_sent(chart))) == svg(chart.to_dict())

    @pytest.mark.parametrize("name", ["trajectory", "change", "forest"])
    def test_passes_altairs_check(self, name: str) -> None:
        """The check that is left out on the page finds nothing here."""
        alt.LayerChart.from_dict(specification_of(charts((32, 32))[name]), validate=True)

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("name", ["trajectory", "change", "forest"])
    def test_a_filter_changes_only_rows(self, name: str, language: str) -> None:
        """A filter leaves the specification as it is, so that the browser keeps the chart and exchanges its rows."""
        some, others = charts((32, 32), language)[name], charts((20, 25), language, is_filtered=True)[name]

        assert specification_of(some) == specification_of(others)
        assert as_sent(some)["datasets"].keys() == as_sent(others)["datasets"].keys()
        assert svg(with_rows(as_sent(some))) != svg(with_rows(as_sent(others)))

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_is_short(self, language: str) -> None:
        """Three charts of 64 patients take at most 12 of the 40 kB that a click may send."""
        assert sum(size_of(chart) for chart in charts((32, 32), language).values()) <= 12_000

    def test_same_rows_once(self) -> None:
        """The second layer with the same name and rows takes those of the first; other rows get a name of their own."""
        found = sent(layer("points", {"x": 1, "y": 2}), layer("points", {"x": 1, "y": 2}), layer("points", {"x": 3}))

        names = [one["data"]["name"] for one in found["layer"]]
        assert names == ["frame", "points", "points", "points 3"]
        assert [table.to_pylist() for table in found["datasets"].values()] == [[], [{"x": 1, "y": 2}], [{"x": 3}]]

    def test_what_is_not_there_is_null(self) -> None:
        """A field that only some rows have is null in the others, and a place loses the digits no screen can show."""
        rows = [{"x": 1, "y": 2.123456789}, {"x": 2, "tip": "a"}]

        assert sent(layer("rows", *rows))["datasets"]["rows"].to_pylist() == [
            {"x": 1, "y": 2.12346, "tip": None},
            {"x": 2, "y": None, "tip": "a"},
        ]

    def test_leaves_the_chart_alone(self) -> None:
        """What is drawn for a file afterwards is unchanged."""
        chart = charts((32, 32))["change"]
        before = json.dumps(chart.to_dict())

        as_sent(chart)

        assert json.dumps(chart.to_dict()) == before
