"""Events by method: how many, of how many, and within which limits; and the differences of every pair."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.lesions import LesionComparison
from lib.analysis.safety import Rate, RateVerdict
from lib.registry.events import ANY
from lib.report.language import has_sentence, sentence
from lib.report.numbers import count_percent, level, number
from lib.report.tables.cells import ABSENT, Cells, add, bare, frame, pair_name
from lib.report.wording.centres import within_figures
from lib.report.wording.leak_types import leak_types
from lib.report.wording.names import method_name
from lib.report.wording.rates import difference_figures, limits
from lib.stats.results import NotEstimable, TestResult


def rates(found: Sequence[Rate], language: str, lesions: LesionComparison | None = None) -> pd.DataFrame:
    """Methods in columns; patients with the event, its limits, each category, and of how many it is not recorded.

    Then the same per lesion or level, where patients have several.
    """
    methods = list(dict.fromkeys(one.method for one in found))
    by_level: dict[str, list[Rate]] = {}
    for one in found:
        by_level.setdefault(one.level, []).append(one)
    overall = by_level.pop(ANY)
    rows: Cells = {
        counted(overall[0].event, language): [count_percent(one.events, one.n, language) for one in overall],
        sentence(language, "rates.interval"): [_limits(one, language) for one in overall],
    }
    names = (
        leak_types(list(by_level), language)
        if overall[0].event == DETECTED_EVENT
        else {word: word for word in by_level}
    )
    for word, name in names.items():
        add(rows, name, [count_percent(one.events, one.n, language) for one in by_level[word]])
    add(rows, sentence(language, "rates.missing"), [str(one.missing) for one in overall])
    if lesions is not None:
        shown = [count_percent(one.events, one.lesions, language) for one in lesions.rates]
        add(rows, sentence(language, "rates.lesions"), shown)
        add(
            rows,
            sentence(language, "rates.lesion_interval"),
            [_limits_of(one.result, language) for one in lesions.rates],
        )
    columns = [method_name(name, language) for name in methods]
    return frame(rows, columns, sentence(language, "rates.corner"))


def counted(event: str, language: str) -> str:
    """What the first row counts: patients with the event, or where that is the good outcome those who had it."""
    own = f"rates.counted.{event}"
    return sentence(language, own if "." not in event and has_sentence(language, own) else "rates.any")


def rate_differences(verdicts: Sequence[RateVerdict], language: str) -> pd.DataFrame:
    """One row per pair: the risk difference with its interval at the family's level, and Fisher's P, unadjusted.

    With several centres the difference within centres stands beside it.
    """
    rows: Cells = {}
    has_centres = any(one.within is not None for one in verdicts)
    for verdict in verdicts:
        one = verdict.difference
        texts = difference_figures(one, verdict.level, language, margin=verdict.margin)
        shown = [ABSENT, ABSENT]
        if texts is not None:
            estimate = {"estimate": texts.estimate, "low": texts.low, "high": texts.high}
            shown = [sentence(language, "charts.estimate", **estimate), bare(texts.p)]
        if has_centres:
            shown.append(within_cell(verdict, language))
        rows[pair_name((one.experimental, one.control), language)] = shown
    heads = [
        sentence(
            language, "rates.difference_crude" if has_centres else "rates.difference", level=level(verdicts[0].level)
        ),
        sentence(language, "rates.fisher_unadjusted" if len(verdicts) > 1 else "rates.fisher"),
    ]
    if has_centres:
        heads.append(sentence(language, "rates.difference_within", level=level(verdicts[0].level)))
    return frame(rows, heads, sentence(language, "rates.pair"))


def within_cell(verdict: RateVerdict | None, language: str) -> str:
    """The difference within centres as a cell; absent where it does not exist."""
    texts = None if verdict is None else within_figures(verdict, language)
    if texts is None:
        return ABSENT
    return sentence(language, "charts.estimate", estimate=texts.estimate, low=texts.low, high=texts.high)


def _limits_of(result: TestResult | NotEstimable, language: str) -> str:
    """The limits of a share in percent."""
    if isinstance(result, NotEstimable) or result.interval is None:
        return ABSENT
    low, high = (number(100 * limit, 1) for limit in (result.interval.low, result.interval.high))
    return sentence(language, "rates.clustered", low=low, high=high)


def _limits(one: Rate, language: str) -> str:
    """The limits in percent with the name of their method."""
    if not isinstance(one.rate, TestResult):
        return ABSENT
    low, high = limits(one)
    return sentence(language, f"rates.{one.rate.method}", low=low, high=high)
