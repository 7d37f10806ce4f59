"""Names as people say them: visits, methods, scores, units, covariates and their levels.

A name that is not canonical is the registry's own word and is shown as it is; a bare number, which no legend names,
with the word for what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.report.language import has_sentence, sentence
from lib.report.numbers import plain
from lib.terms import (
    AFTER,
    ALL_PATIENTS,
    BASELINE,
    DISCHARGE,
    IMMEDIATELY,
    LAST_FOLLOW_UP,
    METHODS,
    SCALES,
    Covariate,
    Scale,
    Visit,
    opioid_at,
)

_TIME = re.compile(r"(\d+(?:\.\d+)?) (minute|hour|day|week|month|year)(s?)")
_BARE_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FIXED_VISITS = {
    BASELINE: "baseline",
    LAST_FOLLOW_UP: "last_follow_up",
    AFTER: "after",
    DISCHARGE: "discharge",
    IMMEDIATELY: "immediately",
}


def visit_name(visit: Visit | str, language: str, *, short: bool = False) -> str:
    """A visit in words: "1 month", short "1 mo"; in Chinese "术后1个月", short "1月"; a bare 2 is "visit 2"."""
    name = visit if isinstance(visit, str) else visit.name
    table = "visits.short" if short else "visits"
    if name in _FIXED_VISITS:
        return sentence(language, f"{table}.{_FIXED_VISITS[name]}")
    time = _TIME.fullmatch(name)
    if time is None:
        return (
            sentence(language, f"{table}.numbered", n=name) if _BARE_NUMBER.fullmatch(name.removeprefix("-")) else name
        )
    amount, unit, plural = time.groups()
    return sentence(language, f"{table}.{unit}{'' if short else plural}", n=amount)


def compared_by_name(header: str, language: str) -> str:
    """What patients are compared by: the guidance method, or the header of a column put in its place."""
    return sentence(language, "reading.quoted", header=header) if header else sentence(language, "within.guidance")


def method_name(name: str | None, language: str) -> str:
    """A guidance method by name; None is "no method recorded", a bare 2 is "Group 2".

    Not "method 2": patients may be compared by any column.
    """
    if name is None:
        return sentence(language, "methods.none")
    if name == ALL_PATIENTS:
        return sentence(language, "methods.all")
    if _BARE_NUMBER.fullmatch(name):
        return sentence(language, "methods.numbered", n=name)
    return sentence(language, f"methods.{name}") if name in METHODS else name


def group_name(name: str, language: str) -> str:
    """The patients of a method as a sentence names them: "CT", in Chinese "CT组" (never "CT组组")."""
    shown = method_name(name, language)
    return shown if shown.endswith("组") else sentence(language, "methods.group", method=shown)


def role_name(role: str, language: str, *, randomised: bool = False) -> str:
    """The role "experimental" or "control" in words; in Chinese 观察组, 试验组 (randomised studies only), 对照组."""
    key = "experimental_randomised" if role == "experimental" and randomised else role
    return sentence(language, f"roles.{key}")


def outcome_name(outcome: str, language: str, *, full: bool = False) -> str:
    """A score by its short name, or in full where a text introduces it."""
    if outcome not in SCALES:
        return outcome
    return sentence(language, f"score_names.full.{outcome}" if full else f"score_names.{outcome}")


def unit_name(scale: Scale, language: str, *, amount: str = "") -> str:
    """The unit of differences of a score: "points", "percentage points"; singular after an `amount` of just 1."""
    is_one = amount.lstrip("+\u2212-") == "1"
    return sentence(language, f"units.{scale.unit}{'_one' if is_one else ''}")


def patients(n: int, language: str) -> str:
    """How many patients: "1 patient", "32 patients", "32例"."""
    return counted("numbers.patients", n, language)


def counted(key: str, n: int, language: str) -> str:
    """The message `key` for n, in its singular form `key`_one for exactly one."""
    return sentence(language, f"{key}_one") if n == 1 else sentence(language, key, n=n)


def covariate_name(covariate: Covariate | str, language: str) -> str:
    """A recognised covariate in words ("age"), else the header of its column."""
    name = covariate if isinstance(covariate, str) else covariate.name
    if name.startswith(opioid_at("")):
        visit = name.removeprefix(opioid_at(""))
        key = "covariates.opioid_baseline" if visit == BASELINE else "covariates.opioid"
        return sentence(language, key, visit=visit_name(visit, language))
    key = f"covariates.{name}"
    if "." not in name and has_sentence(language, key):
        return _with_unit(sentence(language, key), covariate, language)
    return name if isinstance(covariate, str) else covariate.header or name


def covariate_names(names: Sequence[str], covariates: Sequence[Covariate], language: str) -> str:
    """Several covariates in one text: "centre, age"; `covariates` are the registry's, for their headers and units."""
    known = {one.name: one for one in covariates}
    shown = [covariate_name(known.get(name, name), language) for name in names]
    return sentence(language, "columns_page.separator").join(shown)


def _with_unit(name: str, covariate: Covariate | str, language: str) -> str:
    """A recognised measure with the unit of its column: "procedure time (min)"; age is in years for everybody."""
    if isinstance(covariate, str) or covariate.name == "age" or not covariate.unit:
        return name
    return sentence(
        language, "measure_units.named", name=name, unit=sentence(language, f"measure_units.{covariate.unit}")
    )


def level_name(covariate: Covariate | str, level: object, language: str) -> str:
    """A level of "method" or of a covariate; only sex and the guidance methods have words of their own.

    A sex that the registry writes as a number and does not explain is a code.
    """
    name = covariate if isinstance(covariate, str) else covariate.name
    shown = plain(level) if isinstance(level, int | float) else str(level)
    if name == "method":
        return method_name(shown, language)
    if name == "sex" and has_sentence(language, f"covariates.levels.{shown}"):
        return sentence(language, f"covariates.levels.{shown}")
    if name == "sex" and shown.isdigit():
        return sentence(language, "covariates.levels.code", code=shown)
    return shown
