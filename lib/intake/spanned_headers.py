"""A header that reaches over several columns: 无, 椎间盘 below 渗漏; 术前, 术后1月 below 疼痛评分 beside 基本信息."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from lib.intake.headers import column_term, score_header, unit_of
from lib.intake.visits import find_visit
from lib.intake.vocabulary import key, without_brackets

_FEWEST = 2


def are_parts_below(upper: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """Whether a row of texts names the columns that headers above reach over, and nothing else.

    A header reaches over the columns without a name at its right. Two parts at least stand below each that has any, all
    different, and every other column is blank: a patient would have a number, a method or a score there.
    """
    if len(below) < _FEWEST:
        return False
    first = min(upper, default=0)
    parts: dict[int, list[str]] = {}
    for position, text in below.items():
        if position < first:
            return False
        above = max(named for named in upper if named <= position)
        parts.setdefault(above, []).append(key(text))
    return all(len(texts) >= _FEWEST and len(set(texts)) == len(texts) for texts in parts.values())


def that_complete(above: Mapping[int, str], texts: Mapping[int, str]) -> dict[int, str]:
    """Of a row above a header what completes it: a score over its visits, a visit over its scores; else nothing.

    Where one does, whatever else stands there (基本信息, 手术信息) names no column: it is blank, as is the place where
    the columns that are completed end.
    """
    starts = sorted(above)
    found: dict[int, str] = {}
    for start, following in itertools.zip_longest(starts, starts[1:]):
        under = [place for place in sorted(texts) if start <= place and (following is None or place < following)]
        fitting = [*itertools.takewhile(lambda place: _completes(above[start], texts[place]), under)]  # noqa: B023
        found[start] = above[start] if len(fitting) >= _FEWEST else ""
        if 0 < len(fitting) < len(under):
            found[under[len(fitting)]] = ""
    return found if any(found.values()) else {}


def _completes(above: str, text: str) -> bool:
    """Whether a header and the one above it are a score and a visit that belong together."""
    upper, lower = score_header(above), score_header(text)
    is_score = upper is not None and upper.visit is None and upper.code is None and column_term(above) is None
    if is_score:
        return is_visit_alone(text)
    return is_visit_alone(above) and lower is not None and lower.visit is None and lower.code is None


def is_visit_alone(header: str) -> bool:
    """Whether a header is a visit and nothing else, or a visit's code, be it with a unit in brackets."""
    bare = without_brackets(header) if unit_of(header) else header
    found = None if column_term(header) else find_visit(bare)
    return found is not None and not found.rest and (found.visit is not None or found.code is not None)
