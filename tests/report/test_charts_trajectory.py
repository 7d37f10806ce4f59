from __future__ import annotations

from itertools import pairwise

import pytest

from lib.registry.cohort import Cohort
from lib.report.charts.style import ChartStyle
from lib.report.charts.trajectory import alternative_text, heading, trajectory
from lib.terms import LAST_FOLLOW_UP, Scale, Visit
from tests.report.chart_reading import Spec, domain_of, layers_of, rows_of, size_of, spec_of, texts_of
from tests.report.examples import SIX_VISITS, cohort, compared

MONTH = Visit("1 month", 30)
EN = ChartStyle(language="en")


def drawn(registry: Cohort, style: ChartStyle = EN, visit: Visit = MONTH) -> Spec:
    """The trajectory of a cohort, every patient given."""
    outcome = compared(registry)
    return spec_of(trajectory(outcome, registry.patients(outcome.outcome), visit, style))


class TestTrajectory:
    @pytest.mark.parametrize(("outcome", "domain"), [("VAS", [0, 10]), ("ODI", [0, 100])])
    def test_has_the_axis_of_the_scale(self, outcome: str, domain: list[float]) -> None:
        """The score axis never depends on the patients shown."""
        assert domain_of(drawn(cohort(outcome=outcome)), "y") == domain

    def test_draws_the_means_of_the_summaries(self) -> None:
        """Each point is the mean of the result, with the limits of its interval."""
        registry = cohort()
        outcome = compared(registry)

        rows = rows_of(drawn(registry), "means")

        described = [row.description for row in outcome.summaries]
        assert [row["y"] for row in rows] == [round(one.mean, 4) for one in described]  # type: ignore[union-attr]
        assert rows[0]["low"] == round(described[0].mean_interval.low, 4)  # type: ignore[union-attr]

    def test_draws_a_line_per_patient_up_to_150(self) -> None:
        """64 patients are 64 thin lines and no band."""
        spec = drawn(cohort())

        assert len(rows_of(spec, "patients")) == 64
        assert not layers_of(spec, "bands")

    def test_draws_the_middle_half_above_150(self) -> None:
        """400 patients are a band from quartile to quartile; no patient is sent."""
        spec = drawn(cohort((200, 200)))

        assert len(rows_of(spec, "bands")) == 12
        assert not layers_of(spec, "patients")

    def test_draws_means_only_from_three_methods_on(self) -> None:
        """Three methods have neither lines nor bands."""
        spec = drawn(cohort((30, 30, 20)))

        assert not layers_of(spec, "patients")
        assert not layers_of(spec, "bands")

    def test_leaves_the_last_follow_up_unjoined(self) -> None:
        """It has a point, and the line is drawn without it."""
        spec = drawn(cohort(visits=(*SIX_VISITS, LAST_FOLLOW_UP)))

        joined = [row["joined"] for row in rows_of(spec, "means") if row["x"] == 1]
        line = layers_of(spec, "means")[0]
        assert joined == [False, False]
        assert line["mark"]["type"] == "line"
        assert line["transform"] == [{"filter": "datum.joined"}]

    def test_prints_n_under_every_visit(self) -> None:
        """n is the number observed with a baseline, by method and visit."""
        registry = cohort()
        outcome = compared(registry)

        shown = [row["text"] for row in rows_of(drawn(registry), "n")]

        described = [(row.method, row.description) for row in outcome.summaries]
        expected = [str(one.n) for name in ("DSA", "CT") for method, one in described if method == name]  # type: ignore[union-attr]
        assert shown == expected

    def test_labels_the_ends_at_least_14_pixels_apart(self) -> None:
        """Six methods that end close together keep legible names: 14 of about 200 pixels for ten points."""
        levels = sorted(row["y"] for row in rows_of(drawn(cohort((20,) * 6)), "labels"))

        pixels = (EN.height - 4 - (44 + EN.row * 5) - 10) / 10
        assert min(later - earlier for earlier, later in pairwise(levels)) * pixels >= 14

    def test_marks_the_chosen_visit(self) -> None:
        """Its name is in full ink, and a dotted line stands at it."""
        spec = drawn(cohort())

        assert [row["text"] for row in rows_of(spec, "current visit")] == ["1 mo"]
        assert rows_of(spec, "current")[0]["x"] == rows_of(spec, "current visit")[0]["x"]

    def test_hides_names_only_where_they_do_not_fit(self) -> None:
        """The chosen visit and the ends need no room beyond their own; close visits need more."""
        rooms = {row["text"]: row["room"] for row in rows_of(drawn(cohort()), "visits")}

        assert rooms["6 mo"] == 0
        assert 0 < rooms["1 d"] < 400

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_phone_shows_every_visit(self, language: str) -> None:
        """Six visits fit beside each other on the 290 pixels that a phone of 400 leaves to the time axis."""
        spec = drawn(cohort((32, 32), SIX_VISITS), ChartStyle(language=language))

        assert max(row["room"] for row in [*rows_of(spec, "visits"), *rows_of(spec, "n")]) <= 290

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_letters_for_a_wall_are_smaller_on_a_phone(self, language: str) -> None:
        """With letters of 17 pixels a chart narrower than 480 has those of 12, and names every visit on 220 pixels."""
        spec = drawn(cohort((32, 32), SIX_VISITS), ChartStyle(language=language, font_size=17))

        assert spec["config"]["text"]["fontSize"] == {"expr": "width < 480 ? 12 : 17"}
        assert max(row["phone"] for row in rows_of(spec, "visits")) <= 220
        assert all(row["phone"] <= row["room"] for row in rows_of(spec, "visits"))

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("sizes", [(32,), (32, 32), (30, 30, 20), (9, 9, 9, 9, 9, 9), (2, 1), (200, 200)])
    @pytest.mark.parametrize("visits", [("baseline", "1 month"), SIX_VISITS, (*SIX_VISITS, "1 year", "2 years")])
    def test_never_prints_raw_or_missing_values(
        self, language: str, sizes: tuple[int, ...], visits: tuple[str, ...]
    ) -> None:
        """One, two, three, six methods, one patient, 2 and 8 visits: words are words, in either language."""
        registry = cohort(sizes, visits)

        words = texts_of(drawn(registry, ChartStyle(language=language)))

        assert words
        assert not [word for word in words if not word.strip() or any(bad in word for bad in ("nan", "None", "{"))]

    def test_stays_small_at_any_size(self) -> None:
        """400 and 40,000 patients cost the same few kilobytes."""
        outcomes = [compared(cohort(sizes)) for sizes in ((200, 200), (20_000, 20_000))]

        sizes = [size_of(trajectory(outcome, (), MONTH, ChartStyle(language="zh"))) for outcome in outcomes]

        assert max(sizes) < 4_000

    def test_is_one_layered_chart_that_stretches(self) -> None:
        """No concatenation, width of the container, the height of its row, a transparent ground."""
        spec = drawn(cohort())

        assert (spec["width"], spec["height"], spec["config"]["background"]) == ("container", 340, "transparent")
        assert not {"hconcat", "vconcat", "facet", "datasets"} & set(spec)

    def test_draws_a_scale_where_higher_is_better(self) -> None:
        """A declared score has the axis of its own range."""
        kps = Scale(outcome="KPS", low=0, high=100, lower_is_better=False, decimals=0)

        spec = drawn(cohort(outcome="KPS", scale=kps, grid=1))

        assert domain_of(spec, "y") == [0, 100]


class TestHeading:
    @pytest.mark.parametrize(
        ("sizes", "language", "subtitle"),
        [
            ((32, 32), "en", "thin line: one patient · mean, 95% CI · time axis not to scale"),
            ((200, 200), "zh", "色带：中间50%患者 · 均数，95%CI · 时间轴非等比"),
            ((30, 30, 20), "zh", "均数，95%CI · 时间轴非等比"),
        ],
    )
    def test_says_what_the_lines_are(self, sizes: tuple[int, ...], language: str, subtitle: str) -> None:
        """Lines, band or means only, and that time is not to scale."""
        assert heading(compared(cohort(sizes)), MONTH, language)[1] == subtitle


class TestAlternativeText:
    def test_reads_every_mean(self) -> None:
        """What is drawn can be read: 12 means with their n."""
        outcome = compared(cohort())

        english, chinese = (alternative_text(outcome, language) for language in ("en", "zh"))

        assert english.count("(n = ") == chinese.count("（n=") == 12
        assert english.startswith("VAS from 0 to 10 over time")
