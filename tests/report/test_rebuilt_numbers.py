"""Every number of the Word report, the slides and the workbook of results is one that the scripts rebuild."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from lib.command.analyse import Analysed, analyse, results
from lib.command.material import material_of
from lib.command.recipe import recipe_of
from lib.report.language import LANGUAGES, sentence
from lib.report.results_workbook import results_workbook
from lib.report.slides.slides import slides
from lib.report.word.report import report
from tests.report.reopened import reopened_slides, reopened_word
from tests.report.test_scripts_features import with_centres
from tests.test_demo import DATA

NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d+(?:\.\d+)?")
CITED = re.compile(r"(?:19|20)\d\d")
"""Years of sources."""

LEVELS = (0.9, 0.95, 0.05, 0.025)
"""Levels of intervals and of tests, decided beforehand."""

ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN)
NEAR = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Rebuilt:
    """A registry with what its script finds: `numbers` unrounded, and those that were decided beforehand."""

    analysed: Analysed
    numbers: np.ndarray
    decided: tuple[float, ...]

    def not_printed_from(self, texts: Iterable[str], provenance: Iterable[str]) -> tuple[int, set[str]]:
        """(how many numbers the texts hold; those that are no rounding of a number found or decided)."""
        printed: list[str] = []
        for text in texts:
            shown = text
            for part in provenance:
                shown = shown.replace(part, "")
            printed += NUMBER.findall(shown)
        known = roundings([*self.numbers, *self.decided])
        return len(printed), {one for one in printed if one not in known and not CITED.fullmatch(one)}

    def unknown(self, values: Iterable[float]) -> set[float]:
        """Unrounded numbers that are neither found nor decided."""
        known = np.sort(np.append(self.numbers, self.decided))
        given = np.array(list(values), dtype=float)
        place = np.clip(np.searchsorted(known, given), 1, len(known) - 1)
        away = np.minimum(np.abs(known[place] - given), np.abs(known[place - 1] - given))
        return set(given[away > NEAR * np.maximum(1, np.abs(given))].tolist())


def roundings(values: Iterable[float]) -> set[str]:
    """These numbers and their percentages as they may be printed, with up to four decimals and without a sign."""
    steps = [Decimal(1).scaleb(-digits) for digits in range(5)]
    shown = (Decimal(repr(abs(float(value)) * factor)) for value in values for factor in (1, 100))
    return {str(one.quantize(step, rounding)) for one in shown for step in steps for rounding in ROUNDINGS}


@cache
def rebuilt(file: Path, study: Path | None) -> Rebuilt:
    """A registry analysed, all of whose numbers its script finds."""
    analysed = analyse(file, study)
    recipe, left = recipe_of(analysed)
    assert left == ()
    decided = [*LEVELS, recipe.level, *recipe.margins.values(), *recipe.matters.values()]
    decided += [float(amount) for _, _, amount in recipe.thresholds]
    decided += [2 * points for points in recipe.matters.values()]
    return Rebuilt(analysed=analysed, numbers=np.array([*recipe.expected.values()]), decided=tuple(decided))


@pytest.fixture(scope="module", params=["demo", "centres"])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rebuilt:
    """The demo with its study; and three methods in several centres, with lost patients and rare tumours."""
    if request.param == "demo":
        return rebuilt(DATA / "demo_registry_en.xlsx", DATA / "demo_study.json")
    return rebuilt(with_centres(tmp_path_factory.mktemp("centres"), ("CT", "DSA", "CBCT")), None)


@pytest.mark.parametrize("language", LANGUAGES)
class TestPrints:
    def test_word_report(self, found: Rebuilt, language: str) -> None:
        """Every number of its sentences, captions and tables, rounded, is one of the script's."""
        material = material_of(found.analysed)
        document = reopened_word(BytesIO(report(material, language)))
        texts = [one.text for one in document.paragraphs]
        texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]

        n, others = found.not_printed_from(texts, ())

        assert n > 500
        assert others == set()

    def test_slides(self, found: Rebuilt, language: str) -> None:
        """Every number of their words, tables and notes, rounded, and every value behind their charts."""
        material = material_of(found.analysed)
        deck = reopened_slides(BytesIO(slides(material, language)))
        shapes = [shape for slide in deck.slides for shape in slide.shapes]
        texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        texts += [cell.text for one in shapes if one.has_table for row in one.table.rows for cell in row.cells]
        texts += [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
        charts = [shape.chart for shape in shapes if shape.has_chart]

        n, others = found.not_printed_from(texts, material.provenance(language))
        values = list(_values_of(charts))

        assert n > 100 and len(values) > 20
        assert others == set()
        assert found.unknown(values) == set()

    def test_workbook(self, found: Rebuilt, language: str) -> None:
        """Every number of a cell, unrounded, and every number of its sentences; rows of findings are places."""
        readme = material_of(found.analysed).provenance(language)
        book = openpyxl.load_workbook(BytesIO(results_workbook(results(found.analysed, language), readme, language)))
        places = sentence(language, "result_lists.findings")
        cells = [cell.value for sheet in book if sheet.title != places for row in sheet.iter_rows() for cell in row]
        numbers = [one for one in cells if isinstance(one, int | float) and not isinstance(one, bool)]

        n, others = found.not_printed_from([one for one in cells if isinstance(one, str)], readme)

        assert len(numbers) > 1000 and n > 100
        assert found.unknown(numbers) == set()
        assert others == set()


def _values_of(charts: Iterable) -> Iterable[float]:  # type: ignore[type-arg]
    """Means with their limits; rates as shares."""
    for chart in charts:
        is_of_means = "lineChart" in chart._chartSpace.xml
        for series in chart.plots[0].series:
            values = [one for one in series.values if one is not None]
            yield from values if is_of_means else [one / 100 for one in values]
            for side, sign in (("plus", 1), ("minus", -1)):
                halves = [float(one.text) for one in series._element.xpath(f"c:errBars/c:{side}//c:v")]
                yield from (one + sign * half for one, half in zip(series.values, halves, strict=False) if half)
