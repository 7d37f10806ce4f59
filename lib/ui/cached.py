"""The only cache decorators. Patient data are cached per session, never across visitors, and bounded."""

from __future__ import annotations

import streamlit as st

from lib.analysis.mixed import left_out
from lib.analysis.outcomes import compare_outcome, compare_visit
from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.registry.protocol import Registry
from lib.stats.results import NotEstimable
from lib.terms import Filter, Question, Visit


@st.cache_resource(scope="session", max_entries=64, show_spinner=False)
def outcome_comparison(
    _registry: Registry,
    fingerprint: str,
    outcome: str,
    question: Question | NotEstimable,
    filters: tuple[Filter, ...],
    is_filtered_view: bool,
    shown: tuple[str, str] | None,
) -> OutcomeComparison:
    """One outcome compared at every visit; `fingerprint` and `filters` stand for the patients in `_registry`."""
    return compare_outcome(_registry, outcome, question, is_filtered_view=is_filtered_view, shown=shown)


@st.cache_resource(scope="session", max_entries=64, show_spinner=False)
def visit_comparison(
    _registry: Registry,
    fingerprint: str,
    outcome: str,
    visit: Visit,
    question: Question | NotEstimable,
    filters: tuple[Filter, ...],
    is_filtered_view: bool,
    shown: tuple[str, str] | None,
) -> VisitComparison:
    """One outcome at one visit without its mixed model: what the button of another score needs."""
    return compare_visit(
        _registry,
        outcome,
        visit,
        question,
        is_filtered_view=is_filtered_view,
        shown=shown,
        mixed=left_out(_registry.methods),
    )
