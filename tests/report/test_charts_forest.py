from __future__ import annotations

import pytest

from lib.report.charts.forest import alternative_text, forest, heading
from lib.report.charts.style import ChartStyle
from lib.stats.results import TestResult
from lib.terms import Visit
from tests.report.chart_reading import domain_of, layers_of, rows_of, size_of, spec_of, texts_of
from tests.report.examples import cohort, compared

PAIR = ("CT", "DSA")
MONTH = Visit("1 month", 30)
EN = ChartStyle(language="en")


class TestForest:
    def test_draws_the_difference_of_every_visit(self) -> None:
        """Five follow-ups: the chosen one bold, four lighter, all as the verdicts have them."""
        outcome = compared(cohort(), margin=1.5)

        spec = spec_of(forest(outcome, PAIR, 1.5, EN, visit=MONTH))

        results = [comparison.verdicts[0].result for comparison in outcome.visits]
        drawn = {row["y"]: row["x"] for name in ("current", "others") for row in rows_of(spec, name)}
        assert drawn == {
            index: round(result.estimate, 4) for index, result in enumerate(results) if isinstance(result, TestResult)
        }
        assert len(rows_of(spec, "current")) == 1
        assert [row["text"] for row in rows_of(spec, "current visits")] == ["1 month, primary"]

    @pytest.mark.parametrize(("sizes", "english", "chinese"), [((32, 32), " · P ", " · P"),
                             ((30, 30, 20), " · Holm P ", " · Holm校正P")])  # fmt: skip
    def test_names_the_p_of_a_family(self, sizes: tuple[int, ...], english: str, chinese: str) -> None:
        """With three methods the P behind a difference is Holm's, and is called so."""
        for language, words in (("en", english), ("zh", chinese)):
            spec = spec_of(forest(compared(cohort(sizes)), PAIR, 1.5, ChartStyle(language=language), visit=MONTH))

            assert words in rows_of(spec, "current")[0]["tip"]

    def test_the_mark_says_which_comparison_was_asked_for(self) -> None:
        """The primary comparison has the largest mark whichever visit is looked at; an exploratory one stays small."""
        outcome = compared(cohort(), margin=1.5)

        for visit in (MONTH, Visit("3 months", 90)):
            spec = spec_of(forest(outcome, PAIR, 1.5, EN, visit=visit))
            sizes = {row["y"]: row["size"] for name in ("current", "others") for row in rows_of(spec, name)}
            assert sizes == {0: 40, 1: 40, 2: 130, 3: 40, 4: 40}

    @pytest.mark.parametrize(("language", "marked"), [("en", "1 month, primary"), ("zh", "术后1个月（主要）")])
    def test_names_the_comparison_that_was_asked_for(self, language: str, marked: str) -> None:
        """In the chart and for those who hear it."""
        outcome = compared(cohort())

        assert marked in texts_of(spec_of(forest(outcome, PAIR, None, ChartStyle(language=language), visit=MONTH)))
        assert marked in alternative_text(outcome, PAIR, language)

    def test_has_a_fixed_symmetrical_axis(self) -> None:
        """±4 for VAS and ±40 for ODI, and the margin as a band about 0."""
        vas = spec_of(forest(compared(cohort()), PAIR, 1.5, EN))
        odi = spec_of(forest(compared(cohort(outcome="ODI")), PAIR, 10, EN))

        assert (domain_of(vas, "x"), domain_of(odi, "x")) == ([-4, 4], [-40, 40])
        assert rows_of(vas, "margin") == [{"x": -1.5, "x2": 1.5}]

    def test_keeps_the_row_of_a_visit_that_cannot_be_tested(self) -> None:
        """Three patients in a method: every visit keeps its row and says so, no interval is drawn."""
        spec = spec_of(forest(compared(cohort((3, 30))), PAIR, 1.5, ChartStyle(language="zh")))

        assert {row["text"] for row in rows_of(spec, "other figures")} == {"无法检验"}
        assert not layers_of(spec, "others")

    def test_says_who_is_favoured_on_which_side(self) -> None:
        """Lower is better: left of 0 favours the experimental method; the reverse pair turns it round."""
        outcome = compared(cohort())

        specs = [spec_of(forest(outcome, pair, None, EN)) for pair in (PAIR, PAIR[::-1])]
        sides = [rows_of(spec, "favours right")[0]["text"] for spec in specs]

        assert sides == ["← favours CT", "← favours DSA"]

    @pytest.mark.parametrize(("margin", "named"), [(None, False), (1.5, True)])
    def test_names_the_margin_only_where_one_was_chosen(self, margin: float | None, *, named: bool) -> None:
        """Without a margin no band is drawn, so none is named."""
        spec = spec_of(forest(compared(cohort()), PAIR, margin, EN))

        assert any("between methods" in text for text in texts_of(spec)) == named

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_is_small_and_whole(self, language: str) -> None:
        """Eight visits fit the height of a chart in a few kilobytes, without a raw value."""
        visits = ("baseline", "1 day", "1 week", "1 month", "3 months", "6 months", "9 months", "1 year", "2 years")
        chart = forest(compared(cohort(visits=visits)), PAIR, 1.5, ChartStyle(language=language), visit=MONTH)

        spec = spec_of(chart)

        assert size_of(chart) < 3_000
        assert spec["height"] == 340
        assert not [word for word in texts_of(spec) if any(bad in word for bad in ("nan", "None", "{"))]


class TestHeading:
    def test_names_the_level_of_a_family(self) -> None:
        """With three methods the intervals are simultaneous, and the subtitle says at which level."""
        assert heading(compared(cohort((30, 30, 20))), PAIR, "zh") == (
            "各时间点组间差值",
            "CT−DSA，校正，98.3%CI；小标记为探索性",
        )


class TestAlternativeText:
    def test_reads_every_visit(self) -> None:
        """Five visits, five differences with their limits."""
        text = alternative_text(compared(cohort()), PAIR, "en")

        assert text.startswith("Adjusted difference in VAS, CT − DSA, at every visit. 1 day: −0.6 (−1.3 to 0.2)")
        assert text.count(" to ") == 5
