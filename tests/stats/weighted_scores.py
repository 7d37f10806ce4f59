"""Scores with weights for tests, and the patients they stand for."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tests.stats.oracle_data import Counts, Floats

HALVES = st.integers(-20, 20).map(lambda half: half / 2)
WEIGHTS = st.integers(1, 4).map(float)


def counted(least: int = 2, most: int = 12) -> st.SearchStrategy[Counts]:
    """Scores in halves with weights; a score may come twice, and scores need not all be equal."""
    rows = st.lists(st.tuples(HALVES, WEIGHTS), min_size=least, max_size=most)
    return rows.map(lambda found: Counts(*(np.array(column) for column in zip(*found, strict=True))))


def patients(found: Counts) -> Floats:
    """One value per patient."""
    return np.repeat(found.values, found.weights.astype(int))


def ones(values: Floats) -> Counts:
    """Each patient a row of its own."""
    return Counts(values, np.ones(len(values)))


def spread(found: Counts) -> bool:
    """Whether not all values are equal."""
    return len(np.unique(found.values)) > 1
