"""How grave a complication is, as registries write it: CIRSE 1 to 6 (also 1a, 3b), CTCAE 1 to 5, SIR A to F."""

from __future__ import annotations

import re

_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "VI": 6, "IV": 4, "V": 5, "III": 3, "II": 2, "I": 1}
_CHINESE = str.maketrans("一二三四五六", "123456")
_BARE = re.compile(r"\s*(?:(VI|IV|V|I{1,3}|[Ⅰ-Ⅵ])([ab]?)|([A-F]))\s*")
"""A cell that holds nothing but a Roman numeral or a letter of SIR."""

_HALF = {"": 0.0, "a": 0.1, "b": 0.2}
_WORD = (
    r"(?:(?:grade|grad|gr|cirse|ctcae|sir|class|level|clavien(?:[-– ]?dindo)?)(?![a-z])|(?<![a-z])g(?=\s*[1-6])"
    r"|分级|级别|等级)"
)
_NUMBERED = re.compile(
    rf"{_WORD}\W*(?:grade\W*)?(\d)([ab]?)(?![\d.])|(?<![\d.])(\d)([ab]?)\s*[级类度]|^\s*(\d)([ab]?)\s*(?:[(（].*)?$",
    re.IGNORECASE,
)
_IN_ROMAN = re.compile(
    rf"{_WORD}\W*(VI|IV|V|I{{1,3}}|[Ⅰ-Ⅵ])([ab]?)(?![a-z])|(VI|IV|V|I{{1,3}}|[Ⅰ-Ⅵ])([ab]?)\s*[级类度]", re.IGNORECASE
)
_LETTERED = re.compile(rf"{_WORD}\W*([A-F])(?![a-z])|(?<![a-z])([A-F])\s*[级类]", re.IGNORECASE)
_WORST_GRADE = 6
_IN_WORDS = (
    (6.0, re.compile(r"死亡|病故|去世|(?<![a-z])(?:death|died|dead|fatal|deceased)(?![a-z])", re.IGNORECASE)),
    (3.0, re.compile(r"重度|严重|重大|(?<![a-z])(?:major|severe|serious)(?![a-z])", re.IGNORECASE)),
    (2.0, re.compile(r"中度|(?<![a-z])moderate(?![a-z])", re.IGNORECASE)),
    (1.0, re.compile(r"轻度|轻微|(?<![a-z])(?:minor|mild)(?![a-z])", re.IGNORECASE)),
)
"""Words of gravity; they rank only where no grade is written, but death outranks every grade."""


def worst_grade(text: str) -> float | None:
    """The gravest grade that a text names: 3 for "grade 1; grade 3", 1.2 for 1b, 2 for SIR B; None where it names none.

    Grades of different systems are not compared with one another: a registry keeps to one.
    """
    return max(_grades(text), default=None)


def worst_part(text: str) -> str:
    """The part of a text that names its gravest grade, where it names several; else the whole text."""
    parts = [part.strip() for part in re.split(r"[;；,，、/+\n]|\band\b|和|及", text) if part.strip()]
    graded = [(worst_grade(part), part) for part in parts]
    known = [(grade, part) for grade, part in graded if grade is not None]
    return max(known, key=lambda pair: pair[0])[1] if len(known) > 1 else text


def _grades(written: str) -> list[float]:
    text = re.sub("[一二三四五六](?=[级类度])", lambda match: match[0].translate(_CHINESE), written)
    found: list[float] = []
    bare = _BARE.fullmatch(text)
    if bare is not None:
        return [_ROMAN[bare[1]] + _HALF[bare[2]] if bare[1] else float("ABCDEF".index(bare[3]) + 1)]
    for match in _NUMBERED.finditer(text):
        number, half = next((match[i], match[i + 1]) for i in (1, 3, 5) if match[i] is not None)
        if 1 <= int(number) <= _WORST_GRADE:
            found.append(int(number) + _HALF[half.lower()])
    for match in _IN_ROMAN.finditer(text):
        numeral, half = next((match[i], match[i + 1]) for i in (1, 3) if match[i] is not None)
        found.append(_ROMAN[numeral.upper()] + _HALF[half.lower()])
    found += [float("ABCDEF".index((match[1] or match[2]).upper()) + 1) for match in _LETTERED.finditer(text)]
    in_words = [grade for grade, form in _IN_WORDS if form.search(text)]
    return [*found, *(grade for grade in in_words if not found or grade == _WORST_GRADE)]
