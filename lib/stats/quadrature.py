"""Gauss–Legendre nodes, computed once."""

from __future__ import annotations

from functools import cache

import numpy as np

from lib.stats.weighted import Floats


@cache
def nodes_and_weights(count: int) -> tuple[Floats, Floats]:
    """The nodes in (−1, 1) and weights that integrate a polynomial of degree 2·count − 1 exactly."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights


def over(low: float, high: float, count: int) -> tuple[Floats, Floats]:
    """The same for the interval from `low` to `high`."""
    nodes, weights = nodes_and_weights(count)
    half = (high - low) / 2
    return low + (nodes + 1) * half, weights * half
