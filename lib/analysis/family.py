"""Three methods or more: the overall tests, and the pairs corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib.analysis.between import ANALYSES, FittedVisit
from lib.analysis.results import Between, Omnibus, Pairwise
from lib.analysis.verdict import MARGIN_FROM, TESTED_FROM, family_level
from lib.stats.adjust import holm
from lib.stats.omnibus import OverallTest, anova, kruskal, welch_anova
from lib.stats.results import NotEstimable, TestResult

OMNIBUS_TESTS = ("ancova_hc3_f", "ancova_f", "welch_anova", "anova", "kruskal")
"""The model's own overall tests, first the one by the standard errors that carry the verdict; then those on changes."""


def overall_tests(visit: FittedVisit) -> tuple[tuple[Omnibus, ...], dict[str, NotEstimable]]:
    """The overall tests over three methods or more, and those that do not exist with their reason."""
    if len(visit.pairs) < 3:
        return (), {}
    changes = [pairs.changes for pairs in visit.pairs.values() if pairs.n > 0]
    model = visit.model
    results: dict[str, OverallTest | NotEstimable] = {
        "ancova_hc3_f": model if isinstance(model, NotEstimable) else model.overall(robust=True),
        "ancova_f": model if isinstance(model, NotEstimable) else model.overall(),
        "welch_anova": welch_anova(changes),
        "anova": anova(changes),
        "kruskal": kruskal(changes),
    }
    found = tuple(
        Omnibus(test=test, statistic=result.statistic, df1=result.df1, df2=result.df2, p_value=result.p_value)
        for test, result in results.items()
        if isinstance(result, OverallTest)
    )
    return found, {test: result for test, result in results.items() if isinstance(result, NotEstimable)}


def shown_rows(visit: FittedVisit, between: Sequence[Between], n_pairs: int) -> tuple[Between, ...]:
    """The rows of all pairs as screens show them, so that what stands side by side may be compared.

    Every interval is at the level of a family of `n_pairs`, and with more pairs than one every P value is Holm's over
    the pairs of its analysis. Where a method has 5 to 9 patients, the Mann–Whitney test is exact with ties.
    """
    level = family_level(n_pairs)
    rows = [replace(row, result=_shown(visit, row, level)) for row in between]
    if n_pairs == 1:
        return tuple(rows)
    found: dict[tuple[str, str, str], Between] = {(row.experimental, row.control, row.analysis): row for row in rows}
    for one in pairwise_rows(rows):
        row = found[one.experimental, one.control, one.analysis]
        if isinstance(row.result, TestResult):
            found[one.experimental, one.control, one.analysis] = replace(
                row, result=replace(row.result, p_value=one.p_holm)
            )
    return tuple(found.values())


def _shown(visit: FittedVisit, row: Between, level: float) -> TestResult | NotEstimable:
    """One analysis at a level; an exact test that cannot be computed gives way to R's default."""
    is_small = TESTED_FROM <= min(row.n_experimental, row.n_control) < MARGIN_FROM
    if row.analysis == "mann_whitney_change" and is_small and isinstance(row.result, TestResult):
        exact = visit.exact_ranks(row.experimental, row.control, level)
        if isinstance(exact, TestResult):
            return exact
    return row.result if level == 0.95 else visit.result(row.analysis, row.experimental, row.control, level)


def pairwise_rows(between: Sequence[Between]) -> tuple[Pairwise, ...]:
    """Every analysis' P values of all pairs, plain and by Holm; none where fewer than three pairs were compared."""
    found: list[Pairwise] = []
    for analysis in ANALYSES:
        rows = [row for row in between if row.analysis == analysis]
        p_values = [row.result.p_value if isinstance(row.result, TestResult) else None for row in rows]
        if len(rows) < 3:
            continue
        for row, plain, corrected in zip(rows, p_values, holm(p_values), strict=True):
            if plain is not None and corrected is not None:
                found.append(
                    Pairwise(
                        experimental=row.experimental,
                        control=row.control,
                        analysis=analysis,
                        p_value=plain,
                        p_holm=corrected,
                    )
                )
    return tuple(found)
