"""Covariates as the columns of a model's design matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import Integers
from lib.terms import Covariate

if TYPE_CHECKING:
    from lib.registry.cohort import Column


def level_text(level: object) -> str:
    """A level as text: a whole number without its point, so that 1.0 is "1"."""
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)


def design(
    names: tuple[str, ...],
    columns: list[Column],
    rows: list[Integers],
    known: tuple[Covariate, ...],
    n_rows: int,
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Numeric covariates as they are; categorical ones as an indicator per level after the first that occurs."""
    parts: list[NDArray[np.float64]] = []
    labels: list[str] = []
    numeric = {covariate.name for covariate in known if covariate.is_numeric}
    for name, column, codes in zip(names, columns, rows, strict=True):
        if name in numeric:
            parts.append(np.array(column.levels, dtype=np.float64)[codes])
            labels.append(name)
            continue
        for level in np.unique(codes)[1:]:
            parts.append((codes == level).astype(np.float64))
            labels.append(f"{name}={level_text(column.levels[level])}")
    return (np.column_stack(parts) if parts else np.empty((n_rows, 0))), tuple(labels)
