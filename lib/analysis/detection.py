"""How leakage was looked for with each method: rates found in different ways are no fair comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lib.registry.protocol import Registry
from lib.terms import Filter

DETECTION = "detection"
"""The covariate that says how leakage was looked for."""

DETECTED_EVENT = "leakage"
DIFFERS_FROM = 0.2
"""Share of patients looked at in another way from which the detection of two methods counts as different."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """How leakage was looked for: patients per method and way, and those of whom it is not recorded.

    `differs` where two methods were looked at otherwise; `is_same` only where one way is recorded for every patient.
    """

    ways: tuple[str, ...]
    counts: dict[str, tuple[int, ...]]
    unknown: dict[str, int]
    differs: bool

    @property
    def is_same(self) -> bool:
        """Whether every patient of every method is known to have been looked at in one and the same way."""
        used = {way for one in self.counts.values() for way, n in zip(self.ways, one, strict=True) if n}
        return len(used) == 1 and not any(self.unknown.values())


def detection_of(registry: Registry) -> Detection | None:
    """How leakage was looked for with each method; None where the registry does not say."""
    covariate = next((one for one in registry.covariates if one.name == DETECTION and not one.is_numeric), None)
    if covariate is None:
        return None
    of_method = {one: registry.filtered([Filter(name="method", levels=(one,))]) for one in registry.methods}
    counts = {method: tuple(here.facets(DETECTION).values()) for method, here in of_method.items()}
    unknown = {method: here.n_patients - sum(counts[method]) for method, here in of_method.items()}
    shares = [np.array(one) / sum(one) for one in counts.values() if sum(one) > 0]
    differs = any(float(np.abs(one - other).sum()) / 2 > DIFFERS_FROM for one in shares for other in shares)
    return Detection(ways=covariate.levels, counts=counts, unknown=unknown, differs=differs)


def stated_detection(registry: Registry, stated: Mapping[str, str]) -> Detection | None:
    """The same where somebody said it of a whole method; of the other methods it is not known."""
    patients = registry.facets("method")
    known = {method: stated[method] for method in registry.methods if stated.get(method)}
    ways = tuple(dict.fromkeys(known.values()))
    if not ways:
        return None
    counts = {
        method: tuple(patients[method] if known.get(method) == way else 0 for way in ways)
        for method in registry.methods
    }
    unknown = {method: 0 if method in known else patients[method] for method in registry.methods}
    return Detection(ways=ways, counts=counts, unknown=unknown, differs=len(ways) > 1)


def comparable_way(detection: Detection) -> str | None:
    """The way in which most patients of every method were looked at; None where the methods share none."""
    fewest = {
        way: min((counts[place] for counts in detection.counts.values()), default=0)
        for place, way in enumerate(detection.ways)
    }
    best = max(fewest, key=fewest.__getitem__, default=None)
    return best if best is not None and fewest[best] > 0 else None
