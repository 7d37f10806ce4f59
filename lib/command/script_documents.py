"""Numbers that stand in the documents and in no list of the results, by names of their own as those of the lists."""

from __future__ import annotations

from collections.abc import Iterator

from lib.analysis.concurrence import concurrence
from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.exposure import exposures
from lib.analysis.mcid import ForOnePatient, suggested
from lib.analysis.patients import baseline_table
from lib.analysis.proposal import method_pairs
from lib.analysis.results import Between, OutcomeComparison, VisitComparison
from lib.analysis.safety import EventComparison, RateVerdict
from lib.analysis.unobserved import unobserved
from lib.command.analyse import Analysed
from lib.command.responders import all_consensus, all_responders
from lib.report.material import stated_mcid
from lib.report.scripts.recipe import Name
from lib.stats.describe import Description
from lib.stats.firth import FirthFit
from lib.stats.proportion import newcombe
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.study import Study

Named = tuple[Name, float | None]
_ENDINGS = ("", "_missing_as_failure")
_LEVEL = 0.95


def documents_numbers(analysed: Analysed) -> dict[Name, float]:
    """Means with their limits, intervals of a family of pairs, the unobserved, differences within centres, risks."""
    found: list[Named] = []
    for outcome in analysed.outcomes:
        found += _means(outcome)
        for view in outcome.visits:
            place = (outcome.outcome, view.visit.name)
            found += [((name[0], *place, *name[1:]), value) for name, value in _of_visit(view, analysed.study)]
    for event in analysed.events:
        found += [(("shown_rate", event.event, *name), value) for name, value in _at_level(event)]
    for one in all_responders(analysed.study, analysed.view):
        where = (one.outcome, one.visit, one.threshold.rule, str(one.threshold.value))
        for ending, compared in zip(_ENDINGS, (one.compared, one.missing_as_failure), strict=True):
            for name, value in (*_at_level(compared, ending), *_within_centres(compared, ending)):
                found.append((("shown_responders", *where, *name), value))
    for state in all_consensus(analysed.view):
        for ending, compared in zip(_ENDINGS, (state.compared, state.missing_as_failure), strict=True):
            differences = (*_differences(compared, ending), *_at_level(compared, ending))
            for name, value in (*differences, *_within_centres(compared, ending)):
                found.append((("shown_consensus", state.outcome, state.visit, *name), value))
    found += _differences_of_means(analysed)
    found += _overlaps(analysed)
    found += _risks(analysed)
    return {name: float(value) for name, value in found if value is not None}


def _means(outcome: OutcomeComparison) -> Iterator[Named]:
    """Means that are drawn, with their limits: before treatment of all with a score, then of those with both."""
    for row in outcome.summaries:
        place = ("mean", outcome.outcome, row.visit.name, row.method)
        if isinstance(row.description, Description):
            yield (*place, "mean"), row.description.mean
            yield from _limits(place, row.description.mean_interval)


def _of_visit(view: VisitComparison, study: Study) -> Iterator[Named]:
    """Changes, adjusted means, intervals and P values as shown where no list has them, and the unobserved."""
    for within in view.within:
        if isinstance(within.change, Description):
            for key in ("median", "q1", "q3"):
                yield ("within", within.method, f"change_{key}"), getattr(within.change, key)
    model = adjusting_analysis(view)
    for mean in view.adjusted_means:
        yield ("adjusted_mean", mean.method, model, "follow_up"), mean.follow_up
        yield ("adjusted_mean", mean.method, model, "change"), mean.change
        yield from _limits(("adjusted_mean", mean.method, model), mean.interval)
    listed = {(row.experimental, row.control, row.analysis): row for row in view.between}
    holm = {(row.experimental, row.control, row.analysis): row.p_holm for row in view.pairwise}
    for row in view.shown:
        place = (row.experimental, row.control, row.analysis)
        yield from _shown(("shown", *place), row, listed[place], holm.get(place))
    points = points_for_one_patient(study, view.outcome)
    for verdict in view.verdicts if points is not None else ():
        if (moved := unobserved(view, verdict, ForOnePatient(points=points or 0.0))) is not None:
            for one in moved.scenarios:
                scenario = (verdict.analysis, f"{one.a:+d} {one.b:+d}")
                yield ("unobserved", verdict.experimental, verdict.control, *scenario), one.delta


def adjusting_analysis(view: VisitComparison) -> str:
    """The analysis whose adjusted means are shown: the mixed model where it carries the verdict and was fitted."""
    is_asked = any(verdict.analysis == "mmrm" for verdict in view.verdicts)
    is_fitted = any(row.analysis == "mmrm" and isinstance(row.result, TestResult) for row in view.between)
    return "mmrm" if is_asked and is_fitted else "ancova_hc3"


def _shown(name: Name, row: Between, listed: Between, holm: float | None) -> Iterator[Named]:
    """The interval and the P value of a row where they differ from those of the lists."""
    shown, known = row.result, listed.result
    if isinstance(shown, NotEstimable) or isinstance(known, NotEstimable):
        return
    if shown.interval != known.interval:
        yield from _limits(name, shown.interval)
    if shown.p_value not in (known.p_value, holm):
        yield (*name, "p_value"), shown.p_value


def _at_level(found: EventComparison, ending: str = "") -> Iterator[Named]:
    """Newcombe's limits at the level of a family of pairs."""
    for one in found.verdicts:
        of = one.difference
        counts = (of.events_experimental, of.n_experimental, of.events_control, of.n_control)
        result = newcombe(*counts, level=one.level)
        if one.level > _LEVEL and isinstance(result, TestResult):
            yield from _limits(_pair(one), result.interval, f"_at_level{ending}")


def _differences(found: EventComparison, ending: str) -> Iterator[Named]:
    for one in found.verdicts:
        result = one.difference.newcombe
        if isinstance(result, TestResult):
            yield (*_pair(one), f"difference{ending}"), result.estimate
            yield from _limits(_pair(one), result.interval, ending)
            yield (*_pair(one), f"p_value{ending}"), _number(one.difference.fisher_p)


def _within_centres(found: EventComparison, ending: str) -> Iterator[Named]:
    """The Mantel–Haenszel difference of responders within centres, and the exact P value there."""
    for one in found.verdicts:
        if one.within is not None and isinstance(one.within.result, TestResult):
            yield (*_pair(one), f"within_centres{ending}"), one.within.result.estimate
            yield from _limits(_pair(one), one.within.result.interval, f"_within_centres{ending}")
            yield (*_pair(one), f"exact_p{ending}"), one.within.exact_p


def _differences_of_means(analysed: Analysed) -> Iterator[Named]:
    """Welch's difference of means of what describes patients and the procedure in numbers."""
    for row in baseline_table(analysed.view.registry, analysed.view.question):
        for one in row.balance:
            place = (
                "mean_difference",
                f"{row.name} baseline" if row.is_score else row.name,
                one.experimental,
                one.control,
            )
            if isinstance(one.mean_difference, TestResult):
                yield (*place, "difference"), one.mean_difference.estimate
                yield from _limits(place, one.mean_difference.interval)


def _overlaps(analysed: Analysed) -> Iterator[Named]:
    """The share of the procedures of a pair that lies in the same quarters."""
    for pair in method_pairs(analysed.view.registry.methods, analysed.view.question):
        times = concurrence(analysed.view.registry, pair)
        yield ("overlap", *pair), None if times is None else times.overlap


def _risks(analysed: Analysed) -> Iterator[Named]:
    """The risks of leakage at the ends of the middle third of an exposure, by the model."""
    registry = analysed.view.registry
    for one in exposures(registry, DETECTED_EVENT) if DETECTED_EVENT in registry.events else ():
        middle = one.parts[len(one.parts) // 2]
        if isinstance(one.fit, FirthFit) and middle.low is not None and middle.high is not None:
            yield ("risk", DETECTED_EVENT, one.covariate, "from"), one.fit.risk(middle.low)
            yield ("risk", DETECTED_EVENT, one.covariate, "to"), one.fit.risk(middle.high)


def _limits(name: Name, interval: Interval | None, ending: str = "") -> Iterator[Named]:
    if interval is not None:
        yield (*name, f"low{ending}"), interval.low
        yield (*name, f"high{ending}"), interval.high


def _pair(one: RateVerdict) -> Name:
    return one.difference.experimental, one.difference.control


def _number(value: float | NotEstimable) -> float | None:
    return None if isinstance(value, NotEstimable) else value


def verdict_analysis(analysed: Analysed) -> str:
    """The analysis that carries the verdicts; "" where there are none."""
    found = (one.analysis for outcome in analysed.outcomes for view in outcome.visits for one in view.verdicts)
    return next(found, "")


def points_for_one_patient(study: Study, outcome: str) -> float | None:
    """What matters to one patient, as the study states it, else the suggested value; None where there is neither."""
    known = stated_mcid(study, outcome) or suggested(outcome)
    return None if known is None else known.points


def score_level(analysed: Analysed) -> float:
    """The level of the intervals of scores as they are shown: that of a family of pairs, 95% in a filtered view."""
    rows = (row for outcome in analysed.outcomes for view in outcome.visits for row in view.shown)
    known = (row.result.interval for row in rows if row.analysis in _TESTS and isinstance(row.result, TestResult))
    return max((one.level for one in known if one is not None), default=_LEVEL)


_TESTS = ("ancova_hc3", "welch_change", "student_change")
"""Analyses whose intervals are always at the level that was asked for."""
