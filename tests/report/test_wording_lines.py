"""The short lines of a page."""

from __future__ import annotations

import pytest

from lib.analysis.outcomes import compare_outcome
from lib.registry.cohort import Cohort
from lib.report.wording import adjustment_line, filter_text, filters_text, ledger_line, mcid_source, score_button
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import ODI, VAS, Covariate, Filter, Question
from tests.intake.files import opened_rows

AGE = Covariate(name="age", header="Age", is_numeric=True, low=38, high=82)
SEX = Covariate(name="sex", header="Sex", is_numeric=False, levels=("F", "M"))
TUMOUR = Covariate(name="Tumour", header="Tumour", is_numeric=False, levels=("Lung", "Breast"))


class TestLedgerLine:
    def test_filtered(self) -> None:
        """In the file, after filters and which, analysed by method."""
        parts = {"in_file": 64, "after_filters": 41, "analysed": {"CT": 20, "DSA": 18}}

        assert ledger_line(**parts, filters="Female, age ≥ 60", language="en") == (
            "64 in file → 41 after filters (Female, age ≥ 60) → 38 analysed (CT 20, DSA 18)"
        )
        assert ledger_line(**parts, filters="女，年龄≥60", language="zh") == (
            "文件内64例 → 筛选后41例（女，年龄≥60） → 纳入分析38例（CT 20，DSA 18）"
        )

    def test_unfiltered(self) -> None:
        """Without filters the line says that there are none."""
        line = ledger_line(in_file=64, after_filters=64, filters="", analysed={"CT": 32, "DSA": 27}, language="en")

        assert line == "64 in file → 59 analysed (CT 32, DSA 27) · no filter"

    def test_nobody(self) -> None:
        """No method leaves no empty bracket."""
        line = ledger_line(in_file=3, after_filters=3, filters="", analysed={}, language="en")

        assert line == "3 in file → 0 analysed · no filter"


def with_centres(missing: int) -> Cohort:
    """Twenty patients per method in two centres; the centre of the first CT patients is blank."""
    rows = [
        [f"P{n}", "CT" if n < 20 else "DSA", 7 + n % 3, 2 + n % 4, None if n < missing else "AB"[n % 2]]
        for n in range(40)
    ]
    cohort = opened_rows([["id", "Guidance", "VAS before", "VAS 1 month", "Centre"], *rows]).cohort
    assert cohort is not None
    return cohort


def said_of(cohort: Cohort, language: str, analysis: str = "ancova_hc3") -> str:
    """The line under the verdict on VAS at one month."""
    question = Question(experimental="CT", control="DSA", outcome="VAS", visit="1 month", analysis=analysis)
    compared = compare_outcome(cohort, "VAS", question).at("1 month")
    return adjustment_line(compared, compared.verdicts[0], cohort.covariates, language)


class TestAdjustmentLine:
    def test_says_who_has_no_centre(self) -> None:
        """17 of 40 with both scores lack the centre and so the adjusted comparison."""
        assert said_of(with_centres(17), "en").startswith(
            "17 of 40 patients with both scores are not in this comparison"
        )
        assert said_of(with_centres(17), "zh").startswith("两次评分齐全的40例中，有17例未纳入本比较。")

    def test_says_the_centre_where_nobody_is_missing(self) -> None:
        """Everybody has a centre: the line says only that it was adjusted for."""
        assert said_of(with_centres(0), "en") == "This comparison is also adjusted for: centre."
        assert said_of(with_centres(0), "zh") == "本比较另校正：中心。"

    def test_says_what_the_mixed_model_lacks(self) -> None:
        """The mixed model knows no centre, and says so."""
        assert said_of(with_centres(0), "en", "mmrm") == "The mixed model (MMRM) is not adjusted for: centre."


class TestFilterText:
    @pytest.mark.parametrize(
        ("one", "covariate", "english", "chinese"),
        [
            (Filter(name="sex", levels=("F",)), SEX, "Female", "女"),
            (Filter(name="age", low=60, high=82), AGE, "age ≥ 60", "年龄≥60"),
            (Filter(name="age", low=38, high=70), AGE, "age ≤ 70", "年龄≤70"),
            (Filter(name="age", low=50, high=70), AGE, "age 50–70", "年龄50–70"),
            (Filter(name="age", low=38, high=82), AGE, "age known", "有年龄记录"),
            (Filter(name="Tumour", levels=("Lung", "Breast")), TUMOUR, "Tumour: Lung, Breast", "Tumour：Lung，Breast"),
            (Filter(name="method", levels=("CT", "Fluoroscopy")), None, "CT, Fluoroscopy", "CT，X线透视"),
        ],
    )
    def test_words(self, one: Filter, covariate: Covariate | None, english: str, chinese: str) -> None:
        """A filter is named by what it keeps; a bound at the end of the range excludes nobody and is left out."""
        assert (filter_text(one, covariate, "en"), filter_text(one, covariate, "zh")) == (english, chinese)


class TestFiltersText:
    def test_joined(self) -> None:
        """All filters in one text, none as an empty one."""
        chosen = (Filter(name="sex", levels=("F",)), Filter(name="age", low=60, high=82))

        assert filters_text(chosen, (SEX, AGE), "en") == "Female, age ≥ 60"
        assert filters_text((), (SEX, AGE), "en") == ""


class TestScoreButton:
    def test_result(self) -> None:
        """Estimate with its sign and interval, without a P value."""
        result = TestResult(estimate=1.23, interval=Interval(-4.05, 6.44), p_value=0.6)

        assert score_button(result, ODI, "en") == "+1.2 (−4.1 to 6.4)"
        assert score_button(result, ODI, "zh") == "+1.2（−4.1至6.4）"

    def test_true_side(self) -> None:
        """The button agrees with the verdict: an upper limit of −0.04 is not 0.0."""
        assert score_button(TestResult(estimate=-0.74, interval=Interval(-1.46, -0.04)), VAS, "en") == (
            "−0.74 (−1.46 to −0.04)"
        )

    def test_nothing(self) -> None:
        """Without an estimate there is nothing beside the name."""
        assert score_button(NotEstimable(reason="too_few"), VAS, "en") == ""


class TestMcidSource:
    def test_name(self) -> None:
        """A preset is cited in a few words."""
        assert mcid_source("ostelo2008", "zh") == "Ostelo 2008"
