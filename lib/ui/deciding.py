"""What a visitor decides about the study beside reading the file: design, covariates, filters of the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lib.study import Asked, Design, FilterValues, Fixed, Study
from lib.ui import session, widgets


def set_design(design: Design) -> None:
    """The facts of the design, as the visitor states them."""
    _change(replace(_study(), design=design))


def set_covariates(names: tuple[str, ...]) -> None:
    """The covariates of the primary analysis beside the score before treatment."""
    study = _study()
    _change(replace(study, asked=replace(study.asked, covariates=names)))


def set_detection(method: str, way: str) -> None:
    """How leakage was looked for with one method; "" for not stated."""
    study = _study()
    _change(replace(study, detection=_with(study.detection, method, way)))


def set_definition(event: str, words: str) -> None:
    """What counted as an event; "" for not stated."""
    study = _study()
    _change(replace(study, definitions=_with(study.definitions, event, words)))


def ask_of(filters: FilterValues) -> None:
    """Make filters part of the question: the analysis is of these patients, and no longer a filtered view.

    It is recorded when that was, and whether results had been seen.
    """
    study = _study()
    _change(replace(study, asked=_asking(study.asked, filters, _now(), after_results=were_results_seen())))


def ask_of_everybody() -> None:
    """Take every filter out of the question again."""
    study = _study()
    asked = replace(study.asked, filters={}, filters_at=None, filters_after_results=None)
    _change(replace(study, asked=asked))


def fix(study: Study) -> None:
    """Fix the plan as it stands, with the time and the fingerprint of the data; honest about what has been seen."""
    known = session.visitor()
    if known.reading is None:
        return
    fixed = Fixed(
        at=_now(),
        data_sha256=known.reading.opened.source.sha256,
        results_seen=were_results_seen(),
        declared_by="trocar",
    )
    added, asked = _without_method(study.filters), study.asked
    if added:
        asked = _asking(asked, added, str(fixed.at), after_results=fixed.results_seen)
    _change(replace(study, asked=asked, filters={}, fixed=fixed))
    for outcome in study.margins:
        session.put(widgets.matters_key(known.reading.cohort, outcome), "study")


def forget_plan() -> None:
    """Unfix the plan: what follows is exploratory."""
    _change(replace(_study(), fixed=None))


def note_results_seen() -> None:
    """A page is showing results of the data that are open."""
    known = session.visitor()
    if known.reading is not None:
        known.seen.add(known.reading.opened.source.sha256)


def were_results_seen() -> bool:
    """Whether results of the data that are open have been on screen in this session."""
    known = session.visitor()
    return known.reading is not None and known.reading.opened.source.sha256 in known.seen


def _asking(asked: Asked, filters: FilterValues, at: str, *, after_results: bool) -> Asked:
    """The question with more filters; one that was chosen after results stays so."""
    return replace(
        asked,
        filters={**asked.filters, **filters},
        filters_at=at,
        filters_after_results=after_results or bool(asked.filters_after_results),
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _with(known: Mapping[str, str], name: str, said: str) -> dict[str, str]:
    return {one: words for one, words in {**known, name: said}.items() if words}


def _without_method(filters: FilterValues) -> FilterValues:
    return {name: values for name, values in filters.items() if name != "method"}


def _study() -> Study:
    known = session.visitor()
    return Study() if known.reading is None else known.reading.study


def _change(study: Study) -> None:
    known = session.visitor()
    if known.reading is not None:
        known.reading = replace(known.reading, study=study)
