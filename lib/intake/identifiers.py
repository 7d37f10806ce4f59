"""Columns that say who a patient is: found by header and by value, named, and never kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from lib.intake.grid import DATE, NUMBER, TEXT
from lib.intake.told_places import is_address, is_birth_date
from lib.intake.vocabulary import loose, pattern, plain, simplified, term_of, vocabulary

if TYPE_CHECKING:  # a column asks `cleaning` what its ids say, which asks here
    from collections.abc import Callable

    from lib.intake.table import TableColumn
    from lib.intake.workbook import Cell

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY_NUMBER = re.compile(
    rf"(?<![\d.,])[1-9]\d{{5}}[ -]?(?:18|19|20)\d{{2}}{_DAY}[ -]?\d{{3}}[\dXx](?![\d.])"
    rf"|(?<![\d.,])[1-9]\d{{7}}{_DAY}\d{{3}}(?![\d.])"
)
"""Chinese identity numbers of 18 and 15 digits (region, date of birth, serial); not the digits of a decimal."""

_PHONE = re.compile(
    r"(?<![\d.,])(?:(?:\+|00)?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|0{3}\d{8})(?!\d)"
)
_PHONE_ELSEWHERE = re.compile(
    r"(?<![\d.,])(?:0\d{2} \d{4}|0\d{3} \d{3}|0\d{4} \d{2,3}) ?\d{3,4}(?!\d)|(?<![\d.,-])\d{3}([ -])\d{3}\1\d{4}(?!\d)"
    r"|\(0\d{2,3}\) ?\d{7,8}(?!\d)|\(\d{3}\) ?\d{3}-\d{4}(?!\d)|\+\d{1,3}(?:[ -]?\(?\d\)?){8,13}(?!\d)"
)
"""In groups of digits, with the code of a place in brackets, or that of a country before it."""

_SERIAL = re.compile(r"\b(?:ZY|MZ|BA|MRN)[-:： ]?\d{5,}|wxid_\w+", re.IGNORECASE)
"""Numbers of hospitals and accounts within a text."""

_SOCIAL_SECURITY = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_NUMBERED = re.compile(
    r"(?<![a-zäöü])(?:id|ids|no|nr|num|number|code|identifier|mrn)(?![a-zäöü])(?!\s*of)|№|[号號]|编码|条码"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}")
_NAMED = re.compile(r"身份证|电话|手机|姓名|住院号|病案号|phone|passport", re.IGNORECASE)
_HOSPITAL_NUMBER = re.compile(r"(?:(?:ZY|MZ|BA|MRN)[-:： ]?\d{5,}|wxid_\w+)$", re.IGNORECASE)

_CODE = re.compile(r"[A-Za-z]{0,4}[- ]?\d[\d -]{3,}[A-Za-z]?")
_FEWEST_CODES, _SHARE_OF_CODES = 3, 0.8
"""From so many codes of four digits and more on, of which so many differ, a "number" column numbers people."""

_FEWEST_LONG_NUMBERS = 5
_FEWEST_REPEATED, _MOST_ROWS_EACH, _SHARE_ALIKE = 12, 12, 0.9
"""So many words that come again tell patients apart: more than there are tumours or devices. A patient has at most so
many rows, and so many patients have equally many where their rows are not together."""

_LONG_NUMBER = re.compile(r"\d{7,18}")
_MEASURED = re.compile(r"[(（\[/]|日期|时间|费用|金额|计数|date|time|cost|charge|count|volume|dose")
"""A header with a unit, or of what may well be counted in millions."""

_NO_LETTER = re.compile(r"[\W\d_]+")
_SHORTEST_TOLD = 4
"""Letters that a remark has at least; a time of day has none."""

_SHARE_OF_CELLS = 0.2
"""Of all distinct cells of a column so many must tell who somebody is; one among measures is named by its cell."""

FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
RARER_FAMILY_NAMES = (
    "佘仇缪甄晏柴靳翟聂焦鲍耿岳齐尤詹庞颜倪严芦俞葛韦申樊霍翁祝裴阮纪梅涂舒辛娄褚邢蒲"
    "冉岑滕骆臧卞邬祁郁屈窦逄郏谌桑阎关卓丛楼苗党屠"
)
"""Told only beside a character of given names."""

COMPOUND_FAMILY_NAMES = (
    "欧阳|上官|司马|诸葛|尉迟|皇甫|令狐|东方|慕容|"
    "司徒|夏侯|公孙|宇文|长孙|端木|淳于|申屠|太史|轩辕|钟离|呼延|南宫|闻人|澹台|赫连"
)
_CHINESE_NAME = re.compile(f"(?:[{FAMILY_NAMES}]|{COMPOUND_FAMILY_NAMES})[\u4e00-\u9fff]{{1,3}}$")

_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""A blank within a name: 张 伟."""

_HALF_HIDDEN = re.compile(
    f"(?:[{FAMILY_NAMES}{RARER_FAMILY_NAMES}]|{COMPOUND_FAMILY_NAMES})(?:某{{1,2}}|[*＊×xX]{{1,2}}[\u4e00-\u9fff]?)$"
)
"""张某某, 张*伟, 张XX."""

_WESTERN_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]*,? [A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?$")


def identifier_kind(column: TableColumn) -> str | None:
    """What kind of identifier a column holds (name, phone, identity_number, free_text …), None when it holds none."""
    by_header = term_of("identifiers", column.header) or _by_words(column)
    if by_header is not None:
        return by_header
    if _by_value(column) is None and (_is_coded_number(column) or _is_long_number(column)):
        return "hospital_number"
    is_known = term_of("columns", column.header) is not None
    return kind_by_value(column, are_names_western=not is_known) or ("free_text" if _is_free_text(column) else None)


def kind_by_value(column: TableColumn, *, are_names_western: bool = True) -> str | None:
    """What kind of identifier the cells tell, whatever the header."""
    by_value = _by_value(column)
    if by_value is not None:
        return by_value
    if are_names_western and _is_western_names(column):
        return "name"
    cells = [cell for cell, _ in column.used_levels()[:2000]]
    texts = [plain(cell.text) for cell in cells if cell.kind == TEXT]
    is_told = _are_half_hidden(texts) or (is_one_for_each(column, share=0.7) and _is_names(texts))
    if len(texts) >= 0.7 * len(cells) and is_told:
        return "name"
    return None


def _by_words(column: TableColumn) -> str | None:
    """By a word in a header that is no other term; a hospital's number only where the values tell people apart."""
    header = loose(column.header).replace("发生", " ")  # 发生日期 is no 生日
    if term_of("columns", column.header) or term_of("events", column.header):
        return None
    for kind in vocabulary()["identifier_words"]:
        if pattern("identifier_words", kind).search(header):
            is_told = {"hospital_number": _tells_people_apart, "free_text": _is_told_freely}.get(kind)
            return kind if is_told is None or is_told(column) else None
    is_name = pattern("person", "name").search(header) and not pattern("person", "not_with").search(header)
    return "name" if is_name and not _is_numeric(column) else None


def _is_coded_number(column: TableColumn) -> bool:
    """A header that speaks of a number or code over codes that nearly all differ, whatever they number."""
    return term_of("columns", column.header) is None and _is_numbered(column.header) and holds_codes(column)


def _is_numbered(header: str) -> bool:
    return "#" in header or _NUMBERED.search(loose(header)) is not None


def holds_codes(column: TableColumn) -> bool:
    """Whether nearly every cell is a code of four digits or more, and each patient has one."""
    cells = column.used_levels()
    if len(cells) < _FEWEST_CODES or not is_one_for_each(column, fewest_repeated=_FEWEST_LONG_NUMBERS):
        return False
    return sum(bool(_CODE.fullmatch(plain(cell.text))) for cell, _ in cells) >= _SHARE_OF_CODES * len(cells)


def _is_long_number(column: TableColumn) -> bool:
    """Whole numbers of seven digits and more that nearly all differ, under a header that says nothing of a measure."""
    header = loose(column.header)
    if term_of("columns", column.header) or column.hint or _MEASURED.search(header):
        return False
    cells = column.used_levels()
    if len(cells) < _FEWEST_LONG_NUMBERS or not is_one_for_each(column, fewest_repeated=_FEWEST_LONG_NUMBERS):
        return False
    return all(_is_long(cell) for cell, _ in cells)


def is_one_for_each(
    column: TableColumn, *, share: float = _SHARE_OF_CODES, fewest_repeated: int = _FEWEST_REPEATED
) -> bool:
    """Whether nearly all cells differ, or each stands in the rows of one patient alone: together, or equally often."""
    counts = column.counts()[column.counts() > 0]
    filled, distinct = int(counts.sum()), len(counts)
    if distinct >= share * filled:
        return True
    if distinct < fewest_repeated or filled > _MOST_ROWS_EACH * distinct:
        return False
    used = column.codes[column.codes >= 0]
    is_together = 1 + int((used[1:] != used[:-1]).sum()) == distinct
    return is_together or int(np.bincount(counts).max()) >= _SHARE_ALIKE * distinct


def _is_long(cell: Cell) -> bool:
    if cell.kind == NUMBER:
        number = float(cell.value)
        return number.is_integer() and 10**6 <= number < 10**18
    return cell.kind == TEXT and _LONG_NUMBER.fullmatch(plain(cell.text)) is not None


def _tells_people_apart(column: TableColumn) -> bool:
    """Many different values: a number of patients rather than of hospitals."""
    filled = int((column.codes >= 0).sum())
    return len(column.used_levels()) > max(2, 0.1 * filled)


def _is_told_freely(column: TableColumn) -> bool:
    """Words that differ from patient to patient: a text, no list of diseases."""
    cells = column.used_levels()
    texts = [cell for cell, _ in cells if cell.kind == TEXT and len(_NO_LETTER.sub("", cell.text)) >= _SHORTEST_TOLD]
    return len(texts) >= max(3.0, 0.5 * len(cells)) and is_one_for_each(column)


def _is_numeric(column: TableColumn) -> bool:
    return bool(column.levels) and all(cell.kind == NUMBER for cell in column.levels[:50])


def is_number_of_something(column: TableColumn) -> bool:
    """Whether a header speaks of a number or code and all cells are different whole numbers: an id, not a measure."""
    if not _is_numbered(column.header):
        return False
    cells = column.used_levels()
    return len(cells) > 2 and all(
        n == 1 and cell.kind == NUMBER and float(cell.value).is_integer() for cell, n in cells
    )


def _by_value(column: TableColumn) -> str | None:
    if term_of("columns", column.header) is None and _are(is_birth_date, column):
        return "birth_date"
    texts = _sample(column)
    if not texts:
        return None
    if term_of("columns", column.header) is None and sum(map(is_address, texts)) >= 0.5 * len(column.levels[:2000]):
        return "address"
    for kind, form in (
        ("identity_number", _IDENTITY_NUMBER),
        ("identity_number", _SOCIAL_SECURITY),
        ("phone", _PHONE),
        ("phone", _PHONE_ELSEWHERE),
        ("email", _MAIL),
        ("hospital_number", _HOSPITAL_NUMBER),
    ):
        hits = sum(bool(form.search(text)) for text in texts)
        if hits >= max(1, 0.5 * len(texts), _SHARE_OF_CELLS * min(len(column.levels), 2000)):
            return kind
        if hits and kind != "hospital_number" and any(len(text) > 20 for text in texts):
            return "free_text"
    if any(_NAMED.search(text) and len(text) > 6 for text in texts):
        return "free_text"
    return None


def _are(is_one: Callable[[Cell], bool], column: TableColumn) -> bool:
    """Whether nearly all of at least three distinct cells are such."""
    cells = [cell for cell, _ in column.used_levels()[:2000]]
    return len(cells) >= _FEWEST_CODES and sum(map(is_one, cells)) >= 0.9 * len(cells)


def _is_names(texts: list[str]) -> bool:
    """Mostly different words of two to four Chinese characters that begin with a common family name."""
    if len(texts) < 5:
        return False
    named = sum(bool(_CHINESE_NAME.match(_BETWEEN.sub("", simplified(text)))) for text in texts)
    return named >= 0.8 * len(texts)


def _are_half_hidden(texts: list[str]) -> bool:
    """Half are names of which a part stands for the rest: 张某某, 张*伟."""
    hidden = sum(bool(_HALF_HIDDEN.match(simplified(text))) for text in texts)
    return hidden >= max(3.0, 0.5 * len(texts))


def _is_western_names(column: TableColumn) -> bool:
    """Two or three capitalised words, others for each patient."""
    cells = column.used_levels()
    if len(cells) < 5 or any(cell.kind != TEXT for cell, _ in cells) or not is_one_for_each(column):
        return False
    return sum(bool(_WESTERN_NAME.match(plain(cell.text))) for cell, _ in cells) >= 0.8 * len(cells)


def _is_free_text(column: TableColumn) -> bool:
    """Mostly different sentences."""
    texts = [plain(str(cell.value)) for cell in column.levels[:2000] if cell.kind == TEXT]
    is_told = len(texts) >= 0.5 * int((column.codes >= 0).sum()) or is_one_for_each(column)
    if len(texts) < 5 or not is_told:
        return False
    return sum(len(text) > 15 for text in texts) > 0.5 * len(texts)


def _sample(column: TableColumn) -> list[str]:
    """Up to 2,000 distinct cells as text; long whole numbers written out."""
    found: list[str] = []
    for cell in column.levels[:2000]:
        if cell.kind == TEXT:
            found.append(plain(str(cell.value))[:500])
        elif cell.kind == NUMBER and abs(float(cell.value)) >= 1e10:
            found.append(f"{float(cell.value):.0f}")
        elif cell.kind == DATE:
            return []
    return found


def holds_identity(text: str) -> bool:
    """Whether a single text contains an identity number, phone or mail address."""
    start = text[:500]
    return any(form.search(start) for form in _IDENTITIES)


def identities_in(text: str) -> list[str]:
    """The identity numbers, phones, mail addresses and hospital's numbers within a text, as written there."""
    return [found[0] for form in (*_IDENTITIES, _SERIAL) for found in form.finditer(text[:500])]


_IDENTITIES = (_IDENTITY_NUMBER, _SOCIAL_SECURITY, _PHONE, _PHONE_ELSEWHERE, _MAIL)
