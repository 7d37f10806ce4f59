"""Cells of a score -> numbers, or the reason why there is none. Works on distinct cells, not on rows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lib.intake.grid import BOOLEAN, DATE, ERROR, FRACTION, NO_RESULT, PERCENT
from lib.intake.identifiers import holds_identity
from lib.intake.vocabulary import is_one_of, key, plain, vocabulary
from lib.intake.workbook import Cell

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[-+]?\d{1,3},\d{1,2}$")
_ODD_POINT = re.compile(r"(?<=\d)(?:\s*[。·・]\s*|\s*\.\s+|\s+\.)(?=\d{1,2}\s*分?$)")
"""A point as a Chinese keyboard gives it, or beside a blank: 7。5, 7·5, "18. 13"."""

_WITH_UNIT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(?:分|点|points?|pts?|score|/10分|cm|厘米)$", re.IGNORECASE)
_NAMED = re.compile(r"(?:VAS|NRS)\s*(?:评分)?\s*[=:：为]?\s*(\d+(?:[.,]\d+)?)\s*(?:分|points?|pts?)?$", re.IGNORECASE)
_IN_WORDS_TOO = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:分|points?|pts?)?\s*[(（]\s*(?:无|轻|中|重|剧|no|none|mild|moderate|severe)[^\d()（）]{0,12}[)）]$",
    re.IGNORECASE,
)
"""VAS=8, and 8分(重度): the number is said, and nothing else."""

_MILLIMETRES = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(?:mm|毫米)$", re.IGNORECASE)
_PERCENT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*%$")
_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|out of|／)\s*(10|45|50|100)\s*分?$", re.IGNORECASE)
_MARKED = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*[*#†‡§¶‖※^△▲▽▼◇◆○●□■☆★a-d]{1,4}$")
_DEATH = re.compile(
    r"(?:患者|病人)?已?(?:因\S{1,12}?)?(?:死亡|去世|病故|亡故)(?:\W.{0,20})?|死于\S{1,16}|(?:died|dead|deceased|death)(?:\W.{0,40})?|[†✝](?:\W.{0,40})?",
    re.IGNORECASE,
)
"""A death with its cause or its date in the place of a score: 死于肺炎, 死亡（2020.3.1）, "died of disease", †."""

_FURTHER = re.compile(r"\s*[,，;；:：。(（—]|\s+[-–]\s")
"""Where it ends what a cell says first: 失访，电话无人接听."""

_RAISED = re.compile(r"(?<=\S)\s*[①-⓿¹²³⁰-₎ᵃ-ᶿ]+\s*$")
"""Footnote marks that compatibility folding would turn into digits: 6① is not 61."""

_QUOTABLE = re.compile(
    r"(?=.*\d)(?:[\d\s.,:+\-–—−~～<>≤≥≈=^'/%*±()（）\[\]e]"
    r"|分|点|cm|mm|厘米|毫米|points?|pts?|score|out of|of|to|至|到|约)+",
    re.IGNORECASE,
)
_LONGEST_QUOTED = 20
_LONGEST_CODE = 6
_LONG_NUMBER = 1e6
"""A number this long is no score; it may tell who somebody is, also where Excel rounded it to 1.1E+17."""

_CHINESE = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""No keyboard gives these: a byte of a damaged file, so that what is left of a number is not the number."""

_INFINITE = {"inf", "infinity", "-inf", "-infinity", "+inf"}

LOST, DIED, MISSING = "lost", "died", "missing"


@dataclass(frozen=True, slots=True)
class CleanCell:
    """What a cell says: a `number`, or an `absence` (a name of ABSENCES), and the `note` that a Finding will carry.

    `of` is the maximum that the cell itself names ("21/50", "42%"): such a number needs no scale. `is_rejected` marks
    cells that hold something which was not taken.
    """

    number: float | None = None
    absence: str = ""
    note: str = ""
    of: float | None = None
    is_rejected: bool = False


def clean_score(cell: Cell, *, is_text_file: bool = False) -> CleanCell:
    """A score from one cell. Text that is a number is a number; ranges, words and inequalities are not guessed at.

    In a text file every cell is text, so a plain number there carries no note.
    """
    if cell.kind == BOOLEAN:
        return _rejected("unreadable_values")
    if cell.kind == ERROR:
        return _rejected("excel_errors")
    if cell.kind == DATE:
        return _rejected("dates_in_scores")
    if cell.kind == NO_RESULT:
        return _rejected("formulas_without_values")
    if cell.kind == FRACTION and not float(cell.value).is_integer():
        return _rejected("proportion_values")
    if cell.kind == PERCENT:
        return CleanCell(number=_rounded(float(cell.value) * 100), of=100.0, note="scale_0_1")
    if isinstance(cell.value, str):
        return _from_text(cell.value, is_text_file)
    return _number(float(cell.value), "")


def _from_text(written: str, is_text_file: bool) -> CleanCell:
    bare = _RAISED.sub("", written)
    text = _ODD_POINT.sub(".", plain(bare).lstrip("'’`").strip())
    text = written if text and _CONTROL.search(written) else text  # no form below fits
    if not text:
        return CleanCell(absence="empty")
    absence = absence_of(text) or (DIED if _DEATH.fullmatch(text) else "") or _told_lost(text)
    if absence:
        return CleanCell(absence=absence, note="missing_values")
    if _NUMBER.match(text):
        return _number(float(text), "" if is_text_file and text == written.strip() else "parsed_text")
    for form, of in (
        (_DECIMAL_COMMA, None),
        (_WITH_UNIT, None),
        (_MARKED, None),
        (_NAMED, None),
        (_IN_WORDS_TOO, None),
        (_PERCENT, 100.0),
        (_MILLIMETRES, 100.0),
    ):
        match = form.match(text)
        if match:
            number = float((match[1] if form.groups else match[0]).replace(",", "."))
            return CleanCell(number=number, note="parsed_text", of=of)
    match = _OF.match(text)
    if match:
        return CleanCell(number=float(match[1].replace(",", ".")), note="parsed_text", of=float(match[2]))
    if text.casefold() in _INFINITE:
        return _rejected("out_of_range")
    numeral = _CHINESE.get(text.removesuffix("分").strip())
    if numeral is not None:
        return CleanCell(number=float(numeral), note="parsed_text")
    return _rejected("unreadable_values")


def is_chinese_numeral(text: str) -> bool:
    """Whether a text is a number in a Chinese word, be it 一, which may be a dash as well."""
    return text in _CHINESE


def quotable(cell: Cell) -> str | None:
    """A cell as it may be shown in a finding: number-like, or a short code without letters; None for anything else.

    Free text may name a person, so it is not repeated; Excel's own words (#N/A, TRUE) and dates of the sheet are.
    """
    if cell.kind in (ERROR, BOOLEAN, DATE, NO_RESULT):
        return cell.text[:60]
    text = plain(cell.text)
    if text.casefold() in _INFINITE:
        return text
    if len(text) > _LONGEST_CODE and holds_identity(text):
        return None
    if isinstance(cell.value, float | int) and abs(cell.value) >= _LONG_NUMBER:
        return None
    if isinstance(cell.value, float | int) or (len(text) <= _LONGEST_QUOTED and _QUOTABLE.fullmatch(text)):
        return cell.text[:60]
    has_letters = any(character.isalpha() for character in text)
    return cell.text[:60] if len(text) <= _LONGEST_CODE and not has_letters else None


def is_mark(text: str) -> bool:
    """Whether a text is nothing but "/", "—" or another mark that people put where there is nothing to write."""
    return plain(text) in vocabulary()["missing"]["marks"]


def absence_of(text: str) -> str:
    """lost, died or missing for a missing code, "" for any other text."""
    if is_mark(text):
        return MISSING
    return next((reason for reason in (LOST, DIED, MISSING) if is_one_of("missing", reason, text) and key(text)), "")


def _told_lost(text: str) -> str:
    """lost where a text begins with a word for it and goes on to say how: "lost to follow-up (moved away)"."""
    first = _FURTHER.split(text, maxsplit=1)[0]
    return LOST if first != text and absence_of(first) == LOST else ""


def _number(number: float, note: str) -> CleanCell:
    if not math.isfinite(number) or abs(number) > 1e9:
        return _rejected("out_of_range")
    return CleanCell(number=_rounded(number), note=note)


def _rounded(number: float) -> float:
    """Without the noise of binary fractions: 10.000000000000002 is 10. Kept to 12 significant decimals."""
    return round(number, 12)


def _rejected(note: str) -> CleanCell:
    return CleanCell(absence="unreadable", note=note, is_rejected=True)
