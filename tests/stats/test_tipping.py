from __future__ import annotations

import numpy as np
import pytest

from lib.stats.equivalence import judge
from lib.stats.tipping import tipping_points

SUPERIOR = {"missing_a": 0.2, "missing_b": 0.1, "largest": 3.0, "margin": None, "better": -1}


class TestTippingPoints:
    def test_by_hand(self) -> None:
        """−2.0 to −0.4 is superior; 20% unobserved in a must be worse by 2.0 before the upper limit reaches 0."""
        found = {(one.a, one.b): one for one in tipping_points(-2.0, -0.4, **SUPERIOR)}

        assert found[1, 0].delta == pytest.approx(2.0)
        assert found[1, 0].becomes == "inconclusive"
        assert found[1, -1].delta == pytest.approx(0.4 / 0.3)

    def test_never_changes(self) -> None:
        """Shifting in favour of a keeps it superior: said so, not invented."""
        found = {(one.a, one.b): one for one in tipping_points(-2.0, -0.4, **SUPERIOR)}

        assert (found[-1, 0].delta, found[-1, 0].becomes) == (None, None)
        assert found[0, -1].delta is None  # would need 4.0, more than the largest shift

    def test_nobody_missing(self) -> None:
        """Without gaps no shift matters."""
        found = tipping_points(-2.0, -0.1, missing_a=0, missing_b=0, largest=3, margin=1.5, better=-1)

        assert all(one.delta is None for one in found)

    @pytest.mark.parametrize(("low", "high"), [(-1.0, 0.9), (-2.0, 0.5), (0.2, 1.1), (-0.7, 2.0)])
    def test_against_a_fine_grid(self, low: float, high: float) -> None:
        """Trying every thousandth of a point finds the same first change of the verdict."""
        for one in tipping_points(low, high, missing_a=0.25, missing_b=0.15, largest=4, margin=1.5, better=-1):
            speed = 0.25 * one.a - 0.15 * one.b
            grid = np.arange(0, 4.0005, 0.001)
            verdicts = [judge(low + speed * delta, high + speed * delta, 1.5, -1) for delta in grid]
            changed = next(
                (delta for delta, verdict in zip(grid, verdicts, strict=True) if verdict != verdicts[0]), None
            )

            assert one.delta == (None if changed is None else pytest.approx(changed, abs=0.0011))

    def test_share_is_a_share(self) -> None:
        """20 instead of 0.2 is a mistake of ours."""
        with pytest.raises(ValueError, match="missing_a must be a share"):
            tipping_points(-1, 1, missing_a=20, missing_b=0, largest=3, margin=None, better=-1)
