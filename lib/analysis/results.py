"""What the analysis returns: typed and unrounded, the one source of every chart, table, sentence and document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.registry.counts import FlowCounts
from lib.stats.describe import Description
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import Scale, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """One method: scores before and after, and the change, of the complete pairs."""

    method: str
    n: int
    baseline: Description | NotEstimable
    follow_up: Description | NotEstimable
    change: Description | NotEstimable
    paired_t: TestResult | NotEstimable
    signed_rank: TestResult | NotEstimable
    hodges_lehmann: TestResult | NotEstimable
    d_z: TestResult | NotEstimable
    d_av: TestResult | NotEstimable
    signed_rank_exact: TestResult | NotEstimable | None = None  # ties included; of 5 to 9 patients only


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedMean:
    """One method's mean at the mean baseline of all analysed patients, with the standard error of the verdict.

    Of the analysis of covariance with HC3, or of the mixed model where that carries the verdict.
    """

    method: str
    n: int
    follow_up: float
    change: float
    standard_error: float
    interval: Interval  # of the change


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """One pair of methods by one analysis: experimental minus control, whatever direction is better.

    `analysis` is one of ancova_hc3, ancova, welch_change, student_change, welch_follow_up, mann_whitney_change,
    hedges_g, cliffs_delta, mmrm.
    """

    experimental: str
    control: str
    n_experimental: int
    n_control: int
    analysis: str
    result: TestResult | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Two one-sided tests of one pair against ±margin, with the 95% and the 90% interval."""

    experimental: str
    control: str
    analysis: str
    margin: float
    alpha: float
    p_lower: float
    p_upper: float
    interval: Interval
    interval_90: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Omnibus:
    """One overall test over three methods or more: ancova_hc3_f, ancova_f, welch_anova, anova or kruskal."""

    test: str
    statistic: float
    df1: float
    df2: float | None
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairwise:
    """The P value of one pair, plain and by Holm over all pairs of the family."""

    experimental: str
    control: str
    analysis: str
    p_value: float
    p_holm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What may be said of one pair at one visit, as codes.

    `code` is superior, inferior, equivalent, non_inferior, inconclusive, or None with a `reason` (too_few,
    no_variance, filtered_view, one_method …). `stamps` are the codes of STAMPS in the order they are printed.
    `level` is the level of `result.interval`: simultaneous where several pairs form a family; `result.p_value` is
    Holm's there. `result` is not estimable, with the same reason, where there is nothing that may be printed.
    """

    outcome: str
    visit: Visit
    scale: Scale
    experimental: str
    control: str
    analysis: str
    role: str  # primary, secondary, exploratory
    level: float
    margin: float | None
    code: str | None
    reason: str | None
    result: TestResult | NotEstimable
    stamps: tuple[str, ...]
    n_pairs: int = 1  # pairs of methods in the family
    has_unadjusted: bool = False  # whether Welch's t test on change has a result
    parameters: Mapping[str, float | str] = field(default_factory=dict)


MUCH_AT_BOUND = 0.15
"""More than this share at the lowest or the highest possible score is a floor or ceiling effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtBound:
    """How many of one method's complete pairs have the lowest (floor) or the highest (ceiling) possible score."""

    method: str
    is_baseline: bool
    is_floor: bool
    n: int
    total: int

    @property
    def share(self) -> float:
        """Of the complete pairs, 0 to 1."""
        return self.n / self.total

    @property
    def is_much(self) -> bool:
        """More than is taken without a warning."""
        return self.share > MUCH_AT_BOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitComparison:
    """Everything computed for one outcome at one visit.

    `between` has 95% intervals, plain P values and R's default rule for rank tests. `shown` are the same rows as
    screens show them: intervals at the level of the verdicts, P by Holm where several pairs form a family, and the
    Mann–Whitney test exact with ties where a method has 5 to 9 patients. `omnibus_refusals` are the overall tests that
    do not exist, by name. `covariates` are what the analysis of covariance is adjusted for beside the
    baseline; the mixed model is not.
    """

    outcome: str
    visit: Visit
    scale: Scale
    methods: tuple[str, ...]
    flow: tuple[FlowCounts, ...]
    within: tuple[Within, ...]
    adjusted_means: tuple[AdjustedMean, ...]
    between: tuple[Between, ...]
    equivalence: tuple[Equivalence, ...]
    omnibus: tuple[Omnibus, ...]
    pairwise: tuple[Pairwise, ...]
    verdicts: tuple[Verdict, ...]
    shown: tuple[Between, ...] = ()
    covariates: tuple[str, ...] = ()
    at_bounds: tuple[AtBound, ...] = ()
    omnibus_refusals: Mapping[str, NotEstimable] = field(default_factory=dict)

    def between_of(self, experimental: str, control: str, analysis: str = "ancova_hc3") -> Between:
        """The row of one pair and analysis; a pair stored the other way round is an error of the caller."""
        for row in self.between:
            if (row.experimental, row.control, row.analysis) == (experimental, control, analysis):
                return row
        raise ValueError(f"no {analysis} row for {experimental} minus {control} among {len(self.between)} rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSummary:
    """One method at one visit: the scores of patients observed with a baseline (at baseline: all with a baseline)."""

    method: str
    visit: Visit
    description: Description | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeComparison:
    """One outcome: a summary per method and visit, and a comparison per follow-up visit."""

    outcome: str
    scale: Scale
    methods: tuple[str, ...]
    summaries: tuple[VisitSummary, ...]
    visits: tuple[VisitComparison, ...]

    def at(self, visit: str) -> VisitComparison:
        """The comparison at one follow-up visit, by name."""
        for comparison in self.visits:
            if comparison.visit.name == visit:
                return comparison
        known = ", ".join(comparison.visit.name for comparison in self.visits)
        raise ValueError(f"{self.outcome} has no visit {visit!r}; it has {known}")
