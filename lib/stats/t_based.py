"""An estimate with a standard error and degrees of freedom, and the t test and interval that follow from them."""

from __future__ import annotations

from typing import NamedTuple

from lib.stats.distributions import t_quantile, two_sided_t
from lib.stats.results import Interval, TestResult


class TBased(NamedTuple):
    """What every t test rests on; the standard error is above rounding noise."""

    estimate: float
    standard_error: float
    df: float
    n: int

    @property
    def statistic(self) -> float:
        """The estimate in standard errors."""
        return self.estimate / self.standard_error

    def interval(self, level: float) -> Interval:
        """The two-sided t interval."""
        half = t_quantile(level, self.df) * self.standard_error
        return Interval(self.estimate - half, self.estimate + half, level)

    def test(self, method: str, level: float) -> TestResult:
        """The two-sided t test against 0."""
        return TestResult(
            estimate=self.estimate,
            standard_error=self.standard_error,
            interval=self.interval(level),
            statistic=self.statistic,
            df=self.df,
            p_value=two_sided_t(self.statistic, self.df),
            n=self.n,
            method=method,
        )
