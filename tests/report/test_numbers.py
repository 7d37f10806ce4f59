"""Numbers as text: rounding, P values with their relation, and limits that never contradict a verdict."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.report.journal import CHINESE, printed_as
from lib.report.numbers import (
    count_percent,
    difference_texts,
    interval,
    level,
    mean_sd,
    median_quartiles,
    number,
    p_value,
    percent,
    plain,
    printed_decimals,
    signed,
)

SCORES = st.floats(min_value=-100, max_value=100, allow_nan=False)
PROBABILITIES = st.floats(min_value=0, max_value=1)


def _read(text: str) -> float:
    return float(text.strip("<> ").replace("\u2212", "-"))


class TestNumber:
    @pytest.mark.parametrize(
        ("value", "decimals", "text"),
        [
            (2.25, 1, "2.3"),  # half away from zero, where binary formatting gives 2.2
            (2.2499999999999996, 1, "2.3"),  # the same mean with float noise
            (-0.74, 1, "−0.7"),
            (-0.04, 1, "0.0"),
            (100 * 16 / 45, 1, "35.6"),  # one missing ODI section; the published example prints the truncated 35.5
            (7, 1, "7.0"),
        ],
    )
    def test_rounds(self, value: float, decimals: int, text: str) -> None:
        """A value is rounded, never truncated, with a true minus and never as minus zero."""
        assert number(value, decimals) == text

    def test_ascii_minus(self) -> None:
        """Files for machines get the ASCII minus."""
        assert number(-1.5, 1, minus="-") == "-1.5"

    def test_infinite(self) -> None:
        """An unbounded limit is printed as infinity."""
        assert (number(float("inf"), 1), number(float("-inf"), 1)) == ("∞", "−∞")

    def test_nan(self) -> None:
        """NaN is not a result and is refused."""
        with pytest.raises(ValueError, match="NotEstimable"):
            number(float("nan"), 1)

    @given(SCORES, st.integers(min_value=0, max_value=4))
    def test_nearest(self, value: float, decimals: int) -> None:
        """What is printed is the nearest number with so many decimals."""
        assert abs(_read(number(value, decimals)) - value) <= 0.5 * 10**-decimals + 1e-9

    @given(SCORES, st.integers(min_value=0, max_value=4))
    def test_never_minus_zero(self, value: float, decimals: int) -> None:
        """A minus always stands before a number that is not zero."""
        text = number(value, decimals)

        assert not (text.startswith("−") and _read(text) == 0)


class TestSigned:
    @pytest.mark.parametrize(("value", "text"), [(1.2, "+1.2"), (-0.7, "−0.7"), (0.04, "0.0"), (-0.04, "0.0")])
    def test_sign(self, value: float, text: str) -> None:
        """A plus stands only before what is printed above zero."""
        assert signed(value, 1) == text


class TestPlain:
    @pytest.mark.parametrize(("value", "text"), [(1.5, "1.5"), (10, "10"), (0.75, "0.75"), (100.0, "100"), (0, "0")])
    def test_shortest(self, value: float, text: str) -> None:
        """A chosen value is as short as it is true."""
        assert plain(value) == text


class TestLevel:
    @pytest.mark.parametrize(("pairs", "text"), [(1, "95"), (3, "98.3"), (6, "99.2"), (10, "99.5"), (15, "99.7")])
    def test_simultaneous(self, pairs: int, text: str) -> None:
        """1 − 0.05/m in percent with one decimal where it needs one: 98.333 is 98.3."""
        assert level(1 - 0.05 / pairs) == text


class TestPValue:
    @pytest.mark.parametrize(
        ("p", "text"),
        [
            (0.0004, "< 0.001"),
            (0.001, "= 0.001"),
            (0.0096, "= 0.010"),
            (0.01, "= 0.01"),
            (0.0312, "= 0.03"),
            (0.046, "= 0.046"),  # two decimals would print 0.05, which is not below 0.05
            (0.0496, "= 0.0496"),  # nor would three
            (0.04999, "< 0.05"),  # nor four: the relation says it
            (0.05, "= 0.05"),
            (0.0523, "= 0.052"),  # 0.05 alone would not say on which side it is
            (0.0503, "= 0.0503"),
            (0.05003, "> 0.05"),
            (0.62, "= 0.62"),
            (0.99, "= 0.99"),
            (0.994, "> 0.99"),
            (1.0, "> 0.99"),
            (0.0, "< 0.001"),
        ],
    )
    def test_table(self, p: float, text: str) -> None:
        """Two decimals from 0.01, three below, more only to stand clear of 0.05 on its true side."""
        assert p_value(p) == text

    def test_chinese(self) -> None:
        """Chinese text has no space after the relation."""
        assert p_value(0.03, spaced=False) == "=0.03"

    @pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
    def test_outside(self, p: float) -> None:
        """A P value outside 0 to 1 is an error of ours."""
        with pytest.raises(ValueError, match="between 0 and 1"):
            p_value(p)

    @given(PROBABILITIES)
    def test_true_side(self, p: float) -> None:
        """The printed relation is true of 0.05: who reads it decides as the P value does."""
        relation, figure = p_value(p).split(" ")
        is_below = float(figure) < 0.05 or (relation == "<" and float(figure) <= 0.05)

        assert is_below == (p < 0.05)
        assert (relation, figure) != ("=", "0.05") or p == 0.05

    @given(PROBABILITIES)
    def test_form(self, p: float) -> None:
        """A P value is never 0.000 and has at most four decimals."""
        assert re.fullmatch(r"(= 0\.\d{2,4}|< 0\.001|< 0\.05|> 0\.99)", p_value(p))
        assert not re.fullmatch(r"= 0\.0+", p_value(p))


class TestDifferenceTexts:
    def test_limits_that_differ_are_printed_as_two_numbers(self) -> None:
        """A hundred thousand patients: −0.2186 (−0.2386 to −0.1986) is not "−0.2 (−0.2 to −0.2)"."""
        texts = difference_texts(-0.2186, -0.2386, -0.1986, 0.0001, decimals=1)

        assert (texts.estimate, texts.low, texts.high, texts.decimals) == ("−0.22", "−0.24", "−0.20", 2)
        assert difference_texts(-0.2, -0.2, -0.2, None, decimals=1).low == "−0.2"

    def test_no_more_than_needed(self) -> None:
        """Limits that decide nothing keep the decimals asked for."""
        texts = difference_texts(-0.74, -1.46, -0.12, 0.02, decimals=1)

        assert (texts.estimate, texts.low, texts.high, texts.p) == ("−0.7", "−1.5", "−0.1", "= 0.02")

    def test_limit_near_zero(self) -> None:
        """−0.04 with one decimal would print 0.0, on the wrong side of 0: all three numbers get a second."""
        texts = difference_texts(-0.74, -1.46, -0.04, 0.04, decimals=1)

        assert (texts.estimate, texts.low, texts.high) == ("−0.74", "−1.46", "−0.04")

    def test_limit_near_margin(self) -> None:
        """1.46 with one decimal would print 1.5, which is not below a margin of 1.5."""
        assert difference_texts(0.5, -0.46, 1.46, None, margin=1.5, decimals=1).high == "1.46"

    def test_limit_near_negative_margin(self) -> None:
        """−1.54 with one decimal would print −1.5, which is not beyond −1.5."""
        assert difference_texts(-2.0, -2.5, -1.54, None, margin=1.5, decimals=1).high == "−1.54"

    def test_limit_on_the_margin(self) -> None:
        """A limit exactly on the margin is printed as the margin and needs no further decimals."""
        assert difference_texts(0.5, -0.5, 1.5, None, margin=1.5, decimals=1).decimals == 1

    def test_at_most_four(self) -> None:
        """Where four decimals do not tell, there are four and the relation."""
        assert difference_texts(1.0, 0.00001, 2.0, None, decimals=1).low == "> 0.0000"

    @pytest.mark.parametrize(("margin", "limit"), [(0.3958, 0.395799), (0.39584, 0.39583)])
    def test_limit_at_the_printed_margin(self, margin: float, limit: float) -> None:
        """A limit below a margin is never printed as the margin itself is."""
        texts = difference_texts(0.1, -0.2, limit, None, margin=margin, decimals=1)

        assert (texts.low, texts.high) == ("−0.2000", "< 0.3958")
        assert difference_texts(0.1, -0.2, limit, None, margin=margin, spaced=False).high == "<0.3958"

    def test_without_p(self) -> None:
        """No P value is no text, not an empty relation."""
        assert difference_texts(1, 0.5, 1.5, None).p is None

    @given(SCORES, SCORES, st.sampled_from([None, 0.75, 1.5, 10.0]))
    def test_true_side(self, one: float, other: float, margin: float | None) -> None:
        """Each printed limit lies as the limit does towards 0 and ±M; where four decimals are too few, it says so."""
        low, high = sorted((one, other))
        texts = difference_texts((low + high) / 2, low, high, None, margin=margin, decimals=1)
        edges = [0.0] if margin is None else [0.0, margin, -margin]

        for limit, text in ((low, texts.low), (high, texts.high)):
            for edge in edges:
                if abs(limit - edge) > 0.5e-4 or limit == edge:
                    assert (_read(text) > edge) - (_read(text) < edge) == (limit > edge) - (limit < edge)
                elif abs(limit - edge) > 1e-11:
                    assert text.startswith(">" if limit > edge else "<") or _read(text) != edge

    @given(SCORES, SCORES)
    def test_same_decimals(self, one: float, other: float) -> None:
        """Estimate and limits always have the same number of decimals, one to four."""
        low, high = sorted((one, other))
        texts = difference_texts((low + high) / 2, low, high, None, decimals=1)

        assert {len(text.partition(".")[2]) for text in (texts.estimate, texts.low, texts.high)} == {texts.decimals}
        assert 1 <= texts.decimals <= 4


class TestInterval:
    @pytest.mark.parametrize(("language", "text"), [("en", "−1.5 to 0.4"), ("zh", "−1.5至0.4")])
    def test_words(self, language: str, text: str) -> None:
        """A range of signed numbers is joined by a word, never by a dash."""
        assert interval("−1.5", "0.4", language) == text


class TestPrintedDecimals:
    @pytest.mark.parametrize(("raw", "printed"), [(0, 1), (1, 1), (2, 2)])
    def test_rule(self, raw: int, printed: int) -> None:
        """Whole-number scores get one decimal, others as many as they have."""
        assert printed_decimals(raw) == printed


class TestMeanSd:
    def test_forms(self) -> None:
        """Brackets everywhere, ± only in Chinese journal form."""
        assert mean_sd(7.44, 1.21, 1) == "7.4 (1.2)"
        assert mean_sd(7.44, 1.21, 1, is_journal=True) == "7.4±1.2"

    def test_one_patient(self) -> None:
        """One patient has a mean and no SD."""
        assert mean_sd(7.5, None, 1) == "7.5"


class TestMedianQuartiles:
    def test_forms(self) -> None:
        """Quartiles in brackets; Chinese journal form as M(Q1，Q3)."""
        assert median_quartiles(7.5, 7, 8, 1, "zh") == "7.5 (7.0–8.0)"
        assert median_quartiles(7.5, 7, 8, 1, "zh", is_journal=True) == "7.5（7.0，8.0）"
        assert median_quartiles(7.5, 7, 8, 1, "en", is_journal=True) == "7.5 (7.0, 8.0)"


class TestPercent:
    def test_decimals(self) -> None:
        """No decimals below 100 patients, one from 100 on: 3/64 is 4.69%, 3/640 is 0.47%."""
        assert (percent(3, 64), percent(3, 640)) == ("5", "0.5")

    @pytest.mark.parametrize(("count", "total"), [(1, 0), (-1, 5), (6, 5)])
    def test_impossible(self, count: int, total: int) -> None:
        """A share of nobody or beyond everybody is an error of ours."""
        with pytest.raises(ValueError, match="count must lie"):
            percent(count, total)


class TestCountPercent:
    @pytest.mark.parametrize(
        ("count", "total", "language", "text"),
        [(2, 32, "en", "2/32 (6%)"), (2, 32, "zh", "2/32（6%）"), (3, 15, "zh", "3/15（20%）"), (0, 0, "en", "0/0")],
    )
    def test_forms(self, count: int, total: int, language: str, text: str) -> None:
        """A count comes with its share in both languages alike, and never of nobody."""
        assert count_percent(count, total, language) == text

    @pytest.mark.parametrize(("language", "shared"), [("en", "3/20 (15%)"), ("zh", "3/20（15%）")])
    def test_chinese_journal_form(self, language: str, shared: str) -> None:
        """In Chinese journal form there is no share below 20 patients, in either language."""
        with printed_as(CHINESE):
            assert count_percent(3, 19, language) == "3/19"
            assert count_percent(3, 20, language) == shared
