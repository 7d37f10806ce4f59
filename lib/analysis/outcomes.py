"""Pain and function: one outcome compared between methods at one visit, or at all of them."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.between import (
    VERDICT_ANALYSES,
    adjusted_means,
    between_rows,
    equivalence_rows,
    fit_visit,
)
from lib.analysis.bounds import at_bounds
from lib.analysis.family import overall_tests, pairwise_rows, shown_rows
from lib.analysis.mixed import FittedOutcome, fit_outcome
from lib.analysis.proposal import follow_up_visits, method_pairs
from lib.analysis.results import Between, OutcomeComparison, VisitComparison, VisitSummary
from lib.analysis.verdict import Evidence, judge_pair
from lib.analysis.within import within_method
from lib.registry.protocol import Registry
from lib.stats.describe import describe
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Question, Scale, Visit

CENTRE = "centre"
"""The covariate that enters every model as a fixed effect where a registry has it with two levels or more."""


def compare_visit(
    registry: Registry,
    outcome: str,
    visit: Visit,
    question: Question | NotEstimable,
    *,
    is_filtered_view: bool = False,
    shown: tuple[str, str] | None = None,
    mixed: FittedOutcome | None = None,
) -> VisitComparison:
    """Everything computed for one outcome at one follow-up visit, from all methods of the registry.

    Differences are experimental minus control, 95% intervals. `question` gives roles, margins and covariates; where
    there is none (one method) there is no verdict. `is_filtered_view` says that a filter outside the question is on.
    `shown` is the pair on screen, (experimental, control), which keeps that direction; `mixed` the outcome's mixed
    model, where it has been fitted already.
    """
    covariates = model_covariates(registry, question)
    counts = registry.score_counts(outcome, visit.name)
    with_covariates = registry.score_counts(outcome, visit.name, covariates) if covariates else counts
    categories = [one.name for one in registry.covariates if not one.is_numeric and one.name in covariates]
    fitted = fit_visit(counts, with_covariates, categories, mixed or fit_outcome(registry, outcome))
    pairs = method_pairs(counts.methods, question, shown)
    between = tuple(row for pair in pairs for row in between_rows(fitted, *pair))
    omnibus, omnibus_refusals = overall_tests(fitted)
    n_family = 1 if is_filtered_view else max(len(pairs), 1)  # a filtered view is exploratory: nothing is corrected
    on_screen = shown_rows(fitted, between, n_family)
    margin = None if isinstance(question, NotEstimable) else question.margins.get(outcome)
    scale = registry.scales[outcome]
    return VisitComparison(
        outcome=outcome,
        visit=visit,
        scale=scale,
        methods=counts.methods,
        flow=registry.flow(outcome, visit.name),
        within=tuple(within_method(method, found) for method, found in fitted.pairs.items()),
        adjusted_means=adjusted_means(fitted, question.analysis if isinstance(question, Question) else "ancova_hc3"),
        between=between,
        equivalence=tuple(row for pair in pairs if margin for row in equivalence_rows(fitted, *pair, margin.value)),
        omnibus=omnibus,
        omnibus_refusals=omnibus_refusals,
        pairwise=pairwise_rows(between),
        shown=on_screen,
        covariates=covariates,
        at_bounds=at_bounds(counts, scale),
        verdicts=tuple(
            judge_pair(
                _evidence(
                    [row for row in on_screen if (row.experimental, row.control) == pair],
                    scale,
                    visit,
                    question,
                    n_family,
                ),
                question,
                is_filtered_view=is_filtered_view,
            )
            for pair in pairs
            if isinstance(question, Question)
        ),
    )


def compare_outcome(
    registry: Registry,
    outcome: str,
    question: Question | NotEstimable,
    *,
    is_filtered_view: bool = False,
    shown: tuple[str, str] | None = None,
) -> OutcomeComparison:
    """One outcome at every visit: a summary per method and visit, a comparison per follow-up visit.

    Without a baseline there is neither.
    """
    mixed = fit_outcome(registry, outcome)
    comparisons = tuple(
        compare_visit(registry, outcome, visit, question, is_filtered_view=is_filtered_view, shown=shown, mixed=mixed)
        for visit in follow_up_visits(registry, outcome)
    )
    return OutcomeComparison(
        outcome=outcome,
        scale=registry.scales[outcome],
        methods=registry.methods,
        summaries=_summaries(registry, outcome, comparisons),
        visits=comparisons,
    )


def model_covariates(registry: Registry, question: Question | NotEstimable) -> tuple[str, ...]:
    """The covariates of every model: the centre where the registry has two or more, then those the question names."""
    return with_centre(registry, () if isinstance(question, NotEstimable) else question.covariates)


def with_centre(registry: Registry, asked: tuple[str, ...]) -> tuple[str, ...]:
    """What a model is adjusted for where these covariates are asked: the centre too where there are two or more."""
    has_centres = any(
        covariate.name == CENTRE and not covariate.is_numeric and len(covariate.levels) > 1
        for covariate in registry.covariates
    )
    return (CENTRE, *(name for name in asked if name != CENTRE)) if has_centres else asked


def _evidence(rows: Sequence[Between], scale: Scale, visit: Visit, question: Question, n_pairs: int) -> Evidence:
    """What the verdict on one pair rests on: its analyses at the level of the family, with P by Holm in a family."""
    by_analysis = {row.analysis: row for row in rows}
    asked = by_analysis[question.analysis]
    return Evidence(
        scale=scale,
        visit=visit,
        experimental=asked.experimental,
        control=asked.control,
        n_experimental=asked.n_experimental,
        n_control=asked.n_control,
        result=asked.result,
        others=tuple(by_analysis[name].result for name in VERDICT_ANALYSES if name != question.analysis),
        n_pairs=n_pairs,
        has_unadjusted=isinstance(by_analysis["welch_change"].result, TestResult),
    )


def _summaries(registry: Registry, outcome: str, comparisons: tuple[VisitComparison, ...]) -> tuple[VisitSummary, ...]:
    """The scores at baseline of all who have one, and at each follow-up of those observed with a baseline."""
    found: list[VisitSummary] = []
    for visit in registry.visits(outcome):
        if visit.is_baseline:
            counts = registry.score_counts(outcome, visit.name)
            for method in registry.methods:
                pairs = counts.of(method)
                described = describe(pairs.baseline, pairs.count)
                found.append(VisitSummary(method=method, visit=visit, description=described))
    for comparison in comparisons:
        found.extend(
            VisitSummary(method=row.method, visit=comparison.visit, description=row.follow_up)
            for row in comparison.within
        )
    return tuple(found)
