"""The types of leakage from a vertebral body where a registry codes them as Yeom and colleagues do.

Source: J Bone Joint Surg Br 2003;85:83–89: along the basivertebral vein, along a segmental vein, through the cortex.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lib.registry.kinds import LEAK_TYPES, are_leak_types, leak_types_in
from lib.report.language import sentence


def leak_types(words: Sequence[str], language: str) -> dict[str, str]:
    """Each category of leakage as a table shows it, by its word in the registry, types first in their usual order.

    Where every word is one of the three types or several of them ("B", "B型", "type S", "B+C"), single types are named
    by their way, and as "B only" where others have it among several; any other word, such as the place of a leak from
    the ilium or the acetabulum, means that the column holds something else, and all stay as written.
    """
    if not are_leak_types(words):
        return {word: word for word in words}
    types = {word: leak_types_in(word) for word in words}
    ordered = sorted(words, key=lambda word: (len(types[word]), [LEAK_TYPES.index(one) for one in types[word]]))
    combined = {one for found in types.values() if len(set(found)) > 1 for one in found}
    return {word: _name(types[word], combined, language) or word for word in ordered}


def _name(found: Sequence[str], combined: Collection[str], language: str) -> str:
    """A single type by its way, and whether leaks that are also of another type stand elsewhere; "" for several."""
    if len(set(found)) > 1:
        return ""
    way = sentence(language, f"rates.leak_type.{found[0]}")
    key = "rates.leak_only" if found[0] in combined else "rates.leak_alone"
    return sentence(language, key, type=found[0], way=way)
