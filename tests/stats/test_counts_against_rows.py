"""What holds of every procedure: counts say what rows say, in any order, from any number of centres, at any level."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.ancova import Ancova, ancova
from lib.stats.effect_size import cliffs_delta, cohen_d, d_z, hedges_g
from lib.stats.independent import student, welch
from lib.stats.paired import hodges_lehmann, paired_t, signed_rank
from lib.stats.rank import mann_whitney
from lib.stats.results import NotEstimable, TestResult
from tests.stats.oracle_data import Counts
from tests.stats.weighted_scores import counted, ones, patients, spread

Procedure = Callable[..., TestResult | NotEstimable]
ONE_GROUP: tuple[Procedure, ...] = (paired_t, signed_rank, hodges_lehmann, d_z)
TWO_GROUPS: tuple[Procedure, ...] = (welch, student, mann_whitney, cohen_d, hedges_g, cliffs_delta)
FIELDS = ("estimate", "standard_error", "statistic", "df", "p_value")


def adjusted(a: Counts, b: Counts, *, robust: bool = True, level: float = 0.95) -> TestResult | NotEstimable:
    """ANCOVA of two groups; the baseline is made from the position of a score among the distinct scores."""
    y, w = np.concatenate([a.values, b.values]), np.concatenate([a.weights, b.weights])
    group = np.repeat([0, 1], [len(a.values), len(b.values)])
    fitted = ancova(y, np.cos(7 * y) + 0.3 * y + group / 5, group, w, groups=2)
    if not isinstance(fitted, Ancova):
        return fitted
    return fitted.difference(1, 0, robust=robust, level=level)


def of_pair(procedure: Procedure) -> Procedure:
    """A procedure of two groups, given both as counts."""
    return lambda a, b, **more: procedure(*a, *b, **more)


def of_one(procedure: Procedure) -> Procedure:
    """A procedure of one group, given two that are taken as one: what two centres send."""
    return lambda a, b, **more: procedure(*joined(a, b), **more)


EVERY = {
    **{one.__name__: of_one(one) for one in ONE_GROUP},
    **{one.__name__: of_pair(one) for one in TWO_GROUPS},
    "ancova_hc3": adjusted,
}


def joined(a: Counts, b: Counts) -> Counts:
    """The counts of two centres, one after the other."""
    return Counts(*(np.concatenate(pair) for pair in zip(a, b, strict=True)))


def said(result: TestResult | NotEstimable) -> list[float] | str:
    """Everything that a result says, to be compared; the reason where it says nothing."""
    if isinstance(result, NotEstimable):
        return result.reason
    limits = [] if result.interval is None else [result.interval.low, result.interval.high]
    return [value for name in FIELDS if (value := getattr(result, name)) is not None] + limits


def agree(one: TestResult | NotEstimable, other: TestResult | NotEstimable) -> bool:
    """Whether two results say the same."""
    ours, theirs = said(one), said(other)
    return ours == theirs if isinstance(ours, str) else ours == pytest.approx(theirs, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("name", EVERY)
class TestEveryProcedure:
    @given(a=counted(4), b=counted(4))
    def test_weights_equal_repetition(self, name: str, a: Counts, b: Counts) -> None:
        """A weight of 3 is the same as three patients, for the estimate and all that stands beside it."""
        assume(spread(a) and spread(b))

        assert agree(EVERY[name](a, b), EVERY[name](ones(patients(a)), ones(patients(b))))

    @given(a=counted(4), b=counted(4), random=st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, name: str, a: Counts, b: Counts, random: np.random.Generator) -> None:
        """Patients in another order give the same result."""
        assume(spread(a) and spread(b))
        mixed = []
        for one in (a, b):
            order = list(range(len(one.values)))
            random.shuffle(order)
            mixed.append(Counts(one.values[order], one.weights[order]))

        assert agree(EVERY[name](a, b), EVERY[name](*mixed))

    @given(a=counted(4), b=counted(4), more_a=counted(), more_b=counted())
    def test_adding_centres_equals_pooling_rows(
        self, name: str, a: Counts, b: Counts, more_a: Counts, more_b: Counts
    ) -> None:
        """The counts of two centres together give what their patients give in one table."""
        assume(spread(a) and spread(b))
        pooled = [ones(np.concatenate([patients(x), patients(y)])) for x, y in ((a, more_a), (b, more_b))]

        assert agree(EVERY[name](joined(a, more_a), joined(b, more_b)), EVERY[name](*pooled))

    @given(
        a=counted(4), b=counted(4), levels=st.tuples(st.sampled_from([0.5, 0.8, 0.9]), st.sampled_from([0.95, 0.98]))
    )
    def test_a_wider_level_gives_a_wider_interval(
        self, name: str, a: Counts, b: Counts, levels: tuple[float, float]
    ) -> None:
        """At a higher level no limit moves inwards."""
        assume(spread(a) and spread(b))
        if name == "signed_rank":  # a P value without an interval
            assert not isinstance(found := EVERY[name](a, b), TestResult) or found.interval is None
            return
        narrow, wide = (EVERY[name](a, b, level=level) for level in levels)
        assume(isinstance(narrow, TestResult) and narrow.interval and isinstance(wide, TestResult) and wide.interval)

        assert wide.interval.low <= narrow.interval.low + 1e-9
        assert wide.interval.high >= narrow.interval.high - 1e-9
