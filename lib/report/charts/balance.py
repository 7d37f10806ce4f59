"""How alike the patients of two methods were before treatment: standardised mean differences with the chance band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.analysis.patients import Balance, BaselineRow
from lib.report.charts.layered import LayeredChart
from lib.report.charts.listed import Axis, ListedRow, listed, reach_of
from lib.report.charts.style import ChartStyle
from lib.report.language import sentence
from lib.report.numbers import number, signed
from lib.report.wording.names import covariate_name, level_name, method_name, outcome_name
from lib.stats.results import NotEstimable
from lib.terms import Covariate

Pair = tuple[str, str]
UNIT = 0.05
FARTHEST = 2.0
"""Differences beyond it are drawn at the edge; their figures say how large they are."""


def rows(
    found: Sequence[BaselineRow], pair: Pair, covariates: Mapping[str, Covariate], language: str
) -> list[ListedRow]:
    """One row per covariate and score before treatment: experimental minus control, a distance without a sign.

    Bold where it is marked in the table (above 0.25).
    """
    known = ((row, _of_pair(row, pair)) for row in found)
    return [_row(row, balance, covariates, language) for row, balance in known if balance is not None]


def balance_plot(found: Sequence[ListedRow], pair: Pair, style: ChartStyle) -> LayeredChart:
    """The rows on one axis; each row's band holds 95 of 100 differences that chance alone makes there."""
    reach, step = reach_of(found, UNIT, *(row.band[1] for row in found if row.band is not None))
    experimental, control = (method_name(name, style.language) for name in pair)
    axis = Axis(
        reach=reach,
        step=step,
        band_name=sentence(style.language, "charts.balance.band"),
        left=sentence(style.language, "charts.balance.higher_left", method=control),
        right=sentence(style.language, "charts.balance.higher_right", method=experimental),
    )
    return listed(found, axis, style)


def alternative_text(found: Sequence[ListedRow], pair: Pair, language: str) -> str:
    """Every difference in words."""
    experimental, control = (method_name(name, language) for name in pair)
    said = [sentence(language, "charts.forest.alternative_row", visit=row.name, value=row.text) for row in found]
    return sentence(
        language,
        "charts.balance.alternative",
        pair=sentence(language, "charts.difference", experimental=experimental, control=control),
        rows=sentence(language, "charts.list").join(said),
    )


def _of_pair(row: BaselineRow, pair: Pair) -> Balance | None:
    return next((one for one in row.balance if (one.experimental, one.control) == pair), None)


def _row(row: BaselineRow, balance: Balance, covariates: Mapping[str, Covariate], language: str) -> ListedRow:
    name = _name(row, balance, covariates, language)
    if isinstance(balance.smd, NotEstimable):
        text = "∞" if balance.is_complete else sentence(language, "charts.no_value")
        return ListedRow(name=name, estimate=None, interval=None, text=text, is_current=balance.is_complete)
    has_sign = row.is_numeric or balance.level is not None
    text = signed(balance.smd, 2) if has_sign else number(balance.smd, 2)
    return ListedRow(
        name=name,
        estimate=max(-FARTHEST, min(FARTHEST, balance.smd)),
        interval=None,
        text=text,
        tip=sentence(language, "charts.forest.alternative_row", visit=name, value=text),
        is_current=balance.is_marked,
        band=_band(balance, has_sign=has_sign),
    )


def _band(balance: Balance, *, has_sign: bool) -> tuple[float, float] | None:
    """What chance alone does in 95 of 100: either way, or away from 0 for a distance, which has no sign."""
    if balance.chance is None:
        return None
    chance = min(FARTHEST, balance.chance)
    return (-chance if has_sign else 0.0, chance)


def _name(row: BaselineRow, balance: Balance, covariates: Mapping[str, Covariate], language: str) -> str:
    if row.is_score:
        return sentence(language, "patients.before", outcome=outcome_name(row.name, language))
    covariate = covariates[row.name]
    name = covariate_name(covariate, language)
    shown = name[:1].upper() + name[1:]
    if balance.level is None:
        return shown
    return sentence(language, "filter_words.other", name=shown, levels=level_name(covariate, balance.level, language))
