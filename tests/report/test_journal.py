"""The styles of journals: one formatter prints them, the Word report obeys them, and screens never do."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from lib.__main__ import main
from lib.command.analyse import analyse, results
from lib.command.material import material_of
from lib.report.journal import AMA, CHINESE, NEJM, PLAIN, STYLES, limits, printed_as
from lib.report.language import LANGUAGES, catalogue, sentence
from lib.report.numbers import interval, mean_sd, median_quartiles, p_value
from lib.report.results_workbook import results_workbook
from lib.report.slides.deck import JOINER
from lib.report.slides.slides import slides
from lib.report.word.report import report
from lib.report.wording import verdict_sentence
from tests.report.reopened import reopened_slides, reopened_word

DATA = Path(__file__).parents[2] / "data"
DRUG = "id,guidance,VAS before,VAS 1 month\n" + "".join(
    f"{n},{('CT', 'DSA')[n % 2]},{8 - n % 3},{(1, 4)[n % 2] + n % 4 / 2}\n" for n in range(40)
)
"""DSA ends three points above CT: a difference whose limits have the same sign, and P < 0.001."""


@cache
def document(style: str, language: str) -> docx.document.Document:
    """The demo's report in a style, opened again."""
    material = material_of(analyse(DATA / f"demo_registry_{language}.xlsx"))
    return reopened_word(BytesIO(report(replace(material, style=style), language)))


def words_of(style: str, language: str) -> list[str]:
    """Every paragraph and cell of it."""
    found = document(style, language)
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in found.paragraphs), *cells]


ZERO = re.compile(r"P ?[<>=≥] ?0\.")
"""A P value with a zero before its point."""


@cache
def said_on_slides(style: str, language: str) -> list[str]:
    """Every paragraph, cell and note of the demo's slides."""
    material = material_of(analyse(DATA / f"demo_registry_{language}.xlsx"))
    found: list[str] = []
    for slide in reopened_slides(BytesIO(slides(replace(material, style=style), language))).slides:
        found += slide.notes_slide.notes_text_frame.text.split("\n")
        for shape in slide.shapes:
            if shape.has_text_frame:
                found += [one.text.replace(JOINER, "") for one in shape.text_frame.paragraphs]
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


@cache
def workbook(style: str) -> list[object]:
    """Every cell of the demo's Excel results in a style."""
    analysed = analyse(DATA / "demo_registry_en.xlsx")
    with printed_as(style):
        made = results_workbook(results(analysed, "en"), [], "en")
    return [cell for sheet in openpyxl.load_workbook(BytesIO(made)) for row in sheet.values for cell in row]


class TestFormatter:
    @pytest.mark.parametrize(
        ("p", "plain", "ama"),
        [
            (0.2345, "= 0.23", "= .23"), (0.0312, "= 0.03", "= .03"), (0.0049, "= 0.005", "= .005"),
            (0.0004, "< 0.001", "< .001"), (0.995, "> 0.99", "> .99"), (0.0496, "= 0.0496", "= .0496"),
        ],
    )  # fmt: skip
    def test_p(self, p: float, plain: str, ama: str) -> None:
        """Two decimals from 0.01, three below, never on the wrong side of 0.05; AMA without the zero, by hand."""
        for style, expected in ((PLAIN, plain), (NEJM, plain), (CHINESE, plain), (AMA, ama)):
            with printed_as(style):
                assert p_value(p) == expected, style

    def test_limits(self) -> None:
        """A hyphen only in AMA, in English, and where neither limit has a sign or a relation."""
        with printed_as(AMA):
            assert interval("1.2", "3.4", "en") == "1.2-3.4"
            assert interval("\u22121.2", "0.4", "en") == "\u22121.2 to 0.4"
            assert interval("0.2", "< 0.4", "en") == "0.2 to < 0.4"
            assert interval("1.2", "3.4", "zh") == "1.2至3.4"
            assert limits("5.0%", "9.1%", "{low} to {high}") == "5.0%-9.1%"
        with printed_as(NEJM):
            assert interval("1.2", "3.4", "en") == "1.2 to 3.4"

    @pytest.mark.parametrize(
        ("style", "expected"),
        [
            (PLAIN, "95% CI 1.2 to 3.4; P = 0.04"), (NEJM, "95% CI, 1.2 to 3.4; P = 0.04"),
            (AMA, "95% CI, 1.2-3.4; P = .04"), (CHINESE, "95% CI 1.2 to 3.4; t = 2.11, P = 0.04"),
        ],
    )  # fmt: skip
    def test_evidence(self, style: str, expected: str) -> None:
        """An interval with its P as each journal prints it."""
        with printed_as(style):
            t = sentence("en", "verdict.t", value="2.11")
            shown = {"level": "95", "low": "1.2", "high": "3.4", "p": p_value(0.04), "t": t}
            assert sentence("en", "verdict.evidence", **shown) == expected

    def test_spread(self) -> None:
        """Chinese journals print x̄±s and M（Q1，Q3）; all others mean (SD) and median (quartiles)."""
        with printed_as(CHINESE):
            assert (mean_sd(7.4, 1.2, 1), median_quartiles(7.5, 7, 8, 1, "zh")) == ("7.4±1.2", "7.5（7.0，8.0）")
        for style in (PLAIN, NEJM, AMA):
            with printed_as(style):
                assert (mean_sd(7.4, 1.2, 1), median_quartiles(7.5, 7, 8, 1, "zh")) == ("7.4 (1.2)", "7.5 (7.0–8.0)")

    def test_unknown(self) -> None:
        """A style that is none of ours is refused by name."""
        with pytest.raises(ValueError, match="vancouver"), printed_as("vancouver"):
            pass

    def test_ends_with_the_document_and_stays_in_its_thread(self) -> None:
        """A visitor who looks at a page while another's report is written reads what screens print."""
        seen: list[str] = []
        with printed_as(AMA):
            other = threading.Thread(target=lambda: seen.append(p_value(0.04)))
            other.start()
            other.join()
            seen.append(p_value(0.04))

        assert [*seen, p_value(0.04)] == ["= 0.04", "= .04", "= 0.04"]


class TestMessages:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_each_own_wording_has_a_plain_one(self, language: str) -> None:
        """A style only rewords what there is, with nothing but its placeholders, the range and the statistic."""
        known = catalogue(language)
        own = {key: key.split(".", 2)[2] for key in known if key.startswith("journal.")}

        assert own.keys() == {key for key in catalogue("en") if key.startswith("journal.")}
        for key, plain in own.items():
            allowed = {*re.findall(r"{(\w+)}", known[plain]), "range", "percent_range", "t"}
            assert set(re.findall(r"{(\w+)}", known[key])) <= allowed, key


class TestReport:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_ama_has_no_zero_before_the_point_of_p(self, language: str) -> None:
        """In no sentence and in no column of P."""
        found = document(AMA, language)
        columns = [
            row.cells[number].text
            for table in found.tables
            for number, head in enumerate(table.rows[0].cells)
            if re.match(r"P\b|Unadjusted P|未校正P", head.text)
            for row in table.rows[1:]
        ]

        assert len(columns) > 20 and not [text for text in columns if text.lstrip("<> ").startswith("0")]
        assert not [text for text in words_of(AMA, language) if re.search(r"P ?[<>=≥] ?0", text)]
        assert any(re.search(r"P ?[<>=] ?\.\d", text) for text in words_of(AMA, language))

    @pytest.mark.parametrize("style", [NEJM, AMA])
    def test_a_comma_follows_ci(self, style: str) -> None:
        """Each interval of a sentence stands after "CI,"; AMA's percents are joined by a hyphen."""
        said = words_of(style, "en")

        assert sum("95% CI, " in text for text in said) >= 5
        assert not [text for text in said if re.search(r"CI [\u2212\d]", text)]
        assert any(re.fullmatch(r"[\d.]+%-[\d.]+% \(\w+\)", text) for text in said) == (style == AMA)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_chinese_form(self, language: str) -> None:
        """x̄±s and t with its P in the scores table, x̄±s and M (Q1, Q3) before treatment, no mean (SD) anywhere.

        The form is the style's, the brackets are the language's: no full-width sign stands in English.
        """
        quartiles = {"en": r"[\d.]+ \([\d.]+, [\d.]+\)", "zh": r"[\d.]+（[\d.]+，[\d.]+）"}[language]
        found = document(CHINESE, language)
        scores = [t for t in found.tables if any("Welch" in cell.text for cell in t.rows[0].cells)]

        assert len(scores) == 2
        assert all("±" in row.cells[1].text for table in scores for row in table.rows[1:])
        assert all(re.fullmatch(r"\u2212?\d+\.\d\d", row.cells[3].text) for t in scores for row in t.rows[2:])
        assert any(re.fullmatch(quartiles, text) for text in words_of(CHINESE, language))
        assert language == "zh" or not re.search(r"[\u3000-\u303f\uff00-\uffef]", "".join(words_of(CHINESE, language)))
        assert not [text for text in words_of(CHINESE, language) if re.match(r"\d+\.\d \(\d+\.\d\)", text)]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_no_figure_is_broken(self, language: str) -> None:
        """The seven columns of the scores tables leave the means room: "68.8±10.6" needs 1.9 cm at 8.5 points.

        With 0.2 cm to spare; shorter means need less in proportion, and none may stand on two lines.
        """
        scores = [t for t in document(CHINESE, language).tables if any("Welch" in c.text for c in t.rows[0].cells)]

        assert all(len(table.columns) == 7 for table in scores)
        for table in scores:
            for column in (1, 2):
                means = [row.cells[column].text.split("\n")[0] for row in table.rows[1:]]
                needed = 1.9 * max(map(len, means)) / len("68.8±10.6") + 0.2
                assert table.rows[1].cells[column].width.cm > needed
        assert any("68.8" in row.cells[1].text for table in scores for row in table.rows)

    @pytest.mark.parametrize("style", STYLES)
    def test_has_the_numbers_of_the_plain_one(self, style: str) -> None:
        """A style changes signs, never a digit: without them every sentence on both verdicts is the plain one."""
        material = material_of(analyse(DATA / "demo_registry_en.xlsx"))
        verdicts = [one for view in material.at_visit() for one in view.verdicts]
        plain = [verdict_sentence(one, "en") for one in verdicts]
        with printed_as(style):
            styled = [verdict_sentence(one, "en") for one in verdicts]

        without_t = [re.sub(r"t = \u2212?[\d.]+, ", "", text) for text in styled]
        assert [re.sub(r"([=≥]) \.", r"\1 0.", text.replace("CI,", "CI")) for text in without_t] == plain
        assert all(text in words_of(style, "en") for text in styled)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_slides_obey_it_too(self, language: str) -> None:
        """In AMA no P of a slide, its table or its notes has a zero before the point; the plain slides have them."""
        zeros = {style: [one for one in said_on_slides(style, language) if ZERO.search(one)] for style in (PLAIN, AMA)}

        assert zeros[PLAIN] and zeros[AMA] == []
        assert any(re.search(r"P ?[<>=] ?\.\d", text) for text in said_on_slides(AMA, language))

    @pytest.mark.parametrize("style", [NEJM, AMA])
    def test_a_comma_follows_ci_on_slides(self, style: str) -> None:
        """The mean changes within the methods, the verdicts and the risk difference: each interval after "CI,"."""
        said = said_on_slides(style, "en")

        assert sum("95% CI, " in text for text in said) >= 5
        assert not [text for text in said if re.search(r"CI [\u2212\d]", text)]

    @pytest.mark.parametrize(("style", "expected"), [(NEJM, "95% CI, "), (AMA, "95% CI, "), (CHINESE, "t = ")])
    def test_slides_say_the_sentences_of_the_report(self, style: str, expected: str) -> None:
        """The verdict on a slide is the one in the Word report of the same style."""
        verdicts = [text for text in said_on_slides(style, "en") if text.startswith("Inconclusive for VAS")]

        assert verdicts and all(expected in text for text in verdicts)
        assert set(verdicts) <= set(words_of(style, "en"))

    @pytest.mark.parametrize("style", [NEJM, AMA, CHINESE])
    def test_excel_keeps_its_numbers(self, style: str) -> None:
        """Every number of the workbook is the plain one and still a number; only sentences are in the style."""
        plain, styled = workbook(PLAIN), workbook(style)

        changed = [(one, other) for one, other in zip(plain, styled, strict=True) if one != other]
        assert changed and all(isinstance(one, str) and isinstance(other, str) for one, other in changed)
        assert sum(isinstance(one, float) for one in styled) > 1000
        assert [text for text in styled if isinstance(text, str) and ZERO.search(text)] == [] or style != AMA

    def test_the_command_takes_it(self, tmp_path: Path) -> None:
        """--style ama writes a report in which a clear difference has "P < .001" and its interval a sign's "to"."""
        (tmp_path / "registry.csv").write_text(DRUG, "utf-8")
        out = tmp_path / "out.docx"

        assert main(["analyse", str(tmp_path / "registry.csv"), "--style", "ama", "--report", str(out)]) == 0

        said = [one.text for one in reopened_word(str(out)).paragraphs]
        assert any(re.search(r"95% CI, \u2212[\d.]+ to \u2212[\d.]+; P < \.001\)", text) for text in said)


SMALL = """id,guidance,VAS before,VAS 1 month,leakage
""" + "\n".join(
    f"P{n},{'CT' if n < 19 else 'DSA'},{6 + n % 3},{n % 4},{'yes' if n % 6 == 0 else 'no'}" for n in range(43)
)
"""19 patients with CT, 24 with DSA; 4 of each method leaked."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("style", "is_left_out"), [(PLAIN, False), (CHINESE, True)])
def test_says_where_percentages_are_left_out(style: str, is_left_out: bool, language: str, tmp_path: Path) -> None:
    """4 of 19 have a percentage but in Chinese journal form, in either language; the note below tells that it lacks."""
    (tmp_path / "a.csv").write_text(SMALL, "utf-8")
    material = replace(material_of(analyse(tmp_path / "a.csv")), style=style)
    note = sentence(language, "numbers.without_share", n=20)

    found = reopened_word(BytesIO(report(material, language)))
    deck = reopened_slides(BytesIO(slides(material, language)))

    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    shown = [shape.text_frame.text for one in deck.slides for shape in one.shapes if shape.has_text_frame]
    assert ("4/19" in cells) == is_left_out
    assert any(re.match(r"4/19 ?[(（]21%", cell) for cell in cells) != is_left_out
    assert any(re.match(r"4/24 ?[(（]17%", cell) for cell in cells)
    assert any(one.text == note for one in found.paragraphs) == any(note in one for one in shown) == is_left_out
