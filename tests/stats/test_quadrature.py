from __future__ import annotations

import numpy as np
import pytest

from lib.stats.quadrature import over


class TestOver:
    def test_normal_density(self) -> None:
        """The normal density between −8 and 8 adds to 1."""
        nodes, weights = over(-8, 8, 60)

        assert float(weights @ np.exp(-(nodes**2) / 2)) == pytest.approx(np.sqrt(2 * np.pi), rel=1e-13)
