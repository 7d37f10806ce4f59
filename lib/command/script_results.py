"""Every number of the results by a name of its own, under which a script finds it again or does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from lib.command.script_words import may_be_told
from lib.report.scripts.recipe import Name

_PAIR = ("experimental", "control")
_NAMED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("flow", "flow", ("outcome", "visit", "method")),
    ("within", "within", ("outcome", "visit", "method")),
    ("between", "between", ("outcome", "visit", *_PAIR, "analysis")),
    ("equivalence", "equivalence", ("outcome", "visit", *_PAIR, "analysis")),
    ("omnibus", "omnibus", ("outcome", "visit", "test")),
    ("pairwise", "pairwise", ("outcome", "visit", *_PAIR, "analysis")),
    ("responders", "responders", ("outcome", "visit", "method", "rule", "threshold")),
    ("responder_differences", "responder_difference", ("outcome", "visit", *_PAIR, "rule", "threshold")),
    ("consensus", "consensus", ("outcome", "visit", "method")),
    ("rates", "rate", ("event", "level", "method")),
    ("rate_differences", "rate_difference", ("event", "level", *_PAIR)),
    ("rate_differences_within_centres", "within_centres", ("event", "level", *_PAIR)),
    ("lesion_rates", "lesion_rate", ("event", "method")),
    ("lesion_differences", "lesion_difference", ("event", *_PAIR)),
    ("detection", "detection", ("event", "method", "way")),
    ("exposure", "exposure", ("event", "covariate", "part")),
    ("exposure_models", "exposure_model", ("event", "covariate")),
    ("baseline", "baseline", ("covariate", "method", "level")),
    ("balance", "balance", ("covariate", *_PAIR)),
)
"""(list of the results, its word in a name, the fields of its place); every other number of a record is a result."""

_DECIDED = ("margin", "alpha", "confidence_level")
"""Numbers of a record that were decided beforehand."""

_NOT_RECORDED = "not recorded"

Values = Mapping[str, Sequence[Any] | NDArray[Any]]
"""Covariates and the kinds of events by name, a number or a text per patient."""


def expected_numbers(lists: Mapping[str, Any], values: Values) -> dict[Name, float]:
    """Every number of the results by its name."""
    found: dict[Name, float] = {}
    for listed, word, place in _NAMED:
        for one in _numbered(lists[listed]) if "part" in place else lists[listed]:
            if not _is_of_somebody(one, values):
                continue
            where = [_told(one, field, values) for field in place if one[field] is not None or field == "way"]
            found |= {
                (word, *where, key): float(value)
                for key, value in one.items()
                if key not in (*place, *_DECIDED) and isinstance(value, int | float) and not isinstance(value, bool)
            }
    return found


def by_list(names: Iterable[Name]) -> dict[str, int]:
    """How many of these numbers stand in each list of the results, and how many in the documents alone."""
    counted = Counter(name[0] for name in names)
    found = {listed: counted.pop(word) for listed, word, _ in _NAMED if counted[word]}
    return found | ({"documents": counted.total()} if counted.total() else {})


def _numbered(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The parts of an exposure by their number from 1, or by their kind."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for one in records:
        seen[one["event"], one["covariate"]] += 1
        found.append({**one, "part": one["level"] or f"part {seen[one['event'], one['covariate']]}"})
    return found


def _is_of_somebody(one: Mapping[str, Any], values: Values) -> bool:
    """Whether an analysed patient has this kind: how many of none there are, 0, is no number to rebuild."""
    if one.get("covariate") not in values or one.get("level") is None or "count" not in one:
        return True
    return one["level"] in values[one["covariate"]]


def _told(one: Mapping[str, Any], field: str, values: Values) -> str:
    """A part of a number's name; a rare kind of patients, whose word may name somebody, by its place in order."""
    told = _NOT_RECORDED if one[field] is None else str(one[field])
    of = {"way": "detection", "level": one.get("covariate") or one.get("event"), "part": one.get("covariate")}
    counted = Counter(kind for kind in values.get(str(of.get(field)), ()) if isinstance(kind, str))
    if told not in counted or may_be_told(counted, [told]):
        return told
    return f"kind {sorted(counted).index(told) + 1}"
