"""Rates of registries with several centres: the difference within centres, which a difference between them is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.analysis.outcomes import CENTRE
from lib.analysis.verdict import TESTED_FROM
from lib.registry.events import EventCounts
from lib.registry.protocol import Registry
from lib.stats.centres import Centre, Heterogeneity, heterogeneity, mantel_haenszel
from lib.stats.exact_tables import stratified_fisher
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import Filter

SAME = 1e-9
"""Shares closer than this are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinCentres:
    """One pair's rates compared within centres, as shares, experimental minus control.

    `n_centres`, `n_experimental` and `n_control` count the centres that used both methods and their patients.
    `result` is the Mantel–Haenszel difference with its interval at the level of the verdict, kept within −1 and 1; it
    is refused with fewer than 5 of a method there (`too_few`) and where no cell varies (`no_variance`).
    `exact_p` is that of the exact test with the centres held apart.
    """

    n_centres: int
    n_experimental: int
    n_control: int
    result: TestResult | NotEstimable
    exact_p: float
    heterogeneity: Heterogeneity | NotEstimable
    is_as_crude: bool

    @property
    def carries(self) -> bool:
        """Whether the verdict follows from the difference within centres: it exists."""
        return isinstance(self.result, TestResult)

    @property
    def smallest(self) -> int:
        """Patients of the smaller method at the centres that used both."""
        return min(self.n_experimental, self.n_control)

    @property
    def forbids(self) -> bool:
        """Whether nothing may be concluded: there is no difference within centres, and the crude one may be theirs."""
        return not self.carries and not self.is_as_crude


def by_centre(registry: Registry) -> tuple[Registry, ...]:
    """The patients of each centre apart, by the names of the centres; none where fewer than two are known."""
    for covariate in registry.covariates:
        if covariate.name == CENTRE and not covariate.is_numeric and len(covariate.levels) > 1:
            return tuple(registry.filtered([Filter(name=CENTRE, levels=(level,))]) for level in covariate.levels)
    return ()


def within_centres(
    centres: Sequence[EventCounts], pair: tuple[str, str], level: str, crude: Centre, confidence: float
) -> WithinCentres | None:
    """The pair compared within the centres given; None where fewer than two centres have a patient of it.

    `crude` holds all centres together, with the patients whose centre is not known.
    """
    tables = [Centre(*one.of(pair[0], level), *one.of(pair[1], level)) for one in centres]
    if sum(one.n_a + one.n_b > 0 for one in tables) < 2 or min(crude.n_a, crude.n_b) == 0:
        return None
    both = [one for one in tables if min(one.n_a, one.n_b) > 0]
    sizes = sum(one.n_a for one in both), sum(one.n_b for one in both)
    apart = crude.events_a / crude.n_a - crude.events_b / crude.n_b
    result = mantel_haenszel(both, level=confidence)
    value = result.estimate if isinstance(result, TestResult) else result.parameters.get("value")
    if min(sizes) < TESTED_FROM:
        result = NotEstimable(reason="too_few", parameters={"n_a": sizes[0], "n_b": sizes[1]})
    return WithinCentres(
        n_centres=len(both),
        n_experimental=sizes[0],
        n_control=sizes[1],
        result=_kept_inside(result),
        exact_p=stratified_fisher(both),
        heterogeneity=heterogeneity(both),
        is_as_crude=isinstance(value, float) and min(sizes) >= TESTED_FROM and abs(value - apart) < SAME,
    )


def _kept_inside(result: TestResult | NotEstimable) -> TestResult | NotEstimable:
    """The interval of a difference of shares, which ends at −1 and 1."""
    if isinstance(result, NotEstimable) or result.interval is None:
        return result
    low, high = max(-1.0, result.interval.low), min(1.0, result.interval.high)
    return replace(result, interval=Interval(low, high, result.interval.level))
