"""The types of leakage from a vertebral body where a registry codes them as Yeom and colleagues do.

Source: J Bone Joint Surg Br 2003;85:83–89: along the basivertebral vein, along a segmental vein, through the cortex.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lib.report.language import sentence

TYPES = ("B", "S", "C")

_BESIDE = re.compile(r"yeom|type|typ|分型|类型|型|[\s:：()（）._-]", re.IGNORECASE)
_AND = re.compile(r"[+/,，、;；&和及]")


def leak_types(words: Sequence[str], language: str) -> dict[str, str]:
    """Each category of leakage as a table shows it, by its word in the registry, types first in their usual order.

    Where every word is one of the three types or several of them ("B", "B型", "type S", "B+C"), single types are named
    by their way, and as "B only" where others have it among several; any other word, such as the place of a leak from
    the ilium or the acetabulum, means that the column holds something else, and all stay as written.
    """
    types = {word: _types(word) for word in words}
    if not words or any(not set(found) <= set(TYPES) or not found for found in types.values()):
        return {word: word for word in words}
    ordered = sorted(words, key=lambda word: (len(types[word]), [TYPES.index(one) for one in types[word]]))
    combined = {one for found in types.values() if len(set(found)) > 1 for one in found}
    return {word: _name(types[word], combined, language) or word for word in ordered}


def _name(found: Sequence[str], combined: Collection[str], language: str) -> str:
    """A single type by its way, and whether leaks that are also of another type stand elsewhere; "" for several."""
    if len(set(found)) > 1:
        return ""
    way = sentence(language, f"rates.leak_type.{found[0]}")
    key = "rates.leak_only" if found[0] in combined else "rates.leak_alone"
    return sentence(language, key, type=found[0], way=way)


def _types(word: str) -> list[str]:
    return [_BESIDE.sub("", part).upper() for part in _AND.split(word) if part.strip()]
