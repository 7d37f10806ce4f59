"""Rates per lesion or level beside those per patient: intervals that know which lesions belong to one patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.registry.lesions import LesionCounts
from lib.stats.clustered import ClusteredRate, clustered_difference, clustered_rate, summarise
from lib.stats.results import NotEstimable, TestResult


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionRate:
    """Lesions of one method with an event, of how many, in how many patients, and the share with its interval."""

    event: str
    method: str
    events: int
    lesions: int
    patients: int
    result: TestResult | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionDifference:
    """Share of the experimental method's lesions minus that of the control's."""

    event: str
    experimental: str
    control: str
    result: TestResult | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionComparison:
    """Every method's rate per lesion, at 95%, and every pair's difference, at the level of the event's family."""

    rates: tuple[LesionRate, ...]
    differences: tuple[LesionDifference, ...]

    def difference_of(self, pair: tuple[str, str] | None) -> LesionDifference | None:
        """The difference of (experimental, control); None where it was not compared."""
        return next((one for one in self.differences if (one.experimental, one.control) == pair), None)


def compare_lesions(counts: LesionCounts, pairs: Sequence[tuple[str, str]], level: float) -> LesionComparison:
    """Rates and differences of lesions clustered by patient (lib/stats/clustered.py); at least two patients each."""
    return LesionComparison(
        rates=tuple(_rate(counts, method) for method in counts.methods),
        differences=tuple(
            LesionDifference(event=counts.event, experimental=a, control=b, result=_difference(counts, a, b, level))
            for a, b in pairs
        ),
    )


def _rate(counts: LesionCounts, method: str) -> LesionRate:
    events, lesions, weight = counts.of(method)
    return LesionRate(
        event=counts.event,
        method=method,
        events=int(events @ weight),
        lesions=int(lesions @ weight),
        patients=int(weight.sum()),
        result=clustered_rate(events, lesions, weight),
    )


def _difference(counts: LesionCounts, a: str, b: str, level: float) -> TestResult | NotEstimable:
    known: list[ClusteredRate] = []
    for method in (a, b):
        found = summarise(*counts.of(method))
        if isinstance(found, NotEstimable):
            return found
        known.append(found)
    return clustered_difference(known[0], known[1], level=level)
