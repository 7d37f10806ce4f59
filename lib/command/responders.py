"""Responders as flat records: every outcome with a threshold, at every follow-up, by points and by percent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lib.analysis.consensus import ConsensusAtVisit, consensus_at
from lib.analysis.proposal import follow_up_visits
from lib.analysis.responders import RespondersAtVisit, responders_at, thresholds
from lib.analysis.safety import RateDifference
from lib.command.comparisons import Record
from lib.report.material import chosen_thresholds
from lib.report.wording.responders import sources
from lib.stats.responder import Responders, Threshold
from lib.stats.results import NotEstimable, TestResult
from lib.study import Study, View
from lib.terms import Scale

_FIGURES = ("difference", "low", "high", "p_value")
STATES = ("improved", "unchanged", "worse", "missing", "died", "not_assessable", "could_not_respond")


def all_responders(study: Study, view: View) -> tuple[RespondersAtVisit, ...]:
    """By the study's thresholds where it states some, and by every published one."""
    registry = view.registry
    return tuple(
        responders_at(registry, outcome, visit.name, threshold, view.question, is_filtered_view=view.is_filtered_view)
        for outcome, scale in registry.scales.items()
        for visit in follow_up_visits(registry, outcome)
        for threshold in _thresholds(study, scale)
    )


Sources = Mapping[tuple[str, Threshold], str]
"""Whose a threshold is and where it is published, by outcome and threshold."""


def threshold_sources(study: Study, view: View, language: str) -> Sources:
    """The sources of every threshold in words, the study's own first."""
    found: dict[tuple[str, Threshold], list[str]] = {}
    for outcome, scale in view.registry.scales.items():
        for source, threshold in _sourced(study, scale):
            found.setdefault((outcome, threshold), []).append(source)
    return {place: sources(codes, language) for place, codes in found.items()}


def responder_records(found: Iterable[RespondersAtVisit], known: Sources) -> list[Record]:
    """Each method's patients by state, and the share that improved; the chosen threshold first."""
    return [
        _place(one) | {"method": method} | _rule(one, known) | _states(states)
        for one in found
        for method, states in one.by_method.items()
    ]


def responder_difference_records(found: Iterable[RespondersAtVisit], known: Sources) -> list[Record]:
    """Every pair's difference of shares (Newcombe, Fisher), with the missing left out and with them as failures."""
    return [
        _place(one) | _rule(one, known) | _difference(pair)
        | {f"{name}_missing_as_failure": value for name, value in _difference(failure).items() if name in _FIGURES}
        for one in found
        for pair, failure in zip(one.compared.differences, one.missing_as_failure.differences, strict=True)
    ]  # fmt: skip


def all_consensus(view: View) -> tuple[ConsensusAtVisit, ...]:
    """Pain and dose of opioids judged together, at every visit at which a dose is recorded."""
    registry = view.registry
    found = (
        consensus_at(registry, outcome, visit.name, view.question, is_filtered_view=view.is_filtered_view)
        for outcome in registry.scales
        for visit in follow_up_visits(registry, outcome)
    )
    return tuple(one for one in found if one is not None)


def consensus_records(found: Iterable[ConsensusAtVisit]) -> list[Record]:
    """Each method's patients by consensus response, and the share with a complete or partial one."""
    return [
        {"outcome": one.outcome, "visit": one.visit, "method": method}
        | {name: getattr(states, name) for name in ("complete", "partial", "neither", "not_assessable")}
        | {"missing": one.missing[method], "died": one.died[method]}
        | _rates(one.compared.rates[position].rate, one.missing_as_failure.rates[position].rate)
        for one in found
        for position, (method, states) in enumerate(one.by_method.items())
    ]


def _thresholds(study: Study, scale: Scale) -> list[Threshold]:
    """The study's own first, then the published, each amount once."""
    return list(dict.fromkeys(one for _, one in _sourced(study, scale)))


def _sourced(study: Study, scale: Scale) -> tuple[tuple[str, Threshold], ...]:
    return thresholds(scale, chosen_thresholds(study.mcid.get(scale.outcome), scale))


def _place(one: RespondersAtVisit) -> Record:
    return {"outcome": one.outcome, "visit": one.visit}


def _rule(one: RespondersAtVisit, known: Sources) -> Record:
    source = known.get((one.outcome, one.threshold))
    return {"threshold": one.threshold.value, "rule": one.threshold.rule, "source": source}


def _states(states: Responders) -> Record:
    return {name: getattr(states, name) for name in STATES} | _rates(states.rate, states.rate_missing_as_failure)


def _rates(rate: TestResult | NotEstimable, failure: TestResult | NotEstimable) -> Record:
    """A share with its limits, and with the missing counted as failures."""
    interval = rate.interval if isinstance(rate, TestResult) else None
    of_failure = failure.interval if isinstance(failure, TestResult) else None
    return {
        "rate": rate.estimate if isinstance(rate, TestResult) else None,
        "rate_missing_as_failure": failure.estimate if isinstance(failure, TestResult) else None,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "low_missing_as_failure": None if of_failure is None else of_failure.low,
        "high_missing_as_failure": None if of_failure is None else of_failure.high,
        "reason": rate.reason if isinstance(rate, NotEstimable) else None,
    }


def _difference(one: RateDifference) -> Record:
    found = one.newcombe
    interval = found.interval if isinstance(found, TestResult) else None
    return {
        "experimental": one.experimental,
        "control": one.control,
        "difference": found.estimate if isinstance(found, TestResult) else None,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "p_value": None if isinstance(one.fisher_p, NotEstimable) else one.fisher_p,
        "reason": found.reason if isinstance(found, NotEstimable) else None,
    }
