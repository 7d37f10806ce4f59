"""The mixed model for repeated measures of one outcome: all follow-up visits with a day, all methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.proposal import follow_up_visits
from lib.registry.protocol import Registry
from lib.stats.mmrm import Mmrm, PatternSums, mmrm
from lib.stats.results import NotEstimable, TestResult


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedOutcome:
    """One fit for every visit of an outcome.

    `methods` are the groups of the model and `visits` its follow-ups, both by position; `patients` counts those with
    a baseline and at least one of these follow-ups. `n_follow_ups` counts the visits without a day as well.
    """

    methods: tuple[str, ...]
    visits: tuple[str, ...]
    n_follow_ups: int
    patients: Mapping[str, int]
    model: Mmrm | NotEstimable

    def difference(self, experimental: str, control: str, visit: str, level: float = 0.95) -> TestResult | NotEstimable:
        """Adjusted mean of one method minus another at a visit; a visit without a day is not in the model."""
        if self.n_follow_ups > 1 and visit not in self.visits:
            return NotEstimable(reason="visit_without_day")
        if isinstance(self.model, NotEstimable):
            return self.model
        places = self.methods.index(experimental), self.methods.index(control)
        return self.model.difference(*places, self.visits.index(visit), level=level)


def left_out(methods: tuple[str, ...]) -> FittedOutcome:
    """No mixed model, for a result that shows none: it costs more than all other analyses of a visit together."""
    return FittedOutcome(
        methods=methods,
        visits=(),
        n_follow_ups=0,
        patients=dict.fromkeys(methods, 0),
        model=NotEstimable(reason="not_fitted"),
    )


def model_visits(registry: Registry, outcome: str) -> tuple[str, ...]:
    """The follow-ups of the model: those with a day, in order."""
    return tuple(one.name for one in follow_up_visits(registry, outcome) if one.days is not None)


def fit_outcome(registry: Registry, outcome: str) -> FittedOutcome:
    """Fit the model over the registry's methods; where it cannot be fitted, `model` is the reason."""
    methods = registry.methods
    follow_ups = follow_up_visits(registry, outcome)
    visits = model_visits(registry, outcome)
    moments = registry.moments(outcome) if len(methods) > 1 and visits else ()
    sums = [
        PatternSums(group=methods.index(one.method), observed=one.observed, cross_products=one.cross_products)
        for one in moments
    ]
    seen = [one for one in moments if any(one.observed)]
    return FittedOutcome(
        methods=methods,
        visits=visits,
        n_follow_ups=len(follow_ups),
        patients={method: sum(one.n for one in seen if one.method == method) for method in methods},
        model=mmrm(sums, groups=len(methods), visits=len(visits)) if methods else NotEstimable(reason="no_method"),
    )
