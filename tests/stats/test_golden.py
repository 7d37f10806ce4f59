"""Every number that R wrote is compared with ours, or listed with the reason why not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.stats.golden_rows import COMPARED, NOT_COMPARED, REFUSED, Row
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
    return pytest.approx(expected, rel=row.tolerance, abs=1e-25)  # R writes 1.9e-30 for 0


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row.pattern)
def test_equals_r(row: Row) -> None:
    """Each key of this kind equals what we compute, to the tolerance of its kind."""
    keys = {key: found for key in golden() if (found := row.matches(key))}

    wrong = {}
    for key, found in keys.items():
        ours, expected = row.ours(**_parts(found)), _approximately(golden()[key], row)
        if ours != expected:
            wrong[key] = (ours, expected)

    assert keys
    assert wrong == {}


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.pattern)
def test_refused_where_r_stops(row: Row) -> None:
    """Where R stops, divides by zero or drops a term, we refuse with this reason."""
    keys = {key: found for key in golden() if (found := row.matches(key))}

    reasons = {row.ours(**_parts(found)) for found in keys.values()}

    assert keys
    assert reasons == {row.tolerance}


def test_every_key_is_accounted_for() -> None:
    """Each key is compared, or listed with a reason, and never both."""
    patterns = [*(row.pattern for row in COMPARED + REFUSED), *NOT_COMPARED]

    places = {key: [pattern for pattern in patterns if re.fullmatch(pattern, key)] for key in golden()}

    assert {key: found for key, found in places.items() if len(found) != 1} == {}
    assert {p for p in patterns if not any(p in found for found in places.values())} == set()


def test_the_readme_counts_them_as_they_are() -> None:
    """All, compared, refused and listed: the four figures of both languages are those of this table."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    compared = sum(any(row.matches(key) for row in COMPARED) for key in golden())
    refused = sum(any(row.matches(key) for row in REFUSED) for key in golden())
    figures = (len(golden()), compared, refused, len(golden()) - compared - refused)

    english, chinese = readme.split("\n# 中文\n")
    for text in (english, chinese):
        said = [int(found.replace(",", "")) for found in re.findall(r"(?<![\d,.])\d[\d,]*(?![\d,.])", text)]
        assert set(figures) <= set(said)
