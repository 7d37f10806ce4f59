"""P values of one family, adjusted for their number; what is not estimable is left alone and does not count."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lib.stats.weighted import Floats


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's step-down adjustment. Equals R's p.adjust(p, "holm"); None and NaN give None."""
    kept, p = _present(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return _put_back(len(p_values), kept, order, stepped)


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """The false discovery rate adjustment. Equals R's p.adjust(p, "BH"); None and NaN give None."""
    kept, p = _present(p_values)
    order = np.argsort(p, kind="stable")[::-1]
    stepped = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    return _put_back(len(p_values), kept, order, stepped)


def _present(p_values: Sequence[float | None]) -> tuple[list[int], Floats]:
    kept = [place for place, p in enumerate(p_values) if p is not None and not math.isnan(p)]
    return kept, np.array([p_values[place] for place in kept], dtype=np.float64)


def _put_back(length: int, kept: list[int], order: NDArray[np.int64], stepped: Floats) -> list[float | None]:
    adjusted: list[float | None] = [None] * length
    for position, value in zip(order.tolist(), stepped.tolist(), strict=True):
        adjusted[kept[position]] = min(1.0, value)
    return adjusted
