"""The rank tests from counts against SciPy on patient rows, at a million patients."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable

from scipy import stats

from bench.ratio import RUNS, Measured, alternating, seconds, seconds_each
from bench.simulated import cohort, rows
from lib.stats.paired import signed_rank
from lib.stats.rank import mann_whitney
from lib.stats.results import NotEstimable, TestResult

PATIENTS = 1_000_000
LIMIT = 500.0

EXPLANATION = """\
Ranks: VAS change (in tenths) of a million simulated patients, CT against DSA. On both sides the changes are there:
here as the counts that every statistic on change takes, there as one number per patient.
  Trocar   mann_whitney() with its Hodges–Lehmann shift and interval, and signed_rank(), from the counts of changes.
  rows     scipy.stats.mannwhitneyu and wilcoxon, normal approximation with continuity correction, without estimates.
  Both are called for at least 50 ms and divided by the calls: a single call from counts is over before caches are warm
  (single: right after everything that Python holds was looked through for garbage)."""


def measure() -> list[Measured]:
    """One ratio per test; both sides must agree on P."""
    frame = rows(PATIENTS)
    pairs = cohort(frame).score_counts("VAS", "3 months")
    ct, dsa = pairs.of("CT").changes, pairs.of("DSA").changes
    change = (frame["VAS 3 months"] - frame["VAS baseline"]).round(6)
    a, b = (change[frame["method"] == name].dropna().to_numpy() for name in ("CT", "DSA"))
    return [
        _line(
            "Mann–Whitney",
            lambda: mann_whitney(*ct, *dsa),
            lambda: float(stats.mannwhitneyu(a, b, method="asymptotic", use_continuity=True).pvalue),
        ),
        _line(
            "signed-rank",
            lambda: signed_rank(*ct),
            lambda: float(stats.wilcoxon(a, method="asymptotic", correction=True).pvalue),
        ),
    ]


def _line(name: str, ours: Callable[[], TestResult | NotEstimable], theirs: Callable[[], float]) -> Measured:
    result = ours()
    if isinstance(result, NotEstimable):
        raise ArithmeticError(f"{name}: {result}")  # noqa: TRY004 (a number that cannot be, not a wrong type)
    if not math.isclose(result.p_value, theirs(), rel_tol=1e-6, abs_tol=1e-300):
        raise ArithmeticError(f"{name}: the two sides give different P values")
    fast, slow = alternating(lambda: seconds_each(ours), lambda: seconds_each(theirs))
    single = statistics.median(seconds(ours) for _ in range(RUNS))
    return Measured(
        what=f"{name}, {PATIENTS:,} patients: rows / counts",
        value=slow / fast,
        limit=LIMIT,
        is_at_least=True,
        detail=f"counts {1000 * fast:.3f} ms ({1000 * single:.2f} ms single), rows {1000 * slow:.0f} ms",
    )
