"""Scores by visit: methods in rows, before and every visit in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.analysis.results import Omnibus, OutcomeComparison, VisitComparison
from lib.report.differences import shown_between, shown_difference
from lib.report.language import sentence
from lib.report.numbers import (
    mean_sd,
    number,
    p_value,
    printed_decimals,
)
from lib.report.tables.cells import ABSENT, Cells, Pair, bare, figures_of, frame, pair_name
from lib.report.tables.heads import interval_head, p_head
from lib.report.wording import (
    group_name,
    method_name,
    visit_name,
)
from lib.report.wording.roles import EXPLORATORY, role_at, visit_with_role
from lib.stats.describe import Description
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Visit


def scores_by_visit(
    outcome: OutcomeComparison, pair: Pair | None, language: str, *, journal: bool = False
) -> pd.DataFrame:
    """Methods in rows, before and every visit in columns: mean (SD) and n; below, adjusted difference (CI) and P.

    `journal` prints x̄±s as Chinese journals do, and Welch's t (with three methods or more the overall F) with its P
    above the adjusted difference. Row labels are the index, what a cell holds is the index's name.
    """
    visits = sorted(dict.fromkeys(row.visit for row in outcome.summaries), key=lambda visit: visit.order)
    rows: Cells = {}
    for method in outcome.methods:
        name = group_name(method, language) if journal else method_name(method, language)
        rows[name] = [_score(outcome, method, visit, is_journal=journal) for visit in visits]
    compared = {comparison.visit.name: comparison for comparison in outcome.visits}
    if pair is not None and set(pair) <= set(outcome.methods):
        if journal:
            rows |= _classic_rows(compared, visits, pair, language)
        rows |= _adjusted_rows(compared, visits, pair, language)
    corner = sentence(language, "tables.scores.corner_journal" if journal else "tables.scores.corner")
    roles = {name: role_at(one, pair) for name, one in compared.items() if not journal}
    return frame(rows, _visit_columns(visits, roles, language), corner)


def _score(outcome: OutcomeComparison, method: str, visit: Visit, *, is_journal: bool) -> str:
    decimals = printed_decimals(outcome.scale.decimals)
    for row in outcome.summaries:
        if row.method == method and row.visit == visit and isinstance(row.description, Description):
            found = row.description
            shown = mean_sd(found.mean, found.sd, decimals, is_journal=is_journal)
            return f"{shown} ({found.n})" if is_journal else f"{shown}; {found.n}"
    return ABSENT


def _adjusted_rows(compared: dict[str, VisitComparison], visits: Sequence[Visit], pair: Pair, language: str) -> Cells:
    heads = {"interval": sentence(language, "tables.between.interval", level="95"), "p": "P"}
    for one in compared.values():  # the methods, and so the family, are the same at every visit
        heads = {"interval": interval_head(one, pair, language), "p": p_head(one, pair, language)}
    label = sentence(language, "tables.scores.difference", pair=pair_name(pair, language), interval=heads["interval"])
    differences: list[str] = []
    p_values: list[str] = []
    for visit in visits:
        comparison = compared.get(visit.name)
        result = shown_difference(comparison, *pair) if comparison is not None else None
        if comparison is None or not isinstance(result, TestResult) or result.interval is None:
            differences.append(ABSENT)
            p_values.append(ABSENT)
            continue
        texts = figures_of(result, comparison, pair, language)
        differences.append(
            sentence(language, "charts.estimate", estimate=texts.estimate, low=texts.low, high=texts.high)
        )
        p_values.append(bare(texts.p))
    return {label: differences, sentence(language, "tables.scores.p", p=heads["p"]): p_values}


def _classic_rows(compared: dict[str, VisitComparison], visits: Sequence[Visit], pair: Pair, language: str) -> Cells:
    """Welch's t on the scores of the visit, as journals print it; with three methods or more the model's overall F."""
    is_pair = all(len(comparison.methods) == 2 for comparison in compared.values())
    statistics: list[str] = []
    p_values: list[str] = []
    for visit in visits:
        comparison = compared.get(visit.name)
        found: TestResult | Omnibus | NotEstimable | None = None
        if comparison is not None and is_pair:
            found = shown_between(comparison, *pair, "welch_follow_up")
        elif comparison is not None:
            found = next((one for one in comparison.omnibus if one.test == "ancova_hc3_f"), None)
        if isinstance(found, TestResult | Omnibus) and found.statistic is not None and found.p_value is not None:
            statistics.append(number(found.statistic, 2))
            p_values.append(bare(p_value(found.p_value, spaced=language != "zh")))
        else:
            statistics.append(ABSENT)
            p_values.append(ABSENT)
    kind = "welch" if is_pair else "overall"
    return {
        sentence(language, f"tables.scores.{kind}_statistic"): statistics,
        sentence(language, f"tables.scores.{kind}_p"): p_values,
    }


def _visit_columns(visits: Sequence[Visit], roles: Mapping[str, str], language: str) -> list[str]:
    """The visits' names, the one of the primary or secondary comparison marked as such."""
    names = [visit_name(visit, language) for visit in visits]
    if len(set(names)) < len(names):
        names = [visit.name for visit in visits]
    return [
        visit_with_role(name, roles.get(visit.name, EXPLORATORY), language)
        for name, visit in zip(names, visits, strict=True)
    ]
