"""What we compute for one golden key about rates; `pair` is "events_n_vs_events_n", CT first."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from lib.stats import exact_tables, proportion
from lib.stats.omnibus import OverallTest
from lib.stats.results import NotEstimable, TestResult
from tests.stats import oracle_data as data
from tests.stats.answers import number_of


def counts(pair: str) -> tuple[int, int, int, int]:
    """Events and patients of both groups."""
    a, m, b, n = (int(text) for text in re.findall(r"\d+", pair))
    return a, m, b, n


def table(pair: str) -> data.Floats:
    """Events and non-events, a row per group."""
    a, m, b, n = counts(pair)
    return np.array([[a, m - a], [b, n - b]], dtype=float)


def of_rate(function: Callable[..., TestResult | NotEstimable]) -> Callable[..., Any]:
    """The interval of one rate."""
    return lambda x, n: number_of(function(int(x), int(n)), "ci")


def of_rates(function: Callable[..., TestResult | NotEstimable], part: str) -> Callable[..., Any]:
    """One number of a comparison of two rates."""
    return lambda pair: number_of(function(*counts(pair)), part)


def fisher_p(pair: str) -> Any:
    """P of Fisher's test."""
    return exact_tables.fisher(table(pair))


def odds_ratio(pair: str, s: str) -> Any:
    """The conditional odds ratio or its limits, null where nothing varies."""
    estimate, low, high = exact_tables.conditional_odds_ratio(*counts(pair), 0.95)
    return [low, high] if s == "ci" else None if math.isnan(estimate) else estimate


def chi_squared(pair: str, yates: str) -> Any:
    """Statistic and P of the χ² test."""
    found = proportion.chi_squared(table(pair), is_corrected=bool(yates))
    assert isinstance(found, OverallTest)
    return [found.statistic, found.p_value]


def chi_squared_refusal(pair: str) -> Any:
    """Why the χ² test is refused."""
    found = proportion.chi_squared(table(pair))
    assert isinstance(found, NotEstimable)
    return found.reason


def least_expected(pair: str) -> Any:
    """The smallest expected count."""
    found = proportion.expected_counts(table(pair))
    assert not isinstance(found, NotEstimable)
    return float(found.min())


def newcombe(pair: str, level: str) -> Any:
    """Risk difference and Newcombe's limits."""
    found = proportion.newcombe(*counts(pair), level=int(level) / 100)
    return [number_of(found, "est"), *number_of(found, "ci")]


def miettinen_nurminen(pair: str, level: str) -> Any:
    """The score limits of the risk difference."""
    return number_of(proportion.miettinen_nurminen(*counts(pair), level=int(level) / 100), "ci")


def rates_equivalent(pair: str, margin: str) -> Any:
    """Whether the 90% interval lies inside the margin."""
    low, high = number_of(proportion.newcombe(*counts(pair), level=0.9), "ci")
    return max(-low, high) < int(margin) / 100


def three_responders(s: str) -> Any:
    """Fisher's and the χ² test of responders in the three groups of d6."""
    group, response = data.groups("d6_three"), data.numbers("d6_three", "resp")
    cells = [[float(((group == g) & (response == r)).sum()) for r in (0, 1)] for g in ("CT", "DSA", "Fluoro")]
    if s == "fisher3_p":
        return exact_tables.fisher(np.array(cells))
    found = proportion.chi_squared(np.array(cells))
    assert isinstance(found, OverallTest)
    return [found.statistic, found.p_value]


def mcnemar(s: str) -> Any:
    """McNemar's tests of 2 against 12 discordant patients."""
    if s == "exact_p":
        return exact_tables.mcnemar_exact(2, 12)
    found = proportion.mcnemar(2, 12)
    assert isinstance(found, OverallTest)
    return [found.statistic, found.p_value]
