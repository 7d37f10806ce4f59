"""One row per analysis of a pair: estimate, interval and P."""

from __future__ import annotations

import pandas as pd

from lib.analysis.results import VisitComparison
from lib.analysis.verdict import LEVEL_TOLERANCE
from lib.report.differences import shown_between, shown_difference
from lib.report.language import sentence
from lib.report.numbers import (
    difference_texts,
    interval,
    level,
    number,
    printed_decimals,
)
from lib.report.tables.cells import ABSENT, Pair, bare, figures_of, frame, p_of, pair_name
from lib.report.tables.heads import interval_head, p_head, shown_level
from lib.report.wording import (
    covariate_names,
    estimate_name,
    procedure_name,
    reason_sentence,
)
from lib.stats.results import NotEstimable, TestResult

SENSITIVITY = (
    "ancova", "welch_change", "student_change", "welch_follow_up", "mann_whitney_change", "hedges_g", "cliffs_delta",
    "mmrm",
)  # fmt: skip
"""The analyses below the primary one, in the order of the table."""


def between_methods(
    comparison: VisitComparison, pair: Pair, language: str, *, only_primary: bool = False
) -> pd.DataFrame:
    """One row per analysis of a pair: the procedure, its estimate (experimental minus control), interval and P.

    The first is the primary one, as the verdict has it; the others are sensitivity analyses, left out with
    `only_primary`. The heads say at which level the intervals are (simultaneous where several pairs form a family)
    and whose P it is (plain, Holm's, or unadjusted in a filtered view); a limit at another level says so itself.
    """
    wanted = comparison.methods and set(pair) <= set(comparison.methods)
    primary = shown_difference(comparison, *pair)
    results = [(_primary_analysis(comparison, pair), primary)] if wanted else []
    if not only_primary:
        results += [(name, shown_between(comparison, *pair, name)) for name in SENSITIVITY if name != results[0][0]]
    rows = {
        procedure_name(
            name,
            result.method if isinstance(result, TestResult) else "",
            language,
            n_methods=len(comparison.methods),
            adjusted=covariate_names(comparison.covariates, (), language),
        ): _between_cells(name, result, comparison, pair, language)
        for name, result in results
    }
    columns = [
        sentence(language, "tables.between.estimate"),
        pair_name(pair, language),
        interval_head(comparison, pair, language),
        p_head(comparison, pair, language),
    ]
    return frame(rows, columns, sentence(language, "tables.between.procedure"))


def _between_cells(
    analysis: str, result: TestResult | NotEstimable, comparison: VisitComparison, pair: Pair, language: str
) -> list[str]:
    name = estimate_name(analysis, language)
    if isinstance(result, NotEstimable):
        return [name, ABSENT, reason_sentence(result, language), ABSENT]
    if result.interval is None:
        decimals = printed_decimals(comparison.scale.decimals)
        return [name, number(result.estimate, decimals), ABSENT, p_of(result, language)]
    is_effect_size = analysis in {"hedges_g", "cliffs_delta"}
    texts = (
        difference_texts(
            result.estimate, result.interval.low, result.interval.high, result.p_value,
            decimals=2, spaced=language != "zh",
        )
        if is_effect_size
        else figures_of(result, comparison, pair, language)
    )  # fmt: skip
    limits = interval(texts.low, texts.high, language)
    if abs(result.interval.level - shown_level(comparison, pair)) > LEVEL_TOLERANCE:
        shown = level(result.interval.level)
        limits = sentence(language, "tables.between.other_level", interval=limits, level=shown)
    return [name, texts.estimate, limits, bare(texts.p)]


def _primary_analysis(comparison: VisitComparison, pair: Pair) -> str:
    found = (one.analysis for one in comparison.verdicts if {one.experimental, one.control} == set(pair))
    return next(found, "ancova_hc3")
