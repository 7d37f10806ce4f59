"""Controls from other years, and a margin that is one patient's MCID, are told wherever results leave the screen."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest

from lib.command.analyse import Analysed, analyse
from lib.command.material import material_of
from lib.command.summary import summary
from lib.report.language import LANGUAGES, sentence
from lib.report.word.report import report
from tests.report.reopened import reopened_word

APART = {
    "en": "The methods were used at different times: only 0% of their procedures overlap by quarter.",
    "zh": "两种引导方式的使用时间不同：按季度计仅有0%的手术重叠。",
}


def analysed(folder: Path, *, years: tuple[int, int] = (2018, 2021), mcid: float = 1.5) -> Analysed:
    """Twelve patients per method, each method in a year of its own, with a margin of 1.5 for VAS."""
    lines = ["id,guidance,operation date,VAS before,VAS 1 month"]
    for method, year in zip(("CT", "DSA"), years, strict=True):
        lines += [f"{method}{n},{method},{year}-{1 + n % 12:02}-13,{6 + n % 3},{2 + n % 4}" for n in range(12)]
    (folder / "a.csv").write_text("\n".join(lines), "utf-8")
    study = {"margins": {"VAS": {"value": 1.5, "reason": "MCID"}}, "mcid": {"VAS": {"points": mcid, "source": "S"}}}
    (folder / "s.json").write_text(json.dumps(study), "utf-8")
    return analyse(folder / "a.csv", folder / "s.json")


def paragraphs(found: Analysed, language: str) -> list[str]:
    """Those of the Word report."""
    return [one.text for one in reopened_word(BytesIO(report(material_of(found), language))).paragraphs]


@pytest.mark.parametrize("language", LANGUAGES)
class TestOtherYears:
    def test_stands_with_the_patients_in_the_limitations_and_in_the_terminal(
        self, language: str, tmp_path: Path
    ) -> None:
        """2018 and 2021 have no quarter in common: the warning stands twice in the report, once in the terminal."""
        found = analysed(tmp_path)

        said = paragraphs(found, language)

        at = [n for n, one in enumerate(said) if one.startswith(APART[language])]
        assert len(at) == 2
        assert said.index(sentence(language, "patients.heading")) < at[0]
        assert at[0] < said.index(sentence(language, "document.limitations")) < at[1]
        assert summary(found, language).count(APART[language]) == 1

    def test_same_years_are_not_warned_of(self, language: str, tmp_path: Path) -> None:
        """All procedures of both methods in the same quarters: nothing to say."""
        found = analysed(tmp_path, years=(2021, 2021))
        start = APART[language][:12]

        assert not [one for one in paragraphs(found, language) if one.startswith(start)]
        assert start not in summary(found, language)

    def test_margin_that_equals_the_mcid(self, language: str, tmp_path: Path) -> None:
        """1.5 and 1.5: a stricter margin is usual, under the question and among the limitations; of 2 and 1.5 not."""
        note = sentence(language, "document.equals_mcid", outcome="VAS")

        said = paragraphs(analysed(tmp_path), language)

        assert said.count(note) == 2
        assert said.index(note) < said.index(sentence(language, "document.verdict"))
        assert note in said[said.index(sentence(language, "document.limitations")) :]
        assert note not in paragraphs(analysed(tmp_path, mcid=2), language)
