"""In which unit each score was read, and in which others it may be written: what the page Columns shows and changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import CleanCell
from lib.intake.scales import BY_VISIT, TEN, ScaleJudgement, stated_factor
from lib.intake.settings import ScaleSetting
from lib.intake.workbook import Codes
from lib.terms import Scale

UNITS_OF_TEN = ("cm", "mm", BY_VISIT)
UNITS_OF_ODI = ("percent", "of50", "of45", "fraction", BY_VISIT)

Pairs = Iterable[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class ReadScale:
    """How one score was read.

    `read_as` holds the unit of its cells, several where columns or sheets differ and none where it is being asked;
    `units` are those it may be written in, none for a score with a range of its own. `written` and `kept` are the
    lowest and the highest number as the file has them and as they are analysed, None where there is none.
    """

    outcome: str
    instrument: str | None
    scale: Scale
    read_as: tuple[str, ...]
    units: tuple[str, ...]
    written: tuple[float, float] | None
    kept: tuple[float, float] | None


def units_of(instrument: str | None, scale: Scale) -> tuple[str, ...]:
    """The units in which a score may be written."""
    if instrument == "ODI":
        return UNITS_OF_ODI
    return UNITS_OF_TEN if scale.high == TEN else ()


def unit_decided(setting: ScaleSetting | None, units: Sequence[str], instrument: str | None) -> str:
    """The one of `units` that a setting means, "0-100" being mm; "" where nothing was decided."""
    if setting is not None and setting.unit in units:
        return setting.unit or ""
    factor = None if setting is None else stated_factor(instrument, setting.unit)
    return next((unit for unit in units if factor is not None and stated_factor(instrument, unit) == factor), "")


def kept_pairs(clean: Sequence[CleanCell], final: Sequence[CleanCell], of_row: Codes) -> list[tuple[float, float]]:
    """(as written, as kept) of every distinct number in these rows; a cell that names its own maximum has no unit."""
    is_here: NDArray[np.bool_] = np.bincount(of_row + 1, minlength=len(clean) + 1)[1:] > 0
    return [
        (before.number, after.number)
        for before, after, here in zip(clean, final, is_here.tolist(), strict=True)
        if here and before.of is None and before.number is not None and after.number is not None
    ]


def read_scale(outcome: str, instrument: str | None, judged: Sequence[ScaleJudgement], pairs: Pairs) -> ReadScale:
    """How a score was read, from the judgement of each of its parts and the distinct numbers of all."""
    scale = judged[0].scale
    units = units_of(instrument, scale)
    factors = {one.factor for one in judged if one.question != "mixed_scale"}
    written, kept = zip(*held, strict=True) if (held := list(pairs)) else ((), ())
    return ReadScale(
        outcome=outcome,
        instrument=instrument,
        scale=scale,
        read_as=tuple(unit for unit in units if stated_factor(instrument, unit) in factors),
        units=units,
        written=(min(written), max(written)) if written else None,
        kept=(min(kept), max(kept)) if kept else None,
    )
