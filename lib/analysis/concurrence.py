"""Whether the methods were used at the same time: patients treated in other years are no concurrent controls."""

from __future__ import annotations

from dataclasses import dataclass

from lib.registry.protocol import Registry
from lib.terms import OPERATION_QUARTER

OVERLAP_WARNED_BELOW = 0.5
"""Less than half in common: the controls are not concurrent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrence:
    """Procedures per quarter by method; `quarters` in order, without gaps filled.

    `overlap` is the part of the two distributions over the quarters that lies on top of each other, 0 to 1; None
    without a pair, or where a method has no date.
    """

    quarters: tuple[str, ...]
    counts: dict[str, tuple[int, ...]]
    unknown: dict[str, int]
    overlap: float | None

    @property
    def is_concurrent(self) -> bool:
        """At least half in common, or nothing to compare."""
        return self.overlap is None or self.overlap >= OVERLAP_WARNED_BELOW


def concurrence(registry: Registry, pair: tuple[str, str] | None) -> Concurrence | None:
    """When each method was used; None where the registry has no dates of procedures."""
    if OPERATION_QUARTER not in {one.name for one in registry.covariates}:
        return None
    found = registry.covariate_counts(OPERATION_QUARTER)
    counts = {method: tuple(int(n) for n in found.of(method)) for method in found.methods}
    return Concurrence(
        quarters=tuple(str(level) for level in found.levels),
        counts=counts,
        unknown={method: int(n) for method, n in zip(found.methods, found.missing, strict=True)},
        overlap=None if pair is None else _overlap(counts.get(pair[0], ()), counts.get(pair[1], ())),
    )


def _overlap(a: tuple[int, ...], b: tuple[int, ...]) -> float | None:
    if not sum(a) or not sum(b):
        return None
    return sum(min(x / sum(a), y / sum(b)) for x, y in zip(a, b, strict=True))
