from __future__ import annotations

from dataclasses import replace

import pytest

from lib.analysis.mcid import ForOnePatient, suggested
from lib.analysis.unobserved import unobserved
from lib.command.analyse import analyse
from lib.report.tables.unobserved import stable_sentence, tipping_points
from tests.test_demo import DATA


@pytest.fixture(scope="module")
def at_three_months():
    """VAS at 3 months of the demo: 4 of 30 alive unobserved with CT, 1 of 31 with DSA."""
    analysed = analyse(DATA / "demo_registry_en.xlsx", DATA / "demo_study.json")
    return analysed.outcomes[0].at("3 months")


class TestUnobserved:
    def test_the_dead_are_not_missing(self, at_three_months) -> None:
        """CT: 32 less 2 dead are 30 alive, 26 observed; DSA: 31 alive, 30 observed."""
        found = unobserved(at_three_months, at_three_months.verdicts[0], ForOnePatient(points=1.5))

        assert found is not None
        assert found.missing == {"CT": (4, 30), "DSA": (1, 31)}
        assert found.largest == 3

    def test_by_hand(self, at_three_months) -> None:
        """Shifting CT's unobserved by δ moves the difference by 4/30·δ.

        Equivalence ends where the upper limit meets 1.5 or the lower one 0, whichever is first.
        """
        verdict = at_three_months.verdicts[0]
        found = unobserved(at_three_months, verdict, ForOnePatient(points=4.5))
        assert found is not None and verdict.code == "equivalent"
        up = next(one for one in found.scenarios if (one.a, one.b) == (1, 0))

        low, high = verdict.result.interval.low, verdict.result.interval.high

        assert up.delta == pytest.approx(min(1.5 - high, -low) / (4 / 30))
        assert up.becomes == ("inferior" if -low < 1.5 - high else "non_inferior")

    def test_nobody_unobserved_or_no_verdict(self, at_three_months) -> None:
        """Without a code, or without an MCID, there is nothing to ask."""
        verdict = at_three_months.verdicts[0]

        assert unobserved(at_three_months, replace(verdict, code=None), ForOnePatient(points=1.5)) is None
        assert unobserved(at_three_months, verdict, None) is None


class TestWords:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_say_how_far(self, at_three_months, language: str) -> None:
        """The table names who, how far and what the conclusion becomes; the sentence who was not observed."""
        found = unobserved(at_three_months, at_three_months.verdicts[0], ForOnePatient(points=4.5))
        assert found is not None

        frame = tipping_points(found, language)

        assert len(frame) == 6
        assert "4" in stable_sentence(found, language) and "30" in stable_sentence(found, language)

    @pytest.mark.parametrize(
        ("mcid", "english", "chinese"),
        [
            (ForOnePatient(points=2.0, source="farrar2001"), "2 by Farrar 2001", "2分的2倍，Farrar 2001"),
            (ForOnePatient(points=1.5, source="our protocol"), "1.5 by our protocol", "1.5分的2倍，our protocol"),
            (ForOnePatient(points=1.5), "1.5 as the study states it", "1.5分的2倍，依研究设定"),
            (suggested("VAS"), "1.5 by Ostelo 2008, suggested as none was chosen", "Ostelo 2008，未另行选择，取建议值"),
        ],
    )
    def test_say_whose_value_the_range_is_twice_of(
        self, at_three_months, mcid: ForOnePatient, english: str, chinese: str
    ) -> None:
        """A preset by its source, a study in its own words, and a value that nobody chose as suggested."""
        found = unobserved(at_three_months, at_three_months.verdicts[0], mcid)
        assert found is not None

        assert f"twice what matters to one patient, {english})" in stable_sentence(found, "en")
        assert f"{chinese}）" in stable_sentence(found, "zh")
