"""Where and when somebody was born or lives, told by a cell alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lib.intake.grid import DATE, TEXT
from lib.intake.vocabulary import plain

if TYPE_CHECKING:
    from lib.intake.workbook import Cell

_FIRST_INJECTION = 1985
"""Before this year no vertebra was injected with cement: an earlier date is that of a birth."""

_WRITTEN_DATE = re.compile(r"(18|19)(\d{2})(?:[./-]\d{1,2}[./-]\d{1,2}|年\d{1,2}月(?:\d{1,2}日)?)$")
_DAY_FIRST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](18|19)(\d{2})$")

_ADDRESS = re.compile(
    "[\u4e00-\u9fff]{1,12}?[省市县区镇乡].{0,20}?(?:[路街村巷弄镇乡]|小区|社区|大道|胡同|花园).{0,12}?[号室组幢栋]"
    "|[\u4e00-\u9fff]{2,8}?(?:路|街|巷|弄|大道)\\d+号|[\u4e00-\u9fff]{1,6}村\\d+[号组]"
)
_ADDRESS_IN_ENGLISH = re.compile(
    r"\d{1,5}[A-Za-z]? (?:[A-Z][\w'.]* ){1,3}"
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Court|Way|Place|Terrace)\b"
)


def is_birth_date(cell: Cell) -> bool:
    """Whether a date is earlier than any treatment with cement."""
    if cell.kind == DATE:
        found = re.match(r"(\d{4})", str(cell.value))
        return found is not None and int(found[1]) < _FIRST_INJECTION
    if cell.kind != TEXT:
        return False
    text = plain(cell.text)
    written = _WRITTEN_DATE.match(text) or _DAY_FIRST.match(text)
    return written is not None and int(written[1] + written[2]) < _FIRST_INJECTION


def is_address(text: str) -> bool:
    """Whether a text is a street, village or house with its number."""
    return bool(_ADDRESS.search(text) or _ADDRESS_IN_ENGLISH.match(text))
