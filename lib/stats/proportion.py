"""Rates: how often an event happened in one group, and how far two groups differ, always a minus b.

Without events, or with nothing but events, the exact interval is given; otherwise Wilson's and intervals built on it.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from lib.stats.distributions import chi_squared_upper, normal_quantile
from lib.stats.omnibus import OverallTest
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.stats.root import root
from lib.stats.weighted import Floats


def rate(events: int, n: int, *, level: float = 0.95) -> TestResult | NotEstimable:
    """The share of patients with the event: exact interval at 0 or n events, else Wilson's; `method` says which."""
    return clopper_pearson(events, n, level=level) if events in (0, n) else wilson(events, n, level=level)


def wilson(events: int, n: int, *, level: float = 0.95) -> TestResult | NotEstimable:
    """The share with Wilson's score interval. Equals R's prop.test(x, n, correct = FALSE)."""
    check_counts(events, n)
    if n == 0:
        return NotEstimable(reason="no_values")
    low, high = wilson_limits(events / n, n, normal_quantile(level))
    return TestResult(estimate=events / n, interval=Interval(low, high, level), n=n, method="wilson")


def clopper_pearson(events: int, n: int, *, level: float = 0.95) -> TestResult | NotEstimable:
    """The share with the exact binomial interval. Equals R's binom.test(x, n)."""
    check_counts(events, n)
    if n == 0:
        return NotEstimable(reason="no_values")
    tail = (1 - level) / 2
    low = float(special.betaincinv(events, n - events + 1, tail)) if events > 0 else 0.0
    high = float(special.betaincinv(events + 1, n - events, 1 - tail)) if events < n else 1.0
    return TestResult(estimate=events / n, interval=Interval(low, high, level), n=n, method="exact")


def wilson_limits(share: float, n: float, z: float) -> tuple[float, float]:
    """Wilson's limits of a share of `n` patients; `n` may be an effective number, `z` a t quantile."""
    square = z * z
    centre = share + square / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    divisor = 1 + square / n
    low = 0.0 if share == 0 else (centre - half) / divisor
    return low, 1.0 if share == 1 else (centre + half) / divisor


def newcombe(events_a: int, n_a: int, events_b: int, n_b: int, *, level: float = 0.95) -> TestResult | NotEstimable:
    """Difference of two shares, Newcombe's interval from the two Wilson intervals (Stat Med 1998;17:873, method 10)."""
    refusal = _refuse_empty(events_a, n_a, events_b, n_b)
    if refusal is not None:
        return refusal
    z = normal_quantile(level)
    a, b = events_a / n_a, events_b / n_b
    interval = square_and_add(a, wilson_limits(a, n_a, z), b, wilson_limits(b, n_b, z), level)
    return TestResult(estimate=a - b, interval=interval, n=n_a + n_b, method="newcombe")


def square_and_add(
    a: float, limits_a: tuple[float, float], b: float, limits_b: tuple[float, float], level: float
) -> Interval:
    """The interval of a − b from the limits of each: the distances to the nearer limits, squared and added."""
    low = a - b - math.hypot(a - limits_a[0], limits_b[1] - b)
    high = a - b + math.hypot(limits_a[1] - a, b - limits_b[0])
    return Interval(low, high, level)


def miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, *, level: float = 0.95
) -> TestResult | NotEstimable:
    """Difference of two shares, score interval with the n/(n − 1) factor (Miettinen & Nurminen, Stat Med 1985;4:213).

    The limits are where the score statistic, its variance at the constrained maximum likelihood, leaves the χ²
    quantile; a limit beyond ±1 is ±1. statsmodels' method "score" is not a witness: its variance mixes the groups.
    """
    refusal = _refuse_empty(events_a, n_a, events_b, n_b)
    if refusal is not None:
        return refusal
    difference = events_a / n_a - events_b / n_b
    cut = normal_quantile(level) ** 2

    def excess(assumed: float) -> float:
        return min(_score_statistic(events_a, n_a, events_b, n_b, assumed), 1e6) - cut

    edge = 1 - 1e-10
    low = -1.0 if difference <= -1 or excess(-edge) < 0 else root(excess, -edge, difference)
    high = 1.0 if difference >= 1 or excess(edge) < 0 else root(excess, difference, edge)
    return TestResult(
        estimate=difference, interval=Interval(low, high, level), n=n_a + n_b, method="miettinen_nurminen"
    )


def _score_statistic(events_a: int, n_a: int, events_b: int, n_b: int, assumed: float) -> float:
    share_a, share_b = _constrained(events_a, n_a, events_b, n_b, assumed)
    total = n_a + n_b
    variance = (share_a * (1 - share_a) / n_a + share_b * (1 - share_b) / n_b) * total / (total - 1)
    distance = events_a / n_a - events_b / n_b - assumed
    if variance <= 0:
        return 0.0 if abs(distance) < 1e-12 else math.inf
    return distance**2 / variance


def _constrained(events_a: int, n_a: int, events_b: int, n_b: int, assumed: float) -> tuple[float, float]:
    """The most likely shares that differ by `assumed`: the root of a cubic, by its trigonometric solution."""
    total = n_a + n_b
    quadratic = (n_a + 2 * n_b) * assumed - total - events_a - events_b
    linear = (n_b * assumed - total - 2 * events_b) * assumed + events_a + events_b
    constant = events_b * assumed * (1 - assumed)
    q = quadratic**3 / (3 * total) ** 3 - quadratic * linear / (6 * total**2) + constant / (2 * total)
    p = math.copysign(math.sqrt(max(0.0, quadratic**2 / (3 * total) ** 2 - linear / (3 * total))), q)
    angle = math.pi / 3 if p == 0 else (math.pi + math.acos(min(1.0, max(-1.0, q / p**3)))) / 3
    share_b = min(1.0, max(0.0, 2 * p * math.cos(angle) - quadratic / (3 * total)))
    return min(1.0, max(0.0, share_b + assumed)), share_b


def risk_ratio(events_a: int, n_a: int, events_b: int, n_b: int, *, level: float = 0.95) -> TestResult | NotEstimable:
    """Share of a over share of b, Katz's log interval; refused with a cell of 0 (no halves are added).

    Equals scipy.stats.contingency.relative_risk.
    """
    refusal = _refuse_empty(events_a, n_a, events_b, n_b) or refuse_zero_cell(events_a, n_a, events_b, n_b)
    if refusal is not None:
        return refusal
    ratio = (events_a / n_a) / (events_b / n_b)
    error = math.sqrt(1 / events_a - 1 / n_a + 1 / events_b - 1 / n_b)
    factor = math.exp(normal_quantile(level) * error)
    return TestResult(
        estimate=ratio, interval=Interval(ratio / factor, ratio * factor, level), n=n_a + n_b, method="katz"
    )


def chi_squared(table: Floats, *, is_corrected: bool = False) -> OverallTest | NotEstimable:
    """Pearson's χ² test of a table of counts, with Yates's correction on request (2×2 only). Equals R's chisq.test."""
    expected = expected_counts(table)
    if isinstance(expected, NotEstimable):
        return expected
    distance = np.abs(table - expected)
    if is_corrected:
        if table.shape != (2, 2):
            raise ValueError(f"is_corrected needs a 2×2 table, got {table.shape}")
        distance = distance - min(0.5, float(distance.min()))
    statistic = float((distance**2 / expected).sum())
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    return OverallTest(statistic=statistic, df1=df, df2=None, p_value=chi_squared_upper(statistic, df))


def expected_counts(table: Floats) -> Floats | NotEstimable:
    """The counts expected without association; refused where a row or column is empty."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if rows.min() == 0 or columns.min() == 0:
        return NotEstimable(reason="zero_margin")
    expected: Floats = np.outer(rows, columns) / rows.sum()
    return expected


def mcnemar(only_first: int, only_second: int) -> OverallTest | NotEstimable:
    """McNemar's test with continuity correction from the two discordant counts. Equals R's mcnemar.test."""
    discordant = only_first + only_second
    if discordant == 0:
        return NotEstimable(reason="no_variance")
    statistic = max(abs(only_first - only_second) - 1, 0) ** 2 / discordant
    return OverallTest(statistic=statistic, df1=1, df2=None, p_value=chi_squared_upper(statistic, 1))


def check_counts(events: int, n: int) -> None:
    """Raises ValueError unless 0 ≤ events ≤ n."""
    if not 0 <= events <= n:
        raise ValueError(f"events must lie between 0 and n = {n}, got {events!r}")


def _refuse_empty(events_a: int, n_a: int, events_b: int, n_b: int) -> NotEstimable | None:
    check_counts(events_a, n_a)
    check_counts(events_b, n_b)
    if min(n_a, n_b) == 0:
        return NotEstimable(reason="no_values", parameters={"n_a": n_a, "n_b": n_b})
    return None


def refuse_zero_cell(events_a: int, n_a: int, events_b: int, n_b: int) -> NotEstimable | None:
    """Why a ratio is not given: one of the four cells of the table is 0."""
    cells = (events_a, n_a - events_a, events_b, n_b - events_b)
    return NotEstimable(reason="zero_cell") if min(cells) == 0 else None
