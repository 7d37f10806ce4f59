"""The verdict in words: every code, both directions of better, both languages, as STATISTICS section 4 has them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from lib.analysis.results import Verdict
from lib.report.language import sentence
from lib.report.wording import (
    needs_margin,
    presented_stamps,
    stamp,
    stamp_sentences,
    verdict_heading,
    verdict_label,
    verdict_sentence,
    verdict_tag,
    verdict_text,
)
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import ODI, VAS, Scale, Visit

CODES = ("superior", "inferior", "equivalent", "non_inferior", "inconclusive")
ONE_MONTH = Visit("1 month", 30)
STAMPS = ("O", "X", "E", "S1", "S2", "S3", "N", "V", "F", "Q", "DET", "CLU")
KPS = Scale(outcome="KPS", low=0, high=100, lower_is_better=False, decimals=0)


def _verdict(
    code: str | None = "inconclusive",
    *,
    estimate: float = -0.7,
    low: float = -1.5,
    high: float = 0.1,
    p: float | None = 0.08,
    scale: Scale = VAS,
    margin: float | None = 1.5,
    stamps: tuple[str, ...] = (),
    reason: str | None = None,
) -> Verdict:
    return Verdict(
        outcome=scale.outcome,
        visit=ONE_MONTH,
        scale=scale,
        experimental="CT",
        control="DSA",
        analysis="ancova_hc3",
        role="primary",
        level=0.95,
        margin=margin,
        code=code,
        reason=reason,
        result=TestResult(estimate=estimate, interval=Interval(low, high), p_value=p, n=64),
        stamps=stamps,
    )


class TestVerdictHeading:
    @pytest.mark.parametrize(
        ("language", "text"), [("en", "VAS · 1 month · CT − DSA:"), ("zh", "VAS · 术后1个月 · CT−DSA：")]
    )
    def test_names(self, language: str, text: str) -> None:
        """The heading names score, visit and direction of the difference."""
        assert verdict_heading(_verdict(), language) == text


class TestVerdictTag:
    def test_joined(self) -> None:
        """Heading and label make one line."""
        assert verdict_tag(_verdict(), "en") == "VAS · 1 month · CT − DSA: Inconclusive"
        assert verdict_tag(_verdict(), "zh") == "VAS · 术后1个月 · CT−DSA：尚不能得出结论"


class TestVerdictLabel:
    @pytest.mark.parametrize(
        ("code", "stamps", "english", "chinese"),
        [
            ("superior", (), "Favours CT", "结果有利于CT组"),
            ("superior", ("S1",), "Favours CT, by less than the margin", "结果有利于CT组，但差值小于界值"),
            ("inferior", ("S1",), "Favours DSA", "结果有利于DSA组"),
            ("equivalent", (), "Equivalent within ±1.5", "在±1.5分内等效"),
            ("non_inferior", (), "CT non-inferior (margin 1.5)", "CT非劣效（界值1.5分）"),
            ("inconclusive", (), "Inconclusive", "尚不能得出结论"),
        ],
    )
    def test_codes(self, code: str, stamps: tuple[str, ...], english: str, chinese: str) -> None:
        """Each code has the tag of the table."""
        verdict = _verdict(code, stamps=stamps)

        assert (verdict_label(verdict, "en"), verdict_label(verdict, "zh")) == (english, chinese)

    @pytest.mark.parametrize(
        ("reason", "english", "chinese"),
        [
            ("filtered_view", "Filtered view", "筛选后结果"),
            ("one_method", "One method only", "仅有一种引导方式"),
            ("too_few", "Cannot be tested", "无法检验"),
            ("no_variance", "Cannot be tested", "无法检验"),
        ],
    )
    def test_reasons(self, reason: str, english: str, chinese: str) -> None:
        """Without a verdict the tag says so, whatever the reason."""
        verdict = _verdict(None, reason=reason)

        assert (verdict_label(verdict, "en"), verdict_label(verdict, "zh")) == (english, chinese)


class TestVerdictSentence:
    def test_superior(self) -> None:
        """Lower is better and CT is lower: the sentence says both."""
        verdict = _verdict("superior", estimate=-0.9, low=-1.7, high=-0.2, p=0.012)

        assert verdict_sentence(verdict, "en") == (
            "At 1 month, adjusted mean VAS was lower (better) with CT than with DSA: "
            "adjusted difference (CT − DSA) −0.9 points (95% CI −1.7 to −0.2; P = 0.01)."
        )
        assert verdict_sentence(verdict, "zh") == (
            "术后1个月时，CT组VAS校正均值低于DSA组（分值越低越好）：校正组间差值（CT组−DSA组）为−0.9分"
            "（95%CI：−1.7至−0.2，P=0.01），差异有统计学意义，结果有利于CT组。"
        )

    def test_superior_where_higher_is_better(self) -> None:
        """For a score such as KPS the better method is the higher one."""
        verdict = _verdict("superior", estimate=9.0, low=2.0, high=16.0, p=0.012, scale=KPS, margin=None)

        assert "was higher (better) with CT than with DSA" in verdict_sentence(verdict, "en")
        assert "CT组KPS校正均值高于DSA组（分值越高越好）" in verdict_sentence(verdict, "zh")

    def test_inferior(self) -> None:
        """CT is higher where lower is better: worse, and in Chinese in favour of DSA."""
        verdict = _verdict("inferior", estimate=0.9, low=0.2, high=1.7, p=0.012)

        assert "was higher (worse) with CT than with DSA" in verdict_sentence(verdict, "en")
        assert verdict_sentence(verdict, "zh").endswith("差异有统计学意义，结果有利于DSA组。")

    def test_equivalent(self) -> None:
        """Equivalence names the margin with its unit and the interval, and no P value."""
        verdict = _verdict("equivalent", estimate=1.2, low=-4.1, high=6.4, p=0.64, scale=ODI, margin=10)

        assert verdict_sentence(verdict, "en") == (
            "ODI at 1 month was equivalent with CT and DSA within ±10 percentage points: "
            "adjusted difference (CT − DSA) 1.2 (95% CI −4.1 to 6.4), wholly inside the margin."
        )
        assert verdict_sentence(verdict, "zh") == (
            "按等效性界值±10个百分点判定，术后1个月时CT组与DSA组ODI等效：校正组间差值（CT组−DSA组）为1.2个百分点"
            "（95%CI：−4.1至6.4），置信区间完全位于等效性界值之内。"
        )

    @pytest.mark.parametrize(
        ("scale", "low", "high", "english", "chinese"),
        [
            (VAS, -1.8, 0.6, "upper limit below 1.5", "上限低于1.5"),
            (KPS, -0.6, 1.8, "lower limit above −1.5", "下限高于−1.5"),
        ],
    )
    def test_non_inferior(self, scale: Scale, low: float, high: float, english: str, chinese: str) -> None:
        """The limit that carries non-inferiority is the one on the worse side."""
        verdict = _verdict("non_inferior", low=low, high=high, scale=scale)

        assert english in verdict_sentence(verdict, "en")
        assert chinese in verdict_sentence(verdict, "zh")

    def test_inconclusive(self) -> None:
        """−1.5 to 0.1 where lower is better: CT better by 1.5 to CT worse by 0.1."""
        assert verdict_sentence(_verdict(margin=None), "en") == (
            "Inconclusive for VAS at 1 month: adjusted difference (CT − DSA) −0.7 points "
            "(95% CI −1.5 to 0.1; P = 0.08). The interval reaches from CT better by 1.5 to CT worse by 0.1. "
            "P ≥ 0.05 does not show that the methods are the same."
        )
        assert verdict_sentence(_verdict(margin=None), "zh") == (
            "现有数据尚不足以得出结论：术后1个月时VAS校正组间差值（CT组−DSA组）为−0.7分（95%CI：−1.5至0.1，P=0.08）。"
            "置信区间的范围从CT组优于DSA组1.5分到劣于DSA组0.1分。"
            "P≥0.05仅表示差异无统计学意义，不能说明两种方法效果相同。"
        )

    def test_inconclusive_where_higher_is_better(self) -> None:
        """The same interval reads the other way round where higher is better."""
        assert "from CT better by 0.1 to CT worse by 1.5" in verdict_sentence(_verdict(scale=KPS), "en")

    def test_family(self) -> None:
        """A simultaneous interval may contain 0 while P is below 0.05: the sentence must not say P ≥ 0.05."""
        verdict = replace(_verdict(p=0.03), level=1 - 0.05 / 3, n_pairs=3)

        assert "98.3% CI −1.5 to 0.1; Holm P = 0.03" in verdict_sentence(verdict, "en")
        assert "P ≥" not in verdict_sentence(verdict, "en")
        assert "P≥" not in verdict_sentence(verdict, "zh")

    def test_limits_on_their_true_side(self) -> None:
        """An upper limit of −0.04 is never printed as 0.0 beside a claim of superiority."""
        verdict = _verdict("superior", low=-1.36, high=-0.04, p=0.0496)

        assert "(95% CI −1.36 to −0.04; P = 0.0496)" in verdict_sentence(verdict, "en")

    def test_filtered_view(self) -> None:
        """A filtered view keeps its estimate, interval and P, and says what they are."""
        verdict = _verdict(None, reason="filtered_view")

        assert verdict_sentence(verdict, "en") == (
            "At 1 month, the adjusted difference in VAS (CT − DSA) was −0.7 points (95% CI −1.5 to 0.1; P = 0.08). "
            "Filtered view: exploratory, P unadjusted."
        )
        assert verdict_sentence(verdict, "zh").endswith("筛选后结果：探索性，P值未校正。")

    def test_too_few(self) -> None:
        """Two patients after filters: the sentence of PRODUCT.md, and no P value."""
        needed = {"method": "CT", "n": 2, "needed": 5}
        refusal = NotEstimable(reason="too_few", parameters=needed)
        verdict = replace(_verdict(None, reason="too_few"), result=refusal, parameters=needed)

        assert verdict_sentence(verdict, "en", is_filtered=True) == (
            "2 patients with CT after filters; 5 are needed per method for a test. Points shown; no P."
        )
        assert verdict_sentence(verdict, "zh", is_filtered=True) == (
            "筛选后CT仅2例；检验每组至少需5例。仅显示数据点，不给P值。"
        )
        assert "after filters" not in verdict_sentence(verdict, "en")

    def test_constant_baseline(self) -> None:
        """Everyone started at 8: why nothing is adjusted for it, and the unadjusted test where it has a result."""
        verdict = replace(_verdict(None, reason="constant_baseline"), parameters={"value": 8.0})
        english = "Everyone has the same score before treatment (8), so the comparison cannot be adjusted for it."
        chinese = "所有患者术前评分均为8，组间比较无法作基线校正。"

        assert verdict_sentence(verdict, "en") == english
        assert verdict_sentence(verdict, "zh") == chinese
        verdict = replace(verdict, has_unadjusted=True)
        assert verdict_sentence(verdict, "en") == (
            f"{english} Without this adjustment the methods are compared by Welch's t test on change, "
            "one of the sensitivity analyses."
        )
        assert verdict_sentence(verdict, "zh") == (
            f"{chinese}未作此校正的组间比较采用变化值的Welch t检验，见敏感性分析。"
        )

    @pytest.mark.parametrize(
        ("parameters", "english", "chinese"),
        [
            ({"value": -3.0}, "All differences equal −3; a", "所有差值均为−3，"),
            ({"value": 0.0, "of": "follow_up"}, "All follow-up scores equal 0; a", "所有随访评分均为0，"),
            ({"of": "each_method"}, "Within each method all differences are equal; a", "各组内差值均相同，"),
            ({}, "Nothing is left that varies; a", "没有剩余变异，"),
        ],
    )
    def test_no_variance(self, parameters: dict[str, float | str], english: str, chinese: str) -> None:
        """What does not vary is named, with its value where there is one."""
        verdict = replace(_verdict(None, reason="no_variance"), parameters=parameters)

        assert verdict_sentence(verdict, "en") == f"{english} test cannot be computed."
        assert verdict_sentence(verdict, "zh") == f"{chinese}无法检验。"

    def test_limit_at_the_margin(self) -> None:
        """An upper limit below the margin by less than is printed is not printed as the margin."""
        verdict = _verdict("non_inferior", estimate=-0.2, low=-0.8, high=0.395799, margin=0.3958)

        assert "95% CI −0.8000 to < 0.3958; upper limit below 0.3958" in verdict_sentence(verdict, "en")
        assert "−0.8000至<0.3958，上限低于0.3958" in verdict_sentence(verdict, "zh")

    @pytest.mark.parametrize(
        ("code", "scale", "p", "language"),
        [*product(CODES, (VAS, ODI, KPS), (0.03, None), ("en", "zh"))],
    )
    def test_every_template_renders(self, code: str, scale: Scale, p: float | None, language: str) -> None:
        """No code, direction or missing P leaves a brace, a None or a doubled 组 in a sentence."""
        text = verdict_text(_verdict(code, scale=scale, p=p, stamps=STAMPS), language)

        assert not any(mark in text for mark in ("{", "}", "None", "组组", "  "))

    def test_no_interval(self) -> None:
        """An estimate without an interval cannot be worded as a verdict."""
        verdict = replace(_verdict(), result=TestResult(estimate=1.0))

        with pytest.raises(ValueError, match="interval"):
            verdict_sentence(verdict, "en")


class TestStampSentences:
    def test_order(self) -> None:
        """Stamps are printed in the order the verdict has them, with the margin in its unit."""
        found = stamp_sentences(_verdict("superior", stamps=("O", "S2")), "en")

        assert found[0].startswith("Groups were not randomised: this is an association")
        assert found[1:] == ("Whether the difference reaches 1.5 points is not settled.",)

    def test_pairs_first(self) -> None:
        """With three pairs the simultaneous level is said first."""
        verdict = replace(_verdict(stamps=("O",)), level=1 - 0.05 / 3, n_pairs=3)

        assert stamp_sentences(verdict, "en")[0] == (
            "3 pairwise comparisons; 98.3% simultaneous (Bonferroni) intervals."
        )
        assert stamp_sentences(verdict, "zh")[0] == "共3项两两比较，采用Bonferroni校正的98.3%同时置信区间。"

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_sensitivity_is_found(self, language: str) -> None:
        """On slides "see Sensitivity" is followed by where it is; the page and the report have it under that name."""
        told = sentence(language, "stamps.where_sensitivity")
        page = sentence(language, "tables.between.more")

        assert presented_stamps(_verdict(stamps=("O", "V")), language)[-1] == told
        assert told not in presented_stamps(_verdict(stamps=("O",)), language)
        assert told not in stamp_sentences(_verdict(stamps=("O", "V")), language)
        assert page == sentence(language, "document.sensitivity")
        assert sentence(language, "menu.outcomes") in told
        assert page in sentence(language, "stamps.V") or page.split()[0] in sentence(language, "stamps.V")

    def test_margin_of_one(self) -> None:
        """A margin of 1 is "1 point"."""
        assert stamp_sentences(_verdict(margin=1, stamps=("S3",)), "en") == ("The whole interval lies beyond 1 point.",)


class TestStamp:
    @pytest.mark.parametrize(("code", "language"), [*product(STAMPS, ("en", "zh"))])
    def test_short(self, code: str, language: str) -> None:
        """Every stamp has a few words for the grey line, complete without figures."""
        text = stamp(code, language)

        assert text and "{" not in text


class TestVerdictText:
    def test_paragraph(self) -> None:
        """Tag, sentence, stamps and the advice to choose a margin, ready to be pasted."""
        text = verdict_text(_verdict(margin=None, stamps=("O",)), "en")

        assert text.startswith("VAS · 1 month · CT − DSA: Inconclusive. Inconclusive for VAS at 1 month:")
        assert text.endswith("Choose the smallest difference that matters to see whether the methods are equivalent.")

    def test_chinese_has_no_spaces_between_sentences(self) -> None:
        """Chinese sentences follow one another without spaces."""
        assert "。 " not in verdict_text(_verdict(stamps=STAMPS), "zh")


class TestNeedsMargin:
    def test_only_inconclusive(self) -> None:
        """A margin could change an inconclusive verdict only, and only where there is none."""
        assert needs_margin(_verdict(margin=None))
        assert not needs_margin(_verdict())
        assert not needs_margin(_verdict("superior", low=-1.5, high=-0.2, margin=None))
