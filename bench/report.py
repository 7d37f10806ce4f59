"""The Word report: of the demo, and of 100,000 simulated patients with two scores at four visits."""

from __future__ import annotations

import statistics
from dataclasses import replace
from pathlib import Path

from bench.ratio import RUNS, Measured, seconds
from bench.simulated import QUESTION, cohort, rows
from lib.analysis.outcomes import compare_outcome
from lib.command.analyse import Analysed, analyse
from lib.command.material import material_of
from lib.report.word.report import report
from lib.study import View

DEMO = Path(__file__).parents[1] / "data" / "demo_registry_en.xlsx"
MANY = 100_000
LONGEST = {"demo": 3.0, "many": 5.0}
"""Seconds that a report may take."""

EXPLANATION = """\
Report: from the results on screen to the bytes of a Word file with its tables and both figures, as the button makes it;
  the first report after a start, which loads Word and the drawing of charts, is made before and not counted."""


def measure() -> list[Measured]:
    """One line for the demo and one for many patients, medians of five."""
    demo = analyse(DEMO)
    _written(demo)
    return [
        _measured("Word report, demo", demo, LONGEST["demo"]),
        _measured(f"Word report, {MANY:,} patients", _simulated(demo), LONGEST["many"]),
    ]


def _measured(what: str, analysed: Analysed, limit: float) -> Measured:
    times = [seconds(lambda: _written(analysed)) for _ in range(RUNS)]
    return Measured(
        what=what, value=statistics.median(times), limit=limit, is_at_least=False, unit="s",
        detail=f"{min(times):.1f} to {max(times):.1f} s",
    )  # fmt: skip


def _written(analysed: Analysed) -> bytes:
    return report(material_of(analysed), "en")


def _simulated(demo: Analysed) -> Analysed:
    """The demo's file with simulated patients in the place of its own."""
    registry = cohort(rows(MANY))
    outcomes = tuple(compare_outcome(registry, outcome, QUESTION) for outcome in registry.scales)
    view = View(registry=registry, question=QUESTION, inside=(), outside=())
    return replace(demo, whole=registry, view=view, outcomes=outcomes, events=())
