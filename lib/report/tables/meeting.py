"""The two tables of meeting mode: who is compared, and every event in one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.analysis.safety import EventComparison, Rate, RateVerdict
from lib.registry.events import ANY
from lib.report.language import sentence
from lib.report.numbers import count_percent, level
from lib.report.tables.cells import ABSENT, Cells, Pair, frame, pair_name
from lib.report.tables.rates import within_cell
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.report.wording.rates import difference_figures, event_name, limits
from lib.stats.results import TestResult
from lib.terms import Visit

Analysed = tuple[str, Visit, Mapping[str, int]]
"""A score, its visit, and by method the patients with a score before treatment and at the visit."""


def compared_methods(patients: Mapping[str, int], analysed: Sequence[Analysed], language: str) -> pd.DataFrame:
    """One row per method: its patients, and how many of them each score can be compared in."""
    heads = [sentence(language, "meeting.patients")]
    for outcome, visit, _ in analysed:
        names = {"outcome": outcome_name(outcome, language), "visit": visit_name(visit, language)}
        heads.append(sentence(language, "meeting.analysed", **names))
    rows: Cells = {
        method_name(method, language): [str(n), *(str(counts.get(method, 0)) for _, _, counts in analysed)]
        for method, n in patients.items()
    }
    return frame(rows, heads, sentence(language, "meeting.method"))


def event_overview(events: Sequence[EventComparison], pair: Pair | None, language: str) -> pd.DataFrame:
    """One row per event: patients with it of those recorded, with limits, by method; then the pair's difference."""
    methods = list(dict.fromkeys(one.method for found in events for one in found.rates))
    verdicts = [found.verdict_on(pair) for found in events]
    has_centres = any(one is not None and one.within is not None for one in verdicts)
    rows: Cells = {}
    for found, verdict in zip(events, verdicts, strict=True):
        overall = {one.method: one for one in found.rates if one.level == ANY}
        cells = [_rate(overall.get(method), language) for method in methods]
        compared = [] if pair is None else [_difference(verdict, language)]
        if has_centres:
            compared.append(within_cell(verdict, language))
        rows[event_name(found.event, language)] = [*cells, *compared]
    heads = [method_name(method, language) for method in methods]
    if pair is not None:
        confidence = level(next((one.level for one in verdicts if one is not None), 0.95))
        keys = ("rates.difference_crude", "rates.difference_within") if has_centres else ("rates.difference",)
        differences = [sentence(language, key, level=confidence) for key in keys]
        if len(methods) > 2:
            of = pair_name(pair, language)
            differences = [sentence(language, "meeting.of_pair", pair=of, head=head) for head in differences]
        heads += differences
    return frame(rows, heads, sentence(language, "meeting.event"))


def _rate(one: Rate | None, language: str) -> str:
    if one is None or not isinstance(one.rate, TestResult):
        return ABSENT
    low, high = limits(one)
    interval = sentence(language, f"rates.{one.rate.method}", low=low, high=high)
    counted = count_percent(one.events, one.n, language)
    return sentence(language, "numbers.list").join([counted, interval])


def _difference(verdict: RateVerdict | None, language: str) -> str:
    if verdict is None:
        return ABSENT
    texts = difference_figures(verdict.difference, verdict.level, language, margin=verdict.margin)
    if texts is None:
        return ABSENT
    return sentence(language, "charts.estimate", estimate=texts.estimate, low=texts.low, high=texts.high)
