"""Leakage by thirds of the cement volume and by the timing of the injection, with exact limits."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from lib.analysis.exposure import Exposure, ExposurePart
from lib.report.language import sentence
from lib.report.numbers import count_percent, number, p_value, plain
from lib.report.tables.cells import ABSENT, Cells, add, frame
from lib.report.wording.names import covariate_name, level_name
from lib.stats.firth import FirthFit
from lib.stats.results import NotEstimable
from lib.terms import Covariate

SMALLEST, LARGEST = 0.01, 999
"""Odds ratios beyond these are printed as smaller or larger."""


def exposure(found: Exposure, covariates: Mapping[str, Covariate], language: str) -> pd.DataFrame:
    """One row per third of the patients or per level: with the event, of how many, and the exact 95% interval."""
    held = covariates[found.covariate]
    rows: Cells = {}
    for part in found.parts:
        add(rows, _label(part, held, language), [count_percent(part.events, part.n, language), _limits(part, language)])
    heads = [sentence(language, "exposure.events"), sentence(language, "exposure.interval")]
    return frame(rows, heads, covariate_name(held, language))


def exposure_sentence(found: Exposure, covariates: Mapping[str, Covariate], language: str) -> str:
    """The odds ratio per unit with its interval, or why there is none; and that it is an association."""
    events = sum(part.events for part in found.parts)
    if not isinstance(found.fit, FirthFit):
        return sentence(language, "exposure.described", events=events)
    fit, middle = found.fit, found.parts[len(found.parts) // 2]
    ratio, low, high = (_odds_ratio(one) for one in (fit.slope, fit.interval.low, fit.interval.high))
    risks = {
        f"{end}_{what}": text
        for end, at in (("from", middle.low or 0.0), ("to", middle.high or 0.0))
        for what, text in (("at", plain(at)), ("risk", number(100 * fit.risk(at), 0)))
    }
    p = p_value(fit.p_value, spaced=language != "zh")
    name = covariate_name(covariates[found.covariate], language)
    return sentence(language, "exposure.modelled", name=name, ratio=ratio, low=low, high=high, p=p, **risks)


def _odds_ratio(log_odds: float) -> str:
    """An odds ratio as printed: two decimals, and only its order where it lies beyond 0.01 or 999."""
    if log_odds > math.log(LARGEST):
        return f"> {LARGEST}"
    return f"< {SMALLEST}" if log_odds < math.log(SMALLEST) else number(math.exp(log_odds), 2)


def _label(part: ExposurePart, covariate: Covariate, language: str) -> str:
    if part.level is not None or part.low is None or part.high is None:
        return level_name(covariate, part.level, language)
    return plain(part.low) if part.low == part.high else f"{plain(part.low)}–{plain(part.high)}"


def _limits(part: ExposurePart, language: str) -> str:
    if isinstance(part.rate, NotEstimable) or part.rate.interval is None:
        return ABSENT
    low, high = (number(100 * limit, 1) for limit in (part.rate.interval.low, part.rate.interval.high))
    return sentence(language, "rates.exact", low=low, high=high)
