"""What a study makes of a registry: whom it keeps, and the question it asks of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lib.analysis.proposal import follow_up_visits, propose_question
from lib.registry.protocol import Registry
from lib.stats.results import NotEstimable
from lib.study.file import Asked, FilterValues, Study, StudyInvalid
from lib.study.shape import EACH_VISIT, INDEX_UNITS, TEN_UNITS
from lib.terms import ODI, VAS, Filter, Question

TEN = VAS.high
"""The top of the scales that are also written in millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a study makes of a registry: the patients it keeps and the question it puts to them.

    `inside` are the filters that belong to the question, `outside` those that do not; of these any but a choice of
    methods makes a filtered view.
    """

    registry: Registry
    question: Question | NotEstimable
    inside: tuple[Filter, ...] = ()
    outside: tuple[Filter, ...] = ()

    @property
    def is_filtered_view(self) -> bool:
        """Whether a filter is on that is not part of the question."""
        return any(one.name != "method" for one in self.outside)


def view_of(study: Study, registry: Registry, *, data_sha256: str | None = None) -> View:
    """The registry as the study filters it, with the study's question completed from the data.

    `data_sha256` is the fingerprint of the file: a margin that was fixed for other data is not fixed for these.
    Raises StudyInvalid where the study names an outcome, visit, method or covariate that the registry does not have,
    or writes a score in a unit that it does not come in.
    """
    asked = study.asked
    _check_names(asked, registry)
    _check_units(study, registry)
    own = _filters(asked.filters, registry, "question.filters")
    outside = _filters(study.filters, registry, "filters")
    shown = registry.filtered((*own, *outside))
    proposed = propose_question(
        shown,
        outcome=asked.outcome,
        visit=asked.visit,
        experimental=asked.experimental if asked.experimental in shown.methods else None,
        control=asked.control if asked.control in shown.methods else None,
    )
    question = proposed
    if isinstance(proposed, Question):
        question = replace(
            proposed,
            analysis=asked.analysis,
            covariates=_covariates(asked, registry),
            filters=own,
            margins=study.margins,
            margin_fixed_before_results=is_fixed_for(study, data_sha256),
            randomised=study.design.randomised is True,
        )
    return View(registry=shown, question=question, inside=own, outside=outside)


def is_fixed_for(study: Study, data_sha256: str | None) -> bool:
    """Whether the question was fixed before results were seen, for these data where both fingerprints are known."""
    fixed = study.fixed
    if fixed is None or fixed.results_seen:
        return False
    return None in (fixed.data_sha256, data_sha256) or str(fixed.data_sha256).lower() == data_sha256


def _covariates(asked: Asked, registry: Registry) -> tuple[str, ...]:
    """The covariates of the model, each once; the method is what the model compares."""
    if "method" in asked.covariates:
        raise StudyInvalid("question.covariates.method")
    return tuple(dict.fromkeys(_covariate(name, registry, "question.covariates") for name in asked.covariates))


def _check_units(study: Study, registry: Registry) -> None:
    """A unit must be one that the kind of score comes in: percent of an index, or a scale of ten."""
    for setting in study.settings.scales:
        scale = registry.scales.get(setting.outcome)
        if setting.unit is None or scale is None:
            continue
        if scale.unit == ODI.unit:
            known: tuple[str, ...] = (*INDEX_UNITS, EACH_VISIT)
        else:
            known = (*TEN_UNITS, EACH_VISIT) if scale.high == TEN else (f"{scale.low:g}-{scale.high:g}",)
        if setting.unit not in known:
            raise StudyInvalid(f"scales.{setting.outcome}.unit")


def _check_names(asked: Asked, registry: Registry) -> None:
    for part, name in (("experimental", asked.experimental), ("control", asked.control)):
        if name is not None and name not in registry.methods:
            raise StudyInvalid(f"question.{part}")
    if asked.experimental is not None and asked.experimental == asked.control:
        raise StudyInvalid("question.control")
    if asked.outcome is not None and asked.outcome not in registry.scales:
        raise StudyInvalid("question.outcome")
    if asked.visit is not None:
        outcomes = registry.scales if asked.outcome is None else (asked.outcome,)
        if asked.visit not in {visit.name for one in outcomes for visit in follow_up_visits(registry, one)}:
            raise StudyInvalid("question.visit")


def _filters(values: FilterValues, registry: Registry, part: str) -> tuple[Filter, ...]:
    found: list[Filter] = []
    numeric = {one.name for one in registry.covariates if one.is_numeric}
    for named, wanted in values.items():
        name = _covariate(named, registry, part)
        if name not in numeric:
            found.append(Filter(name=name, levels=tuple(_as_text(one) for one in wanted)))
            continue
        ends = [one for one in wanted if not isinstance(one, str)]
        if len(wanted) != 2 or len(ends) != 2:
            raise StudyInvalid(f"{part}.{named}")
        if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
            raise StudyInvalid(f"{part}.{named}")
        found.append(Filter(name=name, low=ends[0], high=ends[1]))
    return tuple(found)


def _covariate(named: str, registry: Registry, part: str) -> str:
    """The registry's name for "method" or for a covariate named by its term or its header."""
    if named == "method":
        return named
    for by in ("name", "header"):
        for one in registry.covariates:
            if getattr(one, by) == named:
                return one.name
    raise StudyInvalid(f"{part}.{named}")


def _as_text(value: str | float | None) -> str:
    """A whole number is written as registries write it: 1, not 1.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
