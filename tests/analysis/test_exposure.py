"""Leakage against volume and timing: thirds counted by hand, the model that of the patient rows."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.exposure import Exposure, exposures
from lib.registry.cohort import Cohort
from lib.report.tables.exposure import exposure, exposure_sentence
from lib.stats.firth import FirthFit, firth
from lib.stats.results import TestResult
from tests.intake.files import opened_rows

HEAD = ["id", "guidance", "VAS before", "VAS 1 month", "leakage", "cement volume (ml)", "injection phase"]


def registry(leaks: list[bool], volumes: list[float], phases: list[str]) -> Cohort:
    """One patient per entry, DSA and CT in turn."""
    rows = [
        [f"P{n}", ("CT", "DSA")[n % 2], 7, 2, "yes" if leak else "no", volume, phase]
        for n, (leak, volume, phase) in enumerate(zip(leaks, volumes, phases, strict=True))
    ]
    cohort = opened_rows([HEAD, *rows]).cohort
    assert cohort is not None
    return cohort


def many(n: int) -> Cohort:
    """`n` patients with 1 to 12 mL; every third of those with more than 6 mL leaks."""
    volumes = [1.0 + k % 12 for k in range(n)]
    leaks = [volume > 6 and k % 3 == 0 for k, volume in enumerate(volumes)]
    return registry(leaks, volumes, [("thin", "dough")[k % 2] for k in range(n)])


def of_volume(cohort: Cohort) -> Exposure:
    """Leakage against the cement volume."""
    return next(one for one in exposures(cohort, "leakage") if one.covariate == "cement_volume")


class TestExposures:
    def test_thirds_by_hand(self) -> None:
        """Nine patients with 1 to 9 mL, leaks at 5, 8 and 9 mL: 0/3, 1/3, 2/3, with the exact interval of 1/3."""
        volumes = [float(n) for n in range(1, 10)]
        cohort = registry([volume in (5, 8, 9) for volume in volumes], volumes, ["dough", "thin", "thin"] * 3)

        found = of_volume(cohort)

        assert [(one.low, one.high, one.events, one.n) for one in found.parts] == [
            (1, 3, 0, 3),
            (4, 6, 1, 3),
            (7, 9, 2, 3),
        ]
        middle = found.parts[1].rate
        assert isinstance(middle, TestResult)
        assert middle.interval is not None
        assert (middle.interval.low, middle.interval.high) == pytest.approx(
            (0.00840, 0.90570), abs=5e-6
        )  # binom.test(1, 3)
        assert found.fit is None

    def test_phases_in_their_order(self) -> None:
        """The timing as words: thin before dough, each with its leaks."""
        cohort = registry([True, False, False, True, False, False], [3.0, 4, 5, 6, 7, 8], ["dough", "thin"] * 3)

        found = next(one for one in exposures(cohort, "leakage") if one.covariate == "injection_phase")

        assert [(one.level, one.events, one.n) for one in found.parts] == [("thin", 1, 3), ("dough", 1, 3)]

    def test_ten_events_are_modelled_as_the_patient_rows(self) -> None:
        """20 leaks among 120: Firth on the counts is Firth on the rows, and more cement goes with more leaks."""
        cohort = many(120)
        volumes = np.array([1.0 + k % 12 for k in range(120)])
        leaks = np.array([float(v > 6 and k % 3 == 0) for k, v in enumerate(volumes)])

        fit, rows = of_volume(cohort).fit, firth(volumes, leaks, np.ones(120))

        assert isinstance(fit, FirthFit)
        assert isinstance(rows, FirthFit)
        assert (fit.events, fit.n) == (20, 120)
        assert (fit.slope, fit.interval.low, fit.p_value) == pytest.approx(
            (rows.slope, rows.interval.low, rows.p_value)
        )
        assert fit.odds_ratio > 1

    @pytest.mark.parametrize(("n", "said"), [(24, "4 leaks in all: too few"), (120, "odds ratio per unit")])
    def test_says_an_odds_ratio_only_where_one_was_fitted(self, n: int, said: str) -> None:
        """Four leaks have no model, twenty have one; the table names its thirds in mL."""
        cohort = many(n)
        known = {one.name: one for one in cohort.covariates}

        found = of_volume(cohort)

        assert said in exposure_sentence(found, known, "en")
        assert exposure(found, known, "en").index.name == "cement volume (mL)"

    def test_nothing_to_compare_is_left_out(self) -> None:
        """The same volume for everybody is no exposure."""
        cohort = registry([True, False, True, False], [5.0, 5, 5, 5], ["thin", "dough", "thin", "dough"])

        assert [one.covariate for one in exposures(cohort, "leakage")] == ["injection_phase"]
