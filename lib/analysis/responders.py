"""Who improved by what matters to one patient: every method's patients by state, and how far the rates differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lib.analysis.centres import by_centre
from lib.analysis.mcid import is_source, presets
from lib.analysis.safety import EventComparison, compare_counts
from lib.registry.events import ANY, EventCounts
from lib.registry.protocol import Registry
from lib.stats.responder import Responders, Rule, Threshold, responders
from lib.stats.results import NotEstimable
from lib.terms import Question, Scale

RESPONSE = "response"
"""The event that a patient improved by at least the threshold; more of it is better."""

CHOSEN = "chosen"
"""The code of the threshold that the visitor or the study chose; without a choice, of the suggested one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondersAtVisit:
    """One outcome at one visit under one threshold.

    `by_method` has every method with its states. `compared` counts the missing out of the rates, `missing_as_failure`
    counts them as patients who did not respond; who died did not respond in either.
    """

    outcome: str
    visit: str
    threshold: Threshold
    by_method: dict[str, Responders]
    compared: EventComparison
    missing_as_failure: EventComparison


def threshold_of(scale: Scale, value: float, rule: Rule) -> Threshold:
    """A threshold on a score: points in the reported unit, or percent of the baseline."""
    return Threshold(value=value, rule=rule, better=scale.better, bounds=(scale.low, scale.high))


def published_thresholds(scale: Scale) -> tuple[tuple[str, Threshold], ...]:
    """Every published threshold of a score with the code of its source, the suggested first; none for other scores."""
    found: list[tuple[str, Threshold]] = []
    for preset in presets(scale.outcome):
        found.append((preset.code, threshold_of(scale, preset.points, "points")))
        if preset.percent is not None:
            found.append((preset.code, threshold_of(scale, preset.percent, "percent")))
    return tuple(found)


def thresholds_by_code(scale: Scale) -> dict[str, tuple[str, Threshold]]:
    """The published thresholds, each with its source, by a code fit for an address; the suggested one first."""
    return {
        source if threshold.rule == "points" else f"{source}_percent": (source, threshold)
        for source, threshold in published_thresholds(scale)
    }


def thresholds(scale: Scale, chosen: Sequence[tuple[str, Threshold]] = ()) -> tuple[tuple[str, Threshold], ...]:
    """Those chosen with their sources, then the published: a published one that was chosen by its name stands once."""
    amounts = [(source, one.rule, one.value) for source, one in chosen]
    return (
        *chosen,
        *(
            (code, one)
            for code, one in published_thresholds(scale)
            if not any(
                (rule, value) == (one.rule, one.value) and is_source(name, code) for name, rule, value in amounts
            )
        ),
    )


def thresholds_to_choose(
    scale: Scale, chosen: Sequence[tuple[str, Threshold]] = ()
) -> dict[str, tuple[str, Threshold]]:
    """What a page offers, by code: the chosen threshold (the suggested one without a choice), then other amounts."""
    first = next(iter(thresholds(scale, chosen)), None)
    if first is None:
        return {}
    others = {f"{CHOSEN}_{one.rule}": (source, one) for source, one in chosen[1:]} | thresholds_by_code(scale)
    return {CHOSEN: first} | {code: known for code, known in others.items() if known[1] != first[1]}


def by_amount(
    found: Iterable[tuple[str, RespondersAtVisit]],
) -> list[tuple[tuple[str, ...], RespondersAtVisit]]:
    """The same threshold once with all its sources: the first of them, then points first, the lower before the higher.

    The first is the one that was chosen, else the suggested one.
    """
    sources: dict[tuple[str, float], list[str]] = {}
    known: dict[tuple[str, float], RespondersAtVisit] = {}
    for source, one in found:
        amount = (one.threshold.rule, one.threshold.value)
        sources.setdefault(amount, []).append(source)
        known.setdefault(amount, one)
    first = next(iter(known), None)
    order = sorted(known, key=lambda amount: (amount != first, amount[0] != "points", amount[1]))
    return [(tuple(sources[amount]), known[amount]) for amount in order]


def responders_at(
    registry: Registry,
    outcome: str,
    visit: str,
    threshold: Threshold,
    question: Question | NotEstimable,
    *,
    is_filtered_view: bool = False,
    shown: tuple[str, str] | None = None,
) -> RespondersAtVisit:
    """Every method's patients with a baseline sorted by their change, from counts; direction experimental − control."""
    found = _by_method(registry, outcome, visit, threshold)
    centres = [_by_method(one, outcome, visit, threshold) for one in by_centre(registry)]
    compared = [
        compare_counts(
            _counts(found, is_failure),
            question,
            is_filtered_view=is_filtered_view,
            shown=shown,
            visit=visit,
            centres=[_counts(one, is_failure) for one in centres],
        )
        for is_failure in (False, True)
    ]
    return RespondersAtVisit(
        outcome=outcome,
        visit=visit,
        threshold=threshold,
        by_method=found,
        compared=compared[0],
        missing_as_failure=compared[1],
    )


def _by_method(registry: Registry, outcome: str, visit: str, threshold: Threshold) -> dict[str, Responders]:
    counts = registry.score_counts(outcome, visit)
    flow = {row.method: row for row in registry.flow(outcome, visit)}
    found: dict[str, Responders] = {}
    for method in registry.methods:
        pairs, row = counts.of(method), flow[method]
        found[method] = responders(
            pairs.baseline,
            pairs.follow_up,
            pairs.count,
            threshold,
            missing=row.with_baseline - row.analysed - row.died_after_baseline,
            died=row.died_after_baseline,
        )
    return found


def _counts(found: dict[str, Responders], is_failure: bool) -> EventCounts:
    """Improved among assessed and died, and among the missing as well where they count as failures."""
    known = [one.improved + one.unchanged + one.worse + one.died + is_failure * one.missing for one in found.values()]
    missing = [one.not_assessable + (not is_failure) * one.missing for one in found.values()]
    return response_counts(tuple(found), [one.improved for one in found.values()], known, missing)


def response_counts(
    methods: tuple[str, ...], responded: Sequence[int], known: Sequence[int], missing: Sequence[int]
) -> EventCounts:
    """Responses by method as an event: `responded` of `known`, beside `missing` of whom it cannot be said."""
    return EventCounts(
        event=RESPONSE,
        methods=methods,
        levels=(ANY,),
        events=_column(responded).reshape(-1, 1),
        known=_column(known),
        missing=_column(missing),
    )


def _column(values: Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)
