"""A study file carried over to another registry, such as next month's: what no longer fits is left out and named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lib.intake.findings import UnreadableFile
from lib.intake.opening import Opened, interpret
from lib.intake.settings import ReadingSettings
from lib.intake.workbook import Workbook
from lib.study.file import Study, StudyInvalid
from lib.study.view import view_of

_MOST_LEFT_OUT = 200
_NAMED = ("experimental", "control", "outcome", "visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The registry as the study reads it, the study as far as it fits, and what of it does not.

    `missing_columns` are headers that the registry does not have; what they stood for is proposed from the data.
    `left_out` are other parts by their place ("question.visit", "filters.centre").
    """

    opened: Opened
    study: Study
    missing_columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def carried_over(study: Study, workbook: Workbook) -> Carried:
    """Read a registry by a study that was written for another. Raises UnreadableFile where the registry cannot be read.

    A column that is not there any more does not stop the rest: it is left out of the study and named.
    """
    settings, missing = study.settings, list[str]()
    for _ in range(_MOST_LEFT_OUT):
        try:
            opened = interpret(workbook, settings)
        except UnreadableFile as refusal:
            name = str(refusal.parameters.get("name", ""))
            smaller = _without(settings, name, str(refusal.parameters.get("part", "")))
            if refusal.code != "study_invalid" or smaller == settings:
                raise
            settings = smaller
            missing.append(name)
            continue
        fitting, left_out = _fitting(replace(study, settings=settings), opened)
        return Carried(opened=opened, study=fitting, missing_columns=tuple(missing), left_out=left_out)
    raise StudyInvalid("columns")


def _without(settings: ReadingSettings, name: str, part: str) -> ReadingSettings:
    """The settings without what they say of one header, one sheet or a header row."""
    if part == "sheet":
        return replace(settings, sheet=None)
    if part == "header_row":
        return replace(settings, header_row=None)
    scores = tuple(one for one in settings.scores or () if one.column != name)
    return replace(
        settings,
        columns=tuple((term, headers) for term, headers in settings.columns if name not in headers),
        scores=(scores or None) if settings.scores is not None else None,
        events=None if settings.events is None else tuple(one for one in settings.events if one.column != name),
        covariates=None if settings.covariates is None else tuple(one for one in settings.covariates if one != name),
        chosen=tuple(one for one in settings.chosen if one[0] != name),
    )


def _fitting(study: Study, opened: Opened) -> tuple[Study, tuple[str, ...]]:
    """The study without the parts that name what this registry does not have, and those parts."""
    left_out: list[str] = []
    while opened.cohort is not None and len(left_out) < _MOST_LEFT_OUT:
        try:
            view_of(study, opened.cohort)
        except StudyInvalid as wrong:
            part = str(wrong.parameters["part"])
            smaller = _without_part(study, part)
            if smaller == study:
                raise
            study = smaller
            left_out.append(part)
        else:
            break
    return study, tuple(left_out)


def _without_part(study: Study, part: str) -> Study:
    place, _, name = part.partition(".")
    asked = study.asked
    if place == "filters":
        return replace(study, filters={one: kept for one, kept in study.filters.items() if one != name})
    if place == "scales":
        outcome = name.removesuffix(".unit")
        scales = tuple(one for one in study.settings.scales if one.outcome != outcome)
        return replace(study, settings=replace(study.settings, scales=scales))
    named, _, inner = name.partition(".")
    changes: dict[str, Any] = {}
    if named == "filters":
        changes = {"filters": {one: kept for one, kept in asked.filters.items() if one != inner}}
    elif named == "covariates":
        changes = {"covariates": tuple(one for one in asked.covariates if one != inner)}
    elif named in _NAMED:
        changes = {named: None}
    return replace(study, asked=replace(asked, **changes))
