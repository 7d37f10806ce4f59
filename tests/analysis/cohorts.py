"""Cohorts made by hand for the tests of the analysis."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.registry.cohort import Cohort, Column
from lib.terms import SCALES, Covariate, Margin, Question, Scale, Visit

R = Path(__file__).parents[1] / "r"
GOLDEN = json.loads((R / "golden" / "golden.json").read_text("utf-8"))
MONTH = Visit("1 month", 30)
ASKED = Question(
    outcome="VAS",
    visit="1 month",
    experimental="CT",
    control="DSA",
    margins={"VAS": Margin(value=1.5, reason="hand-made")},
)
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


def oracle_cohort(name: str) -> Cohort:
    """A data set of the R oracle as a registry of one follow-up."""
    with (R / "data" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    scores = {
        visit: np.array([float(row[column]) for row in rows])
        for visit, column in (("baseline", "vas_pre"), ("1 month", "vas_post"))
    }
    return cohort_of([row["group"] for row in rows], {"VAS": scores})


def simulated(n: int, methods: Sequence[str] = ("CT", "DSA", "CBCT"), lost: int = 0) -> Cohort:
    """So many patients per method with two follow-ups, the last `lost` of each method without the second."""
    random = np.random.default_rng(7)
    names = np.repeat(methods, n)
    baseline = np.clip(np.round(random.normal(7.4, 1.2, len(names)) * 2) / 2, 0, 10)
    month, half_year = (np.clip(np.round(random.normal(2.5, 1.5, len(names)) * 2) / 2, 0, 10) for _ in range(2))
    if lost:
        half_year.reshape(len(methods), n)[:, -lost:] = np.nan
    return cohort_of(names.tolist(), {"VAS": {"baseline": baseline, "1 month": month, "6 months": half_year}})


def golden(*path: str) -> Any:
    """The value of R under a path of keys."""
    return GOLDEN["/".join(path)]
