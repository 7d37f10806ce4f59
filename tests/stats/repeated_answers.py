"""What we compute for the golden keys of the MMRM on d8, and the sums that it is computed from."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from lib.stats.mmrm import Mmrm, PatternSums, mmrm
from tests.stats import oracle_data as data

NAMES = ("d3", "m1", "m3")


def scores() -> tuple[data.Floats, Any]:
    """Baseline and three follow-ups, a row per patient, NaN where missing; and whether the patient is of CT."""
    time, vas = data.numbers("d8_long", "tidx"), data.numbers("d8_long", "vas")
    table = np.column_stack([vas[time == number] for number in (1, 2, 3, 4)])
    return table, (data.groups("d8_long") == "CT").astype(int)[time == 1]


def sums_of(table: data.Floats, group: Any) -> list[PatternSums]:
    """Cross-products by group and pattern of missing follow-ups."""
    keys = np.column_stack([group, np.isfinite(table[:, 1:])])
    found = []
    for key in np.unique(keys, axis=0):
        rows = table[(keys == key).all(axis=1)][:, [True, *(key[1:] == 1)]]
        z = np.column_stack([np.ones(len(rows)), rows])
        observed = tuple(bool(flag) for flag in key[1:])
        found.append(PatternSums(group=int(key[0]), observed=observed, cross_products=z.T @ z))
    return found


@cache
def fitted() -> Mmrm:
    """Our fit of d8."""
    found = mmrm(sums_of(*scores()), groups=2, visits=3)
    assert isinstance(found, Mmrm)
    return found


def _contrasts() -> dict[str, data.Floats]:
    """Our coefficients in the treatment contrasts of R: DSA and the third day are the reference."""
    unit = np.eye(9)
    dsa, ct, slope = unit[:3], unit[3:6], unit[6:]
    found = {"(Intercept)": dsa[0], "groupCT": ct[0] - dsa[0], "basec": slope[0]}
    for visit in (1, 2):
        name = f"time{NAMES[visit]}"
        found[name] = dsa[visit] - dsa[0]
        found[f"{name}:groupCT"] = ct[visit] - dsa[visit] - (ct[0] - dsa[0])
        found[f"{name}:basec"] = slope[visit] - slope[0]
    return found


def coefficients(s: str) -> dict[str, float]:
    """Coefficients or standard errors under R's names."""
    fit = fitted()
    if s == "coef":
        return {name: float(contrast @ fit.coefficients) for name, contrast in _contrasts().items()}
    return {name: float(contrast @ fit.covariance @ contrast) ** 0.5 for name, contrast in _contrasts().items()}


def log_likelihood() -> float:
    """The restricted log-likelihood."""
    return fitted().log_likelihood


def observations() -> int:
    """Follow-ups in all."""
    return fitted().observations
