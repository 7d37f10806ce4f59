"""Numbers as they stand in a text, compared with unrounded ones: by their own decimals, without our formatter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

_FIGURE = re.compile(r"([<>]\s*)?(?<![A-Za-z0-9.])(\u2212?)(\d+(?:\.\d+)?)")
Record = dict[str, Any]


def figures(text: str) -> list[str]:
    """Every number of a text as printed: "< 0.001" is "<0.001", the minus ASCII's."""
    return [
        f"{(relation or '').strip()}{'-' if minus else ''}{digits}" for relation, minus, digits in _FIGURE.findall(text)
    ]


def is_print_of(figure: str, value: float) -> bool:
    """Whether a figure is the value rounded to as many decimals as it has, or says truly where it lies."""
    bound = float(figure.lstrip("<>"))
    if figure[0] in "<>":
        return value < bound if figure[0] == "<" else value > bound
    decimals = len(figure.partition(".")[2])
    return abs(value - bound) <= 0.5 * 10**-decimals + 1e-9


def differing(text: str, values: Iterable[float | None], *, last: bool = False) -> str:
    """What of a text does not print these values in this order, "" where all agree; with `last` its last numbers."""
    wanted = [value for value in values if value is not None]
    found = figures(text)
    if last:
        found = found[-len(wanted) :]
    if len(found) == len(wanted) and all(map(is_print_of, found, wanted)):
        return ""
    return f"{text!r} does not print {wanted}"


def one(rows: Sequence[Record], **place: object) -> Record:
    """The only record of a list at a place."""
    found = [row for row in rows if all(row[field] == value for field, value in place.items())]
    assert len(found) == 1, (place, len(found))
    return found[0]
