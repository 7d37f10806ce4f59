"""The Word report, reopened: it says what the results say, in real tables, and holds no patient's row."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from lib.command.analyse import Analysed, analyse
from lib.command.material import material_of
from lib.report import tables, wording
from lib.report.language import LANGUAGES, sentence
from lib.report.tables.exposure import exposure, exposure_sentence
from lib.report.tables.rates import rates
from lib.report.word.paper import NOTE_STYLE
from lib.report.word.report import report
from tests.pages.test_every_registry import lesions
from tests.report.reopened import reopened_word
from tests.report.test_scripts_features import with_places

DATA = Path(__file__).parents[2] / "data"


@cache
def demo(language: str) -> Analysed:
    """The demo registry in a language, analysed as the command does."""
    return analyse(DATA / f"demo_registry_{language}.xlsx")


@cache
def written(language: str) -> Document:
    """Its report, opened again with python-docx."""
    return reopened_word(BytesIO(report(material_of(demo(language)), language)))


def cells(document: Document) -> list[list[list[str]]]:
    """Every table's text, row by row."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def rows_of(frame) -> list[list[str]]:  # type: ignore[no-untyped-def]
    """A table of ours as rows of text, the label first."""
    return [[str(label), *map(str, row)] for label, row in zip(frame.index, frame.to_numpy(), strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
class TestReport:
    def test_says_every_verdict_with_its_stamps(self, language: str) -> None:
        """The tag, the sentence and each stamp of both scores stand in it word for word."""
        said = [one.text for one in written(language).paragraphs]

        found = 0
        for view in material_of(demo(language)).at_visit():
            for one in view.verdicts:
                found += 1
                assert wording.verdict_tag(one, language) in said
                assert wording.verdict_sentence(one, language) in said
                assert set(wording.stamp_sentences(one, language)) <= set(said)
        assert found == 2

    def test_tables_are_the_screens(self, language: str) -> None:
        """Table 1, the sensitivity analyses and the rates are, cell for cell, those of the pages."""
        material = material_of(demo(language))
        covariates = {one.name: one for one in material.registry.covariates}
        assert material.pair is not None
        expected = [
            tables.baseline(material.baseline, covariates, language),
            *(tables.between_methods(view, material.pair, language) for view in material.at_visit()),
            *(rates(found.rates, language) for found in material.events),
        ]

        there = cells(written(language))

        for frame in expected:
            assert rows_of(frame) in [table[1:] for table in there]

    def test_holds_leakage_by_volume_and_timing(self, language: str) -> None:
        """Each exposure of the screen is a table here, with its sentence and the note that it is an association."""
        document, found = written(language), material_of(demo(language))
        known = {one.name: one for one in found.registry.covariates}

        assert [one.covariate for one in found.exposures] == ["cement_volume", "injection_time", "injection_phase"]
        for one in found.exposures:
            assert rows_of(exposure(one, known, language)) in [table[1:] for table in cells(document)]
        said = [one.text for one in document.paragraphs]
        assert exposure_sentence(found.exposures[0], known, language) in said
        assert sentence(language, "exposure.note") in said

    def test_holds_rates_per_lesion(self, language: str, tmp_path: Path) -> None:
        """By hand: two levels in every third of 24 patients make 32 levels, 8 with a leak, 4 of 16 per method."""
        file = tmp_path / "levels.csv"
        file.write_text(lesions(), "utf-8")

        document = reopened_word(BytesIO(report(material_of(analyse(file)), language)))

        label = sentence(language, "rates.lesions")
        found = [row for table in cells(document) for row in table if row[0] == label]
        assert len(found) == 1
        assert all(cell.startswith("4/16") for cell in found[0][1:])

    def test_leaks_at_several_places_count_at_each(self, language: str, tmp_path: Path) -> None:
        """By hand: vein 5 and beside 6 of 20 with CT, 5 and 1 with DSA; the remark that both may be one patient."""
        document = reopened_word(BytesIO(report(material_of(analyse(with_places(tmp_path))), language)))

        found = {
            row[0]: row[1:] for table in cells(document) for row in table if row[0] in ("静脉", "椎旁", "静脉+椎旁")
        }
        counted = {place: [cell.replace("（", " (").split()[0] for cell in row] for place, row in found.items()}
        assert counted == {"静脉": ["5/20", "5/20"], "椎旁": ["6/20", "1/20"]}
        said = [one.text for one in document.paragraphs]
        assert said.count(sentence(language, "rates.several_places")) == 1

    def test_every_table_and_figure_is_captioned_and_counted(self, language: str) -> None:
        """Captions are numbered from 1 without a gap, as Word's own fields; the head of a table is repeated."""
        document = written(language)
        captions = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Caption"]
        labels = [sentence(language, f"document.{name}") for name in ("table", "figure")]

        counted = {label: sum(one.startswith(f"{label} ") for one in captions) for label in labels}
        assert counted == {labels[0]: len(document.tables), labels[1]: len(document.inline_shapes)}
        assert len(list(document.element.body.iter(qn("w:fldSimple")))) == len(captions)
        assert all(table._tbl.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables)

    def test_a_sentence_that_leads_to_a_table_stands_on_its_page(self, language: str) -> None:
        """The sentence below the heading of the responders never ends a page: the caption follows it there."""
        intro = sentence(language, "responders.intro")

        found = next(one for one in written(language).paragraphs if one.text == intro)

        assert found.paragraph_format.keep_with_next

    def test_limitations_stand_together(self, language: str) -> None:
        """Every item but the last stands on the page of the next, and none is broken over pages."""
        items = [
            one for one in written(language).paragraphs if one.style is not None and one.style.name == "List Bullet"
        ]

        assert len(items) > 3 and all(one.paragraph_format.keep_together for one in items)
        assert [bool(one.paragraph_format.keep_with_next) for one in items] == [True] * (len(items) - 1) + [False]

    def test_notes_stand_on_the_page_of_their_table(self, language: str) -> None:
        """The last row of a table that a note follows stays with it, also over the empty line between."""
        blocks = list(written(language).iter_inner_content())
        noted = [
            (table, between)
            for table, between, note in zip(blocks, blocks[1:], blocks[2:], strict=False)
            if isinstance(table, Table) and isinstance(note, Paragraph) and note.style.name == NOTE_STYLE  # type: ignore[union-attr]
        ]

        assert len(noted) > 5
        for table, between in noted:
            assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[-1].cells)
            assert between.paragraph_format.keep_with_next

    def test_differences_are_not_broken(self, language: str) -> None:
        """Beside the sign of CT − DSA, in P = 0.46 and 95% CI, no ordinary space stands anywhere."""
        document = docx.Document(BytesIO(report(material_of(demo(language)), language)))
        texts = [one.text for one in document.paragraphs] + [c for t in cells(document) for row in t for c in row]

        assert sum("CT\u00a0−\u00a0DSA" in one for one in texts) > 10 or language == "zh"
        assert not [one for one in texts if " − " in one or "P =" in one or "% CI" in one]

    def test_footer_says_whose_data_these_are(self, language: str) -> None:
        """Synthetic, the filters, the fingerprint of the file and the version stand on every page."""
        footer = written(language).sections[0].footer.paragraphs[0].text

        assert sentence(language, "takeaway.synthetic") in footer
        assert demo(language).opened.source.sha256[:8] in footer

    def test_has_fonts_for_both_scripts(self, language: str) -> None:
        """The normal style names a Latin and a Chinese font, so that neither is left to chance."""
        fonts = written(language).styles["Normal"].element.find(f".//{qn('w:rFonts')}")

        assert fonts is not None
        assert fonts.get(qn("w:ascii")) and fonts.get(qn("w:eastAsia"))

    def test_holds_no_patient_and_nothing_raw(self, language: str) -> None:
        """No label of a patient, no file name, and no nan, None or brace in any word of it."""
        document = written(language)
        words = [one.text for one in document.paragraphs] + [c for t in cells(document) for row in t for c in row]

        assert not [one for one in words if any(bad in one for bad in ("P001", "demo_registry", "nan", "{", "}"))]
        assert not [one for one in words if one == "None"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tells_what_was_decided_in_reading(language: str, tmp_path: Path) -> None:
    """ODI up to 49, some odd, and a week scored on two days: doubled and averaged, and the report says both."""
    rows = ["id,guidance,operation date,visit date,ODI"]
    for n in range(24):
        days = ((1, 40 + n % 10), (9, 20 + n % 9), (10, 21 + n % 9))
        rows += [f"P{n},{('CT', 'DSA')[n % 2]},2024-03-02,2024-03-{day:02},{score}" for day, score in days]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    found = analyse(tmp_path / "a.csv")
    how = {one.code: wording.how_read([one], language) for one in found.findings}

    said = "\n".join(one.text for one in reopened_word(BytesIO(report(material_of(found), language))).paragraphs)

    for code in ("odi_up_to_50", "several_in_window"):
        assert how[code] and how[code] in said


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("it was read as percent.", "24 of 24 patients", "the first of these scores was taken.")),
        ("zh", ("已按百分数读取。", "已取第一次。")),
    ],
)
def test_tells_what_was_answered_in_reading(language: str, told: tuple[str, ...], tmp_path: Path) -> None:
    """The same questions answered the other way by a study file: the report says the answers, not the proposals."""
    rows = ["id,guidance,operation date,visit date,ODI"]
    for n in range(24):
        days = ((1, 40 + n % 10), (9, 20 + n % 9), (10, 21 + n % 9))
        rows += [f"P{n},{('CT', 'DSA')[n % 2]},2024-03-02,2024-03-{day:02},{score}" for day, score in days]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    study = tmp_path / "study.json"
    study.write_text('{"schema": 1, "scales": {"ODI": {"unit": "percent"}}, "repeated": "first"}', "utf-8")
    material = material_of(analyse(tmp_path / "a.csv", study))

    said = "\n".join(one.text for one in reopened_word(BytesIO(report(material, language))).paragraphs)

    assert all(one in said for one in told)
    for code, other in (("odi_up_to_50", "of50"), ("several_in_window", "mean")):
        assert sentence(language, f"decided.{code}_{other}", outcome="ODI", n=24, k=24) not in said


@pytest.mark.parametrize(("methods", "level"), [(("CT", "DSA"), "95"), (("CT", "DSA", "CBCT"), "98.3")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_of_a_column_is_broken(language: str, methods: tuple[str, ...], level: str, tmp_path: Path) -> None:
    """With two centres the responders' table has long heads; "30/30（100%）" keeps the 2.6 cm that it needs.

    Thirteen letters of 8.5 points, of which two are as wide as two, and the cell's own margins of 0.38 cm.
    """
    rows = ["id,centre,guidance,VAS before,VAS 1 month"]
    rows += [f"{n},{'AB'[n // 2 % 2]},{methods[n // 4 % len(methods)]},{9 - n % 3},{n % 4}" for n in range(96)]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    document = reopened_word(BytesIO(report(material_of(analyse(tmp_path / "a.csv")), language)))
    heads = sentence(language, "rates.difference_within", level=level)

    wide = [table for table in document.tables if table.rows[0].cells[-1].text == heads]

    assert wide and all(len(table.columns) == 5 for table in wide)
    assert all(cell.width.cm >= 2.6 for table in wide for row in table.rows for cell in row.cells[1:3])


def test_word_breaks_no_line_after_a_sign() -> None:
    """Word's settings forbid "−" at the end of a Chinese line, in the place where Word's schema wants the rule."""
    settings = [(one.tag, one.attrib) for one in written("zh").settings.element]
    tags = [tag.rpartition("}")[2] for tag, _ in settings]
    place = tags.index("noLineBreaksAfter")

    assert tags[place - 1 : place + 2] == ["characterSpacingControl", "noLineBreaksAfter", "noLineBreaksBefore"]
    assert set("−+±") <= set("".join(settings[place][1].values()))


@pytest.mark.parametrize(("language", "told"), [("en", "taken as not randomised"), ("zh", "按非随机分组处理")])
def test_says_once_whether_groups_were_randomised(language: str, told: str) -> None:
    """Where nothing states it, methods say that it was taken as not so, as the verdicts and limitations do."""
    said = [one.text for one in written(language).paragraphs]
    methods = said[said.index(sentence(language, "document.methods")) + 1]

    assert told in methods
    assert any(sentence(language, "stamps.O") in one for one in said)
