"""The real trial that the command is tested on, simulated registries, and how a record is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
REAL = ROOT / "tests" / "data" / "real"
WIDE, LONG, WHOLE = (REAL / f"ashar2022_{name}.csv" for name in ("bpi_wide", "bpi_long", "outcomes_demographics"))


def simulated_rows(n: int, methods: tuple[str, ...] = ("CT", "DSA"), seed: int = 11) -> Iterator[list[str]]:
    """A Chinese registry with so many simulated patients per method."""
    random = np.random.default_rng(seed)
    yield ["编号", "引导方式", "性别", "术前VAS", "术后1个月VAS", "术后6个月VAS"]
    for number in range(n * len(methods)):
        scores = (random.normal(mean, 1.2) for mean in (7.4, 2.5, 2.0))
        written = (f"{min(max(round(score * 2) / 2, 0), 10):.1f}" for score in scores)
        yield [f"P{number}", methods[number % len(methods)], "女" if number % 3 else "男", *written]


def the_one(records: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The only record with these values."""
    found = [one for one in records if all(one[name] == value for name, value in wanted.items())]
    assert len(found) == 1, f"{len(found)} records for {wanted}"
    return found[0]
