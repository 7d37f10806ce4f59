"""Whether values look normal: description beside the tests, never a reason to choose one.

The only file that needs scipy.stats, which takes long to import: nothing on the way to a screen imports it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from lib.stats.results import NotEstimable, TestResult
from lib.stats.weighted import distinct, sample

MOST = 5000
"""Royston's approximation of P holds up to this many patients; R refuses beyond it as well."""


def shapiro_wilk(values: ArrayLike, weights: ArrayLike) -> TestResult | NotEstimable:
    """The Shapiro–Wilk test; `estimate` is W. Equals R's shapiro.test; 3 to 5,000 patients, not all equal."""
    data = distinct(sample(values, weights))
    if not 3 <= data.n <= MOST:
        return NotEstimable(reason="too_few" if data.n < 3 else "too_many", parameters={"n": data.n})
    if len(data.values) == 1:
        return NotEstimable(reason="no_variance", parameters={"value": float(data.values[0])})
    w, p_value = stats.shapiro(np.repeat(data.values, data.weights.astype(np.int64)))
    return TestResult(estimate=float(w), p_value=float(p_value), n=data.n, method="shapiro_wilk")
