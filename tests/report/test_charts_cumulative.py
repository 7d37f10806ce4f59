from __future__ import annotations

import numpy as np
import pytest

from lib.registry.counts import ScoreCounts
from lib.report.charts.cumulative import alternative_text, cumulative, share_at, steps
from lib.report.charts.style import ChartStyle
from lib.stats.responder import Threshold
from lib.terms import VAS
from tests.intake.files import opened_rows


def _counts() -> ScoreCounts:
    """CT improves by 1, 2, 3 and 4 points; DSA by 4, 4, 0 and gets worse by 1."""
    after = {"CT": (7, 6, 5, 4), "DSA": (4, 4, 8, 9)}
    rows = [[f"{m}{n}", m, 8, score] for m, scores in after.items() for n, score in enumerate(scores)]
    cohort = opened_rows([["id", "group", "VAS pre", "VAS 1 month"], *rows]).cohort
    assert cohort is not None
    return cohort.score_counts("VAS", "1 month")


class TestSteps:
    def test_shares_by_hand(self) -> None:
        """Of CT all four improved by 1 or more, two by 3; of DSA three did not get worse, two improved by 4."""
        found = steps(_counts(), {}, VAS)

        assert [share_at(found["CT"], gain) for gain in (0, 1, 2.5, 3, 4, 4.5)] == [100, 100, 50, 50, 25, 0]
        assert [share_at(found["DSA"], gain) for gain in (0, 0.5, 4, 5)] == [75, 50, 50, 0]

    def test_the_dead_did_not_improve(self) -> None:
        """One death beside four assessed: four of five improved by 1, 80%."""
        found = steps(_counts(), {"CT": 1}, VAS)

        assert share_at(found["CT"], 1) == pytest.approx(80)

    def test_agrees_with_the_rate_at_the_threshold(self) -> None:
        """At 1.5 points the curve is the responders' rate: 3 of 4 with CT (counted directly from the rows)."""
        counts = _counts().of("CT")
        direct = float(np.sum(counts.count[counts.change <= -1.5])) / counts.n

        assert share_at(steps(_counts(), {}, VAS)["CT"], 1.5) == pytest.approx(100 * direct)


class TestChart:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_one_curve_per_method_and_the_threshold(self, language: str) -> None:
        """A valid chart with a step line per method, the dashed threshold, and its numbers in words."""
        curves = steps(_counts(), {}, VAS)

        specification = cumulative(curves, VAS, Threshold(value=2.0), ChartStyle(language=language)).to_dict()

        data = {layer["data"]["name"]: layer["data"]["values"] for layer in specification["layer"]}
        assert data["threshold"] == [{"x": 2.0}]
        assert [row["y"] for row in data["curve 1"]][:2] == [100.0, 100.0]
        assert "50%" in alternative_text(curves, VAS, language)
