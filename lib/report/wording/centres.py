"""Rates within centres, in words: the difference that carries the verdict, and how far the centres disagree."""

from __future__ import annotations

from lib.analysis.centres import WithinCentres
from lib.analysis.safety import RateVerdict
from lib.report.language import sentence
from lib.report.numbers import DifferenceTexts, difference_texts, level, number, p_value
from lib.report.wording.names import group_name
from lib.stats.results import NotEstimable

DIFFER = 0.10
"""P of Cochran's Q below which centres are said to differ; the usual limit, as the test finds little of few centres."""


def within_centres(verdict: RateVerdict, language: str) -> list[str]:
    """What the centres make of the crude difference, sentence by sentence; nothing where there is one centre."""
    found, one = verdict.within, verdict.difference
    if found is None:
        return []
    texts = within_figures(verdict, language)
    names = {"a": group_name(one.experimental, language), "b": group_name(one.control, language)}
    if texts is None:
        if not found.forbids or not isinstance(found.result, NotEstimable):
            return []
        numbers = {"n1": str(found.n_experimental), "n2": str(found.n_control)}
        key = "one_each" if found.n_centres == 0 else found.result.reason
        return [sentence(language, f"rates.within_{key}", **names, **numbers)]
    figures = {"d": texts.estimate, "low": texts.low, "high": texts.high, "p": texts.p or ""}
    patients = {"centres": str(found.n_centres), "n": str(found.n_experimental + found.n_control)}
    said = [sentence(language, "rates.within", **names, **figures, **patients, level=level(verdict.level))]
    if verdict.code is not None:
        said.append(sentence(language, "rates.within_carries"))
    return [*said, *_heterogeneity(found, language)]


def within_figures(verdict: RateVerdict, language: str) -> DifferenceTexts | None:
    """The difference within centres in percentage points at the verdict's level; None where it does not exist."""
    found = verdict.within
    if found is None or isinstance(found.result, NotEstimable) or found.result.interval is None:
        return None
    interval = found.result.interval
    return difference_texts(
        100 * found.result.estimate,
        100 * interval.low,
        100 * interval.high,
        found.exact_p,
        margin=None if verdict.margin is None else 100 * verdict.margin,
        spaced=language != "zh",
    )


def _heterogeneity(found: WithinCentres, language: str) -> list[str]:
    scatter = found.heterogeneity
    if isinstance(scatter, NotEstimable):
        return []
    shares = (scatter.i_squared_estimate, scatter.i_squared.low, scatter.i_squared.high)
    share, low, high = (number(100 * one, 0) for one in shares)
    told = [sentence(language, "rates.within_heterogeneity", share=share, low=low, high=high)]
    if scatter.p_value < DIFFER:
        shown = p_value(scatter.p_value, spaced=language != "zh")
        told.append(sentence(language, "rates.within_differ", p=shown))
    return told
