"""The quarter of each patient's procedure, from its date: when the methods were used, without a date of anybody."""

from __future__ import annotations

import numpy as np

from lib.intake.dates import read_dates
from lib.intake.patients import Patients, first_filled
from lib.intake.roles import Roles
from lib.registry.cohort import Column
from lib.terms import OPERATION_QUARTER, Covariate


def quarter_of_procedure(roles: Roles, patients: Patients) -> tuple[Covariate, Column] | None:
    """A covariate whose levels are quarters in order ("2014 Q1"); None without dates, or with one quarter only."""
    role = next(iter(roles.of("operation_date")), None)
    if role is None:
        return None
    dates = read_dates(role.column).dates
    named = [None if date is None else f"{date.year} Q{(date.month + 2) // 3}" for date in dates]
    levels = tuple(sorted({name for name in named if name is not None}))
    if len(levels) < 2:
        return None
    lookup = np.array([levels.index(name) if name is not None else -1 for name in named] + [-1], dtype=np.int64)
    column = Column(levels=levels, code=lookup[first_filled(role.column.codes, patients)])
    covariate = Covariate(name=OPERATION_QUARTER, header=role.column.header, is_numeric=False, levels=levels)
    return covariate, column
