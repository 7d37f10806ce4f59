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
WORST_GRADE = 6
_IN_WORDS = (
    (6.0, re.compile(r"死亡|病故|去世|(?<![a-z])(?:death|died|dead|fatal|deceased)(?![a-z])", re.IGNORECASE)),
    (3.0, re.compile(r"重度|严重|重大|(?<![a-z])(?:major|severe|serious)(?![a-z])", re.IGNORECASE)),
    (2.0, re.compile(r"中度|(?<![a-z])moderate(?![a-z])", re.IGNORECASE)),
    (1.0, re.compile(r"轻度|轻微|(?<![a-z])(?:minor|mild)(?![a-z])", re.IGNORECASE)),
)
"""Words of gravity; they rank only where no grade is written, but death outranks every grade."""


SYSTEMS = {
    name: re.compile(rf"(?<![a-z]){form}(?![a-z])", re.IGNORECASE)
    for name, form in (("CIRSE", "cirse"), ("SIR", "sir"), ("CTCAE", "ctcae"), ("Clavien–Dindo", "clavien"))
}
"""The systems that registries name beside grades."""


def systems_named(text: str) -> tuple[str, ...]:
    """The systems that a text names."""
    return tuple(name for name, form in SYSTEMS.items() if form.search(text))


def worst_grade(text: str) -> float | None:
    """The gravest grade that a text names: 3 for "grade 1; grade 3", 1.2 for 1b, 2 for SIR B; None where it names none.

    Of one system: grades of different systems have no order among one another.
    """
    return max(_grades(text), default=None)


def written_grade(text: str) -> float | None:
    """The gravest grade that a text writes as a number or a letter; None where it says it in words or not at all."""
    return max(_written(text), default=None)


def worst_part(text: str) -> str:
    """The part of a text that names its gravest grade, where it names several of one system; else the whole text."""
    if len(systems_named(text)) > 1:
        return text
    parts = [part.strip() for part in re.split(r"[;；,，、/+\n]|\band\b|和|及", text) if part.strip()]
    graded = [(worst_grade(part), part) for part in parts]
    known = [(grade, part) for grade, part in graded if grade is not None]
    return max(known, key=lambda pair: pair[0])[1] if len(known) > 1 else text


def merged_grades(answers: list[str | None], scales: dict[str, str], *, are_grades: bool) -> list[str | None]:
    """Answers of one grade under the shortest spelling of it: 3级, "grade 3" and 3 are one category, C is another.

    Where the header does not speak of grades, only answers that say nothing but the grade. `scales` are the systems of
    the answers: grades of two are two.
    """
    names: dict[tuple[float, bool, str], str] = {}
    grades = [
        _spelled(one, scales.get(one, "")) if one and (are_grades or is_only_a_grade(one)) else None for one in answers
    ]
    for answer, grade in zip(answers, grades, strict=True):
        if answer and grade is not None and len(answer) < len(names.get(grade, answer + " ")):
            names[grade] = answer
    return [answer if grade is None else names[grade] for answer, grade in zip(answers, grades, strict=True)]


def _spelled(text: str, scale: str) -> tuple[float, bool, str] | None:
    """The grade that a text names, whether by a letter (A to F are another system than 1 to 6), and its system."""
    grade = worst_grade(text)
    return None if grade is None else (grade, lettered(text), scale)


def lettered(text: str) -> bool:
    """Whether a text that names a grade names it by a letter of A to F."""
    return re.search("[A-F]", re.sub(_WORD, "", text, flags=re.IGNORECASE)) is not None


def is_only_a_grade(text: str) -> bool:
    """Whether nothing stands beside a grade: "CIRSE 2", 3级, IV; not "grade 2 haematoma"."""
    if _BARE.fullmatch(text):
        return True
    rest = re.sub(_WORD, " ", text, flags=re.IGNORECASE)
    return re.fullmatch(r"\W*(?:\d|VI|IV|V|I{1,3}|[Ⅰ-Ⅵ]|[A-F]|[一二三四五六])[ab]?\W*[级类度]?\W*", rest) is not None


def _grades(text: str) -> list[float]:
    found = _written(text)
    in_words = [grade for grade, form in _IN_WORDS if form.search(text)]
    return [*found, *(grade for grade in in_words if not found or grade == WORST_GRADE)]


def _written(written: str) -> list[float]:
    text = re.sub("[一二三四五六](?=[级类度])", lambda match: match[0].translate(_CHINESE), written)
    found: list[float] = []
    bare = _BARE.fullmatch(text)
    if bare is not None:
        return [_ROMAN[bare[1]] + _HALF[bare[2]] if bare[1] else float("ABCDEF".index(bare[3]) + 1)]
    for match in _NUMBERED.finditer(text):
        number, half = next((match[i], match[i + 1]) for i in (1, 3, 5) if match[i] is not None)
        if 1 <= int(number) <= WORST_GRADE:
            found.append(int(number) + _HALF[half.lower()])
    for match in _IN_ROMAN.finditer(text):
        numeral, half = next((match[i], match[i + 1]) for i in (1, 3) if match[i] is not None)
        found.append(_ROMAN[numeral.upper()] + _HALF[half.lower()])
    found += [float("ABCDEF".index((match[1] or match[2]).upper()) + 1) for match in _LETTERED.finditer(text)]
    return found
