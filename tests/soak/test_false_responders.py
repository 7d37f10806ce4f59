"""Patients who reach a threshold although nothing happened to them: error of measurement alone makes responders."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import norm

from lib.stats.responder import Threshold, responders

PATIENTS = 1_000_000


@pytest.mark.parametrize(("outcome", "top", "threshold", "error"), [("VAS", 1000, 1.5, 1.0), ("ODI", 1000, 10, 7.0)])
def test_are_as_many_as_the_error_of_measurement_says(
    outcome: str, top: float, threshold: float, error: float, record_property: Callable[..., None]
) -> None:
    """Nobody changes, each score is measured with SD σ: Φ(−MCID / (σ√2)) improve, and as many worsen."""
    random = np.random.default_rng(35)
    true = top / 2
    before, after = (true + random.normal(0, error, PATIENTS) for _ in range(2))

    found = responders(
        before, after, np.ones(PATIENTS), Threshold(value=threshold, rule="points", better=-1, bounds=(0, top))
    )

    expected = float(norm.cdf(-threshold / (error * math.sqrt(2))))
    noise = 4 * math.sqrt(expected / PATIENTS)
    record_property(f"false responders, {outcome}, expected", expected)
    record_property(f"false responders, {outcome}, found", found.improved / PATIENTS)
    assert found.improved / PATIENTS == pytest.approx(expected, abs=noise)
    assert found.worse / PATIENTS == pytest.approx(expected, abs=noise)
