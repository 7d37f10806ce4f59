"""The mixed model from moments: its time at many patients against its own at few."""

from __future__ import annotations

from bench.ratio import Measured, alternating, seconds
from bench.simulated import cohort, rows
from lib.registry.cohort import Cohort
from lib.stats.mmrm import Mmrm, PatternSums, mmrm

SMALL, LARGE = 64, 100_000

EXPLANATION = """\
Mixed: mmrm() on VAS with four follow-up visits and two methods, once the cross-products by pattern are there."""


def measure() -> list[Measured]:
    """A ratio, and the time itself."""
    small, large = (_sums(cohort(rows(patients))) for patients in (SMALL, LARGE))
    few, many = alternating(lambda: seconds(lambda: _fit(small)), lambda: seconds(lambda: _fit(large)))
    detail = f"{SMALL} patients {1000 * few:.1f} ms, {LARGE:,} patients {1000 * many:.1f} ms"
    return [
        Measured(
            what=f"mixed model, {LARGE:,} patients / {SMALL}",
            value=many / few,
            limit=1.5,
            is_at_least=False,
            detail=detail,
        ),
        Measured(
            what=f"mixed model, {LARGE:,} patients",
            value=1000 * many,
            limit=200,
            is_at_least=False,
            detail=detail,
            unit="ms",
        ),
    ]


def _sums(registry: Cohort) -> list[PatternSums]:
    return [
        PatternSums(group=registry.methods.index(one.method), observed=one.observed, cross_products=one.cross_products)
        for one in registry.moments("VAS")
    ]


def _fit(sums: list[PatternSums]) -> Mmrm:
    fitted = mmrm(sums, groups=2, visits=4)
    if not isinstance(fitted, Mmrm):
        raise ArithmeticError(f"not fitted: {fitted}")  # noqa: TRY004 (a number that cannot be, not a wrong type)
    return fitted
