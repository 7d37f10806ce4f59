"""Names of guidance methods as written -> canonical names; unknown names are kept as written."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from lib.intake.grid import TEXT
from lib.intake.procedures import procedure_key
from lib.intake.remembering import remembered
from lib.intake.table import TableColumn
from lib.intake.vocabulary import key, names, plain, vocabulary

_STRANGE = re.compile(r"[\\`'<>{}$;=?？]")
"""A name with one of these is not a spelling of a known method."""

_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of a text, so that it does not read as it is written."""

_NEARLY_ALL = 0.8
"""Share of the filled cells."""

_OR = re.compile(
    r"\s*[/+&、,;]\s*|\s+(?:or|and|plus|with|then)\s+|→|->|联合|聯合|结合|合并|[或和与與及转轉改]", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?<=\S)\s*[(\[【]?\s*(?:(?:n|共)\s*=?\s*\d{1,6}|\d{1,6}\s*(?:例|人|名|patients?|cases?))\s*(?:例|人|名)?\s*[)\]】]?$",
    re.IGNORECASE,
)
"""How many there are, behind the name of a group: CT组（12例）, "DSA (n = 12)"."""

_NUMBERED = re.compile(r"^[(\[]?\s*(?:\d{1,2}|[一二三四五六])\s*[.、)\]=:]\s*(?=[^\W\d_]{2})")
"""The number of a group, or of an answer in a form, before its name: 1.CT组, 1、CT引导, "1=CT"."""

_CODED = re.compile(
    r"(?:(?:观察|对照|试验|实验|治疗|研究|第?[一二三四\d]|[A-Za-z]|[甲乙丙丁])\s*组?|(?:group|arm|cohort)\s*[A-Za-z\d]"
    r"|组别|分组|引导方式|引导方法|方法|group|arm|cohort|method|guidance)"
    r"\s*[(\[（【:：‐-―-]\s*([^()\[\]（）【】]+?)\s*[)\]）】]?",
    re.IGNORECASE,
)
"""A code of a group, or the word for it, with its method: 观察组（CT引导）, "Group A - CT", 引导方式：CT."""

_GUIDED = re.compile(
    r"(.{2,20}?)(?:引导下?|導引下?|监视下|监控下|下|[\s-]*(?:guided|geführte|gesteuerte|gestützte|guidée?s?|guiad[ao]s?|guidat[ao]))\s*"
    r"(?:的|行|经皮)?(\w.{1,30})",
    re.IGNORECASE,
)
"""A procedure with its guidance before it."""

_MARKS_OF_DOUBT = re.compile(r"\s*[?？]+\s*|可能|疑似|possibly|probably", re.IGNORECASE)
_SHORTEST_MISSPELT = 3

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![\u2190-\U0010ffff])[\u200d\ufe0e\ufe0f]"
)


def canonical_method(written: str) -> str | None:
    """CT, DSA, Fluoroscopy, CBCT … for "ct ", "ＣＴ", "CT引导下", "CT-guided"; None for an unknown name."""
    short = _known_name(written)
    return None if short is None else names("methods")[short]


def is_judged(written: str) -> bool:
    """Whether a known name is of a device and not of a method: a C-arm is taken as fluoroscopy, and may do more."""
    return _known_name(written) in names("devices")


@remembered
def _known_name(written: str) -> str | None:
    """The known name that stands in a text, without "group", "guided" … at its ends; None for an unknown one."""
    if _TURNED.search(written):
        return None
    written = uncounted(written)
    if len(written) > 80 or _STRANGE.search(written) or _names_two(written):
        return None
    known = names("methods")
    short = key(written)
    seen: set[str] = set()
    while short and short not in seen:
        if short in known:
            return short
        seen.add(short)
        short = _shorter(short)
    coded = _CODED.fullmatch(written)
    return _known_name(coded[1]) if coded else None


@remembered
def guided(written: str) -> tuple[str, str] | None:
    """(the method, the procedure) of "CT引导下椎体成形术" or "CT-guided vertebroplasty"; None for any other text."""
    match = _GUIDED.fullmatch(uncounted(written))
    method = canonical_method(match[1]) if match else None
    is_one = match is not None and not _names_two(written) and canonical_method(match[2]) is None
    return (method, procedure_key(match[2])) if match is not None and method is not None and is_one else None


def _names_two(written: str) -> bool:
    """Whether two different methods are named: CT/透视, "CT or DSA"."""
    parts = [part for part in _OR.split(plain(written)) if part]
    named = {canonical_method(part) for part in parts} if len(parts) > 1 else set()
    return len(named - {None}) > 1


def uncounted(written: str) -> str:
    """The name of a group without how many it has, and its number in a list: 观察组 for 观察组（12例）, CT for 1.CT."""
    return _NUMBERED.sub("", _COUNTED.sub("", plain(written)))


def resembled_method(written: str) -> str | None:
    """The known method that an unknown name nearly is: "CT?" (in doubt), DAS (a letter wrong); None for any other."""
    if canonical_method(written) is not None:
        return None
    certain = canonical_method(_MARKS_OF_DOUBT.sub("", plain(written)))
    if certain is not None:
        return certain
    short = key(uncounted(written))
    tried = {short, _shorter(short)}
    return next((
        term for name, term in names("methods").items() for one in tried
        if len(name) >= _SHORTEST_MISSPELT and len(one) >= _SHORTEST_MISSPELT and name.isascii() == one.isascii()
        and DamerauLevenshtein.distance(name, one, score_cutoff=1) == 1
    ), None)  # fmt: skip


def names_two_methods(written: str) -> bool:
    """Whether a name joins two methods: CT+DSA, CT联合DSA, "CT then DSA"."""
    return canonical_method(written) is None and _names_two(written)


def _shorter(short: str) -> str:
    """Without one word of "group", "guided" … at an end."""
    ends = _ends() if short.endswith(_ends()) else ()
    for end in ends:
        if short.endswith(end) and len(short) > len(end):
            return short[: -len(end)]
    starts = _starts() if short.startswith(_starts()) else ()
    for start in starts:
        if short.startswith(start) and len(short) > len(start):
            return short[len(start) :]
    return short


@lru_cache(maxsize=1)
def _ends() -> tuple[str, ...]:
    return tuple(sorted((key(word) for word in vocabulary()["method_affixes"]["ends"]), key=len, reverse=True))


@lru_cache(maxsize=1)
def _starts() -> tuple[str, ...]:
    return tuple(sorted((key(word) for word in vocabulary()["method_affixes"]["starts"]), key=len, reverse=True))


def method_share(column: TableColumn) -> float:
    """The share of a column's filled cells that name known methods, be it with a procedure; 0 above 200 different."""
    cells = column.used_levels()
    if not cells or len(cells) > 200:
        return 0.0
    total = sum(n for _, n in cells)
    named = (n for cell, n in cells if cell.kind == TEXT and (canonical_method(cell.text) or guided(cell.text)))
    return sum(named) / total


def names_methods(column: TableColumn) -> bool:
    """Whether nearly all cells of a column name known methods."""
    return method_share(column) >= _NEARLY_ALL


def written_name(text: str) -> str:
    """An unknown method as shown: blanks at the ends and invisible characters gone, otherwise as written.

    The joiners that hold an emoji together stay.
    """
    return _INVISIBLE.sub("", text).strip()
