"""Within each method: scores before and after, the change, and its paired tests."""

from __future__ import annotations

import pandas as pd

from lib.analysis.results import VisitComparison, Within
from lib.report.language import sentence
from lib.report.numbers import (
    difference_texts,
    interval,
    mean_sd,
    median_quartiles,
    number,
    p_value,
    printed_decimals,
)
from lib.report.tables.cells import ABSENT, frame
from lib.report.wording import (
    method_name,
    procedure_name,
    statistic_text,
    visit_name,
)
from lib.stats.describe import Description
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Visit

TESTED_FROM = 5
"""Patients from whom a method's own tests are printed."""


def within_methods(comparison: VisitComparison, language: str) -> pd.DataFrame:
    """Methods in columns: n, scores before and after, the change, and its paired tests, each named.

    Fewer than five patients: no test. Five to nine: the signed-rank test is exact with ties, and named so.
    """
    columns = [method_name(row.method, language) for row in comparison.within]
    described: list[dict[str, str]] = [_within_cells(row, comparison, language) for row in comparison.within]
    keys = list(described[0]) if described else []
    rows = {_within_label(key, comparison.visit, language): [cells[key] for cells in described] for key in keys}
    return frame(rows, columns, sentence(language, "tables.within.corner"))


def _within_cells(within: Within, comparison: VisitComparison, language: str) -> dict[str, str]:
    decimals = printed_decimals(comparison.scale.decimals)
    is_tested = within.n >= TESTED_FROM
    cells = {"n": str(within.n)}
    for key, found in (("before", within.baseline), ("after", within.follow_up), ("change", within.change)):
        cells |= _description_cells(key, found, decimals, language)
    tests = {"paired_t": within.paired_t, "signed_rank": _signed_rank(within)}
    for name, result in tests.items():
        cells[name] = _test(result, name, language) if is_tested else ABSENT
    estimates = {"hodges_lehmann": (within.hodges_lehmann, decimals), "d_z": (within.d_z, 2), "d_av": (within.d_av, 2)}
    for name, (result, places) in estimates.items():
        cells[name] = _estimate(result, places, language) if is_tested else ABSENT
    return cells


def _signed_rank(within: Within) -> TestResult | NotEstimable:
    """The test that small samples are read with where there is one, else R's default."""
    return within.signed_rank if within.signed_rank_exact is None else within.signed_rank_exact


def _description_cells(key: str, found: Description | NotEstimable, decimals: int, language: str) -> dict[str, str]:
    """Mean (SD) and median (quartiles); of the change also the interval of the mean, and quartiles with their signs."""
    names = [f"{key}_mean", f"{key}_median", *(["change_interval"] if key == "change" else [])]
    if isinstance(found, NotEstimable):
        return dict.fromkeys(names, ABSENT)
    mean = mean_sd(found.mean, found.sd, decimals)
    if key != "change":
        quartiles = median_quartiles(found.median, found.q1, found.q3, decimals, language)
        return dict(zip(names, (mean, quartiles), strict=True))
    middle, low, high = (number(value, decimals) for value in (found.median, found.q1, found.q3))
    quartiles = sentence(language, "charts.estimate", estimate=middle, low=low, high=high)
    limits = found.mean_interval
    printed = ABSENT
    if limits is not None:
        printed = interval(number(limits.low, decimals), number(limits.high, decimals), language)
    return dict(zip(names, (mean, quartiles, printed), strict=True))


def _within_label(key: str, visit: Visit, language: str) -> str:
    if key in {"paired_t", "signed_rank", "hodges_lehmann", "d_z", "d_av"}:
        name = procedure_name(key, "", language)
        has_interval = key in {"hodges_lehmann", "d_z", "d_av"}
        return sentence(language, "tables.within.with_interval", name=name) if has_interval else name
    return sentence(language, f"tables.within.{key}", visit=visit_name(visit, language))


def _test(result: TestResult | NotEstimable, name: str, language: str) -> str:
    """Statistic, P and how it was reached: "t(31) = −21.42, P < 0.001"."""
    if isinstance(result, NotEstimable) or result.p_value is None:
        return ABSENT
    shown = p_value(result.p_value, spaced=language != "zh")
    parts = [statistic_text(result, name, language), sentence(language, "tables.within.p", p=shown)]
    note = procedure_name(name, result.method, language).removeprefix(procedure_name(name, "", language))
    parts.append(note.removeprefix("，").removeprefix(", "))
    return sentence(language, "charts.comma").join(part for part in parts if part)


def _estimate(result: TestResult | NotEstimable, decimals: int, language: str) -> str:
    if isinstance(result, NotEstimable):
        return ABSENT
    if result.interval is None:
        return number(result.estimate, decimals)
    texts = difference_texts(result.estimate, result.interval.low, result.interval.high, None, decimals=decimals)
    return sentence(language, "charts.estimate", estimate=texts.estimate, low=texts.low, high=texts.high)
