"""Exact inference for tables of counts, the margins held fixed: Fisher's test and the conditional odds ratio."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from scipy import special

from lib.stats.proportion import check_counts, refuse_zero_cell
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.stats.root import root
from lib.stats.weighted import Floats

MOST_TABLES = 1_000_000
"""More tables than this are not enumerated: about a second."""

SAME = 1 + 1e-7
"""Tables whose probability exceeds the observed one by less than this factor count as equally likely, as in R."""

NEVER = 1e-60
"""Tables of one stratum this much less likely than the likeliest are not counted: of millions a few thousand remain."""


def fisher(table: Floats) -> float | NotEstimable:
    """The two-sided P of Fisher's exact test of a table of counts with any number of rows and columns.

    The share of tables with the same margins that are no more likely than the one observed. Equals R's fisher.test.
    Refused with more than a million tables on the way (`too_many_tables`); an empty margin does not matter.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.shape == (2, 2):
        logs = _log_weights(*_margins(counts))
    else:
        found = _enumerated(counts)
        if isinstance(found, NotEstimable):
            return found
        logs = found
    observed = float(-special.gammaln(counts + 1).sum())
    weights = np.exp(logs - logs.max())
    is_as_unlikely = logs <= observed + math.log(SAME)
    return min(1.0, float(weights[is_as_unlikely].sum() / weights.sum()))


def stratified_fisher(strata: Iterable[tuple[int, int, int, int]]) -> float:
    """The two-sided P of the exact test over strata, each (events a, n a, events b, n b): no association in any.

    The share of tables with the margins of every stratum whose events in a are no more likely than those observed.
    Equals R's mantelhaen.test(exact = TRUE), and with one stratum fisher.test; a P below 1e-60 is returned as 0.
    """
    likely, lowest, observed = np.ones(1), 0, 0
    for events_a, n_a, events_b, n_b in strata:
        check_counts(events_a, n_a)
        check_counts(events_b, n_b)
        logs = _log_weights(n_a, n_b, events_a + events_b)
        weights = np.exp(logs - logs.max())
        counted = np.flatnonzero(weights > NEVER)
        likely = np.convolve(likely, weights[counted[0] : counted[-1] + 1])
        likely /= likely.max()
        lowest += max(0, events_a + events_b - n_b) + int(counted[0])
        observed += events_a
    at = observed - lowest
    if not 0 <= at < len(likely):
        return 0.0
    return min(1.0, float(likely[likely <= likely[at] * SAME].sum() / likely.sum()))


def odds_ratio(events_a: int, n_a: int, events_b: int, n_b: int, *, level: float = 0.95) -> TestResult | NotEstimable:
    """Odds of the event in a over its odds in b: conditional maximum likelihood, exact interval, Fisher's P.

    Equals R's fisher.test, whose root search stops at 1e-4, ours at 1e-15. Refused with a cell of 0.
    """
    check_counts(events_a, n_a)
    check_counts(events_b, n_b)
    refusal = refuse_zero_cell(events_a, n_a, events_b, n_b)
    if refusal is not None:
        return refusal
    estimate, low, high = conditional_odds_ratio(events_a, n_a, events_b, n_b, level)
    p_value = fisher(np.array([[events_a, n_a - events_a], [events_b, n_b - events_b]], dtype=np.float64))
    return TestResult(
        estimate=estimate,
        interval=Interval(low, high, level),
        p_value=None if isinstance(p_value, NotEstimable) else p_value,
        n=n_a + n_b,
        method="conditional_exact",
    )


def conditional_odds_ratio(
    events_a: int, n_a: int, events_b: int, n_b: int, level: float
) -> tuple[float, float, float]:
    """The estimate and its exact limits; 0 and infinity where a cell is 0, NaN without any variation."""
    logs = _log_weights(n_a, n_b, events_a + events_b)
    lowest = max(0, events_a + events_b - n_b)
    highest = lowest + len(logs) - 1
    support = np.arange(lowest, highest + 1)
    if lowest == highest:
        return math.nan, 0.0, math.inf
    tail = (1 - level) / 2

    def shares(log_odds: float) -> Floats:
        tilted = logs + log_odds * support
        weights = np.exp(tilted - tilted.max())
        normalised: Floats = weights / weights.sum()
        return normalised

    at_least, at_most = support >= events_a, support <= events_a
    is_lowest, is_highest = events_a == lowest, events_a == highest
    estimate = 0.0 if is_lowest else math.inf if is_highest else _solve(lambda t: float(support @ shares(t)) - events_a)
    low = 0.0 if is_lowest else _solve(lambda t: float(shares(t)[at_least].sum()) - tail)
    high = math.inf if is_highest else _solve(lambda t: float(shares(t)[at_most].sum()) - tail)
    return estimate, low, high


def mcnemar_exact(only_first: int, only_second: int) -> float | NotEstimable:
    """The exact two-sided P of McNemar's test. Equals R's binom.test(only_first, only_first + only_second)."""
    discordant = only_first + only_second
    if discordant == 0:
        return NotEstimable(reason="no_variance")
    fewer = min(only_first, only_second)
    return min(1.0, 2 * float(special.bdtr(fewer, discordant, 0.5)))


def _solve(function: Callable[[float], float]) -> float:
    return math.exp(root(function, -40.0, 40.0))


def _margins(counts: Floats) -> tuple[int, int, int]:
    rows = counts.sum(axis=1)
    return round(float(rows[0])), round(float(rows[1])), round(float(counts[:, 0].sum()))


def _log_weights(n_a: int, n_b: int, events: int) -> Floats:
    """log 1/∏(cell!) of every 2×2 table with these margins, by events in a."""
    in_a = np.arange(max(0, events - n_b), min(events, n_a) + 1, dtype=np.float64)
    cells = np.stack([in_a, n_a - in_a, events - in_a, n_b - events + in_a])
    logs: Floats = -special.gammaln(cells + 1).sum(axis=0)
    return logs


def _enumerated(counts: Floats) -> Floats | NotEstimable:
    """log 1/∏(cell!) of every table with the same margins, row by row; each state is what is left of the columns."""
    left = counts.sum(axis=0)[None, :]
    logs = np.zeros(1)
    for row_total in counts.sum(axis=1)[:-1].tolist():
        ways = math.comb(round(row_total) + counts.shape[1] - 1, round(row_total))
        if len(left) * ways > MOST_TABLES:
            return NotEstimable(reason="too_many_tables", parameters={"limit": MOST_TABLES})
        rows = _compositions(round(row_total), counts.shape[1])
        row_logs = -special.gammaln(rows + 1).sum(axis=1)
        rest = (left[:, None, :] - rows[None, :, :]).reshape(-1, counts.shape[1])
        logs = (logs[:, None] + row_logs[None, :]).ravel()
        is_possible = (rest >= 0).all(axis=1)
        left, logs = rest[is_possible], logs[is_possible]
    total: Floats = logs - special.gammaln(left + 1).sum(axis=1)
    return total


def _compositions(total: int, parts: int) -> Floats:
    """All ways to share `total` patients among `parts` columns, one row each."""
    left, shared = np.array([total]), np.empty((1, 0), dtype=np.int64)
    for _ in range(parts - 1):
        ways = left + 1
        origin = np.repeat(np.arange(len(left)), ways)
        taken = np.arange(len(origin)) - np.repeat(np.cumsum(ways) - ways, ways)
        shared = np.column_stack([shared[origin], taken])
        left = left[origin] - taken
    return np.column_stack([shared, left]).astype(np.float64)
