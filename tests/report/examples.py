"""Seeded cohorts for pictures and tables, compared by the real analysis: no numbers by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lib.analysis.outcomes import compare_outcome
from lib.analysis.proposal import propose_pair
from lib.analysis.results import OutcomeComparison
from lib.registry.cohort import Cohort, Column
from lib.stats.results import NotEstimable
from lib.terms import LAST_FOLLOW_UP, NRS, ODI, VAS, Margin, Question, Scale

DAYS: Mapping[str, float | None] = {
    "baseline": 0, "1 day": 1, "1 week": 7, "1 month": 30, "3 months": 91, "6 months": 182,
    "9 months": 273, "1 year": 365, "2 years": 730, LAST_FOLLOW_UP: None,
}  # fmt: skip
SIX_VISITS = ("baseline", "1 day", "1 week", "1 month", "3 months", "6 months")
METHODS = ("DSA", "CT", "CBCT", "Fluoroscopy", "O-arm", "PVP with a curved needle")
SCALES = {"VAS": VAS, "NRS": NRS, "ODI": ODI}


def cohort(
    sizes: Sequence[int] = (32, 32),
    visits: Sequence[str] = SIX_VISITS,
    *,
    outcome: str = "VAS",
    methods: Sequence[str] = METHODS,
    scale: Scale | None = None,
    grid: float = 0.5,
    seed: int = 7,
) -> Cohort:
    """Synthetic patients: a score that falls after the procedure (rises where higher is better) on a grid.

    `sizes` has the patients of each of `methods`; from the third follow-up on some are lost. For VAS and NRS `grid`
    is 0.5, for ODI scores are on a grid of four times as much percent.
    """
    chosen = scale or SCALES[outcome]
    rng = np.random.default_rng(seed)
    method = np.repeat(np.arange(len(sizes)), sizes)
    span = chosen.high - chosen.low
    step = grid * span / 10 if outcome != "ODI" else 2.0
    start = rng.normal(0.74, 0.11, len(method))
    scores: dict[tuple[str, str], Column] = {}
    for index, visit in enumerate(visits):
        fallen = 0.0 if index == 0 else 0.36 + 0.17 * (1 - 0.6 ** (index - 1)) + 0.02 * method
        share = start - fallen + rng.normal(0, 0.13 if index else 0.02, len(method))
        if not chosen.lower_is_better:
            share = 1 - share
        values = np.clip(np.round((chosen.low + span * share) / step) * step, chosen.low, chosen.high)
        values[rng.random(len(values)) < (0.05 * (index - 1) if index > 1 else 0.0)] = np.nan
        scores[outcome, visit] = Column.of_numbers(np.round(values, 6))
    return Cohort(
        methods=tuple(methods[: len(sizes)]),
        method=method.astype(np.int64),
        scores=scores,
        visit_days={visit: DAYS[visit] for visit in visits},
        scales={outcome: chosen},
        covariate_columns={},
        covariates=(),
        sheet=("Sheet1",) * len(method),
        row=np.arange(2, len(method) + 2),
        kept=np.ones(len(method), dtype=np.bool_),
    )


def compared(
    registry: Cohort,
    visit: str = "1 month",
    *,
    margin: float | None = None,
    outcome: str | None = None,
    is_filtered_view: bool = False,
) -> OutcomeComparison:
    """The real comparison of the cohort's only outcome at every visit, with or without a margin."""
    asked = outcome or next(iter(registry.scales))
    if len(registry.methods) < 2:
        return compare_outcome(registry, asked, NotEstimable(reason="one_method"))
    experimental, control = propose_pair(registry.methods)
    margins = {} if margin is None else {asked: Margin(value=margin, reason="test")}
    question = Question(outcome=asked, visit=visit, experimental=experimental, control=control, margins=margins)
    return compare_outcome(registry, asked, question, is_filtered_view=is_filtered_view)
