from __future__ import annotations

import pytest

from lib.analysis.patients import baseline_table
from lib.analysis.safety import compare_event
from lib.intake.opening import SourceFile, open_registry
from lib.report.charts import balance, rates
from lib.report.charts.listed import Axis, ListedRow, listed, reach_of
from lib.report.charts.style import ChartStyle
from lib.report.tables.procedure import procedure
from lib.stats.results import Interval, NotEstimable
from lib.terms import OF_THE_PROCEDURE, is_before_treatment
from tests.test_demo import DATA

PAIR = ("CT", "DSA")
NOTHING = NotEstimable(reason="no_question")


@pytest.fixture(scope="module")
def cohort():
    """The English demo."""
    name = "demo_registry_en.xlsx"
    found = open_registry([SourceFile(name=name, content=(DATA / name).read_bytes())]).cohort
    assert found is not None
    return found


class TestListed:
    def test_rows_and_their_figures(self) -> None:
        """Each row has its mark, its interval and its words; one without an estimate keeps its words alone."""
        rows = [
            ListedRow(name="first", estimate=1.0, interval=Interval(-1, 3, 0.95), text="1.0 (−1.0 to 3.0)"),
            ListedRow(name="second", estimate=None, interval=None, text="no value"),
        ]

        specification = listed(rows, Axis(reach=4, step=2), ChartStyle(language="en")).to_dict()

        data = {layer["data"]["name"]: layer["data"]["values"] for layer in specification["layer"]}
        assert [(row["x"], row["low"], row["high"]) for row in data["current"]] == [(1.0, -1, 3)]
        assert [row["text"] for row in data["other figures"]] == ["1.0 (−1.0 to 3.0)", "no value"]

    def test_a_long_name_has_two_lines_for_a_narrow_page(self) -> None:
        """Where the whole name does not fit, it is broken at the blank (in Chinese the letter) nearest its middle."""
        names = ["Opioid dose before treatment (mg/day)", "术前阿片类用量（毫克/天）", "Age"]
        rows = [ListedRow(name=name, estimate=0.1, interval=None, text="+0.10") for name in names]

        specification = listed(rows, Axis(reach=1, step=1), ChartStyle(language="en")).to_dict()

        data = {layer["data"]["name"]: layer["data"]["values"] for layer in specification["layer"]}
        lines = ["Opioid dose before\ntreatment (mg/day)", "术前阿片类用\n量（毫克/天）", "Age"]
        assert [row["lines"] for row in data["other visits"]] == lines
        assert [row["text"] for row in data["other visits"]] == names

    def test_the_axis_holds_every_limit(self) -> None:
        """A limit of −17.3 needs an axis to 20 in steps of 10, by hand."""
        row = ListedRow(name="x", estimate=-3.1, interval=Interval(-17.3, 10.3, 0.95), text="")

        assert reach_of([row], 5.0) == (20.0, 10.0)


class TestRates:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_the_papers_leakage(self, cohort, language: str) -> None:
        """1/32 against 2/32: −3.1 points, Newcombe −17.3 to 10.3, as the sentence says."""
        found = [compare_event(cohort, event, NOTHING, shown=PAIR) for event in ("technical_success", "leakage")]
        rows = rates.rows(found, PAIR, language)

        assert [round(row.estimate or 0, 1) for row in rows] == [0.0, -3.1]
        assert "−3.1" in rows[1].text and "−17.3" in rows[1].text and "10.3" in rows[1].text
        assert rows[1].text in rates.alternative_text(rows, PAIR, language)
        rates.risk_differences(rows, PAIR, ChartStyle(language=language)).to_dict()


class TestBalance:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_the_figures_of_the_table(self, cohort, language: str) -> None:
        """Each row carries the table's difference, its band ±0.49 (from 0 for a distance); marked rows are bold."""
        table = [one for one in baseline_table(cohort, NOTHING) if one.is_score or is_before_treatment(one.name)]
        rows = balance.rows(table, PAIR, {one.name: one for one in cohort.covariates}, language)

        assert [round(row.estimate or 0, 9) for row in rows] == [round(one.balance[0].smd, 9) for one in table]
        assert [row.is_current for row in rows] == [one.balance[0].is_marked for one in table]
        kinds = [2 if row.is_numeric else sum(n > 0 for _, n in row.by_method[0].counts) for row in table]
        for row, one, k in zip(rows, table, kinds, strict=True):
            assert row.band is not None
            if k == 2 and not any(who.missing for who in one.by_method):
                assert row.band == pytest.approx((-0.49, 0.49), abs=0.001)
            assert (row.band[0] == 0) == (k > 2)
        assert max(kinds) > 2
        balance.balance_plot(rows, PAIR, ChartStyle(language=language)).to_dict()
        assert rows[1].text in balance.alternative_text(rows, PAIR, language)


class TestProcedure:
    def test_differences_of_means(self, cohort) -> None:
        """Cement with CT minus DSA equals Welch's difference, and of one method there is no such column."""
        rows = [one for one in baseline_table(cohort, NOTHING) if one.name in OF_THE_PROCEDURE]
        named = {one.name: one for one in cohort.covariates}

        frame = procedure(rows, named, PAIR, "en")

        expected = rows[0].balance[0].mean_difference
        assert rows[0].name == "cement_volume" and expected is not None
        assert frame.iloc[0, -1].startswith(f"{expected.estimate:.1f}".replace("-", "−"))
        assert list(procedure(rows, named, None, "en").columns) == ["CT", "DSA"]
