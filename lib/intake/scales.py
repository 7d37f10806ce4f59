"""In which unit a score is written, judged per score over its visits, and the one unit in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.settings import ScaleSetting
from lib.terms import BASELINE, ODI, SCALES, Scale

Floats = NDArray[np.float64]
_EDGE = 1e-6
_RARE = 0.05
"""At most this share of the values, or one, may lie far outside a scale without deciding which scale it is …"""

_SOME = 0.2
"""A larger share of the values beyond what a header states contradicts the header."""

_FEWEST_POINTS, _SOME_POINTS = 3, 0.1
"""More points among millimetres than these, and a larger share than this, are no typing errors."""

_FEWEST_BULK = 8
"""… where there are at least this many values."""

_SHARE_BEYOND = 0.3
"""Share of a visit's values beyond 10 from which on they are no typing errors."""

_FEWEST_OF_A_VISIT = 3
"""Values from which on a visit says in which unit it is written; a cell in a wrong column makes a visit of its own."""

_MOSTLY_ROUNDED = 0.9
"""Share of the values above 10 that are multiples of ten (or five) in a file that rounds them."""

_FACTORS = {"0-100": 0.1, "mm": 0.1, "0-10": 1.0, "cm": 1.0}
_ODI_FACTORS = {
    "0-50": 2.0, "of50": 2.0, "0-45": 100 / 45, "of45": 100 / 45, "0-1": 100.0, "fraction": 100.0, "0-100": 1.0,
    "percent": 1.0, "mm": 1.0,
}  # fmt: skip
_TOPS = {"of50": 50.0, "of45": 45.0, "fraction": 1.0}
_MIXED_ODI = ("percent", "of50", "fraction")
_CONVERTED = {0.1: "scale_0_100", 2.0: "scale_0_50", 2.222: "scale_0_45", 100.0: "scale_0_1"}
"""What is said of a score that is converted, by its factor to three decimals."""

BY_VISIT = "by_visit"
"""The unit of a score of which somebody decided that each visit is written in one of its own."""

TEN = 10.0
"""The top of a scale that may be written in cm or in mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleJudgement:
    """How a score's cells become the kept unit: multiplied by `factor`.

    `finding` is the code of what must be said (scale_0_100 …); `question` the code of what must be asked, with
    `proposed` the unit taken meanwhile, or refused when the question is "mixed_scale"; `units` are its answers where
    they are not those usual for the question; `tops` the largest values before and after treatment that raised it.
    """

    scale: Scale
    factor: float = 1.0
    finding: str = ""
    question: str = ""
    reason: str = ""
    units: tuple[str, ...] = ()
    tops: tuple[float, float] | None = None


def judge(
    outcome: str, instrument: str | None, values: Mapping[str, Floats], unit: str | None, decided: ScaleSetting | None
) -> ScaleJudgement:
    """Judge the raw `values` per visit (without cells that name their own maximum and codes); `unit` is the header's.

    Millimetres are taken when all are ≤ 100 and the values of every visit agree; half a cohort in each unit, or
    follow-ups ≤ 10 beside baselines > 10, is not decided here but asked ("mixed_scale").
    """
    scale = declared_scale(outcome, instrument, decided)
    written = decided.unit if decided is not None else None
    if instrument != "ODI" and scale.high != TEN:
        return ScaleJudgement(scale=scale)
    if written is not None:
        factor = stated_factor(instrument, written) or 1.0
        return ScaleJudgement(scale=scale, factor=factor, finding=_CONVERTED.get(round(factor, 3), ""))
    return _judge_odi(scale, values, unit) if instrument == "ODI" else _judge_ten(scale, values, unit)


def small_among_millimetres(values: Floats) -> frozenset[float]:
    """The values up to 9 that do not fit millimetres rounded to tens (or fives): they may be whole points.

    Empty where the larger values are not rounded; 0 fits both.
    """
    large = values[values > 10 + _EDGE]
    if len(large) < _FEWEST_BULK:
        return frozenset()
    step = next((step for step in (10, 5) if np.mean(large % step == 0) >= _MOSTLY_ROUNDED), 0)
    if not step:
        return frozenset()
    small = values[(values > 0) & (values < 10) & (values % step != 0)]
    return frozenset(float(number) for number in np.unique(small))


def stated_factor(instrument: str | None, unit: str | None) -> float | None:
    """What a header's unit multiplies its cells by; None where the header states none that decides it."""
    return (_ODI_FACTORS if instrument == "ODI" else _FACTORS).get(unit or "")


def factor_of_visit(instrument: str | None, values: Floats) -> float:
    """What one visit's values alone say: a proportion up to 1, millimetres where a third lie beyond 10."""
    filled = values[values >= 0]
    if instrument == "ODI":
        bulk = _without_rare(filled, 1.0, 2.0) if len(filled) else filled
        is_share = bool(np.any((bulk > 0) & (bulk < 1))) and float(np.max(bulk)) <= 1 + _EDGE
        return _ODI_FACTORS["fraction"] if is_share else 1.0
    return _FACTORS["mm"] if len(filled) and np.mean(filled > TEN + _EDGE) >= _SHARE_BEYOND else 1.0


def by_own_header(scale: Scale, values: Floats, factor: float) -> ScaleJudgement:
    """The judgement of columns whose header states another unit than its neighbours'.

    Refused ("mixed_scale") where more values than a few typing errors contradict the header.
    """
    is_percent = scale.unit == ODI.unit
    beyond = np.mean(values * factor > highest(scale) + _EDGE) if len(values) else 0.0
    are_shares = is_percent and factor < _ODI_FACTORS["fraction"] and np.mean((values > 0) & (values < 1)) > _SOME
    if beyond > _SOME or are_shares:
        return ScaleJudgement(scale=scale, question="mixed_scale", units=_MIXED_ODI if is_percent else ())
    return ScaleJudgement(scale=scale, factor=factor)


def declared_scale(outcome: str, instrument: str | None, decided: ScaleSetting | None) -> Scale:
    """The scale that the study file gives, else the instrument's, else 0 to 10 with lower better."""
    known = SCALES.get(instrument or "", SCALES["VAS"])
    if decided is None or decided.low is None or decided.high is None:
        better = (
            known.lower_is_better if decided is None or decided.lower_is_better is None else decided.lower_is_better
        )
        return Scale(
            outcome=outcome,
            low=known.low,
            high=known.high,
            unit=known.unit,
            decimals=known.decimals,
            lower_is_better=better,
        )
    lower = True if decided.lower_is_better is None else decided.lower_is_better
    unit = known.unit if instrument == "ODI" else "points"
    return Scale(
        outcome=outcome,
        low=decided.low,
        high=decided.high,
        lower_is_better=lower,
        unit=unit,
        decimals=0 if decided.high > 20 else 1,
    )


def _judge_ten(scale: Scale, values: Mapping[str, Floats], unit: str | None) -> ScaleJudgement:
    usual = {visit: one[(one >= 0) & (one <= 100 + _EDGE)] for visit, one in values.items()}
    usual = {visit: one for visit, one in usual.items() if len(one)}
    if not usual:
        return ScaleJudgement(scale=scale)
    often = [visit for visit, one in usual.items() if visit == BASELINE or len(one) >= _FEWEST_OF_A_VISIT]
    over = {visit: float(np.mean(usual[visit] > 10 + _EDGE)) for visit in often or usual}
    n_over = sum(int(np.sum(one > 10 + _EDGE)) for one in usual.values())
    everything = np.concatenate(list(usual.values()))
    if n_over <= max(1, 0.1 * len(everything)) and max(over.values(), default=0.0) < _SHARE_BEYOND:
        if unit == "mm" and n_over == 0 and len(everything) > 3 and np.max(everything) <= 10:
            return ScaleJudgement(scale=scale, question="scale_header_mm", reason="values_up_to_10")
        return ScaleJudgement(scale=scale)
    first = over.get(BASELINE, max(over.values()))
    follow_ups = [
        (visit, share) for visit, share in over.items() if visit != BASELINE and len(usual[visit]) >= _FEWEST_OF_A_VISIT
    ]
    small = [visit for visit, share in follow_ups if share == 0 and np.max(usual[visit]) > 0]
    baseline = usual.get(BASELINE, everything)
    if first >= 0.8 and np.median(baseline) > 10 and not small and not _has_points(baseline):
        return ScaleJudgement(scale=scale, factor=0.1, finding="scale_0_100")
    afterwards = [float(np.max(usual[visit])) for visit in small]
    if BASELINE not in usual or not afterwards:
        return ScaleJudgement(scale=scale, question="mixed_scale")
    tops = (float(np.max(baseline)), max(afterwards))
    if np.median(baseline) <= TEN:  # it is the follow-ups that are large
        large = [float(np.max(usual[visit])) for visit, share in follow_ups if share >= _SHARE_BEYOND]
        tops = (float(np.max(baseline[baseline <= TEN + _EDGE])), max(large, default=max(afterwards)))
    return ScaleJudgement(scale=scale, question="mixed_scale", reason="tops", units=(BY_VISIT, "mm", "cm"), tops=tops)


def _has_points(baseline: Floats) -> bool:
    """Whether so many baselines are whole points far below all others that these patients' unit is another one."""
    points = baseline[(baseline > 0) & (baseline < TEN)]
    if len(points) < _FEWEST_POINTS or len(points) <= _SOME_POINTS * len(baseline) or np.any(points % 1):
        return False
    return bool(np.min(baseline[baseline >= TEN]) >= 2 * np.max(points))


def _judge_odi(scale: Scale, values: Mapping[str, Floats], unit: str | None) -> ScaleJudgement:
    filled = [one[one >= 0] for one in values.values() if np.any(one >= 0)]
    if not filled:
        return ScaleJudgement(scale=scale)
    everything = np.concatenate(filled)
    bulk = _without_rare(everything, 1.0, 2.0)
    if np.max(bulk) <= 1 + _EDGE and np.any((bulk > 0) & (bulk < 1)):
        return ScaleJudgement(scale=scale, factor=100.0, finding="scale_0_1")
    tops = [float(np.max(one)) for one in filled]
    if min(tops) <= 1 + _EDGE < 2 < max(tops) and any(np.any((one > 0) & (one < 1)) for one in filled):
        return ScaleJudgement(scale=scale, question="mixed_scale", units=(BY_VISIT, *_MIXED_ODI))
    if np.mean((everything > 0) & (everything < 1)) > _SOME:
        return ScaleJudgement(scale=scale, question="mixed_scale", units=_MIXED_ODI)
    if unit in _TOPS:
        return _by_header(scale, everything, unit)
    bulk = _without_rare(everything, 50.0, 55.0)
    if unit in ("percent", "mm") or np.max(bulk) > 50 or len(everything) < 3:
        return ScaleJudgement(scale=scale)
    whole = bulk[bulk == np.round(bulk)]
    is_even = len(whole) > 0 and bool(np.all(whole % 2 == 0))
    return ScaleJudgement(scale=scale, question="odi_up_to_50", reason="all_even" if is_even else "some_odd")


def _by_header(scale: Scale, values: Floats, unit: str) -> ScaleJudgement:
    """The range that the header states; asked where more values than a few typing errors lie beyond it."""
    if np.mean(values > _TOPS[unit] + _EDGE) > _SOME:
        return ScaleJudgement(scale=scale, question="mixed_scale", units=_MIXED_ODI)
    factor = _ODI_FACTORS[unit]
    return ScaleJudgement(scale=scale, factor=factor, finding=_CONVERTED[round(factor, 3)])


def _without_rare(values: Floats, top: float, far: float) -> Floats:
    """The values without the few beyond `top`, where all of these lie beyond `far` too."""
    beyond = values > top + _EDGE
    is_rare = np.sum(beyond) <= max(1, _RARE * len(values)) and len(values) >= _FEWEST_BULK
    return values[~beyond] if is_rare and np.all(values[beyond] > far) else values


def highest(scale: Scale) -> float:
    """The top of a scale in the unit kept; ODI is a percentage."""
    return ODI.high if scale.unit == ODI.unit else scale.high
