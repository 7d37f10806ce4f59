"""How often the verdict favours a method where neither is better: 25 against 120 patients, SD 3 against 1.5."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from lib.analysis.mixed import left_out
from lib.analysis.outcomes import compare_visit
from lib.stats.ancova import Ancova, ancova
from lib.stats.equivalence import judge
from lib.stats.results import TestResult
from tests.analysis.cohorts import ASKED, MONTH, cohort_of

Floats = NDArray[np.float64]
SIZES, SPREADS = {"DSA": 120, "CT": 25}, {"DSA": 1.5, "CT": 3.0}
GROUP = np.repeat([0, 1], list(SIZES.values()))
MARGIN = ASKED.margins["VAS"].value
REPETITIONS = 100_000
CHECKED = 200
"""Registries of these that go through the whole comparison as well, which is slower."""


def registries(repetitions: int, seed: int = 20261127) -> Iterator[tuple[Floats, Floats]]:
    """Scores before and after, half of the one carried to the other; both methods have the same true mean."""
    random = np.random.default_rng(seed)
    spread = np.repeat(list(SPREADS.values()), list(SIZES.values()))
    for _ in range(repetitions):
        before = random.normal(7, 1.5, len(GROUP))
        yield before, 0.5 * before + random.normal(0, 1, len(GROUP)) * spread


def code_of(before: Floats, after: Floats, *, robust: bool) -> str:
    """The verdict on CT against DSA by an adjusted difference."""
    fitted = ancova(after, before, GROUP, np.ones(len(GROUP)), groups=2)
    assert isinstance(fitted, Ancova)
    found = fitted.difference(1, 0, robust=robust)
    assert isinstance(found, TestResult) and found.interval is not None
    return judge(found.interval.low, found.interval.high, MARGIN, -1)


class TestVerdict:
    def test_favours_a_method_by_error_in_at_most_55_of_1000(self, record_property: Callable[..., None]) -> None:
        """With HC3 standard errors at most 5.5% of verdicts are superior or inferior; with ordinary ones far more."""
        wrong = {True: 0, False: 0}
        for before, after in registries(REPETITIONS):
            for robust in wrong:
                wrong[robust] += code_of(before, after, robust=robust) in ("superior", "inferior")

        share, ordinary = (wrong[robust] / REPETITIONS for robust in (True, False))
        record_property("type I error of the verdict, 25 v 120, SD 3 v 1.5", share)
        record_property("the same with ordinary standard errors", ordinary)
        assert share <= 0.055
        assert ordinary > 0.15

    def test_is_that_of_the_whole_comparison(self) -> None:
        """What is counted here is the code that the analysis puts on the screen for the same patients."""
        methods = np.array(list(SIZES))[GROUP].tolist()
        different = []
        for before, after in registries(CHECKED):
            cohort = cohort_of(methods, {"VAS": {"baseline": before, MONTH.name: after}})
            compared = compare_visit(cohort, "VAS", MONTH, ASKED, mixed=left_out(cohort.methods))
            codes = (compared.verdicts[0].code, code_of(np.round(before, 6), np.round(after, 6), robust=True))
            different += [codes] if codes[0] != codes[1] else []

        assert different == []
