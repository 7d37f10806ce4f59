"""How leakage was looked for, what counted as an event, and leakage by volume and timing, as flat records."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from lib.analysis.exposure import Exposure
from lib.analysis.safety import EventComparison
from lib.command.comparisons import Record
from lib.stats.firth import FirthFit
from lib.stats.results import TestResult


def detection_records(found: Iterable[EventComparison]) -> list[Record]:
    """Patients by method and way of looking; `way` is null where it is not recorded."""
    return [
        {"event": event.event, "method": method, "way": way, "n": n, "differs": event.detection.differs}
        for event in found
        if event.detection is not None
        for method, counts in event.detection.counts.items()
        for way, n in [*zip(event.detection.ways, counts, strict=True), (None, event.detection.unknown[method])]
        if n
    ]


def definition_records(
    found: Iterable[EventComparison], definitions: Mapping[str, str], graded_by: Mapping[str, Sequence[str]]
) -> list[Record]:
    """What counted as each event, null where nobody said; and the systems of its grades that the file names."""
    return [
        {"event": one.event, "definition": definitions.get(one.event)}
        | {"graded_by": ", ".join(graded_by.get(one.event, ())) or None}
        for one in found
    ]


def exposure_records(found: Iterable[Exposure]) -> list[Record]:
    """Patients with the event by thirds of an exposure (`from` and `to` inclusive) or by its levels, exact limits."""
    return [
        {"event": one.event, "covariate": one.covariate, "from": part.low, "to": part.high, "level": part.level}
        | {"events": part.events, "n": part.n, **_share(part.rate)}
        for one in found
        for part in one.parts
    ]


def exposure_model_records(found: Iterable[Exposure]) -> list[Record]:
    """The odds ratio per unit of an exposure, by Firth's penalty, where there are events enough for a model."""
    return [
        {"event": one.event, "covariate": one.covariate, "events": one.fit.events, "n": one.fit.n}
        | {"odds_ratio": one.fit.odds_ratio, "odds_ratio_low": _odds(one.fit.interval.low)}
        | {"odds_ratio_high": _odds(one.fit.interval.high), "p_value": one.fit.p_value}
        for one in found
        if isinstance(one.fit, FirthFit)
    ]


def _share(rate: object) -> Record:
    interval = rate.interval if isinstance(rate, TestResult) else None
    return {
        "rate": rate.estimate if isinstance(rate, TestResult) else None,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
    }


def _odds(log_odds: float) -> float | None:
    """The odds ratio of a limit; None where it is larger than a number can hold."""
    try:
        return math.exp(log_odds)
    except OverflowError:
        return None
