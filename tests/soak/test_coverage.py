"""How often 95% intervals hold the truth: differences at 32 against 32 patients, and rates of lesions in patients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lib.stats.ancova import Ancova, ancova
from lib.stats.clustered import ClusteredRate, clustered_difference, clustered_rate, summarise
from lib.stats.independent import student, welch
from lib.stats.mmrm import Mmrm, PatternSums, mmrm
from lib.stats.paired import paired_t
from lib.stats.proportion import newcombe
from lib.stats.rank import mann_whitney
from lib.stats.results import Interval, NotEstimable, TestResult

N = 32
ONES = np.ones(N)
GROUP = np.repeat([1, 0], N)
TRUTH = -0.5
REPETITIONS = 20_000
SLOW = 4_000
LOWEST, HIGHEST = 0.94, 0.96


def limits(found: TestResult | NotEstimable) -> Interval:
    """The interval of a result that must have one."""
    assert isinstance(found, TestResult) and found.interval is not None
    return found.interval


def holds(found: TestResult | NotEstimable, truth: float) -> bool:
    """Whether the interval holds the truth."""
    interval = limits(found)
    return interval.low <= truth <= interval.high


class TestDifferences:
    def test_hold_the_truth_in_94_to_96_of_100(self, record_property: Callable[..., None]) -> None:
        """ANCOVA (HC3 and ordinary), Welch, Student, Hodges–Lehmann and paired t, 32 against 32 patients."""
        random, held = np.random.default_rng(32), dict.fromkeys(
            ("ancova_hc3", "ancova", "welch_change", "student_change", "hodges_lehmann", "paired_t"), 0
        )  # fmt: skip
        for _ in range(REPETITIONS):
            before = random.normal(7, 1.5, 2 * N)
            after = 0.5 * before + TRUTH * GROUP + random.normal(0, 2, 2 * N)
            ours, theirs = (after - before)[:N], (after - before)[N:]
            fitted = ancova(after, before, GROUP, np.ones(2 * N), groups=2)
            assert isinstance(fitted, Ancova)
            held["ancova_hc3"] += holds(fitted.difference(1, 0, robust=True), TRUTH)
            held["ancova"] += holds(fitted.difference(1, 0, robust=False), TRUTH)
            held["welch_change"] += holds(welch(ours, ONES, theirs, ONES), TRUTH)
            held["student_change"] += holds(student(ours, ONES, theirs, ONES), TRUTH)
            held["hodges_lehmann"] += holds(mann_whitney(ours, ONES, theirs, ONES), TRUTH)
            held["paired_t"] += holds(paired_t(ours, ONES), -3.5 + TRUTH)

        shares = {name: count / REPETITIONS for name, count in held.items()}
        for name, share in shares.items():
            record_property(f"coverage at 32 + 32, {name}", share)
        assert {name: share for name, share in shares.items() if not LOWEST <= share <= HIGHEST} == {}

    def test_of_the_mixed_model_hold_the_truth_in_94_to_96_of_100(self, record_property: Callable[..., None]) -> None:
        """Three visits, a fifth missing at the last, 32 against 32 patients: the interval of the last visit."""
        random, held = np.random.default_rng(33), 0
        for _ in range(SLOW):
            patient = random.normal(0, 1, 2 * N)
            before = 7 + patient + random.normal(0, 1, 2 * N)
            scores = 3 + patient + random.normal(0, [[1.0], [1.2], [1.5]], (3, 2 * N)) + TRUTH * GROUP
            seen = random.random(2 * N) > 0.2
            found = mmrm(sums(before, scores, seen), groups=2, visits=3)
            assert isinstance(found, Mmrm)
            held += holds(found.difference(1, 0, 2), TRUTH)

        record_property("coverage at 32 + 32, mmrm", held / SLOW)
        assert LOWEST <= held / SLOW <= HIGHEST


def sums(before: np.ndarray, scores: np.ndarray, seen: np.ndarray) -> list[PatternSums]:
    """Cross-products by method, of patients seen at every visit and of those not seen at the last."""
    found = []
    for group in (0, 1):
        for is_seen in (True, False):
            mine = (group == GROUP) & (seen == is_seen)
            rows = np.column_stack([np.ones(mine.sum()), before[mine], scores[: 3 if is_seen else 2, mine].T])
            found.append(PatternSums(group=group, observed=(True, True, is_seen), cross_products=rows.T @ rows))
    return found


class TestRates:
    @pytest.mark.parametrize("share", [0.1, 0.3])
    def test_of_lesions_hold_the_truth_in_93_of_100(self, share: float, record_property: Callable[..., None]) -> None:
        """One to four lesions of each of 40 patients, alike within a patient (ρ 0.3): rate and difference."""
        random = np.random.default_rng(34)
        held, naive = {"rate": 0, "difference": 0}, 0
        for _ in range(REPETITIONS):
            groups = []
            for _ in range(2):
                lesions = random.integers(1, 5, 40)
                risk = random.beta(share * 7 / 3, (1 - share) * 7 / 3, 40)  # ρ = 1 / (7/3 + 1)
                groups.append((random.binomial(lesions, risk), lesions))
            (a, m), (b, n) = groups
            held["rate"] += holds(clustered_rate(a, m, np.ones(40)), share)
            first, second = summarise(a, m, np.ones(40)), summarise(b, n, np.ones(40))
            assert isinstance(first, ClusteredRate) and isinstance(second, ClusteredRate)
            held["difference"] += holds(clustered_difference(first, second), 0)
            naive += holds(newcombe(int(a.sum()), int(m.sum()), int(b.sum()), int(n.sum())), 0)

        for name, count in held.items():
            record_property(f"coverage of lesions, {share:.0%}, {name}", count / REPETITIONS)
        record_property(f"coverage of lesions, {share:.0%}, difference as if all were independent", naive / REPETITIONS)
        assert min(held.values()) / REPETITIONS >= 0.93
