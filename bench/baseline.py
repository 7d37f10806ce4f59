"""The baseline table by method, against the package tableone on patient rows."""

from __future__ import annotations

import io
import warnings

import numpy as np
import pandas as pd
from tableone import TableOne

from bench.ratio import Measured, alternating, seconds
from bench.sheets import registry
from bench.simulated import QUESTION
from lib.analysis.patients import BaselineRow, baseline_table
from lib.intake.opening import SourceFile, open_registry
from lib.stats.describe import Description

PATIENTS = 50_000
WORDS = ("Sex", "Centre", "Level")
NUMBERS = ("Age", "BMI", "Bone density", "VAS before", "ODI before")

EXPLANATION = """\
Baseline table: a simulated registry in memory, eight characteristics by method with their standardised differences.
  Trocar    baseline_table() on the cohort: n, missing, mean (SD), median (quartiles), n (%), SMD with its chance band,
            and Welch's interval; every covariate of the file, also those that tableone is not asked for.
  tableone  TableOne() on the patient rows, grouped, without P values and with SMD; it warns of what is not normal.
  Means and standard deviations are compared before they are timed (as tableone prints them: two decimals)."""


def measure() -> list[Measured]:
    """One ratio."""
    content = registry(PATIENTS)
    cohort = open_registry([SourceFile(name="registry.xlsx", content=content)]).cohort
    if cohort is None:
        raise ArithmeticError("the simulated registry was not understood")
    frame = pd.read_excel(io.BytesIO(content), engine="calamine")

    def ours() -> tuple[BaselineRow, ...]:
        return baseline_table(cohort, QUESTION)

    def theirs() -> TableOne:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            columns = [*WORDS, *NUMBERS]
            return TableOne(
                frame, columns=columns, categorical=[*WORDS], groupby="Guidance", pval=False, smd=True, decimals=2
            )

    _check(ours(), theirs())
    fast, slow = alternating(lambda: seconds(ours), lambda: seconds(theirs))
    found = Measured(
        what=f"baseline table, {PATIENTS:,} patients: tableone / Trocar",
        value=slow / fast,
        limit=10.0,
        is_at_least=True,
        detail=f"Trocar {1000 * fast:.0f} ms, tableone {1000 * slow:.0f} ms",
    )
    return [found]


def _check(rows: tuple[BaselineRow, ...], table: TableOne) -> None:
    """Both say the same mean and standard deviation of the age with CT."""
    age = next(row for row in rows if row.name == "age")
    described = next(one.description for one in age.by_method if one.method == "CT")
    printed = str(table.tableone.loc["Age, mean (SD)"].iloc[0][("Grouped by Guidance", "CT")])
    mean, sd = (float(number) for number in printed.rstrip(")").split(" ("))
    if not isinstance(described, Description) or not np.allclose((mean, sd), (described.mean, described.sd), 0, 0.006):
        raise ArithmeticError(f"the two sides differ: {printed}, {described}")
