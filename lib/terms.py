"""The words of the field as types: what every layer means by a scale, a visit, a filter and a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

BASELINE = "baseline"
LAST_FOLLOW_UP = "last follow-up"
AFTER = "post-procedure"
"""The visit of a column that only says "after"; it has no day."""

DISCHARGE = "discharge"
IMMEDIATELY = "0 days"
"""After the procedure on the same day: not the baseline."""

ALL_PATIENTS = "all patients"
"""The one group of a registry that records no method."""

ALWAYS_EXPERIMENTAL, ALWAYS_CONTROL = "CT", "DSA"
"""The roles that the field gives these two methods against any other; tables and charts show CT first and DSA last."""

METHODS = ("CT", "DSA", "Fluoroscopy", "CBCT", "O-arm", "Navigation", "Robot", "Ultrasound")
"""Canonical guidance methods; any other name is kept as the registry writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A bounded score: its range in the reported unit and which direction is better.

    VAS is reported in points from 0 to 10 (cm), ODI in percent from 0 to 100.
    """

    outcome: str
    low: float
    high: float
    lower_is_better: bool = True
    unit: str = "points"  # "points" or "percentage_points"
    decimals: int = 1  # of a raw score as registries write it

    @property
    def better(self) -> int:
        """−1 if lower is better, +1 if higher is better: the g of the verdict."""
        return -1 if self.lower_is_better else 1


VAS = Scale(outcome="VAS", low=0, high=10)
NRS = Scale(outcome="NRS", low=0, high=10, decimals=0)
ODI = Scale(outcome="ODI", low=0, high=100, unit="percentage_points", decimals=0)
SCALES: Mapping[str, Scale] = MappingProxyType({scale.outcome: scale for scale in (VAS, NRS, ODI)})


DEATH = "death"
"""The event that a patient died of any cause while followed up: no event of the procedure."""

GOOD_EVENTS = ("technical_success", "response")
"""Events of which more is better; of every other event less is."""


def opioid_at(visit: str) -> str:
    """The name of the covariate that holds the daily dose of opioids (mg of oral morphine) at a visit."""
    return f"opioid {visit}"


OPERATION_QUARTER = "operation_quarter"
"""The covariate that holds the quarter of the procedure; the date itself is not kept."""

OF_THE_PROCEDURE = (
    "cement_volume", "injection_phase", "injection_time", "cement_distribution", "operation_time", "fluoroscopy_time",
    "fluoroscopy_count", "radiation_dose",
)  # fmt: skip
"""Covariates that describe the procedure rather than the patient before it."""


_LATER = re.compile(
    r"随访|术后|出院|住院(?:天|时|日|费)|疗效|满意|转归|结局|预后(?!评)|生存|复发|再手术|二次手术|macnab|odom|隨訪|術後"
    r"|follow.?ups?\b|\bfu\b|length of stay|(?:hospital|days?) stay|\blos\b|discharge|outcome|satisf|post.?op"
    r"|after (?:treat|surg|the proc)"
    r"|(?:surviv|recurren|efficacy|re-?(?:operat|treat)|post[- ]?(?:proc|treat))"
    r"|liegedauer|verweildauer|krankenhausaufenthalt|nachbeobachtung|nachsorge|entlass"
    r"|suivi|durée d.hospitalisation|durée de séjour|seguimiento|estancia|degenza|postoperat|postopérat",
    re.IGNORECASE,
)
"""Words of a header that speaks of what came after treatment: follow-up, stay in hospital, result."""

_EARLIER = re.compile(
    r"预计|预期|既往|术前|入院|expected|expectancy|previous|prior|before|pre.?op|baseline|erwartet|früher|prévu|previo",
    re.IGNORECASE,
)


def is_before_treatment(covariate: str) -> bool:
    """Whether a covariate describes the patient before treatment, so that it belongs into a table of baselines.

    One that has no term of its own goes by the words of its header: a length of follow-up or stay came later.
    """
    is_later_dose = covariate.startswith(opioid_at("")) and covariate != opioid_at(BASELINE)
    is_of_the_procedure = covariate in (*OF_THE_PROCEDURE, "detection", OPERATION_QUARTER)
    return not is_of_the_procedure and not is_later_dose and not _says_later(covariate)


def _says_later(header: str) -> bool:
    return bool(_LATER.search(header.replace("_", " "))) and not _EARLIER.search(header)


def is_known_later(covariate: Covariate) -> bool:
    """Whether a covariate is known only during or after treatment, by its term, its name or its header.

    To choose patients by it is to choose by what the treatment may have caused; how leakage was looked for and the
    quarter of the procedure are no such things.
    """
    if covariate.name in ("detection", OPERATION_QUARTER):
        return False
    return _says_later(covariate.header) or not is_before_treatment(covariate.name)


_CO_TREATMENTS = (
    "analges", "opioid", "radiother", "radiation th", "ablation", "chemo",
    "止痛", "镇痛", "放疗", "消融", "化疗", "阿片",
)  # fmt: skip


def is_co_treatment(covariate: Covariate) -> bool:
    """Whether a covariate says what else was done against the pain or the tumour, by its name or its header."""
    said = f"{covariate.name} {covariate.header}".casefold()
    return any(word in said for word in _CO_TREATMENTS)


def event_better(event: str) -> int:
    """−1 if fewer events are better (leakage, complications), +1 if more are (technical success): the verdict's g."""
    return 1 if event in GOOD_EVENTS else -1


@dataclass(frozen=True, slots=True)
class Visit:
    """A time point: its canonical name and its day after the procedure.

    `name` is "baseline", "1 month", "last follow-up" …, or the study's own spelling; screens translate it.
    `days` is 0 for baseline and None where the visit has no common day (last follow-up, discharge).
    """

    name: str
    days: float | None

    @property
    def is_baseline(self) -> bool:
        """The visit before the procedure."""
        return self.name == BASELINE

    @property
    def order(self) -> tuple[float, str]:
        """Sort key: baseline, then by day, then visits without a day."""
        if self.is_baseline:
            return (-1.0, "")
        return (float("inf") if self.days is None else self.days, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """A column that describes a patient: its term ("sex", "age", "centre" …) or, if unrecognised, its header.

    `levels` are the observed levels in their order (categorical); `low` and `high` the range (numeric), `unit` the one
    that the header or the cells state.
    """

    name: str
    header: str
    is_numeric: bool
    levels: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Keeps patients whose `name` has one of `levels`, or lies in [low, high]; a missing value is excluded."""

    name: str  # "method", or the name of a Covariate
    levels: tuple[str, ...] | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """The smallest difference between groups that matters, in the reported unit, and why it was chosen."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: one outcome at one visit, one method against another.

    `filters` belong to the question; a filter outside it makes a filtered view. `margins` are per outcome.
    `margin_fixed_before_results` is True only when the study file says that no result had been seen.
    """

    outcome: str
    visit: str
    experimental: str
    control: str
    analysis: str = "ancova_hc3"
    covariates: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    margins: Mapping[str, Margin] = field(default_factory=dict)
    margin_fixed_before_results: bool = False
    randomised: bool = False
