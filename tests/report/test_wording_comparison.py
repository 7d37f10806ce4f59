"""Change within a method, the overall test, planning, and the names of procedures."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from lib.analysis.results import Omnibus, VisitComparison, Within
from lib.report.wording import (
    estimate_name,
    omnibus_name,
    omnibus_sentence,
    omnibus_statistic,
    planning_sentence,
    procedure_name,
    statistic_text,
    table_note,
    within_heading,
    within_sentence,
)
from lib.stats.describe import describe
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import ODI, VAS, Visit

ANALYSES = (
    "ancova_hc3", "ancova", "welch_change", "student_change", "welch_follow_up", "mann_whitney_change", "hedges_g",
    "cliffs_delta", "mmrm",
)  # fmt: skip


def _within(estimate: float, low: float, high: float) -> Within:
    scores = describe(np.array([7.0, 8.0]), np.array([16, 16]))
    result = TestResult(estimate=estimate, interval=Interval(low, high), p_value=0.01, n=32)
    nothing = NotEstimable(reason="no_values")
    return Within(
        method="CT", n=32, baseline=scores, follow_up=scores, change=scores, paired_t=result,
        signed_rank=nothing, hodges_lehmann=nothing, d_z=nothing, d_av=nothing,
    )  # fmt: skip


def _comparison(n_methods: int) -> VisitComparison:
    return VisitComparison(
        outcome="VAS", visit=Visit("1 month", 30), scale=VAS, methods=("CT", "DSA", "CBCT", "Robot")[:n_methods],
        flow=(), within=(), adjusted_means=(), between=(), equivalence=(), omnibus=(), pairwise=(), verdicts=(),
    )  # fmt: skip


class TestWithinHeading:
    def test_words(self) -> None:
        """One method, or each."""
        assert (within_heading("en", "CT"), within_heading("zh")) == ("Within CT", "各组组内变化")


class TestWithinSentence:
    def test_fell(self) -> None:
        """A fall is a size and an interval of the change, never an effect of the method and never a P value."""
        within = _within(-5.26, -5.83, -4.69)

        assert within_sentence(within, VAS, "en") == (
            "Within CT (n=32), VAS fell by 5.3 points on average (95% CI of change −5.8 to −4.7). "
            "This cannot be attributed to the guidance method."
        )
        assert within_sentence(within, VAS, "zh") == (
            "CT组（n=32）VAS较基线平均下降5.3分（变化值95%CI：−5.8至−4.7）；该变化不能归因于影像引导方式。"
        )

    def test_another_column_is_named(self) -> None:
        """Where a column stands in the place of the guidance method, the sentence names it."""
        within = _within(-5.26, -5.83, -4.69)

        assert within_sentence(within, VAS, "en", "procedure").endswith("cannot be attributed to “procedure”.")
        assert within_sentence(within, VAS, "zh", "术式").endswith("该变化不能归因于“术式”。")

    def test_rose(self) -> None:
        """A rise is said as a rise, in the score's own unit."""
        assert "ODI rose by 12.0 percentage points" in within_sentence(_within(12, 4, 20), ODI, "en")
        assert "ODI较基线平均升高12.0个百分点" in within_sentence(_within(12, 4, 20), ODI, "zh")

    def test_not_shown(self) -> None:
        """An interval that contains 0 does not show a change."""
        within = _within(-0.3, -0.9, 0.3)

        assert within_sentence(within, VAS, "en") == (
            "Within CT (n=32), VAS: the mean change was −0.3 points (95% CI of change −0.9 to 0.3); "
            "a change was not shown."
        )
        assert within_sentence(within, VAS, "zh") == (
            "CT组（n=32）VAS平均变化值为−0.3分（变化值95%CI：−0.9至0.3），尚不能证明有变化。"
        )

    def test_no_variance(self) -> None:
        """Where everybody changed by the same the sentence says so: PRODUCT's "all differences equal 3"."""
        refusal = NotEstimable(reason="no_variance", parameters={"value": 3.0})
        within = replace(_within(3, 3, 3), paired_t=refusal)

        assert within_sentence(within, VAS, "en") == (
            "Within CT (n=32), VAS: All differences equal 3; a test cannot be computed."
        )
        assert within_sentence(within, VAS, "zh") == "CT组（n=32）VAS：所有差值均为3，无法检验。"


class TestOmnibusSentence:
    def test_differed(self) -> None:
        """Below 0.05 the methods differ somewhere, and the sentence says that it does not say where."""
        omnibus = Omnibus(test="ancova_hc3_f", statistic=4.512, df1=2, df2=92, p_value=0.0135)

        assert omnibus_sentence(omnibus, _comparison(3), "en") == (
            "Adjusted mean VAS at 1 month differed among 3 methods (F(2, 92) = 4.51, P = 0.01); "
            "this does not say which."
        )
        assert omnibus_sentence(omnibus, _comparison(3), "zh") == (
            "术后1个月时，3种方法VAS校正均值的总体差异有统计学意义（F（2，92）=4.51，P=0.01），"
            "但不能说明具体哪些方法间存在差异。"
        )

    def test_not_shown(self) -> None:
        """From 0.05 on nothing is shown, and that is not sameness."""
        omnibus = Omnibus(test="ancova_hc3_f", statistic=0.93, df1=3, df2=91, p_value=0.43)

        assert omnibus_sentence(omnibus, _comparison(4), "en") == (
            "No difference among 4 methods was shown (F(3, 91) = 0.93, P = 0.43); "
            "this does not show that they are the same."
        )
        assert omnibus_sentence(omnibus, _comparison(4), "zh") == (
            "4种方法间总体差异无统计学意义（F（3，91）=0.93，P=0.43），不能说明各方法效果相同。"
        )

    def test_other_tests(self) -> None:
        """Only the analysis of covariance speaks of adjusted means."""
        with pytest.raises(ValueError, match="ancova_hc3_f"):
            omnibus_sentence(Omnibus(test="kruskal", statistic=6, df1=2, df2=None, p_value=0.05), _comparison(3), "en")


class TestOmnibusStatistic:
    def test_forms(self) -> None:
        """Two degrees of freedom for F (Welch's second is not whole), one for Kruskal–Wallis."""
        welch = Omnibus(test="welch_anova", statistic=3.2, df1=2, df2=58.337, p_value=0.05)
        kruskal = Omnibus(test="kruskal", statistic=6.204, df1=2, df2=None, p_value=0.045)

        assert omnibus_statistic(welch, "en") == "F(2, 58.3) = 3.20"
        assert omnibus_statistic(kruskal, "zh") == "χ²（2）=6.20"


class TestOmnibusName:
    @pytest.mark.parametrize("test", ["ancova_hc3_f", "ancova_f", "welch_anova", "anova", "kruskal"])
    def test_names(self, test: str) -> None:
        """Every overall test has a name in both languages."""
        assert omnibus_name(test, "en") != omnibus_name(test, "zh")


class TestPlanningSentence:
    def test_equivalence(self) -> None:
        """SD 2, margin 1.5, 80% power with the 95% interval: 39 per group (STATISTICS section 1), difference 0."""
        assert planning_sentence(38.2, 2.0, VAS, "en") == (
            "A new study would need about 39 per group for 80% power, assuming SD 2.0 and a true difference of 0."
        )
        assert planning_sentence(38.2, 2.0, VAS, "zh") == (
            "若开展新研究，假设标准差为2.0、真实差值为0，达到80%把握度每组约需39例。"
        )

    def test_superiority(self) -> None:
        """Superiority is planned for the margin."""
        text = planning_sentence(29, 2.0, VAS, "en", true_difference=1.5, power=0.9)

        assert text.endswith("for 90% power, assuming SD 2.0 and a true difference of 1.5 points.")


class TestProcedureName:
    @pytest.mark.parametrize(("analysis", "language"), [*product(ANALYSES, ("en", "zh"))])
    def test_every_analysis(self, analysis: str, language: str) -> None:
        """Every analysis of INTERFACE.md has a name in both languages."""
        assert procedure_name(analysis, "", language)

    def test_rank_test(self) -> None:
        """A rank test says how its P value was reached."""
        assert procedure_name("mann_whitney_change", "exact", "en").endswith("estimate, exact")
        assert procedure_name("signed_rank", "asymptotic_corrected", "zh") == (
            "Wilcoxon符号秩检验，正态近似，经连续性及相同秩次校正"
        )

    def test_model_over_all_methods(self) -> None:
        """With three methods the models say that they are one model over all."""
        assert procedure_name("ancova_hc3", "", "en", n_methods=3).endswith("one model over 3 methods")
        assert "one model" not in procedure_name("welch_change", "", "en", n_methods=3)


class TestEstimateName:
    @pytest.mark.parametrize(("analysis", "language"), [*product(ANALYSES, ("en", "zh"))])
    def test_every_analysis(self, analysis: str, language: str) -> None:
        """Every analysis says what its estimate is."""
        assert estimate_name(analysis, language)


class TestStatisticText:
    def test_t(self) -> None:
        """t comes with its degrees of freedom; Chinese journal form prints t alone."""
        result = TestResult(estimate=-0.7, statistic=-2.354, df=61, p_value=0.02)

        assert statistic_text(result, "ancova_hc3", "en") == "t(61) = −2.35"
        assert statistic_text(result, "ancova_hc3", "zh") == "t=−2.35"

    def test_rank(self) -> None:
        """R's W and V are whole or end in a half."""
        assert statistic_text(TestResult(estimate=0, statistic=401.5), "mann_whitney_change", "en") == "W = 401.5"
        assert statistic_text(TestResult(estimate=0, statistic=33), "signed_rank", "zh") == "V=33"

    def test_none(self) -> None:
        """An effect size has no statistic."""
        assert statistic_text(TestResult(estimate=0.3), "hedges_g", "en") == ""


class TestTableNote:
    def test_once(self) -> None:
        """Sidedness and software are said once under a table."""
        assert table_note("1.0", "zh") == "均为双侧检验。Trocar 1.0。"
