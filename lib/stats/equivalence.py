"""Equivalence and non-inferiority: two one-sided tests, and the verdict that one interval carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scipy import special

Verdict = Literal["superior", "inferior", "equivalent", "non_inferior", "inconclusive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoOneSided:
    """The two one-sided P values; equivalence at `alpha` needs both below it.

    `p_lower` tests that the difference is below −margin, `p_upper` that it is above +margin.
    """

    p_lower: float
    p_upper: float
    margin: float
    alpha: float

    @property
    def p_value(self) -> float:
        """The larger of the two: the P value of equivalence."""
        return max(self.p_lower, self.p_upper)

    @property
    def is_equivalent(self) -> bool:
        """Whether both one-sided hypotheses are rejected."""
        return self.p_value < self.alpha


def two_one_sided(
    estimate: float, standard_error: float, df: float, margin: float, *, alpha: float = 0.025
) -> TwoOneSided:
    """Two one-sided t tests (Schuirmann) of |difference| < margin.

    With alpha 0.025 they agree with the 95% interval, with 0.05 with the 90% interval. Equals R's
    t.test(a, b, mu = -margin, alternative = "greater") and t.test(a, b, mu = margin, alternative = "less").
    """
    if not margin > 0:
        raise ValueError(f"margin must be above 0, got {margin!r}")
    if not standard_error > 0:
        raise ValueError(f"standard_error must be above 0, got {standard_error!r}")
    return TwoOneSided(
        p_lower=float(special.stdtr(df, -(estimate + margin) / standard_error)),
        p_upper=float(special.stdtr(df, (estimate - margin) / standard_error)),
        margin=margin,
        alpha=alpha,
    )


def judge(low: float, high: float, margin: float | None, better: int) -> Verdict:
    """The verdict of an interval of experimental − control; `better` is −1 where lower is better, else +1.

    Superior and inferior come first; without a margin nothing else but inconclusive can be said.
    """
    if better not in (-1, 1):
        raise ValueError(f"better must be -1 or 1, got {better!r}")
    low, high = (low, high) if better == 1 else (-high, -low)
    if low > 0:
        return "superior"
    if high < 0:
        return "inferior"
    if margin is None or low <= -margin:
        return "inconclusive"
    return "equivalent" if high < margin else "non_inferior"
