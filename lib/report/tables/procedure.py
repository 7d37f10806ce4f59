"""What describes the procedure, by method: cement, injection, times and dose, with differences of means."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.analysis.patients import BaselineRow
from lib.report.language import sentence
from lib.report.numbers import difference_texts
from lib.report.tables.cells import ABSENT, Cells, add, frame, pair_name
from lib.report.tables.patients import DECIMALS, Named, described
from lib.report.wording.names import method_name
from lib.stats.results import TestResult

Pair = tuple[str, str]


def procedure(rows: Sequence[BaselineRow], covariates: Named, pair: Pair | None, language: str) -> pd.DataFrame:
    """Methods in columns, then the difference of means of the pair with Welch's 95% interval.

    Numbers: mean (SD) and, below, median (quartiles). Words: n (%) by level.
    """
    cells: Cells = {}
    for row in rows:
        for position, (label, shown) in enumerate(described(row, covariates, language)):
            difference = _difference(row, pair, language) if position == 0 and row.is_numeric else ""
            add(cells, label, [*shown, difference])
    heads = [method_name(one.method, language) for one in rows[0].by_method]
    if pair is None:
        return frame({label: shown[:-1] for label, shown in cells.items()}, heads, sentence(language, "rates.corner"))
    head = sentence(language, "rates.mean_difference", pair=pair_name(pair, language))
    return frame(cells, [*heads, head], sentence(language, "rates.corner"))


def _difference(row: BaselineRow, pair: Pair | None, language: str) -> str:
    found = next((one.mean_difference for one in row.balance if (one.experimental, one.control) == pair), None)
    if not isinstance(found, TestResult) or found.interval is None:
        return ABSENT
    texts = difference_texts(found.estimate, found.interval.low, found.interval.high, None, decimals=DECIMALS)
    return sentence(language, "charts.estimate", estimate=texts.estimate, low=texts.low, high=texts.high)
