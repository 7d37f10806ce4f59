"""How often something happened with each method, how far the rates differ, and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lib.analysis.centres import WithinCentres, by_centre, within_centres
from lib.analysis.detection import DETECTED_EVENT, Detection, detection_of, stated_detection
from lib.analysis.lesions import LesionComparison, compare_lesions
from lib.analysis.proposal import method_pairs
from lib.analysis.rate_codes import is_rare, judged, refusal_of
from lib.analysis.verdict import MARGIN_FROM, TESTED_FROM, family_level
from lib.registry.events import ANY, EventCounts
from lib.registry.protocol import Registry
from lib.stats.centres import Centre
from lib.stats.exact_tables import fisher, odds_ratio
from lib.stats.omnibus import OverallTest
from lib.stats.proportion import chi_squared, clopper_pearson, miettinen_nurminen, newcombe, rate, risk_ratio, wilson
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Question, event_better

STAMPS = ("DET", "O", "X", "E", "F", "Q")
Estimate = TestResult | NotEstimable


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One method's patients with the event among the `n` of whom it is known.

    `rate` has the exact interval at 0 or n events, else Wilson's; `missing` are the method's other patients.
    """

    event: str
    level: str
    method: str
    events: int
    n: int
    missing: int
    rate: Estimate
    wilson: Estimate
    exact: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class RateDifference:
    """Experimental minus control, as shares; ratios are experimental over control."""

    event: str
    level: str
    experimental: str
    control: str
    events_experimental: int
    n_experimental: int
    events_control: int
    n_control: int
    newcombe: Estimate
    risk_ratio: Estimate
    fisher_p: float | NotEstimable
    chi_squared: OverallTest | NotEstimable
    chi_squared_yates: OverallTest | NotEstimable

    @property
    def miettinen_nurminen(self) -> Estimate:
        """The score interval of the difference; it stands on no page, so it waits to be asked for."""
        return miettinen_nurminen(self.events_experimental, self.n_experimental, self.events_control, self.n_control)

    @property
    def odds_ratio(self) -> Estimate:
        """The conditional odds ratio, worked out when asked for: with thousands of events it takes longest."""
        if min(self.n_experimental, self.n_control) == 0:
            return NotEstimable(reason="no_values")
        return odds_ratio(self.events_experimental, self.n_experimental, self.events_control, self.n_control)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateVerdict:
    """What may be said of two rates. `difference` has its interval at `level`; `is_rare`: too few events to say.

    `code` is None where there is no verdict, for `reason` (with the figures its sentence needs in `parameters`).
    `within` is the difference within centres, from which the verdict follows where there are several.
    """

    event: str
    difference: RateDifference
    better: int
    role: str
    level: float
    margin: float | None
    code: str | None
    refusal: NotEstimable | None
    is_rare: bool
    stamps: tuple[str, ...]
    within: WithinCentres | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventComparison:
    """One event: every method's rates, every pair's differences, and the verdict on each pair for "any".

    All of patients; `lesions` are the rates per lesion or level, where patients have several. `may_overlap`: a patient
    counts in several of the categories.
    """

    event: str
    rates: tuple[Rate, ...]
    differences: tuple[RateDifference, ...]
    verdicts: tuple[RateVerdict, ...]
    detection: Detection | None
    lesions: LesionComparison | None = None
    may_overlap: bool = False

    def verdict_on(self, pair: tuple[str, str] | None) -> RateVerdict | None:
        """The verdict on (experimental, control); None where the event was not compared in this pair."""
        return next(
            (one for one in self.verdicts if (one.difference.experimental, one.difference.control) == pair), None
        )


def compare_event(
    registry: Registry,
    event: str,
    question: Question | NotEstimable,
    *,
    is_filtered_view: bool = False,
    shown: tuple[str, str] | None = None,
    stated: Mapping[str, str] | None = None,
) -> EventComparison:
    """Rates, differences and verdicts of one event; of a method with nothing recorded the rate does not exist.

    `stated` says by method how leakage was looked for, where no column does.
    """
    detection = detection_of(registry) or stated_detection(registry, stated or {}) if event == DETECTED_EVENT else None
    counts = registry.event_counts(event)
    found = compare_counts(
        counts,
        question,
        is_filtered_view=is_filtered_view,
        shown=shown,
        detection=detection,
        centres=[one.event_counts(event) for one in by_centre(registry)],
    )
    lesions = registry.lesion_counts(event)
    if lesions is None:
        return found
    pairs = [(one.difference.experimental, one.difference.control) for one in found.verdicts]
    family_level = found.verdicts[0].level if found.verdicts else 0.95
    return replace(found, lesions=compare_lesions(lesions, pairs, family_level))


def compare_counts(
    counts: EventCounts,
    question: Question | NotEstimable,
    *,
    is_filtered_view: bool = False,
    shown: tuple[str, str] | None = None,
    detection: Detection | None = None,
    visit: str | None = None,
    centres: Sequence[EventCounts] = (),
) -> EventComparison:
    """The same from counts alone; `detection` is how the event was looked for, `centres` are the counts of each.

    `visit` is the one at which the event was judged, where it has one: at another than the question's the comparison
    is exploratory.
    """
    is_question = isinstance(question, Question) and visit in (None, question.visit) and not is_filtered_view
    pairs = method_pairs(counts.methods, question, shown)
    differences = tuple(_difference(counts, level, pair) for level in counts.levels for pair in pairs)
    return EventComparison(
        event=counts.event,
        rates=tuple(_rate(counts, level, method) for level in counts.levels for method in counts.methods),
        differences=differences,
        verdicts=tuple(
            _verdict(
                one,
                question,
                len(pairs),
                is_question=is_question,
                is_filtered_view=is_filtered_view,
                detection=detection,
                centres=centres,
            )
            for one in differences
            if one.level == ANY
        ),
        detection=detection,
        may_overlap=counts.may_overlap,
    )


def _rate(counts: EventCounts, level: str, method: str) -> Rate:
    events, n = counts.of(method, level)
    return Rate(
        event=counts.event,
        level=level,
        method=method,
        events=events,
        n=n,
        missing=int(counts.missing[counts.methods.index(method)]),
        rate=rate(events, n),
        wilson=wilson(events, n),
        exact=clopper_pearson(events, n),
    )


def _difference(counts: EventCounts, level: str, pair: tuple[str, str]) -> RateDifference:
    (a, n_a), (b, n_b) = (counts.of(method, level) for method in pair)
    table = np.array([[a, n_a - a], [b, n_b - b]], dtype=np.float64)
    is_empty = min(n_a, n_b) == 0
    nothing = NotEstimable(reason="no_values")
    return RateDifference(
        event=counts.event,
        level=level,
        experimental=pair[0],
        control=pair[1],
        events_experimental=a,
        n_experimental=n_a,
        events_control=b,
        n_control=n_b,
        newcombe=newcombe(a, n_a, b, n_b),
        risk_ratio=risk_ratio(a, n_a, b, n_b),
        fisher_p=nothing if is_empty else fisher(table),
        chi_squared=chi_squared(table),
        chi_squared_yates=chi_squared(table, is_corrected=True),
    )


def _verdict(
    one: RateDifference,
    question: Question | NotEstimable,
    n_pairs: int,
    *,
    is_question: bool,
    is_filtered_view: bool,
    detection: Detection | None,
    centres: Sequence[EventCounts],
) -> RateVerdict:
    level = family_level(n_pairs)
    crude = Centre(one.events_experimental, one.n_experimental, one.events_control, one.n_control)
    within = within_centres(centres, (one.experimental, one.control), one.level, crude, level)
    margin = None if isinstance(question, NotEstimable) else question.margins.get(one.event)
    sizes = (one.experimental, one.n_experimental), (one.control, one.n_control)
    smallest = min(one.n_experimental, one.n_control)
    refusal = refusal_of(sizes, is_filtered_view=is_filtered_view)
    is_small = smallest < MARGIN_FROM or (within is not None and within.carries and within.smallest < MARGIN_FROM)
    size = None if margin is None else margin.value
    used = None if is_small else size
    code, contradicts = (None, False) if refusal else judged(one.event, crude, one.fisher_p, within, level, used)
    asked = () if isinstance(question, NotEstimable) else (question.experimental, question.control)
    is_asked = is_question and {*asked} == {one.experimental, one.control}
    stamps = {
        "DET": detection is not None and detection.differs,
        "O": isinstance(question, NotEstimable) or not question.randomised,
        "X": code is not None and size is not None and not _is_fixed(question),
        "E": code is not None and not is_asked,
        "F": contradicts,
        "Q": is_small,
    }
    return RateVerdict(
        event=one.event,
        difference=one,
        better=event_better(one.event),
        role="secondary" if is_asked else "exploratory",
        level=level,
        margin=size,
        code=code,
        refusal=refusal,
        is_rare=code == "inconclusive" and is_rare(crude),
        stamps=() if smallest < TESTED_FROM else tuple(stamp for stamp in STAMPS if stamps[stamp]),
        within=within,
    )


def _is_fixed(question: Question | NotEstimable) -> bool:
    return not isinstance(question, NotEstimable) and question.margin_fixed_before_results
