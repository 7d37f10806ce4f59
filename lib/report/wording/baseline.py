"""What it means for the comparison that the methods' patients differed before treatment."""

from __future__ import annotations

from collections.abc import Iterable

from lib.analysis.patients import BaselineRow
from lib.report.language import sentence
from lib.report.numbers import number, printed_decimals
from lib.report.wording.names import group_name, outcome_name, unit_name
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Scale

DIFFERS_FROM = 0.1
"""Standardised mean difference from which baselines count as different: Austin, Stat Med 2009;28:3083."""


def baseline_sentence(rows: Iterable[BaselineRow], pair: tuple[str, str], scale: Scale, language: str) -> str:
    """Why change score and analysis of covariance may disagree (Lord 1967); "" where the baselines hardly differ.

    `rows` is the baseline table; the difference is that of its means, experimental minus control of `pair`.
    """
    balance = [one for row in rows if row.is_score and row.name == scale.outcome for one in row.balance]
    here = next((one for one in balance if {one.experimental, one.control} == set(pair)), None)
    if here is None or isinstance(here.smd, NotEstimable) or not isinstance(here.mean_difference, TestResult):
        return ""
    if abs(here.smd) < DIFFERS_FROM:
        return ""
    higher = here.experimental if here.mean_difference.estimate > 0 else here.control
    difference = number(abs(here.mean_difference.estimate), printed_decimals(scale.decimals))
    return sentence(
        language,
        "adjustment.lord",
        outcome=outcome_name(scale.outcome, language),
        method=group_name(higher, language),
        difference=difference,
        unit=unit_name(scale, language, amount=difference),
        smd=number(abs(here.smd), 2),
    )
