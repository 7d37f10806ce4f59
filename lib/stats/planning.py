"""Power and sample size of a future study of two groups, exactly, by the noncentral t distribution.

`sd` is the residual standard deviation, `n_a` and `n_b` patients per group, which need not be whole. The difference
assumed is 0 or the margin, never the one just observed.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import special

from lib.stats.quadrature import over

LARGEST = 1_000_000
"""Sizes are looked for up to this many patients per group."""


def power_difference(n_a: float, n_b: float, sd: float, difference: float, *, alpha: float = 0.05) -> float:
    """Power of the two-sided Student test to find `difference`. Equals R's power.t.test(strict = TRUE)."""
    _check(n_a, n_b, sd)
    df = n_a + n_b - 2
    shift = abs(difference) / _error(n_a, n_b, sd)
    critical = -float(special.stdtrit(df, alpha / 2))
    # The far tail has an argument and a shift of opposite sign: below 1e-15 for any shift of 8, and unreliable there.
    wrong_side = float(special.nctdtr(df, shift, -critical)) if shift < 8 else 0.0
    return 1 - float(special.nctdtr(df, shift, critical)) + wrong_side


def power_non_inferiority(
    n_a: float, n_b: float, sd: float, margin: float, *, difference: float = 0.0, alpha: float = 0.025
) -> float:
    """Power to show, one-sided, that a is not worse than b by `margin`; `difference` > 0 means that a is worse."""
    _check(n_a, n_b, sd)
    df = n_a + n_b - 2
    shift = (margin - difference) / _error(n_a, n_b, sd)
    critical = -float(special.stdtrit(df, alpha))
    if shift < 0:  # the two-argument signs differ: read the mirrored tail
        return float(special.nctdtr(df, -shift, -critical))
    return 1 - float(special.nctdtr(df, shift, critical))


def power_equivalence(
    n_a: float, n_b: float, sd: float, margin: float, *, difference: float = 0.0, alpha: float = 0.025
) -> float:
    """Power of two one-sided tests at `alpha`, that is of the 1 − 2·alpha interval lying inside ±margin.

    The chance that the estimate is inside margin ± t·SE, averaged over the residual SD, whose √df·s/σ is χ
    distributed (Owen, Biometrika 1965;52:437–446), by Gauss–Legendre quadrature.
    """
    _check(n_a, n_b, sd)
    df, error = n_a + n_b - 2, _error(n_a, n_b, sd)
    critical = -float(special.stdtrit(df, alpha))
    most = margin / (error * critical) * math.sqrt(df)
    low, high = max(0.0, math.sqrt(df) - 12), min(most, math.sqrt(df) + 12)
    if high <= low:
        return 0.0
    chi, weights = over(low, high, 200)
    reach = critical * chi / math.sqrt(df)
    inside = special.ndtr((margin - difference) / error - reach) - special.ndtr((-margin - difference) / error + reach)
    log_density = (df - 1) * np.log(chi) - chi**2 / 2 - special.gammaln(df / 2) - math.log(2) * (df / 2 - 1)
    return float(weights @ (np.maximum(inside, 0) * np.exp(log_density)))


def size_difference(sd: float, difference: float, *, power: float = 0.8, alpha: float = 0.05) -> int | None:
    """Patients per group to find `difference`; None beyond a million."""
    return smallest(lambda n: power_difference(n, n, sd, difference, alpha=alpha), power)


def size_non_inferiority(
    sd: float, margin: float, *, difference: float = 0.0, power: float = 0.8, alpha: float = 0.025
) -> int | None:
    """Patients per group to show non-inferiority; None beyond a million."""
    return smallest(lambda n: power_non_inferiority(n, n, sd, margin, difference=difference, alpha=alpha), power)


def size_equivalence(
    sd: float, margin: float, *, difference: float = 0.0, power: float = 0.8, alpha: float = 0.025
) -> int | None:
    """Patients per group to show equivalence; None beyond a million."""
    return smallest(lambda n: power_equivalence(n, n, sd, margin, difference=difference, alpha=alpha), power)


def smallest(power_of: Callable[[int], float], power: float) -> int | None:
    """The smallest number per group, from 2 on, whose power reaches `power`."""
    if not 0 < power < 1:
        raise ValueError(f"power must lie between 0 and 1, got {power!r}")
    high = 2
    while power_of(high) < power:
        high *= 2
        if high > LARGEST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle) >= power else (middle, high)
    return max(high, 2)


def _error(n_a: float, n_b: float, sd: float) -> float:
    return sd * math.sqrt(1 / n_a + 1 / n_b)


def _check(n_a: float, n_b: float, sd: float) -> None:
    if not (n_a > 1 and n_b > 1):
        raise ValueError(f"n_a and n_b must be above 1, got {n_a!r} and {n_b!r}")
    if not sd > 0:
        raise ValueError(f"sd must be above 0, got {sd!r}")
