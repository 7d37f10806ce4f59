"""Numbers as text: the only place that rounds.

How many decimals: a mean, a standard deviation, a limit or a difference is printed with one decimal where raw scores
are whole numbers (NRS, ODI) and otherwise with as many as the raw scores have (VAS: one). More are added, up to four,
only where a limit or a P value would otherwise be printed on the wrong side of a boundary that decides something.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lib.report import journal
from lib.report.language import sentence

MINUS = "\u2212"
"""The minus of screens and documents; csv and json take "-"."""

MOST_DECIMALS = 4
SIGNIFICANT_BELOW = 0.05
SHARE_FROM = 20
"""Patients from which Chinese journals print a share in percent beside a count."""

_BOUNDARY = Decimal("0.05")


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceTexts:
    """An estimate, its two limits and its P value as printed; all three numbers have the same `decimals`.

    A limit nearer to 0 or to a margin than four decimals can tell carries its relation ("< 0.3958").
    `p` carries its relation ("= 0.03", "< 0.001") and is None where there is no P value.
    """

    estimate: str
    low: str
    high: str
    p: str | None
    decimals: int


def printed_decimals(raw_decimals: int) -> int:
    """Decimals of means and differences of a score whose raw values have `raw_decimals`: at least one."""
    return max(1, raw_decimals)


def rounded(value: float, decimals: int) -> Decimal:
    """The value rounded half away from zero, as clinicians expect: 2.25 is 2.3.

    Noise beyond 12 decimals is dropped first. NaN is a ValueError.
    """
    if math.isnan(value):
        raise ValueError("value must be a number, but got nan; a missing result is a NotEstimable")
    return Decimal(repr(round(value, 12))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float, decimals: int, *, minus: str = MINUS) -> str:
    """The value with a fixed number of decimals, never "−0.0"; an infinite value is "∞"."""
    if math.isinf(value):
        return "∞" if value > 0 else f"{minus}∞"
    exact = rounded(value, decimals)
    sign = minus if exact < 0 else ""
    return f"{sign}{abs(exact):f}"


def signed(value: float, decimals: int, *, minus: str = MINUS) -> str:
    """The value with its sign, "+1.2" or "−0.7"; what is printed as zero has none."""
    is_positive = value > 0 if math.isinf(value) else rounded(value, decimals) > 0
    return f"{'+' if is_positive else ''}{number(value, decimals, minus=minus)}"


def plain(value: float, *, minus: str = MINUS) -> str:
    """A chosen value such as a margin or a threshold, as short as it is true to four decimals: 1.5, 10, 0.75."""
    text = number(value, MOST_DECIMALS, minus=minus)
    return text.rstrip("0").rstrip(".") if "." in text else text


def level(confidence: float) -> str:
    """A confidence level in percent, without the sign: 0.95 is "95", 1 − 0.05/3 is "98.3"."""
    return plain(float(rounded(100 * confidence, 1)))


def p_value(p: float, *, spaced: bool = True) -> str:
    """A P value with its relation: "= 0.03", "= 0.004", "< 0.001", "> 0.99"; Chinese text takes it unspaced.

    Two decimals from 0.01, three below; more, up to four, until the figure is on its true side of 0.05 and not 0.05
    itself; where four are not enough the figure is 0.05 with the relation. Raises ValueError outside 0 to 1.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p must lie between 0 and 1, but got {p!r}")
    relation, figure = _p_parts(p)
    figure = journal.p_figure(figure)
    return f"{relation} {figure}" if spaced else f"{relation}{figure}"


def _p_parts(p: float) -> tuple[str, str]:
    if p < 0.001:
        return "<", "0.001"
    if p > 0.99:
        return ">", "0.99"
    for decimals in range(2 if p >= 0.01 else 3, MOST_DECIMALS + 1):
        shown = rounded(p, decimals)
        if shown < _BOUNDARY if p < SIGNIFICANT_BELOW else shown > _BOUNDARY:
            return "=", f"{shown:f}"
    return ("=" if p == SIGNIFICANT_BELOW else "<" if p < SIGNIFICANT_BELOW else ">"), f"{_BOUNDARY:f}"


def difference_texts(
    estimate: float,
    low: float,
    high: float,
    p: float | None,
    *,
    margin: float | None = None,
    decimals: int = 1,
    spaced: bool = True,
    minus: str = MINUS,
) -> DifferenceTexts:
    """An estimate with its interval and P value, precise enough not to contradict what was decided on them.

    Starts from `decimals` and adds some, at most up to four, until both printed limits are on their true side of 0
    and of ±`margin`, itself as printed; the estimate and both limits keep the same number of decimals. Where four are
    not enough the limit is printed with its relation: "< 0.3958".
    """
    boundaries = (0.0,) if margin is None else (0.0, margin, -margin)
    wanted = decimals
    while wanted < MOST_DECIMALS and (
        not all(_is_on_true_side(limit, wanted, boundaries) for limit in (low, high)) or _is_a_point(low, high, wanted)
    ):
        wanted += 1
    return DifferenceTexts(
        estimate=number(estimate, wanted, minus=minus),
        low=_limit(low, wanted, boundaries, spaced=spaced, minus=minus),
        high=_limit(high, wanted, boundaries, spaced=spaced, minus=minus),
        p=None if p is None else p_value(p, spaced=spaced),
        decimals=wanted,
    )


def _is_a_point(low: float, high: float, decimals: int) -> bool:
    """Whether two limits that differ are printed as one number, as in "−0.2 to −0.2"."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return False
    return rounded(low, decimals) == rounded(high, decimals) and rounded(low, 12) != rounded(high, 12)


def _is_on_true_side(limit: float, decimals: int, boundaries: tuple[float, ...]) -> bool:
    return all(_side(limit, decimals, boundary) is None for boundary in boundaries)


def _limit(limit: float, decimals: int, boundaries: tuple[float, ...], *, spaced: bool, minus: str) -> str:
    """A limit as printed, with its relation to the boundary that it would otherwise be taken for."""
    shown = number(limit, decimals, minus=minus)
    relation = next((side for boundary in boundaries if (side := _side(limit, decimals, boundary))), None)
    if relation is None:
        return shown
    return f"{relation} {shown}" if spaced else f"{relation}{shown}"


def _side(limit: float, decimals: int, boundary: float) -> str | None:
    """On which side of a boundary a limit lies where its print does not show it: "<" or ">"; None where it does."""
    if math.isinf(limit):
        return None
    shown, edge = rounded(limit, decimals), rounded(boundary, MOST_DECIMALS)
    exact, true_edge = rounded(limit, 12), rounded(boundary, 12)
    if (shown > edge) - (shown < edge) == (exact > true_edge) - (exact < true_edge):
        return None
    return "<" if exact < true_edge else ">"


def interval(low: str, high: str, language: str) -> str:
    """Two printed limits as a range: "−1.5 to 0.4", in Chinese "−1.5至0.4"."""
    return sentence(language, "numbers.interval", low=low, high=high)


def mean_sd(mean: float, sd: float | None, decimals: int, *, is_journal: bool = False) -> str:
    """Mean and standard deviation: "7.4 (1.2)", in Chinese journal form "7.4±1.2"; without an SD the mean alone."""
    if sd is None:
        return number(mean, decimals)
    spread = number(sd, decimals)
    return (
        f"{number(mean, decimals)}±{spread}"
        if is_journal or _is_chinese_form()
        else f"{number(mean, decimals)} ({spread})"
    )


def median_quartiles(
    median: float, q1: float, q3: float, decimals: int, language: str, *, is_journal: bool = False
) -> str:
    """Median and quartiles: "7.5 (7.0–8.0)", in Chinese journal form "7.5 (7.0, 8.0)" with the language's brackets."""
    middle, lower, upper = (number(value, decimals) for value in (median, q1, q3))
    if is_journal or _is_chinese_form():
        return sentence(language, "numbers.quartiles_chinese_form", median=middle, q1=lower, q3=upper)
    return f"{middle} ({lower}–{upper})"


def percent(count: int, total: int) -> str:
    """A share in percent without the sign: no decimals below 100 patients, otherwise one."""
    if total <= 0 or not 0 <= count <= total:
        raise ValueError(f"count must lie between 0 and total, and total above 0, but got {count} of {total}")
    return number(100 * count / total, 0 if total < 100 else 1)


def count_percent(count: int, total: int, language: str) -> str:
    """A count of a total with its share: "2/32 (6%)"; in Chinese journal form no share at all below 20 patients."""
    if total <= 0 or (_is_chinese_form() and total < SHARE_FROM):
        return f"{count}/{total}"
    return sentence(language, "numbers.count_percent", count=count, total=total, percent=percent(count, total))


def _is_chinese_form() -> bool:
    return journal.chosen() == journal.CHINESE
