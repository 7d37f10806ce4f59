"""The differences in responders by threshold: the same numbers as the table, on one axis that a filter leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.analysis.responders import RespondersAtVisit, published_thresholds, responders_at
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.report.charts import responders as chart
from lib.report.charts.layered import LayeredChart
from lib.report.charts.sent import as_sent
from lib.report.charts.style import ChartStyle
from lib.report.tables.responders import sensitivity
from lib.terms import VAS, Filter, Question
from tests.report.chart_reading import domain_of, spec_of, texts_of
from tests.test_demo import DATA

PAIR = ("CT", "DSA")
QUESTION = Question(outcome="VAS", visit="3 months", experimental="CT", control="DSA")


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    """The English demo."""
    name = "demo_registry_en.xlsx"
    found = open_registry([SourceFile(name=name, content=(DATA / name).read_bytes())]).cohort
    assert found is not None
    return found


def judged(registry: Cohort) -> list[tuple[str, RespondersAtVisit]]:
    """VAS at 3 months under every published threshold."""
    return [
        (source, responders_at(registry, "VAS", "3 months", threshold, QUESTION, shown=PAIR))
        for source, threshold in published_thresholds(VAS)
    ]


def drawn(registry: Cohort, chosen: int = 0) -> LayeredChart:
    """The chart with one threshold chosen."""
    found = judged(registry)
    rows = chart.rows(found, found[chosen][1].threshold, PAIR, VAS, "en")
    return chart.by_threshold(rows, PAIR, ChartStyle(language="en"))


class TestRows:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_each_threshold_once_with_the_figures_of_the_table(self, cohort: Cohort, language: str) -> None:
        """Ten published thresholds are seven amounts, points first; the figures are the table's."""
        found = judged(cohort)

        rows = chart.rows(found, found[0][1].threshold, PAIR, VAS, language)

        assert [row.name[:3] for row in rows[:-1]] == ["1.5", "2 p", "2.7", "3.2", "3.5", "4 p"] or language == "zh"
        assert len(rows) == 7
        assert [row.is_current for row in rows] == [True, *[False] * 6]
        table = sensitivity(found, PAIR, VAS, language)
        assert [row.text for row in rows] == list(table.iloc[::2, 2])

    def test_two_points_by_hand(self, cohort: Cohort) -> None:
        """26/28 against 29/31: −0.7 points, −16.9 to 14.5 by Newcombe's formula in R."""
        found = judged(cohort)

        row = chart.rows(found, found[0][1].threshold, PAIR, VAS, "en")[1]

        assert row.interval is not None
        assert (row.estimate, row.interval.low, row.interval.high) == pytest.approx(
            (-0.6912442, -16.8801857, 14.4807895), abs=1e-6
        )


class TestPicture:
    def test_more_responders_are_better_for_who_has_them(self, cohort: Cohort) -> None:
        """Right of 0 favours the experimental method, left the control; the axis goes to 40 either way."""
        spec = spec_of(drawn(cohort))

        assert domain_of(spec, "x") == [-40.0, 40.0]
        assert {"← favours DSA", "favours CT →"} <= set(texts_of(spec))

    def test_other_patients_and_another_threshold_change_only_rows(self, cohort: Cohort) -> None:
        """A filter, and another choice of threshold, leave the specification as it is."""
        younger = cohort.filtered([Filter(name="age", low=50, high=None)])

        everybody, some, other = (as_sent(one) for one in (drawn(cohort), drawn(younger), drawn(cohort, 1)))

        for one in (some, other):
            assert {**one, "datasets": None} == {**everybody, "datasets": None}
            assert one["datasets"].keys() == everybody["datasets"].keys()
        assert some["datasets"] != everybody["datasets"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("centres", "is_within"), [(("A",), False), (("A", "B"), True)])
def test_subtitle_names_the_interval_of_its_rows(language: str, centres: tuple[str, ...], is_within: bool) -> None:
    """With two centres the rows are within them by Mantel–Haenszel, and the subtitle says so; with one by Newcombe."""
    lines = ["id,guidance,centre,VAS before,VAS 1 month"]
    lines += [f"P{n},{PAIR[n % 2]},{centres[n // 2 % len(centres)]},{9 - n % 3},{n % 7}" for n in range(80)]
    registry = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert registry is not None
    threshold = published_thresholds(VAS)[0][1]
    question = replace(QUESTION, visit="1 month")
    found = [("a source", responders_at(registry, "VAS", "1 month", threshold, question, shown=PAIR))]

    subtitle = chart.heading(found, PAIR, language)[1]

    assert "Newcombe" in subtitle
    assert ("Mantel–Haenszel" in subtitle) == is_within
