"""The whole battery, 2 scores × 4 visits: Trocar from counts, and pandas, SciPy and statsmodels on rows."""

from __future__ import annotations

import math
from typing import Any

from bench.ratio import Measured, alternating, seconds
from bench.rows import battery
from bench.simulated import MEANS, QUESTION, VISITS, cohort, rows
from lib.analysis.mixed import left_out
from lib.analysis.outcomes import compare_outcome, compare_visit
from lib.analysis.results import VisitComparison
from lib.registry.cohort import Cohort

SIZES = {64: 8.0, 1_000_000: 80.0}
"""Patients, and by how much Trocar must be faster."""

NO_MIXED_MODEL = left_out(("CT", "DSA"))

EXPLANATION = """\
Battery: 2 scores (VAS in tenths, ODI in even percents) × 4 visits, CT against DSA, simulated patients in memory.
  Trocar   compare_visit() on a cohort: counting, flow, within, between, equivalence, adjusted means, verdicts,
           with Hodges–Lehmann estimates and intervals of effect sizes; without the mixed model, which the others lack
           (with it, and the summaries that the page needs: second time).
  rows     the same from patient rows with pandas, SciPy and statsmodels formulas (bench/rows.py), without what
           these do not offer: flow, Hodges–Lehmann, intervals of effect sizes, verdicts, the mixed model.
  Differences, standard errors and P values that both give are compared before they are timed (relative 1e-6)."""


def measure() -> list[Measured]:
    """One line per size: how many times as long the rows take."""
    return [_measured(patients, limit) for patients, limit in SIZES.items()]


def _measured(patients: int, limit: float) -> Measured:
    frame = rows(patients)
    registry = cohort(frame)

    def from_counts() -> dict[tuple[str, str], VisitComparison]:
        return _counts(registry)

    def whole_page() -> None:
        for outcome in MEANS:
            compare_outcome(registry, outcome, QUESTION)

    def from_rows() -> dict[tuple[str, str], dict[str, Any]]:
        return {
            (outcome, visit): battery(frame, outcome, visit, QUESTION.margins[outcome].value)
            for outcome in MEANS
            for visit in list(VISITS)[1:]
        }

    check(from_counts(), from_rows())
    ours, theirs = alternating(lambda: seconds(from_counts), lambda: seconds(from_rows))
    return Measured(
        what=f"battery, {patients:,} patients: rows / counts",
        value=theirs / ours,
        limit=limit,
        is_at_least=True,
        detail=f"counts {1000 * ours:.0f} ms ({1000 * seconds(whole_page):.0f} ms), rows {1000 * theirs:.0f} ms",
    )


def _counts(registry: Cohort) -> dict[tuple[str, str], VisitComparison]:
    return {
        (outcome, visit.name): compare_visit(registry, outcome, visit, QUESTION, mixed=NO_MIXED_MODEL)
        for outcome in MEANS
        for visit in registry.visits(outcome)[1:]
    }


def check(ours: dict[tuple[str, str], VisitComparison], theirs: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Both sides must give the same numbers, or their times mean nothing."""
    for (outcome, visit), found in theirs.items():
        comparison = ours[outcome, visit]
        results = {row.analysis: row.result for row in comparison.between}
        pairs = [
            (results["ancova_hc3"].estimate, found["ancova_hc3"][0]),
            (results["ancova_hc3"].standard_error, found["ancova_hc3"][1]),
            (results["ancova_hc3"].p_value, found["ancova_hc3"][4]),
            (results["ancova"].standard_error, found["ancova"][1]),
            (results["welch_change"].p_value, found["welch_change"][2]),
            (results["mann_whitney_change"].p_value, found["mann_whitney_change"][1]),
            *((row.signed_rank.p_value, found[row.method]["signed_rank"]) for row in comparison.within),
            *((row.paired_t.statistic, found[row.method]["paired_t"][0]) for row in comparison.within),
        ]
        for a, b in pairs:
            if not math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-300):
                raise ArithmeticError(f"{outcome} at {visit}: {a} from counts, {b} from rows")
