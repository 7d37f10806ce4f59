from __future__ import annotations

import pytest
from scipy import stats

from lib.stats.pairwise import games_howell, studentised_range_quantile, studentised_range_upper
from lib.stats.results import NotEstimable, TestResult
from tests.stats.answers import three


class TestGamesHowell:
    def test_two_groups_are_welch(self) -> None:
        """With two groups the studentised range is √2·|t|: P and limits are Welch's."""
        a, b = three("CT"), three("DSA")
        witness = stats.ttest_ind(a.values.repeat(a.weights.astype(int)), b.values.repeat(b.weights.astype(int)),
                                  equal_var=False)  # fmt: skip

        found = games_howell([a, b])[0, 1]

        assert isinstance(found, TestResult)
        assert found.interval is not None
        assert found.p_value == pytest.approx(witness.pvalue, rel=1e-8)
        assert (found.interval.low, found.interval.high) == pytest.approx(witness.confidence_interval(), rel=1e-8)

    def test_scipy(self) -> None:
        """SciPy's tukey_hsd without equal variances agrees for three groups."""
        groups = [three(g) for g in ("CT", "DSA", "Fluoro")]
        witness = stats.tukey_hsd(*(g.values.repeat(g.weights.astype(int)) for g in groups), equal_var=False)
        limits = witness.confidence_interval()

        for (i, j), found in games_howell(groups).items():
            assert isinstance(found, TestResult)
            assert found.interval is not None
            assert found.p_value == pytest.approx(witness.pvalue[i, j], abs=1e-7)
            assert found.interval.low == pytest.approx(limits.low[i, j], abs=1e-6)

    def test_a_pair_without_variance(self) -> None:
        """A pair that cannot be tested has its reason; the others stand."""
        found = games_howell([([1.0], [5]), ([2.0], [5]), ([1.0, 2.0], [3, 3])])

        assert isinstance(found[0, 1], NotEstimable)
        assert isinstance(found[0, 2], TestResult)


class TestStudentisedRange:
    @pytest.mark.parametrize(("q", "k", "df"), [(3.5, 3, 12.3), (0.2, 4, 7.0), (12.0, 6, 3.0), (4.0, 3, 5000.0)])
    def test_scipy(self, q: float, k: int, df: float) -> None:
        """SciPy's slower integration agrees."""
        assert studentised_range_upper(q, k, df) == pytest.approx(stats.studentized_range.sf(q, k, df), abs=1e-8)

    def test_quantile_is_the_inverse(self) -> None:
        """R: qtukey(0.95, 3, 10) is 3.876777."""
        assert studentised_range_quantile(0.95, 3, 10) == pytest.approx(3.876777, abs=1e-6)
