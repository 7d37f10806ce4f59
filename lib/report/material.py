"""What a report is made of: the results on screen and what must be known to read them."""

from __future__ import annotations

from dataclasses import dataclass

from lib.analysis.consensus import ConsensusAtVisit
from lib.analysis.exposure import Exposure
from lib.analysis.mcid import ForOnePatient
from lib.analysis.patients import BaselineRow
from lib.analysis.responders import RespondersAtVisit, threshold_of
from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.analysis.safety import EventComparison
from lib.intake.findings import Finding
from lib.registry.protocol import Registry
from lib.report.journal import PLAIN
from lib.report.language import sentence
from lib.report.wording import filters_text, one_method_sentence, provenance
from lib.stats.responder import Rule, Threshold
from lib.stats.results import NotEstimable
from lib.study import Mcid, Study
from lib.terms import Covariate, Filter, Question, Scale, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The same result objects as the screen's; `findings` are what was noticed in the file.

    `registry` are the patients after every filter, `in_file` all patients. `pair` is (experimental, control); None with
    one method. `visit` is None where there is no follow-up. `filters` are those in words: of the question and of the
    view. `responders` have the source of their threshold, the chosen one first. `style` is how the numbers are printed.
    """

    registry: Registry
    in_file: int
    methods: tuple[str, ...]
    covariates: tuple[Covariate, ...]
    question: Question | NotEstimable
    study: Study
    outcome: str
    visit: Visit | None
    pair: tuple[str, str] | None
    mcid: ForOnePatient | None
    filters: tuple[Filter, ...]
    is_filtered_view: bool
    outcomes: tuple[OutcomeComparison, ...]
    events: tuple[EventComparison, ...]
    baseline: tuple[BaselineRow, ...]
    procedure: tuple[BaselineRow, ...]
    responders: tuple[tuple[str, RespondersAtVisit], ...]
    consensus: tuple[ConsensusAtVisit, ...]
    exposures: tuple[Exposure, ...]
    fingerprint: str
    is_synthetic: bool
    findings: tuple[Finding, ...] = ()
    style: str = PLAIN

    def compared(self) -> OutcomeComparison:
        """The outcome of the report at every visit."""
        return next(one for one in self.outcomes if one.outcome == self.outcome)

    def for_one_patient(self, outcome: str) -> ForOnePatient | None:
        """What matters to one patient: for the report's outcome as chosen, for another as the study states it."""
        return self.mcid if outcome == self.outcome else stated_mcid(self.study, outcome)

    def at_visit(self) -> tuple[VisitComparison, ...]:
        """Every outcome that was recorded at the visit of the report, the report's own first."""
        name = None if self.visit is None else self.visit.name
        found = [view for one in self.outcomes for view in one.visits if view.visit.name == name]
        return tuple(sorted(found, key=lambda view: view.outcome != self.outcome))

    def without_comparison(self, language: str) -> str:
        """Why there is nothing to compare, where there is no pair of methods."""
        count = self.registry.facets("method")
        left = {name: count[name] for name in self.registry.methods}
        return one_method_sentence(left, language, is_chosen=len(self.methods) > len(left))

    def provenance(self, language: str) -> list[str]:
        """What stands on every page: whether the patients are real, the filters, the fingerprint, the version."""
        words = filters_text(self.filters, self.covariates, language) or sentence(language, "ledger.no_filter")
        return provenance(is_synthetic=self.is_synthetic, filters=words, sha256=self.fingerprint, language=language)


def stated_mcid(study: Study, outcome: str) -> ForOnePatient | None:
    """What a study states to matter to one patient, in points; None where it states none."""
    stated = study.mcid.get(outcome)
    if stated is None or stated.points is None:
        return None
    return ForOnePatient(points=stated.points, source=stated.source)


def chosen_thresholds(chosen: Mcid | None, scale: Scale) -> tuple[tuple[str, Threshold], ...]:
    """What was chosen to matter to one patient as thresholds with their source: points, then percent of baseline."""
    if chosen is None:
        return ()
    found: tuple[tuple[float | None, Rule], ...] = ((chosen.points, "points"), (chosen.percent, "percent"))
    return tuple((chosen.source, threshold_of(scale, value, rule)) for value, rule in found if value is not None)
