"""The study file: what was decided about a registry, without a patient in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

from lib.intake.findings import UnreadableFile
from lib.intake.settings import ReadingSettings, parts_of, settings_of
from lib.study.shape import STUDY, misfit
from lib.terms import Margin

SCHEMA = 1
FilterValues = Mapping[str, tuple[str | float | None, ...]]
"""By covariate: the levels to keep, or the ends of a range (None: open)."""


class StudyInvalid(UnreadableFile):
    """The study file is not as it should be, or names what the registry does not have; `part` says where."""

    def __init__(self, part: str) -> None:
        super().__init__("study_invalid", part=part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question as far as the study asks it; what is None is proposed from the data.

    `filters_at` is when its filters became part of it, `filters_after_results` whether results had been seen by then.
    """

    experimental: str | None = None
    control: str | None = None
    outcome: str | None = None
    visit: str | None = None
    analysis: str = "ancova_hc3"
    covariates: tuple[str, ...] = ()
    filters: FilterValues = field(default_factory=dict)
    filters_at: str | None = None
    filters_after_results: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was on screen when the file was written; nothing is asked by it. `pair` is (experimental, control)."""

    outcome: str | None = None
    visit: str | None = None
    pair: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mcid:
    """The smallest change that matters to one patient: in points, in percent of baseline, or both, and its source."""

    points: float | None = None
    percent: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Facts about the study that no table of scores can tell; None where unknown."""

    randomised: bool | None = None
    consecutive: bool | None = None
    prospective: bool | None = None
    ethics: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """When the question was fixed, for which data, and whether results had been seen by then."""

    at: str | None = None
    data_sha256: str | None = None
    results_seen: bool = True
    declared_by: str = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything a study file holds. `filters` lie outside the question and make a filtered view.

    `detection` says by method how leakage was looked for where no column does, `definitions` by event what counts.
    """

    settings: ReadingSettings = field(default_factory=ReadingSettings)
    asked: Asked = field(default_factory=Asked)
    mcid: Mapping[str, Mcid] = field(default_factory=dict)
    margins: Mapping[str, Margin] = field(default_factory=dict)
    design: Design = field(default_factory=Design)
    fixed: Fixed | None = None
    filters: FilterValues = field(default_factory=dict)
    shown: Shown = field(default_factory=Shown)
    detection: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)


def load(text: str) -> Study:
    """Read a study file; every part is optional. Raises StudyInvalid for unknown keys and values of another kind."""
    try:
        parts = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as reason:
        raise StudyInvalid("json") from reason
    wrong = misfit(parts, STUDY)
    if wrong is not None:
        raise StudyInvalid(wrong or "json")
    try:
        settings = settings_of(parts)
    except UnreadableFile as reason:
        raise StudyInvalid(str(reason.parameters.get("part", ""))) from reason
    _check_settings(settings)
    parts = _set(parts)
    asked = _set(parts.get("question", {}))
    asked["covariates"] = tuple(asked.get("covariates", ()))
    asked["filters"] = _tuples(asked.get("filters", {}))
    return Study(
        settings=settings,
        asked=Asked(**asked),
        mcid={outcome: Mcid(**_set(one)) for outcome, one in parts.get("mcid", {}).items()},
        margins={outcome: Margin(**({"reason": ""} | _set(one))) for outcome, one in parts.get("margins", {}).items()},
        design=Design(**parts.get("design", {})),
        fixed=Fixed(**_set(parts["fixed"])) if "fixed" in parts else None,
        filters=_tuples(parts.get("filters", {})),
        shown=Shown(**_tuples_in(_set(parts.get("view", {})))),
        detection=parts.get("detection", {}),
        definitions=parts.get("definitions", {}),
    )


def dump(study: Study) -> str:
    """The study file as text: only the parts that are set, so that load(dump(study)) is the same study."""
    asked = {name: value for name, value in asdict(study.asked).items() if value not in (None, (), {})}
    parts: dict[str, Any] = {
        **parts_of(study.settings),
        "question": {} if study.asked == Asked() else asked,
        "mcid": {outcome: _set(asdict(one)) for outcome, one in study.mcid.items()},
        "margins": {outcome: asdict(one) for outcome, one in study.margins.items()},
        "design": _set(asdict(study.design)),
        "fixed": _set(asdict(study.fixed)) if study.fixed is not None else {},
        "filters": dict(study.filters),
        "detection": dict(study.detection),
        "definitions": dict(study.definitions),
        "view": {name: value for name, value in asdict(study.shown).items() if value not in (None, ())},
    }
    return json.dumps({"schema": SCHEMA} | {name: part for name, part in parts.items() if part != {}},
                      ensure_ascii=False, indent=2) + "\n"  # fmt: skip


def _check_settings(settings: ReadingSettings) -> None:
    """A scale has both ends or neither, and one column is one score."""
    for scale in settings.scales:
        if (scale.low is None) != (scale.high is None):
            raise StudyInvalid(f"scales.{scale.outcome}")
        if scale.low is not None and scale.high is not None and scale.low >= scale.high:
            raise StudyInvalid(f"scales.{scale.outcome}")
    scores = settings.scores or ()
    for place, one in enumerate(scores):
        earlier = scores[:place]
        if any(one.column == other.column for other in earlier):
            raise StudyInvalid(f"scores.{one.column}")
        if any((one.outcome, one.visit) == (other.outcome, other.visit) for other in earlier):
            raise StudyInvalid(f"scores.{' '.join(filter(None, (one.outcome, one.visit)))}")


def _tuples(values: Mapping[str, Sequence[Any]]) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(wanted) for name, wanted in values.items()}


def _tuples_in(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}


def _set(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")
