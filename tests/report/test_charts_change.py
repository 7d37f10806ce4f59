from __future__ import annotations

import pytest

from lib.registry.cohort import Cohort
from lib.report.charts.change import alternative_text, change_and_difference, heading
from lib.report.charts.style import ChartStyle
from lib.terms import Scale
from tests.report.chart_reading import Spec, domain_of, layers_of, rows_of, size_of, spec_of, texts_of
from tests.report.examples import cohort, compared

EN = ChartStyle(language="en")
PAIR = ("CT", "DSA")


def drawn(
    registry: Cohort,
    *,
    style: ChartStyle = EN,
    margin: float | None = 1.5,
    mcid: float | None = 1.5,
    named: bool = True,
) -> Spec:
    """The change to one month of a cohort, CT against DSA."""
    outcome = compared(registry, margin=margin)
    counts = registry.score_counts(outcome.outcome, "1 month")
    patients = registry.patients(outcome.outcome) if named else ()
    pair = PAIR if len(registry.methods) > 1 else None
    return spec_of(change_and_difference(outcome.at("1 month"), counts, patients, pair, mcid, margin, style))


class TestChangeAndDifference:
    @pytest.mark.parametrize(("outcome", "domain"), [("VAS", [-10, 4]), ("ODI", [-100, 40])])
    def test_has_a_fixed_axis(self, outcome: str, domain: list[float]) -> None:
        """−10 to +4 for VAS and −100 to +40 for ODI, whoever is shown."""
        assert domain_of(drawn(cohort(outcome=outcome)), "y") == domain

    def test_turns_the_axis_where_higher_is_better(self) -> None:
        """A score that should rise has its room above zero."""
        kps = Scale(outcome="KPS", low=0, high=100, lower_is_better=False, decimals=0)

        spec = drawn(cohort(outcome="KPS", scale=kps, grid=1), margin=10, mcid=10)

        assert domain_of(spec, "y") == [-40, 100]
        assert rows_of(spec, "mcid")[0]["y"] == 10

    def test_draws_every_patient_once(self) -> None:
        """As many dots as complete pairs, each at its own change."""
        registry = cohort()
        counts = registry.score_counts("VAS", "1 month")

        rows = rows_of(drawn(registry), "patients")

        assert len(rows) == counts.n
        assert sum(row["y"] for row in rows) == pytest.approx(
            ((counts.follow_up - counts.baseline) * counts.count).sum()
        )

    def test_draws_the_same_dots_from_counts_alone(self) -> None:
        """Without single patients the dots are there, without names."""
        named, unnamed = (rows_of(drawn(cohort(), named=is_named), "patients") for is_named in (True, False))

        assert sorted((row["x"], row["y"], row["o"]) for row in named) == sorted(
            (row["x"], row["y"], row["o"]) for row in unnamed
        )
        assert not [row for row in unnamed if "tip" in row]

    def test_names_a_dot_by_its_row_in_the_file(self) -> None:
        """P001 stands in row 2 of its sheet; before, after and change are as in the file."""
        registry = cohort()
        first = registry.patients("VAS")[0]
        before, after = first.scores["baseline"], first.scores["1 month"]

        tips = [row["tip"] for row in rows_of(drawn(registry), "patients")]

        change = f"{after - before:g}".replace("-", "\u2212")
        assert f"P001 · sheet Sheet1, row 2 · {before:g} → {after:g} · {change}" in tips

    def test_draws_bars_above_150(self) -> None:
        """400 patients are bars by score step whose n add up to the patients."""
        registry = cohort((200, 200))

        rows = rows_of(drawn(registry), "patients")

        assert sum(row["n"] for row in rows) == registry.score_counts("VAS", "1 month").n
        assert all("tip" not in row for row in rows)

    def test_puts_the_zero_of_the_difference_at_the_controls_mean(self) -> None:
        """Same units per pixel: the difference lies as far from the control's mean as it is large."""
        registry = cohort()
        comparison = compared(registry, margin=1.5).at("1 month")
        control = next(row for row in comparison.adjusted_means if row.method == "DSA")
        result = comparison.verdicts[0].result

        spec = drawn(registry)

        difference = rows_of(spec, "differences")[0]
        assert difference["y"] == pytest.approx(control.change + result.estimate, abs=1e-4)  # type: ignore[union-attr]
        zero = next(row for row in rows_of(spec, "difference axis") if row["text"] == "0")
        assert zero["y"] == pytest.approx(control.change, abs=1e-4)

    def test_draws_the_margin_about_the_controls_mean(self) -> None:
        """The band is twice the margin high, named "between methods"; the MCID is named "for one patient"."""
        spec = drawn(cohort())

        band = rows_of(spec, "margin")[0]
        assert band["y2"] - band["y"] == pytest.approx(3, abs=1e-3)
        assert rows_of(spec, "margin name")[0]["text"] == "±1.5 between methods"
        assert rows_of(spec, "mcid owner")[0]["text"] == "for one patient"
        assert rows_of(spec, "mcid")[0]["y"] == -1.5

    def test_draws_adjusted_means_in_every_lane(self) -> None:
        """The bold marks are the adjusted mean changes of the result, filled, beside the patients."""
        registry = cohort()
        expected = {round(row.change, 4) for row in compared(registry, margin=1.5).at("1 month").adjusted_means}

        rows = rows_of(drawn(registry), "means")

        assert {row["y"] for row in rows} == expected
        assert {row["fill"] for row in rows} == {EN.ink.text}
        assert all(row["x"] % 1 > 0.8 for row in rows)

    def test_gives_each_further_method_a_lane_and_a_difference(self) -> None:
        """Four methods share the control DSA, which stands last; three differences follow."""
        spec = drawn(cohort((30, 30, 20, 20)))

        lanes = sorted((row["x"], row["text"]) for parity in (0, 1) for row in rows_of(spec, f"lanes {parity}"))
        assert [name for _, name in lanes] == ["CT", "CBCT", "Fluoroscopy", "DSA"]
        assert len(rows_of(spec, "differences")) == 3
        assert all("; Holm P " in row["tip"] for row in rows_of(spec, "differences"))
        assert {row["text"] for row in rows_of(spec, "pair notes")} == {"− DSA"}

    def test_strikes_no_figure_through(self) -> None:
        """Of twelve cohorts of four methods no dotted line runs through a figure; some figures had to give way.

        A figure of 13 pixels stands 4 above its place, on 340 pixels of which at most 300 are the 14 points of VAS.
        """
        moved = 0
        for seed in range(12):
            spec = drawn(cohort((30, 30, 20, 20), seed=seed))
            guides = rows_of(spec, "guides")
            for one in rows_of(spec, "differences"):
                through = [guide["y"] - one["figure"] for guide in guides if guide["x"] < one["x"] < guide["x2"]]
                assert not any(0 < gap < (4 + 13) * 14 / 300 for gap in through)
                assert one["figure"] >= one["high"]
                moved += one["figure"] > one["high"]

        assert moved

    def test_draws_one_method_as_a_change_lane_only(self) -> None:
        """One method has no difference lane and a hollow mean; nothing is refused."""
        spec = drawn(cohort((32,)))

        assert not layers_of(spec, "differences")
        assert [row["fill"] for row in rows_of(spec, "means")] == [EN.ink.paper]

    @pytest.mark.parametrize("sizes", [(3, 30), (1, 1), (0, 12)])
    def test_draws_what_there_is_where_nothing_can_be_tested(self, sizes: tuple[int, ...]) -> None:
        """Too few patients: their dots stay, no difference is drawn."""
        registry = cohort(sizes)

        spec = drawn(registry)

        assert len(rows_of(spec, "patients")) == registry.score_counts("VAS", "1 month").n
        assert not layers_of(spec, "differences")

    def test_extends_the_axis_for_data_only(self) -> None:
        """On a scale of 0 to 10 a change of +6 needs the axis up to 6."""
        registry = cohort((40, 40), seed=3)
        worse = dict(registry.scores)
        worse["VAS", "baseline"], worse["VAS", "1 month"] = worse["VAS", "1 month"], worse["VAS", "baseline"]
        turned = type(registry)(**{**registry.__dict__, "scores": worse})

        spec = drawn(turned)

        counts = turned.score_counts("VAS", "1 month")
        low, high = domain_of(spec, "y")
        assert low == -10
        assert high >= (counts.follow_up - counts.baseline).max() > 4

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("sizes", [(32,), (32, 32), (30, 30, 20), (20,) * 6, (2, 1), (200, 200), (0, 9)])
    def test_never_prints_raw_or_missing_values(self, language: str, sizes: tuple[int, ...]) -> None:
        """Words are words in either language, whoever is there."""
        words = texts_of(drawn(cohort(sizes), style=ChartStyle(language=language)))

        assert not [word for word in words if not word.strip() or any(bad in word for bad in ("nan", "None", "{"))]

    def test_stays_small_at_any_size(self) -> None:
        """40,000 patients on a grid of 0.1 cost as little as 400, in Chinese too."""
        sizes = []
        for patients in (200, 20_000):
            registry = cohort((patients, patients), grid=0.1)
            outcome, counts = compared(registry, margin=1.5), registry.score_counts("VAS", "1 month")
            style = ChartStyle(language="zh")
            chart = change_and_difference(outcome.at("1 month"), counts, (), PAIR, 1.5, 1.5, style)
            sizes.append(size_of(chart))

        assert max(sizes) < 7_000


class TestHeading:
    def test_says_what_a_mark_is(self) -> None:
        """Dots or bars; adjusted or, for one method, plain means."""
        found = []
        for sizes, language in (((32, 32), "en"), ((200, 200), "zh"), ((32,), "en")):
            registry = cohort(sizes)
            comparison = compared(registry).at("1 month")
            found.append(heading(comparison, registry.score_counts("VAS", "1 month"), language))

        assert found == [
            ("Change to 1 month", "dot: one patient · bold: adjusted mean, 95% CI"),
            ("术后1个月较基线变化", "横条：患者比例 · 粗标：校正均值，95%CI"),
            ("Change to 1 month", "dot: one patient · bold: mean change, 95% CI"),
        ]


class TestAlternativeText:
    def test_reads_changes_and_differences(self) -> None:
        """Each lane and each difference has its words; swapping the pair turns the sign."""
        comparison = compared(cohort()).at("1 month")

        forwards, backwards = (alternative_text(comparison, pair, "en") for pair in (PAIR, PAIR[::-1]))

        assert "CT: mean change −5.1 (n = 28)" in forwards
        assert "Adjusted difference CT − DSA: 0.3 (95% CI −0.4 to 0.9)" in forwards
        assert "Adjusted difference DSA − CT: −0.3 (95% CI −0.9 to 0.4)" in backwards
