"""Three methods or more: the overall tests, and the pairs corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.between import ANALYSES, FittedVisit
from lib.analysis.results import Between, Omnibus, Pairwise
from lib.stats.adjust import holm
from lib.stats.omnibus import OverallTest, anova, kruskal, welch_anova
from lib.stats.results import NotEstimable, TestResult

OMNIBUS_TESTS = ("ancova_f", "welch_anova", "anova", "kruskal")
"""The model's own overall test, then those on the changes."""


def overall_tests(visit: FittedVisit) -> tuple[tuple[Omnibus, ...], dict[str, NotEstimable]]:
    """The overall tests over three methods or more, and those that do not exist with their reason."""
    if len(visit.pairs) < 3:
        return (), {}
    changes = [(pairs.change, pairs.count) for pairs in visit.pairs.values() if pairs.n > 0]
    results: dict[str, OverallTest | NotEstimable] = {
        "ancova_f": visit.model if isinstance(visit.model, NotEstimable) else visit.model.overall(),
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
