"""What must be read with a verdict stands under it: floor and ceiling effects, and the model where many are missing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from lib.command.analyse import Analysed, analyse, results
from lib.command.material import material_of
from lib.command.summary import summary
from lib.report.language import LANGUAGES, sentence
from lib.report.slides.deck import JOINER
from lib.report.slides.slides import slides
from lib.report.under_verdict import lines_under
from lib.report.word.report import report
from tests.pages.pages_without_browser import markdown, open_table
from tests.report.reopened import reopened_slides, reopened_word

FLOOR = {"en": "CT 3/20 (15%)", "zh": "CT 3/20（15%）"}
SAID = {
    "en": "Floor effect: VAS at 1 month is at its lowest possible score (0) in more than 15%: DSA 4/20 (20%).",
    "zh": "地板效应：术后1个月VAS处于最低可能分值（0）者超过15%：DSA 4/20（20%）",
}
CEILING = {
    "en": "Ceiling effect: VAS before treatment is at its highest possible score (10) in more than 15%: "
    "CT 10/20 (50%), DSA 10/20 (50%). Differences between the methods may be hidden there.",
    "zh": "天花板效应：术前VAS处于最高可能分值（10）者超过15%："
    "CT 10/20（50%）、DSA 10/20（50%），组间差异可能因此被掩盖。",
}
MISSING = {"en": "3 of 20 patients with CT (15%) have no score here", "zh": "CT组20例中3例（15%）无评分"}


def table(*, zeros: int = 4, lost: int = 0) -> str:
    """Twenty patients per method; 3 with CT and `zeros` with DSA at 0 at one month, `lost` with CT not seen then."""
    lines = ["id,guidance,VAS before,VAS 1 week,VAS 1 month"]
    for method, at_zero in (("CT", 3), ("DSA", zeros)):
        for n in range(20):
            last = "" if method == "CT" and n >= 20 - lost else str(0 if n < at_zero else 1 + n % 5)
            lines.append(f"{method}{n},{method},{5 + n % 4},{2 + (3 * n) % 5},{last}")
    return "\n".join(lines)


def analysed(folder: Path, text: str) -> Analysed:
    """The table as the command reads it."""
    (folder / "a.csv").write_text(text, "utf-8")
    return analyse(folder / "a.csv")


@pytest.mark.parametrize("language", LANGUAGES)
class TestUnderVerdict:
    def test_floor_is_warned_of_above_15_percent(self, language: str, tmp_path: Path) -> None:
        """4 of 20 at 0 are 20% and told; 3 of 20 are 15% exactly and are not: report, records and terminal alike."""
        found = analysed(tmp_path, table())

        document = reopened_word(BytesIO(report(material_of(found), language)))
        lines = [one.text for one in document.paragraphs]
        rows = results(found, language)
        verdict = next(one for one in rows["verdicts"] if one["visit"] == "1 month")

        for said in ("\n".join(lines), "\n".join(verdict[f"under_{language}"]), summary(found, language)):
            assert SAID[language] in said
            assert FLOOR[language] not in said
        at = lines.index(next(one for one in lines if one.startswith(SAID[language])))
        assert lines.index(sentence(language, "document.flow")) > at > lines.index(verdict_line(found, language))
        within = {one["method"]: one for one in rows["within"] if one["visit"] == "1 month"}
        assert [within[name]["follow_up_at_lowest"] for name in ("CT", "DSA")] == [0.15, 0.2]
        assert [within[name]["baseline_at_highest"] for name in ("CT", "DSA")] == [0, 0]

    def test_ceiling_before_treatment_is_told_as_one(self, language: str, tmp_path: Path) -> None:
        """Half of the patients begin at 10: a ceiling before treatment, of both methods."""
        text = "\n".join(line.replace(",5,", ",10,").replace(",6,", ",10,", 1) for line in table(zeros=0).splitlines())
        found = analysed(tmp_path, text)
        view = next(one for one in material_of(found).at_visit())

        said = lines_under(view, view.verdicts[0], (), language)

        assert said == [CEILING[language]]

    def test_main_page_says_it_under_the_verdict(self, language: str) -> None:
        """The same sentence in the verdict's box."""
        assert SAID[language] in markdown(open_table(table(), language)).replace("\\", "")

    def test_model_of_all_visits_where_more_than_a_tenth_is_missing(self, language: str, tmp_path: Path) -> None:
        """3 of 20 with CT have no score: the mixed model's row stands in the report and in the notes of the slides."""
        found = analysed(tmp_path, table(lost=3))
        material = material_of(found)

        document = reopened_word(BytesIO(report(material, language)))
        deck = reopened_slides(BytesIO(slides(material, language)))

        lines = [one.text for one in document.paragraphs]
        row = next(one for one in lines if one.startswith(MISSING[language]) or MISSING[language] in one)
        assert "MMRM" in row
        assert lines.index(row) < lines.index(sentence(language, "document.flow"))
        notes = [one.notes_slide.notes_text_frame.text for one in deck.slides if one.has_notes_slide]
        assert any(row in one for one in notes)
        shown = [
            shape.text_frame.text.replace(JOINER, "")
            for one in deck.slides
            for shape in one.shapes
            if shape.has_text_frame
        ]
        assert any(row in one for one in shown)


def three_methods(shift: float) -> str:
    """24 patients with CT, DSA and fluoroscopy; at one month each has `shift` points more than the one before."""
    lines = ["id,guidance,VAS before,VAS 1 month"]
    for place, method in enumerate(("CT", "DSA", "C-arm")):
        after = (2 + n * 5 % 7 * 0.8 + shift * place for n in range(24))
        lines += [f"{method}{n},{method},{6 + n % 3},{score:.1f}" for n, score in enumerate(after)]
    return "\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("shift", "is_said"), [(1.2, True), (1.3, False), (0.5, False)])
class TestHolmAndBonferroni:
    def test_says_why_a_small_p_stands_beside_an_interval_with_0(
        self, language: str, shift: float, is_said: bool, tmp_path: Path
    ) -> None:
        """At 1.2 points Holm's P is 0.034 and the 98.3% interval −2.403 to 0.003; at 1.3 both exclude 0, at 0.5 none.

        The Bonferroni P value of that pair, 0.0508 by R's p.adjust, is that of its interval.
        """
        found = analysed(tmp_path, three_methods(shift))
        why = sentence(language, "outcomes.holm_and_bonferroni")
        material = material_of(found)

        told = [
            why in one[f"under_{language}"] for one in results(found, language)["verdicts"] if one["control"] == "DSA"
        ]
        document = [one.text for one in reopened_word(BytesIO(report(material, language))).paragraphs]
        deck = reopened_slides(BytesIO(slides(material, language)))
        notes = [one.notes_slide.notes_text_frame.text for one in deck.slides if one.has_notes_slide]

        assert any(told) == (why in document) == any(why in one for one in notes) == is_said


def verdict_line(found: Analysed, language: str) -> str:
    """The verdict's sentence at the last visit."""
    rows = results(found, language)["verdicts"]
    said = str(next(one for one in rows if one["visit"] == "1 month")[f"sentence_{language}"])
    document = reopened_word(BytesIO(report(material_of(found), language)))
    return next(one.text for one in document.paragraphs if one.text.replace("−", "-") == said)
