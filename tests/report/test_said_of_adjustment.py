"""What the primary analysis is adjusted for, and whom it uses, in every document: no page may say otherwise."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from lib.command.analyse import Analysed, analyse, results
from lib.command.material import material_of
from lib.command.recipe import recipe_of
from lib.command.summary import summary
from lib.report import wording
from lib.report.language import LANGUAGES, sentence
from lib.report.scripts.python import python_script
from lib.report.scripts.r import r_script
from lib.report.slides.deck import JOINER, SIZES_OF_LONG, Room, fitting
from lib.report.slides.slides import slides
from lib.report.word.report import report
from lib.report.wording.methods_paragraph import limitations, methods_paragraph, plan
from tests.report.reopened import reopened_slides, reopened_word

ASKED = {"experimental": "CT", "control": "DSA", "outcome": "VAS", "visit": "3 months"}


def rows(centres: str) -> list[str]:
    """Forty patients per method with two follow-ups; four of CT lack the last, one of them the first as well."""
    random, found = np.random.default_rng(11), ["id,Guidance,VAS before,VAS 1 month,VAS 3 months,Hospital,Leakage"]
    for n in range(80):
        before = 6 + random.integers(0, 4)
        month, later = before - random.integers(1, 5), before - random.integers(2, 6)
        leak = "Yes" if n % 7 == 0 else "No"
        seen = ["" if n == 0 else str(month), "" if n < 4 else str(later)]
        found.append(f"P{n},{'CT' if n < 40 else 'DSA'},{before},{','.join(seen)},{centres[n % len(centres)]},{leak}")
    return found


def analysed(folder: Path, centres: str = "AB", **asked: str) -> Analysed:
    """Such a registry as the command analyses it; the centre is detected, no study names it."""
    (folder / "registry.csv").write_text("\n".join(rows(centres)) + "\n", "utf-8")
    (folder / "study.json").write_text(json.dumps({"question": {**ASKED, **asked}}), "utf-8")
    return analyse(folder / "registry.csv", folder / "study.json")


@pytest.fixture(scope="module")
def with_centres(tmp_path_factory):  # type: ignore[no-untyped-def]
    """Two centres by analysis, each computed once."""

    @cache
    def run(analysis: str, centres: str = "AB") -> Analysed:
        return analysed(tmp_path_factory.mktemp("registry"), centres, analysis=analysis)

    return run


def word_texts(of: Analysed, language: str) -> list[str]:
    """Every paragraph and cell of the Word report."""
    opened = reopened_word(BytesIO(report(material_of(of), language)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in opened.paragraphs), *cells]


def slide_texts(of: Analysed, language: str) -> list[str]:
    """Every paragraph of the slides."""
    opened = reopened_slides(BytesIO(slides(material_of(of), language)))
    frames = [shape.text_frame for slide in opened.slides for shape in slide.shapes if shape.has_text_frame]
    return [paragraph.text.replace(JOINER, "") for frame in frames for paragraph in frame.paragraphs]


ASKED_ANALYSES = ("mmrm", "ancova_hc3")
CENTRE = {"en": "centre", "zh": "中心"}
PLAN = {"en": "Adjusted for besides the baseline score", "zh": "术前评分以外的校正因素"}
ALSO = {"en": "This comparison is also adjusted for: centre.", "zh": "本比较另校正：中心。"}
NOTE = {"en": "The difference is also adjusted for: centre.", "zh": "组间差值另校正：中心。"}
METHODS = {
    "en": "adjusted for the score before treatment and for centre, with HC3",
    "zh": "校正术前评分及中心，使用HC3稳健标准误",
}
LIMITS = {
    "en": "Beyond the score before treatment and centre nothing was adjusted for; "
    "residual confounding is not addressed.",
    "zh": "除术前评分及中心外未校正其他因素，残余混杂未作处理。",
}
PRIMARY = {
    "en": "Analysis of covariance adjusted for baseline and centre, HC3 robust standard errors",
    "zh": "协方差分析（校正基线及中心），HC3稳健标准误",
}
MIXED = {
    "en": "Mixed model for repeated measures, unstructured covariance, not adjusted for centre",
    "zh": "重复测量混合效应模型（MMRM），无结构协方差矩阵，未校正中心",
}
NOT_ADJUSTED = {"en": "The mixed model (MMRM) is not adjusted for: centre.", "zh": "混合模型（MMRM）未校正：中心。"}
DECK = {
    "en": "adjusted for the value before treatment and centre.",
    "zh": "以术前值及中心校正。",
}


@pytest.mark.parametrize("language", LANGUAGES)
class TestCentre:
    def test_plan_and_paragraphs_name_it(self, language, with_centres):
        """The plan, the methods and the limitations say that a detected centre was adjusted for, and MMRM not."""
        material = material_of(with_centres("ancova_hc3"))
        planned = dict(plan(material, language))

        assert planned[PLAN[language]] == CENTRE[language]
        assert PRIMARY[language] in planned.values()
        assert METHODS[language] in methods_paragraph(material, language)
        assert NOT_ADJUSTED[language] in methods_paragraph(material, language)
        assert LIMITS[language] in limitations(material, language)

    def test_word_says_it_everywhere(self, language, with_centres):
        """Beside the verdict, below the scores and in the rows of the sensitivity table, the mixed model's too."""
        said = word_texts(with_centres("ancova_hc3"), language)

        assert ALSO[language] in said
        assert any(NOTE[language] in one for one in said)
        assert PRIMARY[language] in said
        assert MIXED[language] in said

    def test_slides_say_it(self, language, with_centres):
        """The question, the change, the conclusion and the methods of the slides name the centre."""
        said = slide_texts(with_centres("ancova_hc3"), language)

        assert sum(ALSO[language] in one for one in said) == 2
        assert any(one.endswith(DECK[language]) for one in said)
        assert any(METHODS[language] in one for one in said)
        assert any(LIMITS[language] in one for one in said)

    def test_summary_and_records_say_it(self, language, with_centres):
        """What the command prints and what it records says it under the verdict of every visit."""
        of = with_centres("ancova_hc3")
        records = [one for one in results(of, language)["verdicts"] if one["outcome"] == "VAS"]

        assert summary(of, language).count(ALSO[language]) == len(records) == 2
        assert all(ALSO[language] in one[f"under_{language}"] for one in records)

    def test_methods_fit_their_slide(self, language, with_centres):
        """Methods and limitations share the slide by their heights, so that neither runs into the footer."""
        slide = reopened_slides(BytesIO(slides(material_of(with_centres("ancova_hc3")), language))).slides[-1]
        texts = [shape for shape in slide.shapes if shape.has_text_frame and METHODS[language] in shape.text_frame.text]

        assert len(texts) == 1
        room = Room(left=0, top=0, width=texts[0].width.inches, height=texts[0].height.inches)
        smallest = SIZES_OF_LONG[-1]
        assert fitting(texts[0].text_frame.text, room, (smallest, 1)) == smallest

    def test_results_name_it(self, language, with_centres):
        """The procedures of the printed results carry what they are adjusted for."""
        named = {one["analysis"]: one["procedure"] for one in results(with_centres("ancova_hc3"), language)["between"]}

        assert (named["ancova_hc3"], named["mmrm"]) == (PRIMARY[language], MIXED[language])

    def test_plan_of_the_mixed_model_says_nothing_is(self, language, with_centres):
        """Where MMRM is primary, the plan says that only the analyses of covariance are adjusted for the centre."""
        material = material_of(with_centres("mmrm"))
        expected = {
            "en": "none; the analyses of covariance are also adjusted for: centre",
            "zh": "无；协方差分析另校正：中心",
        }

        assert dict(plan(material, language))[PLAN[language]] == expected[language]
        assert NOT_ADJUSTED[language] in methods_paragraph(material, language)

    def test_nothing_is_said_of_one_centre(self, language, with_centres):
        """One centre is no covariate: no document speaks of it."""
        one = with_centres("ancova_hc3", "A")

        assert ALSO[language] not in word_texts(one, language)
        assert wording.procedure_name("ancova_hc3", "", language) in word_texts(one, language)


LEDGER = {
    "en": "80 in file → 79 analysed by the mixed model with all visits (CT 39, DSA 40), "
    "76 of them with a score at this visit · no filter",
    "zh": "文件内80例 → 纳入含全部时间点的混合模型分析79例（CT 39，DSA 40），其中76例该时间点有评分",
}


@pytest.mark.parametrize("language", LANGUAGES)
class TestMixedModelAsPrimary:
    """Of forty CT patients one has no follow-up at all and three more lack the visit: 79 are modelled, 76 observed."""

    def test_says_whom_it_uses(self, language, with_centres):
        """The flow in Word counts the model's patients and those observed, the slides the model's."""
        mixed = with_centres("mmrm", "A")
        question = reopened_slides(BytesIO(slides(material_of(mixed), language))).slides[0]
        table = next(shape.table for shape in question.shapes if shape.has_table)

        assert any(LEDGER[language] in one for one in word_texts(mixed, language))
        assert [row.cells[2].text for row in table.rows][1:] == ["39", "40"]

    def test_says_how_the_difference_was_reached(self, language, with_centres):
        """The note of the scores names the mixed model, not the analysis of covariance; the other way round without."""
        mixed, plain = (word_texts(with_centres(one, "A"), language) for one in ("mmrm", "ancova_hc3"))
        of_model, of_covariance = (sentence(language, f"tables.scores.note{kind}") for kind in ("_mixed", ""))

        assert of_model in mixed
        assert of_covariance not in mixed
        assert of_covariance in plain
        assert of_model not in plain
        assert "HC3" not in of_model

    def test_says_who_is_left_out(self, language, with_centres):
        """The methods do not say that patients without a score were left out of the primary analysis."""
        mixed, plain = (methods_paragraph(material_of(with_centres(one, "A")), language) for one in ASKED_ANALYSES)
        complete = {"en": "Patients without a score were left out (complete cases)", "zh": "无评分者不纳入分析"}
        used = {"en": "The mixed model uses every patient with a score", "zh": "混合模型纳入所有有术前评分、且"}

        assert complete[language] not in mixed
        assert used[language] in mixed
        assert complete[language] in plain
        assert used[language] not in plain


@pytest.mark.parametrize("language", LANGUAGES)
class TestConstantBaseline:
    @pytest.mark.parametrize(("spread", "is_told"), [(3, True), (1, False)])
    def test_points_to_no_screen_and_no_empty_test(self, language, spread, is_told, tmp_path):
        """All began at 7: Word names Welch's test only where it has a result, and no page of the screen."""
        scores = [f"P{n},{'CT' if n < 20 else 'DSA'},7,{2 + n % spread}" for n in range(40)]
        (tmp_path / "constant.csv").write_text("\n".join(["id,Guidance,VAS before,VAS 1 month", *scores]), "utf-8")
        said = word_texts(analyse(tmp_path / "constant.csv"), language)

        assert any(sentence(language, "verdict.without_baseline") in one for one in said) == is_told
        assert any(sentence(language, "reasons.constant_baseline", value="7") in one for one in said)
        assert not any(sentence(language, "menu.outcomes") in one for one in said)


ONE_METHOD = {
    "en": "Only one guidance method was found (CT, 12 patients). Change over time is shown; "
    "there is nothing to compare it with.",
    "zh": "仅识别到一种引导方式（CT，12例）。可显示前后变化，无法进行组间比较。",
}


@pytest.mark.parametrize("language", LANGUAGES)
class TestOneMethod:
    def alone(self, folder: Path, study: str = "{}", others: int = 0) -> Analysed:
        """Twelve patients with CT, and some with DSA."""
        scores = [f"P{n},{'CT' if n < 12 else 'DSA'},{8 - n % 3},{3 - n % 2}" for n in range(12 + others)]
        (folder / "one.csv").write_text("\n".join(["id,Guidance,VAS before,VAS 1 month", *scores]), "utf-8")
        (folder / "study.json").write_text(study, "utf-8")
        return analyse(folder / "one.csv", folder / "study.json")

    def test_says_which_and_how_many(self, language, tmp_path):
        """Word, the slides and the finding say it in the wording of the statistics, with the method and its size."""
        one = self.alone(tmp_path)
        found = [finding["message"] for finding in results(one, language)["findings"]]

        assert ONE_METHOD[language] in word_texts(one, language)
        assert any(said.endswith(ONE_METHOD[language]) for said in slide_texts(one, language))
        assert ONE_METHOD[language] in found

    def test_has_no_note_on_a_difference(self, language, tmp_path):
        """Below a table without differences only its patients are named."""
        said = word_texts(self.alone(tmp_path), language)

        assert sentence(language, "tables.scores.note_alone") in said
        assert sentence(language, "tables.scores.note") not in said

    def test_says_that_others_were_not_chosen(self, language, tmp_path):
        """Where the file has another method, it is not said that only one was found."""
        said = word_texts(self.alone(tmp_path, '{"filters": {"method": ["CT"]}}', others=12), language)

        assert ONE_METHOD[language] not in said
        expected = {"method": "CT", "patients": wording.patients(12, language)}
        assert sentence(language, "document.one_chosen", **expected) in said


class TestScripts:
    def test_adjust_for_the_centre(self, with_centres):
        """Both scripts adjust the analyses of covariance for several centres and rebuild them; for one centre, none."""
        recipe, left = recipe_of(with_centres("ancova_hc3"))
        alone, _ = recipe_of(with_centres("ancova_hc3", "A"))

        assert not any("ancova_hc3" in name for name in left)
        assert "ADJUSTED_FOR = ['centre']\n" in python_script(recipe)
        assert 'ADJUSTED_FOR <- c("centre")\n' in r_script(recipe)
        assert "ADJUSTED_FOR = []\n" in python_script(alone) and "ADJUSTED_FOR <- c()\n" in r_script(alone)
