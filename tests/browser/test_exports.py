"""Everything that can be taken away of one view, reopened: its numbers are the screen's and those of the command."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from lib.__main__ import main
from lib.report.language import sentence
from lib.report.scripts.r import BETWEEN
from lib.report.slides.deck import JOINER
from tests.browser.pages_in_browser import drawn, settled, verdict, visit
from tests.browser.printed_numbers import differing, figures, one
from tests.browser.running_server import RunningServer
from tests.report.reopened import reopened_slides, reopened_word
from tests.test_demo import DATA

VIEW = "score=vas&visit=30d&vas_matters=ostelo2008_half"
"""One month after treatment, with a margin of half the published threshold; the test adds a filter by its button."""

OUTCOMES, MONTH, PAIR = ("VAS", "ODI"), "1 month", ("CT", "DSA")
VISITS = ("1 day", "1 week", "1 month", "3 months", "6 months")
MARGIN = 0.75
Table = list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one visitor saw and took away; `results` are those of the command for the same study file."""

    language: str
    file: Path
    verdict: list[str]
    scores: Table
    between: Table
    within: Table
    safety: list[Table]
    events: list[str]
    responders: list[Table]
    responded: list[str]
    files: dict[str, bytes]
    results: dict[str, Any]


@pytest.fixture(scope="module", params=["en", "zh"])
def taken(
    request: pytest.FixtureRequest,
    chromium: Browser,
    shared_server: RunningServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Taken]:
    """One visit of the demo: a filter by its button, a margin by the address; every page read, every file taken."""
    language = str(request.param)
    shared_server.log.clear()
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield _taken(page, shared_server.address, language, tmp_path_factory.mktemp("taken"))
    context.close()
    assert not shared_server.tracebacks()


def _taken(page: Page, address: str, language: str, folder: Path) -> Taken:
    visit(page, f"{address}/outcomes?registry=demo&lang={language}&{VIEW}")
    page.locator(".st-key-filter_1 button").filter(has_text=sentence(language, "covariates.levels.F")).click()
    expect(verdict(page)).to_contain_text("32")
    expect(page.locator(".st-key-clear button")).to_be_visible()
    drawn(page)
    files: dict[str, bytes] = {}
    for fold in ("tables.between.more", "tables.within.heading"):
        page.get_by_text(sentence(language, fold), exact=True).click()
        expect(page.locator(".printed")).to_have_count(3 if fold.endswith("more") else 4)
    scores, _, between, within = _tables(page)
    said = [page.locator(".st-key-verdict strong").first.inner_text(), *_lines(page, ".st-key-verdict")[1:]]
    page.locator(".st-key-takeaway button").first.click()
    _take(page, sentence(language, "takeaway.tables_xlsx"), "tables", files)
    page.keyboard.press("Escape")
    _open(page, language, "results", "safety", ".st-key-event_0")
    safety, events = _tables(page), _lines(page, "[class*='st-key-event_'] p")
    _open(page, language, "results", "responders", ".st-key-responders")
    responders, responded = _tables(page), _lines(page, ".st-key-responders p")
    _open(page, language, "export", "report", ".st-key-script_make")
    page.locator(".st-key-script_make button").click()
    for name in ("word", "slides", "excel", "script_python", "script_r"):
        _take(page, sentence(language, f"export.{name}"), name, files)
    _take(page, sentence(language, "study.download"), "study", files)
    file = DATA / f"demo_registry_{language}.xlsx"
    return Taken(
        language=language, file=file, verdict=said, scores=scores, between=between, within=within, safety=safety,
        events=events, responders=responders, responded=responded, files=files,
        results=_of_command(file, files["study"], folder, language),
    )  # fmt: skip


def _of_command(file: Path, study: bytes, folder: Path, language: str) -> dict[str, Any]:
    (folder / "study.json").write_bytes(study)
    given = ["--study", str(folder / "study.json"), "--json", str(folder / "out.json"), "--lang", language]
    assert main(["analyse", str(file), *given]) == 0
    found: dict[str, Any] = json.loads((folder / "out.json").read_text("utf-8"))
    return found


def _tables(page: Page) -> list[Table]:
    """Every table on screen, row by row as it is read."""
    read = "all => all.map(t => [...t.rows].map(r => [...r.cells].map(c => c.innerText.trim())))"
    found: list[Table] = page.locator(".printed table").evaluate_all(read)
    return found


def _lines(page: Page, selector: str) -> list[str]:
    said = "\n".join(page.locator(selector).all_inner_texts())
    return [line.strip() for line in said.splitlines() if line.strip()]


def _open(page: Page, language: str, folder: str, name: str, expected: str) -> None:
    """Another page by the menu, within the same session."""
    page.get_by_text(sentence(language, f"menu.{folder}"), exact=True).first.click()
    page.get_by_role("menuitem", name=sentence(language, f"menu.{name}")).click()
    expect(page.locator(expected).first).to_be_visible()
    settled(page)


def _take(page: Page, label: str, name: str, files: dict[str, bytes]) -> None:
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=label, exact=True).click()
    files[name] = download.value.path().read_bytes()


def _word_tables(taken: Taken) -> list[Table]:
    document = reopened_word(BytesIO(taken.files["word"]))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def _slides(taken: Taken) -> Any:
    return list(reopened_slides(BytesIO(taken.files["slides"])).slides)


def _comparison(taken: Taken, outcome: str, visit: str, analysis: str = "ancova_hc3") -> dict[str, Any]:
    place = {"outcome": outcome, "visit": visit, "experimental": PAIR[0], "control": PAIR[1], "analysis": analysis}
    return one(taken.results["between"], **place)


def _limits(row: dict[str, Any]) -> list[float | None]:
    return [row["difference"], row["low"], row["high"]]


def _verdict_figures(taken: Taken, outcome: str) -> list[float | None]:
    row = _comparison(taken, outcome, MONTH)
    return [1, row["difference"], 95, row["low"], row["high"], row["p_value"]]


def _score(taken: Taken, outcome: str, visit: str | None, method: str) -> list[float]:
    if visit is None:
        row = one(taken.results["baseline"], covariate=f"{outcome} baseline", method=method)
        return [row["mean"], row["sd"], row["n"]]
    row = one(taken.results["within"], outcome=outcome, visit=visit, method=method)
    return [row["follow_up_mean"], row["follow_up_sd"], row["n"]]


def _counted(events: int, n: int) -> list[float]:
    """A count of n as a table prints it, with its share."""
    return [events, n, 100 * events / n]


def check_scores(taken: Taken, outcome: str, by_visit: Table) -> list[str]:
    """A scores table with visits in rows: every mean, SD, n, difference, limit and P that is not the command's."""
    wrong: list[str] = []
    times = [None, *(name for name in VISITS if outcome == "VAS" or name != "1 day")]
    assert len(by_visit) == len(times)
    for row, when in zip(by_visit, times, strict=True):
        for cell, method in zip(row[1:3], PAIR, strict=True):
            wrong.append(differing(cell, _score(taken, outcome, when, method)))
        compared = None if when is None else _comparison(taken, outcome, when)
        wrong.append(differing(row[3], [] if compared is None else _limits(compared)))
        wrong.append(differing(row[4], [] if compared is None else [compared["p_value"]]))
    return list(filter(None, wrong))


def check_between(taken: Taken, outcome: str, rows: Table) -> list[str]:
    """The analyses of a pair, found by the words of their procedure: every figure that is not the command's."""
    known = [row for row in taken.results["between"] if (row["outcome"], row["visit"]) == (outcome, MONTH)]
    assert len(rows) == len(known) == 9
    wrong: list[str] = []
    for label, _, estimate, limits, p in rows:
        row = one(known, procedure=label)
        wrong += [differing(estimate, [row["difference"]]), differing(limits, [row["low"], row["high"]])]
        wrong.append(differing(p, [row["p_value"]]))
    return list(filter(None, wrong))


def check_rates(taken: Taken, event: str, rows: Table) -> list[str]:
    """The table of one event: counts, shares, limits, categories and how many are not recorded."""
    overall = [one(taken.results["rates"], event=event, level="any", method=method) for method in PAIR]
    levels = [row["level"] for row in taken.results["rates"] if row["event"] == event and row["method"] == PAIR[0]]
    assert len(rows) == len(levels) + 2
    wrong: list[str] = []
    for position, row in enumerate(overall, start=1):
        wrong.append(differing(rows[0][position], _counted(row["events"], row["n"])))
        wrong.append(differing(rows[1][position], [100 * row["low"], 100 * row["high"]]))
        for here, level in zip(rows[2:-1], levels[1:], strict=True):
            of = one(taken.results["rates"], event=event, level=level, method=row["method"])
            wrong.append(differing(here[position], _counted(of["events"], of["n"])))
        wrong.append(differing(rows[-1][position], [row["missing"]]))
    return list(filter(None, wrong))


def _event_figures(taken: Taken, event: str) -> list[float | None]:
    """What the sentence on an event prints: both counts with their shares, the difference, its limits and P."""
    pair = [one(taken.results["rates"], event=event, level="any", method=method) for method in PAIR]
    row = one(taken.results["rate_differences"], event=event, level="any")
    counts = [value for of in pair for value in (of["events"], of["n"], 100 * of["rate"])]
    difference = [100 * row[name] for name in ("difference", "newcombe_low", "newcombe_high")]
    return [*counts, difference[0], 95, *difference[1:], row["fisher_p"]]


def _rule(label: str) -> dict[str, Any]:
    """The threshold that a label names first: points, or percent where it says so."""
    return {"threshold": float(figures(label)[0]), "rule": "percent" if "%" in label else "points"}


def _responded(
    taken: Taken, outcome: str, rule: dict[str, Any], *, with_missing: bool = False
) -> list[tuple[int, int]]:
    found = []
    known = ("improved", "unchanged", "worse", "died", *(["missing"] if with_missing else []))
    for method in PAIR:
        row = one(taken.results["responders"], outcome=outcome, visit=MONTH, method=method, **rule)
        found.append((row["improved"], sum(row[name] for name in known)))
    return found


def check_responders(taken: Taken, outcome: str, rows: Table) -> tuple[int, list[str]]:
    """The table of thresholds: how many of its rows the command has too, and which figures differ there.

    Every second row counts the missing as failures.
    """
    wrong: list[str] = []
    compared = 0
    for position, (label, *cells) in enumerate(rows):
        rule = _rule(label)
        place = {"outcome": outcome, "visit": MONTH, **rule}
        if not [row for row in taken.results["responders"] if place.items() <= row.items()]:
            continue
        compared += 1
        counted = _responded(taken, outcome, rule, with_missing=position % 2 == 1)
        for cell, (events, n) in zip(cells, counted, strict=False):
            wrong.append(differing(cell, _counted(events, n)))
        if position % 2 == 1:
            continue
        difference = one(taken.results["responder_differences"], **place)
        wrong.append(differing(cells[2], [100 * value for value in _limits(difference)]))
    return compared, list(filter(None, wrong))


_STATES = ("improved", "unchanged", "worse", "died", "missing", "could_not_respond")


def check_states(taken: Taken, outcome: str, rows: Table, label: str) -> list[str]:
    """Patients by state under one threshold."""
    found = [
        one(taken.results["responders"], outcome=outcome, visit=MONTH, method=method, **_rule(label))
        for method in PAIR
    ]  # fmt: skip
    wrong = [
        differing(cell, [of[state]])
        for state, row in zip(_STATES, rows, strict=True)
        for cell, of in zip(row[1:], found, strict=True)
    ]
    return list(filter(None, wrong))


def transposed(by_method: Table) -> Table:
    """The screen's scores table as the report has it: visits in rows."""
    return [list(column) for column in zip(*by_method, strict=True)]


class TestComparing:
    def test_notices_a_digit(self) -> None:
        """A figure one unit of its last decimal away, one too few and a wrong relation are told; true ones are not."""
        assert differing("\u22120.4 (95% CI \u22121.2 to 0.4; P = 0.34)", [-0.3815, 95, -1.171, 0.408, 0.3378]) == ""
        assert differing("P < 0.001", [0.0004]) == differing("16/16（100%）", [16, 16, 100]) == ""
        assert differing("\u22120.4", [-0.3415]) and differing("0.4", [-0.4])
        assert differing("P < 0.001", [0.002]) and differing("1, 2", [1]) and differing("1", [1, 2])


class TestScreen:
    def test_says_the_numbers_of_the_command(self, taken: Taken) -> None:
        """Verdict, scores, comparison, safety and responders on screen print what the command computes."""
        assert taken.verdict[1] == one(
            taken.results["verdicts"], outcome="VAS", visit=MONTH
        )[f"sentence_{taken.language}"].replace("-", "\u2212")  # fmt: skip
        wrong = [differing(taken.verdict[1], _verdict_figures(taken, "VAS"))]
        wrong += check_scores(taken, "VAS", transposed(taken.scores)[1:])
        wrong += check_between(taken, "VAS", taken.between[1:])
        for event, rows in zip(_event_order(taken), taken.safety, strict=False):
            wrong += check_rates(taken, event, rows[1:])
            sentences = [line for line in taken.events if len(figures(line)) == 11]
            assert any(not differing(line, _event_figures(taken, event)) for line in sentences), event
        compared, found = check_responders(taken, "VAS", taken.responders[-1][1:])
        label = taken.responders[-1][1][0]
        wrong += [*found, *check_states(taken, "VAS", taken.responders[0][1:], label)]

        assert list(filter(None, wrong)) == []
        assert compared >= 2
        assert one(taken.results["verdicts"], outcome="VAS", visit=MONTH)["margin"] == MARGIN


def _event_order(taken: Taken) -> list[str]:
    return list(dict.fromkeys(row["event"] for row in taken.results["rates"]))


class TestWord:
    def test_has_the_numbers_of_the_screen_and_the_command(self, taken: Taken) -> None:
        """Reopened: the verdict word for word, every table cell for cell as on screen, every figure the command's."""
        document = reopened_word(BytesIO(taken.files["word"]))
        said = [paragraph.text for paragraph in document.paragraphs]
        tables = _word_tables(taken)
        rows = [[[cell.replace("\n", " ") for cell in row] for row in table[1:]] for table in tables]
        assert taken.verdict[0] in said and taken.verdict[1] in said
        assert transposed(taken.scores)[1:] in rows
        assert taken.between[1:] in rows
        assert len(taken.responders) == 3  # by state, by pain and opioids, by threshold
        assert all(table[1:] in rows for table in taken.responders)
        wrong: list[str] = []
        for outcome in OUTCOMES:
            assert any(not differing(line, _verdict_figures(taken, outcome)) for line in said), outcome
        scores = [table[1:] for table in tables if len(table[0]) == 5 and table[0][0] == _visit_head(taken)]
        between = [table[1:] for table in tables if len(table[0]) == 5 and table[0][0] != _visit_head(taken)]
        thresholds = [table[1:] for table in tables if table[0][0] == sentence(taken.language, "responders.threshold")]
        improved = sentence(taken.language, "responders.state.improved")
        states = [table[1:] for table in tables if table[1][0] == improved]
        for position, outcome in enumerate(OUTCOMES):
            wrong += check_scores(taken, outcome, scores[position])
            wrong += check_between(taken, outcome, between[position])
            compared, found = check_responders(taken, outcome, thresholds[position])
            label = thresholds[position][0][0]
            wrong += [*found, *check_states(taken, outcome, states[position], label)]
            assert compared >= 2
        for event, table in zip(_event_order(taken), taken.safety, strict=False):
            assert table[1:] in rows, event
            assert any(not differing(line, _event_figures(taken, event)) for line in said), event

        assert wrong == []


def _visit_head(taken: Taken) -> str:
    return sentence(taken.language, "controls.visit")


class TestSlides:
    def test_have_the_numbers_of_the_screen_and_the_command(self, taken: Taken) -> None:
        """Reopened: the verdict as title and text, charts with the means and rates, the table of events."""
        slides = _slides(taken)
        frames = [shape.text_frame for slide in slides for shape in slide.shapes if shape.has_text_frame]
        words = [frame.text.replace(JOINER, "") for frame in frames]
        lines = [line for text in words for line in text.splitlines()]
        titles = [slide.shapes.title.text_frame.text for slide in slides]
        assert taken.verdict[0] in titles and taken.verdict[1] in lines
        charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
        for chart, outcome in zip(charts, OUTCOMES, strict=False):
            times = [None, *(name for name in VISITS if outcome == "VAS" or name != "1 day")]
            for series, method in zip(chart.plots[0].series, PAIR, strict=True):
                means = [_score(taken, outcome, when, method)[0] for when in times]
                assert list(series.values) == pytest.approx(means, rel=1e-12)
            rows = [one(taken.results["within"], outcome=outcome, visit=MONTH, method=name) for name in PAIR]
            means = [value for row in rows for value in (row["baseline_mean"], row["follow_up_mean"])]
            assert any(not differing(title, [1, *means]) for title in titles), outcome
            changes = [
                value
                for row in rows
                for value in (row["n"], row["change_mean"], 95, row["change_low"], row["change_high"])
            ]
            assert any(not differing(line, changes) for line in lines), outcome
            assert any(not differing(line, _verdict_figures(taken, outcome)) for line in lines), outcome
        events = _event_order(taken)
        for series, method in zip(charts[-1].plots[0].series, PAIR, strict=True):
            rates = [
                100 * one(taken.results["rates"], event=name, level="any", method=method)["rate"] for name in events
            ]
            assert list(series.values) == pytest.approx(rates, rel=1e-12)
        assert self.wrong_in_events(taken, slides) == []

    @staticmethod
    def wrong_in_events(taken: Taken, slides: Any) -> list[str]:
        """The figures of the table of events that are not the command's."""
        table = [shape.table for slide in slides for shape in slide.shapes if shape.has_table][-1]
        wrong: list[str] = []
        for event, row in zip(_event_order(taken), list(table.rows)[1:], strict=True):
            cells = [cell.text for cell in row.cells]
            for cell, method in zip(cells[1:3], PAIR, strict=True):
                of = one(taken.results["rates"], event=event, level="any", method=method)
                counted = _counted(of["events"], of["n"])
                wrong.append(differing(cell, [*counted, 100 * of["low"], 100 * of["high"]]))
            difference = one(taken.results["rate_differences"], event=event, level="any")
            limits = [100 * difference[name] for name in ("difference", "newcombe_low", "newcombe_high")]
            wrong.append(differing(cells[3], limits))
        return list(filter(None, wrong))


class TestExcel:
    def test_holds_every_number_of_the_command(self, taken: Taken) -> None:
        """Reopened: each list a sheet, each number the command's to the last digit."""
        book = openpyxl.load_workbook(BytesIO(taken.files["excel"]))
        readme = book[sentence(taken.language, "export.readme")]
        codes = {row[0].value: row[1].value for row in readme.iter_rows() if len(row) > 1 and row[1].value}
        compared = 0
        for name, rows in taken.results.items():
            if not isinstance(rows, list) or not rows or name in ("findings", "mapping"):
                continue
            head, *cells = book[sentence(taken.language, f"result_lists.{name}")].iter_rows(values_only=True)
            fields = [codes[str(title).split(" [")[0]] for title in head]
            assert len(cells) == len(rows), name
            for row, values in zip(rows, cells, strict=True):
                there = dict(zip(fields, values, strict=True))
                numbers = {field: value for field, value in row.items() if isinstance(value, int | float)}
                numbers = {field: value for field, value in numbers.items() if not isinstance(value, bool)}
                compared += len(numbers)
                assert {field: there[field] for field in numbers} == pytest.approx(numbers, rel=1e-12), name
        assert compared > 2_000


class TestTables:
    def test_hold_what_the_screen_shows(self, taken: Taken) -> None:
        """Reopened: scores, comparison and changes within, cell for cell as the screen showed them."""
        book = openpyxl.load_workbook(BytesIO(taken.files["tables"]))
        sheets = [[["" if one is None else str(one) for one in row] for row in sheet.values] for sheet in book]

        assert [[cell.strip() for cell in row] for row in sheets[0]] == taken.scores
        assert sheets[1] == taken.between
        assert sheets[2] == taken.within
        assert taken.verdict[1] in str(sheets[-1])


PLACES = {
    "flow": ("flow", ("outcome", "visit", "method")),
    "within": ("within", ("outcome", "visit", "method")),
    "between": ("between", ("outcome", "visit", "experimental", "control", "analysis")),
    "equivalence": ("equivalence", ("outcome", "visit", "experimental", "control", "analysis")),
    "responders": ("responders", ("outcome", "visit", "method", "rule", "threshold")),
    "responder_difference": (
        "responder_differences", ("outcome", "visit", "experimental", "control", "rule", "threshold")
    ),
    "consensus": ("consensus", ("outcome", "visit", "method")),
    "rate": ("rates", ("event", "level", "method")),
    "rate_difference": ("rate_differences", ("event", "level", "experimental", "control")),
    "baseline": ("baseline", ("covariate", "method", "level")),
    "balance": ("balance", ("covariate", "experimental", "control")),
}  # fmt: skip
"""What a promised number is called in the scripts: the command's list that holds it, and the fields of its place."""


class TestScripts:
    def test_promise_the_numbers_of_the_command_and_find_them(self, taken: Taken, tmp_path: Path) -> None:
        """Both scripts hold the same promised numbers, the command's own; run on the file, Python finds all again."""
        script, other = (taken.files[f"script_{name}"].decode("utf-8") for name in ("python", "r"))
        expected = _promised(script)
        compared = 0
        for (kind, *place, field), value in expected.items():
            if kind not in PLACES or any(part.startswith("kind ") for part in place):
                continue  # of the documents, in none of the command's lists; of a kind that is too rare to be named
            listed, fields = PLACES[kind]
            known: dict[str, Any] = {**dict.fromkeys(fields), **dict(zip(fields, place, strict=False))}
            known |= {"threshold": float(known["threshold"])} if "threshold" in known else {}
            row = one(taken.results[listed], **known)
            if field in row:  # medians of changes and the like stand in the documents alone
                assert row[field] == pytest.approx(value, rel=1e-9, abs=1e-12), (kind, place, field)
                compared += 1
        assert compared > 3_000
        assert _promised_in_r(other) == expected
        (tmp_path / "rebuild.py").write_text(script, "utf-8")

        done = subprocess.run(
            [sys.executable, "-I", str(tmp_path / "rebuild.py"), str(taken.file)],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        assert f"{len(expected)} numbers, 0 differ" in done.stdout and len(expected) > 4_000


def _promised(script: str) -> dict[tuple[str, ...], float]:
    for node in ast.parse(script).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "EXPECTED":
            found: dict[tuple[str, ...], float] = ast.literal_eval(node.value)
            return found
    raise AssertionError("the script promises nothing")


def _promised_in_r(script: str) -> dict[tuple[str, ...], float]:
    """The names and numbers of the R script, its escapes read as R reads them."""
    names = re.findall(
        r'"((?:[^"\\]|\\.)*)"', script.partition("EXPECTED_NAMES <- c(")[2].partition("\nNOT_REBUILT <-")[0]
    )
    values = script.partition("\nEXPECTED <- c(")[2].partition(")\n")[0].split(",")
    read = [re.sub(r"\\[uU]\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), name) for name in names]
    return {tuple(name.split(BETWEEN)): float(value) for name, value in zip(read, values, strict=True)}
