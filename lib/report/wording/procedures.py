"""Analyses by name: which procedure gave a number, what its estimate is called, and its statistic."""

from __future__ import annotations

from lib.report.language import has_sentence, sentence
from lib.report.numbers import number
from lib.report.wording.comparison import degrees
from lib.stats.results import TestResult

_ESTIMATES = {
    "ancova_hc3": "adjusted",
    "ancova": "adjusted",
    "mmrm": "adjusted",
    "welch_change": "mean",
    "student_change": "mean",
    "welch_follow_up": "follow_up",
    "mann_whitney_change": "hodges_lehmann",
    "hedges_g": "hedges_g",
    "cliffs_delta": "cliffs_delta",
}
_RANK_STATISTICS = {"mann_whitney_change": "W", "signed_rank": "V"}
_ONE_MODEL = ("ancova_hc3", "ancova", "mmrm")


def procedure_name(analysis: str, method: str, language: str, *, n_methods: int = 2, adjusted: str = "") -> str:
    """The procedure in words, with how its P value was reached (exact, asymptotic, ties) where that varies.

    `method` is the code of the result ("" where there is none); with three methods or more the models say that they
    are one model over all of them. `adjusted` names what the analyses of covariance are adjusted for beside the
    baseline, "" for nothing: they say so, and the mixed model that it is not.
    """
    is_said = bool(adjusted) and analysis in _ONE_MODEL
    key = f"procedures_adjusted.{analysis}" if is_said else f"procedures.{analysis}"
    parts = [sentence(language, key, **({"covariates": adjusted} if is_said else {}))]
    if analysis in _RANK_STATISTICS and has_sentence(language, f"procedure_notes.{method}"):
        parts.append(sentence(language, f"procedure_notes.{method}"))
    if n_methods > 2 and analysis in _ONE_MODEL:
        parts.append(sentence(language, "procedures.one_model", k=n_methods))
    return ("，" if language == "zh" else ", ").join(parts)


def estimate_name(analysis: str, language: str) -> str:
    """What the estimate of an analysis is called, such as "Adjusted difference"."""
    return sentence(language, f"estimates.{_ESTIMATES[analysis]}")


def statistic_text(result: TestResult, analysis: str, language: str) -> str:
    """The test statistic as printed: "t(59) = −2.35", in Chinese "t=−2.35"; a rank test has R's W or V; else ""."""
    if result.statistic is None:
        return ""
    if analysis in _RANK_STATISTICS:
        shown = number(result.statistic, 0 if result.statistic == int(result.statistic) else 1)
        symbol = _RANK_STATISTICS[analysis]
    else:
        shown = number(result.statistic, 2)
        symbol = "t" if language == "zh" or result.df is None else f"t({degrees(result.df)})"
    return f"{symbol}={shown}" if language == "zh" else f"{symbol} = {shown}"


def table_note(version: str, language: str) -> str:
    """What holds of every test of a table, said once under it."""
    return sentence(language, "procedures.table_note", version=version)
