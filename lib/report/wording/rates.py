"""How often something happened, in words: the sentence of two rates, its tag and its stamps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lib.analysis.detection import DETECTED_EVENT, Detection
from lib.analysis.lesions import LesionComparison
from lib.analysis.safety import EventComparison, Rate, RateDifference, RateVerdict
from lib.report.language import has_sentence, one_after_another, sentence
from lib.report.numbers import DifferenceTexts, difference_texts, level, number, percent, plain
from lib.report.wording.centres import within_centres
from lib.report.wording.names import group_name, method_name
from lib.report.wording.reasons import reason_sentence
from lib.stats.proportion import newcombe
from lib.stats.results import NotEstimable, TestResult
from lib.terms import DEATH

Parameters = dict[str, str]

USUAL_LEVEL = 0.95
"""The level of an interval on its own; that of one of several pairs is higher, while Fisher's P stays as it is."""

_SECOND_COLUMN = re.compile(r"(?P<event>.+) \((?P<letter>[A-Z]{1,3})\)")


def event_name(event: str, language: str) -> str:
    """An event as a sentence begins with it: "Cement leakage"; what is not canonical keeps the registry's word.

    A second column of the same event, "complication (G)", is told by its letter: "Complications (column G)".
    """
    second = _SECOND_COLUMN.fullmatch(event)
    if second is not None:
        known = event_name(second["event"], language)
        return sentence(language, "rates.second_column", event=known, letter=second["letter"])
    key = f"rates.event.{event}"
    return sentence(language, key) if "." not in event and has_sentence(language, key) else event


def rate_tag(verdict: RateVerdict, language: str) -> str:
    """Heading and tag in one line: "Cement leakage · CT − DSA: Inconclusive"."""
    names = _names(verdict, language)
    code = verdict.code or ("filtered_view" if _is_filtered_view(verdict) else "not_estimable")
    own = f"rates.tag_{code}"
    label = sentence(language, own if has_sentence(language, own) else f"verdict.tag.{code}", **names)
    return sentence(language, "verdict.joined", heading=sentence(language, "rates.heading", **names), label=label)


def rate_sentence(verdict: RateVerdict, language: str, *, is_filtered: bool = False) -> str:
    """Both rates with their difference, and what follows from it; without a verdict the figures and the reason."""
    one = verdict.difference
    texts = difference_figures(one, verdict.level, language, margin=verdict.margin)
    if texts is None:
        unknown = [name for name, n in ((one.experimental, one.n_experimental), (one.control, one.n_control)) if n == 0]
        names = {"event": event_name(verdict.event, language), "a": group_name(unknown[0], language)}
        return sentence(language, "rates.unknown", **names)
    is_few = verdict.refusal is not None and verdict.refusal.reason == "too_few"
    key = "rates.stem_few" if is_few else "rates.stem"
    stem = sentence(language, key, **_names(verdict, language), **_figures(verdict, texts))
    apart = [] if is_few else within_centres(verdict, language)
    if not is_few and verdict.level > USUAL_LEVEL:
        apart = [sentence(language, "rates.p_uncorrected"), *apart]
    return one_after_another([stem, *apart, *_conclusion(verdict, language, is_filtered=is_filtered)], language)


def rate_text(verdict: RateVerdict, language: str, *, is_filtered: bool = False) -> str:
    """Sentence and stamps as one paragraph."""
    said = rate_sentence(verdict, language, is_filtered=is_filtered)
    return one_after_another([said, *rate_stamps(verdict, language)], language)


def rate_stamps(verdict: RateVerdict, language: str) -> tuple[str, ...]:
    """What qualifies the verdict, one sentence each."""
    is_within = verdict.within is not None and verdict.within.carries
    keys = {"F": "rates.within_disagree"} if is_within else {}
    return tuple(sentence(language, keys.get(stamp, f"stamps.{stamp}")) for stamp in verdict.stamps)


def single_rate(rate: Rate, language: str) -> str:
    """One method's rate with its limits; where nobody or everybody had the event, the limit that is left."""
    names = {"event": event_name(rate.event, language), "a": group_name(rate.method, language), "n": str(rate.n)}
    if isinstance(rate.rate, NotEstimable) or rate.rate.interval is None:
        return sentence(language, "rates.unknown", **names)
    low, high = limits(rate)
    if rate.events == 0:
        return sentence(language, "rates.none", limit=high, **names)
    if rate.events == rate.n:
        return sentence(language, "rates.all", limit=low, **names)
    figures = {"x": str(rate.events), "p": percent(rate.events, rate.n), "low": low, "high": high}
    return sentence(language, "rates.only", **figures, **names)


def overlap_line(found: EventComparison, language: str) -> str:
    """That a patient counts in each of several categories; "" where nobody has several."""
    if not found.may_overlap:
        return ""
    return sentence(language, "rates.several_places" if found.event == DETECTED_EVENT else "rates.several_kinds")


def limits(rate: Rate) -> tuple[str, str]:
    """The limits of a rate in percent, one decimal; only for a rate that exists."""
    if isinstance(rate.rate, NotEstimable) or rate.rate.interval is None:
        raise ValueError(f"rate must exist, but that of {rate.method} does not")
    return number(100 * rate.rate.interval.low, 1), number(100 * rate.rate.interval.high, 1)


def difference_figures(
    one: RateDifference, confidence: float, language: str, *, margin: float | None = None
) -> DifferenceTexts | None:
    """The risk difference in percentage points with Newcombe's limits at a level; None where a rate does not exist."""
    found = newcombe(one.events_experimental, one.n_experimental, one.events_control, one.n_control, level=confidence)
    if not isinstance(found, TestResult) or found.interval is None:
        return None
    return difference_texts(
        100 * found.estimate,
        100 * found.interval.low,
        100 * found.interval.high,
        None if isinstance(one.fisher_p, NotEstimable) else one.fisher_p,
        margin=None if margin is None else 100 * margin,
        spaced=language != "zh",
    )


def definition_line(event: str, definitions: Mapping[str, str], systems: Sequence[str], language: str) -> str:
    """What counted as an event, as far as anybody said; whose unit the rate is; and by which `systems` it is graded."""
    if event == DEATH:
        own = [sentence(language, "rates.own_words", definition=definitions[event])] if definitions.get(event) else []
        return one_after_another([*own, sentence(language, "rates.of_death")], language)
    known = definitions.get(event)
    named = [sentence(language, "rates.without_system", grades=one) if "–" in one[:2] else one for one in systems]
    joined = sentence(language, "columns_page.separator").join(named)
    said = [sentence(language, "rates.several_systems", systems=joined)] if len(systems) > 1 else []
    if known:
        return one_after_another([sentence(language, "rates.defined", definition=known), *said], language)
    key = "rates.graded" if len(systems) == 1 else "rates.definition"
    return one_after_another([sentence(language, key, system=joined), *said], language)


def definition_lines(
    events: Sequence[str], definitions: Mapping[str, str], systems: Mapping[str, tuple[str, ...]], language: str
) -> str:
    """What a table of several events needs below it: the definition of the first, and in short what a death is."""
    first = definition_line(events[0], definitions, systems.get(events[0], ()), language)
    deaths = [sentence(language, "rates.of_death_in_short")] if DEATH in events[1:] else []
    return one_after_another([first, *deaths], language)


def lesion_sentence(found: LesionComparison | None, pair: tuple[str, str] | None, language: str) -> str:
    """The difference of the rates per lesion of a pair, with what its interval allows for; "" where there is none."""
    one = None if found is None else found.difference_of(pair)
    if found is None or one is None or isinstance(one.result, NotEstimable) or one.result.interval is None:
        return ""
    interval = one.result.interval
    texts = difference_texts(100 * one.result.estimate, 100 * interval.low, 100 * interval.high, None)
    return sentence(
        language,
        "rates.lesion_difference",
        a=group_name(one.experimental, language),
        b=group_name(one.control, language),
        d=texts.estimate,
        low=texts.low,
        high=texts.high,
        level=level(interval.level),
        lesions=sum(rate.lesions for rate in found.rates),
        patients=sum(rate.patients for rate in found.rates),
    )


def detection_sentence(detection: Detection | None, language: str) -> str:
    """How leakage was looked for with each method, and what that means for the comparison."""
    if detection is None:
        return sentence(language, "rates.detection_unknown")
    not_recorded = sentence(language, "rates.missing")
    ways = [
        sentence(
            language,
            "rates.detection_way",
            method=group_name(method, language),
            counts=sentence(language, "columns_page.separator").join(
                sentence(language, "rates.detection_count", way=_way(way, language), n=n)
                for way, n in zip((*detection.ways, not_recorded), (*counts, detection.unknown[method]), strict=True)
                if n
            ),
        )
        for method, counts in detection.counts.items()
    ]
    found = "differs" if detection.differs else "same" if detection.is_same else "mixed"
    return sentence(language, f"rates.detection_{found}", ways=("；" if language == "zh" else "; ").join(ways))


def _way(way: str, language: str) -> str:
    """A way that was stated on the page in words, one of a column as the registry writes it."""
    key = f"rates.way.{way}"
    return sentence(language, key) if "." not in way and has_sentence(language, key) else way


def _conclusion(verdict: RateVerdict, language: str, *, is_filtered: bool) -> list[str]:
    if verdict.refusal is not None:
        if _is_filtered_view(verdict):
            return [sentence(language, "rates.filtered_view")]
        return [reason_sentence(verdict.refusal, language, is_filtered=is_filtered)]
    key = _rare_key(verdict, language) if verdict.is_rare else f"rates.{verdict.code}"
    return [sentence(language, key, **_names(verdict, language))]


def _rare_key(verdict: RateVerdict, language: str) -> str:
    """Whether those with the event are too few to tell, or, where most had it, those without."""
    one = verdict.difference
    if 2 * (one.events_experimental + one.events_control) <= one.n_experimental + one.n_control:
        return "rates.rare"
    own = f"rates.without.{verdict.event}"
    return own if "." not in verdict.event and has_sentence(language, own) else "rates.rare_without"


def _is_filtered_view(verdict: RateVerdict) -> bool:
    return verdict.refusal is not None and verdict.refusal.reason == "filtered_view"


def _names(verdict: RateVerdict, language: str) -> Parameters:
    one = verdict.difference
    is_lower = _difference(verdict) < 0
    own = f"rates.word.{verdict.event}"
    return {
        "event": event_name(verdict.event, language),
        "a": group_name(one.experimental, language),
        "b": group_name(one.control, language),
        "a_name": method_name(one.experimental, language),
        "b_name": method_name(one.control, language),
        "direction": sentence(language, "rates.lower" if is_lower else "rates.higher"),
        "rate": sentence(language, own if has_sentence(language, own) else "rates.word.rate"),
        "margin": "" if verdict.margin is None else plain(100 * verdict.margin),
    }


def _difference(verdict: RateVerdict) -> float:
    """The difference that the verdict follows from, as a share."""
    if verdict.within is not None and isinstance(verdict.within.result, TestResult):
        return verdict.within.result.estimate
    one = verdict.difference
    return _share(one.events_experimental, one.n_experimental) - _share(one.events_control, one.n_control)


def _share(events: int, n: int) -> float:
    return events / n if n else 0.0


def _figures(verdict: RateVerdict, texts: DifferenceTexts) -> Parameters:
    one = verdict.difference
    return {
        "x1": str(one.events_experimental),
        "n1": str(one.n_experimental),
        "p1": percent(one.events_experimental, one.n_experimental),
        "x2": str(one.events_control),
        "n2": str(one.n_control),
        "p2": percent(one.events_control, one.n_control),
        "d": texts.estimate,
        "low": texts.low,
        "high": texts.high,
        "p": texts.p or "",
        "level": level(verdict.level),
    }
