"""A header row of bare numbers below one that says what they count: 0, 7, 30 and 90 under "VAS（术后天数）"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

_UNITS = {"天": "天", "日": "天", "周": "周", "月": "月", "day": " days", "week": " weeks", "month": " months"}
_COUNTED = re.compile(
    r"\s*[(（\[][^()（）\[\]]*?(天|日|周|月|day|week|month)[^()（）\[\]]*[)）\]]|\s*(?:术后|随访)?(天|周|月)数",
    re.IGNORECASE,
)


def times_below(upper: Mapping[int, str], below: Mapping[int, str]) -> dict[int, str]:
    """The headers of the columns below a header of times, by position: "VAS 7天"; empty where the row is none.

    Every filled cell must be a whole number, rising from left to right below one header that says days, weeks or
    months; the other columns are blank in the row, as no patient's are.
    """
    starts = sorted(upper)
    found: dict[int, str] = {}
    for start, following in itertools.zip_longest(starts, starts[1:]):
        own = [place for place in sorted(below) if start <= place and (following is None or place < following)]
        match = _COUNTED.search(upper[start])
        if not own:
            continue
        numbers = [int(below[place]) if below[place].isdecimal() else -1 for place in own]
        is_rising = all(one < other for one, other in itertools.pairwise(numbers))
        if match is None or len(own) < 2 or own[0] != start or numbers[0] < 0 or not is_rising:
            return {}
        bare = _COUNTED.sub(" ", upper[start]).strip()
        unit = _UNITS[(match[1] or match[2]).casefold()]
        found |= {place: f"{bare} {number}{unit}" for place, number in zip(own, numbers, strict=True)}
    return found
