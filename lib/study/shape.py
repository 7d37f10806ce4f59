"""What a study file may look like, as data: which keys there are and of what kind their values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class One:
    """A single value that passes a test."""

    fits: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one shape."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Named:
    """Values of one shape under names that the user chooses."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Record:
    """Values under known names; `needed` names must be there, others may be absent or null."""

    of: Mapping[str, Shape]
    needed: frozenset[str] = field(default_factory=frozenset)


Shape = One | Many | Named | Record


def misfit(value: Any, shape: Shape, place: str = "") -> str | None:
    """The place ("question.visit") of the first value that does not fit, "" for the whole; None where all fit."""
    if isinstance(shape, One):
        return None if shape.fits(value) else place
    if isinstance(shape, Many):
        if not isinstance(value, list):
            return place
        return _first((one, shape.of, place) for one in value)
    if not isinstance(value, dict):
        return place
    if isinstance(shape, Named):
        return _first((one, shape.of, _join(place, name)) for name, one in value.items())
    unknown = [name for name in value if name not in shape.of]
    missing = [name for name in shape.needed if value.get(name) is None]
    if unknown or missing:
        return _join(place, (unknown or missing)[0])
    present = ((name, one) for name, one in value.items() if one is not None)
    return _first((one, shape.of[name], _join(place, name)) for name, one in present)


def _first(parts: Iterable[tuple[Any, Shape, str]]) -> str | None:
    return next((wrong for part in parts if (wrong := misfit(*part)) is not None), None)


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


SMALLEST, LARGEST = 1e-6, 1e6
"""No difference that matters, in the unit of any score, lies outside."""

TEXT = One(_is_text)
NUMBER = One(_is_number)
POSITIVE = One(lambda value: _is_number(value) and SMALLEST <= value <= LARGEST)
ROW = One(lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0)
TRUTH = One(lambda value: isinstance(value, bool))
NAMES = One(lambda value: _is_text(value) or (isinstance(value, list) and bool(value) and all(map(_is_text, value))))
LEVEL = One(lambda value: value is None or isinstance(value, str) or _is_number(value))

FILTERS = Named(Many(LEVEL))

TEN_UNITS = ("0-10", "cm", "0-100", "mm")
"""How a score from 0 to 10 (VAS, NRS) is written."""

INDEX_UNITS = ("0-100", "percent", "0-50", "of50", "0-45", "of45", "0-1", "fraction")
"""How an index in percent (ODI) is written: percent, points of ten or of nine sections, a fraction."""

EACH_VISIT = "by_visit"
"""How a score of either kind is written whose visits have units of their own."""

_RANGE = re.compile(r"\d+(\.\d+)?-\d+(\.\d+)?")
UNIT = One(
    lambda value: (
        isinstance(value, str)
        and (value in {*TEN_UNITS, *INDEX_UNITS, EACH_VISIT} or _RANGE.fullmatch(value) is not None)
    )
)
"""A unit by name or by its range; whether the score comes in it only the registry can tell."""

STUDY = Record(
    {
        "schema": One(lambda value: value == 1 and not isinstance(value, bool)),
        "sheet": TEXT,
        "header_row": ROW,
        "sheets_are": One(lambda value: value in ("groups", "visits", "centres", "parts")),
        "chosen": Named(TEXT),
        "repeated": One(lambda value: value in ("first", "last", "mean", "separate")),
        "columns": Named(NAMES),
        "scores": Many(Record({"outcome": TEXT, "visit": TEXT, "column": TEXT}, frozenset({"outcome", "column"}))),
        "events": Many(Record({"event": TEXT, "column": TEXT}, frozenset({"event", "column"}))),
        "covariates": Many(TEXT),
        "methods": Named(TEXT),
        "visits": Named(TEXT),
        "scales": Named(Record({"low": NUMBER, "high": NUMBER, "lower_is_better": TRUTH, "unit": UNIT})),
        "question": Record(
            {
                "experimental": TEXT,
                "control": TEXT,
                "outcome": TEXT,
                "visit": TEXT,
                "analysis": One(lambda value: value in ("ancova_hc3", "mmrm")),
                "covariates": Many(TEXT),
                "filters": FILTERS,
                "filters_at": TEXT,
                "filters_after_results": TRUTH,
            }
        ),
        "detection": Named(TEXT),
        "definitions": Named(TEXT),
        "view": Record({"outcome": TEXT, "visit": TEXT, "pair": Many(TEXT)}),
        "mcid": Named(
            Record({"points": POSITIVE, "percent": POSITIVE, "source": One(lambda value: isinstance(value, str))})
        ),
        "margins": Named(
            Record({"value": POSITIVE, "reason": One(lambda value: isinstance(value, str))}, frozenset({"value"}))
        ),
        "design": Record(
            {
                "randomised": TRUTH,
                "consecutive": TRUTH,
                "prospective": TRUTH,
                "ethics": TEXT,
                "period": TEXT,
            }
        ),
        "fixed": Record({"at": TEXT, "data_sha256": TEXT, "results_seen": TRUTH, "declared_by": TEXT}),
        "filters": FILTERS,
    }
)
"""The study file, key by key; `chosen`, `repeated` and `view` are written by the pages: answers, and what was shown."""
