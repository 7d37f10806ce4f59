"""Sentences beside the verdict: change within a method, the overall test, and what a new study would need."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lib.analysis.results import Omnibus, VisitComparison, Within
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, number, p_value, plain, printed_decimals
from lib.report.wording.names import (
    compared_by_name,
    group_name,
    method_name,
    outcome_name,
    patients,
    unit_name,
    visit_name,
)
from lib.report.wording.reasons import reason_sentence
from lib.stats.results import NotEstimable
from lib.terms import Scale


def within_heading(language: str, method: str | None = None) -> str:
    """The heading over the change within one method, or within each."""
    if method is None:
        return sentence(language, "within.heading_all")
    return sentence(language, "within.heading", a=group_name(method, language))


def within_sentence(within: Within, scale: Scale, language: str, compared_by: str = "") -> str:
    """The mean change of one method with its interval; never as an effect of the method, never with a P value.

    An interval that contains 0 says that a change was not shown. `compared_by` is the header of a column that stands in
    the place of the guidance method.
    """
    names = {
        "a": group_name(within.method, language),
        "n": str(within.n),
        "outcome": outcome_name(scale.outcome, language),
    }
    change = within.paired_t
    if isinstance(change, NotEstimable):
        return sentence(language, "within.not_estimable", **names, reason=reason_sentence(change, language))
    if change.interval is None:
        raise ValueError("within.paired_t must have an interval to be worded")
    texts = difference_texts(
        change.estimate, change.interval.low, change.interval.high, None, decimals=printed_decimals(scale.decimals)
    )
    size = number(abs(change.estimate), texts.decimals)
    key = "not_shown"
    if change.interval.low > 0 or change.interval.high < 0:
        key = "fell" if change.estimate < 0 else "rose"
    amount = texts.estimate if key == "not_shown" else size
    return sentence(
        language,
        f"within.{key}",
        **names,
        d=texts.estimate,
        size=size,
        unit=unit_name(scale, language, amount=amount),
        low=texts.low,
        high=texts.high,
        by=compared_by_name(compared_by, language),
    )


def one_method_sentence(methods: Mapping[str, int], language: str, *, is_chosen: bool) -> str:
    """Why nothing is compared where one method is there; `methods` counts the patients of each, none at all included.

    `is_chosen` says that the registry has others, which were not chosen or were filtered away.
    """
    if not methods:
        return sentence(language, "document.no_method")
    name, n = next(iter(methods.items()))
    if is_chosen:
        said = {"method": method_name(name, language), "patients": patients(n, language)}
        return sentence(language, "document.one_chosen", **said)
    return reason_sentence(NotEstimable(reason="one_method", parameters={"method": name, "n": n}), language)


def omnibus_sentence(omnibus: Omnibus, comparison: VisitComparison, language: str) -> str:
    """What the overall test of the adjusted means says over the methods that entered it; only for ancova_hc3_f."""
    if omnibus.test != "ancova_hc3_f":
        raise ValueError(f"omnibus.test must be ancova_hc3_f to speak of adjusted means, but got {omnibus.test!r}")
    return sentence(
        language,
        "omnibus.differed" if omnibus.p_value < 0.05 else "omnibus.not_shown",
        outcome=outcome_name(comparison.outcome, language),
        visit=visit_name(comparison.visit, language),
        k=round(omnibus.df1) + 1,
        statistic=omnibus_statistic(omnibus, language),
        p=p_value(omnibus.p_value, spaced=language != "zh"),
    )


def omnibus_statistic(omnibus: Omnibus, language: str) -> str:
    """The statistic with its degrees of freedom: "F(2, 93) = 4.51", for Kruskal–Wallis "χ²(2) = 6.20"."""
    key = "omnibus.statistic_chi" if omnibus.df2 is None else "omnibus.statistic_two"
    return sentence(
        language,
        key,
        df1=degrees(omnibus.df1),
        df2="" if omnibus.df2 is None else degrees(omnibus.df2),
        value=number(omnibus.statistic, 2),
    )


def omnibus_name(test: str, language: str) -> str:
    """An overall test by name."""
    return sentence(language, f"omnibus.{test}")


def pairs_sentence(n_pairs: int, confidence: float, language: str) -> str:
    """How many pairs are compared and at which simultaneous level."""
    return sentence(language, "omnibus.pairs", m=n_pairs, level=level(confidence))


def planning_sentence(
    n_per_group: float, sd: float, scale: Scale, language: str, *, true_difference: float = 0.0, power: float = 0.8
) -> str:
    """How many patients per group a new study would need; `true_difference` is what it assumes, never the one seen."""
    if true_difference:
        shown = plain(true_difference)
        unit = unit_name(scale, language, amount=shown)
        assumption = sentence(language, "planning.difference", difference=shown, unit=unit)
    else:
        assumption = sentence(language, "planning.no_difference")
    return sentence(
        language,
        "planning.sentence",
        n=math.ceil(n_per_group),
        power=level(power),
        sd=number(sd, printed_decimals(scale.decimals)),
        assumption=assumption,
    )


def degrees(df: float) -> str:
    """Degrees of freedom: whole where they are whole, else one decimal."""
    return number(df, 0 if abs(df - round(df)) < 1e-9 else 1)
