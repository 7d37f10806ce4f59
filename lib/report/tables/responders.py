"""Responders as tables: patients by state, and the rates under every published threshold."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.analysis.responders import RespondersAtVisit
from lib.report.language import sentence
from lib.report.numbers import count_percent
from lib.report.tables.cells import ABSENT, Cells, frame
from lib.report.wording.names import method_name
from lib.report.wording.rates import difference_figures

STATES = ("improved", "unchanged", "worse", "died", "missing", "not_assessable", "could_not_respond")


def states(found: RespondersAtVisit, language: str) -> pd.DataFrame:
    """Methods in columns, their patients with a score before treatment by state."""
    rows: Cells = {
        sentence(language, f"responders.state.{state}"): [str(getattr(one, state)) for one in found.by_method.values()]
        for state in STATES
        if state not in ("not_assessable", "could_not_respond")
        or any(getattr(one, state) for one in found.by_method.values())
    }
    columns = [method_name(name, language) for name in found.by_method]
    return frame(rows, columns, sentence(language, "responders.states"))


def sensitivity(found: Sequence[tuple[str, RespondersAtVisit]], pair: tuple[str, str], language: str) -> pd.DataFrame:
    """One row per threshold, under its label: the rates of a pair, and their difference with its 95% interval."""
    rows: Cells = {}
    for label, one in found:
        verdict = next(
            each for each in one.compared.verdicts if {each.difference.experimental, each.difference.control} == {*pair}
        )
        of = verdict.difference
        texts = difference_figures(of, 0.95, language)
        printed = ABSENT
        if texts is not None:
            estimate = {"estimate": texts.estimate, "low": texts.low, "high": texts.high}
            printed = sentence(language, "charts.estimate", **estimate)
        rows[label] = [
            count_percent(of.events_experimental, of.n_experimental, language),
            count_percent(of.events_control, of.n_control, language),
            printed,
        ]
    heads = [sentence(language, "responders.rate", method=method_name(name, language)) for name in pair]
    return frame(
        rows, [*heads, sentence(language, "responders.difference")], sentence(language, "responders.threshold")
    )
