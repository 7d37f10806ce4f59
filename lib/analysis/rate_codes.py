"""The code of two rates: by the interval, only where the exact test agrees, and within centres where there are some."""

from __future__ import annotations

from lib.analysis.centres import WithinCentres
from lib.analysis.verdict import TESTED_FROM
from lib.stats.centres import Centre
from lib.stats.equivalence import judge
from lib.stats.proportion import newcombe
from lib.stats.results import NotEstimable, TestResult
from lib.terms import event_better

RARE_BELOW = 10
"""With fewer events (or fewer patients without one) in both groups together, nothing is said of a difference."""


def refusal_of(sizes: tuple[tuple[str, int], tuple[str, int]], *, is_filtered_view: bool) -> NotEstimable | None:
    """Why there is no verdict on two methods with their numbers of patients; None where there is one."""
    method, smallest = min(sizes, key=lambda one: (one[1], one[0]))
    if smallest < TESTED_FROM:
        return NotEstimable(reason="too_few", parameters={"method": method, "n": smallest, "needed": TESTED_FROM})
    return NotEstimable(reason="filtered_view") if is_filtered_view else None


def is_rare(crude: Centre) -> bool:
    """Fewer than ten events, or fewer than ten patients without one, in both groups together."""
    events = crude.events_a + crude.events_b
    return min(events, crude.n_a + crude.n_b - events) < RARE_BELOW


def judged(
    event: str,
    crude: Centre,
    fisher_p: float | NotEstimable,
    within: WithinCentres | None,
    level: float,
    margin: float | None,
) -> tuple[str, bool]:
    """The code at the family's level, and whether the exact test contradicts the interval.

    Within centres by the Mantel–Haenszel interval, where events are rare only as Newcombe's of `crude` has it;
    otherwise by Newcombe's. Inconclusive where the difference may be the centres'.
    """
    if within is not None and within.forbids:
        return "inconclusive", False
    found = _code(event, newcombe(*crude, level=level), fisher_p, margin)
    if within is None or not within.carries:
        return found
    code, contradicts = _code(event, within.result, within.exact_p, margin)
    return (code, contradicts) if found[0] == code or not is_rare(crude) else ("inconclusive", contradicts)


def _code(
    event: str, found: TestResult | NotEstimable, p_value: float | NotEstimable, margin: float | None
) -> tuple[str, bool]:
    if isinstance(found, NotEstimable) or found.interval is None or isinstance(p_value, NotEstimable):
        return "inconclusive", False
    low, high = found.interval.low, found.interval.high
    excludes_zero, is_significant = low > 0 or high < 0, p_value < 1 - found.interval.level
    if excludes_zero != is_significant:
        return "inconclusive", True
    return judge(low, high, margin, event_better(event)), False
