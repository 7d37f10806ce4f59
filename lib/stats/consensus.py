"""The International Consensus response in bone metastases: pain and the dose of opioids judged together.

Chow et al., Int J Radiat Oncol Biol Phys 2012;82:1730-1737.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.stats.weighted import GRID_DECIMALS, Floats

PAIN_DROP = 2
"""Points on a scale from 0 to 10 by which pain must fall for a partial response."""

QUARTERS_LEFT = 3
"""Of a dose at most three quarters may be left for a partial response by the dose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusStates:
    """Patients by state; who had no pain before treatment is `not_assessable`."""

    complete: int
    partial: int
    neither: int
    not_assessable: int

    @property
    def responded(self) -> int:
        """Complete and partial responses."""
        return self.complete + self.partial

    @property
    def assessed(self) -> int:
        """Everybody who could be judged."""
        return self.responded + self.neither


def consensus(
    pain: tuple[ArrayLike, ArrayLike], dose: tuple[ArrayLike, ArrayLike], weights: ArrayLike
) -> ConsensusStates:
    """Sort patients by pain (0 to 10) and daily dose of opioids, each before and after treatment.

    Complete: pain 0, and not more opioids. Partial: pain lower by 2 or more and not more opioids, or at least a
    quarter less opioids and not more pain. Whole millionths are compared.
    """
    before, after = (_units(one) for one in pain)
    dose_before, dose_after = (_units(one) for one in dose)
    counts = np.asarray(weights, dtype=np.float64)
    for name, values in (("pain", before), ("pain", after), ("dose", dose_before), ("dose", dose_after)):
        if (values < 0).any():
            raise ValueError(f"{name} must not be below 0, got {values.min() / 10**GRID_DECIMALS:g}")
    is_assessable = before > 0
    is_not_more = dose_after <= dose_before
    is_complete = is_assessable & (after == 0) & is_not_more
    by_pain = (before - after >= _units(PAIN_DROP)) & is_not_more
    by_dose = (dose_before > 0) & (4 * dose_after <= QUARTERS_LEFT * dose_before) & (after <= before)
    is_partial = is_assessable & ~is_complete & (by_pain | by_dose)
    complete, partial, assessed, everybody = (
        round(float(counts[rows].sum()))
        for rows in (is_complete, is_partial, is_assessable, np.ones(len(before), dtype=np.bool_))
    )
    return ConsensusStates(
        complete=complete,
        partial=partial,
        neither=assessed - complete - partial,
        not_assessable=everybody - assessed,
    )


def _units(values: ArrayLike) -> Floats:
    units: Floats = np.rint(np.asarray(values, dtype=np.float64) * 10**GRID_DECIMALS)
    return units
