"""What the tables share: cells as text, labels, and the frame they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from lib.analysis.results import VisitComparison
from lib.report import journal
from lib.report.language import sentence
from lib.report.numbers import SHARE_FROM, DifferenceTexts, difference_texts, p_value, printed_decimals
from lib.report.wording import method_name
from lib.stats.results import TestResult

Pair = tuple[str, str]
Cells = dict[str, list[str]]

_BARE_COUNT = re.compile(r"(?<![\d/.])\d+/[1-9]\d*(?![\d/.]| ?[(（])")
"""A count of somebody, "7/19", that no share follows."""

ABSENT = "–"
"""What stands in a cell that has nothing to say."""


def figures_of(result: TestResult, comparison: VisitComparison, pair: Pair, language: str) -> DifferenceTexts:
    """The figures of a difference, as precise as the verdict of its pair prints them."""
    margin = next((one.margin for one in comparison.verdicts if {one.experimental, one.control} == set(pair)), None)
    limits = result.interval
    low, high = (limits.low, limits.high) if limits is not None else (result.estimate, result.estimate)
    decimals = printed_decimals(comparison.scale.decimals)
    spaced = language != "zh"
    return difference_texts(result.estimate, low, high, result.p_value, margin=margin, decimals=decimals, spaced=spaced)


def pair_name(pair: Pair, language: str) -> str:
    """What is subtracted from what: "CT − DSA"."""
    experimental, control = (method_name(name, language) for name in pair)
    return sentence(language, "charts.difference", experimental=experimental, control=control)


def p_of(result: TestResult, language: str) -> str:
    """The P value of a result under a heading that says P; a dash where it has none."""
    return ABSENT if result.p_value is None else bare(p_value(result.p_value, spaced=language != "zh"))


def bare(p: str | None) -> str:
    """A P value under a heading that says P: "0.03", "< 0.001"."""
    return ABSENT if p is None else p.removeprefix("=").strip()


def add(rows: Cells, label: str, values: list[str]) -> None:
    """One row more; a label that is taken (a registry may write anything) is numbered, and no row replaced."""
    taken, number = label, 1
    while taken in rows:
        number += 1
        taken = f"{label} ({number})"
    rows[taken] = values


def without_share(shown: pd.DataFrame, language: str) -> str:
    """The note of a table in Chinese journal form in which a count has no percentage; "" for any other."""
    if journal.chosen() != journal.CHINESE or not any(_BARE_COUNT.search(str(cell)) for cell in shown.to_numpy().flat):
        return ""
    return sentence(language, "numbers.without_share", n=SHARE_FROM)


def frame(rows: Cells, columns: Sequence[str], corner: str) -> pd.DataFrame:
    """Text under unique column names; the index carries the row labels and its name what the cells hold."""
    index = pd.Index(list(rows), name=corner, dtype=object)
    return pd.DataFrame(list(rows.values()), index=index, columns=pd.Index(list(columns), dtype=object), dtype=object)
