"""Cohorts made by hand for the tests of the analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.registry.cohort import Cohort, Column
from lib.terms import SCALES, Covariate, Scale

DAYS = {"baseline": 0.0, "1 week": 7.0, "1 month": 30.0, "3 months": 90.0, "6 months": 180.0, "last follow-up": None}


def cohort_of(
    methods: Sequence[str | None],
    scores: Mapping[str, Mapping[str, NDArray[np.float64]]],
    covariates: Mapping[str, Sequence[str | None]] | None = None,
) -> Cohort:
    """A cohort of one method and one score per visit for each patient (NaN: none), with text covariates."""
    method = Column.of_text(methods)
    columns = {name: Column.of_text(values) for name, values in (covariates or {}).items()}
    return Cohort(
        methods=tuple(str(level) for level in method.levels),
        method=method.code,
        scores={(o, v): Column.of_numbers(values) for o, visits in scores.items() for v, values in visits.items()},
        visit_days=DAYS,
        scales={outcome: SCALES.get(outcome, Scale(outcome=outcome, low=0, high=10)) for outcome in scores},
        covariate_columns=columns,
        covariates=tuple(
            Covariate(name=name, header=name, is_numeric=False, levels=tuple(str(level) for level in column.levels))
            for name, column in columns.items()
        ),
        sheet=("Sheet1",) * len(methods),
        row=np.arange(2, len(methods) + 2),
        kept=np.ones(len(methods), dtype=np.bool_),
    )
