"""Responders as tables: patients by state, and the rates under every published threshold."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.analysis.consensus import ConsensusAtVisit
from lib.analysis.responders import RespondersAtVisit, by_amount
from lib.analysis.safety import RateVerdict
from lib.report.language import sentence
from lib.report.numbers import count_percent, level
from lib.report.tables.cells import ABSENT, Cells, frame
from lib.report.tables.rates import within_cell
from lib.report.wording.names import method_name
from lib.report.wording.rates import difference_figures
from lib.report.wording.responders import amount, sources
from lib.terms import Scale

STATES = ("improved", "unchanged", "worse", "died", "missing", "not_assessable", "could_not_respond")


def states(found: RespondersAtVisit, language: str) -> pd.DataFrame:
    """Methods in columns, their patients with a score before treatment by state."""
    rows: Cells = {
        sentence(language, f"responders.state.{state}"): [str(getattr(one, state)) for one in found.by_method.values()]
        for state in STATES
        if state != "not_assessable" or any(one.not_assessable for one in found.by_method.values())
    }
    columns = [method_name(name, language) for name in found.by_method]
    return frame(rows, columns, sentence(language, "responders.states"))


def consensus_states(found: ConsensusAtVisit, language: str) -> pd.DataFrame:
    """Methods in columns, their patients with a score before treatment by consensus response."""
    rows: Cells = {
        sentence(language, f"responders.state.{state}"): [str(getattr(one, state)) for one in found.by_method.values()]
        for state in ("complete", "partial", "neither", "not_assessable")
        if state != "not_assessable" or any(one.not_assessable for one in found.by_method.values())
    }
    for state, by_method in (("died", found.died), ("no_score_or_dose", found.missing)):
        rows[sentence(language, f"responders.state.{state}")] = [str(by_method[name]) for name in found.by_method]
    columns = [method_name(name, language) for name in found.by_method]
    return frame(rows, columns, sentence(language, "responders.states"))


def sensitivity(
    found: Sequence[tuple[str, RespondersAtVisit]], pair: tuple[str, str], scale: Scale, language: str
) -> pd.DataFrame:
    """Two rows per threshold, each `found` with its source: a pair's rates, and the difference at the family's level.

    First with the missing left out, then with the missing counted as failures. With several centres the difference
    within them stands beside the crude one.
    """
    rows: Cells = {}
    levels = [0.95]
    judged = [one.verdict_on(pair) for _, found_at in found for one in (found_at.compared, found_at.missing_as_failure)]
    has_centres = any(one is not None and one.within is not None for one in judged)
    for codes, one in by_amount(found):
        words = {"threshold": amount(one.threshold, scale, language), "sources": sources(codes, language)}
        for key, compared in (("both_left_out", one.compared), ("both_failure", one.missing_as_failure)):
            verdict = compared.verdict_on(pair)
            if verdict is not None:
                levels.append(verdict.level)
                rows[sentence(language, f"responders.{key}", **words)] = [
                    *_compared(verdict, language),
                    *([within_cell(verdict, language)] if has_centres else []),
                ]
    heads = [sentence(language, "responders.rate", method=method_name(name, language)) for name in pair]
    differences = ["rates.difference_crude", "rates.difference_within"] if has_centres else ["responders.difference"]
    heads += [sentence(language, key, level=level(levels[-1])) for key in differences]
    return frame(rows, heads, sentence(language, "responders.threshold"))


def _compared(verdict: RateVerdict, language: str) -> list[str]:
    of = verdict.difference
    texts = difference_figures(of, verdict.level, language)
    printed = ABSENT
    if texts is not None:
        estimate = {"estimate": texts.estimate, "low": texts.low, "high": texts.high}
        printed = sentence(language, "charts.estimate", **estimate)
    return [
        count_percent(of.events_experimental, of.n_experimental, language),
        count_percent(of.events_control, of.n_control, language),
        printed,
    ]
