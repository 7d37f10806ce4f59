"""The sidebar: who is looked at. Drawn once per run from app.py, shared by every page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from lib.registry.cohort import Cohort
from lib.report import wording
from lib.report.numbers import MOST_DECIMALS
from lib.terms import Covariate, Filter, is_known_later
from lib.ui import session, widgets
from lib.ui.show import plain, text

MOST_METHODS = 4
MOST_PILLS = 8
MOST_STEPS = 1000
"""Steps of a slider that are still told apart."""


def methods_shown(cohort: Cohort) -> tuple[str, ...]:
    """The methods compared: the visitor's choice, else the four with most patients, in the order of the file."""
    chosen = tuple(session.get("filter_method") or ())
    if not chosen:
        count = cohort.facets("method")
        chosen = tuple(sorted(cohort.methods, key=lambda name: -count[name])[:MOST_METHODS])
    return tuple(name for name in cohort.methods if name in chosen)


def chosen_filters(cohort: Cohort) -> tuple[Filter, ...]:
    """The filters set in the sidebar, without the method."""
    found: list[Filter] = []
    for covariate in cohort.covariates:
        chosen = session.get(widgets.filter_key(cohort, covariate.name))
        if not chosen:
            continue
        if covariate.is_numeric:
            low, high = chosen
            if (low, high) != (covariate.low, covariate.high):
                ends = _as_said(low, covariate.low), _as_said(high, covariate.high)
                found.append(Filter(name=covariate.name, low=ends[0], high=ends[1]))
        elif not _is_everybody(cohort, covariate, chosen):
            found.append(Filter(name=covariate.name, levels=tuple(chosen)))
    return tuple(found)


def _as_said(bound: float, own: float | None) -> float | None:
    """A bound as the page prints it: a slider's 2.4000000000000004 would leave out the patient with 2.4.

    An end that nobody moved is open, in a study file too: next month's oldest patient is kept.
    """
    return None if bound == own else round(bound, MOST_DECIMALS)


def _is_everybody(cohort: Cohort, covariate: Covariate, chosen: Sequence[str]) -> bool:
    """Whether every level is chosen and nobody is without one: that leaves nobody out."""
    levels = cohort.facets(covariate.name)
    return set(chosen) == set(levels) and sum(levels.values()) == cohort.n_patients


def sidebar(cohort: Cohort) -> None:
    """Methods with n, then sex, age and centre, then whatever else the visitor adds."""
    _methods(cohort)
    by_name = {covariate.name: covariate for covariate in cohort.covariates}
    added = [name for name in session.get("added") or [] if name in by_name]
    for name in (*widgets.ALWAYS_SHOWN, *added):
        if name in by_name:
            _covariate(cohort, by_name[name])
            _caution(cohort, by_name[name])
    others = [name for name in by_name if name not in widgets.ALWAYS_SHOWN]
    if others:
        labels = {name: _capital(wording.covariate_name(by_name[name], session.language())) for name in others}
        st.multiselect(
            text("sidebar.more"),
            others,
            format_func=labels.__getitem__,
            placeholder=text("sidebar.add"),
            select_all=False,
            key="added",
            persist_state="session",
            on_change=_drop_removed,
            args=(cohort,),
        )


def clear(cohort: Cohort) -> None:
    """Remove every filter but the choice of methods."""
    for covariate in cohort.covariates:
        session.put_filter(cohort, covariate)
    session.put("added", [])


def _methods(cohort: Cohort) -> None:
    labels = {
        name: _label(wording.method_name(name, session.language()), n) for name, n in _counts(cohort, "method").items()
    }
    if not session.get("filter_method"):
        session.put("filter_method", list(methods_shown(cohort)))
    st.pills(
        plain(cohort.compared_by) or text("sidebar.methods"),
        cohort.methods,
        selection_mode="multi",
        format_func=labels.__getitem__,
        key="filter_method",
        persist_state="session",
    )


def _covariate(cohort: Cohort, covariate: Covariate) -> None:
    label = plain(_capital(wording.covariate_name(covariate, session.language())))
    key = widgets.filter_key(cohort, covariate.name)
    if covariate.is_numeric:
        _range(covariate, label, key)
        return
    counts = _counts(cohort, covariate.name)
    names = {level: wording.level_name(covariate, level, session.language()) for level in counts}
    if len(covariate.levels) <= MOST_PILLS:
        pills = {level: _label(name, counts[level]) for level, name in names.items()}
        st.pills(
            label,
            covariate.levels,
            selection_mode="multi",
            format_func=pills.__getitem__,
            key=key,
            persist_state="session",
        )
        return
    options = {level: wording.counted_name(name, counts[level]) for level, name in names.items()}
    st.multiselect(
        label,
        covariate.levels,
        format_func=options.__getitem__,
        placeholder=text("sidebar.all"),
        select_all=False,
        key=key,
        persist_state="session",
    )


def _caution(cohort: Cohort, covariate: Covariate) -> None:
    """What a filter does that chooses patients by something known only after their treatment began."""
    is_set = any(one.name == covariate.name for one in chosen_filters(cohort))
    if is_set and is_known_later(covariate):
        name = plain(_capital(wording.covariate_name(covariate, session.language())))
        st.caption(text("sidebar.known_later", name=name))


def _range(covariate: Covariate, label: str, key: str) -> None:
    low, high = covariate.low, covariate.high
    if low is None or high is None or low == high:
        return
    if session.get(key) is None:
        session.put(key, (low, high))
    st.slider(
        label,
        min_value=low,
        max_value=high,
        step=slider_step(low, high),
        format="%.10g",
        key=key,
        persist_state="session",
    )


def slider_step(low: float, high: float) -> float:
    """1, 0.1 or 0.01, as the ends of the range are written; where they have more decimals, a hundredth of the range.

    So that a bound is a value that a patient may have, and stands on the slider as it filters.
    """
    for decimals, most in ((0, math.inf), (1, MOST_STEPS), (2, MOST_STEPS)):
        step = 10.0**-decimals
        if round(low, decimals) == low and round(high, decimals) == high and 1 < round((high - low) / step) <= most:
            return step
    return (high - low) / 100


def _counts(cohort: Cohort, name: str) -> Mapping[str, int]:
    """Patients per level given the *other* filters."""
    others = [one for one in chosen_filters(cohort) if one.name != name]
    if name != "method":
        others.append(Filter(name="method", levels=methods_shown(cohort)))
    return cohort.filtered(others).facets(name)


def _label(name: str, n: int) -> str:
    """A choice with its n; one with nobody stays, in grey."""
    label = plain(wording.counted_name(name, n))
    return label if n else f":gray[{label}]"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _drop_removed(cohort: Cohort) -> None:
    """A filter that is taken away no longer filters."""
    shown = {*widgets.ALWAYS_SHOWN, *(session.get("added") or [])}
    for covariate in cohort.covariates:
        if covariate.name not in shown:
            session.put_filter(cohort, covariate)
