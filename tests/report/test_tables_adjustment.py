"""Unadjusted and adjusted side by side: R's numbers, and the sentence on why they may disagree."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lib.analysis.outcomes import compare_visit
from lib.analysis.patients import baseline_table
from lib.analysis.proposal import propose_question
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.report.tables.adjustment import adjustment
from lib.report.wording import baseline_sentence
from lib.terms import Question
from tests.analysis.cohorts import golden

PAIR = ("CT", "DSA")
R = Path(__file__).parents[1] / "r"
SEED = R / "data" / "d1_seed.csv"
FURTHER = json.loads((R / "golden" / "further.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def seed() -> Cohort:
    """The data of R's scripts as a registry, read as a visitor's file is."""
    cohort = open_registry([SourceFile(name="d1_seed.csv", content=SEED.read_bytes())]).cohort
    assert cohort is not None
    return cohort


def asked(cohort: Cohort, *covariates: str) -> Question:
    """The proposed question with these covariates."""
    question = propose_question(cohort)
    assert isinstance(question, Question)
    return replace(question, covariates=covariates)


class TestAdjustment:
    def test_every_row_is_that_of_r(self, seed: Cohort) -> None:
        """Welch on the follow-up and on the change, ANCOVA with HC3, and with tumour and age besides: R's P values."""
        (visit,) = [one for one in seed.visits("VAS") if not one.is_baseline]
        models = [(compare_visit(seed, "VAS", visit, asked(seed, *names)), names) for names in ((), ("tumour", "age"))]

        shown = adjustment(models, PAIR, "en")

        vas = ("d1_seed", "vas")
        r = [
            golden(*vas, "between_post", "welch", "p"),
            golden(*vas, "between_change", "welch", "p"),
            golden(*vas, "ancova", "CT_vs_DSA", "hc3_p"),
            FURTHER["ancova_covariates/HC3"][2],
        ]
        assert shown["P"].tolist() == [f"{p:.2f}" for p in r]
        assert shown["n"].tolist() == ["32 v 32"] * 4
        assert shown.index[-1] == "Adjusted for the score before and tumour, age"


class TestBaselineSentence:
    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "VAS was 0.3 points higher with CT (standardised difference 0.26)"),
            ("zh", "CT组术前VAS高0.3分（标准化均数差0.26）"),
        ],
    )
    def test_names_who_began_higher(self, seed: Cohort, language: str, said: str) -> None:
        """R: baselines 0.269 apart, t 1.0377 at 32 v 32, so SMD 1.0377·√(2/32) = 0.26, and the change favours CT."""
        rows = baseline_table(seed, asked(seed))

        assert said in baseline_sentence(rows, PAIR, seed.scales["VAS"], language)
        assert baseline_sentence(rows, PAIR[::-1], seed.scales["VAS"], language) == baseline_sentence(
            rows, PAIR, seed.scales["VAS"], language
        )

    def test_says_nothing_where_baselines_hardly_differ(self, seed: Cohort) -> None:
        """ODI began 0.9 of about 9.9 points apart: a standardised difference of 0.09."""
        rows = baseline_table(seed, asked(seed))

        assert baseline_sentence(rows, PAIR, seed.scales["ODI"], "en") == ""
