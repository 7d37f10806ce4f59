"""From the widgets to one question: which patients, which score, which visit, which pair, which margin."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations

from lib.analysis.mcid import ForOnePatient, presets
from lib.analysis.proposal import follow_up_visits, opening_visit, ordered_pair, propose_pair, propose_question
from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.registry.cohort import Cohort
from lib.report.material import stated_mcid
from lib.stats.results import NotEstimable
from lib.study import Mcid, StudyInvalid, view_of
from lib.terms import Filter, Margin, Question, Visit
from lib.ui import cached, filters, session, widgets
from lib.ui.session import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """One choice of what matters: `code` for the address, the change that matters to one patient, and the margin."""

    code: str
    mcid: float | None
    margin: Margin
    source: str = ""  # a preset's name; empty for the study's or the visitor's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Everything that the main page shows follows from this. `kept` are the patients after every filter."""

    reading: Reading
    cohort: Cohort
    kept: Cohort
    filters: tuple[Filter, ...]
    question: Question | NotEstimable
    outcome: str
    visit: Visit | None
    pair: tuple[str, str] | None
    matters: Matters | None
    results: dict[str, OutcomeComparison] = field(default_factory=dict)  # fetched in this run, for what is made later

    @property
    def asked_of(self) -> tuple[Filter, ...]:
        """The filters that belong to the question."""
        return () if isinstance(self.question, NotEstimable) else self.question.filters

    @property
    def mcid(self) -> ForOnePatient | None:
        """What matters to one patient for the score on screen, as the visitor or the study chose it."""
        chosen = self.matters
        if chosen is None or chosen.mcid is None:
            return stated_mcid(self.reading.study, self.outcome)
        stated = self.reading.study.mcid.get(self.outcome)
        source = chosen.source or (stated.source if stated and chosen.code == "study" else "")
        return ForOnePatient(points=chosen.mcid, source=source)

    @property
    def mcids(self) -> dict[str, Mcid]:
        """What matters to one patient by score: as the study states it, or as chosen since for the score on screen."""
        stated, chosen = self.reading.study.mcid, self.mcid
        known = stated.get(self.outcome)
        if chosen is None or (known is not None and known.points == chosen.points):
            return dict(stated)
        return {**stated, self.outcome: Mcid(points=chosen.points, source=chosen.source)}

    @property
    def is_filtered_view(self) -> bool:
        """A filter that is not part of the question is set."""
        return bool(self.filters)

    def compared(self, outcome: str) -> OutcomeComparison:
        """One outcome at every visit, from this session's cache."""
        if outcome not in self.results:
            self.results[outcome] = cached.outcome_comparison(
                self.kept, self._fingerprint, outcome, self.question, self._chosen, self.is_filtered_view, self.pair
            )
        return self.results[outcome]

    def compared_with(self, covariates: tuple[str, ...]) -> VisitComparison:
        """The score at the visit on screen, adjusted for these covariates in the place of the question's.

        Raises ValueError where there is no visit or nothing to compare.
        """
        if self.visit is None or isinstance(self.question, NotEstimable):
            raise ValueError("covariates need a visit and two methods to compare")
        question = replace(self.question, covariates=covariates)
        return cached.visit_comparison(
            self.kept,
            self._fingerprint,
            self.outcome,
            self.visit,
            question,
            self._chosen,
            self.is_filtered_view,
            self.pair,
        )

    def at_visit(self, outcome: str) -> VisitComparison | None:
        """One outcome at the visit on screen, for a button: the score on screen as shown, another without more."""
        if self.visit is None or self.visit.name not in [one.name for one in follow_up_visits(self.kept, outcome)]:
            return None
        if outcome == self.outcome:
            return self.compared(outcome).at(self.visit.name)
        return cached.visit_comparison(
            self.kept,
            self._fingerprint,
            outcome,
            self.visit,
            self.question,
            self._chosen,
            self.is_filtered_view,
            self.pair,
        )

    @property
    def _chosen(self) -> tuple[Filter, ...]:
        return (Filter(name="method", levels=self.kept.methods), *self.filters)

    @property
    def _fingerprint(self) -> str:
        return f"{self.reading.opened.source.sha256}:{hash(self.reading.study.settings)}"


def current(reading: Reading) -> Selection:
    """What the visitor's widgets select; a widget without a value takes the proposal."""
    cohort = reading.cohort
    shown = cohort.filtered([Filter(name="method", levels=filters.methods_shown(cohort))])
    base = _asked(reading, shown)
    chosen = filters.chosen_filters(cohort)
    if session.get("score") not in cohort.scales:
        session.put("score", base.outcome if isinstance(base, Question) else next(iter(cohort.scales), None))
    outcome = str(session.get("score"))
    pair = _pair(shown, base)
    return Selection(
        reading=reading,
        cohort=cohort,
        kept=shown.filtered((*(base.filters if isinstance(base, Question) else ()), *chosen)),
        filters=chosen,
        question=_with_margins(base, reading),
        outcome=outcome,
        visit=_visit(shown, outcome),
        pair=pair,
        matters=matters_of(reading, outcome),
    )


def _asked(reading: Reading, shown: Cohort) -> Question | NotEstimable:
    """The study's question where it fits the methods shown, else the proposed one."""
    try:
        return view_of(reading.study, shown, data_sha256=reading.opened.source.sha256).question
    except StudyInvalid:
        return propose_question(shown)


def _with_margins(base: Question | NotEstimable, reading: Reading) -> Question | NotEstimable:
    """The question with the margins chosen on screen."""
    if isinstance(base, NotEstimable):
        return base
    chosen = {outcome: matters_of(reading, outcome) for outcome in reading.cohort.scales}
    return replace(
        base,
        margins={outcome: one.margin for outcome, one in chosen.items() if one is not None},
        margin_fixed_before_results=base.margin_fixed_before_results
        and all(one is None or one.code == "study" for one in chosen.values()),
    )


def pairs(methods: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Every pair as proposed, each followed by its reverse."""
    proposed = [ordered_pair(first, second) for first, second in combinations(methods, 2)]
    return tuple(both for pair in proposed for both in (pair, (pair[1], pair[0])))


def choices_that_matter(reading: Reading, outcome: str) -> tuple[Matters, ...]:
    """What may be chosen for one score: the study's margin, then each preset and half of it."""
    found: list[Matters] = []
    stated, mcid = reading.study.margins.get(outcome), reading.study.mcid.get(outcome)
    if stated is not None:
        found.append(Matters(code="study", mcid=mcid.points if mcid else None, margin=stated))
    for preset in presets(outcome):
        for code, share in ((preset.code, 1.0), (f"{preset.code}_half", 0.5)):
            margin = Margin(value=preset.points * share, reason=code)
            found.append(Matters(code=code, mcid=preset.points, margin=margin, source=preset.code))
    return tuple(found)


def matters_of(reading: Reading, outcome: str) -> Matters | None:
    """What the visitor chose for one score; where they chose nothing or named no value yet, what the study states."""
    key = widgets.matters_key(reading.cohort, outcome)
    choices = {one.code: one for one in choices_that_matter(reading, outcome)}
    chosen = session.get(key)
    if chosen == "own":
        value = session.get(f"own_{key}")
        reason = str(session.get(f"reason_{key}") or "").strip()
        own = Matters(code="own", mcid=None, margin=Margin(value=value, reason=reason)) if value else None
        return own or choices.get("study")
    return choices.get(str(chosen)) or (choices.get("study") if chosen is None else None)


def nearest(visits: tuple[Visit, ...], days: float | None) -> Visit:
    """The visit whose day is nearest to `days`; a visit without a day only where there is no other."""
    dated = [visit for visit in visits if visit.days is not None]
    if not dated or days is None:
        return visits[-1]
    return min(dated, key=lambda visit: abs((visit.days or 0) - days))


def _visit(shown: Cohort, outcome: str) -> Visit | None:
    """The chosen visit; a score that is absent there moves to the nearest and the page says so."""
    known = session.visitor()
    visits = follow_up_visits(shown, outcome)
    if not visits:
        return None
    wanted = session.get("visit")
    by_name = {visit.name: visit for visit in visits}
    if wanted in by_name:
        if session.get("visit_moved_to") != wanted:
            known.moved_from_visit = None
        return by_name[wanted]
    if wanted in shown.visit_days:
        found = nearest(visits, shown.visit_days[wanted])
        known.moved_from_visit = str(wanted)
    else:
        found = opening_visit(shown, outcome, shown.methods) or visits[-1]
        known.moved_from_visit = None
    session.put("visit", found.name)
    session.put("visit_moved_to", found.name)
    return found


def _pair(shown: Cohort, asked: Question | NotEstimable) -> tuple[str, str] | None:
    """The pair on screen, (experimental, control); None with fewer than two methods."""
    if len(shown.methods) < 2:
        return None
    offered = pairs(shown.methods)
    chosen = session.get("pair")
    if chosen in offered:
        return offered[offered.index(chosen)]
    proposed = propose_pair(shown.methods)
    if not isinstance(asked, NotEstimable) and {asked.experimental, asked.control} <= set(shown.methods):
        proposed = (asked.experimental, asked.control)
    session.put("pair", proposed)
    return proposed


def follow_ups(selection: Selection) -> tuple[Visit, ...]:
    """The visits after the procedure at which the chosen score can be compared."""
    return follow_up_visits(selection.kept, selection.outcome)
