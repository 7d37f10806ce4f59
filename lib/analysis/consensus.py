"""Who responded by pain and dose of opioids together, where a registry holds the dose before and at the visit."""

from __future__ import annotations

from dataclasses import dataclass

from lib.analysis.centres import by_centre
from lib.analysis.responders import response_counts
from lib.analysis.safety import EventComparison, compare_counts
from lib.registry.events import EventCounts
from lib.registry.protocol import Registry
from lib.stats.consensus import ConsensusStates, consensus
from lib.stats.results import NotEstimable
from lib.terms import BASELINE, NRS, VAS, Question, opioid_at

PAIN = (VAS.outcome, NRS.outcome)
"""The scores of pain from 0 to 10, for which the consensus is defined."""

States = tuple[dict[str, ConsensusStates], dict[str, int], dict[str, int]]
"""By method the states of those assessed, those who died and the missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusAtVisit:
    """One score of pain at one visit.

    `missing` are alive by method without a score or a dose at the visit, `died` those who died before it.
    `compared` leaves the missing out, `missing_as_failure` counts them as no response, as it counts the dead in both.
    """

    outcome: str
    visit: str
    by_method: dict[str, ConsensusStates]
    missing: dict[str, int]
    died: dict[str, int]
    compared: EventComparison
    missing_as_failure: EventComparison


def consensus_at(
    registry: Registry,
    outcome: str,
    visit: str,
    question: Question | NotEstimable,
    *,
    is_filtered_view: bool = False,
    shown: tuple[str, str] | None = None,
) -> ConsensusAtVisit | None:
    """Every method's patients by state, from counts; None where it is no score of pain or a dose is not recorded."""
    doses = (opioid_at(BASELINE), opioid_at(visit))
    numeric = {one.name for one in registry.covariates if one.is_numeric}
    if outcome not in PAIN or not numeric.issuperset(doses):
        return None
    found, died, missing = _states(registry, outcome, visit, doses)
    centres = [_states(one, outcome, visit, doses) for one in by_centre(registry)]
    compared = [
        compare_counts(
            _counts((found, died, missing), is_failure),
            question,
            is_filtered_view=is_filtered_view,
            shown=shown,
            visit=visit,
            centres=[_counts(one, is_failure) for one in centres],
        )
        for is_failure in (False, True)
    ]
    return ConsensusAtVisit(
        outcome=outcome,
        visit=visit,
        by_method=found,
        missing=missing,
        died=died,
        compared=compared[0],
        missing_as_failure=compared[1],
    )


def _states(registry: Registry, outcome: str, visit: str, doses: tuple[str, str]) -> States:
    counts = registry.score_counts(outcome, visit, doses)
    flow = {row.method: row for row in registry.flow(outcome, visit)}
    found: dict[str, ConsensusStates] = {}
    for position, method in enumerate(registry.methods):
        here = counts.method == position
        before, after = counts.covariates[here].T
        pain = (counts.baseline[here], counts.follow_up[here])
        found[method] = consensus(pain, (before, after), counts.count[here])
    died = {method: flow[method].died_after_baseline for method in found}
    missing = {
        method: flow[method].with_baseline - died[method] - one.assessed - one.not_assessable
        for method, one in found.items()
    }
    return found, died, missing


def _counts(states: States, is_failure: bool) -> EventCounts:
    """Responses among assessed and died, and among the missing as well where they count as failures."""
    found, died, missing = states
    return response_counts(
        tuple(found),
        [one.responded for one in found.values()],
        [one.assessed + died[name] + is_failure * missing[name] for name, one in found.items()],
        [one.not_assessable + (not is_failure) * missing[name] for name, one in found.items()],
    )
