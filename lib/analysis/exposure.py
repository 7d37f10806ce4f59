"""Whether leakage goes with how much cement was injected, and when: an association within what was treated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.registry.exposure import ExposureCounts
from lib.registry.protocol import Registry
from lib.stats.firth import FirthFit, firth
from lib.stats.proportion import clopper_pearson
from lib.stats.results import NotEstimable, TestResult

EXPOSURES = ("cement_volume", "injection_time", "injection_phase")
"""Covariates against which leakage is described: the volume, and the timing of the injection as number or phase."""

MODELLED_FROM = 10
"""Events, and patients without one, from which on a model is fitted; below there are shares with exact limits only."""

N_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposurePart:
    """Patients with the exposure from `low` to `high` (a third of them), or at one `level`, and their events."""

    low: float | None
    high: float | None
    level: str | None
    events: int
    n: int
    rate: TestResult | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """An event against one covariate: parts with exact intervals, and from 10 events on the odds ratio per unit."""

    event: str
    covariate: str
    parts: tuple[ExposurePart, ...]
    fit: FirthFit | NotEstimable | None


def exposures(registry: Registry, event: str) -> tuple[Exposure, ...]:
    """The event against every known exposure that the registry has and that varies, over all methods together."""
    known = {one.name for one in registry.covariates}
    found = (_exposure(registry.exposure_counts(event, name)) for name in EXPOSURES if name in known)
    return tuple(one for one in found if len(one.parts) > 1)


def _exposure(counts: ExposureCounts) -> Exposure:
    if not counts.is_numeric:
        parts = [_part(counts.events[i], counts.n[i], level=str(level)) for i, level in enumerate(counts.levels)]
        return Exposure(event=counts.event, covariate=counts.covariate, parts=tuple(parts), fit=None)
    values = np.array(counts.levels, dtype=np.float64)
    events, n = int(counts.events.sum()), int(counts.n.sum())
    is_modelled = min(events, n - events) >= MODELLED_FROM
    return Exposure(
        event=counts.event,
        covariate=counts.covariate,
        parts=tuple(
            _part(
                counts.events[here].sum(),
                counts.n[here].sum(),
                low=float(values[here].min()),
                high=float(values[here].max()),
            )
            for here in _thirds(counts)
        ),
        fit=firth(values, counts.events, counts.n) if is_modelled else None,
    )


def _thirds(counts: ExposureCounts) -> list[np.ndarray]:
    """Positions of the values of each third of the patients; patients with the same value stay together."""
    middle = np.cumsum(counts.n) - counts.n / 2
    part = np.minimum((N_PARTS * middle / max(1, counts.n.sum())).astype(np.int64), N_PARTS - 1)
    return [np.flatnonzero(part == one) for one in np.unique(part)]


def _part(
    events: int, n: int, *, low: float | None = None, high: float | None = None, level: str | None = None
) -> ExposurePart:
    return ExposurePart(
        low=low, high=high, level=level, events=int(events), n=int(n), rate=clopper_pearson(int(events), int(n))
    )
