"""What the analysis of events returns, as flat lists of flat records: unrounded, every list a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lib.analysis.safety import EventComparison, Rate, RateDifference, RateVerdict
from lib.command.comparisons import Record, ascii_minus
from lib.registry.events import ANY
from lib.report.language import LANGUAGES
from lib.report.wording.rates import rate_sentence, rate_stamps, rate_tag
from lib.stats.centres import Heterogeneity
from lib.stats.omnibus import OverallTest
from lib.stats.results import NotEstimable, TestResult

UNIT = "patient"


def rate_records(found: Iterable[EventComparison]) -> list[Record]:
    """Each method's share with an event, for "any" and for every category, as proportions."""
    return [_rate(one, event.may_overlap and one.level != ANY) for event in found for one in event.rates]


def difference_records(found: Iterable[EventComparison]) -> list[Record]:
    """Every pair's difference of shares, ratios and tests; what cannot be computed is null with its reason."""
    return [_difference(one) for event in found for one in event.differences]


def lesion_records(found: Iterable[EventComparison]) -> list[Record]:
    """Each method's share of lesions or levels with an event, its limits clustered by patient, as proportions."""
    return [
        {"event": one.event, "method": one.method, "events": one.events, "lesions": one.lesions}
        | {"patients": one.patients, "rate": _of(one.result, "estimate"), **_limits("", one.result)}
        | {"unit": "lesion", "reason": _reason(one.result) if isinstance(one.result, NotEstimable) else None}
        for event in found
        if event.lesions is not None
        for one in event.lesions.rates
    ]


def lesion_difference_records(found: Iterable[EventComparison]) -> list[Record]:
    """Every pair's difference of shares of lesions, at the level of the event's family of pairs."""
    return [
        {"event": one.event, "experimental": one.experimental, "control": one.control}
        | {"difference": _of(one.result, "estimate"), **_limits("", one.result)}
        | {"reason": _reason(one.result) if isinstance(one.result, NotEstimable) else None}
        for event in found
        if event.lesions is not None
        for one in event.lesions.differences
    ]


def centre_difference_records(found: Iterable[EventComparison]) -> list[Record]:
    """Every pair's difference of shares within centres at the level of its verdict, and how the centres disagree."""
    return [
        {"event": one.event, "level": one.difference.level, "experimental": one.difference.experimental}
        | {"control": one.difference.control, "confidence_level": one.level, "n_centres": one.within.n_centres}
        | {"n_experimental": one.within.n_experimental, "n_control": one.within.n_control}
        | {"difference": _of(one.within.result, "estimate")}
        | {"standard_error": _of(one.within.result, "standard_error"), **_limits("", one.within.result)}
        | {"exact_p": one.within.exact_p, **_heterogeneity(one.within.heterogeneity)}
        | {"reason": _reason(one.within.result)}
        for event in found
        for one in event.verdicts
        if one.within is not None
    ]


def _heterogeneity(found: Heterogeneity | NotEstimable) -> Record:
    if isinstance(found, NotEstimable):
        return dict.fromkeys(("q", "df", "p_heterogeneity", "i_squared", "i_squared_low", "i_squared_high"))
    return {"q": found.q, "df": found.df, "p_heterogeneity": found.p_value, "i_squared": found.i_squared_estimate} | {
        "i_squared_low": found.i_squared.low,
        "i_squared_high": found.i_squared.high,
    }


def event_verdict_records(found: Iterable[EventComparison], *, is_filtered: bool = False) -> list[Record]:
    """What may be said of every pair, as codes and in both languages; beside the verdicts on scores."""
    return [_verdict(one, is_filtered) for event in found for one in event.verdicts]


def _rate(one: Rate, may_overlap: bool) -> Record:
    is_known = isinstance(one.rate, TestResult)
    return {
        "event": one.event,
        "level": one.level,
        "may_overlap": may_overlap,
        "method": one.method,
        "events": one.events,
        "n": one.n,
        "missing": one.missing,
        "rate": _of(one.rate, "estimate"),
        **_limits("", one.rate),
        "interval": one.rate.method if isinstance(one.rate, TestResult) else None,
        **_limits("wilson_", one.wilson),
        **_limits("exact_", one.exact),
        "unit": UNIT,
        "reason": None if is_known else _reason(one.rate),
    }


def _difference(one: RateDifference) -> Record:
    parts = (one.newcombe, one.risk_ratio, one.odds_ratio, one.fisher_p, one.chi_squared)
    return {
        "event": one.event,
        "level": one.level,
        "experimental": one.experimental,
        "control": one.control,
        "difference": _of(one.newcombe, "estimate"),
        **_limits("newcombe_", one.newcombe),
        **_limits("miettinen_nurminen_", one.miettinen_nurminen),
        "risk_ratio": _of(one.risk_ratio, "estimate"),
        **_limits("risk_ratio_", one.risk_ratio),
        "odds_ratio": _of(one.odds_ratio, "estimate"),
        **_limits("odds_ratio_", one.odds_ratio),
        "fisher_p": None if isinstance(one.fisher_p, NotEstimable) else one.fisher_p,
        "chi2_p": _of(one.chi_squared, "p_value"),
        "chi2_yates_p": _of(one.chi_squared_yates, "p_value"),
        "reason": next((part.reason for part in parts if isinstance(part, NotEstimable)), None),
    }


def _verdict(one: RateVerdict, is_filtered: bool) -> Record:
    said: Record = {}
    for language in LANGUAGES:
        said[f"tag_{language}"] = ascii_minus(rate_tag(one, language))
        said[f"sentence_{language}"] = ascii_minus(rate_sentence(one, language, is_filtered=is_filtered))
        said[f"stamps_{language}"] = [ascii_minus(words) for words in rate_stamps(one, language)]
    return {
        "outcome": one.event,
        "visit": None,
        "experimental": one.difference.experimental,
        "control": one.difference.control,
        "analysis": "mantel_haenszel" if one.within is not None and one.within.carries else "newcombe",
        "role": one.role,
        "level": one.level,
        "margin": one.margin,
        "verdict": one.code,
        "reason": None if one.refusal is None else one.refusal.reason,
        "parameters": {} if one.refusal is None else dict(one.refusal.parameters),
        **said,
        "stamps": list(one.stamps),
    }


def _limits(prefix: str, result: TestResult | NotEstimable) -> Record:
    interval = _of(result, "interval")
    return {
        f"{prefix}low": None if interval is None else interval.low,
        f"{prefix}high": None if interval is None else interval.high,
    }


def _of(result: TestResult | OverallTest | NotEstimable, field: str) -> Any:
    return None if isinstance(result, NotEstimable) else getattr(result, field)


def _reason(result: TestResult | NotEstimable) -> str | None:
    return result.reason if isinstance(result, NotEstimable) else None
