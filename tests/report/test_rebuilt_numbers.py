"""Every number of the Word report, the slides and the workbook of results is one that the scripts rebuild."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO
from itertools import combinations
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
from tests.report.test_scripts_deaths import with_deaths
from tests.report.test_scripts_features import few_patients, with_centres, with_lesions, with_places
from tests.report.test_scripts_python import long_file
from tests.test_demo import DATA

NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d+(?:\.\d+)?")
CITED = re.compile(r"(?:19|20)\d\d|74|49")
"""Years of sources, and the leaks that one of them counted on CT and on radiographs."""

BOUNDS = {"0.99", "0.001"}
"""Of P values that are printed as above or below them."""

LEVELS = (0.9, 0.95, 0.05, 0.025)
"""Levels of intervals and of tests, decided beforehand."""

COUNTED = ("flow", "lesion_rate")
"""Words of the names of counts by method."""

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
        return len(printed), {one for one in printed if one not in known | BOUNDS and not CITED.fullmatch(one)}

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
    numbers = [*recipe.expected.values(), *totals(recipe.expected, analysed.view.registry.methods)]
    return Rebuilt(analysed=analysed, numbers=np.array(numbers), decided=tuple(decided))


def totals(expected: Mapping[tuple[str, ...], float], methods: Iterable[str]) -> Iterable[float]:
    """Counts of patients and of lesions over two methods or more: their sums are said, too."""
    of_method = defaultdict(list)
    for name, value in expected.items():
        own = [place for place, part in enumerate(name) if part in methods]
        if name[0] in COUNTED and len(own) == 1:
            of_method[name[: own[0]] + name[own[0] + 1 :]].append(value)
    for values in of_method.values():
        for n in range(2, len(values) + 1):
            yield from map(sum, combinations(values, n))


MADE = {
    "centres": lambda folder: with_centres(folder, ("CT", "DSA", "CBCT")),
    "lesions": with_lesions,
    "places": with_places,
    "few": few_patients,
    "deaths": lambda folder: with_deaths(folder, "date"),
    "long": long_file,
}
"""Three methods in several centres; lesions; several places of a leak; few patients; deaths by date; a long file."""


@pytest.fixture(scope="module", params=["demo", *MADE])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rebuilt:
    """The demo with its study, and registries of other kinds."""
    if request.param == "demo":
        return rebuilt(DATA / "demo_registry_en.xlsx", DATA / "demo_study.json")
    return rebuilt(MADE[request.param](tmp_path_factory.mktemp("made")), None)


@pytest.mark.parametrize("language", LANGUAGES)
class TestPrints:
    def test_word_report(self, found: Rebuilt, language: str) -> None:
        """Every number of its sentences, captions and tables, rounded, is one of the script's."""
        material = material_of(found.analysed)
        document = reopened_word(BytesIO(report(material, language)))
        texts = [one.text for one in document.paragraphs]
        texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]

        n, others = found.not_printed_from(texts, ())

        assert n > 100
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

        assert n > 50 and len(values) > 4
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

        assert len(numbers) > 500 and n > 50
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
