"""The keys and values of the widgets that make up a view; registry text goes into no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lib.analysis.responders import CHOSEN
from lib.registry.cohort import Cohort
from lib.terms import Covariate
from lib.ui.address import Chosen, View

SCREEN = "screen"
"""The key of the screen that meeting mode shows; it holds nothing elsewhere."""

ALWAYS_SHOWN = ("sex", "age", "centre")
"""Filters that stand open; any other is added by the visitor."""


def filter_key(cohort: Cohort, name: str) -> str:
    """The key of a covariate's filter, by position."""
    return f"filter_{[covariate.name for covariate in cohort.covariates].index(name) + 1}"


def matters_key(cohort: Cohort, outcome: str) -> str:
    """The key of what matters for one score."""
    return f"matters_{list(cohort.scales).index(outcome) + 1}"


def responder_key(cohort: Cohort, outcome: str) -> str:
    """The key of the threshold of a responder for one score."""
    return f"responder_{list(cohort.scales).index(outcome) + 1}"


def filter_value(covariate: Covariate, chosen: Chosen) -> Any:
    """What a filter's widget holds; without a choice it keeps everybody."""
    if covariate.is_numeric:
        return tuple(chosen) if chosen else (covariate.low, covariate.high)
    return list(chosen)


def values(view: View, cohort: Cohort) -> dict[str, Any]:
    """The value of every widget of the results for a view, by key."""
    found: dict[str, Any] = {
        "score": view.score,
        "visit": view.visit,
        "pair": view.pair,
        "journal": view.journal,
        SCREEN: view.screen,
        "filter_method": list(view.methods or ()),
        "added": [name for name in view.filters if name not in ALWAYS_SHOWN],
    }
    for covariate in cohort.covariates:
        found[filter_key(cohort, covariate.name)] = filter_value(covariate, view.filters.get(covariate.name, ()))
    for outcome in cohort.scales:
        choice, _, value = view.matters.get(outcome, "").partition(":")
        key = matters_key(cohort, outcome)
        found |= {key: choice or None, f"own_{key}": float(value) if value else None, f"reason_{key}": ""}
        found[responder_key(cohort, outcome)] = view.responders.get(outcome, CHOSEN)
    return found


def view(value_of: Callable[[str], Any], cohort: Cohort) -> View:
    """The view that the widgets hold; `value_of` gives a widget's value by key, None where it has none."""
    filters: dict[str, Chosen] = {}
    for covariate in cohort.covariates:
        chosen = value_of(filter_key(cohort, covariate.name))
        if chosen and chosen != filter_value(covariate, ()):
            filters[covariate.name] = tuple(chosen)
    matters: dict[str, str] = {}
    for outcome in cohort.scales:
        key = matters_key(cohort, outcome)
        choice, own = value_of(key), value_of(f"own_{key}")
        if choice:
            matters[outcome] = f"own:{own:g}" if choice == "own" and own else str(choice)
    responders = {outcome: str(value_of(responder_key(cohort, outcome)) or CHOSEN) for outcome in cohort.scales}
    return View(
        score=value_of("score"),
        visit=value_of("visit"),
        pair=value_of("pair"),
        methods=tuple(value_of("filter_method") or ()) or None,
        filters=filters,
        matters=matters,
        responders={outcome: code for outcome, code in responders.items() if code != CHOSEN},
        journal=bool(value_of("journal")),
        screen=value_of(SCREEN),
    )
