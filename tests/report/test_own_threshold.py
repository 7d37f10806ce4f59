"""The study's own threshold for one patient comes first wherever responders are counted, and its source is named."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from lib.analysis.responders import thresholds, thresholds_to_choose
from lib.command.analyse import Analysed, analyse, results
from lib.command.material import material_of
from lib.report.language import LANGUAGES, sentence
from lib.report.material import chosen_thresholds
from lib.report.word.report import report
from lib.report.wording.responders import sources
from lib.study import Mcid
from lib.terms import VAS
from tests.report.reopened import reopened_word

CT, DSA = [(8, 6.3), (8, 6.4), (8, 5), (8, 8), (7, 2), (6, 6)], [(8, 6.5), (8, 6), (7, 7), (7, 5.2), (6, 2), (8, 8)]
"""Before and after. Better by at least 1.7: three with CT (1.7, 3, 5), three with DSA (2, 1.8, 4); by 1.5 one more."""


def analysed(folder: Path, mcid: dict[str, Any]) -> Analysed:
    """Twelve patients under a study with an MCID."""
    rows = [(method, *one) for method, scores in (("CT", CT), ("DSA", DSA)) for one in scores]
    lines = ["id,guidance,VAS before,VAS 1 month", *(f"P{n},{m},{a},{b}" for n, (m, a, b) in enumerate(rows))]
    (folder / "a.csv").write_text("\n".join(lines), "utf-8")
    (folder / "s.json").write_text(json.dumps({"mcid": {"VAS": mcid}}), "utf-8")
    return analyse(folder / "a.csv", folder / "s.json")


@pytest.mark.parametrize("language", LANGUAGES)
class TestOwnThreshold:
    def test_report_judges_by_it(self, language: str, tmp_path: Path) -> None:
        """The table by threshold begins with 1.7 and its source; the states are those of 1.7: three of six improved."""
        found = analysed(tmp_path, {"points": 1.7, "source": "Survey 2026"})

        document = reopened_word(BytesIO(report(material_of(found), language)))

        tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
        by_threshold = next(one for one in tables if one[0][0] == sentence(language, "responders.threshold"))
        assert by_threshold[1][0].startswith("1.7") and by_threshold[1][0].endswith("Survey 2026")
        assert [cell[:3] for cell in by_threshold[1][1:3]] == ["3/6", "3/6"]
        states = next(one for one in tables if one[0][0] == sentence(language, "responders.states"))
        assert states[1] == [sentence(language, "responders.state.improved"), "3", "3"]
        assert [one.text for one in document.paragraphs if "1.7" in one.text and one.text.endswith(" · Survey 2026")]

    def test_records_name_its_source_and_have_it_first(self, language: str, tmp_path: Path) -> None:
        """JSON and Excel begin with 1.7, and every threshold has a source."""
        rows = results(analysed(tmp_path, {"points": 1.7, "source": "Survey 2026"}), language)

        for name in ("responders", "responder_differences"):
            first = rows[name][0]
            assert (first["threshold"], first["rule"], first["source"]) == (1.7, "points", "Survey 2026")
            assert all(one["source"] for one in rows[name])
        assert [one["improved"] for one in rows["responders"][:2]] == [3, 3]

    def test_both_sources_of_a_published_amount_are_named(self, language: str, tmp_path: Path) -> None:
        """1.5 points of one's own are also those of Ostelo 2008; stated in that name they stand once."""
        own = results(analysed(tmp_path, {"points": 1.5, "source": "Survey 2026"}), language)["responders"]
        same = results(analysed(tmp_path, {"points": 1.5, "source": "Ostelo 2008"}), language)["responders"]

        assert own[0]["source"] == sentence(language, "responders.sources").join(["Survey 2026", "Ostelo 2008"])
        assert same[0]["source"] == "Ostelo 2008"

    def test_without_a_source_it_is_the_study_that_states_it(self, language: str) -> None:
        """No separator is left without a name behind it."""
        assert sources([""], language) == sentence(language, "responders.unnamed")


class TestThresholdsToChoose:
    def test_page_offers_it_first_and_its_percent_next(self) -> None:
        """Own points and percent, then the published amounts that differ from the first."""
        own = chosen_thresholds(Mcid(points=1.7, percent=40, source="Survey 2026"), VAS)

        offered = thresholds_to_choose(VAS, own)

        assert list(offered)[:3] == ["chosen", "chosen_percent", "ostelo2008"]
        assert [one.value for _, one in offered.values()][:3] == [1.7, 40, 1.5]

    def test_without_a_choice_the_suggested_stands_first_once(self) -> None:
        """1.5 points of Ostelo 2008, and no second row of the same."""
        offered = thresholds_to_choose(VAS)

        source, threshold = offered["chosen"]
        assert (source, threshold.value) == ("ostelo2008", 1.5)
        assert "ostelo2008" not in offered
        assert thresholds(replace(VAS, outcome="KPS")) == ()
