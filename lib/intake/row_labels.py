"""What the words of a row say that is no patient: a title with a count, a page, a key of codes, an example, a mean."""

from __future__ import annotations

import re
from collections import Counter

from lib.intake.collisions import meaning_of
from lib.intake.explained import explained
from lib.intake.headers import column_term
from lib.intake.methods import canonical_method
from lib.intake.vocabulary import is_one_of, key, plain, words

_COUNT = re.compile(
    r"[\s|,;:]*[(\[]?\s*(?:n\s*[=:]\s*\d+|共?\s*\d+\s*(?:例|人|名|cases?\b|patients?\b|pts?\b)(?:患者|病人)?)\s*[)\]]?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"^(?:[一二三四五六\d]{1,2}\s*[、.)]"
    r"|(?:(?:group|arm|cohort)\s*[a-z\d]{1,2}|第?[一二三四五六1-9a-z甲乙丙丁]组)\s*[:.、—-]+)\s*",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"^[-—\s]*(?:第\s*\d+\s*页|共\s*\d+\s*页|page\s*\d+)[\s,/]*(?:共\s*\d+\s*页|(?:of|/)\s*\d+)?[-—\s]*$", re.IGNORECASE
)
_CODES = re.compile(r"^\s*\w{1,3}\s*[=:]\s*[^\W\d][^=;,，、]*(?:[;,，、/\s]+\w{1,3}\s*[=:]\s*[^\W\d][^=;,，、]*)+$")
_SIGNED = re.compile(
    r"(?:制表|填表|审核|复核|统计|记录|录入|填报|签名|签字|prepared by|checked by|reviewed by|signed)\S{0,4}\s*:",
    re.IGNORECASE,
)
_FOR_EXAMPLE = re.compile(r"^[(\[]?(?:e\.\s?g\.|ex\.|z\.\s?b\.)", re.IGNORECASE)
_PIECES = re.compile(r"[\s:()\[\]]+")
_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,23}")
_COUNTED_NAME = re.compile(r"([A-Za-z_.]+)_?\d{1,3}[A-Za-z]{0,2}")
_RANGE = re.compile(r"[(\[]?0\s*[-–~至]\s*(?:10|24|45|50|100)\s*(?:分|%|mm|cm|points?)?[)\]]?", re.IGNORECASE)
_FORM = re.compile(
    r"[dmyjt年月日]{1,4}(?:[./-][dmyja年月日]{1,4}){1,2}|/\s*(?:10|45|50|100)|[01]\s*/\s*[01]", re.IGNORECASE
)
"""What a unit row says of dates, points and codes: dd/mm/yyyy, /50, 0/1."""
_CHOICES = re.compile(r"[^\W\d]{1,12}(?:\s*(?:[/|、]|或|\bor\b)\s*[^\W\d]{1,12})+", re.IGNORECASE)
_FEWEST_NAMES = 3
_LONGEST = 40


def method_title(text: str) -> str | None:
    """A title without its count and ordinal where it names a method: CT组 for "CT组(n=6)", CT for "Group 1: CT"."""
    shown = plain(text)
    if len(shown) > _LONGEST:
        return None
    short = _ORDINAL.sub("", _COUNT.sub("", shown)).strip()
    return short if short and canonical_method(short) is not None else None


def is_count(text: str) -> bool:
    """Whether a text only says how many patients there are: 共12例, (n=6)."""
    shown = plain(text)
    return bool(shown) and len(shown) <= _LONGEST and not _COUNT.sub("", shown).strip()


def is_remark(text: str) -> bool:
    """Whether a text is a page number, a count, a key of codes (1=CT;2=DSA), or a method's title with its count."""
    shown = plain(text[:200])
    is_counted = bool(_COUNT.search(shown)) and method_title(shown) is not None
    return is_counted or is_count(shown) or bool(_PAGE.match(shown) or _CODES.match(shown))


def begins_signatures(text: str) -> bool:
    """Whether a text begins a row of signatures: 制表人： beside a name, 审核人：, "Prepared by:"."""
    return bool(_SIGNED.match(plain(text[:_LONGEST])))


def is_example(text: str) -> bool:
    """Whether a text calls its row an example: 示例, (example), "e.g. 1"."""
    known = words("rows", "examples")
    shown = plain(text[:_LONGEST])
    pieces = [key(_DIGITS.sub("", piece)) for piece in _PIECES.split(shown)]
    return (
        bool(_FOR_EXAMPLE.match(shown))
        or key(_DIGITS.sub("", shown)) in known
        or any(piece in known for piece in pieces if piece)
    )


def are_variable_names(texts: list[str]) -> bool:
    """Whether the cells of a row are the names that a program calls the columns by: x1, x2, x3; id, grp, vas_0, vas_1.

    All are different Latin names, and several count on from one another, as no row of a patient does.
    """
    names = [plain(text) for text in texts]
    stems = Counter(match[1].casefold() for name in names if (match := _COUNTED_NAME.fullmatch(name)))
    return (
        len(names) >= _FEWEST_NAMES
        and len(set(names)) == len(names)
        and all(_NAME.fullmatch(name) for name in names)
        and max(stems.values(), default=0) >= _FEWEST_NAMES
    )


def is_summary_label(text: str) -> bool:
    """Whether a word that stands where numbers of patients do is that of a mean: Mittelwert, "Ø CT", CT均, "CT (n=12)".

    A word for a statistic alone, or before or after the name of a method.
    """
    short = key(text)
    if len(plain(text)) > _LONGEST or not short:
        return False
    if _COUNT.search(plain(text)) and (is_count(text) or method_title(text) is not None):
        return True
    known = words("rows", "totals") | words("rows", "statistics")
    rests = [short[len(word) :] for word in known if short.startswith(word)]
    rests += [short[: -len(word)] for word in known if short.endswith(word)]
    return any(not rest or canonical_method(rest) is not None or is_one_of("rows", "totals", rest) for rest in rests)


def repeats_header(text: str, header: str) -> bool:
    """Whether a cell says what its header says, be it in other words: 病历号 below 编号, VAS pre below 术前VAS."""
    if key(text) == key(header):
        return True
    term, meaning = column_term(header), meaning_of(header)
    return (term is not None and column_term(text) == term) or (meaning is not None and meaning_of(text) == meaning)


def is_unit_row(below: dict[int, str]) -> bool:
    """Whether a row holds units, or what may be written: 0-10 under a score beside CT/DSA under the method."""
    units = words("rows", "units")
    texts = [text for text in map(plain, below.values()) if key(text) not in units and not _FORM.fullmatch(text)]
    n_ranges = sum(bool(_RANGE.fullmatch(text)) for text in texts)
    n_choices = sum(bool(_CHOICES.fullmatch(text) or explained(f"x ({text})")) for text in texts)
    return len(below) >= 2 and n_ranges + n_choices == len(texts) and (not texts or n_ranges >= 2)
