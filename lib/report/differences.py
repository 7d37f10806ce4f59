"""The difference that a picture or a table shows for a pair of methods: the verdict's own, in the direction asked."""

from __future__ import annotations

from dataclasses import replace

from lib.analysis.results import Between, VisitComparison
from lib.stats.results import Interval, NotEstimable, TestResult


def shown_difference(comparison: VisitComparison, experimental: str, control: str) -> TestResult | NotEstimable:
    """The adjusted difference, experimental minus control, whichever way round the comparison holds the pair.

    It is the result that carries the verdict (simultaneous and with P by Holm where several pairs form a family; 95%
    and plain in a filtered view), so that pictures, tables and the sentence agree; without a verdict it is the
    primary analysis of the pair.
    """
    for verdict in comparison.verdicts:
        if {verdict.experimental, verdict.control} == {experimental, control}:
            return verdict.result if verdict.experimental == experimental else reversed_result(verdict.result)
    row = between_of(comparison, experimental, control, "ancova_hc3")
    return NotEstimable(reason="no_values") if row is None else row.result


def analysed_patients(comparison: VisitComparison) -> dict[str, int]:
    """By method the patients whom the primary analysis uses: a mixed model all with a baseline and any follow-up.

    Every other uses those with both scores; so where a mixed model is asked for but cannot be fitted.
    """
    observed = {row.method: row.analysed for row in comparison.flow if row.method is not None}
    if not is_mixed(comparison):
        return observed
    for row in comparison.between:
        if row.analysis == "mmrm":
            observed |= {row.experimental: row.n_experimental, row.control: row.n_control}
    return observed


def observed_patients(comparison: VisitComparison) -> int:
    """How many have a score before treatment and at the visit."""
    return sum(row.analysed for row in comparison.flow if row.method is not None)


def is_mixed(comparison: VisitComparison) -> bool:
    """Whether the differences shown are those of the mixed model."""
    return any(one.analysis == "mmrm" and isinstance(one.result, TestResult) for one in comparison.verdicts)


def p_kind(comparison: VisitComparison, experimental: str, control: str | None) -> str:
    """What a pair's shown P values are: "p" plain, "p_holm" of several pairs, "p_unadjusted" in a filtered view."""
    for verdict in comparison.verdicts:
        if {verdict.experimental, verdict.control} == {experimental, control}:
            if verdict.reason == "filtered_view":
                return "p_unadjusted"
            return "p_holm" if verdict.n_pairs > 1 else "p"
    return "p"


def shown_between(
    comparison: VisitComparison, experimental: str, control: str, analysis: str
) -> TestResult | NotEstimable:
    """One analysis of a pair as a table may show it: nothing where there are too few patients for a verdict.

    Its level and its P are those of the verdict, so that the rows of a table can be compared.
    """
    for verdict in comparison.verdicts:
        if {verdict.experimental, verdict.control} == {experimental, control} and verdict.reason == "too_few":
            return NotEstimable(reason=verdict.reason, parameters=verdict.parameters)
    row = between_of(comparison, experimental, control, analysis)
    return NotEstimable(reason="no_values") if row is None else row.result


def between_of(comparison: VisitComparison, experimental: str, control: str, analysis: str) -> Between | None:
    """The row of one analysis as screens show it, turned round if need be; None where the comparison has none."""
    for row in comparison.shown or comparison.between:
        if row.analysis != analysis:
            continue
        if (row.experimental, row.control) == (experimental, control):
            return row
        if (row.experimental, row.control) == (control, experimental):
            return Between(
                experimental=experimental,
                control=control,
                n_experimental=row.n_control,
                n_control=row.n_experimental,
                analysis=analysis,
                result=reversed_result(row.result),
            )
    return None


def reversed_result(result: TestResult | NotEstimable) -> TestResult | NotEstimable:
    """The same comparison the other way round: estimate, limits and statistic change sign, P stays.

    R's W counts from zero and has no sign, so the statistic of a rank test (no degrees of freedom) is left out.
    """
    if isinstance(result, NotEstimable):
        return result
    interval = result.interval
    return replace(
        result,
        estimate=0.0 - result.estimate,
        interval=None if interval is None else Interval(0.0 - interval.high, 0.0 - interval.low, interval.level),
        statistic=None if result.statistic is None or result.df is None else 0.0 - result.statistic,
    )
