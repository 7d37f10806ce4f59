"""One pair of methods unadjusted, by change, and adjusted: side by side, so that a reader sees what adjusting does."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.analysis.results import VisitComparison
from lib.report.differences import between_of, shown_between
from lib.report.language import sentence
from lib.report.numbers import interval
from lib.report.tables.cells import ABSENT, Cells, Pair, add, bare, figures_of, frame, pair_name
from lib.report.tables.heads import interval_head, p_head
from lib.report.wording import reason_sentence, visit_name
from lib.stats.results import NotEstimable

UNADJUSTED = ("welch_follow_up", "welch_change")


def adjustment(models: Sequence[tuple[VisitComparison, Sequence[str]]], pair: Pair, language: str) -> pd.DataFrame:
    """Rows: scores at the visit and their change unadjusted, then adjusted for the baseline in each of the models.

    A model is a comparison with the names of the covariates that it is adjusted for beside the baseline. Columns:
    patients of both methods, difference (experimental minus control), interval and P as the verdict's heads say them.
    """
    plain = models[0][0]
    visit = visit_name(plain.visit, language)
    rows: Cells = {
        sentence(language, f"adjustment.{name}", visit=visit): _cells(plain, pair, name, language)
        for name in UNADJUSTED
    }
    for model, names in models:
        covariates = sentence(language, "columns_page.separator").join(names)
        key = "adjustment.covariates" if names else "adjustment.baseline"
        add(
            rows,
            sentence(language, key, visit=visit, covariates=covariates),
            _cells(model, pair, "ancova_hc3", language),
        )
    heads = [
        sentence(language, "adjustment.n"),
        pair_name(pair, language),
        interval_head(plain, pair, language),
        p_head(plain, pair, language),
    ]
    return frame(rows, heads, sentence(language, "adjustment.corner"))


def _cells(comparison: VisitComparison, pair: Pair, analysis: str, language: str) -> list[str]:
    row, result = between_of(comparison, *pair, analysis), shown_between(comparison, *pair, analysis)
    n = ABSENT if row is None else sentence(language, "adjustment.both", a=row.n_experimental, b=row.n_control)
    if isinstance(result, NotEstimable):
        return [n, ABSENT, reason_sentence(result, language), ABSENT]
    texts = figures_of(result, comparison, pair, language)
    return [n, texts.estimate, interval(texts.low, texts.high, language), bare(texts.p)]
