"""The slides, reopened: they say what the results say, in charts and tables that can be edited."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from lib.analysis.safety import compare_event
from lib.command.analyse import Analysed, analyse
from lib.command.material import material_of
from lib.report import wording
from lib.report.language import LANGUAGES, sentence
from lib.report.slides.deck import FOOTER_SIZE, HEIGHT, JOINER, TABLE_SIZES, height_of
from lib.report.slides.slides import slides
from lib.report.tables.meeting import event_overview
from lib.report.wording.rates import rate_tag
from lib.stats.describe import Description
from tests.report.reopened import reopened_slides
from tests.report.test_word_report import demo

DATA = Path(__file__).parents[2] / "data"


@cache
def written(language: str) -> bytes:
    """The demo's slides in a language."""
    return slides(material_of(demo(language)), language)


def opened(content: bytes):  # type: ignore[no-untyped-def]
    """The slides of a file, as python-pptx reads them."""
    return list(reopened_slides(BytesIO(content)).slides)


def charts(content: bytes):  # type: ignore[no-untyped-def]
    """Every native chart."""
    return [shape.chart for slide in opened(content) for shape in slide.shapes if shape.has_chart]


def from_rows(folder: Path, rows: list[str]) -> Analysed:
    """A csv of the test's own, analysed."""
    (folder / "registry.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return analyse(folder / "registry.csv")


@pytest.mark.parametrize("language", LANGUAGES)
class TestSlides:
    def test_titles_are_the_verdicts(self, language: str) -> None:
        """Both scores' tags, that of leakage, and the conclusion are titles; nine slides in all."""
        material = material_of(demo(language))
        titles = [slide.shapes.title.text_frame.text for slide in opened(written(language))]
        leakage = next(one for one in material.events if one.event == "leakage").verdict_on(material.pair)
        tags = [wording.verdict_tag(one, language) for view in material.at_visit() for one in view.verdicts]

        assert leakage is not None
        assert len(titles) == 9
        assert {*tags, rate_tag(leakage, language), sentence(language, "meeting.conclusion")} <= set(titles)

    def test_notes_hold_the_whole_sentence_and_the_plan(self, language: str) -> None:
        """What is said of a verdict with its stamps stands in the notes of its slide."""
        notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in opened(written(language)))

        for view in material_of(demo(language)).at_visit():
            for one in view.verdicts:
                assert wording.verdict_sentence(one, language) in notes
                assert all(stamp in notes for stamp in wording.stamp_sentences(one, language))
        assert sentence(language, "document.plan.margin") in notes

    def test_means_are_native_and_those_of_the_results(self, language: str) -> None:
        """Each line chart holds the means of every visit, its error bars reach the 95% limits."""
        material = material_of(demo(language))
        drawn = [one for one in charts(written(language)) if "lineChart" in one._chartSpace.xml]

        assert len(drawn) == 2
        for chart, outcome in zip(drawn, material.outcomes, strict=True):
            for series, method in zip(chart.plots[0].series, outcome.methods, strict=True):
                found = [one.description for one in outcome.summaries if one.method == method]
                known = [one for one in found if isinstance(one, Description) and one.mean_interval is not None]
                assert list(series.values) == pytest.approx([one.mean for one in known])
                high = [float(value.text) for value in series._element.xpath("c:errBars/c:plus//c:v")]
                assert high == pytest.approx([one.mean_interval.high - one.mean for one in known])  # type: ignore[union-attr]

    def test_rates_are_native(self, language: str) -> None:
        """The bars are the rates in percent: success 100, leakage 6.25 (DSA) and 3.125 (CT), by hand."""
        chart = charts(written(language))[-1]

        assert [list(series.values)[:2] for series in chart.plots[0].series] == [[100, 3.125], [100, 6.25]]

    def test_the_safety_table_is_that_of_meeting(self, language: str) -> None:
        """Cell for cell the table of the screen."""
        material = material_of(demo(language))
        frame = event_overview(material.events, material.pair, language)
        tables = [shape.table for slide in opened(written(language)) for shape in slide.shapes if shape.has_table]

        there = [[cell.text for cell in row.cells] for row in list(tables[-1].rows)[1:]]

        assert there == [[str(name), *row] for name, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)]

    def test_every_slide_says_who_and_which_data(self, language: str) -> None:
        """Patients, that they are synthetic, and the fingerprint stand below every slide; no word is too small."""
        material = material_of(demo(language))
        for slide in opened(written(language)):
            said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            sizes = [
                run.font.size
                for shape in slide.shapes
                if shape.has_text_frame
                for paragraph in shape.text_frame.paragraphs
                for run in paragraph.runs
            ]
            assert any(all(part in one for part in material.provenance(language)) for one in said)
            assert min(sizes) >= Pt(min(FOOTER_SIZE, TABLE_SIZES[-1]))

    def test_no_line_ends_with_a_sign(self, language: str) -> None:
        """After a Chinese character a joiner ties a sign to its number, but not in tables; PowerPoint is told too."""
        deck = reopened_slides(BytesIO(written(language)))
        rule = deck.part._element.find(qn("p:kinsoku"))
        shapes = [shape for slide in deck.slides for shape in slide.shapes]
        said = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
        cells = [cell.text for one in shapes if one.has_table for row in one.table.rows for cell in row.cells]

        assert not re.search(r"[\u2e80-\ufefe\uff00-\uffef][−+±]\d", said)
        assert (JOINER in said) == (language == "zh") and JOINER not in "".join(cells)
        assert rule.get("lang") == "zh-CN" and set("−+±") <= set(rule.get("invalEndChars"))

    def test_no_patient_is_in_it(self, language: str) -> None:
        """The workbooks behind the charts hold means and rates: at most a row per visit or event."""
        with zipfile.ZipFile(BytesIO(written(language))) as archive:
            books = [name for name in archive.namelist() if name.endswith(".xlsx")]
            rows = [openpyxl.load_workbook(BytesIO(archive.read(name))).active.max_row for name in books]

        assert len(books) == 3
        assert max(rows) <= 7


class TestOtherRegistries:
    def test_one_method(self, tmp_path: Path) -> None:
        """Without a pair there is no verdict: question, course, change, methods."""
        rows = ["id,guidance,VAS pre,VAS 1 month", *(f"{n},CT,{8 - n % 3},{3 - n % 2}" for n in range(12))]
        material = material_of(from_rows(tmp_path, rows))

        titles = [slide.shapes.title.text_frame.text for slide in opened(slides(material, "en"))]

        assert len(titles) == 4
        assert sentence("en", "verdict.tag.one_method") in titles

    def test_three_methods_and_a_name_like_a_formula(self, tmp_path: Path) -> None:
        """A method called "=cmd" stays text, in the table and in the workbook behind the chart."""
        methods = ("CT", "DSA", "=cmd|' /C calc'!A0")
        rows = ["id,guidance,VAS pre,VAS 1 month"]
        rows += [f'{n},"{methods[n % 3]}",{8 - n % 3},{3 - n % 4}' for n in range(36)]
        content = slides(material_of(from_rows(tmp_path, rows)), "en")

        with zipfile.ZipFile(BytesIO(content)) as archive:
            book = next(name for name in archive.namelist() if name.endswith(".xlsx"))
            cells = [cell for row in openpyxl.load_workbook(BytesIO(archive.read(book))).active for cell in row]

        assert not [cell.value for cell in cells if cell.data_type == "f"]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_table_reaches_the_footer(self, tmp_path: Path, language: str) -> None:
        """Three centres and five events need more than is left below the words: the table has a slide of its own."""
        events = "success,leakage,symptomatic leakage,complications,died"
        rows = [f"id,centre,guidance,VAS pre,VAS 1 month,{events}"]
        for n in range(120):
            said = ",".join("yes" if n % k == 0 else "no" for k in (2, 5, 7, 9, 11))
            rows.append(f"{n},{'ABC'[n // 2 % 3]},{('CT', 'DSA')[n % 2]},{9 - n % 4},{4 - n % 5},{said}")
        deck = opened(slides(material_of(from_rows(tmp_path, rows)), language))

        titles = [slide.shapes.title.text_frame.text for slide in deck]
        own = deck[titles.index(sentence(language, "menu.safety"))].shapes

        assert [shape.has_table for shape in own].count(True) == 1
        for slide in deck:
            for shape in slide.shapes:
                if shape.has_table:
                    assert shape.top + sum(row.height for row in shape.table.rows) < Inches(HEIGHT - 0.5)

    def test_nobody_is_compared(self) -> None:
        """Events alone, compared as the page does, are what the chart shows (its witness is the count of the demo)."""
        material = material_of(demo("en"))
        found = compare_event(material.registry, "leakage", material.question, shown=material.pair)

        assert [(one.method, one.events) for one in found.rates if one.level == "any"] == [("CT", 1), ("DSA", 2)]


@pytest.mark.parametrize("language", LANGUAGES)
class TestThreeMethods:
    """A registry with three methods, of which DSA's patients are worse by far at the end."""

    @staticmethod
    def deck(folder: Path, language: str) -> list:  # type: ignore[type-arg]
        """Its slides."""
        rows = ["id,guidance,VAS before,VAS 1 month,leakage"]
        for method, more in (("CT", 0), ("DSA", 3), ("C-arm", 1)):
            rows += [
                f"{method}{n},{method},{6 + n % 3},{n % 4 + more + (60 if n > 21 and more == 3 else 0) / 20},"
                f"{'yes' if n % 5 < more else 'no'}"
                for n in range(24)
            ]
        return opened(slides(material_of(from_rows(folder, rows)), language))

    def test_difference_of_an_event_names_its_pair(self, language: str, tmp_path: Path) -> None:
        """Beside three columns of methods the head of the difference says which of them it is of."""
        tables = [shape.table for slide in self.deck(tmp_path, language) for shape in slide.shapes if shape.has_table]
        heads = [cell.text for cell in tables[-1].rows[0].cells]

        assert len(heads) == 5 and heads[-1].startswith("CT − DSA: " if language == "en" else "CT−DSA：")

    def test_says_by_what_p_is_corrected(self, language: str, tmp_path: Path) -> None:
        """Three pairs: the slide of the change names Holm and Bonferroni beside the P value that it shows."""
        shown = [
            "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
            for slide in self.deck(tmp_path, language)
        ]
        wanted = sentence(language, "omnibus.corrected", m=3, level="98.3")

        assert sum(wanted in one for one in shown) == 1

    def test_columns_of_methods_and_limits_end_above_the_footer(self, language: str, tmp_path: Path) -> None:
        """By the deck's own reckoning both columns fit into their rooms at the size they are written in."""
        columns = [
            shape
            for shape in self.deck(tmp_path, language)[-1].shapes
            if shape.has_text_frame and shape.height > Inches(2)
        ]

        assert len(columns) == 2
        for one in columns:
            size = one.text_frame.paragraphs[0].runs[0].font.size.pt
            assert height_of(one.text_frame.text, one.width.inches, size) <= one.height.inches
