"""The address of a view: every setting in codes without language, never registry text or a patient's value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.analysis.responders import thresholds_by_code
from lib.registry.cohort import Cohort
from lib.terms import LAST_FOLLOW_UP, SCALES, Covariate, Scale, Visit

TERMS = ("sex", "age", "centre", "primary_tumour", "site")
"""Covariates that the address names by their term; any other goes by its position."""

ASKED = "asked_"
"""What stands before the key of a filter that belongs to the question."""

SCREENS = ("question", "safety", "conclusion")
SCREENS_OF_A_SCORE = ("course", "change")
"""The kinds of screens of meeting mode."""

Chosen = tuple[str, ...] | tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the visitor looks at. `filters` holds levels, or (low, high) of a numeric covariate, by covariate name.

    `asked_of` holds the filters that belong to the question in the same way. `responders` is the threshold of a
    responder by outcome, where another than the suggested one was chosen.
    """

    score: str | None = None
    visit: str | None = None
    pair: tuple[str, str] | None = None
    methods: tuple[str, ...] | None = None
    filters: Mapping[str, Chosen] = field(default_factory=dict)
    asked_of: Mapping[str, Chosen] = field(default_factory=dict)
    matters: Mapping[str, str] = field(default_factory=dict)  # by outcome: a preset's code, "own:1.5" …
    responders: Mapping[str, str] = field(default_factory=dict)
    journal: bool = False
    screen: str | None = None  # of meeting mode


def encode(view: View, cohort: Cohort) -> dict[str, str]:
    """The view as query parameters; what equals the default is left out."""
    codes: dict[str, str] = {}
    if view.score is not None and view.score in cohort.scales:
        codes["score"] = _score_code(view.score, cohort)
        visits = cohort.visits(view.score)
        found = [visit for visit in visits if visit.name == view.visit]
        if found:
            codes["visit"] = _visit_code(found[0], visits)
    if view.pair is not None and set(view.pair) <= set(cohort.methods):
        codes["pair"] = "v".join(str(cohort.methods.index(name) + 1) for name in view.pair)
    if view.methods is not None and set(view.methods) != set(cohort.methods):
        codes["method"] = _positions(view.methods, cohort.methods)
    codes |= _filter_codes(view.filters, cohort) | _filter_codes(view.asked_of, cohort, ASKED)
    for kind, by_outcome in (("matters", view.matters), ("responder", view.responders)):
        known = {outcome: code for outcome, code in by_outcome.items() if outcome in cohort.scales}
        codes |= {f"{_score_code(outcome, cohort)}_{kind}": code for outcome, code in known.items()}
    shown = {"form": "journal" if view.journal else None, "screen": view.screen}
    return codes | {key: code for key, code in shown.items() if code is not None}


def decode(codes: Mapping[str, str], cohort: Cohort) -> View:
    """The view that query parameters describe; a code that does not fit this registry is ignored."""
    scores = {_score_code(outcome, cohort): outcome for outcome in cohort.scales}
    score = scores.get(codes.get("score", ""))
    visits = cohort.visits(score) if score else ()
    pair = _at(codes.get("pair", "").split("v"), cohort.methods)
    return View(
        score=score,
        visit=next((v.name for v in visits if _visit_code(v, visits) == codes.get("visit")), None),
        pair=(pair[0], pair[1]) if len(pair) == 2 and pair[0] != pair[1] else None,
        methods=_at(codes.get("method", "").split("."), cohort.methods) or None,
        filters=_filters(codes, cohort),
        asked_of=_filters(codes, cohort, ASKED),
        matters={
            outcome: codes[f"{code}_matters"]
            for code, outcome in scores.items()
            if _can_matter(codes.get(f"{code}_matters", ""), cohort.scales[outcome])
        },
        responders={
            outcome: codes[f"{code}_responder"]
            for code, outcome in scores.items()
            if codes.get(f"{code}_responder") in thresholds_by_code(cohort.scales[outcome])
        },
        journal=codes.get("form") == "journal",
        screen=next((one for one in screen_codes(cohort) if one == codes.get("screen")), None),
    )


def screen_code(kind: str, outcome: str | None, cohort: Cohort) -> str:
    """A screen of meeting mode: its kind, with the score's code where it is about a score."""
    return kind if outcome is None else f"{_score_code(outcome, cohort)}_{kind}"


def screen_codes(cohort: Cohort) -> tuple[str, ...]:
    """Every screen that meeting mode may show of a registry."""
    about_scores = (screen_code(kind, outcome, cohort) for outcome in cohort.scales for kind in SCREENS_OF_A_SCORE)
    return (*SCREENS, *about_scores)


def _filter_codes(filters: Mapping[str, Chosen], cohort: Cohort, prefix: str = "") -> dict[str, str]:
    """The filters that are set, each by the key of its covariate."""
    codes: dict[str, str] = {}
    for key, covariate in _keyed(cohort, prefix):
        chosen = filters.get(covariate.name)
        if chosen and covariate.is_numeric:
            codes[key] = "~".join(_bounds(chosen, covariate))
        elif chosen:
            codes[key] = _positions(tuple(str(level) for level in chosen), covariate.levels)
    return codes


def _filters(codes: Mapping[str, str], cohort: Cohort, prefix: str = "") -> dict[str, Chosen]:
    """The filters that the codes describe."""
    found: dict[str, Chosen] = {}
    for key, covariate in _keyed(cohort, prefix):
        text = codes.get(key, "")
        chosen = _range(text, covariate) if covariate.is_numeric else _at(text.split("."), covariate.levels)
        if chosen:
            found[covariate.name] = chosen
    return found


def _keyed(cohort: Cohort, prefix: str) -> list[tuple[str, Covariate]]:
    """Every covariate with the key that the address has for it."""
    return [
        (f"{prefix}{one.name if one.name in TERMS else f'c{position}'}", one)
        for position, one in enumerate(cohort.covariates, start=1)
    ]


def _score_code(outcome: str, cohort: Cohort) -> str:
    return outcome.lower() if outcome in SCALES else f"score{list(cohort.scales).index(outcome) + 1}"


def _visit_code(visit: Visit, visits: tuple[Visit, ...]) -> str:
    same_day = [other for other in visits if other.days == visit.days]
    if visit.name == LAST_FOLLOW_UP:
        return "last"
    if visit.days is None or len(same_day) > 1:
        return f"v{visits.index(visit)}"
    return f"{visit.days:g}d"


def _positions(chosen: tuple[str, ...], known: tuple[str, ...]) -> str:
    return ".".join(str(known.index(level) + 1) for level in chosen if level in known)


def _at(positions: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        known[int(text) - 1] for text in positions if text.isascii() and text.isdigit() and 1 <= int(text) <= len(known)
    )


def _bounds(chosen: Chosen, covariate: Covariate) -> list[str]:
    """Both ends of a range; one left at the registry's own is a patient's value, so it stays open."""
    own = (covariate.low, covariate.high)
    bounds = [bound for bound in chosen if isinstance(bound, int | float)]
    return ["" if bound == end else f"{round(bound, 4):.15g}" for bound, end in zip(bounds, own, strict=True)]


def _range(text: str, covariate: Covariate) -> tuple[float, float] | tuple[()]:
    """The part of a range that lies within the registry's own, where an end may be open; nothing where none does."""
    first, between, last = text.partition("~")
    low = _number(first) if first else covariate.low
    high = _number(last) if last else covariate.high
    if not between or low is None or high is None or covariate.low is None or covariate.high is None:
        return ()
    ends = (max(low, covariate.low), min(high, covariate.high))
    return ends if ends[0] <= ends[1] else ()


def _can_matter(code: str, scale: Scale) -> bool:
    """Whether a code names a choice; a value of the visitor's own must fit into the scale."""
    choice, _, text = code.partition(":")
    if choice != "own":
        return bool(choice) and not text
    value = _number(text)
    return value is not None and smallest_step(scale) <= value <= scale.high - scale.low


def smallest_step(scale: Scale) -> float:
    """The smallest difference that a visitor may call meaningful, in the reported unit."""
    return 0.1 if scale.high - scale.low <= 10 else 1.0


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
