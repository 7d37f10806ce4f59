"""What every statistic returns: an interval, an estimate, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided confidence interval from `low` to `high` at `level` (0.95)."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEstimable:
    """A result: the number does not exist, for a named reason.

    `reason` is a code ("too_few", "no_variance", "constant_baseline", "one_follow_up" …);
    `parameters` are the figures its sentence needs.
    """

    reason: str
    parameters: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """An estimate with its interval and test.

    `estimate` is follow-up minus baseline, or experimental minus control; `method` names the procedure as a code
    ("paired_t", "welch", "exact", "asymptotic_corrected" …). What a procedure does not have (the degrees of
    freedom of a rank test) is None.
    """

    __test__ = False  # pytest must not collect it

    estimate: float
    standard_error: float | None = None
    interval: Interval | None = None
    statistic: float | None = None
    df: float | None = None
    p_value: float | None = None
    n: int = 0
    method: str = ""
