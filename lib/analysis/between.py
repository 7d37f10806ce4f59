"""One method against another at one visit, by every analysis: experimental minus control."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lib.analysis.mixed import FittedOutcome
from lib.analysis.modelled import modelled_patients
from lib.analysis.results import AdjustedMean, Between, Equivalence
from lib.analysis.variation import no_variance_of
from lib.registry.counts import PairedCounts, ScoreCounts
from lib.stats.ancova import Ancova, ancova
from lib.stats.effect_size import cliffs_delta, hedges_g
from lib.stats.equivalence import two_one_sided
from lib.stats.independent import student, welch
from lib.stats.rank import mann_whitney
from lib.stats.results import Interval, NotEstimable, TestResult

ANALYSES = (
    "ancova_hc3",
    "ancova",
    "welch_change",
    "student_change",
    "welch_follow_up",
    "mann_whitney_change",
    "hedges_g",
    "cliffs_delta",
    "mmrm",
)
"""Every analysis of a pair, the primary first."""

VERDICT_ANALYSES = ("ancova_hc3", "ancova", "welch_change", "mann_whitney_change", "mmrm")
"""Those with an interval in the unit of the score: each could carry a verdict."""

EQUIVALENCE_ANALYSES = ("ancova_hc3", "ancova", "welch_change")
"""Those held against ±margin by two one-sided tests."""

_MODELS = ("ancova_hc3", "ancova")

_TWO_SAMPLE: Mapping[str, Callable[..., TestResult | NotEstimable]] = MappingProxyType(
    {
        "welch_change": welch,
        "student_change": student,
        "welch_follow_up": welch,
        "mann_whitney_change": mann_whitney,
        "hedges_g": hedges_g,
        "cliffs_delta": cliffs_delta,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedVisit:
    """The complete pairs of one visit, and one model over its methods.

    `pairs` are all complete pairs by method; `modelled` counts those who take part in the model; `fitted` are the
    methods in the model, in the order of its groups. `mixed` is the model over all visits, of which this is `name`.
    """

    pairs: Mapping[str, PairedCounts]
    modelled: Mapping[str, int]
    fitted: tuple[str, ...]
    model: Ancova | NotEstimable
    mixed: FittedOutcome
    name: str

    def n_of(self, method: str, analysis: str) -> int:
        """Patients of a method in an analysis; the mixed model has those with any follow-up."""
        if analysis == "mmrm":
            return self.mixed.patients[method]
        return self.modelled[method] if analysis in _MODELS else self.pairs[method].n

    def result(self, analysis: str, experimental: str, control: str, level: float = 0.95) -> TestResult | NotEstimable:
        """The difference of two methods, experimental minus control, by one of ANALYSES."""
        if analysis == "mmrm":
            return self.mixed.difference(experimental, control, self.name, level)
        if analysis in _MODELS:
            return self._adjusted(experimental, control, is_robust=analysis == "ancova_hc3", level=level)
        ours, theirs = self.pairs[experimental], self.pairs[control]
        if analysis == "welch_follow_up":
            values = (ours.follow_up, ours.count, theirs.follow_up, theirs.count)
        else:
            values = (*ours.changes, *theirs.changes)
        found = _named(_TWO_SAMPLE[analysis](*values, level=level), experimental, control)
        return no_variance_of(found, (ours, theirs), is_of_follow_up=analysis == "welch_follow_up")

    def exact_ranks(self, experimental: str, control: str, level: float = 0.95) -> TestResult | NotEstimable:
        """The Mann–Whitney test on change, exact with ties: what small samples are read with."""
        ours, theirs = self.pairs[experimental], self.pairs[control]
        return mann_whitney(*ours.changes, *theirs.changes, level=level, method="exact_with_ties")

    def _adjusted(self, experimental: str, control: str, *, is_robust: bool, level: float) -> TestResult | NotEstimable:
        for method in (experimental, control):
            if method not in self.fitted:
                return NotEstimable(reason="too_few", parameters={"method": method, "n": self.modelled[method]})
        found: TestResult | NotEstimable
        if isinstance(self.model, NotEstimable):
            found = self.model
        else:
            places = self.fitted.index(experimental), self.fitted.index(control)
            found = self.model.difference(*places, robust=is_robust, level=level)
        return no_variance_of(found, [self.pairs[method] for method in self.fitted])


def _named(result: TestResult | NotEstimable, experimental: str, control: str) -> TestResult | NotEstimable:
    """A refusal for the number of patients names the smaller method instead of the two numbers."""
    if isinstance(result, TestResult) or "n_a" not in result.parameters:
        return result
    sizes = {experimental: float(result.parameters["n_a"]), control: float(result.parameters["n_b"])}
    smaller = min(sizes, key=lambda method: sizes[method])
    return NotEstimable(reason=result.reason, parameters={"method": smaller, "n": sizes[smaller]})


def fit_visit(
    counts: ScoreCounts, with_covariates: ScoreCounts, categories: Iterable[str], mixed: FittedOutcome
) -> FittedVisit:
    """Fit the model of one visit to the methods that have at least two complete pairs there.

    `counts` are the complete pairs, `with_covariates` those that also have every covariate (the same object where
    there is none); `categories` names the categorical ones; `mixed` is the model over all visits of the outcome.
    """
    modelled = modelled_patients(with_covariates, categories)
    return FittedVisit(
        pairs={method: counts.of(method) for method in counts.methods},
        modelled={
            method: (modelled if method in modelled.methods else with_covariates).n_of(method)
            for method in counts.methods
        },
        fitted=modelled.methods,
        model=_fit(modelled),
        mixed=mixed,
        name=counts.visit,
    )


def _fit(counts: ScoreCounts) -> Ancova | NotEstimable:
    if len(counts.methods) < 2:
        return NotEstimable(reason="one_method")
    return ancova(
        counts.follow_up,
        counts.baseline,
        counts.method,
        counts.count,
        groups=len(counts.methods),
        covariates=counts.covariates if counts.covariate_names else None,
    )


def between_rows(visit: FittedVisit, experimental: str, control: str) -> tuple[Between, ...]:
    """One row per analysis of a pair, with 95% intervals."""
    return tuple(
        Between(
            experimental=experimental,
            control=control,
            n_experimental=visit.n_of(experimental, analysis),
            n_control=visit.n_of(control, analysis),
            analysis=analysis,
            result=visit.result(analysis, experimental, control),
        )
        for analysis in ANALYSES
    )


def adjusted_means(visit: FittedVisit, analysis: str = "ancova_hc3") -> tuple[AdjustedMean, ...]:
    """Each method's mean at the mean baseline of those analysed, by the analysis that carries the verdict.

    Those of the mixed model where it was asked for and fitted, else of the analysis of covariance, with HC3 standard
    errors: so that the differences shown are the differences of these means.
    """
    mixed, model = visit.mixed, visit.model
    if analysis == "mmrm" and visit.name in mixed.visits and not isinstance(mixed.model, NotEstimable):
        at = mixed.visits.index(visit.name)
        means = {name: mixed.model.adjusted_follow_up(place, at) for place, name in enumerate(mixed.methods)}
        return _about_baseline(means, mixed.model.mean_baseline, mixed.patients)
    if isinstance(model, NotEstimable):
        return ()
    of_group = {method: model.adjusted_follow_up(place, robust=True) for place, method in enumerate(visit.fitted)}
    return _about_baseline(of_group, model.mean_baseline, visit.modelled)


def _about_baseline(
    means: Mapping[str, TestResult | NotEstimable], start: float, patients: Mapping[str, int]
) -> tuple[AdjustedMean, ...]:
    """Adjusted means as changes from a mean baseline; what does not exist or has no interval is left out."""
    return tuple(
        AdjustedMean(
            method=method,
            n=patients[method],
            follow_up=mean.estimate,
            change=mean.estimate - start,
            standard_error=mean.standard_error,
            interval=Interval(mean.interval.low - start, mean.interval.high - start, mean.interval.level),
        )
        for method, mean in means.items()
        if isinstance(mean, TestResult) and mean.interval is not None and mean.standard_error is not None
    )


def equivalence_rows(visit: FittedVisit, experimental: str, control: str, margin: float) -> tuple[Equivalence, ...]:
    """Two one-sided tests of a pair against ±margin at 2.5% a side, which is the 95% interval inside the margin."""
    found: list[Equivalence] = []
    for analysis in EQUIVALENCE_ANALYSES:
        wide = visit.result(analysis, experimental, control)
        narrow = visit.result(analysis, experimental, control, 0.90)
        if isinstance(wide, NotEstimable) or isinstance(narrow, NotEstimable):
            continue
        if wide.interval is None or narrow.interval is None or wide.standard_error is None or wide.df is None:
            continue
        tests = two_one_sided(wide.estimate, wide.standard_error, wide.df, margin)
        found.append(
            Equivalence(
                experimental=experimental,
                control=control,
                analysis=analysis,
                margin=margin,
                alpha=tests.alpha,
                p_lower=tests.p_lower,
                p_upper=tests.p_upper,
                interval=wide.interval,
                interval_90=narrow.interval,
            )
        )
    return tuple(found)
