from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest

from lib.stats.ancova import Ancova, ancova
from lib.stats.mmrm import Mmrm, PatternSums, mmrm
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Floats
from tests.stats.repeated_answers import fitted, scores, sums_of


def fit(table: Floats, group: Floats, **options: int) -> Mmrm:
    """The fit of a table, which must exist."""
    found = mmrm(sums_of(table, group), groups=int(group.max()) + 1, visits=table.shape[1] - 1, **options)
    assert isinstance(found, Mmrm)
    return found


def reason(found: Mmrm | NotEstimable) -> str:
    """Why there is no fit."""
    assert isinstance(found, NotEstimable)
    return found.reason


class TestDifference:
    def test_is_ancova_where_nobody_is_missing(self) -> None:
        """At the third day all 48 patients were seen: estimate, SE, df 45 and P are those of the ANCOVA."""
        table, group = scores()
        witness = ancova(table[:, 1], table[:, 0], group, np.ones(48), groups=2)
        assert isinstance(witness, Ancova)
        expected = witness.difference(1, 0, robust=False)
        assert isinstance(expected, TestResult)

        ours = fitted().difference(1, 0, 0)

        for name in ("estimate", "standard_error", "df", "p_value"):
            assert getattr(ours, name) == pytest.approx(getattr(expected, name), rel=1e-8)

    @pytest.mark.parametrize(("visit", "df"), [(1, 43.036), (2, 35.388)])
    def test_satterthwaite(self, visit: int, df: float) -> None:
        """Degrees of freedom as an independent fit by Cholesky factor and numerical Hessian gave them."""
        assert fitted().difference(1, 0, visit).df == pytest.approx(df, abs=6e-4)

    def test_swapping_groups_flips_the_sign(self) -> None:
        """The other way round the estimate changes sign; SE and df stay."""
        ours, swapped = fitted().difference(1, 0, 2), fitted().difference(0, 1, 2)

        assert (swapped.estimate, swapped.df) == pytest.approx((-ours.estimate, ours.df))

    def test_difference_of_adjusted_means(self) -> None:
        """The difference is the difference of the two adjusted means."""
        a, b = (fitted().adjusted_follow_up(group, 1).estimate for group in (1, 0))

        assert a - b == pytest.approx(fitted().difference(1, 0, 1).estimate)

    def test_without_gaps_every_visit_is_its_ancova(self) -> None:
        """With complete data, also with three groups, each visit equals its own ANCOVA."""
        rng = np.random.default_rng(3)
        group = np.arange(60) % 3
        baseline = rng.normal(7, 1, 60)
        table = np.column_stack([baseline, *(0.4 * baseline + rng.normal(0, k, 60) - group for k in (1, 2, 1.5))])
        found = fit(table, group)

        for visit in range(3):
            witness = ancova(table[:, visit + 1], baseline, group, np.ones(60), groups=3)
            assert isinstance(witness, Ancova)
            expected = witness.difference(2, 1, robust=False)
            ours = found.difference(2, 1, visit)
            assert isinstance(expected, TestResult)
            assert (ours.estimate, ours.standard_error, ours.df) == pytest.approx(
                (expected.estimate, expected.standard_error, expected.df), rel=1e-7
            )


class TestLikelihood:
    def test_no_covariance_nearby_is_more_likely(self) -> None:
        """Computed on patient rows with dense matrices, the likelihood is what we report and is highest there."""
        table, group = scores()
        best = _dense_likelihood(table, group, fitted().visit_covariance)

        assert best == pytest.approx(fitted().log_likelihood, rel=1e-10)
        for row, column in [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)]:
            for step in (-0.01, 0.01):
                moved = fitted().visit_covariance.copy()
                moved[row, column] = moved[column, row] = moved[row, column] + step
                assert _dense_likelihood(table, group, moved) < best


class TestCost:
    def test_a_thousand_times_the_patients(self) -> None:
        """The sums of a thousand registries take no longer than those of one."""
        few = sums_of(*scores())
        many = [dataclasses.replace(one, cross_products=one.cross_products * 1000) for one in few]
        start = time.perf_counter()

        found = mmrm(many, groups=2, visits=3)

        assert time.perf_counter() - start < 1
        assert isinstance(found, Mmrm)
        assert found.n == 48_000

    def test_two_centres_add(self) -> None:
        """Sums of two centres side by side give the fit of the pooled rows."""
        table, group = scores()
        halves = [sums_of(table[::2], group[::2]), sums_of(table[1::2], group[1::2])]

        found = mmrm([*halves[0], *halves[1]], groups=2, visits=3)

        assert isinstance(found, Mmrm)
        assert found.coefficients == pytest.approx(fitted().coefficients)


class TestRefusals:
    def test_one_follow_up(self) -> None:
        """One visit is the ANCOVA's."""
        table, group = scores()

        assert reason(mmrm(sums_of(table[:, :2], group), groups=2, visits=1)) == "one_follow_up"

    def test_nine_patients(self) -> None:
        """Nine patients in a method are too few; ten will do."""
        table, group = scores()
        keep = np.concatenate([np.flatnonzero(group == 0), np.flatnonzero(group == 1)[:9]])

        assert reason(mmrm(sums_of(table[keep], group[keep]), groups=2, visits=3)) == "too_few"

    def test_four_observed_at_a_visit(self) -> None:
        """Four scores of a method at a visit are too few."""
        table, group = (part.copy() for part in scores())
        table[np.flatnonzero(group == 1)[4:], 3] = np.nan

        assert reason(mmrm(sums_of(table, group), groups=2, visits=3)) == "too_few"

    def test_constant_baseline(self) -> None:
        """A baseline that does not vary cannot be adjusted for."""
        table, group = (part.copy() for part in scores())
        table[:, 0] = 7.1

        assert reason(mmrm(sums_of(table, group), groups=2, visits=3)) == "constant_baseline"

    def test_baseline_that_is_the_group(self) -> None:
        """A baseline that differs only between the methods cannot be told from them."""
        table, group = (part.copy() for part in scores())
        table[:, 0] = 7 + group

        assert reason(mmrm(sums_of(table, group), groups=2, visits=3)) == "singular_design"

    def test_constant_visit(self) -> None:
        """A visit at which everybody has the same score has no variance."""
        table, group = (part.copy() for part in scores())
        table[:, 1] = 3.3

        assert reason(mmrm(sums_of(table, group), groups=2, visits=3)) == "no_variance"

    def test_copied_visit(self) -> None:
        """A visit carried forward from the one before has no covariance of its own: refused, nothing simpler fitted."""
        table, group = (part.copy() for part in scores())
        table[:, 2] = table[:, 1]

        assert reason(mmrm(sums_of(table, group), groups=2, visits=3)) == "not_converged"

    def test_visits_never_seen_together(self) -> None:
        """Where no patient has both visits, their covariance is unknown."""
        table, group = (part.copy() for part in scores())
        table[::2, 1], table[1::2, 2] = np.nan, np.nan

        assert reason(mmrm(sums_of(table[:, :3], group), groups=2, visits=2)) == "not_converged"

    def test_nobody(self) -> None:
        """Without patients there are too few."""
        assert reason(mmrm([], groups=2, visits=3)) == "too_few"

    def test_wrong_shape_is_our_mistake(self) -> None:
        """A pattern of other visits is named."""
        with pytest.raises(ValueError, match="3 visits"):
            mmrm([PatternSums(group=0, observed=(True,), cross_products=np.eye(3))], groups=2, visits=3)


def _dense_likelihood(table: Floats, group: Floats, covariance: Floats) -> float:
    """The restricted log-likelihood by the textbook, one dense block per patient."""
    baseline = table[:, 0] - table[:, 0].mean()
    information, right, constant, count = np.zeros((9, 9)), np.zeros(9), 0.0, 0
    for row, centred, g in zip(table[:, 1:], baseline, group, strict=True):
        seen = np.flatnonzero(np.isfinite(row))
        x = np.zeros((len(seen), 9))
        x[np.arange(len(seen)), 3 * g + seen] = 1
        x[np.arange(len(seen)), 6 + seen] = centred
        block = covariance[np.ix_(seen, seen)]
        inverse = np.linalg.inv(block)
        information += x.T @ inverse @ x
        right += x.T @ inverse @ row[seen]
        constant += row[seen] @ inverse @ row[seen] + np.linalg.slogdet(block)[1]
        count += len(seen)
    squares = constant - right @ np.linalg.solve(information, right)
    return float(-0.5 * (squares + np.linalg.slogdet(information)[1] + (count - 9) * np.log(2 * np.pi)))
