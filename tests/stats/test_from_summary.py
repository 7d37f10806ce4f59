from __future__ import annotations

import pytest
from hypothesis import assume, given

from lib.stats import from_summary, independent, omnibus, paired
from lib.stats.describe import Description, describe
from lib.stats.independent import Moments
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, spread


def printed(found: Counts) -> Moments:
    """The figures that a paper would print of these patients, unrounded."""
    summary = describe(*found)
    assert isinstance(summary, Description)
    assert summary.sd is not None
    return from_summary.group(summary.n, summary.mean, summary.sd)


class TestTwoGroups:
    @given(counted(), counted())
    def test_same_as_from_patients(self, a: Counts, b: Counts) -> None:
        """Welch and Student from the figures equal those from the patients."""
        assume(spread(a) and spread(b))
        for name in ("welch", "student"):
            ours = getattr(from_summary, name)(printed(a), printed(b))
            expected = getattr(independent, name)(*a, *b)

            assert (ours.statistic, ours.p_value) == pytest.approx((expected.statistic, expected.p_value), abs=1e-9)

    def test_published_example(self) -> None:
        """n 32, 1.9 ± 0.8 against n 32, 2.1 ± 0.9: t = −0.2/√(0.64/32 + 0.81/32) = −0.9396."""
        found = from_summary.welch(from_summary.group(32, 1.9, 0.8), from_summary.group(32, 2.1, 0.9))

        assert isinstance(found, TestResult)
        assert found.statistic == pytest.approx(-0.2 / (1.45 / 32) ** 0.5)

    def test_printed_sd_of_zero(self) -> None:
        """Two printed SDs of 0 give no test, and never P = 0."""
        found = from_summary.welch(from_summary.group(32, 1.9, 0), from_summary.group(32, 2.1, 0))

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"


class TestPaired:
    @given(counted())
    def test_same_as_from_patients(self, change: Counts) -> None:
        """The paired t from the figures of the change equals that from the patients."""
        assume(spread(change))
        moments = printed(change)
        expected = paired.paired_t(*change)
        assert isinstance(expected, TestResult)

        ours = from_summary.paired(moments.n, moments.mean, moments.variance**0.5)

        assert isinstance(ours, TestResult)
        assert ours.p_value == pytest.approx(expected.p_value, abs=1e-9)

    @pytest.mark.parametrize(("n", "sd", "reason"), [(1, 0.5, "too_few"), (12, 0.0, "no_variance")])
    def test_refusals(self, n: int, sd: float, reason: str) -> None:
        """One patient, or no spread, has no test."""
        found = from_summary.paired(n, -3.0, sd)

        assert isinstance(found, NotEstimable)
        assert found.reason == reason


class TestSdOfChange:
    def test_by_hand(self) -> None:
        """SD 3 before, 4 after: 5 without correlation, 1 with a perfect one."""
        assert from_summary.sd_of_change(3, 4, 0) == 5
        assert from_summary.sd_of_change(3, 4, 1) == 1

    def test_correlation_is_bounded(self) -> None:
        """A correlation above 1 is a mistake of ours."""
        with pytest.raises(ValueError, match=r"correlation must lie between -1 and 1, got 1\.5"):
            from_summary.sd_of_change(3, 4, 1.5)


class TestSeveralGroups:
    @given(counted(), counted(), counted())
    def test_same_as_from_patients(self, a: Counts, b: Counts, c: Counts) -> None:
        """Both analyses of variance from the figures equal those from the patients."""
        assume(spread(a) and spread(b) and spread(c))
        for name in ("anova", "welch_anova"):
            ours = getattr(from_summary, name)([printed(a), printed(b), printed(c)])
            expected = getattr(omnibus, name)([a, b, c])

            assert ours.p_value == pytest.approx(expected.p_value, abs=1e-9)


class TestGroup:
    @pytest.mark.parametrize(("n", "sd"), [(0, 1.0), (5, -0.1)])
    def test_impossible_figures(self, n: int, sd: float) -> None:
        """No patients, or a negative SD, is named."""
        with pytest.raises(ValueError, match="must be at least"):
            from_summary.group(n, 2.0, sd)
