"""A simulated registry of any size, as our cohort and as the rows that other programs take."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.registry.cohort import Cohort, Column
from lib.terms import ODI, VAS, Margin, Question

VISITS = {"baseline": 0.0, "1 week": 7.0, "1 month": 30.0, "3 months": 91.0, "6 months": 182.0}
MEANS = {"VAS": (7.4, 2.6, 2.0, 1.9, 2.0), "ODI": (70, 46, 34, 30, 30)}
SD = {"VAS": 1.5, "ODI": 14.0}
GRID = {"VAS": 0.1, "ODI": 2.0}
"""VAS in tenths, the finest grid on which it is written: the hardest case for counts."""
TOP = {"VAS": 10.0, "ODI": 100.0}
MISSING = 0.08

QUESTION = Question(
    outcome="VAS",
    visit="3 months",
    experimental="CT",
    control="DSA",
    margins={"VAS": Margin(value=1.5, reason="benchmark"), "ODI": Margin(value=10, reason="benchmark")},
)


def rows(patients: int, seed: int = 1) -> pd.DataFrame:
    """One row per patient: method, and a score per outcome and visit (NaN where it was not obtained)."""
    random = np.random.default_rng(seed)
    columns: dict[str, object] = {"method": np.where(random.random(patients) < 0.5, "CT", "DSA")}
    for outcome, means in MEANS.items():
        patient = random.standard_normal(patients)
        for visit, mean in zip(VISITS, means, strict=True):
            noise = 0.5 * patient + np.sqrt(0.75) * random.standard_normal(patients)
            grid = np.round(np.clip(mean + SD[outcome] * noise, 0, TOP[outcome]) / GRID[outcome]) * GRID[outcome]
            score = np.round(grid, 6)
            if visit != "baseline":
                score[random.random(patients) < MISSING] = np.nan
            columns[f"{outcome} {visit}"] = score
    return pd.DataFrame(columns)


def cohort(frame: pd.DataFrame) -> Cohort:
    """The same patients as our registry holds them after reading a file."""
    method = Column.of_text(frame["method"])
    return Cohort(
        methods=tuple(str(level) for level in method.levels),
        method=method.code,
        scores={
            (outcome, visit): Column.of_numbers(frame[f"{outcome} {visit}"].to_numpy(dtype=np.float64, copy=True))
            for outcome in MEANS
            for visit in VISITS
        },
        visit_days=VISITS,
        scales={"VAS": VAS, "ODI": ODI},
        covariate_columns={},
        covariates=(),
        sheet=("simulated",) * len(frame),
        row=np.arange(2, len(frame) + 2),
        kept=np.ones(len(frame), dtype=np.bool_),
    )


def department_csv(patients: int) -> bytes:
    """The same patients as a department's csv, with sex, age, technical success and cement leakage."""
    random = np.random.default_rng(2)
    frame = rows(patients)
    frame.insert(0, "No.", np.arange(1, patients + 1))
    frame.insert(2, "Sex", np.where(random.random(patients) < 0.5, "Female", "Male"))
    frame.insert(3, "Age", np.clip(np.round(random.normal(60, 10, patients)), 38, 82).astype(int))
    names = {
        f"{score} {visit}": f"{score} {visit}{unit}"
        for score, unit in (("VAS", ""), ("ODI", " (%)"))
        for visit in VISITS
    }
    names |= {"method": "Guidance", "VAS baseline": "VAS before", "ODI baseline": "ODI before (%)"}
    events = {"Technical success": 0.98, "Cement leakage": 0.2}
    happened = {name: np.where(random.random(patients) < share, "yes", "no") for name, share in events.items()}
    return frame.rename(columns=names).assign(**happened).to_csv(index=False).encode()
