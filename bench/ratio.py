"""Two things timed in turn, so that what else the machine does falls on both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5
_LONG_ENOUGH = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One line of the printed table: a ratio (or an amount) and what is asked of it."""

    what: str
    value: float
    limit: float
    is_at_least: bool
    detail: str
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Whether the value is on its asked side of the limit."""
        return self.value >= self.limit if self.is_at_least else self.value <= self.limit


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes, with the garbage of the call before already gone."""
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def seconds_each(run: Callable[[], object]) -> float:
    """How long one of many calls takes: the mean of at least 50 ms of them, after a first one."""
    gc.collect()
    run()
    calls, spent, start = 0, 0.0, time.perf_counter()
    while spent < _LONG_ENOUGH:
        run()
        calls, spent = calls + 1, time.perf_counter() - start
    return spent / calls


def alternating(first: Callable[[], float], second: Callable[[], float], runs: int = RUNS) -> tuple[float, float]:
    """The medians of what two measurements say, taken in turn: each after the other, five times."""
    pairs = [(first(), second()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def table(lines: list[Measured]) -> str:
    """The lines as text in columns."""
    rows = [
        (
            line.what,
            f"{line.value:.1f} {line.unit}",
            f"{'≥' if line.is_at_least else '≤'} {line.limit:g} {line.unit}",
            "met" if line.is_met else "NOT MET",
            line.detail,
        )
        for line in lines
    ]
    head = ("what", "measured", "asked", "", "how, medians of 5 alternating runs where not said otherwise")
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(4)]
    return "\n".join("  ".join([*(row[i].ljust(widths[i]) for i in range(4)), row[4]]) for row in [head, *rows])
