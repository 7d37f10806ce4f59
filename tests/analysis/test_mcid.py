"""The published thresholds: what is offered, what is withheld, and where it comes from."""

from __future__ import annotations

import pytest

from lib.analysis.mcid import preset, presets, withheld
from lib.report.language import sentence


class TestPresets:
    @pytest.mark.parametrize(("outcome", "points"), [("VAS", 1.5), ("NRS", 2.0), ("ODI", 10.0)])
    def test_first(self, outcome: str, points: float) -> None:
        """The consensus of Ostelo 2008 comes first: VAS 15/100, NRS 2, ODI 10, or 30% of baseline."""
        first = presets(outcome)[0]

        assert (first.code, first.points, first.percent) == ("ostelo2008", points, 30.0)

    def test_values(self) -> None:
        """The VAS values read in their sources, as STATISTICS section 3.3 lists them."""
        offered = {one.code: one.points for one in presets("VAS")}

        assert offered == {
            "ostelo2008": 1.5,
            "ostelo2005chronic": 2.0,
            "ostelo2005acute": 3.5,
            "farrar2001": 2.0,
            "parai2020back": 2.7,
            "parai2020leg": 3.2,
            "berg2024back": 2.0,
            "berg2024leg": 4.0,
        }
        assert [one.points for one in presets("ODI")] == [10.0, 18.0, 22.0]

    def test_recalled_is_not_offered(self) -> None:
        """A value known from memory is never offered as that source's."""
        assert not {one.code for one in presets("VAS")} & {one.code for one in withheld("VAS")}
        assert all(one.is_seen for one in presets("ODI"))

    def test_unknown_score(self) -> None:
        """A score that no source names has no presets."""
        assert presets("KPS") == ()

    @pytest.mark.parametrize("outcome", ["VAS", "NRS", "ODI"])
    def test_cited(self, outcome: str) -> None:
        """Every preset has a citation, a population and a short source in both languages, and a code for an address."""
        for one in presets(outcome):
            assert one.citation and one.population("en") and one.population("zh") and one.source("en")
            assert one.source("zh") and one.code.isalnum() and one.code.isascii()


class TestWithheld:
    def test_waiting(self) -> None:
        """The recalled values of section 3.3 wait to be checked."""
        assert {one.code: one.points for one in withheld("VAS")} == {
            "farrar2000": 2.0,
            "copay2008back": 1.2,
            "copay2008leg": 1.6,
            "hagg2003": 1.8,
        }


class TestPreset:
    def test_by_code(self) -> None:
        """A code with a score names one threshold."""
        assert preset("parai2020back", "ODI").points == 18.0

    @pytest.mark.parametrize(("code", "outcome"), [("copay2008back", None), ("farrar2001", "ODI"), ("nobody", None)])
    def test_not_offered(self, code: str, outcome: str | None) -> None:
        """A withheld or unknown preset, or one without this score, is refused by name."""
        with pytest.raises(ValueError, match="offered preset"):
            preset(code, outcome)


class TestNote:
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "none was derived in pelvic or iliac"), ("zh", "骨盆或髂骨转移瘤")]
    )
    def test_origin(self, language: str, words: str) -> None:
        """The note under the presets says that none comes from these patients."""
        assert words in sentence(language, "mcid.note")
