"""The baseline table ("Table 1") and who was observed at each visit, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.analysis.patients import BaselineRow, Characteristic
from lib.registry.counts import FlowCounts
from lib.report.language import sentence
from lib.report.numbers import MINUS, count_percent, mean_sd, median_quartiles, number, p_value, signed
from lib.report.tables.cells import ABSENT, Cells, add, bare, frame, pair_name
from lib.report.wording.names import covariate_name, level_name, method_name, outcome_name, visit_name
from lib.stats.describe import Description
from lib.stats.results import NotEstimable
from lib.terms import Covariate, Visit

DECIMALS = 1
Named = dict[str, Covariate]


def baseline(
    rows: Sequence[BaselineRow],
    covariates: Named,
    language: str,
    p_values: Mapping[str, float | NotEstimable] | None = None,
) -> pd.DataFrame:
    """Methods in columns, then the standardised mean difference (of three methods or more the largest); P on request.

    Numbers: mean (SD) and, below, median (quartiles). Words: n (%) by level. Missing values have a row of their own
    where there are any.
    """
    cells: Cells = {}
    for row in rows:
        for position, (label, shown) in enumerate(described(row, covariates, language)):
            add(cells, label, [*shown, _largest(row, language) if position == 0 else ""])
    heads = [method_name(one.method, language) for one in rows[0].by_method]
    table = frame(cells, [*heads, _head(rows[0], language)], sentence(language, "patients.corner"))
    if not rows[0].balance:
        return table.iloc[:, :-1]
    if p_values is not None:
        table[sentence(language, "tables.between.p")] = _p_column(rows, covariates, language, p_values)
    return table


def _p_column(
    rows: Sequence[BaselineRow], covariates: Named, language: str, p_values: Mapping[str, float | NotEstimable]
) -> list[str]:
    """P beside the first line of each covariate."""
    shown: list[str] = []
    for row in rows:
        found = p_values[row.name]
        text = ABSENT if isinstance(found, NotEstimable) else bare(p_value(found, spaced=language != "zh"))
        shown += [text, *[""] * (len(described(row, covariates, language)) - 1)]
    return shown


def described(row: BaselineRow, covariates: Named, language: str) -> list[tuple[str, list[str]]]:
    """The lines of one covariate, each with its label and a cell per method."""
    name = _name(row, covariates, language)
    lines: list[tuple[str, list[str]]] = []
    if row.is_numeric:
        lines.append((sentence(language, "patients.mean", name=name), [*map(_mean, row.by_method)]))
        lines.append(
            (sentence(language, "patients.median", name=name), [_median(one, language) for one in row.by_method])
        )
    else:
        for position, (level, _) in enumerate(row.by_method[0].counts):
            shown = level_name(covariates[row.name], level, language)
            counted = [count_percent(one.counts[position][1], one.n, language) for one in row.by_method]
            lines.append((sentence(language, "patients.level", name=name, level=shown), counted))
    if any(one.missing for one in row.by_method):
        missing = [str(one.missing) for one in row.by_method]
        lines.append((sentence(language, "patients.missing", name=name), missing))
    return lines


def observed(flow: Sequence[tuple[Visit, Sequence[FlowCounts]]], language: str) -> pd.DataFrame:
    """Methods in columns: patients in the file, with a score before treatment, and observed at each visit."""
    first = [row for row in flow[0][1] if row.method is not None]
    cells: Cells = {
        sentence(language, "checks.heads.in_file"): [str(row.in_file) for row in first],
        sentence(language, "checks.heads.with_baseline"): [str(row.with_baseline) for row in first],
    }
    for visit, rows in flow:
        here = [row for row in rows if row.method is not None]
        cells[visit_name(visit, language)] = [_observed(row, language) for row in here]
    heads = [method_name(row.method, language) for row in first]
    return frame(cells, heads, sentence(language, "patients.corner"))


def _observed(row: FlowCounts, language: str) -> str:
    why_not = {"died": row.died, "lost": row.lost, "not_recorded": row.not_recorded}
    reasons = [sentence(language, f"patients.{name}", n=n) for name, n in why_not.items() if n]
    if not reasons:
        return str(row.with_follow_up)
    why = sentence(language, "columns_page.separator").join(reasons)
    return sentence(language, "patients.observed", n=row.with_follow_up, why=why)


def _name(row: BaselineRow, covariates: Named, language: str) -> str:
    if row.is_score:
        return sentence(language, "patients.before", outcome=outcome_name(row.name, language))
    name = covariate_name(covariates[row.name], language)
    return name[:1].upper() + name[1:]


def _mean(one: Characteristic) -> str:
    found = one.description
    return mean_sd(found.mean, found.sd, DECIMALS) if isinstance(found, Description) else ABSENT


def _median(one: Characteristic, language: str) -> str:
    found = one.description
    if not isinstance(found, Description):
        return ABSENT
    return median_quartiles(found.median, found.q1, found.q3, DECIMALS, language)


def _head(row: BaselineRow, language: str) -> str:
    """Of two methods the direction stands in the head; of three or more the largest difference has none."""
    if len(row.balance) != 1:
        return sentence(language, "patients.smd")
    pair = row.balance[0].experimental, row.balance[0].control
    return sentence(language, "patients.smd_of", pair=pair_name(pair, language))


def _largest(row: BaselineRow, language: str) -> str:
    """The difference farthest from 0, marked above 0.25; a dash where there is none.

    It has a sign where it is that of the only pair and no distance.
    """
    known = [(one, one.smd) for one in row.balance if not isinstance(one.smd, NotEstimable)]
    complete = next((one for one in row.balance if one.is_complete), None)
    if complete is not None and isinstance(complete.smd, NotEstimable):
        sign = MINUS if float(complete.smd.parameters["value"]) < 0 else "+"
        has_sign = len(row.balance) == 1 and (row.is_numeric or complete.level is not None)
        return sentence(language, "patients.marked", smd=f"{sign if has_sign else ''}∞")
    if not known:
        return ABSENT
    one, smd = max(known, key=lambda pair: abs(pair[1]))
    has_sign = len(row.balance) == 1 and (row.is_numeric or one.level is not None)
    shown = signed(smd, 2) if has_sign else number(abs(smd), 2)
    return sentence(language, "patients.marked", smd=shown) if one.is_marked else shown
