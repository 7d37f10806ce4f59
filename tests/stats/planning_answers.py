"""What we compute for the golden keys about power and sample size."""

from __future__ import annotations

from lib.stats import planning
from lib.stats.root import root


def fractional_size(difference: str, sd: str, power: str) -> list[float]:
    """The fractional number per group, thrice, as R prints it by three conventions."""
    wanted = float(power)
    size = root(
        lambda n: planning.power_difference(n, n, float(sd), float(difference)) - wanted, 2.0, 1000.0, tolerance=1e-13
    )
    return [size, size, size]


def power(n: str, difference: str, sd: str) -> float:
    """Power to find a difference."""
    return planning.power_difference(int(n), int(n), float(sd), float(difference))


def equivalence_power(n: str, sd: str, margin: str, difference: str) -> float:
    """Power of two one-sided tests at 5%, that is of the 90% interval."""
    return planning.power_equivalence(
        int(n), int(n), float(sd), float(margin), difference=float(difference), alpha=0.05
    )


def equivalence_size(sd: str, margin: str, power: str) -> int | None:
    """Patients per group for equivalence by the 90% interval."""
    return planning.size_equivalence(float(sd), float(margin), power=float(power), alpha=0.05)
