from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from lib.stats.ancova import Ancova, ancova
from lib.stats.omnibus import OverallTest
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Floats


def registry(groups: int = 2) -> pd.DataFrame:
    """Distinct rows with weights: 40 combinations of group, baseline, age and centre."""
    rng = np.random.default_rng(11)
    frame = pd.DataFrame(
        {
            "group": np.arange(40) % groups,
            "baseline": rng.integers(4, 11, 40) * 1.0,
            "age": rng.integers(40, 80, 40) * 1.0,
            "centre": (rng.random(40) < 0.4) * 1.0,
            "weight": rng.integers(1, 4, 40),
        }
    )
    frame["follow_up"] = np.round(
        0.4 * frame.baseline - 0.5 * frame.group + rng.normal(0, 1, 40) * (1 + frame.group), 1
    )
    return frame


def fit(frame: pd.DataFrame, groups: int = 2, names: tuple[str, ...] = ()) -> Ancova:
    """Our fit of the frame."""
    covariates = frame[list(names)].to_numpy() if names else None
    found = ancova(frame.follow_up, frame.baseline, frame.group, frame.weight, groups=groups, covariates=covariates)
    assert isinstance(found, Ancova)
    return found


def limits(found: TestResult | NotEstimable) -> list[float]:
    """Estimate and limits of a result, which must be one."""
    assert isinstance(found, TestResult)
    assert found.interval is not None
    return [found.estimate, found.interval.low, found.interval.high]


class TestDifference:
    @pytest.mark.parametrize("robust", [True, False])
    def test_statsmodels_on_one_row_per_patient(self, robust: bool) -> None:
        """Weights, a numeric covariate and centre as a fixed effect: statsmodels agrees, also with HC3."""
        frame = registry()
        rows = frame.loc[frame.index.repeat(frame.weight)]
        witness = smf.ols("follow_up ~ group + baseline + age + centre", rows).fit()
        if robust:
            witness = witness.get_robustcov_results("HC3", use_t=True)
        low, high = np.asarray(witness.conf_int())[1]

        ours = fit(frame, names=("age", "centre")).difference(1, 0, robust=robust)

        assert limits(ours) == pytest.approx([np.asarray(witness.params)[1], low, high], rel=1e-10)

    def test_swapping_groups_flips_the_sign(self) -> None:
        """The other way round the estimate and limits change sign."""
        found = fit(registry())

        estimate, low, high = limits(found.difference(1, 0))

        assert limits(found.difference(0, 1)) == pytest.approx([-estimate, -high, -low])

    def test_third_group_shares_the_model(self) -> None:
        """With three groups each difference equals statsmodels with that group as reference."""
        frame = registry(groups=3)
        rows = frame.loc[frame.index.repeat(frame.weight)]
        witness = smf.ols("follow_up ~ C(group, Treatment(1)) + baseline", rows).fit()

        ours = fit(frame, groups=3).difference(2, 1, robust=False)

        assert ours.estimate == pytest.approx(witness.params.iloc[2], rel=1e-10)

    def test_one_patient_in_a_group(self) -> None:
        """Its residual is 0 by construction: HC3 does not exist, the ordinary interval does."""
        frame = registry().query("group == 0 or index == 1").assign(weight=1)

        found = fit(frame)

        assert found.difference(1, 0) == NotEstimable(reason="leverage_one", parameters={"n": 1})
        assert isinstance(found.difference(1, 0, robust=False), TestResult)

    def test_wider_level_wider_interval(self) -> None:
        """A simultaneous level of 98.3% reaches further on both sides."""
        found = fit(registry())
        _, low, high = limits(found.difference(1, 0))

        _, lower, higher = limits(found.difference(1, 0, level=1 - 0.05 / 3))

        assert lower < low < high < higher


class TestAdjustedFollowUp:
    def test_difference_of_adjusted_means(self) -> None:
        """The difference is the difference of the two adjusted means, at mean baseline and covariates."""
        found = fit(registry(), names=("age",))

        a, b = (limits(found.adjusted_follow_up(group))[0] for group in (1, 0))

        assert a - b == pytest.approx(limits(found.difference(1, 0))[0])

    def test_one_method(self) -> None:
        """One method has an adjusted mean: its plain mean. There is no overall test."""
        frame = registry().assign(group=0)

        found = fit(frame, groups=1)

        assert limits(found.adjusted_follow_up(0))[0] == pytest.approx(
            np.average(frame.follow_up, weights=frame.weight)
        )
        assert isinstance(found.overall(), NotEstimable)
        assert isinstance(found.interaction(), NotEstimable)


class TestOverall:
    def test_two_groups_are_the_t_test_squared(self) -> None:
        """With two groups F is t² of the ordinary difference."""
        found = fit(registry())
        difference = found.difference(1, 0, robust=False)
        assert isinstance(difference, TestResult)
        assert difference.statistic is not None

        overall = found.overall()

        assert isinstance(overall, OverallTest)
        assert overall.statistic == pytest.approx(difference.statistic**2)
        assert overall.p_value == pytest.approx(difference.p_value)

    def test_robust_with_two_groups_is_the_robust_t_test_squared(self) -> None:
        """With two groups the robust F is t² of the HC3 difference."""
        found = fit(registry())
        difference, overall = found.difference(1, 0), found.overall(robust=True)

        assert isinstance(difference, TestResult)
        assert difference.statistic is not None
        assert isinstance(overall, OverallTest)
        assert overall.statistic == pytest.approx(difference.statistic**2)
        assert overall.p_value == pytest.approx(difference.p_value)

    @pytest.mark.parametrize("robust", [True, False])
    def test_three_groups_are_as_statsmodels_has_them(self, robust: bool) -> None:
        """Three groups whose spread grows, centre as a fixed effect: statsmodels' F test, also with HC3."""
        frame = registry(groups=3)
        rows = frame.loc[frame.index.repeat(frame.weight)]
        witness = smf.ols("follow_up ~ C(group) + baseline + centre", rows).fit()
        covariance = witness.get_robustcov_results("HC3").cov_params() if robust else None
        expected = witness.f_test("C(group)[T.1] = 0, C(group)[T.2] = 0", cov_p=covariance)

        overall = fit(frame, groups=3, names=("centre",)).overall(robust=robust)

        assert isinstance(overall, OverallTest)
        assert (overall.statistic, overall.p_value) == pytest.approx(
            (float(expected.fvalue), float(expected.pvalue)), rel=1e-9
        )

    def test_groups_without_spread_have_no_robust_test(self) -> None:
        """Where nobody has pain in two of three methods, HC3 has nothing to weigh them by; it is refused."""
        group, baseline = np.repeat([0, 1, 2], 12), np.tile([4.0, 5.0], 18)
        follow_up = np.where(group == 2, np.tile([1.0, 1.0, -1.0, -1.0], 9), 0.0)
        found = ancova(follow_up, baseline, group, np.ones(36), groups=3)
        assert isinstance(found, Ancova)

        overall = found.overall(robust=True)

        assert isinstance(overall, NotEstimable)
        assert overall.reason == "no_variance"
        assert isinstance(found.overall(), OverallTest)


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"baseline": 8.0}, "constant_baseline"),
            ({"group": 0}, "empty_group"),
            ({"weight": 0}, "no_values"),
            ({"follow_up": 3.0}, "no_variance"),
        ],
    )
    def test_degenerate(self, change: dict[str, float], reason: str) -> None:
        """A design that cannot answer is refused with its reason."""
        frame = registry().assign(**change)

        found = ancova(frame.follow_up, frame.baseline, frame.group, frame.weight, groups=2)

        assert isinstance(found, NotEstimable)
        assert found.reason == reason

    def test_covariate_that_repeats_the_groups(self) -> None:
        """A centre that used one method only cannot be told from the method."""
        frame = registry()

        found = ancova(
            frame.follow_up, frame.baseline, frame.group, frame.weight, groups=2, covariates=frame[["group"]].to_numpy()
        )

        assert isinstance(found, NotEstimable)
        assert found.reason == "singular_design"

    def test_no_degrees_of_freedom(self) -> None:
        """Three patients for three coefficients leave nothing over."""
        found = ancova([1.0, 2.0, 4.0], [5.0, 6.0, 9.0], [0, 1, 1], [1, 1, 1], groups=2)

        assert found == NotEstimable(reason="too_few", parameters={"n": 3})

    def test_perfect_fit_is_never_p_zero(self) -> None:
        """Points on a line have no residual variance; the P value would be 0."""
        baseline: Floats = np.arange(10.0)

        found = ancova(0.3 * baseline + 1, baseline, np.arange(10) % 2, np.ones(10), groups=2)

        assert isinstance(found, NotEstimable)
        assert found.reason == "no_variance"

    def test_wrong_codes_are_our_mistake(self) -> None:
        """A code beyond the groups names the bound and the value."""
        with pytest.raises(ValueError, match="codes from 0 to 1, got 0 to 2"):
            ancova([1.0, 2.0], [1.0, 2.0], [0, 2], [1, 1], groups=2)

    def test_input_is_not_changed(self) -> None:
        """The caller's arrays stay as they are."""
        frame = registry()
        before = frame.copy()

        fit(frame)

        pd.testing.assert_frame_equal(frame, before)
