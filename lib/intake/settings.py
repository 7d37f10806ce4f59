"""What a user has decided about reading a file: the intake part of the study file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from lib.intake.findings import UnreadableFile

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreColumn:
    """A score column by its header; `visit` is None in a long file, where another column says the visit."""

    outcome: str
    column: str
    visit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventColumn:
    """A column that says whether an event happened: leakage, technical_success, complication."""

    event: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSetting:
    """A score's range and direction, or the unit its cells are written in ("0-100", "mm", "0-50", "0-1" …)."""

    outcome: str
    low: float | None = None
    high: float | None = None
    lower_is_better: bool | None = None
    unit: str | None = None

    def over(self, before: ScaleSetting | None) -> ScaleSetting:
        """This laid over what was decided before of the same score; the unit "" takes that decision back."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) is not None}
        found = replace(before or ScaleSetting(outcome=self.outcome), **told)
        return replace(found, unit=found.unit or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSettings:
    """Everything optional; what is None or absent is proposed from the data.

    `columns` holds (term, headers) for patient, method, visit, centre, sex …; `methods` and `visits` recode raw values.
    `sheets_are` is "groups", "visits", "centres" or "parts" (more rows of the same table). `chosen` holds
    ("outcome visit" or header, column letter) where several columns could be meant, and under "method_blanks" fill or
    leave, under "first_date" baseline, under "date_order" day_first or month_first; `repeated` is "first", "last",
    "mean" or "separate" for rows of one patient that disagree.
    """

    sheet: str | None = None
    header_row: int | None = None
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scores: tuple[ScoreColumn, ...] | None = None
    events: tuple[EventColumn, ...] | None = None
    covariates: tuple[str, ...] | None = None
    methods: Pairs = ()
    visits: Pairs = ()
    scales: tuple[ScaleSetting, ...] = ()
    sheets_are: str | None = None
    chosen: Pairs = ()
    repeated: str | None = None

    def merged(self, patch: ReadingSettings) -> ReadingSettings:
        """These settings with a patch laid over.

        A part that is present replaces the whole part, but `columns`, `methods`, `visits` and `chosen` merge key by
        key, and `scales` score by score: what the patch leaves open of a score stays, and the unit "" is none. A term
        of `columns` without headers takes back what was decided of it.
        """
        changes: dict[str, Any] = {}
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(patch, one.name)
            if theirs is None or (theirs == () and one.name != "events"):
                continue
            if one.name in ("columns", "methods", "visits", "chosen"):
                theirs = tuple(item for item in {**dict(mine), **dict(theirs)}.items() if item[1] != ())
            elif one.name == "scales":
                known = {scale.outcome: scale for scale in mine}
                laid = {**known, **{one.outcome: one.over(known.get(one.outcome)) for one in theirs}}
                theirs = tuple(one for one in laid.values() if one != ScaleSetting(outcome=one.outcome))
            changes[one.name] = theirs
        return replace(self, **changes)

    def column(self, term: str) -> tuple[str, ...] | None:
        """The headers named for a term, None where nothing was named."""
        return dict(self.columns).get(term)

    def scale(self, outcome: str) -> ScaleSetting | None:
        """What was decided about a score's scale."""
        return next((scale for scale in self.scales if scale.outcome == outcome), None)


PARTS = (
    "sheet",
    "header_row",
    "columns",
    "scores",
    "events",
    "covariates",
    "methods",
    "visits",
    "scales",
    "sheets_are",
    "chosen",
    "repeated",
)
"""The keys of a study file that concern the reading of the registry."""


def settings_of(parts: Mapping[str, Any]) -> ReadingSettings:
    """Settings from the intake keys of a study file (`PARTS`; other keys are the caller's and ignored).

    Raises UnreadableFile study_invalid with the `part` that is not as INTERFACE says.
    """
    found: dict[str, Any] = {}
    for name, reads in _READERS.items():
        if parts.get(name) is None:
            continue
        try:
            found[name] = reads(parts[name])
        except (TypeError, ValueError, KeyError, AttributeError) as reason:
            raise UnreadableFile("study_invalid", part=name) from reason
    return ReadingSettings(**found)


def parts_of(settings: ReadingSettings) -> dict[str, Any]:
    """The study-file keys of settings, only those that are set; the inverse of `settings_of`."""
    parts: dict[str, Any] = {"sheet": settings.sheet, "header_row": settings.header_row}
    parts["columns"] = {term: names[0] if len(names) == 1 else list(names) for term, names in settings.columns}
    if settings.scores is not None:
        parts["scores"] = [
            _without_none({"outcome": s.outcome, "visit": s.visit, "column": s.column}) for s in settings.scores
        ]
    if settings.events is not None:
        parts["events"] = [{"event": one.event, "column": one.column} for one in settings.events]
    parts["covariates"] = None if settings.covariates is None else list(settings.covariates)
    parts["methods"] = dict(settings.methods)
    parts["visits"] = dict(settings.visits)
    parts["scales"] = {
        s.outcome: _without_none({"low": s.low, "high": s.high, "lower_is_better": s.lower_is_better, "unit": s.unit})
        for s in settings.scales
    }
    parts["sheets_are"] = settings.sheets_are
    parts["chosen"] = dict(settings.chosen)
    parts["repeated"] = settings.repeated
    return {name: part for name, part in parts.items() if part is not None and part != {}}


def _without_none(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _row(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("a row number from 1 on expected")
    return value


def _columns(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (term, (named,) if isinstance(named, str) else tuple(_text(one) for one in named))
        for term, named in value.items()
    )


def _pairs(value: Any) -> Pairs:
    return tuple((str(raw), _text(name)) for raw, name in value.items())


def _scales(value: Any) -> tuple[ScaleSetting, ...]:
    return tuple(ScaleSetting(outcome=outcome, **scale) for outcome, scale in value.items())


_READERS = {
    "sheet": _text,
    "header_row": _row,
    "columns": _columns,
    "scores": lambda value: tuple(ScoreColumn(**one) for one in value),
    "events": lambda value: tuple(EventColumn(**one) for one in value),
    "covariates": lambda value: tuple(_text(one) for one in value),
    "methods": _pairs,
    "visits": _pairs,
    "scales": _scales,
    "sheets_are": _text,
    "chosen": _pairs,
    "repeated": _text,
}
