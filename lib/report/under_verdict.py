"""What stands directly under a verdict wherever it is said: its P value, who is not in it, all visits, bounds."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.results import Verdict, VisitComparison
from lib.report import wording
from lib.report.differences import shown_between
from lib.report.language import one_after_another, sentence
from lib.report.numbers import SIGNIFICANT_BELOW, level
from lib.stats.results import TestResult
from lib.terms import Covariate

MUCH_MISSING = 0.1
"""More than this share without a follow-up in a method: the model that uses every visit is shown too."""


def lines_under(
    compared: VisitComparison, verdict: Verdict, covariates: Sequence[Covariate], language: str
) -> list[str]:
    """The sentences that must be read with a verdict; none where nothing is to be said.

    `covariates` are the registry's, for their names.
    """
    pair = (verdict.experimental, verdict.control)
    lines = (
        sentence(language, "outcomes.holm_and_bonferroni") if _disagree(verdict) else "",
        wording.adjustment_line(compared, verdict, covariates, language),
        _mixed_model(compared, verdict, covariates, language),
        wording.floor_and_ceiling(compared, pair, language),
    )
    return [line for line in lines if line]


def family_line(verdict: Verdict, language: str) -> str:
    """By what the P value and the interval of one of several pairs were corrected; "" for a single pair.

    Where the two disagree it is the sentence that says so.
    """
    if verdict.n_pairs < 2 or verdict.code is None or not isinstance(verdict.result, TestResult):
        return ""
    if _disagree(verdict):
        return sentence(language, "outcomes.holm_and_bonferroni")
    return sentence(language, "omnibus.corrected", m=verdict.n_pairs, level=level(verdict.level))


def _disagree(verdict: Verdict) -> bool:
    """Whether a pair of several has a P value of Holm below 0.05 beside a Bonferroni interval that contains 0."""
    result = verdict.result
    if verdict.n_pairs < 2 or verdict.code is None or not isinstance(result, TestResult):
        return False
    if result.interval is None or result.p_value is None:
        return False
    return result.p_value < SIGNIFICANT_BELOW and result.interval.low <= 0 <= result.interval.high


def _mixed_model(compared: VisitComparison, verdict: Verdict, covariates: Sequence[Covariate], language: str) -> str:
    """Where more than a tenth is missing in either method, the mixed model's row stands under the verdict."""
    pair = (verdict.experimental, verdict.control)
    rows = [row for row in compared.flow if row.method in pair and row.with_baseline]
    worst = max(rows, key=lambda row: 1 - row.analysed / row.with_baseline, default=None)
    if worst is None or 1 - worst.analysed / worst.with_baseline <= MUCH_MISSING:
        return ""
    result = shown_between(compared, *pair, "mmrm")
    if not isinstance(result, TestResult):
        return ""
    line = wording.mixed_model_line(
        result, compared.scale, language, row=worst, margin=verdict.margin, is_holm=verdict.n_pairs > 1
    )
    adjusted = wording.covariate_names(compared.covariates, covariates, language)
    if not adjusted or verdict.analysis == "mmrm":  # the line before says it
        return line
    without = sentence(language, "outcomes.mixed_not_adjusted", covariates=adjusted)
    return one_after_another([line, without], language)
