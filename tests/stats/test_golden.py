"""Every number that R wrote is compared with ours, or listed with the reason why not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lib.stats import independent, paired
from tests.stats.answers import ancova_number, change_of, number_of, two_groups
from tests.stats.golden_rows import COMPARED, NOT_COMPARED, NOT_YET, REFUSED, Row
from tests.stats.oracle_data import golden


def _parts(found: re.Match[str]) -> dict[str, str]:
    return {{"data": "data_"}.get(name, name): text for name, text in found.groupdict().items()}


def _approximately(expected: Any, row: Row) -> Any:
    if isinstance(expected, (str, bool)) or expected is None:
        return {"Infinity": float("inf")}.get(expected, expected) if isinstance(expected, str) else expected
    if isinstance(expected, list):
        if all(value is None for value in expected):
            return None
        return [_approximately(value, row) for value in expected]
    if isinstance(expected, dict):
        return {name: _approximately(value, row) for name, value in expected.items()}
    if row.is_absolute:
        return pytest.approx(expected, abs=row.tolerance, rel=0)
    return pytest.approx(expected, rel=row.tolerance, abs=0)


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row.pattern)
def test_equals_r(row: Row) -> None:
    """Each key of this kind equals what we compute, to the tolerance of its kind."""
    keys = {key: found for key in golden() if (found := row.matches(key)) and not _is_refused(key)}

    wrong = {}
    for key, found in keys.items():
        ours, expected = row.ours(**_parts(found)), _approximately(golden()[key], row)
        if ours != expected:
            wrong[key] = (ours, expected)

    assert keys
    assert wrong == {}


def test_refused_where_r_stops() -> None:
    """Constant data are refused with a reason, where R stops with an error."""
    reasons = {}
    for key in filter(_is_refused, golden()):
        data_, o, *rest = key.split("/")
        if rest[0] == "ancova":
            reasons[key] = ancova_number("error", data_, o)
        elif rest[0] in ("CT", "DSA"):
            reasons[key] = number_of(paired.paired_t(*change_of(data_, o, rest[0])), "error")
        else:
            test = getattr(independent, rest[1])
            reasons[key] = number_of(test(*two_groups(data_, o, rest[0].removeprefix("between_"))), "error")

    assert reasons == {
        key: next(reason for pattern, reason in REFUSED.items() if re.fullmatch(pattern, key)) for key in reasons
    }
    assert len(reasons) == 9


def test_every_key_is_accounted_for() -> None:
    """Each key is compared, or listed with a reason, and never both."""
    patterns = [*(row.pattern for row in COMPARED), *NOT_COMPARED, *NOT_YET]

    places = {key: _places(key, patterns) for key in golden()}

    assert {key: found for key, found in places.items() if len(found) != 1} == {}
    assert {p for p in patterns if not any(p in found for found in places.values())} == set()


def _places(key: str, patterns: list[str]) -> list[str]:
    if _is_refused(key):
        return [pattern for pattern in patterns if pattern in NOT_COMPARED and re.fullmatch(pattern, key)] or [
            "refused"
        ]
    return [pattern for pattern in patterns if re.fullmatch(pattern, key)]


def _is_refused(key: str) -> bool:
    return any(re.fullmatch(pattern, key) for pattern in REFUSED)
