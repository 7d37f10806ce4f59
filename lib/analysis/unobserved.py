"""How far the patients without a score would have to differ before the conclusion changes."""

from __future__ import annotations

from dataclasses import dataclass

from lib.analysis.mcid import ForOnePatient
from lib.analysis.results import Verdict, VisitComparison
from lib.stats.results import TestResult
from lib.stats.tipping import Scenario, tipping_points

TIMES_MCID = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Unobserved:
    """The scenarios of one verdict. `missing` are (unobserved, alive) by method; a dead patient is not missing.

    The unobserved are shifted by up to `largest` in the reported unit, from what the model expects of them.
    """

    verdict: Verdict
    missing: dict[str, tuple[int, int]]
    largest: float
    mcid: ForOnePatient
    scenarios: tuple[Scenario, ...]

    @property
    def is_stable(self) -> bool:
        """Whether no scenario changes the conclusion."""
        return all(one.delta is None for one in self.scenarios)


def unobserved(comparison: VisitComparison, verdict: Verdict, mcid: ForOnePatient | None) -> Unobserved | None:
    """Shift the unobserved of either method, or of both against each other, by 0 to twice the MCID.

    None without a verdict, without an MCID, or where everybody alive was observed.
    """
    result = verdict.result
    if verdict.code is None or mcid is None or not isinstance(result, TestResult) or result.interval is None:
        return None
    pair = (verdict.experimental, verdict.control)
    missing = {
        str(row.method): (row.with_baseline - row.analysed - row.died_after_baseline,
                          row.with_baseline - row.died_after_baseline)
        for row in comparison.flow if row.method in pair
    }  # fmt: skip
    shares = [missing[name][0] / missing[name][1] if missing.get(name, (0, 0))[1] else 0.0 for name in pair]
    if not any(shares):
        return None
    largest = TIMES_MCID * mcid.points
    found = tipping_points(
        result.interval.low,
        result.interval.high,
        missing_a=shares[0],
        missing_b=shares[1],
        largest=largest,
        margin=verdict.margin,
        better=comparison.scale.better,
    )
    return Unobserved(verdict=verdict, missing=missing, largest=largest, mcid=mcid, scenarios=found)
